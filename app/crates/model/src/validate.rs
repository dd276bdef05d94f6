//! How forms check themselves: the same code in the browser and on the server.

use std::ops::RangeInclusive;

use crate::{Error, FieldProblem, FileName, Problem, Result, limits};

/// Collects the problems of a form, the first one of each field.
#[derive(Debug, Default)]
pub struct Check(Vec<FieldProblem>);

impl Check {
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a problem unless the field has one already.
    pub fn problem(&mut self, field: &str, problem: Problem) -> &mut Self {
        if !self.0.iter().any(|it| it.field == field) {
            self.0.push(FieldProblem { field: field.to_owned(), problem, file: None });
        }
        self
    }

    /// Notes a problem of one entry of a field that holds a list, and names the entry. Each entry may have its own.
    pub fn entry(&mut self, field: &str, problem: Problem, entry: &str) -> &mut Self {
        let file = Some(FileName { name: entry.to_owned(), bytes: None });
        self.0.push(FieldProblem { field: field.to_owned(), problem, file });
        self
    }

    /// Notes the problem unless `fine`.
    pub fn ensure(&mut self, fine: bool, field: &str, problem: Problem) -> &mut Self {
        if fine { self } else { self.problem(field, problem) }
    }

    /// A text that must be there, trimmed, of at most `most` characters.
    pub fn text(&mut self, field: &str, value: &str, most: usize) -> &mut Self {
        self.ensure(!value.trim().is_empty(), field, Problem::Required).optional(field, value, most)
    }

    /// A text of one line: names, titles. Line breaks and marks that turn the reading direction are refused, since they
    /// would let a name speak for the page or the mail it stands in.
    pub fn line(&mut self, field: &str, value: &str, most: usize) -> &mut Self {
        let odd =
            |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
        self.text(field, value, most).ensure(!value.trim().chars().any(odd), field, Problem::OddCharacter)
    }

    /// A text of one line that may be empty.
    pub fn optional_line(&mut self, field: &str, value: &str, most: usize) -> &mut Self {
        if value.trim().is_empty() { self } else { self.line(field, value, most) }
    }

    /// A text that may be empty.
    pub fn optional(&mut self, field: &str, value: &str, most: usize) -> &mut Self {
        self.ensure(value.trim().chars().count() <= most, field, Problem::TooLong(most)).ensure(
            !value.contains('\0'),
            field,
            Problem::OddCharacter,
        )
    }

    /// The number of characters lies in a range.
    pub fn length(&mut self, field: &str, value: &str, range: RangeInclusive<usize>) -> &mut Self {
        let count = value.chars().count();
        self.ensure(count > 0, field, Problem::Required)
            .ensure(count >= *range.start(), field, Problem::TooShort(*range.start()))
            .ensure(count <= *range.end(), field, Problem::TooLong(*range.end()))
    }

    /// An address that can plausibly receive mail; only a mail sent to it proves more.
    pub fn email(&mut self, field: &str, value: &str) -> &mut Self {
        self.text(field, value, limits::EMAIL).ensure(is_email(value.trim()), field, Problem::NotAnEmail)
    }

    /// The form is right, or an [`Error::Invalid`] with every field that is not.
    ///
    /// # Errors
    /// [`Error::Invalid`].
    pub fn done(&mut self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(std::mem::take(&mut self.0))) }
    }
}

pub(crate) fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else { return false };
    let plain =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | '<' | '>' | '"' | ',' | ';' | '(' | ')' | '\\');
    !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && local.chars().all(plain)
        && is_domain(domain)
}

/// Whether mail can be sent to addresses of this domain, as far as it shows.
pub(crate) fn is_domain(domain: &str) -> bool {
    domain.split('.').count() >= 2
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_receive_mail_are_refused() {
        for wrong in ["", "a", "a@", "@b.c", "a@b", "a b@c.d", "a@b..c", "a@-b.c", "<a@b.c>", "a@b.c\r\nBcc: x@y.z"] {
            assert!(!is_email(wrong), "{wrong}");
        }
        for right in ["ada@lyceum.test", "o'neil+x@uni.example.org", "ü@müller.example"] {
            assert!(is_email(right), "{right}");
        }
    }

    #[test]
    fn a_name_is_one_line_that_reads_in_one_direction() {
        for wrong in ["Ada\nBcc: x", "Ada\u{202e}", "a\u{2066}b"] {
            assert!(Check::new().line("name", wrong, 100).done().is_err(), "{wrong:?}");
        }
        assert!(Check::new().line("name", " Ama ʻŌ مريم ", 100).done().is_ok());
    }

    #[test]
    fn a_field_keeps_its_first_problem() {
        let error = Check::new().text("name", "", 3).text("name", "abcd", 3).done().unwrap_err();
        assert_eq!(error, Error::field("name", Problem::Required));
    }
}
