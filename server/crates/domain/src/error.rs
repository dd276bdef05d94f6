//! What a domain function can fail with: a refusal the caller may see, or a fault only the log may.

use std::io::ErrorKind;

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
            store::Error::Full(cause) => disk_full(&cause),
            other => Error::Fault(other.into()),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        if error.chain().any(says_full) { disk_full(&*error) } else { Error::Fault(error) }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if is_full(&error) { disk_full(&error) } else { Error::Fault(error.into()) }
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        if is_full(&error) { disk_full(&error) } else { Error::Fault(error.into()) }
    }
}

/// Whether a disk takes no more, however deep in what failed that stands.
fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut at = Some(error);
    while let Some(error) = at {
        if says_full(error) {
            return true;
        }
        at = error.source();
    }
    false
}

fn says_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let takes_no_more = |error: &std::io::Error| {
        matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
    };
    error.downcast_ref::<std::io::Error>().is_some_and(takes_no_more) || store::Error::tells_of_a_full_disk(error)
}

/// That is no fault of the program: whoever reads it knows whom to ask.
fn disk_full(cause: &dyn std::error::Error) -> Error {
    tracing::error!(error = %cause, "a disk is full");
    Error::Refused(model::Error::Conflict(Problem::DiskFull))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_takes_no_more_is_an_answer_however_deep_it_stands() {
        let full = || std::io::Error::from(ErrorKind::StorageFull);
        let store = |source: std::io::Error| object_store::Error::Generic { store: "LocalFileSystem", source: source.into() };
        for error in [
            Error::from(full()),
            std::io::Error::from(ErrorKind::FileTooLarge).into(),
            store(full()).into(),
            std::io::Error::other(store(full())).into(),
        ] {
            assert_eq!(error.answer(), model::Error::Conflict(Problem::DiskFull));
        }
        assert!(matches!(Error::from(store(std::io::Error::other("torn"))), Error::Fault(_)));
    }
}
