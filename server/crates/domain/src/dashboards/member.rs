//! For those from whom a part of their role was taken: the own classes, and who came lately.

use model::Permission;
use model::dashboards::{ClassLine, MemberBoard};
use store::{args, sql};

use super::Part;
use super::own::own_classes;
use crate::{Result, Scope};

pub(super) async fn board(scope: &Scope) -> Result<MemberBoard> {
    // Nothing leads to a class that they cannot open.
    let classes = if scope.can(Permission::ClassesRead) { classes(scope).await? } else { Vec::new() };
    Ok(MemberBoard { classes, newest: super::school::newest(scope).await? })
}

async fn classes(scope: &Scope) -> Result<Vec<ClassLine>> {
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
    parts.into_iter().map(Part::class).collect()
}
