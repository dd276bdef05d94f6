//! For every other role: the own classes, and who came lately.

use model::dashboards::MemberBoard;
use store::{args, sql};

use super::Part;
use super::own::own_classes;
use crate::{Result, Scope};

pub(super) async fn board(scope: &Scope) -> Result<MemberBoard> {
    let parts: Vec<Part> = scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (",
                own_classes!(),
                ") as own order by place, id limit 40"
            )),
            args![scope.school_id(), scope.user_id()],
        )
        .await?;
    let classes = parts.into_iter().map(Part::class).collect::<Result<_>>()?;
    Ok(MemberBoard { classes, newest: super::school::newest(scope).await? })
}
