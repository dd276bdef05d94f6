//! Join codes: what a code lets whom into (product.md section 3).

use model::classes::{ClassRole, CodeKind, fold_code};
use model::ids::{ClassId, SchoolId, UserId};
use model::{At, Error, Problem, Role};
use serde_json::json;
use store::{args, sql};

use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Request, Result, Scope, Work, accounts, classes::policy, schools, secrets};

/// A code that lets in now.
#[derive(Debug, sqlx::FromRow)]
pub struct Code {
    pub school_id: SchoolId,
    pub slug: String,
    pub class_id: ClassId,
    pub kind: CodeKind,
    closed: bool,
    mail_domain: Option<String>,
    expires_at: Option<At>,
}

/// Finds the class of a code and whether it lets this e-mail in.
///
/// # Errors
/// `Invalid` on the field `code`: unknown, closed, expired or for other mail domains.
pub async fn look_up(request: &Request, code: &str, email: &str) -> Result<Code> {
    let refuse = |problem| Err(Error::field("code", problem).into());
    let Some(folded) = fold_code(code) else { return refuse(Problem::NotACode) };
    let found: Option<Code> = request
        .db
        .maybe(
            sql!(
                "select k.school_id, s.slug, k.class_id, k.kind, k.closed, k.mail_domain, k.expires_at
                 from class_codes k
                 join schools s on s.id = k.school_id
                 join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 where k.code = $1 and g.archived_at is null"
            ),
            args![folded],
        )
        .await?;
    let Some(found) = found else { return refuse(Problem::CodeUnknown) };
    if found.closed {
        return refuse(Problem::CodeClosed);
    }
    if found.expires_at.is_some_and(|at| at <= request.now) {
        return refuse(Problem::CodeExpired);
    }
    let domain = accounts::fold(email).rsplit_once('@').map(|(_, domain)| domain.to_owned());
    if found.mail_domain.is_some() && found.mail_domain != domain {
        return refuse(Problem::DomainMismatch);
    }
    Ok(found)
}

/// Joins a further class with an account that exists. Answers the class's page.
///
/// # Errors
/// As [`look_up`], or `Invalid` with [`Problem::AlreadyMember`].
pub async fn join(person: &Person, code: &str) -> Result<String> {
    let code = look_up(person, code, &person.me.email).await?;
    let user = person.me.user_id;
    let role = match code.kind {
        CodeKind::Student => Role::Student,
        CodeKind::Lecturer => Role::Teacher,
    };
    let mut work = person.begin().await?;
    work.concerns(None, Some(code.school_id));
    schools::add_member(&mut work, code.school_id, user, role, person.now).await?;
    if !admit(&mut work, &code, user, person.now).await? {
        return Err(Error::field("code", Problem::AlreadyMember).into());
    }
    work.audit("class.joined", code.class_id, json!({ "role": role.text() })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await?;
    Ok(format!("/s/{}/classes/{}", code.slug, code.class_id))
}

/// Writes the place in the class and in its courses; answers whether it is new.
pub(crate) async fn admit(work: &mut Work, code: &Code, user: UserId, now: At) -> Result<bool> {
    let role = match code.kind {
        CodeKind::Student => ClassRole::Student,
        CodeKind::Lecturer => ClassRole::Teacher,
    };
    let added = work
        .tx
        .run(
            sql!(
                "insert into class_members (school_id, class_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)
                 on conflict (school_id, class_id, user_id) do nothing"
            ),
            args![code.school_id, code.class_id, user, role.text(), now],
        )
        .await?;
    if role == ClassRole::Student {
        crate::courses::enroll_newcomer(work, code.school_id, code.class_id, user, now).await?;
    }
    Ok(added == 1)
}

/// Gives a class its first code of a kind.
pub(crate) async fn insert(work: &mut Work, school: SchoolId, class: ClassId, kind: CodeKind, now: At) -> Result<()> {
    work.tx
        .run(
            sql!("insert into class_codes (school_id, class_id, kind, code, created_at) values ($1, $2, $3, $4, $5)"),
            args![school, class, kind.text(), secrets::code(), now],
        )
        .await?;
    Ok(())
}

/// Replaces a code by a new one: the old one is unknown from then on.
///
/// # Errors
/// `NotFound` for a class that is not the caller's, `Forbidden` for those who do not manage it.
pub async fn rotate(scope: &Scope, class: ClassId, kind: CodeKind) -> Result<()> {
    change(scope, class, "class.code_rotated", kind, async |work: &mut Work| {
        Ok(work
            .tx
            .run(
                sql!(
                    "update class_codes set code = $4, created_at = $5, closed = false
                     where school_id = $1 and class_id = $2 and kind = $3"
                ),
                args![scope.school_id(), class, kind.text(), secrets::code(), scope.now],
            )
            .await?)
    })
    .await
}

/// Closes a code, or opens it again.
///
/// # Errors
/// As [`rotate`].
pub async fn set_closed(scope: &Scope, class: ClassId, kind: CodeKind, closed: bool) -> Result<()> {
    let action = if closed { "class.code_closed" } else { "class.code_opened" };
    change(scope, class, action, kind, async |work: &mut Work| {
        Ok(work
            .tx
            .run(
                sql!("update class_codes set closed = $4 where school_id = $1 and class_id = $2 and kind = $3"),
                args![scope.school_id(), class, kind.text(), closed],
            )
            .await?)
    })
    .await
}

async fn change(
    scope: &Scope,
    class: ClassId,
    action: &str,
    kind: CodeKind,
    update: impl AsyncFnOnce(&mut Work) -> Result<u64>,
) -> Result<()> {
    let mut work = scope.begin().await?;
    let own: Option<(Option<ClassRole>,)> = work
        .tx
        .maybe(
            sql!(
                "select o.role from class_groups g
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $3
                 where g.school_id = $1 and g.id = $2"
            ),
            args![scope.school_id(), class, scope.user_id()],
        )
        .await?;
    let (own,) = own.ok_or(Error::NotFound)?;
    if own.is_none() && !scope.can(model::Permission::ClassesReadAll) {
        return Err(Error::NotFound.into());
    }
    policy::may_manage(scope.role(), own)?;
    update(&mut work).await?;
    work.audit(action, class, json!({ "kind": kind.text() })).await?;
    work.commit().await
}
