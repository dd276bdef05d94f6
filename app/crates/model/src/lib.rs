//! The words both sides share: rows, forms with their validation, closed enums, ids, time, money, errors, roles,
//! permissions and the texts people read. Everything here compiles for the server and for the browser, so nothing
//! here may need a database, a clock or a file; the feature `rows` lets the types decode from both databases.

mod macros;

pub mod accounts;
pub mod announcements;
pub mod assignments;
pub mod audit;
pub mod backup;
pub mod chat;
pub mod classes;
pub mod color;
pub mod courses;
pub mod dashboards;
pub mod device;
mod done;
pub mod drawn;
mod error;
mod feature;
pub mod finding;
pub mod first_steps;
pub mod forum;
pub mod guardians;
pub mod help;
pub mod ids;
pub mod invitations;
pub mod jobs;
pub mod limits;
mod locale;
mod marks;
pub mod markup;
pub mod media;
pub mod money;
pub mod notifications;
pub mod passwords;
pub mod people;
pub mod permission;
pub mod pictures;
pub mod profile;
pub mod push;
pub mod role;
pub mod schools;
pub mod settings;
pub mod sharing;
pub mod text;
mod time;
mod validate;
pub mod viewing;
pub mod wire;

pub use done::Done;
pub use error::{Error, FieldProblem, FileName, Problem, Result};
pub use feature::{Feature, Features};
pub use ids::Id;
pub use locale::{Locale, Theme};
pub use macros::ParseTextError;
pub use marks::Marks;
pub use money::Money;
pub use permission::{Permission, Permissions};
pub use role::{PlatformRole, Role};
pub use text::{Key, Language, Plural};
pub use time::{At, Dated, Day, When};
pub use validate::Check;
pub use wire::Wire;
