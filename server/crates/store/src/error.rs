//! Database errors by kind: what a caller can act on, never the name of a constraint.

use sqlx::error::ErrorKind;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("a row with these values exists already")]
    Unique(#[source] sqlx::Error),
    #[error("a row refers to one that is not there")]
    ForeignKey(#[source] sqlx::Error),
    #[error("a value breaks a rule of its table")]
    Check(#[source] sqlx::Error),
    #[error("no such row")]
    NotFound,
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    #[error("the disk of the database is full")]
    Full(#[source] sqlx::Error),
    #[error(transparent)]
    Other(sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Error::NotFound,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Error::Unavailable(error),
            sqlx::Error::Database(cause) => match cause.kind() {
                ErrorKind::UniqueViolation => Error::Unique(error),
                ErrorKind::ForeignKeyViolation => Error::ForeignKey(error),
                ErrorKind::CheckViolation | ErrorKind::NotNullViolation => Error::Check(error),
                // PostgreSQL: a lock that did not come in time, and a deadlock that another one won. To try again helps.
                _ if matches!(cause.code().as_deref(), Some("55P03" | "40P01")) => Error::Unavailable(error),
                _ if is_full(&error) => Error::Full(error),
                _ => Error::Other(error),
            },
            _ => Error::Other(error),
        }
    }
}

/// Whether the database's disk takes no more: SQLite's SQLITE_FULL, and PostgreSQL's disk_full.
fn is_full(error: &sqlx::Error) -> bool {
    matches!(error.as_database_error().and_then(|it| it.code()).as_deref(), Some("13" | "53100"))
}

impl Error {
    /// Whether it says that the database's disk takes no more, also where it came from a migration.
    pub fn tells_of_a_full_disk(error: &(dyn std::error::Error + 'static)) -> bool {
        matches!(error.downcast_ref::<Error>(), Some(Error::Full(_))) || error.downcast_ref::<sqlx::Error>().is_some_and(is_full)
    }

    /// Whether the statement clashed with a row that exists.
    pub fn is_unique(&self) -> bool {
        matches!(self, Error::Unique(_))
    }
}
