//! What an entry's detail says: what changed, and what else is known.

use std::collections::BTreeSet;

use model::audit::Change;
use serde_json::{Map, Value};

/// Reads the detail of an entry. `before` and `after` hold the values that changed, one each or a table of them; whatever
/// else stands there are facts.
pub(super) fn read(detail: &str) -> (Vec<Change>, Vec<(String, String)>) {
    let Ok(Value::Object(mut all)) = serde_json::from_str(detail) else { return (Vec::new(), Vec::new()) };
    let changes = match (all.remove("before"), all.remove("after")) {
        (None, None) => Vec::new(),
        (before, after) => changes(before.unwrap_or_default(), after.unwrap_or_default()),
    };
    let facts = all.iter().map(|(name, value)| (words(name), text(value))).filter(|(_, value)| !value.is_empty());
    (changes, facts.collect())
}

fn changes(before: Value, after: Value) -> Vec<Change> {
    let (before, after) = match (before, after) {
        (Value::Object(before), Value::Object(after)) => (before, after),
        (Value::Object(before), _) => (before, Map::new()),
        (_, Value::Object(after)) => (Map::new(), after),
        (before, after) => return vec![Change { field: String::new(), before: text(&before), after: text(&after) }],
    };
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &String| {
        let value = |of: &Map<String, Value>| of.get(name).map(text).unwrap_or_default();
        Change { field: words(name), before: value(&before), after: value(&after) }
    };
    names.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// A field's name as people read it: `time_zone` is "time zone".
fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_from_what_is_known() {
        let (changes, facts) =
            read(r#"{"before":{"name":"A","time_zone":"UTC"},"after":{"name":"B","time_zone":"UTC"},"user_id":"x"}"#);
        assert_eq!(changes, [Change { field: "name".into(), before: "A".into(), after: "B".into() }]);
        assert_eq!(facts, [("user id".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn one_value_and_half_a_change_are_read_too() {
        let (changes, _) = read(r#"{"before":"student","after":"teacher"}"#);
        assert_eq!(changes, [Change { field: String::new(), before: "student".into(), after: "teacher".into() }]);
        let (changes, _) = read(r#"{"after":{"rights":["fees","timetable"]}}"#);
        assert_eq!(changes[0].after, "fees, timetable");
        for odd in ["", "null", "[1]", "{}", r#"{"note":""}"#] {
            assert_eq!(read(odd), (Vec::new(), Vec::new()), "{odd}");
        }
    }
}
