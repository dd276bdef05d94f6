//! Archives that are broken, each in its own way.

pub(crate) mod bytes;

use std::io::{Cursor, Read, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::testing::Scratch;
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Problem, Report, Shown, check};
use crate::backup::archive::tests::{Made, fill};
use crate::backup::by_command;
use crate::testing::Scene;
use crate::{System, secrets};

/// The parts of an archive, to be changed and packed again.
#[derive(Clone)]
pub(crate) struct Parts(pub Vec<(String, Vec<u8>)>);

impl Parts {
    pub fn of(zip: &[u8]) -> Parts {
        let mut zip = ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut parts = Vec::new();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).unwrap();
            let (name, mut bytes) = (String::from_utf8(entry.name_raw().to_vec()).unwrap(), Vec::new());
            entry.read_to_end(&mut bytes).unwrap();
            parts.push((name, bytes));
        }
        Parts(parts)
    }

    pub fn packed(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    pub fn get(&mut self, name: &str) -> &mut Vec<u8> {
        &mut self.0.iter_mut().find(|(it, _)| it == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(it, _)| it != name);
    }

    /// Changes the list.
    pub fn list(&mut self, change: impl FnOnce(&mut Value)) {
        let bytes = self.get("manifest.json");
        let mut list: Value = serde_json::from_slice(bytes).unwrap();
        change(&mut list);
        *bytes = serde_json::to_vec(&list).unwrap();
    }

    /// Changes the rows of a table, and the list with them.
    pub fn rows(&mut self, table: &str, change: impl FnOnce(&mut Vec<String>)) {
        let bytes = self.get(&format!("tables/{table}.jsonl"));
        let mut lines: Vec<String> = std::str::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
        change(&mut lines);
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        *bytes = text.clone().into_bytes();
        self.list(|list| {
            let part = list["tables"].as_array_mut().unwrap().iter_mut().find(|part| part["name"] == table).unwrap();
            part["rows"] = json!(lines.len());
            part["bytes"] = json!(text.len());
            part["sha256"] = json!(secrets::hex(&Sha256::digest(text.as_bytes())));
        });
    }

    /// A file of the archive.
    fn file(&self) -> String {
        self.0.iter().find(|(name, _)| name.starts_with("files/")).unwrap().0.clone()
    }

    fn checked(&self) -> Report {
        checked(&self.packed())
    }
}

fn checked(bytes: &[u8]) -> Report {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    check(file.path()).unwrap()
}

/// A whole archive of two small schools.
async fn whole() -> Vec<u8> {
    of(None).await
}

/// The same of one of them.
async fn of(school: Option<&str>) -> Vec<u8> {
    let scratch = Scratch::sqlite().await;
    let it = Scene::new(&scratch.db).await;
    fill(&it, "Once upon a time").await;
    fill(it.other(), "Far away").await;
    let made = Made::of(by_command(&System::new(&it.world, "backup"), school).await.unwrap()).await;
    let bytes = std::fs::read(made.file.path()).unwrap();
    scratch.discard().await;
    bytes
}

