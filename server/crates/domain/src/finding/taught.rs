//! The students somebody teaches, for those who may not read the list of members.

use model::classes::{ClassRole, PEOPLE_PAGE};
use model::finding::FoundStudent;
use store::sql;

use super::{begins, of_people};
use crate::classes::members::{listed, stands};
use crate::classes::policy;
use crate::{Result, Scope, search};

/// The places `o` of students in the classes that `$2` teaches in the school `$1`, beside the class `g`. A class that is
/// archived is taught no more.
macro_rules! taught {
    () => {
        "from class_members t
         join class_groups g on g.school_id = t.school_id and g.id = t.class_id and g.archived_at is null
         join class_members o on o.school_id = t.school_id and o.class_id = t.class_id and o.role = 'student'
         where t.school_id = $1 and t.user_id = $2 and t.role = 'teacher'"
    };
}

/// Active students whom the words fit, with the class whose page of people lists them: the only one of theirs that a
/// teacher may open. Nobody for those who manage no class of theirs.
///
/// The own classes are found in the index of people's places, and lead to the students' memberships by their key: 2 ms for
/// one who teaches 350 of ten thousand, and 6 ms where SQLite, without statistics, looks through the students by their role.
pub(super) async fn find(scope: &Scope, words: &str) -> Result<Vec<FoundStudent>> {
    if policy::may_manage(scope.permissions(), Some(ClassRole::Teacher)).is_err() {
        return Ok(Vec::new());
    }
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select led.user_id, led.name, led.username, led.classes, led.class_id,
                        (select cast(count(*) / cast($11 as bigint) + 1 as bigint) from class_members k
                         join users n on n.id = k.user_id
                         join memberships p on p.school_id = k.school_id and p.user_id = k.user_id
                         where k.school_id = $1 and k.class_id = led.class_id and ",
                listed!("p", "true"),
                " and (",
                stands!("k", "n"),
                ", n.id) < ('1' || led.name_key, led.user_id)) as page
                 from (select found.user_id, found.search_key, found.place, u.name, u.name_key, u.username,
                              (select string_agg(g.name, ', ' order by g.name_key, g.id) ",
                taught!(),
                " and o.user_id = found.user_id) as classes,
                              (select g.id ",
                taught!(),
                " and o.user_id = found.user_id order by g.name_key, g.id limit 1) as class_id
                       from (select m.user_id, m.search_key,
                                    case when ",
                begins!(),
                " then 0 when cast($10 as text) is not null and m.search_key like $10 escape '~' then 1
                                         when m.search_key like $9 escape '~' then 2 else 3 end as place
                             from (select distinct o.user_id ",
                taught!(),
                ") as own
                             join memberships m on m.school_id = $1 and m.user_id = own.user_id
                             where m.search_key <> '' and m.status = 'active' and m.role = 'student'
                               and (cast($10 as text) is not null and m.search_key like $10 escape '~' or ",
                search::fits!("$3", "$4", "$5", "$6", "m.search_key"),
                ") order by place, m.search_key, m.user_id limit $8) as found
                       join users u on u.id = found.user_id) as led
                 order by led.place, led.search_key, led.user_id"
            )),
            of_people(scope, words, scope.user_id().into(), PEOPLE_PAGE.into()),
        )
        .await?)
}
