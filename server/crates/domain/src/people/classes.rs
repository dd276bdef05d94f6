//! Looking for one class among many: the one people are narrowed to, or invited into.

use model::Permission;
use model::ids::ClassId;
use model::people::ClassChoice;
use store::{Arg, args, sql};

use crate::{Result, Scope, bounds, names, search};

/// Classes that are found for some words.
const FOUND: i64 = 20;

/// The classes in use whose names hold the words, those that begin so first; without words the first by name.
///
/// # Errors
/// `Forbidden` for those who neither read nor manage members.
pub async fn classes(scope: &Scope, words: &str) -> Result<Vec<ClassChoice>> {
    if !scope.can(Permission::MembersManage) {
        scope.require(Permission::MembersRead)?;
    }
    let key = names::key(words);
    let mut wanted = args![scope.school_id(), scope.people_reach()];
    wanted.extend(search::words(words).map(Arg::from));
    wanted.extend(args![search::beginning(&key), FOUND]);
    let mut rows: Vec<(ClassId, String)> = scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name from class_groups g where g.school_id = $1 and g.archived_at is null and ",
                bounds::class!("g.id", "$2"),
                " and ",
                search::fits!("$3", "$4", "$5", "$6", "g.name_key"),
                " order by case when g.name_key like $7 escape '~' then 0 else 1 end, g.name_key, g.id limit $8"
            )),
            wanted,
        )
        .await?;
    rows.sort_by_cached_key(|(_, name)| (!names::key(name).starts_with(&key), folding::order(name)));
    Ok(rows.into_iter().map(|(id, name)| ClassChoice { id, name }).collect())
}
