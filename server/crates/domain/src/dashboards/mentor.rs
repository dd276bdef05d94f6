//! The mentor's: of whom little is seen, then the students of the own classes, one by one.

use model::dashboards::MentorBoard;
use store::{args, sql};

use super::quiet::{AWAY_DAYS, quiet_students};
use super::{Part, form};
use crate::{Result, Scope};

/// Quiet students in the list.
const SHOWN: i64 = 8;

pub(super) async fn board(scope: &Scope) -> Result<MentorBoard> {
    let form = form::board(scope).await?;
    let mut quiet = Vec::new();
    // Who accompanies nobody has nobody to look for.
    if !form.classes.is_empty() {
        let reader = scope.reader();
        for part in parts(scope).await? {
            quiet.push(part.quiet(&reader)?);
        }
    }
    Ok(MentorBoard { quiet, form })
}

async fn parts(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "with quiet (part, id, name, note, amount, most, at, place) as (",
                quiet_students!(),
                ")
                 select part, id, name, note, amount, most, at from quiet
                 order by amount desc, at nulls first, place, id limit $5"
            )),
            args![scope.school_id(), scope.user_id(), scope.now, scope.now.plus_days(-AWAY_DAYS), SHOWN],
        )
        .await?)
}
