//! "Ask first" (product.md section 3): who uses such a code waits until those who manage the class let them in. The
//! waiting have an account and see nothing of the school.

use std::collections::BTreeSet;

use model::classes::{ClassRole, OwnRequest, RequestStatus};
use model::ids::{ClassId, SchoolId, UserId};
use model::notifications::Kind;
use model::schools::MembershipStatus;
use model::{At, Error, Problem, Role};
use serde_json::json;
use store::{args, sql};

use super::seats::{self, Seat};
use super::{own_role, policy};
use crate::hub::Event;
use crate::notifications::{self, Notice};
use crate::scope::Actor;
use crate::{Person, Result, Scope, Work, mail, schools};

/// Days a person is told that they were declined.
const TOLD_DAYS: i64 = 14;

/// Writes that somebody asks for a place; answers whether that is new. Their membership waits too, if they have none. Who
/// waits for one place in the class and asks for the other waits for that one.
/// `code` is what lets them in once they have proven their address, if nothing else is missing.
///
/// # Errors
/// `Invalid` for those whose place in the school is suspended, and where the place does not fit their role.
pub(crate) async fn ask(work: &mut Work, seat: Seat, code: Option<&str>, user: UserId, now: At) -> Result<bool> {
    seats::refuse_unfit(work, seat.school, user, seat.in_class).await?;
    let waits = schools::add_waiting(work, seat.school, user, seat.role, now).await?;
    let asked = work
        .tx
        .run(
            sql!(
                "insert into class_requests (school_id, class_id, user_id, role, status, asked_at, code)
                 values ($1, $2, $3, $4, 'waiting', $5, $6)
                 on conflict (school_id, class_id, user_id) do update
                 set status = excluded.status, role = excluded.role, asked_at = excluded.asked_at,
                     code = excluded.code, decided_at = null, decided_by = null
                 where class_requests.status <> 'waiting' or class_requests.role <> excluded.role
                    or excluded.code <> coalesce(class_requests.code, '')"
            ),
            args![seat.school, seat.class, user, seat.in_class.text(), now, code],
        )
        .await?;
    // Who only has to prove their address is let in by themselves.
    if asked == 1 && code.is_none() {
        tell_teachers(work, seat, user, now).await?;
    }
    // Whose waiting the school had ended asks anew with what they asked before.
    Ok(waits || asked == 1)
}

async fn tell_teachers(work: &mut Work, seat: Seat, user: UserId, now: At) -> Result<()> {
    let teachers: Vec<(UserId, String, String, String)> = work
        .tx
        .all(
            sql!(
                "select m.user_id, u.name, g.name as class, s.slug
                 from class_members m
                 join class_groups g on g.school_id = m.school_id and g.id = m.class_id
                 join schools s on s.id = m.school_id
                 join users u on u.id = $3
                 where m.school_id = $1 and m.class_id = $2 and m.role = 'teacher' and m.user_id <> $3 order by m.user_id"
            ),
            args![seat.school, seat.class, user],
        )
        .await?;
    let Some((_, name, class, slug)) = teachers.first().cloned() else { return Ok(()) };
    let to: Vec<UserId> = teachers.into_iter().map(|(teacher, ..)| teacher).collect();
    // Who is declined may ask again.
    let key = format!("{} {user} {}", seat.class, now.0);
    let link = format!("/s/{slug}/classes/{}", seat.class);
    let args = json!({ "name": name, "class": class });
    let notice = Notice { kind: Kind::ClassAsked, school: Some(seat.school), to: &to, key: &key, args, link: &link };
    notifications::tell(work, &notice).await
}

/// Tells somebody what came of asking, beside the mail that tells it.
pub(super) async fn tell_answer(
    work: &mut Work,
    (school, id): (SchoolId, ClassId),
    user: UserId,
    class: &str,
    page: Option<&str>,
) -> Result<()> {
    let kind = if page.is_some() { Kind::ClassAdmitted } else { Kind::ClassDeclined };
    let key = format!("{id} {}", work.now().0);
    let (args, link) = (json!({ "class": class }), page.unwrap_or("/schools"));
    notifications::tell(work, &Notice { kind, school: Some(school), to: &[user], key: &key, args, link }).await
}

#[derive(sqlx::FromRow)]
struct Asked {
    role: ClassRole,
    status: RequestStatus,
    /// The school has not ended or suspended their place meanwhile.
    stands: bool,
    name: String,
    email: String,
    class: String,
}

/// What came of somebody who was to be answered.
enum Outcome {
    Answered,
    Before,
    /// They wait on, and why.
    Waits(Error),
}

/// Lets in those people who wait for the class, or declines them; each is told by mail. Who was answered already stays
/// as they are. `teachers` are those of them who were shown as asking to teach: nobody is let in as a teacher unseen.
/// Answers whether somebody waits on, because they ask for something else meanwhile or the place no longer fits their role:
/// the page of the class says so beside their name.
///
/// # Errors
/// `NotFound` for a class that is not the caller's and for people who never asked, `Forbidden` for those who do not manage
/// the class; where all of them wait on, `Invalid` because the place fits no role, `Conflict` because what is asked has
/// changed.
pub async fn decide(scope: &Scope, class: ClassId, people: &[UserId], teachers: &[UserId], admit: bool) -> Result<bool> {
    policy::may_manage(scope.permissions(), own_role(scope, class).await?)?;
    let mut work = scope.begin().await?;
    let (_, archived) = super::life::lock(&mut work, scope, class).await?;
    if archived && admit {
        return Err(Error::Forbidden.into());
    }
    let (mut answered, mut waits) = (false, Vec::new());
    // Named twice, they are answered once; in one order, so that no two who decide wait for each other.
    let people: BTreeSet<UserId> = people.iter().copied().collect();
    for user in &people {
        let may = admit.then(|| if teachers.contains(user) { ClassRole::Teacher } else { ClassRole::Student });
        match decide_one(&mut work, scope, class, *user, may).await? {
            Outcome::Answered => answered = true,
            Outcome::Before => {}
            Outcome::Waits(why) => waits.push(why),
        }
    }
    let some_wait = !waits.is_empty();
    if let Some(why) = waits.pop().filter(|_| waits.len() + 1 == people.len()) {
        return Err(why.into());
    }
    if answered {
        work.commit().await?;
    }
    Ok(some_wait)
}

