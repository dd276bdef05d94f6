//! A form sent twice. The second of two clicks is answered with what the first one made, and nothing is made again:
//! each verb that makes something locks a row both clicks wait at, and then looks for a twin no older than this.

use model::At;

/// Seconds in which the same form from the same person is a double click, not a second wish.
const SECONDS: i64 = 60;

/// Since when the same form is a double click.
pub(crate) fn since(now: At) -> At {
    now.plus_seconds(-SECONDS)
}
