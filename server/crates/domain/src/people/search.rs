//! Which members a filter means: one condition for the list, the export and a change of many.

use model::Permission;
use model::people::{Group, NO_CLASS, PeopleFilter};
use store::Arg;

use crate::{Scope, names, search};

/// The condition on `memberships m`: `$1` is the school, `$2` to `$13` come from [`arguments`]. Accounts that are no more
/// have no key; people, classes and departments out of reach are not there, nor is who asked to be let in and never came.
macro_rules! matching {
    () => {
        concat!(
            "m.school_id = $1 and m.search_key <> '' and not ",
            $crate::classes::members::never_came!("m"),
            " and ",
            $crate::bounds::person!("m.user_id", "$10"),
            " and (cast($11 as text) is null or m.user_id in (",
            $crate::bounds::people_of!("h.id = $11 and (cast($10 as text) = '*' or h.head_id = $10)"),
            "))
             and (cast($2 as text) is null or m.role = $2)
             and (cast($12 as text) is null
                  or $12 = 'teaching' and m.role in ('teacher', 'form_teacher')
                  or $12 = 'staff' and m.role not in ('student', 'parent')
                  or $12 = 'unproven' and exists (select 1 from users n where n.id = m.user_id and n.verified_at is null))
             and (cast($13 as bigint) is null or m.created_at >= $13)
             and (cast($3 as text) is null or case when m.suspended_at is not null then 'suspended' else m.status end = $3)
             and (cast($4 as text) is null
                  or $4 = 'none' and not exists (
                    select 1 from class_members o
                    join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                    where o.school_id = $1 and o.user_id = m.user_id and g.archived_at is null)
                  or m.user_id in (select k.user_id from class_members k
                  where k.school_id = $1 and k.class_id in (
                    select g.id from class_groups g
                    where g.school_id = $1 and $4 <> 'none'
                      and (g.id = $4 or g.name_key = $4 and g.archived_at is null)) and ",
            $crate::bounds::class!("k.class_id", "$10"),
            "))
             and ",
            // Words of the name, the username and the number; of the e-mail too until the place ends.
            $crate::search::fits!(
                "$5",
                "$6",
                "$7",
                "$8",
                "m.search_key",
                " or $9 and (m.status <> 'ended' or m.suspended_at is not null) and m.email_key"
            )
        )
    };
}
pub(super) use matching;

/// Whether the arguments of [`matching`] leave nobody of the school out: to count them no argument needs to be looked at.
macro_rules! everybody {
    () => {
        "(cast($10 as text) = '*'
          and coalesce(cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as text), cast($6 as text),
                       cast($7 as text), cast($8 as text), cast($11 as text), cast($12 as text)) is null
          and cast($13 as bigint) is null)"
    };
}
pub(super) use everybody;

/// The arguments of [`matching`]. E-mails are searched, and those not proven found, for those who may see them.
pub(super) fn arguments(scope: &Scope, filter: &PeopleFilter) -> Vec<Arg> {
    let no_class = || filter.in_no_class().then(|| NO_CLASS.to_owned());
    let manages = scope.can(Permission::MembersManage);
    let group = filter.group().filter(|group| manages || *group != Group::Unproven);
    let since = group.and_then(Group::days).map(|days| scope.now.plus_days(-days));
    let group = group.filter(|group| group.days().is_none()).map(|group| group.text().to_owned());
    let mut arguments = store::args![
        scope.school_id(),
        filter.role().map(|role| role.text().to_owned()),
        filter.standing().map(|standing| standing.text().to_owned()),
        filter.class().map(|class| class.to_string()).or_else(|| filter.class_name().map(names::key)).or_else(no_class),
    ];
    arguments.extend(search::words(&filter.q).map(Arg::from));
    arguments.extend(store::args![manages, scope.people_reach(), filter.department(), group, since]);
    arguments
}
