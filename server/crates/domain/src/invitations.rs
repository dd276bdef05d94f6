//! Invitations with a role (product.md section 3): people come in by a link that works once, with the account they have
//! or with a new one. Whether an address has an account is never told; whether it is a member's already is, to those who
//! see the members anyway.

mod accepting;
mod children;
mod open;
pub mod policy;
mod search;
#[cfg(test)]
mod tests;
mod withdrawing;

use std::collections::HashMap;

use model::ids::{ClassId, InvitationId, UserId};
use model::invitations::{ClassChoice, InviteForm, Named, people};
use model::{At, Error, Permission, Problem, Role};
use serde_json::json;
use store::{args, sql};

use crate::accounts::fold;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Request, Result, Scope, Work, bounds, mail, names, secrets, twice};

pub use accepting::{accept, locale, look_at, register};
pub use open::{list, list_after, send_again, withdraw};
pub use withdrawing::withdraw_all;

/// Days an invitation can be accepted.
const DAYS: i64 = 14;
/// Invitations a school sends in a day: each is a mail to a stranger.
const MOST_A_DAY: i64 = 1000;
/// The same in a school's first week, when it may be anybody's.
const MOST_YOUNG: usize = 50;
/// The same until one of its admins has proven an address.
const MOST_UNPROVEN: usize = 20;
/// Days of the first week.
const YOUNG_DAYS: i64 = 7;

/// Members of those left out that are named.
const LEFT_OUT: usize = 5;

/// What came of a list of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invited {
    /// The first of those who were left out, as they are members already.
    pub left_out: Vec<UserId>,
    /// How many more were.
    pub others: usize,
}

/// Invites people by mail. An earlier invitation of the same address is replaced; members are left out.
///
/// # Errors
/// `Forbidden` without `members.manage`, for students without `students.create` and for children without
/// `guardians.manage`; `Beyond` for a role that holds more
/// than the caller; `NotFound` for a class that is not the school's; `Invalid` field by field, also when everybody named is
/// a member already and when a new school has invited as many as it may in a day; `TooMany` after very many in a day.
pub async fn invite(scope: &Scope, form: &InviteForm) -> Result<Invited> {
    scope.require(Permission::MembersManage)?;
    policy::may_invite(scope.permissions(), form.role)?;
    form.validate()?;
    let named = people(&form.people).map_err(|_| Error::field("people", Problem::NotAnEmail))?;
    // One spelling of an address: the limit of its mails counts by it.
    let named: Vec<Named> = named.into_iter().map(|it| Named { email: fold(&it.email), ..it }).collect();
    let mut work = scope.begin().await?;
    // Of two clicks the second waits and finds what the first has sent.
    admins::lock(&mut work, scope.school_id()).await?;
    let scope = &admins::as_now(&mut work, scope).await?;
    policy::may_invite(scope.permissions(), form.role)?;
    let class = class_of(&mut work, scope, form).await?;
    let children = children::named(&mut work, scope, &form.children).await?;
    let members = members(&mut work, scope, &named).await?;
    let (there, new): (Vec<Named>, Vec<Named>) = named.into_iter().partition(|it| members.contains_key(&fold(&it.email)));
    if new.is_empty() {
        return Err(Error::field("people", Problem::MemberAlready).into());
    }
    let mut changed = false;
    for person in &new {
        changed |= invite_one(&mut work, scope, form, person, class.as_ref(), &children).await?;
    }
    if changed {
        refuse_flood(&mut work, scope).await?;
        work.commit().await?;
    }
    let left_out: Vec<UserId> = there.iter().filter_map(|it| members.get(&fold(&it.email)).copied()).take(LEFT_OUT).collect();
    Ok(Invited { others: there.len() - left_out.len(), left_out })
}

