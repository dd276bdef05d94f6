//! Family codes: one works once, for 30 days, and links whoever uses it to one child.

mod shown;

use model::accounts::AccountForm;
use model::classes::fold_code;
use model::guardians::{FamilyCode, FamilyCodeForm, FamilyForm, Relation, Rights};
use model::ids::{FamilyCodeId, SchoolId, UserId};
use model::schools::MembershipStatus;
use model::{At, Error, Locale, Permission, Permissions, PlatformRole, Problem, Role};
use serde_json::json;
use store::{args, sql};

use super::{Link, described, opens_nothing_new};
use crate::accounts::held::{self, Wish};
use crate::accounts::newcomer::Newcomer;
use crate::accounts::register::{self, Registered};
use crate::classes::guesses;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Request, Result, Scope, Visitor, Work, schools, secrets, twice};

pub(super) use shown::open;
pub use shown::show;

/// Days a code works.
const DAYS: i64 = 30;
/// Where a parent lands.
const CHILDREN: &str = "/parent/children";

/// Makes a code for a child, under the id that the form was drawn with: the second of two clicks makes none, and a form
/// drawn anew makes one more, as each relative needs their own. Answers the code, for those who hand it on.
///
/// # Errors
/// `Forbidden` without `guardians.manage`, `NotFound` for one who is no student here.
pub async fn make(scope: &Scope, child: UserId, id: FamilyCodeId) -> Result<FamilyCode> {
    scope.require(Permission::GuardiansManage)?;
    let (school, now) = (scope.school_id(), scope.now);
    let mut work = scope.begin().await?;
    let students = work
        .tx
        .run(
            sql!(
                "update memberships set user_id = user_id
                 where school_id = $1 and user_id = $2 and status = 'active' and role = 'student'"
            ),
            args![school, child],
        )
        .await?;
    if students == 0 {
        return Err(Error::NotFound.into());
    }
    let taken: Option<(UserId, UserId, At)> = work
        .tx
        .maybe(
            sql!("select child_id, created_by, created_at from family_codes where school_id = $1 and id = $2"),
            args![school, id],
        )
        .await?;
    let id = match taken {
        None => id,
        Some((of, by, at)) if of == child && by == scope.user_id() && at > twice::since(now) => {
            drop(work);
            return shown::one(scope, id).await;
        }
        // A page that the browser kept, sent once more.
        Some(_) => FamilyCodeId::new(),
    };
    work.tx
        .run(
            sql!(
                "insert into family_codes (school_id, id, child_id, code, created_by, created_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![school, id, child, secrets::code(), scope.user_id(), now, now.plus_days(DAYS)],
        )
        .await?;
    work.audit("guardian.code_made", id, json!({ "child": child })).await?;
    work.commit().await?;
    shown::one(scope, id).await
}

/// Withdraws a code that nobody has used.
///
/// # Errors
/// `Forbidden` without `guardians.manage`, `NotFound` for one that is not there.
pub async fn withdraw(scope: &Scope, id: FamilyCodeId) -> Result<()> {
    scope.require(Permission::GuardiansManage)?;
    let mut work = scope.begin().await?;
    let closed: Option<(UserId,)> = work
        .tx
        .maybe(
            sql!(
                "update family_codes set closed_at = $3
                 where school_id = $1 and id = $2 and used_at is null and closed_at is null returning child_id"
            ),
            args![scope.school_id(), id, scope.now],
        )
        .await?;
    let Some((child,)) = closed else {
        let (known,): (bool,) = work
            .tx
            .one(
                sql!("select exists (select 1 from family_codes where school_id = $1 and id = $2) as known"),
                args![scope.school_id(), id],
            )
            .await?;
        return if known { Ok(()) } else { Err(Error::NotFound.into()) };
    };
    work.audit("guardian.code_withdrawn", id, json!({ "child": child })).await?;
    work.commit().await
}

/// A code as it is found.
#[derive(sqlx::FromRow)]
struct Code {
    school_id: SchoolId,
    id: FamilyCodeId,
    child_id: UserId,
    created_by: UserId,
    expires_at: At,
    used_by: Option<UserId>,
    closed_at: Option<At>,
    /// Whether the child still is a student there.
    stands: bool,
    /// What those read at the school who have chosen no language.
    locale: Locale,
}

impl Code {
    fn lets_in(&self, now: At) -> Result<()> {
        let open = self.used_by.is_none() && self.closed_at.is_none() && self.expires_at > now && self.stands;
        if open { Ok(()) } else { Err(refuse(Problem::FamilyCodeSpent)) }
    }
}

fn refuse(problem: Problem) -> crate::Error {
    Error::field("code", problem).into()
}

/// Counts a code that let nobody in: under the person, if they are known, and under the address.
async fn counted<T>(request: &Request, person: Option<UserId>, done: Result<T>) -> Result<T> {
    if let Err(crate::Error::Refused(Error::Invalid(_))) = &done {
        guesses::count(request, person).await?;
    }
    done
}

async fn find(request: &Request, person: Option<UserId>, code: &str) -> Result<Code> {
    let folded = fold_code(code).ok_or_else(|| refuse(Problem::FamilyCodeUnknown))?;
    guesses::check(request, person).await?;
    let found: Option<Code> = request
        .db
        .maybe(
            sql!(
                "select f.school_id, f.id, f.child_id, f.created_by, f.expires_at, f.used_by, f.closed_at,
                        (m.role = 'student' and m.status = 'active') as stands, s.locale
                 from family_codes f
                 join schools s on s.id = f.school_id
                 join memberships m on m.school_id = f.school_id and m.user_id = f.child_id
                 where f.code = $1"
            ),
            args![folded],
        )
        .await?;
    counted(request, person, found.ok_or_else(|| refuse(Problem::FamilyCodeUnknown))).await
}

/// What came of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The page of the person's children.
    pub path: String,
    /// They are at the school as somebody else than a parent, and stay that.
    pub beside: bool,
}

