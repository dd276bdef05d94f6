//! Who counts in a class or a course: one condition for every list and every figure.

/// The person of a row (a place in a class or a course, a submission) is an active member of the row's school, and what
/// else is asked of that membership `active`. Whose place ended or is suspended keeps their rows, so that all of it is
/// there when they come back, and is counted nowhere.
macro_rules! counts {
    ($row:literal $(, $and:literal)?) => {
        concat!(
            "exists (select 1 from memberships active
                     where active.school_id = ",
            $row,
            ".school_id and active.user_id = ",
            $row,
            ".user_id and active.status = 'active'"
            $(, $and)?,
            ")"
        )
    };
}

/// The row is that of an active student of the school: staff may look on in a class with a student's place, and hand in
/// nothing.
macro_rules! learns {
    ($row:literal) => {
        $crate::classes::members::counts!($row, " and active.role = 'student'")
    };
}

/// The place in a class is that of somebody who looks after it: of an active member with a teacher's place, and not of a
/// mentor, who accompanies its students from the side of its teachers and can do nothing in it.
macro_rules! looks_after {
    ($place:literal) => {
        concat!(
            "(",
            $place,
            ".role = 'teacher' and ",
            $crate::classes::members::counts!($place, " and active.role <> 'mentor'"),
            ")"
        )
    };
}

/// The person of the membership is listed among the people of a class: who is suspended for those who manage it alone.
macro_rules! listed {
    ($membership:literal, $managed:literal) => {
        concat!("(", $membership, ".status = 'active' or ", $membership, ".suspended_at is not null and ", $managed, ")")
    };
}

/// Where somebody stands among the people of a class: its teachers first, then by name. Of the same place, by their id.
macro_rules! stands {
    ($place:literal, $user:literal) => {
        concat!("case when ", $place, ".role = 'teacher' then '0' else '1' end || ", $user, ".name_key")
    };
}

/// The place in the school was made by asking for a class, and ended while it still waited: whoever it was made for never
/// came, and has not left. Such a place has no instant of an end, as nothing had begun.
macro_rules! never_came {
    ($row:literal) => {
        concat!("(", $row, ".status = 'ended' and ", $row, ".suspended_at is null and ", $row, ".ended_at is null)")
    };
}
pub(crate) use {counts, learns, listed, looks_after, never_came, stands};
