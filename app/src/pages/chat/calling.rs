//! Calling somebody by name, and an emoji: what is being typed after an `@` or a colon, and who is meant.

use std::ops::Range;

use model::chat::Callee;

/// Names that are offered.
pub const OFFERED: usize = 6;
/// Characters of a name that are looked for.
const LONGEST: usize = 40;
/// Letters after a colon from which on an emoji is looked for.
const SHORTEST: usize = 2;

/// What is being typed after a sign, and where it stands with it: in UTF-16 units, as the browser counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    pub place: Range<u32>,
    pub text: String,
}

/// Whether a name is being typed at the caret.
pub fn calling(text: &str, caret: u32) -> Option<Typed> {
    let ends = |it: &str| it.starts_with(char::is_whitespace) || it.contains('\n') || it.chars().count() > LONGEST;
    begun(text, caret, '@').filter(|it| !ends(&it.text))
}

/// Whether an emoji is being typed there, as `:smi`.
pub fn spelling(text: &str, caret: u32) -> Option<Typed> {
    begun(text, caret, ':').filter(|it| is_code(&it.text))
}

/// Whether one is typed there to its end, as `:smile:`.
pub fn spelled(text: &str, caret: u32) -> Option<Typed> {
    let end = caret.checked_sub(1)?;
    let is_closed = text.encode_utf16().nth(end as usize) == Some(u16::from(b':'));
    let typed = spelling(text, end).filter(|_| is_closed)?;
    Some(Typed { place: typed.place.start..caret, ..typed })
}

/// What stands between the last such sign and the caret, where the sign is not in the middle of a word.
fn begun(text: &str, caret: u32, sign: char) -> Option<Typed> {
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
    let index = before.iter().rposition(|(_, it)| *it == sign)?;
    let joined = index > 0 && before[index - 1].1.is_alphanumeric();
    let text = before[index + 1..].iter().map(|(_, sign)| sign).collect();
    (!joined).then(|| Typed { place: before[index].0..caret, text })
}

/// Letters of which an emoji is spelled, and enough of them: after a single one a colon is mostly a colon.
fn is_code(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.chars().count()) && text.chars().all(|it| it.is_alphanumeric() || it == '_')
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

/// Those who are meant where their usernames call them, as in the forum.
pub fn named(people: &[Callee], typed: &str) -> Vec<Callee> {
    let typed = typed.to_lowercase();
    let whole = typed.trim_end();
    let stands = |person: &Callee| person.username.to_lowercase() == whole;
    // Who is called already is followed by further words.
    if whole.len() < typed.len() && people.iter().any(stands) {
        return Vec::new();
    }
    let begins = |text: &str| text.to_lowercase().starts_with(&typed);
    let fits = |person: &&Callee| begins(&person.name) || begins(&person.username) || person.name.split_whitespace().any(begins);
    people.iter().filter(fits).filter(|person| !stands(person)).take(OFFERED).cloned().collect()
}

/// The text with something said in a place of it, and where the caret stands then.
pub fn put(text: &str, place: &Range<u32>, said: &str) -> (String, u32) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let end = (place.end as usize).min(units.len());
    let start = (place.start as usize).min(end);
    let said: Vec<u16> = said.encode_utf16().collect();
    let caret = (start + said.len()) as u32;
    (String::from_utf16_lossy(&[&units[..start], &said, &units[end..]].concat()), caret)
}

#[cfg(test)]
mod tests {
    use model::ids::UserId;

    use super::*;

    fn end(text: &str) -> u32 {
        text.encode_utf16().count() as u32
    }

    fn typed(text: &str) -> Option<String> {
        calling(text, end(text)).map(|it| it.text)
    }

    #[test]
    fn a_name_is_typed_after_an_at_sign_that_begins_a_word() {
        assert_eq!(typed("Hello @Ad").as_deref(), Some("Ad"));
        assert_eq!(typed("@").as_deref(), Some(""));
        assert_eq!(typed("👩‍🏫 @Ada Lo").as_deref(), Some("Ada Lo"));
        for none in ["", "Ada", "ada@lyceum", "@ Ada", "@Ada\nHello", &format!("@{}", "x".repeat(LONGEST + 1))] {
            assert_eq!(typed(none), None, "{none}");
        }
        assert_eq!(calling("@Ada and", 2), Some(Typed { place: 0..2, text: "A".into() }), "at the caret, not at the end");
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
        let place = calling(text, 6).unwrap().place;
        assert_eq!(put(text, &place, "@Ada Lovelace "), ("👩 @Ada Lovelace , hello".into(), 17));
        assert_eq!(put("a", &(7..9), "b"), ("ab".into(), 2), "a text that has become shorter");
    }

    #[test]
    fn in_the_forum_a_username_calls_and_is_found_by_the_name() {
        let person = |n: u128, name: &str, username: &str| Callee {
            user_id: UserId::from_u128(n),
            name: name.into(),
            username: username.into(),
        };
        let people = [person(1, "Ada Lovelace", "ada"), person(2, "Ada Zed", "zed"), person(3, "Eve", "mallory")];
        let usernames = |typed: &str| named(&people, typed).into_iter().map(|it| it.username).collect::<Vec<_>>();
        assert_eq!(usernames("ad"), ["ada", "zed"]);
        assert_eq!(usernames("love"), ["ada"]);
        assert_eq!(usernames("MAL"), ["mallory"]);
        assert_eq!(usernames("ada"), ["zed"], "who stands there whole is called");
        assert_eq!(usernames("ada "), [""; 0], "and something else follows");
        assert_eq!(usernames("ada l"), ["ada"]);
    }

    #[test]
    fn an_emoji_is_typed_between_colons_and_a_time_is_none() {
        let open = |text: &str| spelling(text, end(text)).map(|it| it.text);
        let whole = |text: &str| spelled(text, end(text)).map(|it| (it.place, it.text));
        assert_eq!(open("Well done :thumbs_u").as_deref(), Some("thumbs_u"));
        assert_eq!(open(":صار").as_deref(), Some("صار"));
        for none in [":", ":D", "12:30", "https://lyceum", "a :b c", ": smile", ":-)", "so:smile"] {
            assert_eq!(open(none), None, "{none}");
        }
        assert_eq!(whole("👩 :smile:"), Some((3..10, "smile".into())));
        for none in ["", ":", "::", ":smile", "a:smile:", ": smile:", ":smile :"] {
            assert_eq!(whole(none), None, "{none}");
        }
        let (text, (place, _)) = ("👩 :smile: you", spelled("👩 :smile: you", 10).map(|it| (it.place, it.text)).unwrap());
        assert_eq!(put(text, &place, "😄"), ("👩 😄 you".into(), 5));
    }
}
