use leptos::oco::Oco;

/// A text of a part. A `&'static str` costs no allocation, a `String` none beyond its own.
pub type Text = Oco<'static, str>;

/// A text that may be missing: takes a text, an `Option` of one, or nothing. An empty text counts as missing.
#[derive(Clone, Debug, Default)]
pub struct MaybeText(Option<Text>);

impl MaybeText {
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }

    pub fn into_inner(self) -> Option<Text> {
        self.0
    }
}

impl From<Text> for MaybeText {
    fn from(text: Text) -> Self {
        MaybeText(Some(text).filter(|text| !text.is_empty()))
    }
}

impl From<&'static str> for MaybeText {
    fn from(text: &'static str) -> Self {
        Text::from(text).into()
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Text::from(text).into()
    }
}

impl<T: Into<MaybeText>> From<Option<T>> for MaybeText {
    fn from(text: Option<T>) -> Self {
        text.map_or(MaybeText(None), Into::into)
    }
}

/// The id of a field, from its name: `form[account][email]` becomes `form-account-email`.
pub(crate) fn id_of(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for part in name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|part| !part.is_empty()) {
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(part);
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_words_of_a_name() {
        assert_eq!(id_of("form[account][email]"), "form-account-email");
        assert_eq!(id_of("name"), "name");
        assert_eq!(id_of("time_zone"), "time_zone");
    }

    #[test]
    fn an_empty_text_is_no_text() {
        assert!(!MaybeText::from("").is_some());
        assert!(!MaybeText::from(None::<String>).is_some());
        assert!(MaybeText::from(Some("x")).is_some());
    }
}
