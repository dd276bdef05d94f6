//! What a domain function can fail with: a refusal the caller may see, or a fault only the log may.

use model::Problem;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    /// An answer: part of what the function does.
    Refused(model::Error),
    /// A fault: the caller learns a reference, the log the cause.
    Fault(anyhow::Error),
}

impl From<model::Error> for Error {
    fn from(error: model::Error) -> Self {
        Error::Refused(error)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Error::Refused(model::Error::NotFound),
            store::Error::Unavailable(cause) => {
                tracing::warn!(error = %cause, "the database does not answer");
                Error::Refused(model::Error::Unavailable)
            }
            other => Error::Fault(other.into()),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Error::Fault(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Fault(error.into())
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        Error::Fault(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Fault(error.into())
    }
}

/// The one place where a fault becomes what people see: a short reference, with the cause in the log beside it.
impl From<Error> for model::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(answer) => answer,
            Error::Fault(cause) => {
                let reference = crate::secrets::reference();
                tracing::error!(reference, error = format!("{cause:#}"), "internal error");
                metrics::counter!("faults_total").increment(1);
                model::Error::Internal(reference)
            }
        }
    }
}

impl Error {
    /// A field that clashes with a row that exists.
    pub(crate) fn taken(error: store::Error, field: &str) -> Error {
        if error.is_unique() { model::Error::field(field, Problem::Taken).into() } else { error.into() }
    }

    /// The same for a form that holds the other, see [`model::Error::within`].
    pub(crate) fn within(self, outer: &str) -> Error {
        match self {
            Error::Refused(answer) => Error::Refused(answer.within(outer)),
            fault => fault,
        }
    }

    /// The answer, for tests.
    #[cfg(test)]
    pub fn answer(self) -> model::Error {
        match self {
            Error::Refused(answer) => answer,
            Error::Fault(cause) => panic!("a fault, not an answer: {cause:#}"),
        }
    }
}
