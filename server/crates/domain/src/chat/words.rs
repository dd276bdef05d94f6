//! The words that a school does not want said.

use std::collections::BTreeMap;

use model::chat::WordsForm;
use model::ids::SchoolId;
use model::{Error, Permission, Problem};
use serde_json::json;
use store::{Tx, args, sql};

use crate::scope::Actor;
use crate::{Result, Scope, search};

/// The words of a school that has any.
pub(super) async fn unwanted(tx: &mut Tx, school: SchoolId, listed: bool) -> Result<Vec<String>> {
    if !listed {
        return Ok(Vec::new());
    }
    let words: Vec<(String,)> = tx.all(sql!("select word_key from chat_words where school_id = $1"), args![school]).await?;
    Ok(words.into_iter().map(|(word,)| word).collect())
}

/// Passes a text in which none of them stands, as a word of its own.
pub(super) fn must_be_wanted(unwanted: &[String], body: &str) -> Result<()> {
    must_be_wanted_in("body", unwanted, body)
}

/// The same of texts that are said elsewhere in the school, each by the name of its field.
pub(crate) async fn must_all_be_wanted(tx: &mut Tx, school: SchoolId, texts: &[(&str, &str)]) -> Result<()> {
    let unwanted = unwanted(tx, school, true).await?;
    texts.iter().try_for_each(|(field, text)| must_be_wanted_in(field, &unwanted, text))
}

fn must_be_wanted_in(field: &str, unwanted: &[String], text: &str) -> Result<()> {
    if unwanted.is_empty() {
        return Ok(());
    }
    let said = format!(" {} ", search::phrase(text));
    let holds = unwanted.iter().any(|word| said.contains(&format!(" {word} ")));
    if holds { Err(Error::field(field, Problem::UnwantedWord).into()) } else { Ok(()) }
}

/// The list, one a line.
///
/// # Errors
/// `Forbidden` for who does not set the school up.
pub async fn words(scope: &Scope) -> Result<WordsForm> {
    scope.require(Permission::SchoolSettings)?;
    let rows: Vec<(String,)> = scope
        .db
        .all(sql!("select word from chat_words where school_id = $1 order by word_key"), args![scope.school_id()])
        .await?;
    Ok(WordsForm { words: rows.into_iter().map(|(word,)| word).collect::<Vec<_>>().join("\n") })
}

/// Sets the list. What was said before stays.
///
/// # Errors
/// As [`words`], and `Invalid` for too many of them or one that is too long.
pub async fn set_words(scope: &Scope, form: &WordsForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    form.validate()?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    let (_,): (SchoolId,) = work.tx.one(sql!("select id from schools where id = $1 {locked}"), args![school]).await?;
    let before: Vec<(String, String)> =
        work.tx.all(sql!("select word_key, word from chat_words where school_id = $1 order by word_key"), args![school]).await?;
    let mut after = BTreeMap::new();
    for word in form.lines() {
        after.entry(search::phrase(word)).or_insert_with(|| word.to_owned());
    }
    after.remove("");
    if before.iter().map(|(key, word)| (key, word)).eq(&after) {
        return Ok(());
    }
    work.tx.run(sql!("delete from chat_words where school_id = $1"), args![school]).await?;
    for (key, word) in &after {
        work.tx
            .run(
                sql!("insert into chat_words (school_id, word_key, word) values ($1, $2, $3)"),
                args![school, key.as_str(), word.as_str()],
            )
            .await?;
    }
    work.audit("school.chat_words", school, json!({ "words": after.len() })).await?;
    work.commit().await
}
