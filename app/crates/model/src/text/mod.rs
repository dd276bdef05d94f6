//! Every sentence a person reads, by area. English stands here with its key; a further language is a catalogue from
//! key to text, of which the browser is sent only the one in use. Placeholders are `{name}`.

/// `NAME = "text";` is a [`Key`], `NAME = "{n} text" | "{n} texts";` a [`Plural`]: the form for one, and the other.
macro_rules! texts {
    ($area:literal: $($(#[$meta:meta])* $name:ident = $english:literal $(| $other:literal)?;)+) => {
        $(text! { $area, $(#[$meta])* $name = $english $(| $other)? })+

        /// Every text of this area.
        pub const ALL: &[$crate::Key] = &[$(
            $crate::Key { area: $area, id: concat!(stringify!($name) $(, form_of!(one $other))?), english: $english },
            $($crate::Key { area: $area, id: concat!(stringify!($name), form_of!(other $other)), english: $other },)?
        )+];
    };
}

macro_rules! text {
    ($area:literal, $(#[$meta:meta])* $name:ident = $english:literal) => {
        $(#[$meta])*
        pub const $name: $crate::Key = $crate::Key { area: $area, id: stringify!($name), english: $english };
    };
    ($area:literal, $(#[$meta:meta])* $name:ident = $one:literal | $other:literal) => {
        $(#[$meta])*
        pub const $name: $crate::Plural = $crate::Plural {
            one: $crate::Key { area: $area, id: concat!(stringify!($name), ".one"), english: $one },
            other: $crate::Key { area: $area, id: concat!(stringify!($name), ".other"), english: $other },
        };
    };
}

/// What a catalogue writes after the name of a text that has forms.
macro_rules! form_of {
    (one $other:literal) => {
        ".one"
    };
    (other $other:literal) => {
        ".other"
    };
}

pub mod accounts;
pub mod announcements;
pub mod archives;
pub mod assignments;
pub mod audit;
pub mod audited;
pub mod backup;
mod catalogue;
pub mod chat;
pub mod classes;
pub mod clear;
pub mod common;
pub mod courses;
pub mod dashboards;
pub mod desks;
pub mod device;
pub mod done;
pub mod errors;
pub mod finding;
pub mod formats;
pub mod forum;
pub mod guardians;
pub mod help;
pub mod invitations;
pub mod jobs;
pub mod joining;
mod language;
pub mod mail;
pub mod me;
pub mod notifications;
pub mod people;
pub mod permissions;
mod plural;
pub mod problems;
pub mod push;
pub mod restore;
pub mod roles;
pub mod schools;
pub mod settings;
pub mod start;
pub mod storage;
pub mod viewing;

pub use catalogue::Catalogue;
pub use language::Language;
pub use plural::{Form, Plural, form};

/// A text people read, named by area and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub area: &'static str,
    pub id: &'static str,
    pub english: &'static str,
}

/// Puts values in the place of `{name}`; a placeholder without a value is left standing, so that it is seen.
pub fn fill(text: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    put(text, values, false)
}

/// The same, with each value set apart for the bidirectional algorithm where asked (FSI and PDI, UAX 9). A value that
/// has a line to itself needs it not, and a link or a code can be copied from there as it is.
fn put(text: &str, values: &[(&str, &dyn std::fmt::Display)], apart: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after
            .split_once('}')
            .and_then(|(name, tail)| values.iter().find(|(key, _)| *key == name).map(|(_, value)| (value, tail)))
        {
            Some((value, tail)) => {
                let alone = (out.is_empty() || out.ends_with('\n')) && (tail.is_empty() || tail.starts_with('\n'));
                let (open, close) = if apart && !alone { ("\u{2068}", "\u{2069}") } else { ("", "") };
                out.push_str(&format!("{open}{value}{close}"));
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    if apart { led(out) } else { out }
}

/// Tells whoever guesses the direction of a text from right to left by its first letter: an isolate around it, a place that
/// reads in its own direction. They pass over what is set apart in it, so a text that begins with a value would be taken for
/// one from left to right, with all that is in it turned around. A mark in front of it says what it is. What has letters
/// from left to right alone, such as the name of a program with its version, is set apart as a whole.
fn led(text: String) -> String {
    let mut depth = 0_usize;
    let (mut apart, mut led_by_own, mut first, mut any_rtl) = (false, false, None, false);
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => {
                depth += 1;
                apart = true;
            }
            '\u{2069}' => depth = depth.saturating_sub(1),
            c if depth == 0 && is_strong(c) => {
                led_by_own |= first.is_none() && !apart;
                first = first.or(Some(c));
                any_rtl |= is_rtl(c);
            }
            _ => {}
        }
    }
    if !apart || first.is_some_and(is_rtl) {
        return text;
    }
    match led_by_own {
        true if any_rtl || text.contains('\n') => text,
        true => format!("\u{2068}{text}\u{2069}"),
        false => format!("\u{200f}{text}"),
    }
}

/// Whether it has a direction of its own (the strong types of UAX 9).
fn is_strong(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// Of those that have one.
fn is_rtl(c: char) -> bool {
    matches!(c, '\u{200f}' | '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// All areas, for catalogues and their tests.
pub const AREAS: &[&[Key]] = &[
    accounts::ALL,
    announcements::ALL,
    archives::ALL,
    assignments::ALL,
    audit::ALL,
    audited::ALL,
    backup::ALL,
    chat::ALL,
    classes::ALL,
    clear::ALL,
    common::ALL,
    courses::ALL,
    dashboards::ALL,
    desks::ALL,
    device::ALL,
    done::ALL,
    errors::ALL,
    finding::ALL,
    formats::ALL,
    forum::ALL,
    guardians::ALL,
    help::ALL,
    invitations::ALL,
    jobs::ALL,
    joining::ALL,
    mail::ALL,
    me::ALL,
    notifications::ALL,
    people::ALL,
    permissions::ALL,
    problems::ALL,
    push::ALL,
    restore::ALL,
    roles::ALL,
    schools::ALL,
    viewing::ALL,
    settings::ALL,
    start::ALL,
    storage::ALL,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_place_of_their_names_and_are_not_read_again() {
        assert_eq!(fill("At most {max} of {max}", &[("max", &3)]), "At most 3 of 3");
        assert_eq!(fill("Hello {name}", &[("name", &"{max}"), ("max", &1)]), "Hello {max}");
        assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
    }

    #[test]
    fn no_two_texts_share_a_key() {
        let mut keys: Vec<_> = AREAS.iter().flat_map(|area| area.iter()).map(|key| (key.area, key.id)).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
