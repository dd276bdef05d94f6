//! What somebody may do, shortened to a fingerprint: where it is another one, their session goes on with a new id
//! (product.md section 3).

use model::accounts::Me;
use model::ids::{SchoolId, UserId};
use model::{Permissions, PlatformRole, Role};
use store::{args, sql};

use crate::{Request, Result, secrets};

/// Letters kept of the hash.
const LETTERS: usize = 32;
/// In the place of a fingerprint: the session saw with another member's eyes until that ended by itself.
pub(crate) const LAPSED: &str = "lapsed";

#[derive(sqlx::FromRow)]
struct Row {
    platform_role: PlatformRole,
    school_id: Option<SchoolId>,
    role: Option<Role>,
    granted: Option<String>,
    revoked: Option<String>,
}

impl Row {
    fn place(&self) -> Option<(SchoolId, Role, Permissions)> {
        let (role, granted, revoked) = (self.role?, self.granted.as_deref()?, self.revoked.as_deref()?);
        Some((self.school_id?, role, Permissions::of_member(role, granted, revoked)))
    }
}

/// The fingerprint of what somebody may do now; empty for whoever is not there.
pub(crate) async fn read(request: &Request, user: UserId) -> Result<String> {
    let rows: Vec<Row> = request
        .db
        .all(
            sql!(
                "select u.platform_role, m.school_id, m.role, m.granted, m.revoked
                 from users u
                 left join memberships m on m.user_id = u.id and m.status = 'active' and m.suspended_at is null
                 where u.id = $1
                 order by m.school_id nulls last"
            ),
            args![user],
        )
        .await?;
    let whole = |first: &Row| fingerprint(first.platform_role, rows.iter().filter_map(Row::place));
    Ok(rows.first().map(whole).unwrap_or_default())
}

/// The fingerprint of what a person may do by what is known of them.
pub(super) fn of(me: &Me) -> String {
    fingerprint(me.platform_role, me.places.iter().map(|place| (place.school_id, place.role, place.permissions)))
}

/// A session that began before there were fingerprints begins to have one.
pub(super) async fn fill(request: &Request, id_hash: &str, me: &Me) -> Result<()> {
    request.db.run(sql!("update sessions set rights = $2 where id_hash = $1 and rights = ''"), args![id_hash, of(me)]).await?;
    Ok(())
}

fn fingerprint(platform: PlatformRole, places: impl Iterator<Item = (SchoolId, Role, Permissions)>) -> String {
    let mut lines: Vec<String> = places.map(|(school, role, may)| format!("{school} {role} {}", may.names())).collect();
    // However the schools are sorted.
    lines.sort_unstable();
    let mut hash = secrets::hash(&format!("{platform}\n{}", lines.join("\n")));
    hash.truncate(LETTERS);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_every_change_of_role_place_and_permission_and_nothing_else() {
        let (one, two) = (SchoolId::new(), SchoolId::new());
        let place = |school, role, granted| (school, role, Permissions::of_member(role, granted, ""));
        let of = |platform, places: &[(SchoolId, Role, Permissions)]| fingerprint(platform, places.iter().copied());
        let (student, teacher) = (place(one, Role::Student, ""), place(two, Role::Teacher, ""));
        let base = of(PlatformRole::Staff, &[student, teacher]);
        assert_eq!(base.len(), LETTERS);
        assert_eq!(base, of(PlatformRole::Staff, &[teacher, student]));
        assert_eq!(base, of(PlatformRole::Staff, &[place(one, Role::Student, "chat.write"), teacher]), "the role has it already");
        for other in [
            of(PlatformRole::SuperAdmin, &[student, teacher]),
            of(PlatformRole::Staff, &[student]),
            of(PlatformRole::Staff, &[place(one, Role::Parent, ""), teacher]),
            of(PlatformRole::Staff, &[place(one, Role::Student, "audit.read"), teacher]),
            of(PlatformRole::Staff, &[place(one, Role::Teacher, ""), place(two, Role::Student, "")]),
            of(PlatformRole::Staff, &[]),
        ] {
            assert_ne!(base, other);
        }
    }
}
