//! Who can be linked, looked for by name or username: parents and those who work at the school on the one side, students
//! on the other.

use model::guardians::{FamilyCode, FamilyMember, FamilySide, FoundLinkForm, LinkForm, NewCodeForm};
use model::ids::{FamilyCodeId, UserId};
use model::{Check, Error, Permission, Problem};
use store::{Arg, args, sql};

use super::{codes, link, opens_nothing_new};
use crate::accounts::fold;
use crate::{Result, Scope, bounds, names, search};

/// People that are found for some words.
const FOUND: i64 = 20;

/// The names of the classes in use of a student, in one line, as a column.
macro_rules! classes_of {
    ($school:literal, $user:literal) => {
        concat!(
            "coalesce((select string_agg(cg.name, ', ' order by cg.name_key, cg.id) from class_members o
                       join class_groups cg on cg.school_id = o.school_id and cg.id = o.class_id
                       where o.school_id = ",
            $school,
            " and o.user_id = ",
            $user,
            " and o.role = 'student' and cg.archived_at is null), '')"
        )
    };
}
pub(super) use classes_of;

/// Those of one side whose names or usernames hold the words, who is called just so first; without words the first by
/// name. Who works at the school is found when looked for, as far as the caller reaches.
///
/// # Errors
/// `Forbidden` without `guardians.manage`.
pub async fn find(scope: &Scope, side: FamilySide, words: &str) -> Result<Vec<FamilyMember>> {
    scope.require(Permission::GuardiansManage)?;
    let words = called(words);
    let mut wanted = args![scope.school_id()];
    wanted.extend(search::words(words).map(Arg::from));
    wanted.extend(args![names::key(words), fold(words), FOUND]);
    if side == FamilySide::Child {
        let students = sql!(concat!(
            "select m.user_id, u.name, u.username, ",
            classes_of!("m.school_id", "m.user_id"),
            " as classes
             from memberships m join users u on u.id = m.user_id
             where m.school_id = $1 and m.status = 'active' and m.role = 'student' and ",
            search::fits!("$2", "$3", "$4", "$5", "u.name_key", " or u.username_key"),
            " order by case when u.name_key = $6 or u.username_key = $7 then 0 else 1 end, u.name_key, u.id limit $8"
        ));
        return Ok(scope.db.all(students, wanted).await?);
    }
    let own = if opens_nothing_new(scope.permissions()) { String::new() } else { scope.user_id().to_string() };
    wanted.extend(args![own, scope.people_reach()]);
    let parents = sql!(concat!(
        "select m.user_id, u.name, u.username, cast('' as text) as classes
         from memberships m join users u on u.id = m.user_id
         where m.school_id = $1 and m.status = 'active'
           and (m.role = 'parent'
             or m.role <> 'student' and cast($2 as text) is not null and m.user_id <> $9 and ",
        bounds::person!("m.user_id", "$10"),
        ") and ",
        search::fits!("$2", "$3", "$4", "$5", "u.name_key", " or u.username_key"),
        " order by case when u.name_key = $6 or u.username_key = $7 then 0 else 1 end, u.name_key, u.id limit $8"
    ));
    Ok(scope.db.all(parents, wanted).await?)
}

/// Links two who were looked for.
///
/// # Errors
/// As [`link`]; `Invalid` also for words that do not say who is meant.
pub async fn link_found(scope: &Scope, form: &FoundLinkForm) -> Result<()> {
    scope.require(Permission::GuardiansManage)?;
    let mut check = form.check();
    let parent = meant(scope, FamilySide::Parent, &form.parent, &form.parent_words, &mut check).await?;
    let child = meant(scope, FamilySide::Child, &form.child, &form.child_words, &mut check).await?;
    check.done()?;
    let (Some(parent), Some(child), Some(relation)) = (parent, child, form.relation()) else {
        return Err(Error::NotFound.into());
    };
    link(scope, &LinkForm { parent, child, relation, occupation: form.occupation.clone() }).await
}

/// Makes a code for a child who was looked for; answers it.
///
/// # Errors
/// As [`codes::make`]; `Invalid` for words that do not say who is meant.
pub async fn make_code(scope: &Scope, form: &NewCodeForm, id: FamilyCodeId) -> Result<FamilyCode> {
    scope.require(Permission::GuardiansManage)?;
    let mut check = Check::new();
    let child = meant(scope, FamilySide::Child, &form.child, &form.child_words, &mut check).await?;
    check.done()?;
    codes::make(scope, child.ok_or(Error::NotFound)?, id).await
}

/// Who is meant: the one who was chosen, else the only one who is called what is written. What leads to nobody is noted
/// under the side's field.
async fn meant(scope: &Scope, side: FamilySide, chosen: &str, words: &str, check: &mut Check) -> Result<Option<UserId>> {
    let words = words.trim();
    let problem = if !chosen.is_empty() {
        match chosen.parse() {
            Ok(id) => return Ok(Some(id)),
            Err(_) => Problem::NobodyFound,
        }
    } else if words.is_empty() {
        Problem::Required
    } else {
        let found = find(scope, side, words).await?;
        if let Some(only) = only(&found, words) {
            return Ok(Some(only));
        }
        // A part of one name is no choice either: whoever is linked reads of the child.
        if found.is_empty() { Problem::NobodyFound } else { Problem::SeveralFound }
    };
    check.problem(side.text(), problem);
    Ok(None)
}

fn only(found: &[FamilyMember], words: &str) -> Option<UserId> {
    if let Some(labelled) = found.iter().find(|it| it.label() == words) {
        return Some(labelled.user_id);
    }
    let (name, username) = (names::key(called(words)), fold(called(words)));
    let mut all = found.iter().filter(|it| names::key(&it.name) == name || fold(&it.username) == username);
    all.next().filter(|_| all.next().is_none()).map(|it| it.user_id)
}

/// What is looked for: of a person as they are shown, the username behind the name.
fn called(words: &str) -> &str {
    let words = words.trim();
    words.strip_suffix(')').and_then(|it| it.rsplit_once(" (")).map_or(words, |(_, username)| username)
}
