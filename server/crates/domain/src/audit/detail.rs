//! What an entry's detail says: what changed, and what else is known, as the reader reads it.

use std::collections::BTreeSet;

use model::audit::{Change, Kind, Told};
use model::schools::TeacherLabel;
use model::text::audited::{self, GIVEN, NO, PAIR, PICTURE, TAKEN, YES};
use model::text::formats::grouped;
use model::{At, Day, Key, Locale, Marks, Permission};
use serde_json::{Map, Number, Value};

use super::names::{Names, is_id};
use crate::Reach;
use crate::calendar::{self, Reader};

/// What else is known: what it is called, and the values.
type Fact = (String, Vec<Told>);

/// Tells entries to a reader.
pub(super) struct Teller<'a> {
    pub names: &'a Names,
    pub reader: Reader<'a>,
    /// What the log's school calls its teachers.
    pub teachers: TeacherLabel,
}

impl<'a> Teller<'a> {
    /// For the reader of a log.
    pub(super) fn of(log: &'a Reach, names: &'a Names) -> Teller<'a> {
        Teller { names, reader: log.reader(), teachers: log.teacher_label() }
    }

    /// Reads the detail of an entry. `before` and `after` hold the values that changed, one each or a table of them, or
    /// stand below the name of a field; whatever else stands there are facts.
    pub(super) fn read(&self, action: &str, detail: &str) -> (Vec<Change>, Vec<Fact>) {
        let Ok(Value::Object(mut all)) = serde_json::from_str(detail) else { return (Vec::new(), Vec::new()) };
        let [before, after] = ["before", "after"].map(|side| fields(action, all.remove(side).unwrap_or_default()));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let change = |name: &String| self.change(name, before.get(name), after.get(name));
        let mut changes: Vec<Change> = names.into_iter().filter_map(change).collect();
        let mut facts = Vec::new();
        for (name, value) in &all {
            match value {
                Value::Object(both) if both.contains_key("before") || both.contains_key("after") => {
                    changes.extend(self.change(name, both.get("before"), both.get("after")));
                }
                value => facts.push((self.label(name), self.told(name, value))),
            }
        }
        facts.retain(|(_, told)| !told.is_empty());
        (changes, facts)
    }

    /// What was done something to: by its name now, or by the one it had.
    pub(super) fn subject(&self, about: &str, named: Option<String>, detail: &str) -> Option<Told> {
        let name = || named.or_else(|| own_name(detail));
        if is_id(about) {
            let mut told = self.names.told(about);
            if told.text.is_empty() {
                told.text = name().unwrap_or_default();
            }
            return Some(told);
        }
        match audited::subject(about) {
            Some(word) => Some(Told::plain(self.reader.language().text(word))),
            None => name().map(Told::plain),
        }
    }

    fn change(&self, name: &str, before: Option<&Value>, after: Option<&Value>) -> Option<Change> {
        let told = |value: Option<&Value>| value.map(|value| self.told(name, value)).unwrap_or_default();
        let change = Change { field: self.label(name), before: told(before), after: told(after) };
        (before != after && !(change.before.is_empty() && change.after.is_empty())).then_some(change)
    }

    /// What a field is called. One that nobody has named, of an older version, keeps its own name.
    fn label(&self, name: &str) -> String {
        audited::field(name).map_or_else(|| name.replace('_', " "), |(label, _)| self.reader.language().text(label).to_owned())
    }

    fn told(&self, name: &str, value: &Value) -> Vec<Told> {
        let kind = audited::field(name).map_or(Kind::Plain, |(_, kind)| kind);
        match value {
            Value::Null => Vec::new(),
            Value::Bool(yes) => vec![Told::plain(self.reader.language().text(if *yes { YES } else { NO }))],
            Value::Number(number) => vec![Told::plain(self.number(kind, number))],
            Value::String(text) => self.text(kind, text.trim()),
            Value::Array(values) => values.iter().flat_map(|value| self.told(name, value)).collect(),
            Value::Object(fields) => self.line(fields).into_iter().collect(),
        }
    }

    fn number(&self, kind: Kind, number: &Number) -> String {
        match (kind, number.as_i64()) {
            (Kind::Bytes, Some(bytes)) => self.reader.language().size(bytes),
            (Kind::Count, Some(count)) => grouped(&count.to_string()),
            (Kind::Instant, Some(at)) => self.reader.when(At(at)).local,
            (Kind::Hundredths, Some(hundredths)) => Marks(hundredths).to_string(),
            _ => number.to_string(),
        }
    }

    fn text(&self, kind: Kind, text: &str) -> Vec<Told> {
        let language = self.reader.language();
        let one = |text: String| vec![Told::plain(text)];
        if text.is_empty() {
            return Vec::new();
        }
        match kind {
            Kind::Plain | Kind::Bytes | Kind::Count | Kind::Hundredths => one(text.to_owned()),
            Kind::Word(of) => self.words(text, of),
            Kind::WordIn(of) => self.words(text, |word| of(word, self.teachers)),
            Kind::Thing => {
                let thing = |word: &str| if is_id(word) { self.names.told(word) } else { Told::plain(word) };
                text.split_whitespace().map(thing).collect()
            }
            Kind::Day => one(text.parse::<Day>().map_or_else(|_| text.to_owned(), |day| self.reader.date(day))),
            Kind::Instant => one(calendar::from_iso(text).map_or_else(|| text.to_owned(), |at| self.reader.when(at).local)),
            Kind::Signed => text.split_whitespace().map(|name| Told::plain(self.signed(name))).collect(),
            Kind::Picture => one(language.text(PICTURE).to_owned()),
            Kind::Language => one(text.parse::<Locale>().map_or(text, |locale| locale.name()).to_owned()),
        }
    }

    fn words(&self, text: &str, of: impl Fn(&str) -> Option<Key>) -> Vec<Told> {
        let said = |word: &str| of(word).map_or_else(|| word.to_owned(), |key| self.reader.language().text(key).to_owned());
        text.split_whitespace().map(|word| Told::plain(said(word))).collect()
    }

    /// `+chat.write` is a permission that was given.
    fn signed(&self, name: &str) -> String {
        let (sentence, bare) = match name.strip_prefix('-') {
            Some(bare) => (TAKEN, bare),
            None => (GIVEN, name.trim_start_matches('+')),
        };
        let language = self.reader.language();
        let permission = bare.parse::<Permission>().map_or(bare, |permission| language.text(permission.label()));
        language.fill(sentence, &[("permission", &permission)])
    }

    /// A thing of several fields in one line.
    fn line(&self, fields: &Map<String, Value>) -> Option<Told> {
        let language = self.reader.language();
        let pair = |(name, value): (&String, &Value)| {
            let told = self.told(name, value);
            let values = language.list(told.iter().map(|it| if it.text.is_empty() { it.short_id() } else { &it.text }));
            (!told.is_empty()).then(|| language.fill(PAIR, &[("field", &self.label(name)), ("value", &values)]))
        };
        let pairs: Vec<String> = fields.iter().filter_map(pair).collect();
        (!pairs.is_empty()).then(|| Told::plain(language.list(pairs)))
    }
}

