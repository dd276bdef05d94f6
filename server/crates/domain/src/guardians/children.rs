//! What a parent sees, or whoever else is linked to a child: all children over all schools in one statement, one child
//! with its courses. Each statement joins the link and both places, so that what has ended is not there any more.

mod assignments;

use std::collections::BTreeMap;

use model::accounts::Me;
use model::guardians::{ChildCard, ChildCourse, ChildMark, ChildPage, ChildTask, Relation, Rights, TaskState, TeacherContact};
use model::ids::{CourseId, SchoolId, UserId};
use model::schools::Place;
use model::{At, Error, Marks, Permission, Role};
use store::{args, list, sql};

use crate::calendar::Reader;
use crate::courses::{in_use, owed};
use crate::{Person, Result, Scope};

/// Days ahead that an assignment is shown on the card, back that an overdue one is, and that a mark is new.
const DAYS: i64 = 14;
/// Lines of all cards together.
const LINES: i64 = 2000;

/// The person's children in all of their schools, by name.
///
/// # Errors
/// As the database answers; who is linked to nobody has none.
pub async fn all(person: &Person) -> Result<Vec<ChildCard>> {
    let places: Vec<&Place> = person.me.places.iter().filter(|place| counts(&person.me, place)).collect();
    cards(&person.request, &person.me, &places).await
}

/// Whether links count in that place. Those who work there keep their family to themselves while somebody sees with their
/// eyes.
fn counts(me: &Me, place: &Place) -> bool {
    match place.role {
        Role::Parent => true,
        Role::Student => false,
        _ => me.viewer.is_none(),
    }
}

/// The caller's children in this school.
pub(crate) async fn of_school(scope: &Scope) -> Result<Vec<ChildCard>> {
    cards(&scope.request, &scope.me, &[&scope.place]).await
}

/// A line of the statement below; what the columns mean depends on the part.
#[derive(sqlx::FromRow)]
struct Line {
    part: String,
    school_id: SchoolId,
    child_id: UserId,
    id: String,
    name: String,
    note: String,
    amount: i64,
    most: i64,
    at: Option<At>,
}

