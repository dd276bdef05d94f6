//! What ends the place or the sessions of whoever is asked: it comes last.

use super::{Line, OPEN, PERSON_FN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    // The only admin stays.
    Line("POST /fn/app/pages/me/api/leave_school", "", &[("school", "alpha")], [401, 200, 404, 200, 409]),
    // Nobody has a session after these.
    Line("POST /fn/app/pages/accounts/api/log_out_everywhere", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/accounts/api/log_out", "", &[], OPEN),
];
