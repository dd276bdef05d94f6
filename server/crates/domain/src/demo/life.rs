//! What a school is beside its lessons: its year, its departments, its families and what it announces.

use model::ids::{AnnouncementId, ClassId, DepartmentId, HolidayId, TermId, UserId, YearId};
use model::{At, Day, Id, Locale, Role};
use serde_json::json;
use store::{Tx, sql};

use super::dice::Dice;
use super::fill;
use super::hours::{HOMEWORK, SCHOOL};
use super::people::{Human, School, Town};
use super::teaching::Teaching;
use crate::Result;
use crate::accounts::fold;
use crate::calendar::Reader;

/// Days with a name, counted from today.
struct Span<T> {
    id: T,
    name: String,
    from: Day,
    until: Day,
}

struct Department<'a> {
    id: DepartmentId,
    name: &'static str,
    head: UserId,
    members: Vec<&'a Human>,
    classes: Vec<ClassId>,
}

struct Family {
    parent: UserId,
    child: UserId,
    relation: &'static str,
    since: At,
}

struct Announcement {
    id: AnnouncementId,
    title: &'static str,
    body: &'static str,
    author: UserId,
    class: Option<ClassId>,
    pinned: bool,
    at: At,
    read: Vec<(UserId, At)>,
}

pub(super) struct Life<'a> {
    school: &'a School,
    made: At,
    year: Span<YearId>,
    terms: Vec<Span<TermId>>,
    holidays: Vec<Span<HolidayId>>,
    departments: Vec<Department<'a>>,
    families: Vec<Family>,
    announcements: Vec<Announcement>,
}

/// What is told to a whole school: title, text, days ago, whether it is pinned.
const NEWS: [(&str, &str, i64, bool); 3] = [
    (
        "Open day on Saturday week",
        "Classes show what they have been working on, from ten until two. Bring your family.\n\nWhoever can help with \
         setting up, please tell the office by Wednesday.",
        6,
        true,
    ),
    ("The library stays open longer", "From Monday on until seven in the evening, also for group work.", 12, false),
    ("Lost and found", "Three jackets, two bottles and one very good pencil case wait in the office.", 2, false),
];

pub(super) fn invent<'a>(dice: &mut Dice, town: &Town, teaching: &Teaching<'a>, now: At) -> Life<'a> {
    let school = teaching.school;
    let plan = school.plan;
    let reader = Reader { zone: plan.zone, own: None, locale: Locale::En };
    let day = |days: i64| reader.today(now.plus_days(days));
    let made = school.founded;
    let (first, last) = (day(-105), day(245));
    let year = |day: &Day| day.to_string()[..4].to_owned();
    let year = Span { id: dice.id(made), name: format!("{}/{}", year(&first), &year(&last)[2..]), from: first, until: last };
    let terms = [("First term", -105, 28), ("Second term", 45, 140), ("Third term", 155, 245)];
    let terms = terms.map(|days| span(dice, made, days, day)).into();
    let holidays = [("Mid-term break", -42, -38), ("Founders' Day", 9, 9), ("Winter break", 29, 44)];
    let holidays = holidays.map(|days| span(dice, made, days, day)).into();
    let head = school.of(Role::DepartmentHead);
    let shares = plan.departments.len();
    let departments = plan.departments.iter().enumerate().map(|(index, name)| Department {
        id: dice.id(made),
        name,
        head: head.filter(|_| index == 0).unwrap_or(&school.teachers[index]).id,
        members: school.teachers.iter().skip(index).step_by(shares).collect(),
        classes: teaching.classes.iter().skip(index).step_by(shares).map(|class| class.id).collect(),
    });
    let departments = departments.collect();
    let families = families(dice, town, school);
    let announcements = announcements(dice, teaching, now);
    Life { school, made, year, terms, holidays, departments, families, announcements }
}

/// Named days, from so many days from today until so many.
fn span<T>(dice: &mut Dice, made: At, (name, from, until): (&str, i64, i64), day: impl Fn(i64) -> Day) -> Span<Id<T>> {
    Span { id: dice.id(made), name: name.to_owned(), from: day(from), until: day(until) }
}

/// Each parent has one child or two; those of another school who are here as parents have one.
fn families(dice: &mut Dice, town: &Town, school: &School) -> Vec<Family> {
    let own = school.parents.iter().enumerate().flat_map(|(index, parent)| {
        let children = school.students.iter().skip(index * 2).take(1 + index % 2);
        children.map(move |child| (parent.id, parent.joined, child))
    });
    let guests = town.guests_of(school.id, Role::Parent);
    let guests = guests.zip(&school.students).map(|((parent, joined), child)| (parent, joined, child));
    let all: Vec<_> = own.chain(guests).collect();
    all.into_iter()
        .map(|(parent, since, child)| Family {
            parent,
            child: child.id,
            relation: dice.pick::<&str>(&["mother", "father", "guardian"]),
            since: since.max(child.joined),
        })
        .collect()
}

