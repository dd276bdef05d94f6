//! Who counts in a class or a course: one condition for every list and every figure.

/// The person of a row (a place in a class or a course, a submission) is an active member of the row's school. Whose place
/// ended or is suspended keeps their rows, so that all of it is there when they come back, and is counted nowhere.
macro_rules! counts {
    ($row:literal) => {
        concat!(
            "exists (select 1 from memberships active
                     where active.school_id = ",
            $row,
            ".school_id and active.user_id = ",
            $row,
            ".user_id and active.status = 'active')"
        )
    };
}
pub(crate) use counts;
