//! Who came to the school and who left it lately, for those who have something to give them or to ask back.

use model::Role;

use super::Part;
use crate::{Result, Scope};

/// Days that count as lately.
pub(super) const LATELY: i64 = 30;
/// People in either list.
pub(super) const SHOWN: i64 = 8;

/// The members who came since `$2` as parts, the first `$3` of them; the note is their role, and their number or username.
/// `$who` is the condition on them, whose row is `c`.
macro_rules! came {
    ($who:literal) => {
        concat!(
            "select 'came', m.user_id, u.name, m.role || ' ' || case when m.number <> '' then m.number else u.username end,
                0, m.held, m.created_at, u.name_key
         from (select c.user_id, c.role, c.number, c.created_at, count(*) over () as held
               from memberships c
               where c.school_id = $1 and c.status = 'active' and c.search_key <> '' and c.created_at >= $2 and ",
            $who,
            "
               order by c.created_at desc, c.user_id desc limit $3) as m
         join users u on u.id = m.user_id"
        )
    };
}

/// The same of those whose place ended since then. Who asked to be let in and was declined never came, and whose place is
/// suspended has not left.
macro_rules! left {
    ($who:literal) => {
        concat!(
            "select 'left', m.user_id, u.name, m.role || ' ' || case when m.number <> '' then m.number else u.username end,
                0, m.held, m.ended_at, u.name_key
         from (select c.user_id, c.role, c.number, c.ended_at, count(*) over () as held
               from memberships c
               where c.school_id = $1 and c.status = 'ended' and c.suspended_at is null and c.search_key <> ''
                 and c.ended_at >= $2 and ",
            $who,
            "
               order by c.ended_at desc, c.user_id desc limit $3) as m
         join users u on u.id = m.user_id"
        )
    };
}
pub(super) use {came, left};

impl Part {
    /// Somebody who came or left: the note without the role, or with it in words.
    pub(super) fn moved(mut self, scope: &Scope, with_role: bool) -> Result<Part> {
        let (role, number) = self.note.split_once(' ').unwrap_or_default();
        let role: Role = role.parse().map_err(anyhow::Error::from)?;
        let label = scope.reader().language().text(role.label_in(scope.place.teacher_label));
        self.note = if with_role { format!("{label} · {number}") } else { number.to_owned() };
        Ok(self)
    }
}
