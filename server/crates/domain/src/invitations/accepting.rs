//! Coming in by an invitation, with the account one has or with a new one.

use model::accounts::AccountForm;
use model::classes::ClassRole;
use model::ids::{ClassId, InvitationId, SchoolId, UserId};
use model::invitations::{AcceptForm, Invitation, can_invite};
use model::notifications::Kind;
use model::schools::{MembershipStatus, TeacherLabel};
use model::{At, Error, Locale, Permission, Permissions, Problem, Role};
use serde_json::json;
use store::{args, sql};

use super::children;
use crate::accounts::register::{self, Registered};
use crate::accounts::{self, NewUser, fold, verify};
use crate::classes::codes::proven;
use crate::classes::seats::{self, Seat};
use crate::hub::Event;
use crate::notifications::{self, Notice};
use crate::scope::Actor;
use crate::{Person, Request, Result, Visitor, Work, guardians, schools, secrets};

#[derive(Clone, Debug, sqlx::FromRow)]
struct Found {
    school_id: SchoolId,
    id: InvitationId,
    slug: String,
    school: String,
    teacher_label: TeacherLabel,
    email: String,
    name: String,
    role: Role,
    class_id: Option<ClassId>,
    class: Option<String>,
    children: Option<String>,
    note: String,
    by_name: String,
    /// Whether it was the mailed link: who has it reads the mail of that address.
    mailed: bool,
    expires_at: At,
    accepted_by: Option<UserId>,
    withdrawn_at: Option<At>,
    /// Who invites, as they stand in the school today.
    #[sqlx(flatten)]
    by: Inviter,
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct Inviter {
    by_status: MembershipStatus,
    by_role: Role,
    by_granted: String,
    by_revoked: String,
}

impl Inviter {
    fn permissions(&self) -> Permissions {
        Permissions::of_member(self.by_role, &self.by_granted, &self.by_revoked)
    }

    /// Whether they may still invite people with that role.
    fn may_invite(&self, role: Role) -> bool {
        self.by_status == MembershipStatus::Active && can_invite(self.permissions(), role)
    }

    /// Whether they may still say whose parent somebody is.
    fn may_link(&self) -> bool {
        self.permissions().can(Permission::GuardiansManage)
    }
}

impl Found {
    /// Nobody has used it up, and who wrote it still may: nobody lets themselves in again.
    fn is_open(&self, now: At) -> bool {
        self.accepted_by.is_none() && self.withdrawn_at.is_none() && self.expires_at > now && self.by.may_invite(self.role)
    }

    /// Where it leads: the class, for those who may see classes, else the school.
    fn path(&self) -> String {
        match self.class_id {
            Some(class) if self.role.can(Permission::ClassesRead) => format!("/s/{}/classes/{class}", self.slug),
            _ => format!("/s/{}", self.slug),
        }
    }
}

/// What came of accepting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub path: String,
    /// The person was a member already and keeps their role.
    pub was_member: bool,
}

/// What an invitation says; nothing once it cannot be accepted any more.
///
/// # Errors
/// As the database answers.
pub async fn look_at(visitor: &Visitor, token: &str) -> Result<Option<Invitation>> {
    let found = find(visitor, token).await?.filter(|found| found.is_open(visitor.now));
    Ok(found.map(|found| Invitation {
        school: found.school,
        role: found.role,
        teacher_label: found.teacher_label,
        class: found.class,
        children: found.children,
        by: found.by_name,
        note: found.note,
        name: found.name,
        email: found.email,
    }))
}

/// The language of the school that a link invites to, whatever has become of the invitation.
///
/// # Errors
/// As the database answers.
pub async fn locale(visitor: &Visitor, token: &str) -> Result<Option<Locale>> {
    let found: Option<(Locale,)> = visitor
        .db
        .maybe(
            sql!(
                "select s.locale from invitations i join schools s on s.id = i.school_id
                 where i.mail_hash = $1 or i.link = $2"
            ),
            args![secrets::hash(token), token],
        )
        .await?;
    Ok(found.map(|(locale,)| locale))
}

