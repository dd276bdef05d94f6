//! Parents and their children (product.md section 2): links with their rights, family codes, and what a parent sees.
//! A link counts while both are active members, the one as a student and the other as anything else: who works at the
//! school can have a child there. It changes nothing of what they may do as whoever they are.

pub mod children;
pub mod codes;
mod finding;
#[cfg(test)]
mod tests;

pub use finding::{find, link_found, make_code};
use model::guardians::{FamiliesPage, FamilyLink, FamilySearch, FamilySide, LinkForm, Relation, Rights, RightsForm};
use model::ids::{FamilyCodeId, InvitationId, SchoolId, UserId};
use model::notifications::Kind;
use model::{At, Error, Permission, Permissions, Role};
use serde_json::{Value, json};
use store::{args, sql};

use crate::hub::Event;
use crate::notifications::{Notice, tell};
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, drawn, search};

/// Families on a page.
const PAGE: i64 = 25;

/// The families of the school, the first who can be linked, and the open codes.
///
/// # Errors
/// `Forbidden` without `guardians.manage`.
pub async fn families(scope: &Scope, filter: &FamilySearch) -> Result<FamiliesPage> {
    scope.require(Permission::GuardiansManage)?;
    let mut links = links(scope, filter).await?;
    let mut shown: Vec<UserId> = links.iter().map(|link| link.child_id).collect();
    shown.dedup();
    let next = shown.get(PAGE as usize).copied();
    links.retain(|link| Some(link.child_id) != next);
    let more = next.is_some();
    let parents = find(scope, FamilySide::Parent, &filter.parent).await?;
    let children = find(scope, FamilySide::Child, &filter.child).await?;
    let codes = codes::open(scope).await?;
    let may_open = scope.can(Permission::MembersRead);
    let may_invite = scope.can(Permission::MembersManage);
    Ok(FamiliesPage { links, more, parents, children, codes, may_open, may_invite, next: FamilyCodeId::new() })
}

/// The links of the families on a page, and of the first one on the next.
async fn links(scope: &Scope, filter: &FamilySearch) -> Result<Vec<FamilyLink>> {
    let skip = (filter.page.clamp(1, 10_000) - 1) * PAGE;
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select g.parent_id, p.name as parent, case when pm.status = 'active' then p.photo else '' end as parent_photo,
                        g.child_id, c.name as child, c.username as child_username, ",
                finding::classes_of!("g.school_id", "g.child_id"),
                " as classes, g.relation, g.occupation, g.timetable, g.attendance, g.performance, g.fees,
                        g.contact_teachers,
                        (pm.status = 'active' and pm.role <> 'student' and cm.status = 'active' and cm.role = 'student')
                          as stands
                 from (select k.child_id from guardians k
                       join users u on u.id = k.child_id
                       join users w on w.id = k.parent_id
                       where k.school_id = $1
                         and (cast($2 as text) is null or u.name_key like $2 escape '~' or u.username_key like $2 escape '~'
                           or w.name_key like $2 escape '~' or w.username_key like $2 escape '~')
                       group by k.child_id, u.name_key order by u.name_key, k.child_id limit $3 offset $4) as f
                 join guardians g on g.school_id = $1 and g.child_id = f.child_id
                 join memberships pm on pm.school_id = g.school_id and pm.user_id = g.parent_id
                 join memberships cm on cm.school_id = g.school_id and cm.user_id = g.child_id
                 join users p on p.id = g.parent_id
                 join users c on c.id = g.child_id
                 order by c.name_key, c.id, p.name_key, p.id"
            )),
            args![scope.school_id(), search::containing(&filter.q), PAGE + 1, skip],
        )
        .await?)
}

/// Whether a link opens nothing of children to somebody that they may not see anyhow. Only they link themselves: for
/// everybody else who looks after families somebody else does.
fn opens_nothing_new(permissions: Permissions) -> bool {
    permissions.hold(Role::Parent.into())
}

