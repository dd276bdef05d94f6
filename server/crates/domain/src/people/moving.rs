//! From one class to another: one act, and one undo.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::Error;
use model::classes::ClassRole;
use model::ids::{ClassId, SchoolId, UserId};
use model::people::Change;
use store::{args, list, sql};

use super::change::{self, Before, InClass, Member};
use crate::classes::seats;
use crate::courses::left;
use crate::{Result, Scope, Work, announcements};

/// Takes those who are in the one class into the other, as what their role makes of them there, and as what they were where
/// it makes nothing of them; who is there already only leaves. They come before they go, so that nobody leaves a course that both take.
pub(super) async fn move_class(work: &mut Work, scope: &Scope, from: ClassId, to: ClassId, members: &[Member]) -> Result<Before> {
    let school = scope.school_id();
    lock(work, school, [from, to]).await?;
    let in_classes = members.iter().filter(|it| it.joining().is_some());
    let chosen: HashMap<UserId, Option<ClassRole>> = in_classes.map(|it| (it.user_id, it.class_role())).collect();
    let people = change::in_class(work, school, from).await?;
    let removed: Vec<InClass> = people.into_iter().filter(|it| chosen.contains_key(&it.user_id)).collect();
    let there: HashSet<UserId> = change::in_class(work, school, to).await?.into_iter().map(|it| it.user_id).collect();
    let new = removed.iter().filter(|it| !there.contains(&it.user_id));
    let added: Vec<InClass> = new
        .filter_map(|it| {
            let role = chosen.get(&it.user_id)?.unwrap_or(it.role);
            Some(InClass { user_id: it.user_id, role, joined_at: scope.now })
        })
        .collect();
    change::write_class(work, school, to, &added).await?;
    let left = change::leave_class(work, school, from, removed.iter().map(|it| it.user_id)).await?;
    left::remember(work, school, &left).await?;
    let enrolled = change::enroll(work, school, to, &added, scope.now).await?;
    announcements::put_back(work, school, scope.now, removed.iter().map(|it| it.user_id), None).await?;
    Ok(Before { class: Some(from), to: Some(to), added, removed, enrolled, left, ..Before::default() })
}

/// One after the other in their order, so that of two who lock both neither waits for the other for ever.
pub(super) async fn lock(work: &mut Work, school: SchoolId, classes: impl IntoIterator<Item = ClassId>) -> Result<()> {
    for class in classes.into_iter().collect::<BTreeSet<_>>() {
        seats::lock(work, school, class).await?;
    }
    Ok(())
}

/// Whether the school has these classes, and none of them is put away.
pub(super) async fn are_in_use(work: &mut Work, school: SchoolId, classes: &[ClassId]) -> Result<bool> {
    let (in_use,): (i64,) = work
        .tx
        .one(
            sql!(
                "select cast(count(*) as bigint) as in_use from class_groups
                 where school_id = $1 and archived_at is null and id in (select value from {list $2})"
            ),
            args![school, list(classes)],
        )
        .await?;
    Ok(in_use == classes.len() as i64)
}

/// Whether the school has the classes of the act, and none of them is put away.
///
/// # Errors
/// `NotFound` where not.
pub(super) async fn has_classes(work: &mut Work, school: SchoolId, change: Change) -> Result<()> {
    let classes = change.classes();
    if classes.is_empty() || are_in_use(work, school, &classes).await? { Ok(()) } else { Err(Error::NotFound.into()) }
}
