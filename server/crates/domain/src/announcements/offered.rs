//! The classes that somebody may address: offered in the form, and found by their names where they are too many for that.

use model::announcements::{AnnouncementForm, Audience, Written};
use model::ids::ClassId;
use model::{Error, Permission, Problem, limits};
use store::{args, list, sql};

use crate::{Result, Scope, bounds, names};

/// Names of no class that are told: when these are put right, the next ones are.
const TOLD: usize = 5;

/// The class `g` may be addressed by `$2`, who reaches `$3` and, by `$4`, may write at all.
macro_rules! open {
    () => {
        concat!(
            "g.school_id = $1 and g.archived_at is null and $4 and (",
            bounds::class!("g.id", "$3"),
            " or exists (select 1 from class_members m where m.school_id = g.school_id and m.class_id = g.id
                         and m.user_id = $2 and m.role = 'teacher'))"
        )
    };
}

/// All of them, by name.
pub(super) async fn classes(scope: &Scope) -> Result<Vec<(ClassId, String)>> {
    let mut classes: Vec<(ClassId, String)> = scope
        .db
        .all(
            sql!(concat!("select g.id, g.name from class_groups g where ", open!(), " order by g.name_key, g.id")),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), scope.can(Permission::AnnouncementsWrite)],
        )
        .await?;
    names::sort(&mut classes, |(_, name)| name.as_str());
    Ok(classes)
}

/// The form, with the classes that were named among those that were ticked.
///
/// # Errors
/// `Invalid`, also for names of no class that may be addressed, or of several; it tells the first of them.
pub(super) async fn read(scope: &Scope, form: &AnnouncementForm) -> Result<Written> {
    let mut written = form.validate()?;
    if written.audience != Audience::Classes {
        return Ok(written);
    }
    let wanted: Vec<(&str, String)> = form.named_classes().map(|name| (name, names::key(name))).collect();
    if wanted.is_empty() {
        return Ok(written);
    }
    let found: Vec<(ClassId, String)> = scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name_key from class_groups g where ",
                open!(),
                " and g.name_key in (select value from {list $5}) order by g.id"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.class_reach(),
                scope.can(Permission::AnnouncementsWrite),
                list(wanted.iter().map(|(_, key)| key))
            ],
        )
        .await?;
    let mut unknown = Vec::new();
    for (name, key) in &wanted {
        let mut same = found.iter().filter(|(_, it)| it == key).map(|(id, _)| *id);
        match (same.next(), same.next()) {
            (Some(id), None) if written.classes.contains(&id) => {}
            (Some(id), None) => written.classes.push(id),
            _ => unknown.push(*name),
        }
    }
    match unknown.is_empty() {
        true => Ok(written),
        false => Err(Error::clash("class_names", Problem::NoSuchClass, &told(&unknown)).into()),
    }
}

fn told(names: &[&str]) -> String {
    let first = names.iter().take(TOLD).map(|name| name.chars().take(limits::CLASS_NAME).collect::<String>());
    first.collect::<Vec<_>>().join(", ")
}