async fn find(request: &Request, token: &str) -> Result<Option<Found>> {
    Ok(request
        .db
        .maybe(
            sql!(concat!(
                "select i.school_id, i.id, s.slug, s.name as school, s.teacher_label, i.email, i.name, i.role, i.class_id,
                        g.name as class, ",
                children::names!(),
                " as children, i.note, u.name as by_name, (i.mail_hash = $1) as mailed, i.expires_at, i.accepted_by, i.withdrawn_at,
                        b.status as by_status, b.role as by_role, b.granted as by_granted, b.revoked as by_revoked
                 from invitations i
                 join schools s on s.id = i.school_id
                 join users u on u.id = i.invited_by
                 join memberships b on b.school_id = i.school_id and b.user_id = i.invited_by
                 left join class_groups g on g.school_id = i.school_id and g.id = i.class_id and g.archived_at is null
                 where i.mail_hash = $1 or i.link = $2"
            )),
            args![secrets::hash(token), token],
        )
        .await?)
}

/// Accepts with the account that is logged in. A click more is answered like the first.
///
/// # Errors
/// `Invalid` with [`Problem::LinkExpired`] once somebody has accepted it, it was withdrawn or is too old, with
/// [`Problem::PlaceSuspended`] for those whose place in the school is suspended.
pub async fn accept(person: &Person, token: &str) -> Result<Accepted> {
    let found = find(person, token).await?.ok_or(Error::form(Problem::LinkExpired))?;
    let accepted = enter(person.begin().await?, &found, person.me.user_id, person.now).await?;
    proven::let_in(person, person.me.user_id).await;
    Ok(accepted)
}

async fn enter(mut work: Work, found: &Found, user: UserId, now: At) -> Result<Accepted> {
    work.concerns(Some(user), Some(found.school_id));
    let Some(found) = &claim(&mut work, found, Some(user), now).await? else {
        return Ok(Accepted { path: found.path(), was_member: false });
    };
    let came = give(&mut work, found, user, now).await?;
    if found.mailed {
        prove(&mut work, found, user, now).await?;
    }
    work.commit().await?;
    Ok(Accepted { path: found.path(), was_member: !came })
}

/// What may have changed since the invitation was found.
#[derive(sqlx::FromRow)]
struct Now {
    accepted_by: Option<UserId>,
    withdrawn_at: Option<At>,
    #[sqlx(flatten)]
    by: Inviter,
}

/// Waits at the invitation; answers it as it stands now, or nothing when this person has accepted it already. Of two people
/// at once the second finds it accepted.
///
/// # Errors
/// `Invalid` when it is not open and it was not this person who accepted it.
async fn claim(work: &mut Work, found: &Found, user: Option<UserId>, now: At) -> Result<Option<Found>> {
    work.tx
        .run(sql!("update invitations set id = id where school_id = $1 and id = $2"), args![found.school_id, found.id])
        .await?;
    let now_is: Now = work
        .tx
        .one(
            sql!(
                "select i.accepted_by, i.withdrawn_at, b.status as by_status, b.role as by_role, b.granted as by_granted,
                        b.revoked as by_revoked
                 from invitations i
                 join memberships b on b.school_id = i.school_id and b.user_id = i.invited_by
                 where i.school_id = $1 and i.id = $2"
            ),
            args![found.school_id, found.id],
        )
        .await?;
    let Now { accepted_by, withdrawn_at, by } = now_is;
    if accepted_by.is_some() && accepted_by == user {
        return Ok(None);
    }
    let as_now = Found { accepted_by, withdrawn_at, by, ..found.clone() };
    if as_now.is_open(now) { Ok(Some(as_now)) } else { Err(Error::form(Problem::LinkExpired).into()) }
}

/// Writes the places and uses the invitation up; answers whether the place in the school is new.
async fn give(work: &mut Work, found: &Found, user: UserId, now: At) -> Result<bool> {
    // An archived class has no name here, and takes nobody in.
    let seat = match (found.class_id, &found.class, ClassRole::of(found.role)) {
        (Some(class), Some(_), Some(in_class)) => Some(Seat { school: found.school_id, class, role: found.role, in_class }),
        _ => None,
    };
    // The class first and the person after, as with a code.
    if let Some(seat) = seat {
        seats::lock(work, seat.school, seat.class).await?;
    }
    let came = schools::add_member(work, found.school_id, user, found.role, now).await?;
    if let Some(seat) = seat {
        seats::take(work, seat, user, now).await?;
    }
    if found.role == Role::Parent && found.by.may_link() {
        guardians::link_invited(work, found.school_id, found.id, user, now).await?;
    }
    work.tx
        .run(
            sql!("update invitations set accepted_at = $3, accepted_by = $4 where school_id = $1 and id = $2"),
            args![found.school_id, found.id, now, user],
        )
        .await?;
    let detail = json!({ "invitation": found.id, "role": found.role.text(), "class": found.class_id, "new": came });
    work.audit("account.invited", user, detail).await?;
    tell_inviter(work, found, user).await?;
    work.tell(Event::AccessChanged { user });
    Ok(came)
}