/// Passes unless somebody would give themselves more than they hold.
fn refuse_own(scope: &Scope, parent: UserId) -> Result<()> {
    let fine = parent != scope.user_id() || opens_nothing_new(scope.permissions());
    if fine { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// Links a member who is no student and a child of the school, with all rights. Those who are linked already stay as they
/// are.
///
/// # Errors
/// `Forbidden` without `guardians.manage` and for themselves, unless they may see of children what a parent sees;
/// `Invalid`; `NotFound` for those who cannot be linked here or are out of reach.
pub async fn link(scope: &Scope, form: &LinkForm) -> Result<()> {
    scope.require(Permission::GuardiansManage)?;
    form.validate()?;
    refuse_own(scope, form.parent)?;
    let mut work = scope.begin().await?;
    if !are_parent_and_child(&mut work, scope, form).await? {
        return Err(Error::NotFound.into());
    }
    let link = Link { parent: form.parent, child: form.child, relation: form.relation, occupation: form.occupation.trim() };
    if !link.insert(&mut work, scope.school_id(), scope.user_id(), scope.now).await? {
        return Ok(());
    }
    work.audit("guardian.linked", form.child, described(form.parent, form.relation, link.occupation, Rights::ALL)).await?;
    work.tell(Event::AccessChanged { user: form.parent });
    work.commit().await
}

/// Both rows are locked: neither place ends meanwhile. Parents are in no department, and in everybody's reach.
async fn are_parent_and_child(work: &mut Work, scope: &Scope, form: &LinkForm) -> Result<bool> {
    let fitting = work
        .tx
        .run(
            sql!(concat!(
                "update memberships set user_id = user_id
                 where school_id = $1 and status = 'active'
                   and (user_id = $3 and role = 'student'
                     or user_id = $2 and role <> 'student' and (role = 'parent' or ",
                bounds::person!("memberships.user_id", "$4"),
                "))"
            )),
            args![scope.school_id(), form.parent, form.child, scope.people_reach()],
        )
        .await?;
    Ok(fitting == 2)
}

/// A link to be written.
struct Link<'a> {
    parent: UserId,
    child: UserId,
    relation: Relation,
    occupation: &'a str,
}

impl Link<'_> {
    /// Writes it with all rights; answers whether it is new.
    async fn insert(&self, work: &mut Work, school: SchoolId, by: UserId, now: At) -> Result<bool> {
        let added = work
            .tx
            .run(
                sql!(
                    "insert into guardians (school_id, parent_id, child_id, relation, occupation, timetable, attendance,
                                            performance, fees, contact_teachers, created_by, created_at)
                     values ($1, $2, $3, $4, $5, true, true, true, true, true, $6, $7)
                     on conflict (school_id, parent_id, child_id) do nothing"
                ),
                args![school, self.parent, self.child, self.relation.text(), self.occupation, by, now],
            )
            .await?;
        if added == 1 {
            self.tell(work, school).await?;
        }
        Ok(added == 1)
    }

    /// Tells each of the two of the other, but not who links themselves.
    async fn tell(&self, work: &mut Work, school: SchoolId) -> Result<()> {
        let (parent, child, slug): (String, String, String) = work
            .tx
            .one(
                sql!(
                    "select p.name as parent, c.name as child, s.slug from users p
                     join users c on c.id = $2
                     join schools s on s.id = $3
                     where p.id = $1"
                ),
                args![self.parent, self.child, school],
            )
            .await?;
        let key = format!("{} {} {}", self.parent, self.child, work.now().0);
        let ways = [(self.parent, child, "/parent/children".to_owned()), (self.child, parent, format!("/s/{slug}"))];
        for (to, name, link) in ways {
            if work.actor() == Some(to) {
                continue;
            }
            let (kind, args) = (Kind::FamilyLinked, json!({ "name": name }));
            tell(work, &Notice { kind, school: Some(school), to: &[to], key: &key, args, link: &link }).await?;
        }
        Ok(())
    }
}

/// Links somebody who comes by an invitation to the children it names, with all rights, in the transaction that lets them
/// in: to those who still are students, and only if they are none themselves.
pub(crate) async fn link_invited(
    work: &mut Work,
    school: SchoolId,
    invitation: InvitationId,
    parent: UserId,
    now: At,
) -> Result<()> {
    // No child's place ends meanwhile.
    work.tx
        .run(
            sql!(
                "update memberships set user_id = user_id
                 where school_id = $1 and user_id in (select k.child_id from invitation_children k
                                                      where k.school_id = $1 and k.invitation_id = $2)"
            ),
            args![school, invitation],
        )
        .await?;
    let children: Vec<(UserId, UserId, Role, String, String)> = work
        .tx
        .all(
            sql!(
                "select k.child_id, i.invited_by, p.role, p.granted, p.revoked from invitation_children k
                 join invitations i on i.school_id = k.school_id and i.id = k.invitation_id
                 join memberships c on c.school_id = k.school_id and c.user_id = k.child_id and c.status = 'active'
                                    and c.role = 'student'
                 join memberships p on p.school_id = k.school_id and p.user_id = $3 and p.status = 'active'
                                    and p.role <> 'student'
                 where k.school_id = $1 and k.invitation_id = $2 order by k.child_id"
            ),
            args![school, invitation, parent],
        )
        .await?;
    for (child, by, role, granted, revoked) in children {
        // Nobody links themselves by a detour.
        if by == parent && !opens_nothing_new(Permissions::of_member(role, &granted, &revoked)) {
            continue;
        }
        let link = Link { parent, child, relation: Relation::Guardian, occupation: "" };
        if link.insert(work, school, by, now).await? {
            work.audit("guardian.linked", child, described(parent, link.relation, link.occupation, Rights::ALL)).await?;
        }
    }
    Ok(())
}

/// Changes what a link says and opens.
///
/// # Errors
/// As [`link`]; `NotFound` for those who are not linked; `Conflict` when somebody changed it since the form was drawn.
pub async fn change(scope: &Scope, form: &RightsForm) -> Result<()> {
    scope.require(Permission::GuardiansManage)?;
    form.validate()?;
    refuse_own(scope, form.parent)?;
    let mut work = scope.begin().await?;
    work.tx
        .run(
            sql!("update guardians set child_id = child_id where school_id = $1 and parent_id = $2 and child_id = $3"),
            args![scope.school_id(), form.parent, form.child],
        )
        .await?;
    let before: Option<Before> = work
        .tx
        .maybe(
            sql!(
                "select relation, occupation, timetable, attendance, performance, fees, contact_teachers from guardians
                 where school_id = $1 and parent_id = $2 and child_id = $3"
            ),
            args![scope.school_id(), form.parent, form.child],
        )
        .await?;
    let before = before.ok_or(Error::NotFound)?;
    let (occupation, rights) = (form.occupation.trim(), form.rights);
    if before == (Before { relation: form.relation, occupation: occupation.to_owned(), rights }) {
        return Ok(());
    }
    drawn::check(&form.drawn, &RightsForm::drawn_from(before.relation, &before.occupation, before.rights))?;
    work.tx
        .run(
            sql!(
                "update guardians set relation = $4, occupation = $5, timetable = $6, attendance = $7, performance = $8,
                                      fees = $9, contact_teachers = $10
                 where school_id = $1 and parent_id = $2 and child_id = $3"
            ),
            args![
                scope.school_id(),
                form.parent,
                form.child,
                form.relation.text(),
                occupation,
                rights.timetable,
                rights.attendance,
                rights.performance,
                rights.fees,
                rights.contact_teachers
            ],
        )
        .await?;
    let detail = json!({
        "before": described(form.parent, before.relation, &before.occupation, before.rights),
        "after": described(form.parent, form.relation, occupation, rights),
    });
    work.audit("guardian.changed", form.child, detail).await?;
    work.tell(Event::AccessChanged { user: form.parent });
    work.commit().await
}

/// A link as it stood.
#[derive(PartialEq, sqlx::FromRow)]
struct Before {
    relation: Relation,
    occupation: String,
    #[sqlx(flatten)]
    rights: Rights,
}

/// Takes a link away: the parent sees nothing more of the child, from the next request on.
///
/// # Errors
/// `Forbidden` without `guardians.manage`, `NotFound` for those who are no members here.
pub async fn unlink(scope: &Scope, parent: UserId, child: UserId) -> Result<()> {
    scope.require(Permission::GuardiansManage)?;
    let mut work = scope.begin().await?;
    let before: Option<Before> = work
        .tx
        .maybe(
            sql!(
                "delete from guardians where school_id = $1 and parent_id = $2 and child_id = $3
                 returning relation, occupation, timetable, attendance, performance, fees, contact_teachers"
            ),
            args![scope.school_id(), parent, child],
        )
        .await?;
    let Some(before) = before else {
        // The second of two clicks, or two who never were of this school.
        let (known,): (i64,) = work
            .tx
            .one(
                sql!("select cast(count(*) as bigint) as known from memberships where school_id = $1 and user_id in ($2, $3)"),
                args![scope.school_id(), parent, child],
            )
            .await?;
        return if known == 2 { Ok(()) } else { Err(Error::NotFound.into()) };
    };
    work.audit("guardian.unlinked", child, described(parent, before.relation, &before.occupation, before.rights)).await?;
    work.tell(Event::AccessChanged { user: parent });
    work.commit().await
}

fn described(parent: UserId, relation: Relation, occupation: &str, rights: Rights) -> Value {
    let rights: Vec<_> = rights.each().into_iter().filter(|(_, _, given)| *given).map(|(name, _, _)| name).collect();
    json!({ "parent": parent, "relation": relation, "occupation": occupation, "rights": rights })
}
