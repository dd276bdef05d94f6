//! What a reader reads: a language with its texts. English stands in the program, and in the place of what is missing.

use std::fmt::Display;

use super::{Catalogue, Key, Plural, fill, form, formats, led, put};
use crate::Locale;

/// A language and its texts. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    locale: Locale,
    catalogue: Option<&'static Catalogue>,
}

impl Language {
    pub const ENGLISH: Language = Language { locale: Locale::En, catalogue: None };

    pub const fn new(locale: Locale, catalogue: &'static Catalogue) -> Language {
        Language { locale, catalogue: Some(catalogue) }
    }

    pub const fn locale(self) -> Locale {
        self.locale
    }

    pub fn text(self, key: Key) -> &'static str {
        self.catalogue.and_then(|catalogue| catalogue.text(key)).unwrap_or(key.english)
    }

    /// A text with values in the place of its `{names}`.
    pub fn fill(self, key: Key, values: &[(&str, &dyn Display)]) -> String {
        self.put(self.text(key), values)
    }

    /// A text that counts, in the form for a number as it is written: see [`form`]. In it stands `{n}`, among the values.
    pub fn count(self, plural: Plural, number: &str, values: &[(&str, &dyn Display)]) -> String {
        let own = self.catalogue.and_then(|catalogue| catalogue.form(plural, form(self.locale.text(), number)));
        match own {
            Some(text) => self.put(text, values),
            None => fill(plural.english(form(Locale::En.text(), number)).english, values),
        }
    }

    /// "a, b, c": what stands side by side, or goes on.
    pub fn list(self, items: impl IntoIterator<Item = impl Display>) -> String {
        self.led(self.listed(self.apart(items)))
    }

    /// "a, b and c": all there is of it, in a sentence.
    pub fn whole_list(self, items: impl IntoIterator<Item = impl Display>) -> String {
        let mut items: Vec<String> = self.apart(items).collect();
        let Some(last) = items.pop() else { return String::new() };
        let text = match items.is_empty() {
            true => last,
            false => fill(self.text(formats::LIST_END), &[("first", &self.listed(items.into_iter())), ("last", &last)]),
        };
        self.led(text)
    }

    /// "a · b · c": what is known of one thing, in a line.
    pub fn facts(self, items: impl IntoIterator<Item = impl Display>) -> String {
        self.led(self.apart(items).collect::<Vec<_>>().join(" · "))
    }

    fn listed(self, items: impl Iterator<Item = String>) -> String {
        let join = |list: String, next: String| fill(self.text(formats::LIST), &[("first", &list), ("next", &next)]);
        items.reduce(join).unwrap_or_default()
    }

    /// From right to left each keeps its own direction and disturbs nothing around it.
    fn apart(self, items: impl IntoIterator<Item = impl Display>) -> impl Iterator<Item = String> {
        let apart = self.is_rtl();
        items.into_iter().map(move |item| if apart { format!("\u{2068}{item}\u{2069}") } else { item.to_string() })
    }

    fn led(self, text: String) -> String {
        if self.is_rtl() { led(text) } else { text }
    }

    /// "Fri 27 Nov 2026, 17:00": the weekday from Monday and the month from January, both from 0.
    pub fn when(self, (year, month, day): (i32, u32, u32), weekday: u32, time: &str) -> String {
        let (weekday, month) = (self.nth(&formats::SHORT_WEEKDAYS, weekday), self.nth(&formats::SHORT_MONTHS, month));
        let values: [(&str, &dyn Display); 5] =
            [("weekday", &weekday), ("day", &day), ("month", &month), ("year", &year), ("time", &time)];
        fill(self.text(formats::WHEN), &values)
    }

    /// "Friday 27 November", counted as above.
    pub fn day(self, month: u32, day: u32, weekday: u32) -> String {
        let (weekday, month) = (self.nth(&formats::WEEKDAYS, weekday), self.nth(&formats::MONTHS, month));
        fill(self.text(formats::DAY), &[("weekday", &weekday), ("day", &day), ("month", &month)])
    }

    /// "27 Nov", counted as above.
    pub fn short_day(self, month: u32, day: u32) -> String {
        let month = self.nth(&formats::SHORT_MONTHS, month);
        fill(self.text(formats::SHORT_DAY), &[("day", &day), ("month", &month)])
    }

    /// "Fri", counted as above.
    pub fn short_weekday(self, weekday: u32) -> &'static str {
        self.nth(&formats::SHORT_WEEKDAYS, weekday)
    }

    /// "27 Nov 2026", counted as above.
    pub fn date(self, (year, month, day): (i32, u32, u32)) -> String {
        let month = self.nth(&formats::SHORT_MONTHS, month);
        fill(self.text(formats::DATE), &[("day", &day), ("month", &month), ("year", &year)])
    }

    /// An amount of bytes as people say it: `1.5 MB`, in steps of 1,024.
    pub fn size(self, bytes: i64) -> String {
        let mut value = bytes.max(0) as f64;
        let mut step = 0;
        while value >= 1023.95 && step + 1 < formats::SIZES.len() {
            value /= 1024.0;
            step += 1;
        }
        let n = if step == 0 { value.to_string() } else { format!("{value:.1}") };
        fill(self.text(formats::SIZES[step]), &[("n", &n)])
    }

    /// A share of a hundred: `12 %`. From right to left the sign stands on the far side of the number whatever is around
    /// them: the mark between them keeps it from being drawn to the number's own direction.
    pub fn percent(self, n: impl Display) -> String {
        let mark = if self.is_rtl() { "\u{200f}" } else { "" };
        fill(self.text(formats::PERCENT), &[("n", &format_args!("{n}{mark}"))])
    }

    /// How much of the whole it is: what is little is not nothing.
    pub fn share(self, part: i64, whole: i64) -> String {
        let of = i128::from(part.max(0)) * 100 / i128::from(whole.max(1));
        match part > 0 && of == 0 {
            true => fill(self.text(formats::UNDER), &[("share", &self.percent(1))]),
            false => self.percent(of),
        }
    }

    fn nth(self, names: &[Key], index: u32) -> &'static str {
        names.get(index as usize).map_or("", |key| self.text(*key))
    }

    /// In a sentence from right to left, what people typed keeps its own direction and disturbs nothing around it.
    fn put(self, text: &str, values: &[(&str, &dyn Display)]) -> String {
        put(text, values, self.is_rtl())
    }

    fn is_rtl(self) -> bool {
        self.locale.dir() == "rtl"
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::text::{accounts, backup, classes, common, restore};

    static ARABIC: LazyLock<Catalogue> = LazyLock::new(|| {
        Catalogue::read(
            "[classes]\nCOUNT_STUDENTS.two = طالبان\nCOUNT_STUDENTS.few = {n} طلاب\n\
             [accounts]\nJOIN_AS = ستنضم باسم {name}.\nVERIFY_INTRO = الرمز:\\n{email}\\nشكرًا {email}\n\
             [backup]\nAS_CSV = {table} (CSV)\n\
             [formats]\nLIST = {first}، {next}\nLIST_END = {first} و{last}\nWHEN = {weekday} {day} {month} {year}، {time}\nFRI = الجمعة\nNOV = نوفمبر\nPERCENT = {n}٪\n",
        )
    });

    fn arabic() -> Language {
        Language::new(Locale::Ar, &ARABIC)
    }

    #[test]
    fn what_a_language_lacks_is_english() {
        assert_eq!(arabic().text(common::BACK), "Back");
        assert_eq!(arabic().count(classes::COUNT_STUDENTS, "2", &[("n", &2)]), "طالبان");
        assert_eq!(arabic().count(classes::COUNT_STUDENTS, "1", &[("n", &1)]), "1 student");
        assert_eq!(arabic().count(classes::COUNT_STUDENTS, "100", &[("n", &100)]), "100 students");
    }

    #[test]
    fn values_from_right_to_left_are_set_apart_unless_they_stand_alone() {
        assert_eq!(arabic().fill(accounts::JOIN_AS, &[("name", &"Ada (1)")]), "ستنضم باسم \u{2068}Ada (1)\u{2069}.");
        assert_eq!(
            arabic().fill(accounts::VERIFY_INTRO, &[("email", &"a@b.test")]),
            "الرمز:\na@b.test\nشكرًا \u{2068}a@b.test\u{2069}"
        );
        assert_eq!(Language::ENGLISH.fill(accounts::JOIN_AS, &[("name", &"Ada")]), "You join as Ada.");
    }

    #[test]
    fn a_share_is_written_by_the_language_and_a_small_one_is_not_nothing() {
        let english = |part, whole| Language::ENGLISH.share(part, whole).replace('\u{a0}', " ");
        for (part, whole, text) in [
            (0, 1_000, "0 %"),
            (1, 1_000, "under 1 %"),
            (9, 1_000, "under 1 %"),
            (10, 1_000, "1 %"),
            (999, 1_000, "99 %"),
            (1_000, 1_000, "100 %"),
            (i64::MAX, i64::MAX, "100 %"),
            (0, 0, "0 %"),
        ] {
            assert_eq!(english(part, whole), text, "{part} of {whole}");
        }
        assert_eq!(Language::ENGLISH.percent("12.5"), "12.5\u{a0}%");
        assert_eq!(arabic().percent(12), "12\u{200f}٪");
    }

    #[test]
    fn dates_and_lists_are_written_by_the_language() {
        assert_eq!(Language::ENGLISH.when((2026, 10, 27), 4, "17:00"), "Fri 27 Nov 2026, 17:00");
        assert_eq!(arabic().when((2026, 10, 27), 4, "17:00"), "الجمعة 27 نوفمبر 2026، 17:00");
        assert_eq!(Language::ENGLISH.day(10, 27, 4), "Friday 27 November");
        assert_eq!(Language::ENGLISH.date((2026, 10, 27)), "27 Nov 2026");
        assert_eq!((Language::ENGLISH.short_day(10, 27), Language::ENGLISH.short_weekday(4)), ("27 Nov".into(), "Fri"));
        assert_eq!(Language::ENGLISH.list(["a", "b", "c"]), "a, b, c");
        assert_eq!(Language::ENGLISH.list([""; 0]), "");
        assert_eq!(Language::ENGLISH.whole_list(["a", "b", "c"]), "a, b and c");
        assert_eq!(Language::ENGLISH.whole_list(["a"]), "a");
        assert_eq!(Language::ENGLISH.whole_list([""; 0]), "");
        assert_eq!(Language::ENGLISH.facts(["a", "b"]), "a · b");
        assert_eq!(arabic().list(["a", "b"]), "\u{200f}\u{2068}a\u{2069}، \u{2068}b\u{2069}");
        assert_eq!(arabic().whole_list(["a", "b"]), "\u{2068}a\u{2069} و\u{2068}b\u{2069}");
        assert_eq!(arabic().facts(["a", "b"]), "\u{200f}\u{2068}a\u{2069} · \u{2068}b\u{2069}");
    }

    /// What is guessed of a text by its first strong letter, past what is set apart in it (P2 of UAX 9).
    fn guessed(text: &str) -> &'static str {
        let mut depth = 0;
        for c in text.chars() {
            match c {
                '\u{2066}'..='\u{2068}' => depth += 1,
                '\u{2069}' => depth -= 1,
                '\u{200f}' if depth == 0 => return "rtl",
                c if depth == 0 && c.is_alphabetic() => return if c.is_ascii() { "ltr" } else { "rtl" },
                _ => {}
            }
        }
        "ltr"
    }

    #[test]
    fn a_phrase_that_begins_with_a_value_is_from_right_to_left_wherever_it_is_put() {
        let csv = |table: &str| arabic().fill(backup::AS_CSV, &[("table", &table)]);
        let (places, codes) = (csv("المقاعد"), csv("الرموز"));
        let list = arabic().list([&places, &codes]);
        for phrase in [&places, &list, &arabic().list(["Sciences", "Arts"]), &arabic().facts(["Volta", "Head"])] {
            assert_eq!(guessed(phrase), "rtl", "{phrase:?}");
        }
        assert_eq!(places, "\u{200f}\u{2068}المقاعد\u{2069} (CSV)");
        // The name of the program with its version has no other letters.
        let program = arabic().fill(restore::PROGRAM, &[("version", &"0.1.0")]);
        assert_eq!(program, "\u{2068}Lyceum \u{2068}0.1.0\u{2069}\u{2069}");
    }
}
