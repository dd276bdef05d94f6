//! Whose sessions are there.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use model::ids::RoomId;

#[derive(Clone, Debug)]
pub struct Person {
    pub school: String,
    pub cookie: String,
    pub room: RoomId,
}

/// Reads them: school, cookie and room, with tabs between, a line each.
pub fn read(file: &Path) -> Result<Vec<Person>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    let people: Vec<Person> = text.lines().map(person).collect::<Option<_>>().context("a line that is none")?;
    ensure!(!people.is_empty(), "nobody has a session");
    Ok(people)
}

fn person(line: &str) -> Option<Person> {
    let mut parts = line.split('\t');
    let (school, cookie, room) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Person { school: school.into(), cookie: cookie.into(), room: room.parse().ok()? })
}
