//! What the ids in the log stand for: the names of people and things as they are called now, and where they are opened.

use std::collections::{BTreeSet, HashMap};

use model::audit::Told;
use model::ids::UserId;
use model::{Permission, Permissions};
use serde_json::{Value, json};
use store::{Sql, Tx, args, sql};

use super::Row;
use crate::{Reach, Result};

/// What the ids of some entries stand for.
#[derive(Default)]
pub(super) struct Names {
    things: HashMap<String, Thing>,
    /// The school the log is of, with what the reader may do there.
    place: Option<(String, Permissions)>,
}

#[derive(sqlx::FromRow)]
struct Thing {
    kind: String,
    id: String,
    name: String,
    note: String,
}

/// The ids that stand in some entries, with the school of each, if there are any.
fn asked(rows: &[Row]) -> Option<String> {
    let asked: BTreeSet<(Option<String>, &str)> = rows
        .iter()
        .flat_map(|row| {
            ids(&row.detail).chain(ids(&row.about)).map(move |id| (row.school_id.map(|school| school.to_string()), id))
        })
        .collect();
    let asked: Vec<Value> = asked.into_iter().map(|(school, id)| json!([school, id])).collect();
    (!asked.is_empty()).then(|| Value::from(asked).to_string())
}

/// A kind of thing that has a name of its own, and a table.
macro_rules! named {
    ($kind:literal, $name:literal, $table:literal) => {
        concat!(
            " union all select '",
            $kind,
            "', it.id, it.",
            $name,
            ", '' from asked a join ",
            $table,
            " it on it.school_id = a.school_id and it.id = a.id"
        )
    };
}

/// What these ids stand for.
fn things() -> Sql {
    sql!(concat!(
        "with asked as (select value ->> 0 as school_id, value ->> 1 as id from {rows $1})
         select kind, id, name, note from (
           select cast(case when m.user_id is null then 'person' else 'member' end as text) as kind, u.id, u.name,
                  u.username as note
           from asked a join users u on u.id = a.id
           left join memberships m on m.school_id = a.school_id and m.user_id = a.id and m.search_key <> ''
           where a.school_id is null or exists (select 1 from memberships p
                                                where p.school_id = a.school_id and p.user_id = a.id)
           union all
           select 'school', s.id, s.name, s.slug
           from asked a join schools s on s.id = a.id and s.id = a.school_id
           union all
           select 'room', r.id, g.name, r.class_id
           from asked a join rooms r on r.school_id = a.school_id and r.id = a.id
           join class_groups g on g.school_id = r.school_id and g.id = r.class_id
           union all
           select 'room', m.id, g.name, r.class_id
           from asked a join messages m on m.school_id = a.school_id and m.id = a.id
           join rooms r on r.school_id = m.school_id and r.id = m.room_id
           join class_groups g on g.school_id = r.school_id and g.id = r.class_id
           union all
           select 'submission', b.id, t.title || ' · ' || u.name, ''
           from asked a join submissions b on b.school_id = a.school_id and b.id = a.id
           join assignments t on t.school_id = b.school_id and t.id = b.assignment_id
           join users u on u.id = b.user_id
           union all
           select 'family_code', f.id, u.name, ''
           from asked a join family_codes f on f.school_id = a.school_id and f.id = a.id
           join users u on u.id = f.child_id",
        named!("class", "name", "class_groups"),
        named!("course", "title", "courses"),
        named!("assignment", "title", "assignments"),
        named!("announcement", "title", "announcements"),
        " and it.publish_at is not null",
        named!("department", "name", "departments"),
        named!("year", "name", "academic_years"),
        named!("term", "name", "terms"),
        named!("holiday", "name", "holidays"),
        named!("scale", "name", "grade_scales"),
        named!("invitation", "email", "invitations"),
        ") as things"
    ))
}

impl Names {
    /// Those of all entries in one statement; none for entries without ids.
    pub(super) async fn of(log: &Reach, rows: &[Row]) -> Result<Names> {
        let things = match asked(rows) {
            Some(asked) => log.request().db.all(things(), args![asked]).await?,
            None => Vec::new(),
        };
        Ok(Names::from(log, things))
    }

    /// The same on a connection that is held already: a file needs no second one beside its own.
    pub(super) async fn on(tx: &mut Tx, log: &Reach, rows: &[Row]) -> Result<Names> {
        let things = match asked(rows) {
            Some(asked) => tx.all(things(), args![asked]).await?,
            None => Vec::new(),
        };
        Ok(Names::from(log, things))
    }

    fn from(log: &Reach, things: Vec<Thing>) -> Names {
        let place = match log {
            Reach::Platform(_) => None,
            Reach::School(scope) => Some((scope.place.slug.clone(), scope.permissions())),
        };
        Names { things: things.into_iter().map(|thing| (thing.id.clone(), thing)).collect(), place }
    }

    /// A thing by its id; without a name if it is gone.
    pub(super) fn told(&self, id: &str) -> Told {
        match self.things.get(id) {
            Some(thing) => Told { text: thing.name.clone(), id: id.to_owned(), path: self.path(thing) },
            None => Told { id: id.to_owned(), ..Told::default() },
        }
    }

    /// Where the reader may open it. An address that would refuse them is none.
    fn path(&self, thing: &Thing) -> String {
        use Permission as P;
        let Thing { kind, id, note, .. } = thing;
        let Some((slug, by)) = &self.place else {
            return if matches!(kind.as_str(), "person" | "member") { format!("/admin/people?q={note}") } else { String::new() };
        };
        let (needs, path): (&[Permission], String) = match kind.as_str() {
            "member" => (&[P::MembersRead], format!("people/{id}")),
            "class" => (&[P::ClassesRead, P::ClassesReadAll], format!("classes/{id}")),
            "room" => (&[P::ClassesRead, P::ClassesReadAll], format!("classes/{note}")),
            "course" => (&[P::CoursesRead, P::ClassesReadAll], format!("courses/{id}")),
            "assignment" => (&[P::CoursesRead, P::ClassesReadAll], format!("assignments/{id}")),
            "submission" => (&[P::AssessmentsGrade, P::ClassesReadAll], format!("submissions/{id}")),
            "school" => (&[P::SchoolSettings], "settings".to_owned()),
            "department" => (&[P::SchoolSettings], format!("settings/departments/{id}")),
            "year" => (&[P::SchoolSettings], format!("settings/years/{id}")),
            "term" => (&[P::SchoolSettings], format!("settings/terms/{id}")),
            "holiday" => (&[P::SchoolSettings], format!("settings/holidays/{id}")),
            "scale" => (&[P::SchoolSettings], format!("settings/grades/{id}")),
            "invitation" => (&[P::MembersManage], "invitations".to_owned()),
            "family_code" => (&[P::GuardiansManage], "guardians".to_owned()),
            _ => return String::new(),
        };
        if needs.iter().all(|permission| by.can(*permission)) { format!("/s/{slug}/{path}") } else { String::new() }
    }
}

/// Whatever in a text is an id.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_hexdigit() && c != '-').filter(|word| is_id(word))
}

pub(super) fn is_id(word: &str) -> bool {
    word.parse::<UserId>().is_ok()
}
