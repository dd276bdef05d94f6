//! What typed words stand for in the log beside what an entry itself says: actions by what the reader knows them as, people
//! and things by their names.

use std::cmp::Reverse;

use model::text::audit::ACTIONS;
use serde_json::{Value, json};
use store::{Arg, Sql, args, sql};

use crate::search::says;
use crate::{Reach, Result, names, search};

/// People and things that words stand for at most, those first that most of the words fit.
const THINGS: usize = 50;
/// Submissions and family codes, known by the name of their student: they are looked for as what an entry is about alone.
const OF_STUDENTS: i64 = 200;
/// Assignments and announcements, the newest: their titles are folded here, as no column has them folded. As many of what
/// a school has few of.
const TITLES: i64 = 2000;
/// Letters of a word that names are searched for: one is in most of them.
const LEAST: usize = 2;

/// What each word stands for: the number of the word, from 1, with an action or an id.
#[derive(Default)]
pub(super) struct Meant {
    patterns: [Option<String>; 4],
    actions: Vec<Value>,
    /// What an entry is about.
    subjects: Vec<Value>,
    /// What its detail may name.
    named: Vec<Value>,
}

#[derive(sqlx::FromRow)]
struct Thing {
    id: String,
    name: String,
    /// Not nought for what details name.
    named: i64,
}

/// How many of the words `$2` to `$5` stand in a text.
macro_rules! hits {
    ($text:literal) => {
        concat!(
            "case when ",
            $text,
            " like $2 escape '~' then 1 else 0 end
             + case when ",
            $text,
            " like $3 escape '~' then 1 else 0 end
             + case when ",
            $text,
            " like $4 escape '~' then 1 else 0 end
             + case when ",
            $text,
            " like $5 escape '~' then 1 else 0 end"
        )
    };
}

/// Those of a table whose name the most words fit.
macro_rules! fitting {
    ($id:literal, $name:literal, $named:literal, $from:literal, $school:literal, $most:literal) => {
        concat!(
            "select * from (select it.* from (select ",
            $id,
            " as id, ",
            $name,
            " as name, cast(",
            $named,
            " as bigint) as named, ",
            hits!($name),
            " as hits from ",
            $from,
            " ",
            $school,
            ") as it where it.hits > 0 order by it.hits desc, it.name, it.id limit ",
            $most,
            ") as found"
        )
    };
}

/// Whatever has a name and a key it is searched by, of the schools that `$school` leaves. `$1` is the school, `$6` and `$7` how many. What
/// students have is read of those alone whose name fits: SQLite keeps the order of a cross join.
macro_rules! things {
    ($school:literal) => {
        sql!(concat!(
            "select id, name, named from (",
            fitting!("m.user_id", "m.search_key", "1", "memberships m where m.school_id", $school, "$6"),
            " union all ",
            fitting!("g.id", "g.name_key", "1", "class_groups g where g.school_id", $school, "$6"),
            " union all ",
            fitting!(
                "r.id",
                "g.name_key",
                "1",
                "rooms r join class_groups g on g.school_id = r.school_id and g.id = r.class_id where r.school_id",
                $school,
                "$6"
            ),
            " union all ",
            fitting!("c.id", "c.title_key", "1", "courses c where c.school_id", $school, "$6"),
            " union all ",
            fitting!("i.id", "i.email_key", "1", "invitations i where i.school_id", $school, "$6"),
            " union all ",
            fitting!(
                "b.id",
                "m.search_key",
                "0",
                "memberships m cross join submissions b where b.school_id = m.school_id and b.user_id = m.user_id and m.school_id",
                $school,
                "$7"
            ),
            " union all ",
            fitting!(
                "f.id",
                "m.search_key",
                "0",
                "memberships m cross join family_codes f where f.school_id = m.school_id and f.child_id = m.user_id and m.school_id",
                $school,
                "$7"
            ),
            ") as things order by hits desc, name, id"
        ))
    };
}

/// Rows of some tables, of the schools that `$school` leaves, the newest first.
macro_rules! newest {
    ($school:literal, $first:literal $(, $more:literal)+) => {
        sql!(concat!(
            "select id, name, named from (select ",
            $first,
            " ",
            $school,
            $(" union all select ", $more, " ", $school,)+
            ") as newest order by created_at desc, id limit $2"
        ))
    };
}

/// What a school has few of. Their keys tell whether two are the same, accents and all: the names are folded here.
macro_rules! few {
    ($school:literal) => {
        newest!(
            $school,
            "d.id, d.name, cast(1 as bigint) as named, d.created_at from departments d where d.school_id",
            "y.id, y.name, 1, y.created_at from academic_years y where y.school_id",
            "e.id, e.name, 1, e.created_at from terms e where e.school_id",
            "h.id, h.name, 1, h.created_at from holidays h where h.school_id",
            "k.id, k.name, 1, k.created_at from grade_scales k where k.school_id",
            "s.id, s.name, 1, s.created_at from schools s where s.id"
        )
    };
}

