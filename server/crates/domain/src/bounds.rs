//! How far somebody's role reaches among the classes and people of a school: to all of them, or to the departments they
//! head (product.md section 5). A department's people are those who work in it and those of its classes.
//!
//! A reach is one argument of a statement: `*` for all, the id of who heads, or nothing. The conditions below read it;
//! in each of them `$1` is the school.

#[cfg(test)]
mod tests;

use model::{Permission, Role};

use crate::Scope;

const ALL: &str = "*";

impl Scope {
    /// Whether their role ends at the departments they head. It does not for those who were given every class.
    pub(crate) fn is_bounded(&self) -> bool {
        self.role() == Role::DepartmentHead && !self.can(Permission::ClassesReadAll)
    }

    /// The classes they reach beyond those they are in.
    pub(crate) fn class_reach(&self) -> String {
        if self.can(Permission::ClassesReadAll) { ALL.to_owned() } else { self.headed_classes() }
    }

    /// The classes of the departments they head, where their role ends there.
    pub(crate) fn headed_classes(&self) -> String {
        if self.is_bounded() { self.user_id().to_string() } else { String::new() }
    }

    /// The people they reach, as far as they may read of people at all.
    pub(crate) fn people_reach(&self) -> String {
        if self.is_bounded() { self.user_id().to_string() } else { ALL.to_owned() }
    }
}

/// The class with that id is in reach.
macro_rules! class {
    ($id:literal, $reach:literal) => {
        concat!(
            "(cast(",
            $reach,
            " as text) = '*' or exists (
               select 1 from class_departments hc
               join departments h on h.school_id = hc.school_id and h.id = hc.department_id
               where hc.school_id = $1 and hc.class_id = ",
            $id,
            " and h.head_id = ",
            $reach,
            "))"
        )
    };
}

/// The course with that id is taught to a class in reach.
macro_rules! course {
    ($id:literal, $reach:literal) => {
        concat!(
            "(cast(",
            $reach,
            " as text) = '*' or exists (
               select 1 from course_classes hk
               join class_departments hc on hc.school_id = hk.school_id and hc.class_id = hk.class_id
               join departments h on h.school_id = hc.school_id and h.id = hc.department_id
               where hk.school_id = $1 and hk.course_id = ",
            $id,
            " and h.head_id = ",
            $reach,
            "))"
        )
    };
}

/// The people of the departments `h` that are meant: who work there, and those of their classes.
macro_rules! people_of {
    ($($meant:literal),+) => {
        concat!(
            "select hm.user_id from departments h
             join department_members hm on hm.school_id = h.school_id and hm.department_id = h.id
             where h.school_id = $1 and ",
            $($meant,)+
            " union
             select hm.user_id from departments h
             join class_departments hc on hc.school_id = h.school_id and hc.department_id = h.id
             join class_members hm on hm.school_id = hc.school_id and hm.class_id = hc.class_id
             where h.school_id = $1 and "
            $(, $meant)+
        )
    };
}

/// The person with that id is in reach; oneself always is, and so are those of the classes one teaches.
macro_rules! person {
    ($id:literal, $reach:literal) => {
        concat!(
            "(cast(",
            $reach,
            " as text) = '*' or ",
            $id,
            " = ",
            $reach,
            " or ",
            $id,
            " in (",
            $crate::bounds::people_of!("h.head_id = ", $reach),
            " union
               select hm.user_id from class_members ht
               join class_members hm on hm.school_id = ht.school_id and hm.class_id = ht.class_id
               where ht.school_id = $1 and ht.role = 'teacher' and ht.user_id = ",
            $reach,
            "))"
        )
    };
}

/// The person with that id teaches the course `c`: it is theirs, or taught to a class they teach. With a reach also
/// whoever reaches the course by it, as its teachers do.
macro_rules! teaches {
    ($person:literal) => {
        concat!(
            "(c.teacher_id = ",
            $person,
            " or exists (
               select 1 from course_classes hk
               join class_members ht on ht.school_id = hk.school_id and ht.class_id = hk.class_id
               where hk.school_id = c.school_id and hk.course_id = c.id and ht.role = 'teacher' and ht.user_id = ",
            $person,
            "))"
        )
    };
    ($person:literal, $reach:literal) => {
        concat!("(", $crate::bounds::teaches!($person), " or ", $crate::bounds::course!("c.id", $reach), ")")
    };
}

pub(crate) use {class, course, people_of, person, teaches};
