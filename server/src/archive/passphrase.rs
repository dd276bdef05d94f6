//! The passphrases of the command line: out of a file, or asked for where they are typed unseen.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::backup::Passphrase;
use model::limits;

/// The first line of a file; without a file what somebody types.
///
/// # Errors
/// Where there is no such file and nobody to ask.
pub fn given(file: Option<&Path>) -> Result<Passphrase> {
    match file {
        Some(file) => from_file(file),
        None => passphrase(&typed("The passphrase: ")?),
    }
}

/// The first line of a file.
///
/// # Errors
/// When it cannot be read, and when it is no passphrase.
pub fn from_file(file: &Path) -> Result<Passphrase> {
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    passphrase(text.lines().next().unwrap_or_default()).with_context(|| format!("{}", file.display()))
}

/// Asked for twice: nobody can ask for it later.
///
/// # Errors
/// When nobody can be asked, or answers differ.
pub fn chosen() -> Result<Passphrase> {
    let words = typed("The new passphrase: ")?;
    if words != typed("The new passphrase again: ")? {
        bail!("this is not what was typed first");
    }
    passphrase(&words)
}

/// # Errors
/// When it is too short or too long.
pub fn passphrase(words: &str) -> Result<Passphrase> {
    let (least, most) = (limits::PASSPHRASE.start(), limits::PASSPHRASE.end());
    Passphrase::new(words).with_context(|| format!("a passphrase has {least} to {most} characters"))
}

fn typed(question: &str) -> Result<String> {
    rpassword::prompt_password(question).context("there is no terminal to ask at")
}
