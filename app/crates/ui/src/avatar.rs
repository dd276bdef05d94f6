use leptos::prelude::*;

use crate::{MaybeText, Text};

/// How large an avatar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    Small,
    #[default]
    Medium,
    Large,
}

/// A person's photo, or their initials in a colour of their own. Decoration: the name stands beside it.
#[component]
pub fn Avatar(
    #[prop(into)] name: Text,
    #[prop(optional)] size: Size,
    /// The address of a square picture. Until it is there, and where it is gone, the initials are seen.
    #[prop(optional, into)]
    photo: MaybeText,
) -> impl IntoView {
    let size = match size {
        Size::Small => " avatar-small",
        Size::Medium => "",
        Size::Large => " avatar-large",
    };
    view! {
        <span class=format!("avatar avatar-{}{size}", tone(&name)) aria-hidden="true">
            {initials(&name)}
            {photo.into_inner().map(|photo| view! { <img src=photo alt="" loading="lazy" decoding="async"/> })}
        </span>
    }
}

/// A few people of many, side by side; from four on a little over each other.
#[component]
pub fn AvatarStack(
    /// Who or how many they are, for people who hear the page: the figure at the end is only seen.
    #[prop(into)]
    label: Text,
    /// The name and, where there is one, the photo of each.
    people: Vec<(impl Into<Text>, impl Into<MaybeText>)>,
    /// So many are drawn; the others are counted.
    #[prop(default = 4)]
    most: usize,
    #[prop(default = Size::Small)] size: Size,
) -> impl IntoView {
    let more = people.len().saturating_sub(most);
    let drawn = people
        .into_iter()
        .take(most)
        .map(|(name, photo)| {
            let (name, photo): (Text, MaybeText) = (name.into(), photo.into());
            view! { <Avatar name size photo/> }
        })
        .collect_view();
    view! {
        <span class="avatar-stack">
            <span class="visually-hidden">{label}</span>
            {drawn}
            {(more > 0).then(|| view! { <span class="avatar-more num" aria-hidden="true" dir="ltr">{format!("+{more}")}</span> })}
        </span>
    }
}

/// The first letters of the first and the last word. A letter that would join with the next one, as in Arabic, is kept
/// from it: initials are no word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let letters = [words.next(), words.next_back()].into_iter().flatten().filter_map(|word| {
        let letter = word.chars().find(|c| c.is_alphanumeric())?;
        Some(letter.to_uppercase().collect::<String>())
    });
    let letters: Vec<String> = letters.collect();
    let joins = letters.iter().any(|letter| letter.chars().any(|c| ('\u{600}'..='\u{8ff}').contains(&c)));
    letters.join(if joins { "\u{200c}" } else { "" })
}

/// One of eight colours, the same for the same name everywhere.
fn tone(name: &str) -> u32 {
    name.bytes().fold(5381, |sum: u32, byte| sum.wrapping_mul(33) ^ u32::from(byte)) % 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Ada King Lovelace"), "AL");
        assert_eq!(initials("سلمى مراد"), "س\u{200c}م");
        assert_eq!(initials("ada"), "A");
        assert_eq!(initials("  Élodie (Lili) ångström "), "ÉÅ");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_colour_is_one_of_eight_and_stays() {
        assert!(tone("Ada Lovelace") < 8);
        assert_eq!(tone("Ada Lovelace"), tone("Ada Lovelace"));
    }
}
