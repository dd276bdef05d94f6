//! Schools, their people and what they are there.

use std::collections::HashSet;

use model::accounts::UserStatus;
use model::ids::{SchoolId, UserId};
use model::schools::MembershipStatus;
use model::{At, PlatformRole, Role, limits};
use serde_json::json;
use store::{Tx, sql};

use super::dice::Dice;
use super::fill;
use super::hours::{HOMEWORK, SCHOOL};
use super::names::{SCHOOLS, SchoolPlan};
use crate::accounts::fold;
use crate::{Result, names};

/// Days since the platform was founded.
const FOUNDED: i64 = -130;

pub(super) struct Human {
    pub id: UserId,
    pub name: String,
    pub username: String,
    email: String,
    kind: PlatformRole,
    pub joined: At,
}

/// A school with its people.
pub(super) struct School {
    pub plan: &'static SchoolPlan,
    pub id: SchoolId,
    pub founded: At,
    pub admin: Human,
    pub teachers: Vec<Human>,
    pub students: Vec<Human>,
    pub parents: Vec<Human>,
    staff: Vec<(Role, Human)>,
}

impl School {
    /// The first of a role among those with a desk of their own.
    pub fn of(&self, role: Role) -> Option<&Human> {
        self.staff.iter().find(|(of, _)| *of == role).map(|(_, human)| human)
    }
}

/// All the schools, and who looks after them.
pub(super) struct Town {
    pub platform_admin: Human,
    pub schools: Vec<School>,
    /// Those who are in a second school, with their role there.
    guests: Vec<(SchoolId, UserId, Role, At)>,
}

impl Town {
    /// Those of another school who have that role in this one, and since when.
    pub fn guests_of(&self, school: SchoolId, role: Role) -> impl Iterator<Item = (UserId, At)> {
        let here = move |(id, _, of, _): &&(SchoolId, UserId, Role, At)| *id == school && *of == role;
        self.guests.iter().filter(here).map(|(_, user, _, joined)| (*user, *joined))
    }

    pub fn people(&self) -> usize {
        1 + self
            .schools
            .iter()
            .map(|it| 1 + it.teachers.len() + it.students.len() + it.parents.len() + it.staff.len())
            .sum::<usize>()
    }
}

/// Makes people, no two with the same username.
struct Registry<'a> {
    dice: &'a mut Dice,
    taken: HashSet<String>,
}

impl Registry<'_> {
    fn named(&mut self, name: &str, username: Option<String>, domain: &str, kind: PlatformRole, joined: At) -> Human {
        let username = username.unwrap_or_else(|| self.username(name));
        self.taken.insert(username.clone());
        let email = format!("{username}@{domain}");
        Human { id: self.dice.id(joined), name: name.to_owned(), username, email, kind, joined }
    }

    fn anybody(&mut self, plan: &SchoolPlan, username: Option<String>, kind: PlatformRole, joined: At) -> Human {
        let name = format!("{} {}", self.dice.pick(plan.first), self.dice.pick(plan.last));
        let domain = format!("{}.example", plan.slug);
        self.named(&name, username, &domain, kind, joined)
    }

    fn username(&self, name: &str) -> String {
        let base: String = plain(name).chars().take(*limits::USERNAME.end() - 3).collect();
        let numbered = (2..).map(|number| format!("{base}{number}"));
        std::iter::once(base.clone()).chain(numbered).find(|it| !self.taken.contains(it)).unwrap_or(base)
    }
}

/// A name as a username: `Jürgen Weiß` becomes `juergen_weiss`.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().fold(String::new(), |mut out, c| {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'ë' => out.push('e'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            ' ' => out.push('_'),
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ => {}
        }
        out
    })
}

/// The username of the only one of a role: `linden_registrar`; `m_form_teacher` where the whole of it is too long.
fn easy(slug: &str, role: Role) -> String {
    let whole = format!("{slug}_{role}");
    match (limits::USERNAME.contains(&whole.len()), slug.chars().next()) {
        (false, Some(first)) => format!("{first}_{role}"),
        _ => whole,
    }
}

pub(super) fn invent(dice: &mut Dice, now: At) -> Town {
    let founded = now.plus_days(FOUNDED);
    let mut registry = Registry { dice, taken: HashSet::new() };
    let admin = Some("platform_admin".to_owned());
    let platform_admin = registry.named("Nora Whitfield", admin, "lyceum.example", PlatformRole::SuperAdmin, founded);
    let schools: Vec<School> = SCHOOLS.iter().map(|plan| school(&mut registry, plan, now)).collect();
    let mut guest = |human: &Human, school: &School, role: Role, days: i64| {
        (school.id, human.id, role, HOMEWORK.up_to(dice, school.plan.zone, human.joined.plus_days(days)))
    };
    let guests = vec![
        // The university's first teacher also mentors at the company academy.
        guest(&schools[0].teachers[0], &schools[2], Role::Mentor, 9),
        // A teacher of the company studies at the university.
        guest(&schools[2].teachers[1], &schools[0], Role::Student, 12),
        // A parent has children in two schools.
        guest(&schools[1].parents[0], &schools[0], Role::Parent, 20),
    ];
    Town { platform_admin, schools, guests }
}