async fn cards(request: &crate::Request, parent: &Me, places: &[&Place]) -> Result<Vec<ChildCard>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let now = request.now;
    let seeing = places.iter().filter(|place| place.shows(Permission::ChildrenPerformance));
    let lines: Vec<Line> = request
        .db
        .all(
            sql!(concat!(
                "with mine as (
                   select g.school_id, g.child_id, g.relation, u.name, u.name_key,
                          (g.performance and g.school_id in (select value from {list $3})) as performance,
                          case when g.timetable then 1 else 0 end + case when g.attendance then 2 else 0 end
                            + case when g.fees then 4 else 0 end + case when g.contact_teachers then 8 else 0 end as rights
                   from guardians g
                   join memberships p on p.school_id = g.school_id and p.user_id = g.parent_id
                     and p.status = 'active' and p.role <> 'student'
                   join memberships c on c.school_id = g.school_id and c.user_id = g.child_id
                     and c.status = 'active' and c.role = 'student'
                   join users u on u.id = g.child_id
                   where g.parent_id = $1 and g.school_id in (select value from {list $2})
                 ), taken as (
                   select m.school_id, m.child_id, m.performance, e.course_id, e.user_id, e.enrolled_at, k.title, k.title_key, ",
                in_use!("e.school_id", "e.course_id", "e.user_id"),
                " as in_use
                   from mine m
                   join enrollments e on e.school_id = m.school_id and e.user_id = m.child_id
                   join courses k on k.school_id = e.school_id and k.id = e.course_id
                   where exists (select 1 from course_classes cc
                                 join class_members o on o.school_id = cc.school_id and o.class_id = cc.class_id
                                 where cc.school_id = e.school_id and cc.course_id = e.course_id and o.user_id = e.user_id)
                 )
                 select part, school_id, child_id, id, name, note, amount, most, at from (
                   select cast('child' as text) as part, school_id, child_id, relation as id, name, cast('' as text) as note,
                          cast(rights as bigint) as amount, cast(case when performance then 1 else 0 end as bigint) as most,
                          cast(null as bigint) as at, name_key as place
                   from mine
                   union all
                   select 'class', m.school_id, m.child_id, g.id, g.name, '', 0, 0, cast(null as bigint), g.name_key
                   from mine m
                   join class_members o on o.school_id = m.school_id and o.user_id = m.child_id and o.role = 'student'
                   join class_groups g on g.school_id = o.school_id and g.id = o.class_id and g.archived_at is null
                   union all
                   select 'course', t.school_id, t.child_id, t.course_id, t.title, '', 0, 0, cast(null as bigint), t.title_key
                   from taken t
                   where t.in_use
                   union all
                   select 'task', t.school_id, t.child_id, a.id, a.title, t.title,
                          case when s.id is null then 0 when s.late then 2 else 1 end, 0, a.due_at, ''
                   from taken t
                   join assignments a on a.school_id = t.school_id and a.course_id = t.course_id
                   left join submissions s on t.performance and s.school_id = a.school_id and s.assignment_id = a.id
                     and s.user_id = t.child_id
                     and s.attempt = (select max(l.attempt) from submissions l
                                      where l.school_id = a.school_id and l.assignment_id = a.id and l.user_id = t.child_id)
                   where t.in_use and a.due_at >= $4 and a.due_at < $6 and (a.due_at >= $5 or t.performance and s.id is null and ",
                owed!("a", "t"),
                ")
                   union all
                   select 'mark', t.school_id, t.child_id, a.id, a.title, t.title, d.marks, a.points, d.marked_at, ''
                   from taken t
                   join assignments a on a.school_id = t.school_id and a.course_id = t.course_id
                   join submissions s on s.school_id = a.school_id and s.assignment_id = a.id and s.user_id = t.child_id
                   join marks d on d.school_id = s.school_id and d.submission_id = s.id
                   where t.performance and d.marked_at >= $4
                     and d.version = (select max(n.version) from marks n
                                      where n.school_id = d.school_id and n.submission_id = d.submission_id)
                     and not exists (select 1 from submissions l where l.school_id = s.school_id
                       and l.assignment_id = s.assignment_id and l.user_id = s.user_id and l.attempt > s.attempt)
                 ) as parts order by part, at nulls last, place, child_id, school_id, id limit $7"
            )),
            args![
                parent.user_id,
                list(places.iter().map(|place| place.school_id)),
                list(seeing.map(|place| place.school_id)),
                now.plus_days(-DAYS),
                now,
                now.plus_days(DAYS),
                LINES
            ],
        )
        .await?;
    let mut cards: Vec<ChildCard> = Vec::new();
    let mut found: BTreeMap<(SchoolId, UserId), usize> = BTreeMap::new();
    for line in lines {
        let key = (line.school_id, line.child_id);
        let Some(place) = places.iter().find(|place| place.school_id == line.school_id) else { continue };
        let locale = parent.locale.unwrap_or(place.locale);
        let reader = Reader { zone: &place.time_zone, own: parent.own_zone(), locale };
        if line.part == "child" {
            found.insert(key, cards.len());
            cards.push(line.card(place)?);
        } else if let Some(card) = found.get(&key).and_then(|index| cards.get_mut(*index)) {
            line.add(card, now, reader)?;
        }
    }
    for card in &mut cards {
        card.marks.reverse();
    }
    Ok(cards)
}

impl Line {
    fn card(self, place: &Place) -> Result<ChildCard> {
        let right = |bit: i64| self.amount & bit != 0;
        let rights = Rights {
            timetable: right(1) && place.shows(Permission::ChildrenTimetable),
            attendance: right(2) && place.shows(Permission::ChildrenAttendance),
            performance: self.most == 1,
            fees: right(4),
            contact_teachers: right(8) && place.shows(Permission::TeachersContact),
        };
        Ok(ChildCard {
            child_id: self.child_id,
            relation: self.id.parse().map_err(|_| anyhow::anyhow!("a relation"))?,
            name: self.name,
            slug: place.slug.clone(),
            school: place.name.clone(),
            rights,
            classes: Vec::new(),
            courses: Vec::new(),
            tasks: Vec::new(),
            marks: Vec::new(),
        })
    }

    fn add(self, card: &mut ChildCard, now: At, reader: Reader<'_>) -> Result<()> {
        let at = self.at.unwrap_or_default();
        let id = || self.id.parse().map_err(anyhow::Error::from);
        match self.part.as_str() {
            "class" => card.classes.push(self.name),
            "course" => card.courses.push(self.name),
            "task" => card.tasks.push(ChildTask {
                id: id()?,
                state: card.rights.performance.then(|| state(self.amount > 0, self.amount == 2, at, now)),
                due: reader.when(at),
                title: self.name,
                course: self.note,
            }),
            _ => card.marks.push(ChildMark {
                id: id()?,
                marks: Marks(self.amount),
                points: Marks(self.most),
                marked: reader.when(at),
                title: self.name,
                course: self.note,
            }),
        }
        Ok(())
    }
}

fn state(handed_in: bool, late: bool, due: At, now: At) -> TaskState {
    match (handed_in, late) {
        (true, true) => TaskState::HandedInLate,
        (true, false) => TaskState::HandedIn,
        (false, _) if due < now => TaskState::Overdue,
        (false, _) => TaskState::ToDo,
    }
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    name: String,
    relation: Relation,
    #[sqlx(flatten)]
    rights: Rights,
}

