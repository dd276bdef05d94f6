//! How many entries a zip says that it has. The library keeps one of those with the same name, so that two are seen here
//! alone.

use std::io::{Read, Result, Seek, SeekFrom};

const END: [u8; 4] = *b"PK\x05\x06";
const END_BYTES: u64 = 22;
const LOCATOR: [u8; 4] = *b"PK\x06\x07";
const LOCATOR_BYTES: u64 = 20;
const LARGE_END: [u8; 4] = *b"PK\x06\x06";

/// The number of entries; `None` where the file does not end as an archive of ours does, which has no comment behind its
/// directory.
pub(super) fn entries(file: &mut (impl Read + Seek)) -> Result<Option<u64>> {
    let size = file.seek(SeekFrom::End(0))?;
    let Some(at) = size.checked_sub(END_BYTES) else { return Ok(None) };
    let end: [u8; 22] = read(file, at)?;
    if !end.starts_with(&END) || end[20..] != [0, 0] {
        return Ok(None);
    }
    if let Some(at) = at.checked_sub(LOCATOR_BYTES) {
        let locator: [u8; 20] = read(file, at)?;
        if locator.starts_with(&LOCATOR) {
            let large_at = number(&locator[8..16]);
            if large_at.checked_add(56).is_none_or(|end| end > at) {
                return Ok(None);
            }
            let large: [u8; 56] = read(file, large_at)?;
            return Ok(large.starts_with(&LARGE_END).then(|| number(&large[32..40])));
        }
    }
    Ok(Some(number(&end[10..12])))
}

fn read<const N: usize>(file: &mut (impl Read + Seek), at: u64) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Of the last byte first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
