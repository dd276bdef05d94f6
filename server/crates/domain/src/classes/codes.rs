//! Join codes: what a code lets whom into (product.md section 3).

pub(crate) mod proven;
pub mod settings;

use model::classes::{ClassRole, CodeKind, CodeSight, Door, Joining, fold_code};
use model::ids::{ClassId, SchoolId, UserId};
use model::{At, Error, Locale, Problem, Role};
use serde_json::json;
use store::{args, sql};

use crate::classes::guesses;
use crate::classes::requests;
use crate::classes::seats::{self, Seat};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Request, Result, Visitor, Work, accounts, twice};

pub(crate) use settings::{insert, of_class};
pub use settings::{rotate, set, set_closed, show};

/// Where people see what they wait for.
pub(crate) const WAITING_PAGE: &str = "/schools";

/// A code with its class.
#[derive(Debug, sqlx::FromRow)]
pub struct Code {
    pub school_id: SchoolId,
    slug: String,
    pub class_id: ClassId,
    pub kind: CodeKind,
    code: String,
    closed: bool,
    ask_first: bool,
    mail_domain: Option<String>,
    expires_at: Option<At>,
    class: String,
    school: String,
    /// What those read there who have chosen no language.
    pub(crate) locale: Locale,
}

/// What a code asks of somebody before it lets them in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Nothing,
    /// That they prove that their address is theirs.
    Proof,
    /// The people of the class.
    First,
}

/// What came of joining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Joined, waiting or a member already.
    pub answer: Joining,
    /// The page to go to.
    pub path: String,
}

/// Joins a further class with an account that exists, or asks to. Who is in the class already is led there, even by a
/// code that lets nobody in any more.
///
/// # Errors
/// As [`look_up`].
pub async fn join(person: &Person, code: &str) -> Result<Joined> {
    let user = person.me.user_id;
    let code = find(person, Some(user), code).await?;
    let mut work = person.begin().await?;
    if let Some(joined) = code.is_open_to(&mut work, user, person.now).await? {
        return Ok(joined);
    }
    if let Some(refusal) = code.refuses(Some(&person.me.email), person.now) {
        drop(work);
        guesses::count(person, Some(user)).await?;
        return Err(refuse(refusal));
    }
    enter(work, &code, user, person.now).await
}

/// Finds the class of a code that lets this e-mail in.
///
/// # Errors
/// `Invalid` on the field `code`: unknown, closed, expired or for other mail domains; `TooMany` after many of these.
pub async fn look_up(request: &Request, code: &str, email: &str) -> Result<Code> {
    let code = find(request, None, code).await?;
    match code.refuses(Some(email), request.now) {
        None => Ok(code),
        Some(refusal) => {
            guesses::count(request, None).await?;
            Err(refuse(refusal))
        }
    }
}

/// What a code would answer a visitor, before they say who they are. Of a class whose code does not let in nothing is
/// told.
///
/// # Errors
/// `TooMany` after many codes that let nobody in.
pub async fn look_at(visitor: &Visitor, code: &str) -> Result<CodeSight> {
    let code = match unknown(find(visitor, None, code).await)? {
        None => return Ok(CodeSight { answer: Joining::Unknown, door: None }),
        Some(code) => code,
    };
    if let Some(answer) = code.refuses(None, visitor.now) {
        guesses::count(visitor, None).await?;
        return Ok(CodeSight { answer, door: None });
    }
    // Whoever registers has proven nothing yet.
    Ok(CodeSight { answer: code.lets_in_as(false), door: Some(code.door(false)) })
}

