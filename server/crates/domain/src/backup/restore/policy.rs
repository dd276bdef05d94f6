//! Who may put an archive back.

use model::backup::restore::Origin;
use model::{Error, Permission};

use crate::{Reach, Result};

/// What somebody brings they may have written by hand, with whatever rows they like: that is for the platform's admin. What
/// this platform has kept itself, a school puts back on its own.
///
/// # Errors
/// `Viewing` with another's eyes, else `Forbidden`.
pub(crate) fn may_put_back(reach: &Reach, origin: Origin) -> Result<()> {
    let (me, restores) = match reach {
        Reach::Platform(person) => (&person.me, None),
        Reach::School(scope) => (&scope.me, Some(scope.can(Permission::BackupRestore))),
    };
    if me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    if puts_back(me.is_platform_admin(), restores, origin) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// `restores` says of a school whether they have the permission there, and is nothing for the platform.
const fn puts_back(platform_admin: bool, restores: Option<bool>, origin: Origin) -> bool {
    match (restores, origin) {
        (None, _) => platform_admin,
        (Some(restores), Origin::Brought) => restores && platform_admin,
        (Some(restores), Origin::Kept) => restores,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_puts_back_what_was_kept_and_the_platforms_admin_what_was_brought() {
        for (platform_admin, restores, origin, may) in [
            (true, None, Origin::Brought, true),
            (true, None, Origin::Kept, true),
            (false, None, Origin::Brought, false),
            (false, None, Origin::Kept, false),
            (true, Some(true), Origin::Brought, true),
            (true, Some(true), Origin::Kept, true),
            (true, Some(false), Origin::Brought, false),
            (true, Some(false), Origin::Kept, false),
            (false, Some(true), Origin::Brought, false),
            (false, Some(true), Origin::Kept, true),
            (false, Some(false), Origin::Brought, false),
            (false, Some(false), Origin::Kept, false),
        ] {
            assert_eq!(puts_back(platform_admin, restores, origin), may, "{platform_admin} {restores:?} {origin}");
        }
    }
}
