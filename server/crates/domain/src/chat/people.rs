//! The people of a room: those who sit in it, and those whom their role lets in. Whom a message can call.

use model::chat::{Callee, EVERYBODY, Leads, Level, Present};
use model::classes::ClassRole;
use model::ids::{MessageId, RoomId, SchoolId, UserId};
use model::{At, Error, Permission, Permissions, Problem, Role, markup};
use serde_json::{Value, json};
use store::{Tx, args, list, sql};

use super::policy::{self, Seat};
use super::rooms::{self, Key, Room};
use crate::{Result, Scope, Work, names};

/// Minutes between two calls of everybody in a room.
const PAUSE: i64 = 5;

/// A member of the school, with what makes them one of a room.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Near {
    pub id: UserId,
    pub name: String,
    username: String,
    role: Role,
    granted: String,
    revoked: String,
    /// Who heads the department of the class is there as its teachers are.
    pub own_role: Option<ClassRole>,
    /// Their place in the class itself.
    pub class_role: Option<ClassRole>,
    belongs: bool,
    /// What they have chosen to be told of the room.
    told: Option<Level>,
}

impl Near {
    pub fn seat(&self, room: &Room) -> Seat {
        Seat {
            kind: room.kind,
            role: self.role,
            by: Permissions::of_member(self.role, &self.granted, &self.revoked),
            own: self.own_role,
            belongs: self.belongs,
            other: None,
            tied: true,
            archived: false,
            read_only: false,
            muted: false,
        }
    }

    /// Whether they are told of a message that calls or answers them.
    pub fn is_told(&self, room: &Room) -> bool {
        self.told.unwrap_or(Level::of(room.kind)).tells(true)
    }
}

/// Members who are meant, as they stand to the room `$2`.
macro_rules! near {
    ($which:literal) => {
        sql!(concat!(
            "select m.user_id as id, u.name, u.username, m.role, m.granted, m.revoked, (p.user_id is not null) as belongs, d.told,
                    case when m.role = 'department_head' and ",
            $crate::bounds::class!("r.class_id", "m.user_id"),
            " then cast('teacher' as text) else o.role end as own_role, o.role as class_role
             from rooms r
             join memberships m on m.school_id = r.school_id and m.status = 'active'
             join users u on u.id = m.user_id
             left join class_members o on o.school_id = r.school_id and o.class_id = r.class_id and o.user_id = m.user_id
             left join room_members p on p.school_id = r.school_id and p.room_id = r.id and p.user_id = m.user_id
             left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = m.user_id
             where r.school_id = $1 and r.id = $2 and ",
            $which,
            " order by m.user_id"
        ))
    };
}
pub(super) use near;

/// Everybody who may be in a room now, by name.
async fn all(tx: &mut Tx, school: SchoolId, room: &Room) -> Result<Vec<Near>> {
    let reaches = |role: &Role| *role == Role::DepartmentHead || role.can(Permission::ClassesReadAll);
    let roles = list(Role::ALL.iter().filter(|role| reaches(role)));
    let named =
        near!("(o.user_id is not null or p.user_id is not null or m.role in (select value from {list $3}) or m.granted <> '')");
    let mut near: Vec<Near> = tx.all(named, args![school, room.id, roles]).await?;
    near.retain(|it| policy::may_enter(&it.seat(room)).is_ok());
    names::sort(&mut near, |it| &it.name);
    Ok(near)
}

/// Those who sit in a room of a class. Who looks into every class by their role is not among them.
pub(super) async fn sitting(tx: &mut Tx, school: SchoolId, room: &Room) -> Result<Vec<UserId>> {
    let near: Vec<Near> = tx.all(near!("o.user_id is not null"), args![school, room.id]).await?;
    Ok(near.iter().filter(|it| policy::may_enter(&it.seat(room)).is_ok()).map(|it| it.id).collect())
}

/// Those who can be kept from writing: the people of the class who do not teach it.
pub(super) async fn mutable(scope: &Scope, room: &Room) -> Result<Vec<Present>> {
    let mut tx = scope.db.snapshot().await?;
    let near = all(&mut tx, scope.school_id(), room).await?;
    let keeps = |it: &Near| it.class_role.is_some_and(|role| role != ClassRole::Teacher) && it.id != scope.user_id();
    Ok(near.into_iter().filter(keeps).map(|it| Present { user_id: it.id, name: it.name }).collect())
}

/// Whose names lead the caller to their page: of those whom they may look up.
pub(super) async fn leads(scope: &Scope, room: &Room) -> Result<Leads> {
    if !scope.can(Permission::MembersRead) {
        return Ok(Leads::Nobody);
    }
    if !scope.is_bounded() {
        return Ok(Leads::All);
    }
    // Who heads a department reaches the people of its classes, and of those they teach.
    if room.seat(scope.now).own != Some(ClassRole::Teacher) {
        return Ok(Leads::Nobody);
    }
    let people: Vec<(UserId,)> = scope
        .db
        .all(
            sql!("select user_id from class_members where school_id = $1 and class_id = $2 order by user_id"),
            args![scope.school_id(), room.class_id],
        )
        .await?;
    Ok(Leads::To(people.into_iter().map(|(user,)| user).collect()))
}