/// What a code would answer the person.
///
/// # Errors
/// As [`look_at`].
pub async fn look_at_as(person: &Person, code: &str) -> Result<CodeSight> {
    person.require_self()?;
    let user = person.me.user_id;
    let code = match unknown(find(person, Some(user), code).await)? {
        None => return Ok(CodeSight { answer: Joining::Unknown, door: None }),
        Some(code) => code,
    };
    let (is_in, asked): (bool, bool) = person
        .db
        .one(
            sql!(
                "select exists (select 1 from class_members m
                         join memberships p on p.school_id = m.school_id and p.user_id = m.user_id and p.status = 'active'
                         where m.school_id = $1 and m.class_id = $2 and m.user_id = $3) as is_in,
                        exists (select 1 from class_requests q
                         where q.school_id = $1 and q.class_id = $2 and q.user_id = $3 and q.role = $4
                           and q.status = 'waiting') as asked"
            ),
            args![code.school_id, code.class_id, user, code.seat().in_class.text()],
        )
        .await?;
    if is_in {
        return Ok(CodeSight { answer: Joining::AlreadyMember, door: Some(code.door(false)) });
    }
    if let Some(answer) = code.refuses(Some(&person.me.email), person.now) {
        guesses::count(person, Some(user)).await?;
        return Ok(CodeSight { answer, door: None });
    }
    Ok(CodeSight { answer: code.lets_in_as(person.me.verified), door: Some(code.door(asked)) })
}

async fn find(request: &Request, person: Option<UserId>, code: &str) -> Result<Code> {
    let folded = fold_code(code).ok_or(Error::field("code", Problem::NotACode))?;
    guesses::check(request, person).await?;
    let found: Option<Code> = request
        .db
        .maybe(
            sql!(
                "select k.school_id, s.slug, k.class_id, k.kind, k.code, k.closed, k.ask_first,
                        k.mail_domain, k.expires_at, g.name as class, s.name as school, s.locale
                 from class_codes k
                 join schools s on s.id = k.school_id
                 join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 where k.code = $1 and g.archived_at is null"
            ),
            args![folded],
        )
        .await?;
    match found {
        Some(code) => Ok(code),
        None => {
            guesses::count(request, person).await?;
            Err(refuse(Joining::Unknown))
        }
    }
}

/// Nothing for what is no code of any class.
fn unknown(found: Result<Code>) -> Result<Option<Code>> {
    match found {
        Ok(code) => Ok(Some(code)),
        Err(crate::Error::Refused(Error::Invalid(_))) => Ok(None),
        Err(error) => Err(error),
    }
}

fn refuse(answer: Joining) -> crate::Error {
    let problem = match answer {
        Joining::Closed => Problem::CodeClosed,
        Joining::Expired => Problem::CodeExpired,
        Joining::DomainMismatch => Problem::DomainMismatch,
        Joining::Unknown | Joining::Joined | Joining::Waiting | Joining::AlreadyMember => Problem::CodeUnknown,
    };
    Error::field("code", problem).into()
}

/// The part after the @, as it is compared.
fn domain_of(email: &str) -> Option<String> {
    accounts::fold(email).rsplit_once('@').map(|(_, domain)| domain.to_owned())
}

/// A code beside the person who uses it, as both stand now.
#[derive(sqlx::FromRow)]
struct Standing {
    ask_first: bool,
    expires_at: Option<At>,
    mail_domain: Option<String>,
    email: String,
    proven: bool,
}

impl Code {
    /// Why it lets nobody of this address in; of visitors the address is not known yet.
    fn refuses(&self, email: Option<&str>, now: At) -> Option<Joining> {
        if self.closed {
            Some(Joining::Closed)
        } else if self.expires_at.is_some_and(|at| at <= now) {
            Some(Joining::Expired)
        } else if self.mail_domain.is_some() && email.is_some_and(|email| domain_of(email) != self.mail_domain) {
            Some(Joining::DomainMismatch)
        } else {
            None
        }
    }

    /// A code for one mail domain asks for those who have not proven that the address is theirs.
    fn lets_in_as(&self, proven: bool) -> Joining {
        if self.ask_first || self.mail_domain.is_some() && !proven { Joining::Waiting } else { Joining::Joined }
    }

