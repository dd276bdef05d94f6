//! The one place that reads the clock; everything else takes the instant as an argument.

use model::At;

/// The present instant, in milliseconds since 1970 UTC.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> At {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    At(since.as_millis() as i64)
}
