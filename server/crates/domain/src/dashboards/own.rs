//! The own classes: one text for every dashboard that shows them.

/// The first classes of the person `$2` as parts, each with its students and its unread messages: as many as
/// [`model::dashboards::OWN_CLASSES`].
macro_rules! own_classes {
    () => {
        concat!(
            "select * from (
         select cast('class' as text) as part, g.id, g.name, cast('' as text) as note,
                (select cast(count(*) as bigint) from class_members n
                 where n.school_id = g.school_id and n.class_id = g.id and n.role = 'student' and ",
            $crate::classes::members::counts!("n"),
            ") as amount, ",
            $crate::chat::unread::count_new!("coalesce(d.seq, 0)", "$2"),
            " as most, cast(null as bigint) as at, g.name_key as place
         from class_members o
         join class_groups g on g.school_id = o.school_id and g.id = o.class_id
         join rooms r on r.school_id = g.school_id and r.class_id = g.id and r.kind = 'class'
         left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = o.user_id
         where o.school_id = $1 and o.user_id = $2 and g.archived_at is null
         order by g.name_key, g.id limit 12) as few"
        )
    };
}
pub(super) use own_classes;