    fn door(self, asked: bool) -> Door {
        let path = self.page();
        let Code { kind, class, school, mail_domain, ask_first, .. } = self;
        Door { kind, class, school, mail_domain, ask_first, asked, path }
    }

    /// What the person has of the class already. Who came a moment ago has clicked twice.
    async fn is_open_to(&self, work: &mut Work, user: UserId, now: At) -> Result<Option<Joined>> {
        let since = seats::taken_at(work, self.school_id, self.class_id, user).await?;
        Ok(since.map(|at| {
            let answer = if at > twice::since(now) { Joining::Joined } else { Joining::AlreadyMember };
            Joined { answer, path: self.page() }
        }))
    }

    /// The page of its class.
    pub(crate) fn page(&self) -> String {
        format!("/s/{}/classes/{}", self.slug, self.class_id)
    }

    /// What it makes of somebody.
    pub(crate) fn seat(&self) -> Seat {
        let (role, in_class) = match self.kind {
            CodeKind::Student => (Role::Student, ClassRole::Student),
            CodeKind::Lecturer => (Role::Teacher, ClassRole::Teacher),
        };
        Seat { school: self.school_id, class: self.class_id, role, in_class }
    }

    /// What it asks as it stands now, under the class's lock: it may have been closed or replaced while the
    /// person typed.
    async fn asks_now(&self, work: &mut Work, user: UserId, now: At) -> Result<Asks> {
        let now_is: Option<Standing> = work
            .tx
            .maybe(
                sql!(
                    "select k.ask_first, k.expires_at, k.mail_domain, u.email, (u.verified_at is not null) as proven
                     from class_codes k
                     join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                     join users u on u.id = $5
                     where k.school_id = $1 and k.class_id = $2 and k.kind = $3 and k.code = $4
                       and not k.closed and g.archived_at is null"
                ),
                args![self.school_id, self.class_id, self.kind.text(), self.code.as_str(), user],
            )
            .await?;
        let Standing { ask_first, expires_at, mail_domain, email, proven } = now_is.ok_or_else(|| refuse(Joining::Closed))?;
        if expires_at.is_some_and(|at| at <= now) {
            return Err(refuse(Joining::Expired));
        }
        if mail_domain.is_some() && domain_of(&email) != mail_domain {
            return Err(refuse(Joining::DomainMismatch));
        }
        Ok(match mail_domain {
            _ if ask_first => Asks::First,
            Some(_) if !proven => Asks::Proof,
            _ => Asks::Nothing,
        })
    }

    /// Gives the place, or writes that it was asked for; answers which, and whether anything is new.
    pub(crate) async fn admit(&self, work: &mut Work, user: UserId, now: At) -> Result<(Joined, bool)> {
        let seat = self.seat();
        // Of two clicks the second waits here.
        seats::lock(work, seat.school, seat.class).await?;
        if let Some(joined) = self.is_open_to(work, user, now).await? {
            return Ok((joined, false));
        }
        let asks = self.asks_now(work, user, now).await?;
        if asks != Asks::Nothing {
            let code = (asks == Asks::Proof).then_some(self.code.as_str());
            let new = requests::ask(work, seat, code, user, now).await?;
            return Ok((Joined { answer: Joining::Waiting, path: WAITING_PAGE.to_owned() }, new));
        }
        let new = seats::take(work, seat, user, now).await?;
        Ok((Joined { answer: Joining::Joined, path: self.page() }, new))
    }
}

/// Lets in somebody with an account, or writes that they asked, once: of two clicks the second writes nothing.
pub(crate) async fn enter(mut work: Work, code: &Code, user: UserId, now: At) -> Result<Joined> {
    work.concerns(Some(user), Some(code.school_id));
    let (joined, new) = code.admit(&mut work, user, now).await?;
    if !new {
        return Ok(joined);
    }
    let action = if joined.answer == Joining::Waiting { "class.asked" } else { "class.joined" };
    work.audit(action, code.class_id, json!({ "role": code.seat().role.text() })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await?;
    Ok(joined)
}
