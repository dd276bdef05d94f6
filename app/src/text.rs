//! The way every text takes to the page.

use std::fmt::Display;

use model::{Error, Key, Problem};

/// A text in the reader's language.
pub fn t(key: Key) -> &'static str {
    key.english
}

/// A text with values in the place of its `{names}`.
pub fn tf(key: Key, values: &[(&str, &dyn Display)]) -> String {
    model::text::fill(t(key), values)
}

/// The sentence for what is wrong with a field.
pub fn problem(problem: Problem) -> String {
    let (key, number) = problem.text();
    match number {
        Some(n) => tf(key, &[("n", &n)]),
        None => t(key).to_owned(),
    }
}

/// The heading and the sentence of an error as a whole.
pub fn error(error: &Error) -> (&'static str, String) {
    use model::text::errors as e;
    match error {
        Error::Unauthorized => (t(e::UNAUTHORIZED), t(e::UNAUTHORIZED_HINT).to_owned()),
        Error::Forbidden => (t(e::FORBIDDEN), t(e::FORBIDDEN_HINT).to_owned()),
        Error::NotFound => (t(e::NOT_FOUND), t(e::NOT_FOUND_HINT).to_owned()),
        Error::Invalid(fields) => (t(e::INVALID), fields.first().map(|it| problem(it.problem)).unwrap_or_default()),
        Error::Conflict(it) => (t(e::CONFLICT), problem(*it)),
        Error::TooMany(seconds) => (t(e::TOO_MANY), tf(e::TOO_MANY_HINT, &[("seconds", seconds)])),
        Error::Unavailable => (t(e::UNAVAILABLE), t(e::UNAVAILABLE_HINT).to_owned()),
        Error::Malformed => (t(e::MALFORMED), t(e::MALFORMED_HINT).to_owned()),
        Error::Internal(reference) if reference.is_empty() => (t(e::INTERNAL), t(e::INTERNAL_HINT_BARE).to_owned()),
        Error::Internal(reference) => (t(e::INTERNAL), tf(e::INTERNAL_HINT, &[("reference", reference)])),
    }
}
