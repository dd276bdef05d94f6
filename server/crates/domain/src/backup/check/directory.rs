//! Where the directory of a zip ends. The library finds it also before other bytes, of which an archive of ours has none.

use std::io::{Read, Result, Seek, SeekFrom};

const END: [u8; 4] = *b"PK\x05\x06";
const END_BYTES: u64 = 22;

/// Whether the file ends with the end of a directory, which in ours has no comment behind it.
pub(super) fn is_last(file: &mut (impl Read + Seek)) -> Result<bool> {
    let size = file.seek(SeekFrom::End(0))?;
    let Some(at) = size.checked_sub(END_BYTES) else { return Ok(false) };
    let mut end = [0_u8; END_BYTES as usize];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut end)?;
    Ok(end.starts_with(&END) && end[20..] == [0, 0])
}
