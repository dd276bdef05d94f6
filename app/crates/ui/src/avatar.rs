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
    /// Where the photo is to be had, if there is one.
    #[prop(optional, into)]
    photo: MaybeText,
    #[prop(optional)] size: Size,
) -> impl IntoView {
    let size = match size {
        Size::Small => " avatar-small",
        Size::Medium => "",
        Size::Large => " avatar-large",
    };
    match photo.into_inner() {
        Some(photo) => {
            view! { <img class=format!("avatar{size}") src=photo alt="" width="256" height="256" decoding="async"/> }.into_any()
        }
        None => {
            let class = format!("avatar avatar-{}{size}", tone(&name));
            view! { <span class=class aria-hidden="true">{initials(&name)}</span> }.into_any()
        }
    }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let letters = [words.next(), words.next_back()];
    letters
        .into_iter()
        .flatten()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .flat_map(char::to_uppercase)
        .collect()
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
