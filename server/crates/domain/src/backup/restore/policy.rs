//! Who may put an archive back, and who may try one out.

use model::{Error, Permission};

use crate::{Reach, Result};

/// What is known of who wrote an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// This platform, which has kept it itself; or whoever asks answers for it.
    Vouched,
    /// This platform, of the very school it is brought to: its seal says so, and is asked for once more of what is read.
    Sealed,
    /// Perhaps whoever brought it, with whatever rows they like. Whoever does not look after the platform learns nothing by
    /// it of people outside of their school.
    Unknown,
}

/// What somebody may have written by hand is for the platform's admin. What this platform has kept itself, and what it
/// wrote of the school and nobody has changed since, a school puts back on its own: it holds no more than a kept backup.
///
/// # Errors
/// `Viewing` with another's eyes, else `Forbidden`.
pub(crate) fn may_put_back(reach: &Reach, written: Written) -> Result<()> {
    let (me, restores) = match reach {
        Reach::Platform(person) => (&person.me, None),
        Reach::School(scope) => (&scope.me, Some(scope.can(Permission::BackupRestore))),
    };
    if me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    if puts_back(me.is_platform_admin(), restores, written) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// Nothing is changed by that: whoever restores at all may try out what they have brought.
///
/// # Errors
/// As [`may_put_back`].
pub(crate) fn may_try_out(reach: &Reach) -> Result<()> {
    may_put_back(reach, Written::Vouched)
}

/// `restores` says of a school whether they have the permission there, and is nothing for the platform.
const fn puts_back(platform_admin: bool, restores: Option<bool>, written: Written) -> bool {
    match (restores, written) {
        (None, _) => platform_admin,
        (Some(restores), Written::Unknown) => restores && platform_admin,
        (Some(restores), Written::Vouched | Written::Sealed) => restores,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_puts_back_what_this_platform_wrote_of_it_and_the_platforms_admin_all_that_was_brought() {
        for written in [Written::Vouched, Written::Sealed, Written::Unknown] {
            let is_known = written != Written::Unknown;
            for (platform_admin, restores, may) in [
                (true, None, true),
                (false, None, false),
                (true, Some(true), true),
                (true, Some(false), false),
                (false, Some(true), is_known),
                (false, Some(false), false),
            ] {
                assert_eq!(puts_back(platform_admin, restores, written), may, "{platform_admin} {restores:?} {written:?}");
            }
        }
    }
}
