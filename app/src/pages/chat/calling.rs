//! Calling somebody by name: what is being typed after an `@`, and who is meant.

use std::ops::Range;

use model::chat::Callee;

/// Names that are offered.
const OFFERED: usize = 6;
/// Characters of a name that are looked for.
const LONGEST: usize = 40;

/// The place of a name that is being typed, in UTF-16 units as the browser counts, and what there is of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Calling {
    pub place: Range<u32>,
    pub typed: String,
}

/// Whether a name is being typed at the caret.
pub fn calling(text: &str, caret: u32) -> Option<Calling> {
    let mut at = 0;
    let before: Vec<(u32, char)> = text
        .chars()
        .map(|sign| {
            let place = at;
            at += sign.len_utf16() as u32;
            (place, sign)
        })
        .take_while(|(place, _)| *place < caret)
        .collect();
    let index = before.iter().rposition(|(_, sign)| *sign == '@')?;
    let joined = index > 0 && before[index - 1].1.is_alphanumeric();
    let typed: String = before[index + 1..].iter().map(|(_, sign)| sign).collect();
    let ends = joined || typed.starts_with(char::is_whitespace) || typed.contains('\n') || typed.chars().count() > LONGEST;
    (!ends).then(|| Calling { place: before[index].0..caret, typed })
}

/// What may be meant, as it stands after the `@`: people a word of whose name, or whose username, begins so, whatever the
/// case; and the word for everybody, where one may call them.
pub fn meant(people: &[Callee], everybody: Option<&str>, typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    // What stands there whole is called already.
    let is_new = |call: &str| call.to_lowercase() != typed.trim_end();
    let begins = |text: &str| text.to_lowercase().starts_with(&typed);
    let fits =
        |person: &&Callee| begins(&person.call()) || begins(&person.username) || person.name.split_whitespace().any(begins);
    let all = everybody.filter(|word| begins(word)).map(str::to_owned);
    let calls = people.iter().filter(fits).map(Callee::call);
    all.into_iter().chain(calls).filter(|call| is_new(call)).take(OFFERED).collect()
}

/// The text with the name in its place, and where the caret stands then.
pub fn called(text: &str, calling: &Calling, name: &str) -> (String, u32) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (start, end) = (calling.place.start as usize, (calling.place.end as usize).min(units.len()));
    let said: Vec<u16> = format!("@{name} ").encode_utf16().collect();
    let caret = (start + said.len()) as u32;
    let whole = [&units[..start.min(units.len())], &said, &units[end..]].concat();
    (String::from_utf16_lossy(&whole), caret)
}

#[cfg(test)]
mod tests {
    use model::ids::UserId;

    use super::*;

    fn typed(text: &str) -> Option<String> {
        calling(text, text.encode_utf16().count() as u32).map(|it| it.typed)
    }

    #[test]
    fn a_name_is_typed_after_an_at_sign_that_begins_a_word() {
        assert_eq!(typed("Hello @Ad").as_deref(), Some("Ad"));
        assert_eq!(typed("@").as_deref(), Some(""));
        assert_eq!(typed("👩‍🏫 @Ada Lo").as_deref(), Some("Ada Lo"));
        for none in ["", "Ada", "ada@lyceum", "@ Ada", "@Ada\nHello", &format!("@{}", "x".repeat(LONGEST + 1))] {
            assert_eq!(typed(none), None, "{none}");
        }
        assert_eq!(calling("@Ada and", 2), Some(Calling { place: 0..2, typed: "A".into() }), "at the caret, not at the end");
    }

    #[test]
    fn who_is_meant_takes_the_place_of_what_was_typed() {
        let callee = |(n, (name, username)): (usize, &(&str, &str))| Callee {
            user_id: UserId::from_u128(n as u128),
            name: (*name).into(),
            username: (*username).into(),
        };
        let people = [("Ada Lovelace", ""), ("Ben Ada", ""), ("Çelik", ""), ("Eve", ""), ("Zoe", "zoe1"), ("Zoe", "star2")];
        let people: Vec<Callee> = people.iter().enumerate().map(callee).collect();
        let names = |typed: &str| meant(&people, None, typed);
        assert_eq!(names("ad"), ["Ada Lovelace", "Ben Ada"]);
        assert_eq!(names("ada lo"), ["Ada Lovelace"]);
        assert_eq!(names("ç"), ["Çelik"]);
        assert_eq!(names("Eve"), [""; 0]);
        assert_eq!(names("zo"), ["Zoe (zoe1)", "Zoe (star2)"], "two of one name are told apart");
        assert_eq!(names("Zoe (st"), ["Zoe (star2)"]);
        assert_eq!(names("star"), ["Zoe (star2)"]);
        assert_eq!(meant(&people, Some("all"), "a"), ["all", "Ada Lovelace", "Ben Ada"]);
        assert_eq!(meant(&people, Some("all"), "all"), [""; 0]);
        let text = "👩 @ad, hello";
        let calling = calling(text, 6).unwrap();
        assert_eq!(called(text, &calling, "Ada Lovelace"), ("👩 @Ada Lovelace , hello".into(), 17));
    }
}