/// The fields of one side of a change: bare values are those that the action changes.
fn fields(action: &str, side: Value) -> Map<String, Value> {
    let names = audited::bare(action).unwrap_or(&["value"]);
    let named = |name: &&str| (*name).to_owned();
    match side {
        Value::Object(fields) => fields,
        Value::Null => Map::new(),
        Value::Array(values) if names.len() > 1 => names.iter().map(named).zip(values).collect(),
        value => names.first().map(named).map(|name| (name, value)).into_iter().collect(),
    }
}

/// The name that a thing had, where the entry tells it.
fn own_name(detail: &str) -> Option<String> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    let places = ["/name", "/title", "/before/name", "/before/title", "/before/year/name", "/before/term/name", "/term/name"];
    places.iter().find_map(|place| detail.pointer(place)?.as_str()).map(str::to_owned)
}

/// Whether everything that an entry says has a text in [`model::text::audited`].
pub(crate) fn is_told(action: &str, detail: &Value) -> bool {
    let bare = |side: &str| matches!(detail.get(side), None | Some(Value::Null | Value::Object(_)));
    are_known(detail) && (audited::bare(action).is_some() || (bare("before") && bare("after")))
}

fn are_known(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().all(|(name, value)| {
            (matches!(name.as_str(), "before" | "after") || audited::field(name).is_some()) && are_known(value)
        }),
        Value::Array(values) => values.iter().all(are_known),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn teller<'a>(names: &'a Names, zone: &'static str, locale: Locale) -> Teller<'a> {
        Teller { names, reader: Reader { zone, own: None, locale }, teachers: TeacherLabel::Teacher }
    }

    fn read_in(locale: Locale, action: &str, detail: &Value) -> (Vec<Change>, Vec<Fact>) {
        assert!(is_told(action, detail), "{action}: {detail}");
        teller(&Names::default(), "Asia/Kolkata", locale).read(action, &detail.to_string())
    }

    fn read(action: &str, detail: Value) -> (Vec<Change>, Vec<Fact>) {
        read_in(Locale::En, action, &detail)
    }

    fn change(field: &str, before: &[&str], after: &[&str]) -> Change {
        let told = |values: &[&str]| values.iter().map(|value| Told::plain(*value)).collect();
        Change { field: field.into(), before: told(before), after: told(after) }
    }

    fn fact(field: &str, values: &[&str]) -> Fact {
        (field.into(), values.iter().map(|value| Told::plain(*value)).collect())
    }

    #[test]
    fn what_changed_is_told_from_what_is_known() {
        let detail = json!({
            "before": { "name": "A", "time_zone": "UTC", "locale": "ar" },
            "after": { "name": "B", "time_zone": "UTC", "locale": "en" },
            "late": false,
        });
        let (changes, facts) = read("school.changed", detail.clone());
        assert_eq!(changes, [change("Language", &["العربية"], &["English"]), change("Name", &["A"], &["B"])]);
        assert_eq!(facts, [fact("Late", &["No"])]);
        let (changes, facts) = read_in(Locale::Ar, "school.changed", &detail);
        assert_eq!(changes[0].field, "اللغة");
        assert_eq!(facts, [fact("متأخر", &["لا"])]);
    }

    #[test]
    fn bare_values_are_those_the_action_changes() {
        let (changes, _) = read("member.role_changed", json!({ "before": "student", "after": "form_teacher" }));
        assert_eq!(changes, [change("Role", &["Student"], &["Form teacher"])]);
        let (changes, _) = read("user.suspended", json!({ "before": ["active", "staff"], "after": ["suspended", "staff"] }));
        assert_eq!(changes, [change("Account", &["Active"], &["Suspended"])]);
        let (changes, _) = read("member.details_changed", json!({ "before": ["", null], "after": ["7", "2026-11-27"] }));
        assert_eq!(changes, [change("Belongs to the school since", &[], &["27 Nov 2026"]), change("Number", &[], &["7"])]);
        let (changes, _) = read("member.permissions_changed", json!({ "before": "", "after": "+chat.write -courses.read" }));
        assert_eq!(changes, [change("Permissions", &[], &["Given: Write in chats", "Taken away: See courses"])]);
        let (changes, _) = read("storage.mended", json!({ "before": 0, "after": 1536 }));
        assert_eq!(changes, [change("Stored", &["0\u{a0}B"], &["1.5\u{a0}kB"])]);
        let (changes, _) = read("profile.photo_saved", json!({ "before": "aa", "after": "bb" }));
        assert_eq!(changes, [change("Photo", &["A picture"], &["A picture"])]);
    }

    #[test]
    fn a_role_is_told_in_the_word_of_the_school() {
        let names = Names::default();
        let said = |teachers: TeacherLabel, action: &str, detail: Value| {
            assert!(is_told(action, &detail), "{action}: {detail}");
            Teller { teachers, ..teller(&names, "UTC", Locale::En) }.read(action, &detail.to_string())
        };
        let moved = json!({ "before": "student", "after": "teacher" });
        let (changes, _) = said(TeacherLabel::Lecturer, "member.role_changed", moved.clone());
        assert_eq!(changes, [change("Role", &["Student"], &["Lecturer"])]);
        let (changes, _) = said(TeacherLabel::Teacher, "member.role_changed", moved);
        assert_eq!(changes, [change("Role", &["Student"], &["Teacher"])]);
        let undone = json!({ "before": "teacher", "after": "suspended" });
        let (changes, _) = said(TeacherLabel::Faculty, "member.undone", undone);
        assert_eq!(changes, [change("Place in the school", &["Faculty member"], &["Suspended"])]);
        let (_, facts) = said(TeacherLabel::Instructor, "announcement.written", json!({ "roles": "teacher parent" }));
        assert_eq!(facts, [fact("Roles", &["Instructor", "Parent"])]);
    }

    #[test]
    fn changes_below_a_field_and_things_of_many_fields_are_told() {
        let (changes, facts) = read("profile.saved", json!({ "theme": { "before": "system", "after": "dark" } }));
        assert_eq!((changes, facts), (vec![change("Appearance", &["As on my device"], &["Dark"])], vec![]));
        let term = json!({ "ends_on": "2026-12-18", "name": "Autumn", "starts_on": "2026-09-01" });
        let (changes, _) = read("term.removed", json!({ "before": { "term": term }, "after": null }));
        assert_eq!(changes, [change("Term", &["Last day: 18 Dec 2026, Name: Autumn, First day: 1 Sep 2026"], &[])]);
        let (changes, _) =
            read("scale.created", json!({ "after": { "bands": [{ "least": 7050, "letter": "A", "points": null }] } }));
        assert_eq!(changes, [change("Grades", &[], &["From percent: 70.5, Grade: A"])]);
        let (_, facts) = read("assignment.set", json!({ "due": "2026-11-27T17:00:00.000Z" }));
        assert_eq!(facts, [fact("Due", &["Fri 27 Nov 2026, 22:30"])]);
        let restored = json!({ "made": 1_795_780_800_000_i64, "files": 4219, "files_stored": 0 });
        let (_, facts) = read("backup.restored", restored);
        let told = [
            fact("Files", &["4,219"]),
            fact("Of these had to be stored", &["0"]),
            fact("As it was on", &["Fri 27 Nov 2026, 17:30"]),
        ];
        assert_eq!(facts, told);
    }

    #[test]
    fn what_is_gone_keeps_its_id_and_the_name_that_was_noted() {
        let id = "0192f0c1-2345-7000-8000-00000000abcd";
        let (_, facts) = read("course.created", json!({ "class": id }));
        assert_eq!(facts, [("Class".to_owned(), vec![Told { id: id.into(), ..Told::default() }])]);
        assert_eq!(facts[0].1[0].short_id(), "0000abcd");
        let names = Names::default();
        let teller = teller(&names, "UTC", Locale::En);
        let named = |about: &str, detail: &str| teller.subject(about, None, detail).map(|told| told.text);
        assert_eq!(named(id, r#"{"before":{"name":"Sciences"},"after":null}"#).as_deref(), Some("Sciences"));
        assert_eq!(named("custom_branding", "{}").as_deref(), Some("Own brand"));
        assert_eq!(named("whole_platform", "{}").as_deref(), Some("The whole platform"));
        assert_eq!(named("7", "{}"), None);
    }

    #[test]
    fn odd_details_say_nothing_and_unknown_fields_are_found() {
        let names = Names::default();
        let teller = teller(&names, "UTC", Locale::En);
        for odd in ["", "null", "[1]", "{}", r#"{"reason":""}"#] {
            assert_eq!(teller.read("class.renamed", odd), (Vec::new(), Vec::new()), "{odd}");
        }
        assert_eq!(teller.read("old.action", r#"{"a_thing":"x"}"#).1, [fact("a thing", &["x"])]);
        assert!(!is_told("class.renamed", &json!({ "a_thing": 1 })));
        assert!(!is_told("class.renamed", &json!({ "before": { "a_thing": 1 } })));
        assert!(!is_told("class.renamed", &json!({ "before": "A", "after": "B" })));
    }
}