/// The people of a room: whom a message can call.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's.
pub async fn people(scope: &Scope, room: RoomId) -> Result<Vec<Callee>> {
    let room = rooms::reach(scope, Key::Room(room)).await?;
    let mut tx = scope.db.snapshot().await?;
    Ok(callees(all(&mut tx, scope.school_id(), &room).await?))
}

/// How each is called: of two with one name, by their username too.
fn callees(near: Vec<Near>) -> Vec<Callee> {
    let mut same = std::collections::HashMap::<String, usize>::new();
    for it in &near {
        *same.entry(it.name.clone()).or_default() += 1;
    }
    let callee = |it: Near| {
        let username = if same.get(&it.name).is_some_and(|count| *count > 1) { it.username } else { String::new() };
        Callee { user_id: it.id, name: it.name, username }
    };
    near.into_iter().map(callee).collect()
}

/// Notes whom a text calls. Those who were called by an earlier one and no longer are, are forgotten.
pub(super) async fn call(work: &mut Work, scope: &Scope, room: &Room, id: MessageId, body: &str) -> Result<Vec<Present>> {
    if !body.contains('@') {
        return Ok(Vec::new());
    }
    let school = scope.school_id();
    let people = callees(all(&mut work.tx, school, room).await?);
    let mut called = called(body, &people);
    called.sort_by(|a, b| (&a.name, a.user_id).cmp(&(&b.name, b.user_id)));
    // In one statement: a text has room for everybody's name.
    let rows: Value = called.iter().map(|person| json!([person.user_id, person.name])).collect();
    work.tx
        .run(
            sql!(
                "insert into message_mentions (school_id, message_id, user_id, name)
                 select cast($1 as text), cast($2 as text), value ->> 0, value ->> 1 from {rows $3} where true
                 on conflict (school_id, message_id, user_id) do nothing"
            ),
            args![school, id, rows.to_string()],
        )
        .await?;
    Ok(called)
}

/// Those whom a text calls, each by what stands in it: a name that two have calls both, unless the username stands with it.
fn called(body: &str, people: &[Callee]) -> Vec<Present> {
    let calls: Vec<String> = people.iter().map(Callee::call).collect();
    let names: Vec<&str> = people.iter().map(|it| it.name.as_str()).chain(calls.iter().map(String::as_str)).collect();
    let said = markup::called(body, &names);
    let word = |(person, call): (&Callee, &String)| {
        let name = [call, &person.name].into_iter().find(|it| said.contains(&it.as_str()))?;
        Some(Present { user_id: person.user_id, name: name.clone() })
    };
    people.iter().zip(&calls).filter_map(word).collect()
}

/// Whether a text calls everybody in a room, as those may who moderate it.
pub(super) fn calls_everybody(room: &Room, now: At, body: &str) -> bool {
    names_everybody(body) && policy::may_moderate(&room.seat(now)).is_ok()
}

/// Whether it does so by what stands in it.
pub(super) fn names_everybody(body: &str) -> bool {
    body.contains('@') && !markup::called(body, EVERYBODY).is_empty()
}

/// Passes where nobody has called everybody by another message a short while ago.
pub(super) async fn must_be_rare(tx: &mut Tx, scope: &Scope, room: &Room, id: MessageId) -> Result<()> {
    let recent: Option<(MessageId,)> = tx
        .maybe(
            sql!(
                "select id from messages where school_id = $1 and room_id = $2 and calls_all and id <> $3
                   and coalesce(edited_at, sent_at) > $4
                 order by id limit 1"
            ),
            args![scope.school_id(), room.id, id, scope.now.0 - PAUSE * 60_000],
        )
        .await?;
    match recent {
        Some(_) => Err(Error::field("body", Problem::EverybodyCalled).into()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_with_one_name_the_one_is_called_whose_username_stands_there() {
        let near = |n: u128, name: &str, username: &str| Near {
            id: UserId::from_u128(n),
            name: name.into(),
            username: username.into(),
            role: Role::Student,
            granted: String::new(),
            revoked: String::new(),
            own_role: None,
            class_role: None,
            belongs: false,
            told: None,
        };
        let people = callees(vec![near(1, "Ada", "ada1"), near(2, "Ada", "ada2"), near(3, "Ben", "ben")]);
        assert_eq!(people.iter().map(Callee::call).collect::<Vec<_>>(), ["Ada (ada1)", "Ada (ada2)", "Ben"]);
        let ids = |body: &str| called(body, &people).iter().map(|it| it.user_id).collect::<Vec<_>>();
        let [first, second, ben] = [1, 2, 3].map(UserId::from_u128);
        assert_eq!(ids("@Ada (ada2), hello"), [second]);
        assert_eq!(ids("@Ada and @Ben"), [first, second, ben], "the name alone is that of both");
        assert_eq!(ids("@Ben (ben)"), [ben]);
        assert_eq!(called("@Ada (ada2)", &people)[0].name, "Ada (ada2)", "as it stands in the text");
    }
}
