//! The one place where the two databases are spoken to differently.

use std::borrow::Cow;

/// A word that becomes what each database says for it: a table of one column `value`, or a lock.
struct Token {
    /// What stands before the argument.
    open: &'static str,
    before: &'static str,
    after: &'static str,
}

/// `{list $1}`: each text of a JSON array. `{rows $1}`: each array of a JSON array, whose parts are `value ->> 0`,
/// `value ->> 1`, ... as text: many rows in one statement. `{locked}` at the end of a reading: nobody else changes these rows
/// until the transaction ends; of many they are locked in the order in which they are read. `{words posts}`: the index over the
/// column `words` of that table, as `w` with its `school_id` and `id`; `{said $1}`: those of it that hold words beginning as the
/// argument says, such as `hand* work*`, which holds folded letters and digits alone.
const SQLITE: &[Token] = &[
    Token { open: "{list ", before: "json_each(", after: ")" },
    Token { open: "{rows ", before: "json_each(", after: ")" },
    // It has one writer.
    Token { open: "{locked", before: "", after: "" },
    Token { open: "{words ", before: "", after: "_words w" },
    Token { open: "{said ", before: "w.words match ", after: "" },
];

const POSTGRES: &[Token] = &[
    Token { open: "{list ", before: "jsonb_array_elements_text(cast(", after: " as jsonb)) as list(value)" },
    Token { open: "{rows ", before: "jsonb_array_elements(cast(", after: " as jsonb)) as many(value)" },
    Token { open: "{locked", before: "for no key update", after: "" },
    Token { open: "{words ", before: "", after: " w" },
    Token {
        open: "{said ",
        before: "array_to_tsvector(array_remove(string_to_array(w.words, ' '), '')) @@ cast(replace(replace(cast(",
        after: " as text), '*', ':*'), ' ', ' & ') as tsquery)",
    },
];

pub(crate) fn sqlite(text: &str) -> Cow<'_, str> {
    SQLITE.iter().fold(Cow::Borrowed(text), expand)
}

pub(crate) fn postgres(text: &str) -> Cow<'_, str> {
    POSTGRES.iter().fold(Cow::Borrowed(text), expand)
}

fn expand<'t>(text: Cow<'t, str>, token: &Token) -> Cow<'t, str> {
    if !text.contains(token.open) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once(token.open) {
        let (argument, tail) = after.split_once('}').unwrap_or((after, ""));
        for part in [before, token.before, argument, token.after] {
            out.push_str(part);
        }
        rest = tail;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_locked_where_there_is_more_than_one_writer() {
        let text = "select id from rooms order by id {locked}";
        assert_eq!(sqlite(text), "select id from rooms order by id ");
        assert_eq!(postgres(text), "select id from rooms order by id for no key update");
    }

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
    fn rows_become_a_table_in_either_dialect() {
        let text = "select value ->> 0 from {rows $1}";
        assert_eq!(sqlite(text), "select value ->> 0 from json_each($1)");
        assert_eq!(postgres(text), "select value ->> 0 from jsonb_array_elements(cast($1 as jsonb)) as many(value)");
    }

    #[test]
    fn words_are_asked_of_the_index_of_either_dialect() {
        let text = "select id from {words posts} where {said $1}";
        assert_eq!(sqlite(text), "select id from posts_words w where w.words match $1");
        assert_eq!(
            postgres(text),
            "select id from posts w where array_to_tsvector(array_remove(string_to_array(w.words, ' '), '')) @@ \
             cast(replace(replace(cast($1 as text), '*', ':*'), ' ', ' & ') as tsquery)"
        );
    }

    #[test]
    fn a_text_without_lists_is_left_alone() {
        assert!(matches!(sqlite("select 1"), Cow::Borrowed(_)));
    }
}
