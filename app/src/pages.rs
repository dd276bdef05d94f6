//! The pages, a folder a feature; `routes` says which are loaded together.

pub mod accounts;
pub mod announcements;
pub mod assignments;
pub mod audit;
pub mod backup;
pub mod chat;
pub mod classes;
pub mod courses;
pub mod dashboards;
pub mod forum;
pub mod guardians;
pub mod help;
pub mod invitations;
pub mod jobs;
pub mod me;
pub mod notifications;
pub mod parent;
pub mod people;
pub mod schools;
pub mod settings;
pub mod sharing;
pub mod start;
pub mod viewing;

pub use accounts::joining;
