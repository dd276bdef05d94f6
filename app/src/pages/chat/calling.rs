//! Calling somebody by name: what is being typed after an `@`, and who is meant.

use std::ops::Range;

use model::chat::Present;

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

/// Those who are meant: a word of whose name begins so, whatever the case.
pub fn meant(people: &[Present], typed: &str) -> Vec<Present> {
    let typed = typed.to_lowercase();
    let fits = |person: &&Present| {
        let name = person.name.to_lowercase();
        // A name that stands there whole is called already.
        name != typed.trim_end() && (name.starts_with(&typed) || name.split_whitespace().any(|word| word.starts_with(&typed)))
    };
    people.iter().filter(fits).take(OFFERED).cloned().collect()
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
        let people: Vec<Present> = ["Ada Lovelace", "Ben Ada", "Çelik", "Eve"]
            .iter()
            .enumerate()
            .map(|(n, name)| Present { user_id: UserId::from_u128(n as u128), name: (*name).into() })
            .collect();
        let names = |typed: &str| meant(&people, typed).into_iter().map(|it| it.name).collect::<Vec<_>>();
        assert_eq!(names("ad"), ["Ada Lovelace", "Ben Ada"]);
        assert_eq!(names("ada lo"), ["Ada Lovelace"]);
        assert_eq!(names("ç"), ["Çelik"]);
        assert_eq!(names("Eve"), [""; 0]);
        let text = "👩 @ad, hello";
        let calling = calling(text, 6).unwrap();
        assert_eq!(called(text, &calling, "Ada Lovelace"), ("👩 @Ada Lovelace , hello".into(), 17));
    }
}