async fn tell_inviter(work: &mut Work, found: &Found, user: UserId) -> Result<()> {
    let (inviter, name): (UserId, String) = work
        .tx
        .one(
            sql!("select i.invited_by, u.name from invitations i join users u on u.id = $3 where i.school_id = $1 and i.id = $2"),
            args![found.school_id, found.id, user],
        )
        .await?;
    if inviter == user {
        return Ok(());
    }
    let (key, link) = (found.id.to_string(), format!("/s/{}/people/{user}", found.slug));
    let (kind, school, to) = (Kind::InvitationAccepted, Some(found.school_id), [inviter]);
    notifications::tell(work, &Notice { kind, school, to: &to, key: &key, args: json!({ "name": name }), link: &link }).await
}

/// The mailed link proves the address it was sent to, if it is the person's own.
async fn prove(work: &mut Work, found: &Found, user: UserId, now: At) -> Result<()> {
    let (own,): (bool,) = work
        .tx
        .one(
            sql!("select (email_key = $2 and verified_at is null) as own from users where id = $1"),
            args![user, fold(&found.email)],
        )
        .await?;
    if own { verify::prove(work, user, now).await } else { Ok(()) }
}

/// Registers with the invitation's address and accepts. Who registers with the account they have accepts with that one.
///
/// # Errors
/// `Invalid` field by field, else as [`accept`].
pub async fn register(visitor: &Visitor, form: &AcceptForm) -> Result<Registered> {
    let found = find(visitor, &form.token).await?.ok_or(Error::form(Problem::LinkExpired))?;
    let account = AccountForm { email: found.email.clone(), ..form.account.clone() };
    AcceptForm { token: String::new(), account: account.clone() }.validate()?;
    if !found.is_open(visitor.now) {
        return click_again(visitor, &found, &account).await;
    }
    let password_hash = visitor.passwords.hash(&account.password).await?;
    let mut work = visitor.begin().await?;
    let found = match claim(&mut work, &found, None, visitor.now).await {
        Ok(Some(found)) => found,
        // Another was faster, or the same with the first of two clicks.
        Ok(None) | Err(crate::Error::Refused(_)) => {
            drop(work);
            return click_again(visitor, &found, &account).await;
        }
        Err(fault) => return Err(fault),
    };
    let new = NewUser { form: &account, password_hash, platform_role: found.role.platform(), now: visitor.now };
    let user = match accounts::insert(&mut work.tx, new).await {
        Ok(user) => user,
        Err(error) => {
            drop(work);
            return match register::answer_taken(visitor, error, &account, found.path()).await? {
                Registered::In { user, .. } => {
                    let accepted = enter(visitor.begin().await?, &found, user, visitor.now).await?;
                    proven::let_in(visitor, user).await;
                    Ok(Registered::In { user, path: accepted.path })
                }
                other => Ok(other),
            };
        }
    };
    work.concerns(Some(user), Some(found.school_id));
    give(&mut work, &found, user, visitor.now).await?;
    if found.mailed {
        verify::prove(&mut work, user, visitor.now).await?;
    } else {
        verify::send(&mut work, visitor, user, &account).await?;
    }
    work.commit().await?;
    Ok(Registered::In { user, path: found.path() })
}

/// The second of two clicks comes from the person the first one has let in; everybody else is too late.
async fn click_again(visitor: &Visitor, found: &Found, account: &AccountForm) -> Result<Registered> {
    let user = register::same_person(visitor, account).await?;
    match find_accepted(visitor, found).await? {
        Some(by) if user == Some(by) => Ok(Registered::In { user: by, path: found.path() }),
        _ => Err(Error::form(Problem::LinkExpired).into()),
    }
}

async fn find_accepted(visitor: &Visitor, found: &Found) -> Result<Option<UserId>> {
    let (by,): (Option<UserId>,) = visitor
        .db
        .one(sql!("select accepted_by from invitations where school_id = $1 and id = $2"), args![found.school_id, found.id])
        .await?;
    Ok(by)
}