/// Uses a code with an account that exists. Who has used it already is answered the same again.
///
/// # Errors
/// `Invalid` on the field `code`: unknown, used, withdrawn or too old, or the person's place at the school is a student's,
/// waits or is suspended; `TooMany` after many of these.
pub async fn join(person: &Person, form: &FamilyCodeForm) -> Result<Added> {
    form.validate()?;
    let user = person.me.user_id;
    let code = find(person, Some(user), &form.code).await?;
    if code.used_by != Some(user) {
        counted(person, Some(user), code.lets_in(person.now)).await?;
        let came = Coming { user, relation: form.relation, occupation: form.occupation.trim() };
        counted(person, Some(user), came.enter(person.begin().await?, &code, person.now).await).await?;
    }
    let place = person.me.places.iter().find(|place| place.school_id == code.school_id);
    Ok(Added { path: CHILDREN.to_owned(), beside: place.is_some_and(|place| place.role != Role::Parent) })
}

/// Uses a code with a new account. Where mail leaves, that waits for the mail, and the code stays open until then;
/// elsewhere who registers with the account they have uses it with that one.
///
/// # Errors
/// `Invalid` field by field; the code's own answers stand on the field `code`; `TooMany` after many of these.
pub async fn register(visitor: &Visitor, form: &FamilyForm) -> Result<Registered> {
    form.validate()?;
    // The code is looked at first: a stranger without one learns nothing about names.
    let code = find(visitor, None, &form.code).await?;
    // Their mail is in the language of the school they come to.
    let visitor = &visitor.reading(code.locale);
    let waits = held::waits(visitor).await?;
    if let Some(user) = code.used_by
        && !waits
    {
        return counted(visitor, None, again(visitor, &form.account, user).await).await;
    }
    counted(visitor, None, code.lets_in(visitor.now)).await?;
    if waits {
        return held::hold(visitor, Wish::Family(form.clone())).await;
    }
    let password_hash = visitor.passwords.hash(&form.account.password).await?;
    let newcomer = Newcomer { account: &form.account, password_hash, held: None };
    match come_new(visitor, form, &code, &newcomer).await {
        Err(error) if register::is_taken(&error) => {
            let registered = register::answer_taken(visitor, error, &form.account, CHILDREN.to_owned()).await?;
            if let Registered::In { user, .. } = registered {
                let came = coming(form, user).enter(visitor.begin().await?, &code, visitor.now).await;
                counted(visitor, Some(user), came).await?;
            }
            Ok(registered)
        }
        registered => registered,
    }
}

/// Uses a code with a registration whose mail has come back.
pub(crate) async fn come_proven(visitor: &Visitor, form: &FamilyForm, newcomer: &Newcomer<'_>) -> Result<Registered> {
    let code = find(visitor, None, &form.code).await?;
    counted(visitor, None, code.lets_in(visitor.now)).await?;
    come_new(visitor, form, &code, newcomer).await
}