fn school(registry: &mut Registry<'_>, plan: &'static SchoolPlan, now: At) -> School {
    let founded = SCHOOL.up_to(registry.dice, plan.zone, now.plus_days(FOUNDED + 5));
    let named = |role: &str| Some(format!("{}_{role}", plan.slug));
    let admin = registry.anybody(plan, named("admin"), PlatformRole::SchoolAdmin, founded);
    // The first of each kind has a username that is easy to type.
    let mut many = |count: usize, role: &str, kind: PlatformRole, from: i64, to: i64| -> Vec<Human> {
        (0..count)
            .map(|index| {
                let late = index > 0 && kind == PlatformRole::Student && registry.dice.chance(3);
                let days = if late { registry.dice.between(-6, -1) } else { registry.dice.between(from, to) };
                let joined = HOMEWORK.up_to(registry.dice, plan.zone, now.plus_days(days));
                let username = match index {
                    0 => named(role),
                    // The second teacher has a form of their own.
                    1 if kind == PlatformRole::Teacher => Some(easy(plan.slug, Role::FormTeacher)),
                    _ => None,
                };
                registry.anybody(plan, username, kind, joined)
            })
            .collect()
    };
    let teachers = many(plan.teachers, "teacher", PlatformRole::Teacher, -120, -100);
    let students = many(plan.students, "student", PlatformRole::Student, -95, -78);
    let parents = many(plan.parents, "parent", PlatformRole::Parent, -77, -20);
    let domain = format!("{}.example", plan.slug);
    let staff = plan.staff.iter().map(|(role, name)| {
        let days = registry.dice.between(-120, -110);
        let joined = SCHOOL.up_to(registry.dice, plan.zone, now.plus_days(days));
        (*role, registry.named(name, Some(easy(plan.slug, *role)), &domain, PlatformRole::Staff, joined))
    });
    let staff = staff.collect();
    School { plan, id: registry.dice.id(founded), founded, admin, teachers, students, parents, staff }
}

pub(super) async fn write(tx: &mut Tx, town: &Town, password_hash: &str) -> Result<()> {
    let humans = town.schools.iter().flat_map(|school| {
        let staff = school.staff.iter().map(|(_, human)| human);
        std::iter::once(&school.admin).chain(&school.teachers).chain(&school.students).chain(&school.parents).chain(staff)
    });
    fill(
        tx,
        sql!(
            "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                platform_role, locale, verified_at, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
                    value ->> 8, value ->> 9, value ->> 10, cast(value ->> 11 as bigint), cast(value ->> 12 as bigint)
             from {rows $1}"
        ),
        std::iter::once(&town.platform_admin).chain(humans).map(|human| {
            json!([
                human.id,
                human.username,
                fold(&human.username),
                human.email,
                fold(&human.email),
                human.name,
                names::key(&human.name),
                password_hash,
                UserStatus::Active,
                human.kind,
                "",
                human.joined.plus_minutes(7),
                human.joined
            ])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into schools (id, slug, name, name_key, time_zone, locale, currency, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
                    cast(value ->> 7 as bigint)
             from {rows $1}"
        ),
        town.schools.iter().map(|school| {
            let plan = school.plan;
            json!([school.id, plan.slug, plan.name, fold(plan.name), plan.zone, "en", plan.currency, school.founded])
        }),
    )
    .await?;
    let members = town.schools.iter().flat_map(|school| {
        let of =
            |role: Role, people: &'_ [Human]| people.iter().map(|it| (school.id, it.id, role, it.joined)).collect::<Vec<_>>();
        let mut members = of(Role::SchoolAdmin, std::slice::from_ref(&school.admin));
        let (form, teachers) = school.teachers.split_at(school.teachers.len().min(2));
        members.extend(of(Role::Teacher, &form[..1]));
        members.extend(of(Role::FormTeacher, &form[1..]));
        members.extend(of(Role::Teacher, teachers));
        members.extend(of(Role::Student, &school.students));
        members.extend(of(Role::Parent, &school.parents));
        members.extend(school.staff.iter().map(|(role, it)| (school.id, it.id, *role, it.joined)));
        members
    });
    fill(
        tx,
        sql!(
            "insert into memberships (school_id, user_id, role, status, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint) from {rows $1}"
        ),
        members
            .chain(town.guests.iter().copied())
            .map(|(school, user, role, joined)| json!([school, user, role, MembershipStatus::Active, joined])),
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_username_of_a_role_is_cut() {
        assert_eq!(easy("linden", Role::Registrar), "linden_registrar");
        assert_eq!(easy("meridian", Role::FormTeacher), "m_form_teacher");
        for plan in SCHOOLS {
            for role in Role::ALL {
                let username = easy(plan.slug, *role);
                assert!(limits::USERNAME.contains(&username.len()) && username.ends_with(role.text()), "{username}");
            }
        }
    }
}
