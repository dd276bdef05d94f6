//! Why a backup failed, in words for whoever has it: the machine's own stand in the log.

use model::backup::kept::Cause;
use model::{Error, Problem};

/// Characters of a cause.
const CAUSE: usize = 500;

/// What failed, for whoever has the backups: words of our own, or a [`Cause`] where the machine's would tell more than they
/// may know.
pub(super) fn words(error: &crate::Error) -> String {
    let words = match error {
        crate::Error::Refused(answer) => refused(answer).map_or_else(|| answer.to_string(), |cause| cause.to_string()),
        crate::Error::Fault(fault) => match (fault.downcast_ref::<String>(), fault.downcast_ref::<&'static str>()) {
            (Some(own), _) => own.clone(),
            (None, Some(own)) => (*own).to_owned(),
            (None, None) => cause(fault).to_string(),
        },
    };
    words.chars().take(CAUSE).collect()
}

fn refused(answer: &Error) -> Option<Cause> {
    match answer {
        Error::Conflict(Problem::DiskFull) => Some(Cause::Full),
        Error::Conflict(Problem::BackupLocked) => Some(Cause::Locked),
        Error::Conflict(Problem::OtherPassphrase) => Some(Cause::OtherPassphrase),
        Error::Unavailable => Some(Cause::Place),
        _ => None,
    }
}

fn cause(fault: &anyhow::Error) -> Cause {
    use object_store::Error::{Generic, NotFound, PermissionDenied, Unauthenticated};

    match said_by_store(fault) {
        // A store answers the same for a bucket and for an object that is not there, but for this word of its own.
        Some(NotFound { source, .. }) if source.to_string().contains("NoSuchBucket") => return Cause::Nowhere,
        Some(NotFound { .. }) => return Cause::Absent,
        Some(PermissionDenied { .. } | Unauthenticated { .. }) => return Cause::Refused,
        Some(Generic { store: "S3", .. }) => return Cause::Silent,
        _ => {}
    }
    let is_other = fault.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == std::io::ErrorKind::InvalidData);
    if is_other || fault.is::<serde_json::Error>() { Cause::Changed } else { Cause::Place }
}

/// What a store said, also while an object was written to it.
fn said_by_store(fault: &anyhow::Error) -> Option<&object_store::Error> {
    let written = || fault.downcast_ref::<std::io::Error>()?.get_ref()?.downcast_ref::<object_store::Error>();
    fault.downcast_ref::<object_store::Error>().or_else(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cause_tells_a_folder_a_bucket_or_a_key() {
        let lost = |path: &str| object_store::Error::NotFound { path: path.into(), source: "/srv/backups".into() };
        let store = object_store::Error::Generic { store: "S3", source: "https://bucket/?AWSAccessKeyId=KEY".into() };
        let elsewhere = |path: &str| object_store::Error::NotFound { path: path.into(), source: "404: NoSuchBucket".into() };
        let refused = object_store::Error::PermissionDenied { path: "/srv".into(), source: "https://bucket/?KEY".into() };
        let disk = object_store::Error::Generic { store: "LocalFileSystem", source: "/srv/backups".into() };
        let changed = std::io::Error::new(std::io::ErrorKind::InvalidData, "/srv/backups");
        for (error, said) in [
            (crate::Error::from(lost("/srv/backups")), "absent"),
            (elsewhere("bucket").into(), "nowhere"),
            (std::io::Error::from(elsewhere("bucket")).into(), "nowhere"),
            (refused.into(), "refused"),
            (store.into(), "silent"),
            (disk.into(), "place"),
            (std::io::Error::other("/tmp/secret").into(), "place"),
            (changed.into(), "changed"),
            (std::io::Error::from(std::io::ErrorKind::StorageFull).into(), "full"),
            (Error::Conflict(Problem::OtherPassphrase).into(), "other_passphrase"),
            (anyhow::anyhow!("{} of our own", "words").into(), "words of our own"),
            (anyhow::anyhow!("plain words").into(), "plain words"),
            (anyhow::Error::from(lost("/srv")).context("words around it").into(), "words around it"),
        ] {
            assert_eq!(words(&error), said);
        }
    }
}