/// Makes the account and uses the code with it.
async fn come_new(visitor: &Visitor, form: &FamilyForm, code: &Code, newcomer: &Newcomer<'_>) -> Result<Registered> {
    let mut work = newcomer.begin(visitor).await?;
    let user = newcomer.insert(&mut work, PlatformRole::Parent, visitor.now).await?;
    work.concerns(Some(user), Some(code.school_id));
    newcomer.prove(&mut work, visitor, user).await?;
    work.audit("account.joined", user, json!({ "family_code": code.id, "role": Role::Parent.text() })).await?;
    newcomer.settle(&mut work, CHILDREN).await?;
    coming(form, user).enter(work, code, visitor.now).await?;
    Ok(Registered::In { user, path: CHILDREN.to_owned() })
}

fn coming(form: &FamilyForm, user: UserId) -> Coming<'_> {
    Coming { user, relation: form.relation, occupation: form.occupation.trim() }
}

/// The code has been used: by the same form a moment ago, if the account is the one it made.
async fn again(visitor: &Visitor, account: &AccountForm, used_by: UserId) -> Result<Registered> {
    match register::same_person(visitor, account).await? {
        Some(user) if user == used_by => Ok(Registered::In { user, path: CHILDREN.to_owned() }),
        _ => Err(refuse(Problem::FamilyCodeSpent)),
    }
}

/// Somebody who comes with a code.
struct Coming<'a> {
    user: UserId,
    relation: Relation,
    occupation: &'a str,
}

impl Coming<'_> {
    /// Uses the code up and writes the place and the link. Whoever used it a moment ago finds all of it done.
    async fn enter(&self, mut work: Work, code: &Code, now: At) -> Result<()> {
        let (school, user) = (code.school_id, self.user);
        work.concerns(Some(user), Some(school));
        work.tx.run(sql!("update family_codes set id = id where school_id = $1 and id = $2"), args![school, code.id]).await?;
        let (used_by, closed_at): (Option<UserId>, Option<At>) = work
            .tx
            .one(sql!("select used_by, closed_at from family_codes where school_id = $1 and id = $2"), args![school, code.id])
            .await?;
        if used_by == Some(user) {
            return Ok(());
        }
        if used_by.is_some() || closed_at.is_some() {
            return Err(refuse(Problem::FamilyCodeSpent));
        }
        let joined = come_in(&mut work, code, user, now).await?;
        let link = Link { parent: user, child: code.child_id, relation: self.relation, occupation: self.occupation };
        let linked = link.insert(&mut work, school, code.created_by, now).await?;
        work.tx
            .run(
                sql!("update family_codes set used_at = $3, used_by = $4 where school_id = $1 and id = $2"),
                args![school, code.id, now, user],
            )
            .await?;
        work.audit("guardian.code_used", code.id, json!({ "child": code.child_id, "parent": user, "joined": joined })).await?;
        if linked {
            work.audit("guardian.linked", code.child_id, described(user, self.relation, self.occupation, Rights::ALL)).await?;
        }
        work.tell(Event::AccessChanged { user });
        work.commit().await
    }
}

/// Makes somebody a parent of the school who has no place there; answers whether that is new. The role they have there is
/// not changed by a code.
async fn come_in(work: &mut Work, code: &Code, user: UserId, now: At) -> Result<bool> {
    let school = code.school_id;
    schools::lock_place(work, school, user).await?;
    let place: Option<Standing> = work
        .tx
        .maybe(
            sql!("select role, status, suspended_at, granted, revoked from memberships where school_id = $1 and user_id = $2"),
            args![school, user],
        )
        .await?;
    match place {
        Some(place) if place.suspended_at.is_some() => Err(refuse(Problem::FamilySuspended)),
        Some(place) if place.status != MembershipStatus::Ended => place.may_be_linked(code.created_by == user).map(|()| false),
        _ => {
            schools::add_member(work, school, user, Role::Parent, now).await?;
            Ok(true)
        }
    }
}

/// How somebody stands in the school.
#[derive(sqlx::FromRow)]
struct Standing {
    role: Role,
    status: MembershipStatus,
    suspended_at: Option<At>,
    granted: String,
    revoked: String,
}

impl Standing {
    /// Passes for everybody but students and those who wait, by somebody else's code or where it opens nothing new.
    fn may_be_linked(&self, by_themselves: bool) -> Result<()> {
        if self.status == MembershipStatus::Waiting || self.role == Role::Student {
            return Err(refuse(Problem::FamilyOtherRole));
        }
        let own = Permissions::of_member(self.role, &self.granted, &self.revoked);
        if by_themselves && !opens_nothing_new(own) { Err(refuse(Problem::FamilyOwnCode)) } else { Ok(()) }
    }
}
