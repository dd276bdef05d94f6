//! What holds for every part, whoever adds one: it stands in the gallery, in each of its states, where it is looked at
//! and compared with its pictures. And what holds for the style they are drawn in.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a part may be told to be, and so must be seen to be.
const STATES: [&str; 6] = ["busy", "checked", "disabled", "error", "open", "selected"];

/// The files of that ending in a folder and in those below it, without their comments.
fn source(folder: &Path, ending: &str) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&source(&path, ending));
        } else if path.extension().is_some_and(|it| it == ending) {
            let file = fs::read_to_string(&path).unwrap();
            for line in file.lines().filter(|line| !line.trim_start().starts_with("//")) {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

fn ours() -> String {
    source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs")
}

fn gallery() -> String {
    source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../gallery/src"), "rs")
}

/// The name of every part that pages can draw, with what it takes.
fn parts(ours: &str) -> Vec<(&str, &str)> {
    ours.split("#[component]\n")
        .skip(1)
        .filter_map(|part| {
            let (name, rest) = part.strip_prefix("pub fn ")?.split_once('(')?;
            let (takes, _) = rest.split_once("-> impl IntoView")?;
            Some((name, takes))
        })
        .collect()
}

/// Every place where a part is drawn: its attributes, to where its children begin.
fn drawn<'a>(gallery: &'a str, name: &str) -> Vec<&'a str> {
    let begins = |c: char| c.is_alphabetic() || c == '/';
    gallery
        .split(&format!("<{name}"))
        .skip(1)
        .filter(|tag| tag.starts_with([' ', '\n', '/', '>']))
        .map(|tag| {
            let end = tag.match_indices('<').find(|(at, _)| tag[at + 1..].starts_with(begins));
            end.map_or(tag, |(at, _)| &tag[..at])
        })
        .collect()
}

#[test]
fn every_part_stands_in_the_gallery() {
    let (ours, gallery) = (ours(), gallery());
    let mut names: Vec<&str> = parts(&ours).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"Button") && names.contains(&"Table") && names.contains(&"LineChart"), "they are found: {names:?}");
    // And those that go by a second name.
    names.extend(
        ours.lines().filter_map(|line| line.strip_prefix("pub use ")?.strip_suffix(';')?.split_once(" as ")).map(|it| it.1),
    );
    names.retain(|name| drawn(&gallery, name).is_empty());
    assert!(names.is_empty(), "nobody has looked at {names:?}: draw them in app/crates/gallery");
}

#[test]
fn every_part_stands_there_in_each_of_its_states() {
    let (ours, gallery) = (ours(), gallery());
    let mut unseen = Vec::new();
    let mut seen = 0;
    for (name, takes) in parts(&ours) {
        let drawn = drawn(&gallery, name);
        for state in STATES {
            let words = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == state);
            if takes.split_whitespace().any(|word| word.strip_suffix(':') == Some(state)) {
                seen += 1;
                if !drawn.iter().any(|tag| words(tag)) {
                    unseen.push(format!("{name} {state}"));
                }
            }
        }
    }
    assert!(seen > 20, "states are found: {seen}");
    assert!(unseen.is_empty(), "nobody has looked at {unseen:?}: draw them in app/crates/gallery");
}

/// The custom property at the beginning of a text, and what follows it.
fn property(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len()))
}

#[test]
fn every_custom_property_that_is_used_is_defined() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let style = source(&root.join("../../../style"), "scss");
    let set_by_code = fs::read_to_string(root.join("../model/src/color.rs")).unwrap();
    let defined: BTreeSet<&str> = style
        .match_indices("--")
        .map(|(at, _)| property(&style[at..]))
        .filter(|(_, rest)| rest.trim_start().starts_with(':'))
        .map(|(name, _)| name)
        .collect();
    let used: BTreeSet<(&str, bool)> = style
        .split("var(")
        .skip(1)
        .map(|text| property(text.trim_start()))
        .map(|(name, rest)| (name, rest.starts_with("#{")))
        .collect();
    assert!(defined.contains("--s1") && used.contains(&("--s1", false)), "they are found: {defined:?}");
    // Of one that a loop puts together the beginning is known.
    let known = |&(name, begun): &(&str, bool)| match begun {
        true => defined.iter().any(|it| it.starts_with(name)),
        false => defined.contains(name) || set_by_code.contains(&format!("\"{name}\"")),
    };
    let unknown: Vec<_> = used.iter().filter(|it| !known(it)).map(|it| it.0).collect();
    assert!(unknown.is_empty(), "nobody says what {unknown:?} are: style/_tokens.scss has them all");
}
