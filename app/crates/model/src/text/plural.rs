//! Texts that count something: their form follows the number, in each language by rules of its own.

use super::Key;

/// The plural categories of Unicode (UTS 35, CLDR). A language uses some of them; `Other` all do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Form {
    pub const ALL: [Form; 6] = [Form::Zero, Form::One, Form::Two, Form::Few, Form::Many, Form::Other];

    /// What a catalogue writes after the name of the text and a dot.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Zero => "zero",
            Form::One => "one",
            Form::Two => "two",
            Form::Few => "few",
            Form::Many => "many",
            Form::Other => "other",
        }
    }
}

/// A text in the forms English has. A catalogue of a language with more adds its own under the same name, as in
/// `COUNT_STUDENTS.few`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural {
    pub one: Key,
    pub other: Key,
}

impl Plural {
    /// The English text of a form.
    pub const fn english(self, form: Form) -> Key {
        match form {
            Form::One => self.one,
            _ => self.other,
        }
    }
}

/// The form that a number takes in a language, by the CLDR rules for cardinals. They look at the number as it is
/// written: "1 point", but "1.5 points".
pub fn form(language: &str, number: &str) -> Form {
    let (whole, decimals) = number.trim_start_matches('-').split_once('.').unwrap_or((number.trim_start_matches('-'), ""));
    let n: Option<u64> = if decimals.is_empty() { whole.parse().ok() } else { None };
    match (language, n) {
        ("ar", Some(0)) => Form::Zero,
        ("ar", Some(2)) => Form::Two,
        ("ar", Some(n)) if (3..=10).contains(&(n % 100)) => Form::Few,
        ("ar", Some(n)) if n % 100 >= 11 => Form::Many,
        (_, Some(1)) => Form::One,
        _ => Form::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::classes::COUNT_STUDENTS;

    #[test]
    fn a_number_takes_the_form_of_its_language() {
        use Form::{Few, Many, One, Other, Two, Zero};
        for (number, english, arabic) in [
            ("0", Other, Zero),
            ("1", One, One),
            ("-1", One, One),
            ("2", Other, Two),
            ("7", Other, Few),
            ("11", Other, Many),
            ("100", Other, Other),
            ("101", Other, Other),
            ("103", Other, Few),
            ("1.5", Other, Other),
            ("1.0", Other, Other),
            ("99999999999999999999999", Other, Other),
        ] {
            assert_eq!((form("en", number), form("ar", number)), (english, arabic), "{number}");
        }
    }

    #[test]
    fn a_catalogue_finds_each_form_under_a_name_of_its_own() {
        assert_eq!((COUNT_STUDENTS.one.id, COUNT_STUDENTS.other.id), ("COUNT_STUDENTS.one", "COUNT_STUDENTS.other"));
        for key in [COUNT_STUDENTS.one, COUNT_STUDENTS.other] {
            assert!(crate::text::classes::ALL.contains(&key), "{key:?}");
        }
        assert_eq!(COUNT_STUDENTS.english(Form::Few), COUNT_STUDENTS.other);
    }
}
