//! The one place where the two databases are spoken to differently.

use std::borrow::Cow;

/// `{list $1}` is a table of one column `value` made of a JSON array of texts.
pub(crate) fn sqlite(text: &'static str) -> Cow<'static, str> {
    expand(text, |argument| format!("json_each({argument})"))
}

pub(crate) fn postgres(text: &'static str) -> Cow<'static, str> {
    expand(text, |argument| format!("jsonb_array_elements_text(cast({argument} as jsonb)) as list(value)"))
}

fn expand(text: &'static str, table: impl Fn(&str) -> String) -> Cow<'static, str> {
    if !text.contains("{list ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{list ") {
        let (argument, tail) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(&table(argument));
        rest = tail;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_becomes_a_table_in_either_dialect() {
        let text = "select value from {list $1} where value <> $2";
        assert_eq!(sqlite(text), "select value from json_each($1) where value <> $2");
        assert_eq!(
            postgres(text),
            "select value from jsonb_array_elements_text(cast($1 as jsonb)) as list(value) where value <> $2"
        );
    }

    #[test]
    fn a_text_without_lists_is_left_alone() {
        assert!(matches!(sqlite("select 1"), Cow::Borrowed(_)));
    }
}