macro_rules! titles {
    ($school:literal) => {
        newest!(
            $school,
            "t.id, t.title as name, cast(1 as bigint) as named, t.created_at from assignments t where t.school_id",
            "n.id, n.title, 1, n.created_at from announcements n where n.publish_at is not null and n.school_id"
        )
    };
}

impl Meant {
    /// What the words mean to the reader of the log.
    pub(super) async fn by(log: &Reach, text: &str) -> Result<Meant> {
        let parts = search::parts(text);
        if parts.is_empty() {
            return Ok(Meant::default());
        }
        let mut meant = Meant { patterns: search::words(text), actions: actions(log, &parts), ..Meant::default() };
        let asked = |part: &[String]| part.iter().any(|word| word.chars().count() >= LEAST);
        if !parts.iter().any(|part| asked(part)) {
            return Ok(meant);
        }
        let patterns = meant.patterns.iter().enumerate().map(|(at, it)| it.clone().filter(|_| asked(&parts[at])));
        let [things, titles] = found(log, patterns.collect()).await?;
        let fits = |thing: &Thing| {
            let name = names::key(&thing.name);
            (1..=parts.len()).filter(|at| asked(&parts[at - 1]) && says(&name, &parts[at - 1])).collect::<Vec<usize>>()
        };
        let fitting = |all: Vec<Thing>| -> Vec<(Vec<usize>, Thing)> {
            all.into_iter().map(|it| (fits(&it), it)).filter(|(fits, _)| !fits.is_empty()).collect()
        };
        let mut fit = fitting(things);
        fit.sort_by_cached_key(|(fits, it)| (Reverse(fits.len()), names::key(&it.name), it.id.clone()));
        let mut count = 0;
        for (fits, thing) in fit.into_iter().chain(fitting(titles)) {
            if thing.named != 0 && count == THINGS {
                continue;
            }
            for word in fits {
                let one = json!([word.to_string(), thing.id]);
                if thing.named != 0 {
                    meant.named.push(one.clone());
                }
                meant.subjects.push(one);
            }
            count += usize::from(thing.named != 0);
        }
        Ok(meant)
    }

    /// The patterns of the words, then what they stand for.
    pub(super) fn args(self) -> impl Iterator<Item = Arg> {
        let lists = [self.actions, self.subjects, self.named].map(|list| Arg::from(Value::Array(list).to_string()));
        self.patterns.into_iter().map(Arg::from).chain(lists)
    }
}

/// The actions that the reader knows by a word.
fn actions(log: &Reach, parts: &[Vec<String>]) -> Vec<Value> {
    let language = log.reader().language();
    let labels: Vec<(&str, String)> =
        ACTIONS.iter().map(|(action, label)| (*action, names::key(language.text(*label)))).collect();
    let of = |(at, part): (usize, &Vec<String>)| {
        let fitting = labels.iter().filter(|(_, label)| says(label, part));
        fitting.map(|(action, _)| json!([(at + 1).to_string(), action])).collect::<Vec<_>>()
    };
    parts.iter().enumerate().flat_map(of).collect()
}

/// What may be meant, of the school, or of all where the log is the platform's: what has a name, and what has a title.
async fn found(log: &Reach, patterns: Vec<Option<String>>) -> Result<[Vec<Thing>; 2]> {
    let (things, few, titles): (Sql, Sql, Sql) = match log {
        Reach::School(_) => (things!("= $1"), few!("= $1"), titles!("= $1")),
        Reach::Platform(_) => (
            things!("in (select o.id from schools o where cast($1 as text) is null)"),
            few!("in (select o.id from schools o where cast($1 as text) is null)"),
            titles!("in (select o.id from schools o where cast($1 as text) is null)"),
        ),
    };
    let db = &log.request().db;
    let mut args = args![log.school()];
    args.extend(patterns.into_iter().map(Arg::from));
    args.extend(args![THINGS as i64, OF_STUDENTS]);
    let mut found: Vec<Thing> = db.all(things, args).await?;
    found.extend(db.all::<Thing>(few, args![log.school(), TITLES]).await?);
    Ok([found, db.all(titles, args![log.school(), TITLES]).await?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_said_in_its_order() {
        let part = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert!(says("archived a class", &part(&["chiv", "class"])));
        assert!(!says("archived a class", &part(&["class", "chiv"])));
        assert!(!says("a class", &part(&["class", "class"])));
    }
}
