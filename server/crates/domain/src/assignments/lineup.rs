//! Marking in a row: the attempts of one student, and who stands before and after them.

use model::assignments::{AttemptCard, Lineup, Neighbour};
use model::ids::{AssignmentId, SubmissionId, UserId};
use model::{At, Marks};
use store::{args, sql};

use crate::calendar::Reader;
use crate::classes::members::counts;
use crate::{Result, Scope};

/// An attempt with the marks that hold for it.
#[derive(sqlx::FromRow)]
struct Row {
    id: SubmissionId,
    user_id: UserId,
    student: String,
    attempt: i64,
    submitted_at: At,
    late: bool,
    marks: Option<Marks>,
}

/// All attempts of a student, newest first, and their place among all who handed in, by name, whether they are
/// still enrolled or not. Whose place in the school ended or is suspended is passed over.
pub(super) async fn around(
    scope: &Scope,
    assignment: AssignmentId,
    student: UserId,
    shown: SubmissionId,
) -> Result<(Vec<AttemptCard>, Lineup)> {
    let mut rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select s.id, s.user_id, u.name as student, s.attempt, s.submitted_at, s.late, k.marks
                 from submissions s
                 join users u on u.id = s.user_id
                 left join marks k on k.school_id = s.school_id and k.submission_id = s.id
                   and k.version = (select max(d.version) from marks d
                                    where d.school_id = s.school_id and d.submission_id = s.id)
                 where s.school_id = $1 and s.assignment_id = $2
                   and (s.user_id = $3 or s.attempt = (select max(l.attempt) from submissions l
                                                       where l.school_id = s.school_id
                                                         and l.assignment_id = s.assignment_id and l.user_id = s.user_id)
                        and ",
                counts!("s"),
                ")
                 order by u.name_key, u.id, s.attempt desc, s.id"
            )),
            args![scope.school_id(), assignment, student],
        )
        .await?;
    let attempts = rows.iter().filter(|row| row.user_id == student).map(|row| row.card(scope.reader())).collect();
    rows.dedup_by_key(|row| row.user_id);
    Ok((attempts, line_up(&rows, student, shown)))
}

impl Row {
    fn card(&self, reader: Reader<'_>) -> AttemptCard {
        AttemptCard {
            id: self.id,
            attempt: self.attempt,
            submitted: reader.when(self.submitted_at),
            late: self.late,
            marks: self.marks,
        }
    }

    fn neighbour(&self) -> Neighbour {
        Neighbour { submission_id: self.id, student: self.student.clone() }
    }
}

/// `newest` has the newest attempt of each student.
fn line_up(newest: &[Row], student: UserId, shown: SubmissionId) -> Lineup {
    let place = newest.iter().position(|row| row.user_id == student).unwrap_or(0);
    let (before, from_here) = newest.split_at(place);
    let waits = |row: &&Row| row.marks.is_none() && row.id != shown;
    Lineup {
        place: place as i64 + 1,
        of: newest.len() as i64,
        waiting: newest.iter().filter(|row| row.marks.is_none()).count() as i64,
        previous: before.last().map(Row::neighbour),
        next: from_here.get(1).map(Row::neighbour),
        to_mark: from_here.iter().chain(before).find(waits).map(Row::neighbour),
    }
}
