//! The way to both databases, and nothing of the business.
//!
//! `store` owns the two typed pools behind [`Db`] and [`Tx`], the arguments a statement takes ([`Arg`]), the
//! register of every SQL text ([`sql!`]), errors by kind, the embedded migrations and, for tests, throw-away
//! databases. One SQL text serves SQLite and PostgreSQL; where they must differ, [`dialect`] is the one place.

mod arg;
mod cell;
mod changes;
pub mod clock;
mod db;
pub mod dialect;
mod error;
mod load;
pub mod migrate;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;

pub use arg::{Arg, list};
pub use cell::{Cell, Cells, Named};
pub use changes::{Changes, Watch};
pub use db::{Db, Options};
pub use error::{Error, Result};
pub use load::{Found, Shape, Type};
#[doc(hidden)]
pub use statement::Registered;
pub use statement::{Sql, Statement, statements};
pub use tx::Tx;

#[doc(hidden)]
pub use inventory;

/// A row that decodes from both databases: derive `sqlx::FromRow` and it is one.
pub trait Record:
    for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin
{
}

impl<T> Record for T where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin
{
}

/// The arguments of a statement, in the order of its `$1`, `$2`, ...
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Arg::from($value)),*] };
}