/// One child of the caller's in this school, with its courses.
///
/// # Errors
/// `NotFound` for everybody who is not linked to the child now.
pub async fn show(scope: &Scope, child: UserId) -> Result<ChildPage> {
    if !counts(&scope.me, &scope.place) {
        return Err(Error::NotFound.into());
    }
    let link: Option<LinkRow> = scope
        .db
        .maybe(
            sql!(
                "select u.name, g.relation, g.timetable, g.attendance, g.performance, g.fees, g.contact_teachers
                 from guardians g
                 join memberships p on p.school_id = g.school_id and p.user_id = g.parent_id
                   and p.status = 'active' and p.role <> 'student'
                 join memberships c on c.school_id = g.school_id and c.user_id = g.child_id
                   and c.status = 'active' and c.role = 'student'
                 join users u on u.id = g.child_id
                 where g.school_id = $1 and g.parent_id = $2 and g.child_id = $3"
            ),
            args![scope.school_id(), scope.user_id(), child],
        )
        .await?;
    let link = link.ok_or(Error::NotFound)?;
    let rights = Rights {
        timetable: link.rights.timetable && scope.place.shows(Permission::ChildrenTimetable),
        attendance: link.rights.attendance && scope.place.shows(Permission::ChildrenAttendance),
        performance: link.rights.performance && scope.place.shows(Permission::ChildrenPerformance),
        fees: link.rights.fees,
        contact_teachers: link.rights.contact_teachers && scope.place.shows(Permission::TeachersContact),
    };
    let mut courses = courses(scope, child, rights.contact_teachers).await?;
    for row in assignments::all(scope, child, rights.performance).await? {
        if let Some(course) = courses.iter_mut().find(|course| course.id == row.course_id) {
            course.assignments.push(row.assignment(scope, rights.performance));
        }
    }
    Ok(ChildPage {
        name: link.name,
        school: scope.place.name.clone(),
        relation: link.relation,
        rights,
        classes: classes(scope, child).await?,
        courses,
    })
}

async fn classes(scope: &Scope, child: UserId) -> Result<Vec<String>> {
    let names: Vec<(String,)> = scope
        .db
        .all(
            sql!(
                "select g.name from class_members o
                 join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                 where o.school_id = $1 and o.user_id = $2 and o.role = 'student' and g.archived_at is null
                 order by g.name_key, g.id"
            ),
            args![scope.school_id(), child],
        )
        .await?;
    Ok(names.into_iter().map(|(name,)| name).collect())
}

#[derive(sqlx::FromRow)]
struct CourseRow {
    id: CourseId,
    title: String,
    teacher: Option<String>,
    email: Option<String>,
}

/// The child's courses; with the teachers of the child's own classes, where the right is given. A mentor is none of them.
async fn courses(scope: &Scope, child: UserId, contacts: bool) -> Result<Vec<ChildCourse>> {
    let rows: Vec<CourseRow> = scope
        .db
        .all(
            sql!(
                "select c.id, c.title, t.name as teacher, t.email
                 from enrollments e
                 join courses c on c.school_id = e.school_id and c.id = e.course_id
                 left join memberships m on $3 and m.school_id = c.school_id and m.status = 'active' and m.role <> 'mentor'
                   and (m.user_id = c.teacher_id or exists (
                          select 1 from course_classes k
                          join class_members own on own.school_id = k.school_id and own.class_id = k.class_id
                            and own.user_id = e.user_id
                          join class_members o on o.school_id = k.school_id and o.class_id = k.class_id
                            and o.user_id = m.user_id and o.role = 'teacher'
                          where k.school_id = c.school_id and k.course_id = c.id))
                 left join users t on t.id = m.user_id
                 where e.school_id = $1 and e.user_id = $2
                   and exists (select 1 from course_classes cc
                               join class_members o on o.school_id = cc.school_id and o.class_id = cc.class_id
                               where cc.school_id = e.school_id and cc.course_id = e.course_id and o.user_id = e.user_id)
                 order by c.title_key, c.id, t.name_key nulls last, t.id"
            ),
            args![scope.school_id(), child, contacts],
        )
        .await?;
    let mut courses: Vec<ChildCourse> = Vec::new();
    for CourseRow { id, title, teacher, email } in rows {
        let teacher = teacher.zip(email).map(|(name, email)| TeacherContact { name, email });
        match courses.last_mut().filter(|course| course.id == id) {
            Some(course) => course.teachers.extend(teacher),
            None => courses.push(ChildCourse { id, title, teachers: teacher.into_iter().collect(), assignments: Vec::new() }),
        }
    }
    Ok(courses)
}
