//! Whom an announcement `a` is for: the one place where that is said, for every list, page, receipt and mail.

/// It is out at the instant of that argument.
macro_rules! out {
    ($now:literal) => {
        concat!(
            "a.publish_at is not null and a.publish_at <= ",
            $now,
            " and a.withdrawn_at is null and (a.until_at is null or a.until_at > ",
            $now,
            ")"
        )
    };
}

/// It addresses this person with this role: of a class its people, and those its students are linked to who may hear from
/// their teachers; of the parents also those who have a child at the school and another role. That they are an active
/// member is for the caller to see to, and whether their children count: see [`crate::Scope::guardian`].
macro_rules! meant {
    ($user:literal, $role:literal, $guardian:literal) => {
        concat!(
            "(a.audience = 'school'
              or a.audience = 'roles' and exists (
                   select 1 from announcement_roles ar
                   where ar.school_id = a.school_id and ar.announcement_id = a.id and ar.role = ",
            $role,
            ") or a.audience = 'roles' and ",
            $role,
            " <> 'student' and exists (
                   select 1 from announcement_roles ar
                   join guardians ag on ag.school_id = ar.school_id
                   join memberships ah on ah.school_id = ag.school_id and ah.user_id = ag.child_id
                                       and ah.status = 'active' and ah.role = 'student'
                   where ar.school_id = a.school_id and ar.announcement_id = a.id and ar.role = 'parent' and ag.parent_id = ",
            $guardian,
            ") or a.audience = 'classes' and exists (
                   select 1 from announcement_classes ac
                   join class_members am on am.school_id = ac.school_id and am.class_id = ac.class_id
                   where ac.school_id = a.school_id and ac.announcement_id = a.id and am.user_id = ",
            $user,
            " and ",
            $role,
            " <> 'parent')
              or a.audience = 'classes' and a.for_parents and ",
            $role,
            " <> 'student' and exists (
                   select 1 from announcement_classes ac
                   join class_members am on am.school_id = ac.school_id and am.class_id = ac.class_id and am.role = 'student'
                   join memberships ah on ah.school_id = am.school_id and ah.user_id = am.user_id
                                       and ah.status = 'active' and ah.role = 'student'
                   join guardians ag on ag.school_id = am.school_id and ag.child_id = am.user_id and ag.contact_teachers
                   where ac.school_id = a.school_id and ac.announcement_id = a.id and ag.parent_id = ",
            $guardian,
            "))"
        )
    };
}

/// Its readers: active members it addresses, without who wrote it. `$1` is the school, `$2` the announcement.
macro_rules! readers {
    () => {
        concat!(
            "announcements a
             join memberships p on p.school_id = a.school_id and p.status = 'active' and p.user_id <> a.author_id
             join users u on u.id = p.user_id
             where a.school_id = $1 and a.id = $2 and ",
            $crate::announcements::meant!("p.user_id", "p.role", "p.user_id")
        )
    };
}

/// The roles and the names of the classes, as two columns.
macro_rules! names {
    () => {
        "(select string_agg(ar.role, ' ' order by ar.role) from announcement_roles ar
          where ar.school_id = a.school_id and ar.announcement_id = a.id) as roles,
         (select string_agg(g.name, ', ' order by g.name_key, g.id) from announcement_classes ac
          join class_groups g on g.school_id = ac.school_id and g.id = ac.class_id
          where ac.school_id = a.school_id and ac.announcement_id = a.id) as classes"
    };
}

pub(crate) use {meant, names, out, readers};
