//! The settings of a school (product.md section 4), a file a page. All of them ask for `school.settings`; every change
//! is audited with what was there before and after, and one that changes nothing is not written.

pub mod brand;
pub mod calendar;
pub mod departments;
pub mod features;
pub mod general;
pub mod grades;
pub mod holidays;
pub mod storage;
pub mod terms;
#[cfg(test)]
mod tests;

use model::{Error, Id};
use serde_json::{Value, json};
use store::{args, sql};

use crate::schools::admins::lock;
use crate::{Result, Scope, Work, twice};

/// What a change writes into the audit log.
fn change(before: Value, after: Value) -> Value {
    json!({ "before": before, "after": after })
}

/// For a thing that is not there: the second of two clicks that removed it is answered like the first.
async fn removed<T>(work: &mut Work, scope: &Scope, action: &str, id: Id<T>) -> Result<()> {
    let (just_now,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from audit where school_id = $1 and at > $2 and action = $3 and subject = $4
                                and actor_id = $5) as just_now"
            ),
            args![scope.school_id(), twice::since(scope.now), action, id, scope.user_id()],
        )
        .await?;
    if just_now { Ok(()) } else { Err(Error::NotFound.into()) }
}
