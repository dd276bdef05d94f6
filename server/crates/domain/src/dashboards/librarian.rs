//! The librarian's: how many may borrow, who came to whom a card is due, who left and may have something to give back.

use model::dashboards::LibrarianBoard;
use store::{args, sql};

use super::Part;
use super::moves::{LATELY, SHOWN, came, left};
use crate::{Result, Scope};

pub(super) async fn board(scope: &Scope) -> Result<LibrarianBoard> {
    let reader = scope.reader();
    let mut board = LibrarianBoard::default();
    for part in parts(scope).await? {
        match part.part.as_str() {
            "people" => (board.students, board.staff) = (part.amount, part.most),
            "came" => part.moved(scope, true)?.join(&mut board.came, &reader)?,
            _ => part.moved(scope, true)?.join(&mut board.left, &reader)?,
        }
    }
    Ok(board)
}

async fn parts(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (
                   select cast('people' as text) as part, cast('' as text) as id, cast('' as text) as name,
                          cast('' as text) as note,
                          cast(coalesce(sum(case when p.role = 'student' then 1 else 0 end), 0) as bigint) as amount,
                          cast(coalesce(sum(case when p.role in ('student', 'parent') then 0 else 1 end), 0) as bigint) as most,
                          cast(null as bigint) as at, cast('' as text) as place
                   from memberships p where p.school_id = $1 and p.status = 'active' and p.search_key <> ''
                   union all ",
                came!("c.role <> 'parent'"),
                " union all ",
                left!("c.role <> 'parent'"),
                "
                 ) as parts order by part, at desc nulls last, place, id"
            )),
            args![scope.school_id(), scope.now.plus_days(-LATELY), SHOWN],
        )
        .await?)
}