/// The class of the form, by its id or else by its name, which no other may have.
async fn class_of(work: &mut Work, scope: &Scope, form: &InviteForm) -> Result<Option<ClassChoice>> {
    let name = names::key(&form.class_name);
    let id: Option<ClassId> = match form.class.as_str() {
        "" if form.class_name.trim().is_empty() => return Ok(None),
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let mut found: Vec<ClassChoice> = work
        .tx
        .all(
            sql!(concat!(
                "select id, name from class_groups
                 where school_id = $1 and (id = $2 or cast($2 as text) is null and name_key = $4) and archived_at is null and ",
                bounds::class!("class_groups.id", "$3"),
                " order by id limit 2"
            )),
            args![scope.school_id(), id, scope.people_reach(), name],
        )
        .await?;
    match found.pop() {
        Some(class) if found.is_empty() => Ok(Some(class)),
        _ if id.is_some() => Err(Error::NotFound.into()),
        _ => Err(Error::field("class", Problem::NoSuchClass).into()),
    }
}

/// The addresses among these that are members' already, with the members.
async fn members(work: &mut Work, scope: &Scope, named: &[Named]) -> Result<HashMap<String, UserId>> {
    let keys = store::list(named.iter().map(|it| fold(&it.email)));
    let rows: Vec<(String, UserId)> = work
        .tx
        .all(
            sql!(
                "select u.email_key, u.id from users u
                 join memberships m on m.user_id = u.id and m.school_id = $1 and m.status = 'active'
                 where u.email_key in (select value from {list $2}) order by u.email_key"
            ),
            vec![scope.school_id().into(), keys],
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// Anybody can found a school: a new one writes to few strangers. Where no mail leaves, nobody is written to.
///
/// # Errors
/// When those of the last day are too many, the ones just written among them.
async fn refuse_flood(work: &mut Work, scope: &Scope) -> Result<()> {
    let (sent, proven, young): (i64, bool, bool) = work
        .tx
        .one(
            sql!(
                "select (select cast(count(*) as bigint) from invitations i
                         where i.school_id = s.id and i.invited_at > $2) as sent,
                        exists (select 1 from memberships m
                                join users u on u.id = m.user_id and u.verified_at is not null
                                where m.school_id = s.id and m.role = 'school_admin' and m.status = 'active') as proven,
                        (s.created_at > $3) as young
                 from schools s where s.id = $1"
            ),
            args![scope.school_id(), scope.now.plus_days(-1), scope.now.plus_days(-YOUNG_DAYS)],
        )
        .await?;
    let refuse = |problem| Err(Error::field("people", problem).into());
    if scope.settings.sends_mail {
        if !proven && sent > MOST_UNPROVEN as i64 {
            return refuse(Problem::InvitesUnproven(MOST_UNPROVEN));
        }
        if young && sent > MOST_YOUNG as i64 {
            return refuse(Problem::InvitesYoung(MOST_YOUNG));
        }
    }
    if sent <= MOST_A_DAY { Ok(()) } else { Err(Error::TooMany(24 * 60 * 60).into()) }
}

async fn invite_one(
    work: &mut Work,
    scope: &Scope,
    form: &InviteForm,
    person: &Named,
    class: Option<&ClassChoice>,
    children: &[UserId],
) -> Result<bool> {
    let (school, now) = (scope.school_id(), scope.now);
    let class_id = class.map(|class| class.id);
    let twin: Option<(InvitationId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from invitations
                 where school_id = $1 and email_key = $2 and role = $3 and invited_by = $4 and invited_at > $5
                   and (class_id = $6 or class_id is null and cast($6 as text) is null) and withdrawn_at is null
                   and coalesce((select string_agg(k.child_id, ' ' order by k.child_id) from invitation_children k
                                 where k.school_id = invitations.school_id and k.invitation_id = invitations.id), '') = $7
                 order by id limit 1"
            ),
            args![
                school,
                fold(&person.email),
                form.role.text(),
                scope.user_id(),
                twice::since(now),
                class_id,
                children::joined(children)
            ],
        )
        .await?;
    if twin.is_some() {
        return Ok(false);
    }
    let open: Vec<(Role,)> = work
        .tx
        .all(
            sql!(
                "select role from invitations
                 where school_id = $1 and email_key = $2 and accepted_at is null and withdrawn_at is null order by id"
            ),
            args![school, fold(&person.email)],
        )
        .await?;
    // The new one takes the place of those that are open: only of such as the inviter might have withdrawn.
    for (role,) in open {
        policy::may_invite(scope.permissions(), role)?;
    }
    work.tx
        .run(
            sql!(
                "update invitations set withdrawn_at = $3
                 where school_id = $1 and email_key = $2 and accepted_at is null and withdrawn_at is null"
            ),
            args![school, fold(&person.email), now],
        )
        .await?;
    let (id, token, expires_at) = (InvitationId::new(), secrets::token(), now.plus_days(DAYS));
    work.tx
        .run(
            sql!(
                "insert into invitations (school_id, id, email, email_key, name, role, class_id, note, mail_hash, link,
                                          invited_by, invited_at, sent_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)"
            ),
            args![
                school,
                id,
                person.email.as_str(),
                fold(&person.email),
                person.name.as_str(),
                form.role.text(),
                class_id,
                form.note.trim(),
                secrets::hash(&token),
                secrets::token(),
                scope.user_id(),
                now,
                expires_at
            ],
        )
        .await?;
    children::insert(work, school, id, children).await?;
    let sent = Sent { email: &person.email, name: &person.name, role: form.role, note: form.note.trim(), expires_at };
    send(work, scope, &sent, &token).await?;
    let mut detail = json!({ "email": person.email, "role": form.role.text(), "class": class_id });
    if !children.is_empty() {
        detail["children"] = json!(children);
    }
    work.audit("member.invited", id, detail).await?;
    Ok(true)
}

/// What the mail of an invitation says.
struct Sent<'a> {
    email: &'a str,
    name: &'a str,
    role: Role,
    note: &'a str,
    expires_at: At,
}

/// Puts the mail into the outbox, unless the address has had several within the hour: then the link is there to hand on.
async fn send(work: &mut Work, scope: &Scope, it: &Sent<'_>, token: &str) -> Result<()> {
    if !mail::may_send(work, scope.now, it.email).await? {
        return Ok(());
    }
    let letter = mail::Letter {
        of: scope.school_id(),
        to: it.email,
        name: if it.name.is_empty() { it.email } else { it.name },
        by: &scope.me.name,
        school: &scope.place.name,
        role: it.role.label_in(scope.place.teacher_label),
        note: it.note,
        link: &format!("{}/invited/{token}", scope.settings.public_url),
        until: it.expires_at,
        zone: &scope.place.time_zone,
    };
    // Who is not known yet reads the school's language.
    let request = Request { locale: scope.place.locale, ..scope.request.clone() };
    mail::send_invitation(work, &request, &letter).await
}