fn announcements(dice: &mut Dice, teaching: &Teaching<'_>, now: At) -> Vec<Announcement> {
    let school = teaching.school;
    let zone = school.plan.zone;
    let everybody: Vec<&Human> = school.teachers.iter().chain(&school.students).chain(&school.parents).collect();
    let class = &teaching.classes[0];
    let of_class: Vec<&Human> = class.students.clone();
    let writer = school.of(Role::Principal).unwrap_or(&school.admin).id;
    let news = NEWS.map(|(title, body, days, pinned)| (title, body, days, pinned, writer, None, &everybody));
    let to_class = (
        "Bring your calculator",
        "We begin with exercises on Thursday, and you will need it.",
        1,
        false,
        class.teachers[0].id,
        Some(class.id),
        &of_class,
    );
    let mut write = |(title, body, days, pinned, author, class, readers): (_, _, i64, _, UserId, _, &Vec<&Human>)| {
        let at = SCHOOL.up_to(dice, zone, now.plus_days(-days));
        let mut read = Vec::new();
        for reader in readers {
            // The first student of a school finds something new.
            if reader.id != author && reader.id != school.students[0].id && dice.chance(60) {
                read.extend(HOMEWORK.between(dice, zone, at, now).map(|when| (reader.id, when)));
            }
        }
        Announcement { id: dice.id(at), title, body, author, class, pinned, at, read }
    };
    news.into_iter().chain([to_class]).map(&mut write).collect()
}

pub(super) async fn write(tx: &mut Tx, life: &Life<'_>) -> Result<()> {
    let (school, made) = (life.school.id, life.made);
    fill(
        tx,
        sql!(
            "insert into academic_years (school_id, id, name, name_key, starts_on, ends_on, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 2, value ->> 3, value ->> 4, cast(value ->> 5 as bigint)
             from {rows $1}"
        ),
        std::iter::once(&life.year).map(|it| json!([school, it.id, it.name, it.from, it.until, made])),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into terms (school_id, id, year_id, name, name_key, starts_on, ends_on, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
                    cast(value ->> 7 as bigint)
             from {rows $1}"
        ),
        life.terms.iter().map(|it| json!([school, it.id, life.year.id, it.name, fold(&it.name), it.from, it.until, made])),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into holidays (school_id, id, name, name_key, starts_on, ends_on, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, cast(value ->> 6 as bigint)
             from {rows $1}"
        ),
        life.holidays.iter().map(|it| json!([school, it.id, it.name, fold(&it.name), it.from, it.until, made])),
    )
    .await?;
    departments(tx, life).await?;
    fill(
        tx,
        sql!(
            "insert into guardians (school_id, parent_id, child_id, relation, occupation, timetable, attendance, performance,
                                    fees, contact_teachers, created_by, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, '', true, true, true, true, true, value ->> 4,
                    cast(value ->> 5 as bigint)
             from {rows $1}"
        ),
        life.families.iter().map(|it| json!([school, it.parent, it.child, it.relation, life.school.admin.id, it.since])),
    )
    .await?;
    announced(tx, life).await
}

async fn departments(tx: &mut Tx, life: &Life<'_>) -> Result<()> {
    let (school, made) = (life.school.id, life.made);
    fill(
        tx,
        sql!(
            "insert into departments (school_id, id, name, name_key, head_id, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, cast(value ->> 5 as bigint)
             from {rows $1}"
        ),
        life.departments.iter().map(|it| json!([school, it.id, it.name, fold(it.name), it.head, made])),
    )
    .await?;
    let members = life.departments.iter().flat_map(|it| it.members.iter().map(move |member| json!([school, it.id, member.id])));
    fill(
        tx,
        sql!(
            "insert into department_members (school_id, department_id, user_id)
             select value ->> 0, value ->> 1, value ->> 2 from {rows $1}"
        ),
        members,
    )
    .await?;
    let classes = life.departments.iter().flat_map(|it| it.classes.iter().map(move |class| json!([school, class, it.id])));
    fill(
        tx,
        sql!(
            "insert into class_departments (school_id, class_id, department_id)
             select value ->> 0, value ->> 1, value ->> 2 from {rows $1}"
        ),
        classes,
    )
    .await
}

async fn announced(tx: &mut Tx, life: &Life<'_>) -> Result<()> {
    let school = life.school.id;
    let all = &life.announcements;
    fill(
        tx,
        sql!(
            "insert into announcements (school_id, id, title, body, audience, pinned, author_id, created_at, publish_at, for_parents)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 = 'yes', value ->> 6,
                    cast(value ->> 7 as bigint), cast(value ->> 7 as bigint), true
             from {rows $1}"
        ),
        all.iter().map(|it| {
            let audience = if it.class.is_some() { "classes" } else { "school" };
            let pinned = if it.pinned { "yes" } else { "no" };
            json!([school, it.id, it.title, it.body, audience, pinned, it.author, it.at])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into announcement_classes (school_id, announcement_id, class_id)
             select value ->> 0, value ->> 1, value ->> 2 from {rows $1}"
        ),
        all.iter().filter_map(|it| Some(json!([school, it.id, it.class?]))),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into announcement_reads (school_id, announcement_id, user_id, read_at)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint) from {rows $1}"
        ),
        all.iter().flat_map(|it| it.read.iter().map(move |(reader, at)| json!([school, it.id, reader, at]))),
    )
    .await
}