/// A way to break an archive and how the check tells of it.
type Broken = (&'static str, fn(&mut Parts), fn(&Problem) -> bool);

#[rustfmt::skip]
const BROKEN: &[Broken] = &[
    ("an entry that nobody listed", |it| it.0.push(("tables/more.jsonl".into(), b"{}\n".to_vec())),
        |problem| *problem == Problem::Unlisted("tables/more.jsonl".into())),
    ("a way out", |it| it.0.push(("../evil".into(), b"evil".to_vec())), |problem| *problem == Problem::Name("../evil".into())),
    ("a way to the root", |it| it.0.push(("/etc/evil".into(), b"evil".to_vec())), |problem| matches!(problem, Problem::Name(_))),
    ("a way out on Windows", |it| it.0.push(("files\\..\\evil".into(), b"evil".to_vec())),
        |problem| matches!(problem, Problem::Name(_))),
    ("no list", |it| it.remove("manifest.json"), |problem| *problem == Problem::NoContents),
    ("a list that is none", |it| *it.get("manifest.json") = b"{\"format\":".to_vec(),
        |problem| matches!(problem, Problem::ContentsUnreadable(_))),
    ("a newer form", |it| it.list(|list| list["format"] = json!(2)), |problem| *problem == Problem::NewerFormat { found: 2, known: 1 }),
    ("a newer schema", |it| it.list(|list| list["schema"] = json!(9999)),
        |problem| matches!(problem, Problem::NewerSchema { found: 9999, .. })),
    ("a newer form of which nothing else is known", |it| *it.get("manifest.json") = b"{\"format\":3,\"schema\":1}".to_vec(),
        |problem| *problem == Problem::NewerFormat { found: 3, known: 1 }),
    ("a wrong count", |it| it.list(|list| list["tables"][1]["rows"] = json!(7)),
        |problem| matches!(problem, Problem::Rows { said: 7, found: 2, .. })),
    ("a wrong hash", |it| it.list(|list| list["tables"][1]["sha256"] = json!("00")),
        |problem| *problem == Problem::Changed("tables/schools.jsonl".into())),
    ("a wrong size", |it| it.list(|list| list["tables"][1]["bytes"] = json!(1)),
        |problem| matches!(problem, Problem::Size { said: 1, .. })),
    ("a part that is gone", |it| it.remove("tables/users.jsonl"), |problem| *problem == Problem::Absent("tables/users.jsonl".into())),
    ("a row twice", |it| it.rows("users", |rows| rows.push(rows[rows.len() - 1].clone())),
        |problem| matches!(problem, Problem::Duplicate { .. })),
    ("a row twice where nobody names it", |it| it.rows("enrollments", |rows| rows.insert(0, rows[0].clone())),
        |problem| *problem == Problem::Duplicate { table: "enrollments".into(), line: 2 }),
    ("rows that changed places", |it| it.rows("enrollments", |rows| rows.swap(0, 1)),
        |problem| *problem == Problem::Order { table: "enrollments".into(), line: 2 }),
    ("a row that others name", |it| it.rows("class_groups", |rows| { rows.remove(0); }),
        |problem| matches!(problem, Problem::Reference { table, to, .. } if table == "class_codes" && to == "class_groups")),
    ("a row that is none", |it| it.rows("rooms", |rows| rows[0] = "{\"school_id\":".into()),
        |problem| matches!(problem, Problem::Row { table, line: 1, .. } if table == "rooms")),
    ("a row without a column", |it| it.rows("rooms", |rows| rows[0] = rows[0].replace("\"last_seq\"", "\"first_seq\"")),
        |problem| matches!(problem, Problem::Row { table, line: 1, .. } if table == "rooms")),
    ("a text where a number stands", |it| it.rows("rooms", |rows| rows[0] = rows[0].replace("\"last_seq\":", "\"last_seq\":\"0\",\"x\":")),
        |problem| matches!(problem, Problem::Row { table, line: 1, .. } if table == "rooms")),
    ("a table that is gone from the list too", |it| {
        it.remove("tables/holidays.jsonl");
        it.list(|list| list["tables"].as_array_mut().unwrap().retain(|part| part["name"] != "holidays"));
    }, |problem| *problem == Problem::NoTable("holidays".into())),
    ("a table of other columns", |it| it.list(|list| list["tables"][0]["columns"][0][0] = json!("name")),
        |problem| *problem == Problem::Columns("platform".into())),
    ("a file that is gone from the list too", |it| {
        let file = it.file();
        it.remove(&file);
        it.list(|list| list["files"].as_array_mut().unwrap().retain(|part| part["path"] != file.as_str()));
    }, |problem| matches!(problem, Problem::Content { table, .. } if table == "files")),
    ("a file with another content, listed so", |it| {
        let file = it.file();
        *it.get(&file) = b"evil".to_vec();
        it.list(|list| {
            let part = list["files"].as_array_mut().unwrap().iter_mut().find(|part| part["path"] == file.as_str()).unwrap();
            part["bytes"] = json!(4);
            part["sha256"] = json!(secrets::hex(&Sha256::digest(b"evil")));
        });
    }, |problem| matches!(problem, Problem::Changed(part) if part.starts_with("files/"))),
    ("a part that the list names over and over", |it| it.list(|list| {
        let files = list["files"].as_array_mut().unwrap();
        files.extend(vec![files[0].clone(); 1000]);
    }), |problem| matches!(problem, Problem::Twice(_))),
    ("more than the list says", |it| *it.get("tables/rooms.jsonl") = vec![b' '; 4 * 1024 * 1024],
        |problem| matches!(problem, Problem::Unreadable { part, .. } if part == "tables/rooms.jsonl")),
];

#[tokio::test]
async fn every_way_to_break_an_archive_is_named() {
    let whole = Parts::of(&whole().await);
    assert!(whole.checked().is_whole(), "{:?}", whole.checked().problems);
    for (name, tamper, tells) in BROKEN {
        let mut parts = whole.clone();
        tamper(&mut parts);
        let report = parts.checked();
        assert!(report.problems.iter().any(tells), "{name}: {:?}", report.problems);
        assert!(report.problems.iter().all(|problem| problem.to_string().ends_with('.')), "{name}: each is a sentence");
    }
}

#[tokio::test]
async fn a_schools_archive_with_anything_of_another_school_is_broken() {
    let own = Parts::of(&of(Some("alpha")).await);
    assert!(own.checked().is_whole(), "{:?}", own.checked().problems);
    let mut foreign = Parts::of(&of(Some("beta")).await);
    let mut first = |table: &str| {
        let rows = foreign.get(&format!("tables/{table}.jsonl")).clone();
        String::from_utf8(rows).unwrap().lines().next().unwrap().to_owned()
    };
    let (school, course) = (first("schools"), first("courses"));
    let mut with_school = own.clone();
    with_school.rows("schools", |rows| rows.push(school));
    let problems = with_school.checked().problems;
    let tells = |problem: &Problem| matches!(problem, Problem::Row { table, .. } if table == "schools");
    assert!(problems.iter().any(tells), "{problems:?}");
    let mut with_course = own.clone();
    with_course.rows("courses", |rows| rows.push(course));
    let problems = with_course.checked().problems;
    let tells =
        |problem: &Problem| matches!(problem, Problem::Reference { table, to, .. } if table == "courses" && to == "schools");
    assert!(problems.iter().any(tells), "{problems:?}");
}

#[tokio::test]
async fn an_archive_that_was_cut_short_is_none() {
    let whole = whole().await;
    for most in [0, 1, 21, whole.len() / 2, whole.len() - 1] {
        let report = checked(&whole[..most]);
        assert!(matches!(report.problems.as_slice(), [Problem::NotAnArchive(_)]), "{most}: {:?}", report.problems);
        assert_eq!(report.contents, None);
    }
    assert_eq!(checked(b"id,name\r\n1,Ama\r\n and so on, for some more bytes").problems, [Problem::NoZip]);
    let longer = checked(&[whole, b"and more".to_vec()].concat());
    assert!(matches!(longer.problems.as_slice(), [Problem::NotAnArchive(_)]), "{:?}", longer.problems);
    assert!(check(std::path::Path::new("/no/such/file.zip")).is_err());
}

#[tokio::test]
async fn a_part_is_read_once_however_often_the_list_names_it() {
    let mut parts = Parts::of(&whole().await);
    let file = parts.file();
    parts.get(&file)[0] ^= 1;
    parts.list(|list| {
        let files = list["files"].as_array_mut().unwrap();
        let part = files.iter().find(|part| part["path"] == file.as_str()).unwrap().clone();
        files.extend(vec![part; 10]);
    });
    let report = parts.checked();
    let changed = report.problems.iter().filter(|problem| **problem == Problem::Changed(file.clone())).count();
    assert_eq!(changed, 1, "{:?}", report.problems);
}

#[tokio::test]
async fn an_archive_that_lacks_very_many_files_is_whole_as_its_list_says_so() {
    let mut parts = Parts::of(&whole().await);
    parts.list(|list| {
        let missing = list["missing"].as_array_mut().unwrap();
        let hash = |at: u32| secrets::hex(&Sha256::digest(at.to_le_bytes()));
        missing.extend((0..12_000).map(|at| json!(format!("files/01890a5d-ac96-774b-bcce-b302099a8057/{}", hash(at)))));
    });
    let report = parts.checked();
    assert!(report.is_whole(), "{:?}", report.problems);
    assert_eq!(report.contents.unwrap().missing.len(), 12_000);
}

#[test]
fn what_an_archive_says_leaves_the_terminal_as_it_is() {
    for (text, shown) in [
        ("St. Mary’s \"Accra\"", "St. Mary’s \"Accra\""),
        ("مدرسةُ النور", "مدرسةُ النور"),
        ("\u{1b}[2Jgone\r\n", "\\u{1b}[2Jgone\\u{d}\\u{a}"),
        ("\u{202e}piz\u{9b}31m", "\\u{202e}piz\\u{9b}31m"),
    ] {
        assert_eq!(Shown(text).to_string(), shown);
    }
    let text = || "rooms\u{1b}]0;evil\u{7}".to_owned();
    for problem in [
        Problem::NotAnArchive(text()),
        Problem::ContentsUnreadable(text()),
        Problem::Name(text()),
        Problem::Twice(text()),
        Problem::Unlisted(text()),
        Problem::Absent(text()),
        Problem::Size { part: text(), said: 1, found: 2 },
        Problem::Unreadable { part: text(), why: text() },
        Problem::Changed(text()),
        Problem::UnknownTable(text()),
        Problem::NoTable(text()),
        Problem::Columns(text()),
        Problem::Row { table: text(), line: 1, why: text() },
        Problem::Rows { table: text(), said: 1, found: 2 },
        Problem::Duplicate { table: text(), line: 1 },
        Problem::Order { table: text(), line: 1 },
        Problem::Reference { table: text(), line: 1, to: text() },
        Problem::Content { table: text(), line: 1, path: text() },
    ] {
        assert!(!problem.to_string().contains(char::is_control), "{problem:?}");
    }
}

#[tokio::test]
async fn sums_that_no_archive_can_have_are_told_and_not_added_up() {
    let mut parts = Parts::of(&whole().await);
    parts.list(|list| {
        for at in 0..2_usize {
            list["tables"][at]["rows"] = json!(u64::MAX);
            list["files"][at]["bytes"] = json!(u64::MAX);
        }
    });
    let report = parts.checked();
    assert_eq!((report.rows(), report.file_bytes()), (u64::MAX, u64::MAX));
    assert!(!report.is_whole());
}
