//! Archives whose bytes are not what they were: turned, named twice, or more than they say.

use super::*;

/// Where the data of each part lies: its name, the first byte, how many.
pub(crate) fn places(zip: &[u8]) -> Vec<(String, usize, usize)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    let number = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    let place = |index| {
        let entry = archive.by_index(index).unwrap();
        let at = entry.header_start() as usize;
        let name = String::from_utf8(entry.name_raw().to_vec()).unwrap();
        (name, at + 30 + number(at + 26) + number(at + 28), entry.compressed_size() as usize)
    };
    (0..Parts::of(zip).0.len()).map(place).collect()
}

#[tokio::test]
async fn one_bit_that_turned_in_any_part_is_seen() {
    let whole = whole().await;
    let mut turned = 0;
    for (name, start, bytes) in places(&whole).into_iter().filter(|(_, _, bytes)| *bytes > 0) {
        let mut broken = whole.clone();
        broken[start + bytes / 2] ^= 1;
        let report = checked(&broken);
        let is_named = |problem: &Problem| match problem {
            Problem::Unreadable { part, .. } | Problem::Changed(part) | Problem::Size { part, .. } => *part == name,
            Problem::ContentsUnreadable(_) => name == "manifest.json",
            _ => false,
        };
        assert!(report.problems.iter().any(is_named), "{name}: {:?}", report.problems);
        turned += 1;
    }
    assert!(turned > 20);
}

#[tokio::test]
async fn wherever_a_bit_turns_an_archive_is_refused_or_says_the_same() {
    let whole = whole().await;
    let before = checked(&whole).contents;
    for at in (0..whole.len()).step_by(499) {
        let mut broken = whole.clone();
        broken[at] ^= 1 << (at % 8);
        let report = checked(&broken);
        assert!(!report.is_whole() || report.contents == before, "byte {at}");
    }
}

/// Changes every place where a text stands.
fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
    }
    bytes
}

#[tokio::test]
async fn two_entries_of_one_name_are_refused() {
    let mut parts = Parts::of(&whole().await);
    parts.0.push(("tables/coursez.jsonl".into(), b"{}\n".to_vec()));
    let report = checked(&replaced(&parts.packed(), "tables/coursez.jsonl", "tables/courses.jsonl"));
    assert!(report.problems.contains(&Problem::SameName), "{:?}", report.problems);
}

#[tokio::test]
async fn a_part_that_lies_about_what_it_unpacks_to_is_not_unpacked() {
    let mut parts = Parts::of(&whole().await);
    let said = parts.get("tables/rooms.jsonl").len() as u32;
    *parts.get("tables/rooms.jsonl") = vec![b' '; 4 * 1024 * 1024];
    let packed = parts.packed();
    // In the directory: 46 bytes before the name, with the size from the 24th on.
    let name = b"tables/rooms.jsonl";
    let is_entry = |at: &usize| packed[*at..].starts_with(b"PK\x01\x02") && packed[*at + 46..].starts_with(name);
    let at = (0..packed.len() - 46 - name.len()).find(is_entry).unwrap();
    for size in [said, u32::MAX - 1] {
        let mut bomb = packed.clone();
        bomb[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        let report = checked(&bomb);
        let tells = |problem: &Problem| matches!(problem, Problem::Unreadable { part, .. } if part == "tables/rooms.jsonl");
        assert!(report.problems.iter().any(tells), "{size}: {:?}", report.problems);
    }
}

#[tokio::test]
async fn parts_that_share_their_bytes_are_more_than_the_file_can_hold() {
    let mut parts = Parts::of(&whole().await);
    let file = parts.file();
    *parts.get(&file) = (0..2000).map(|_| secrets::token()).collect::<String>().into_bytes();
    let mut zip = parts.packed();
    let number = |zip: &[u8], at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    // Its line of the directory, again and again under other names.
    let is_line = |at: &usize| zip[*at..].starts_with(b"PK\x01\x02") && zip[*at + 46..].starts_with(file.as_bytes());
    let at = (0..zip.len() - 46 - file.len()).find(is_line).unwrap();
    let line = zip[at..at + 46 + number(&zip, at + 28) + number(&zip, at + 30) + number(&zip, at + 32)].to_vec();
    let mut more = Vec::new();
    for letter in b'g'..b'q' {
        let mut line = line.clone();
        line[46 + file.len() - 1] = letter;
        more.extend(line);
    }
    let end = zip.len() - 22;
    let (count, bytes) = (number(&zip, end + 10) + 10, number(&zip, end + 12) + (number(&zip, end + 14) << 16) + more.len());
    for place in [8, 10] {
        zip[end + place..end + place + 2].copy_from_slice(&(count as u16).to_le_bytes());
    }
    zip[end + 12..end + 16].copy_from_slice(&(bytes as u32).to_le_bytes());
    drop(zip.splice(end..end, more));
    let report = checked(&zip);
    let tells = |problem: &Problem| match problem {
        Problem::NotAnArchive(_) => true,
        Problem::Unreadable { why, .. } => why.contains("more than it can hold"),
        _ => false,
    };
    assert!(report.problems.iter().any(tells), "{:?}", report.problems);
}
