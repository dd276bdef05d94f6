//! The way every text takes to the page.

use std::fmt::Display;

use model::device::Device;
use model::text::formats::grouped;
use model::text::problems::Sentence;
use model::{Error, FieldProblem, Key, Plural, Problem};

use crate::caller::language;

/// A text in the reader's language.
pub fn t(key: Key) -> &'static str {
    language().text(key)
}

/// A text with values in the place of its `{names}`.
pub fn tf(key: Key, values: &[(&str, &dyn Display)]) -> String {
    language().fill(key, values)
}

/// A text that counts something, in the form for that number, which stands in it as `{n}`.
pub fn tn(plural: Plural, n: impl Display) -> String {
    tnf(plural, n, &[])
}

/// The same with further values in the place of their `{names}`.
pub fn tnf(plural: Plural, n: impl Display, values: &[(&str, &dyn Display)]) -> String {
    let n = n.to_string();
    let written = grouped(&n);
    language().count(plural, &n, &[&[("n", &written as &dyn Display)], values].concat())
}

/// Several things in one line: "a, b, c".
pub fn list(items: impl IntoIterator<Item = impl Display>) -> String {
    language().list(items)
}

/// All there is of something, in a sentence: "a, b and c".
pub fn whole_list(items: impl IntoIterator<Item = impl Display>) -> String {
    language().whole_list(items)
}

/// What is known of one thing, in a line: "a · b · c".
pub fn facts(items: impl IntoIterator<Item = impl Display>) -> String {
    language().facts(items)
}

/// The sentence for what is wrong with a field.
pub fn problem(problem: Problem) -> String {
    match problem {
        // What has gone is told in the reader's language, too.
        Problem::ClearLacks(going) => tf(model::text::problems::CLEAR_LACKS, &[("what", &t(going.label()))]),
        problem => sentence(&problem.text()),
    }
}

/// The same, naming the file it is about.
pub fn field_problem(it: &FieldProblem) -> String {
    sentence(&it.text())
}

/// A sentence that brings its values, in the reader's language.
pub fn sentence((key, values): &Sentence) -> String {
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    tf(*key, &values)
}

/// The heading and the sentence of an error as a whole.
pub fn error(error: &Error) -> (&'static str, String) {
    use model::text::{errors as e, viewing as v};
    match error {
        Error::Unauthorized => (t(e::UNAUTHORIZED), t(e::UNAUTHORIZED_HINT).to_owned()),
        Error::Forbidden => (t(e::FORBIDDEN), t(e::FORBIDDEN_HINT).to_owned()),
        Error::Beyond => (t(e::BEYOND), t(e::BEYOND_HINT).to_owned()),
        Error::Viewing => (t(v::REFUSED), t(v::REFUSED_HINT).to_owned()),
        Error::Suspended => (t(e::SUSPENDED), t(e::SUSPENDED_HINT).to_owned()),
        Error::NotFound => (t(e::NOT_FOUND), t(e::NOT_FOUND_HINT).to_owned()),
        Error::Invalid(fields) => (t(e::INVALID), fields.first().map(field_problem).unwrap_or_default()),
        Error::Conflict(it) => (t(e::CONFLICT), problem(*it)),
        Error::TooMany(seconds) => (t(e::TOO_MANY), tn(e::TOO_MANY_HINT, seconds)),
        Error::Unavailable => (t(e::UNAVAILABLE), t(e::UNAVAILABLE_HINT).to_owned()),
        Error::Closed(shut) => (t(e::CLOSED), t(shut.hint()).to_owned()),
        Error::Malformed => (t(e::MALFORMED), t(e::MALFORMED_HINT).to_owned()),
        Error::Internal(reference) if reference.is_empty() => (t(e::INTERNAL), t(e::INTERNAL_HINT_BARE).to_owned()),
        Error::Internal(reference) => (t(e::INTERNAL), tf(e::INTERNAL_HINT, &[("reference", reference)])),
    }
}

/// A number with its thousands set apart: `12,345`.
pub fn number(value: i64) -> String {
    grouped(&value.to_string())
}

/// An amount of bytes as people say it: `1.5 MB`, in steps of 1,024.
pub fn size(bytes: i64) -> String {
    language().size(bytes)
}

/// A share of a hundred: `12 %`.
pub fn percent(n: impl Display) -> String {
    language().percent(n)
}

/// How much of the whole it is: `12 %`, or `under 1 %`.
pub fn share(part: i64, whole: i64) -> String {
    language().share(part, whole)
}

/// What people call a device: "Firefox on Windows".
pub fn device(device: Device) -> String {
    use model::text::accounts as a;
    let browser = device.browser.unwrap_or_else(|| t(a::UNKNOWN_BROWSER).to_owned());
    match device.system {
        Some(system) => tf(a::DEVICE, &[("browser", &browser), ("system", &system)]),
        None => browser,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many_and_a_part_of_one_is() {
        use model::text::{assignments as a, classes as c, dashboards as d, errors as e};
        for (n, text) in [(0, "0 students"), (1, "1 student"), (2, "2 students"), (1_234, "1,234 students")] {
            assert_eq!(tn(c::COUNT_STUDENTS, n), text);
        }
        for (points, text) in [(100, "1 point"), (150, "1.5 points"), (2_000, "20 points")] {
            assert_eq!(tn(a::OUT_OF, model::Marks(points)), text);
        }
        assert_eq!(tnf(d::CHAT_OF, 1, &[("class", &"{n}")]), "1 unread message in the chat of {n}");
        assert_eq!(tn(e::TOO_MANY_HINT, 1), "Please wait 1 second and try again.");
        assert_eq!(grouped("-1234567.125"), "-1,234,567.125");
    }

    #[test]
    fn a_device_is_named_as_far_as_it_is_known() {
        let said = |agent: &str| device(Device::of(agent));
        assert_eq!(said("Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox on Windows");
        assert_eq!(said("Mystery/1.0 (Linux)"), "Unknown browser on Linux");
        assert_eq!(said("curl/8"), "Unknown browser");
    }

    #[test]
    fn numbers_and_sizes_are_written_for_people() {
        for (value, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")] {
            assert_eq!(number(value), text);
        }
        for (bytes, text) in [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 kB"), (1_048_576, "1.0 MB"), (1_073_741_800, "1.0 GB")] {
            assert_eq!(size(bytes).replace('\u{a0}', " "), text);
        }
    }
}