/// `shown` is what somebody is let in as, as the caller saw it; nothing declines them.
async fn decide_one(work: &mut Work, scope: &Scope, class: ClassId, user: UserId, shown: Option<ClassRole>) -> Result<Outcome> {
    let admit = shown.is_some();
    let school = scope.school_id();
    let asked: Option<Asked> = work
        .tx
        .maybe(
            sql!(
                "select q.role, q.status, (m.status <> 'ended') as stands, u.name, u.email, g.name as class
                 from class_requests q
                 join memberships m on m.school_id = q.school_id and m.user_id = q.user_id
                 join users u on u.id = q.user_id
                 join class_groups g on g.school_id = q.school_id and g.id = q.class_id
                 where q.school_id = $1 and q.class_id = $2 and q.user_id = $3"
            ),
            args![school, class, user],
        )
        .await?;
    let asked = asked.ok_or(Error::NotFound)?;
    if asked.status != RequestStatus::Waiting || !asked.stands {
        return Ok(Outcome::Before);
    }
    if asked.role == ClassRole::Teacher && shown == Some(ClassRole::Student) {
        return Ok(Outcome::Waits(Error::Conflict(Problem::ChangedMeanwhile)));
    }
    if admit && let Some(problem) = seats::unfit(work, school, user, asked.role).await? {
        return Ok(Outcome::Waits(Error::form(problem)));
    }
    let status = if admit { RequestStatus::Admitted } else { RequestStatus::Declined };
    work.tx
        .run(
            sql!(
                "update class_requests set status = $4, decided_at = $5, decided_by = $6
                 where school_id = $1 and class_id = $2 and user_id = $3"
            ),
            args![school, class, user, status.text(), scope.now, scope.user_id()],
        )
        .await?;
    let role = match asked.role {
        ClassRole::Student => Role::Student,
        ClassRole::Teacher => Role::Teacher,
    };
    if admit {
        seats::take(work, Seat { school, class, role, in_class: asked.role }, user, scope.now).await?;
    } else {
        end_waiting(work, school, user).await?;
    }
    let action = if admit { "class.admitted" } else { "class.declined" };
    work.audit(action, user, json!({ "class": class, "role": role.text(), "before": "waiting", "after": status.text() })).await?;
    let letter = mail::Answer { of: school, to: &asked.email, name: &asked.name, class: &asked.class, school: &scope.place.name };
    let path = format!("/s/{}/classes/{class}", scope.place.slug);
    let page = admit.then_some(path.as_str());
    mail::send_answer(work, scope, letter, page).await?;
    tell_answer(work, (school, class), user, &asked.class, page).await?;
    work.tell(Event::AccessChanged { user });
    Ok(Outcome::Answered)
}

/// Ends a membership that only waited, once nothing is left that it waits for. Who had left before left then; who never came
/// has not left.
async fn end_waiting(work: &mut Work, school: SchoolId, user: UserId) -> Result<()> {
    work.tx
        .run(
            sql!(
                "update memberships set status = $3
                 where school_id = $1 and user_id = $2 and status = $4
                   and not exists (select 1 from class_requests q where q.school_id = $1 and q.user_id = $2
                                   and q.status = 'waiting')"
            ),
            args![school, user, MembershipStatus::Ended.text(), MembershipStatus::Waiting.text()],
        )
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Own {
    class: String,
    school: String,
    zone: String,
    status: RequestStatus,
    asked_at: At,
}

/// What the person has asked for and waits for, and what was declined lately, the newest first.
///
/// # Errors
/// As the database answers.
pub async fn own(person: &Person) -> Result<Vec<OwnRequest>> {
    if person.me.viewer.is_some() {
        return Ok(Vec::new());
    }
    let rows: Vec<Own> = person
        .db
        .all(
            sql!(
                "select g.name as class, s.name as school, s.time_zone as zone, q.status, q.asked_at
                 from class_requests q
                 join class_groups g on g.school_id = q.school_id and g.id = q.class_id
                 join schools s on s.id = q.school_id
                 join memberships m on m.school_id = q.school_id and m.user_id = q.user_id and m.suspended_at is null
                 where q.user_id = $1 and g.archived_at is null
                   and (q.status = 'waiting' or q.status = 'declined' and q.decided_at > $2)
                 order by q.asked_at desc, g.id limit 40"
            ),
            args![person.me.user_id, person.now.plus_days(-TOLD_DAYS)],
        )
        .await?;
    let own = |row: Own| {
        let asked = person.reader_of(&row.zone).when(row.asked_at);
        OwnRequest { class: row.class, school: row.school, status: row.status, asked }
    };
    Ok(rows.into_iter().map(own).collect())
}
