//! Join codes: what a code lets whom into (product.md section 3).

use model::classes::{ClassRole, CodeKind, fold_code};
use model::ids::{ClassId, SchoolId, UserId};
use model::{At, Error, Problem, Role};
use serde_json::json;
use store::{args, sql};

use crate::classes::{own_role, policy};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Request, Result, Scope, Work, accounts, schools, secrets};

/// A code with its class.
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

/// Joins a further class with an account that exists. Answers the class's page. Who is in the class already is led
/// there, even by a code that lets nobody in any more.
///
/// # Errors
/// As [`look_up`].
pub async fn join(person: &Person, code: &str) -> Result<String> {
    let code = find(person, code).await?;
    if !is_in(person, &code).await? {
        code.lets_in(&person.me.email, person.now)?;
        enter(person.begin().await?, &code, person.me.user_id, person.now).await?;
    }
    Ok(code.page())
}

async fn is_in(person: &Person, code: &Code) -> Result<bool> {
    let (is_in,): (bool,) = person
        .db
        .one(
            sql!(
                "select exists (select 1 from class_members m
                 join memberships p on p.school_id = m.school_id and p.user_id = m.user_id and p.status = 'active'
                 where m.school_id = $1 and m.class_id = $2 and m.user_id = $3) as is_in"
            ),
            args![code.school_id, code.class_id, person.me.user_id],
        )
        .await?;
    Ok(is_in)
}

/// Finds the class of a code that lets this e-mail in.
///
/// # Errors
/// `Invalid` on the field `code`: unknown, closed, expired or for other mail domains.
pub async fn look_up(request: &Request, code: &str, email: &str) -> Result<Code> {
    let code = find(request, code).await?;
    code.lets_in(email, request.now)?;
    Ok(code)
}

async fn find(request: &Request, code: &str) -> Result<Code> {
    let refuse = |problem| Error::field("code", problem);
    let folded = fold_code(code).ok_or(refuse(Problem::NotACode))?;
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
    Ok(found.ok_or(refuse(Problem::CodeUnknown))?)
}

impl Code {
    fn lets_in(&self, email: &str, now: At) -> Result<()> {
        let domain = accounts::fold(email).rsplit_once('@').map(|(_, domain)| domain.to_owned());
        let problem = if self.closed {
            Problem::CodeClosed
        } else if self.expires_at.is_some_and(|at| at <= now) {
            Problem::CodeExpired
        } else if self.mail_domain.is_some() && self.mail_domain != domain {
            Problem::DomainMismatch
        } else {
            return Ok(());
        };
        Err(Error::field("code", problem).into())
    }

    /// The page of its class.
    pub(crate) fn page(&self) -> String {
        format!("/s/{}/classes/{}", self.slug, self.class_id)
    }

    /// What it makes of somebody, in the school and in the class.
    pub(crate) fn roles(&self) -> (Role, ClassRole) {
        match self.kind {
            CodeKind::Student => (Role::Student, ClassRole::Student),
            CodeKind::Lecturer => (Role::Teacher, ClassRole::Teacher),
        }
    }
}

/// Lets in somebody with an account, once: of two clicks the second writes nothing.
pub(crate) async fn enter(mut work: Work, code: &Code, user: UserId, now: At) -> Result<()> {
    work.concerns(Some(user), Some(code.school_id));
    if !admit(&mut work, code, user, now).await? {
        return Ok(());
    }
    work.audit("class.joined", code.class_id, json!({ "role": code.roles().0.text() })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}

/// Writes the places in the school, in the class and in its courses; answers whether one of the first two is new.
pub(crate) async fn admit(work: &mut Work, code: &Code, user: UserId, now: At) -> Result<bool> {
    let (role, in_class) = code.roles();
    let came = schools::add_member(work, code.school_id, user, role, now).await?;
    let added = work
        .tx
        .run(
            sql!(
                "insert into class_members (school_id, class_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)
                 on conflict (school_id, class_id, user_id) do nothing"
            ),
            args![code.school_id, code.class_id, user, in_class.text(), now],
        )
        .await?;
    if in_class == ClassRole::Student {
        crate::courses::enroll_newcomer(work, code.school_id, code.class_id, user, now).await?;
    }
    Ok(came || added == 1)
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

/// Replaces the code that is shown by a new one, which is open: the old one is unknown from then on. The second of two
/// clicks finds it replaced already, and leaves what the first one has just shown.
///
/// # Errors
/// `NotFound` for a class that is not the caller's, `Forbidden` for those who do not manage it.
pub async fn rotate(scope: &Scope, class: ClassId, kind: CodeKind, shown: &str) -> Result<()> {
    change(scope, class, "class.code_rotated", kind, async |work: &mut Work| {
        Ok(work
            .tx
            .run(
                sql!(
                    "update class_codes set code = $4, created_at = $5, closed = false
                     where school_id = $1 and class_id = $2 and kind = $3 and code = $6"
                ),
                args![scope.school_id(), class, kind.text(), secrets::code(), scope.now, shown],
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
                sql!("update class_codes set closed = $4 where school_id = $1 and class_id = $2 and kind = $3 and closed <> $4"),
                args![scope.school_id(), class, kind.text(), closed],
            )
            .await?)
    })
    .await
}

/// Changes a code and notes it, if the statement finds something to change.
async fn change(
    scope: &Scope,
    class: ClassId,
    action: &str,
    kind: CodeKind,
    update: impl AsyncFnOnce(&mut Work) -> Result<u64>,
) -> Result<()> {
    policy::may_manage(scope.permissions(), own_role(scope, class).await?)?;
    let mut work = scope.begin().await?;
    if update(&mut work).await? == 0 {
        return Ok(());
    }
    work.audit(action, class, json!({ "kind": kind.text() })).await?;
    work.commit().await
}
