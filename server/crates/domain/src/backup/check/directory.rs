//! Where the directory of a zip stands and how much it names, before the library makes room for all of it. The library
//! finds one also before other bytes, and looks for another where the last will not do; of an archive of ours there is one,
//! right at its end.

use std::io::{Read, Result, Seek, SeekFrom};

/// Parts that an archive may have.
const MOST: u64 = 1_000_000;

/// What a part begins with.
const PART: &[u8] = b"PK\x03\x04";
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: u64 = 22;
/// Of zip64: where its own end stands, and that end.
const LOCATOR: &[u8] = b"PK\x06\x07";
const LOCATOR_BYTES: u64 = 20;
const LONG_END: &[u8] = b"PK\x06\x06";
const LONG_END_BYTES: u64 = 56;
/// What an entry of the directory begins with, and the least it has.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: u64 = 46;

const NO_END: &str = "its end is missing, as where a file was cut short, or something stands behind it";
const TOO_MANY: &str = "it has too many parts";

/// The directory, as the end of the file tells of it.
struct Directory {
    parts: u64,
    start: u64,
    bytes: u64,
    /// Where it has to end.
    end: u64,
}

/// Whether a file of some bytes begins as a zip does, be it an empty one.
pub(super) fn begins(file: &mut (impl Read + Seek)) -> Result<bool> {
    let beginning = read::<4>(file, 0)?;
    Ok(beginning == PART || beginning == END)
}

/// Why a file is no archive, as far as its end tells.
pub(super) fn wrong(file: &mut (impl Read + Seek)) -> Result<Option<&'static str>> {
    let Some(directory) = find(file)? else { return Ok(Some(NO_END)) };
    if directory.parts > MOST {
        return Ok(Some(TOO_MANY));
    }
    let fits = directory.parts * ENTRY_BYTES <= directory.bytes;
    let abuts = directory.start.checked_add(directory.bytes) == Some(directory.end);
    let begins = directory.parts == 0 || (fits && abuts && read::<4>(file, directory.start)? == ENTRY);
    Ok(if fits && abuts && begins { None } else { Some(NO_END) })
}

fn find(file: &mut (impl Read + Seek)) -> Result<Option<Directory>> {
    let size = file.seek(SeekFrom::End(0))?;
    let Some(at) = size.checked_sub(END_BYTES) else { return Ok(None) };
    let end = read::<{ END_BYTES as usize }>(file, at)?;
    // In ours no comment stands behind it.
    if !end.starts_with(END) || end[20..] != [0, 0] {
        return Ok(None);
    }
    let is_full = end[10..12] == [0xff; 2] || end[12..16] == [0xff; 4] || end[16..20] == [0xff; 4];
    if let Some(locator_at) = at.checked_sub(LOCATOR_BYTES).filter(|_| is_full) {
        let locator = read::<{ LOCATOR_BYTES as usize }>(file, locator_at)?;
        if locator.starts_with(LOCATOR) {
            return find_long(file, &locator, locator_at);
        }
    }
    let is_alone = number(&end[4..8]) == 0 && end[8..10] == end[10..12];
    let (parts, bytes, start) = (number(&end[10..12]), number(&end[12..16]), number(&end[16..20]));
    Ok(is_alone.then_some(Directory { parts, start, bytes, end: at }))
}

/// That of zip64.
fn find_long(file: &mut (impl Read + Seek), locator: &[u8], locator_at: u64) -> Result<Option<Directory>> {
    let at = number(&locator[8..16]);
    if at.checked_add(LONG_END_BYTES).is_none_or(|end| end > locator_at) {
        return Ok(None);
    }
    let end = read::<{ LONG_END_BYTES as usize }>(file, at)?;
    let is_long = end.starts_with(LONG_END) && number(&end[4..12]).checked_add(at + 12) == Some(locator_at);
    let is_alone = number(&end[16..24]) == 0 && number(&locator[4..8]) == 0 && number(&locator[16..20]) <= 1;
    let (parts, bytes, start) = (number(&end[32..40]), number(&end[40..48]), number(&end[48..56]));
    let is_whole = is_long && is_alone && end[24..32] == end[32..40];
    Ok(is_whole.then_some(Directory { parts, start, bytes, end: at }))
}

fn read<const N: usize>(file: &mut (impl Read + Seek), at: u64) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The lowest byte first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(parts: usize) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for part in 0..parts {
            zip.start_file(part.to_string(), SimpleFileOptions::default()).unwrap();
            zip.write_all(b"a").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn looked(zip: &[u8]) -> Option<&'static str> {
        wrong(&mut Cursor::new(zip)).unwrap()
    }

    #[test]
    fn a_directory_is_counted_before_it_is_believed() {
        for parts in [0, 1, 70_000] {
            assert_eq!(looked(&zip(parts)), None, "{parts}");
        }
        let mut long = zip(70_000);
        let at = long.len() - (END_BYTES + LOCATOR_BYTES + LONG_END_BYTES) as usize;
        assert!(long[at..].starts_with(LONG_END));
        for field in [24, 32] {
            long[at + field..at + field + 8].copy_from_slice(&1_000_001_u64.to_le_bytes());
        }
        assert_eq!(looked(&long), Some(TOO_MANY));
        long[at + 24] = 2;
        assert_eq!(looked(&long), Some(NO_END), "two counts");
        let mut more = zip(3);
        let end = more.len() - END_BYTES as usize;
        more[end + 8] = 200;
        more[end + 10] = 200;
        assert_eq!(looked(&more), Some(NO_END), "more than there is room for");
        assert!(begins(&mut Cursor::new(zip(1))).unwrap() && begins(&mut Cursor::new(zip(0))).unwrap());
        assert!(!begins(&mut Cursor::new(b"id,name")).unwrap());
        let mut before = b"something".to_vec();
        before.extend(zip(3));
        assert_eq!(looked(&before), Some(NO_END));
        assert_eq!(looked(b"PK"), Some(NO_END));
        assert_eq!(looked(&[]), Some(NO_END));
    }
}
