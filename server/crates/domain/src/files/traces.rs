//! What a file tells beside what it shows, such as where it was taken, is taken out of those that are not drawn anew: of moving
//! pictures and of the pictures of phones. Films and sounds are gone through on their way (`films.rs`).

use std::collections::BTreeSet;
use std::ops::Range;

use bytes::Bytes;
use model::ids::SchoolId;
use model::{Error, Problem};

use super::films::number;
use super::incoming::{Piece, lay_aside};
use super::pictures::in_turn;
use super::{kinds, names};
use crate::{Request, Result};

/// Parts of a file that are looked at: the picture of a phone has a hundred.
const PARTS: usize = 10_000;

/// Whether a file of that name is looked through: as a whole, before it is kept.
pub fn are_in(name: &str) -> bool {
    names::ending(name).is_some_and(|ending| matches!(ending.as_str(), "gif" | "heic"))
}

/// Takes out of a file what it tells, and lays it aside.
///
/// # Errors
/// `Invalid` on `files`: [`Problem::FileEmpty`], [`Problem::FileTypeRefused`], also for one that cannot be looked through.
pub async fn take_out(request: &Request, school: SchoolId, name: &str, sent: Bytes) -> Result<Piece> {
    let name = names::clean(name);
    if sent.is_empty() {
        return Err(Error::file("files", Problem::FileEmpty, &name).into());
    }
    let refused = || Error::file("files", Problem::FileTypeRefused, &name);
    let kind = kinds::media_type(&name, &sent[..sent.len().min(kinds::HEAD)]).ok_or_else(refused)?;
    // Away from those who answer others: it takes as long as the file is large.
    let clean = in_turn(move || match kind {
        "image/gif" => gif(&sent),
        _ => heif(sent.into()),
    })
    .await?;
    Ok(lay_aside(request, school, &name, clean.ok_or_else(refused)?.into()).await?.into())
}

/// A GIF (89a) with its pictures and how they follow one another, and nothing else: no comments, no blocks of programs, and
/// nothing behind its end.
fn gif(sent: &[u8]) -> Option<Vec<u8>> {
    const LOOPS: &[&[u8]] = &[b"NETSCAPE2.0", b"ANIMEXTS1.0"];
    // Of a table of colours, by the flags that announce it.
    let table = |flags: u8| -> usize { if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) } };
    let blocks_end = |mut at: usize| -> Option<usize> {
        loop {
            let length = usize::from(*sent.get(at)?);
            at += 1 + length;
            if length == 0 {
                return Some(at);
            }
        }
    };
    let mut at = 13 + table(*sent.get(10)?);
    let mut clean = sent.get(..at)?.to_vec();
    loop {
        let (end, kept) = match sent.get(at) {
            // One without an end is shown all the same.
            None | Some(0x3b) => {
                clean.push(0x3b);
                return Some(clean);
            }
            Some(0x2c) => (blocks_end(at + 11 + table(*sent.get(at + 9)?))?, true),
            Some(0x21) => {
                let kept = match sent.get(at + 1)? {
                    0xf9 => true,
                    0xff => sent.get(at + 3..at + 14).is_some_and(|program| LOOPS.contains(&program)),
                    _ => false,
                };
                (blocks_end(at + 2)?, kept)
            }
            Some(_) => return None,
        };
        if kept {
            clean.extend_from_slice(sent.get(at..end)?);
        }
        at = end;
    }
}

/// A box: its type, and where what is in it stands.
type Boxed = ([u8; 4], Range<usize>);

/// The boxes within a part of a file (ISO 14496-12, section 4.2). Thousands of them are made to hold up who reads them.
fn boxes(file: &[u8], within: Range<usize>) -> Option<Vec<Boxed>> {
    let mut found = Vec::new();
    let mut at = within.start;
    // What is shorter than a head is no box.
    while at + 8 <= within.end {
        let head: [u8; 8] = file.get(at..at + 8)?.try_into().ok()?;
        let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let kind = [head[4], head[5], head[6], head[7]];
        let (begin, size) = match size {
            0 => (8, within.end - at),
            1 => (16, usize::try_from(number(file.get(at + 8..at + 16)?)).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        let end = at.checked_add(size).filter(|end| *end <= within.end && size >= begin)?;
        if found.len() == PARTS {
            return None;
        }
        found.push((kind, at + begin..end));
        at = end;
    }
    Some(found)
}

/// The picture of a phone: what its items of EXIF and XMP say becomes empty room.
fn heif(mut file: Vec<u8>) -> Option<Vec<u8>> {
    let whole = boxes(&file, 0..file.len())?;
    let (_, meta) = whole.into_iter().find(|(kind, _)| kind == b"meta")?;
    // It begins with its version and flags.
    let parts = boxes(&file, meta.start + 4..meta.end)?;
    let part = |name: &[u8; 4]| parts.iter().find(|(kind, _)| kind == name).map(|(_, content)| content.clone());
    let told = told_items(&file, part(b"iinf")?)?;
    let most = file.len();
    let places = places(file.get(part(b"iloc")?)?, &told, part(b"idat").map(|idat| idat.start), most)?;
    for place in places {
        file.get_mut(place)?.fill(0);
    }
    Some(file)
}

/// The items that tell something, by their numbers.
fn told_items(file: &[u8], iinf: Range<usize>) -> Option<BTreeSet<u64>> {
    let count = if *file.get(iinf.start)? == 0 { 2 } else { 4 };
    let mut told = BTreeSet::new();
    for (kind, content) in boxes(file, iinf.start + 4 + count..iinf.end)? {
        let entry = file.get(content)?;
        // Before the type stand the version, the number of the item and its protection.
        let wide = match entry.first()? {
            2 => 2,
            3 => 4,
            _ => continue,
        };
        let of = entry.get(4 + wide + 2..4 + wide + 6)?;
        if &kind == b"infe" && (of == b"Exif" || of == b"mime") {
            told.insert(number(entry.get(4..4 + wide)?));
        }
    }
    Some(told)
}

/// Where items lie in a file of `most` bytes. `idat` is where the box begins whose content some of them are.
fn places(iloc: &[u8], of: &BTreeSet<u64>, idat: Option<usize>, most: usize) -> Option<Vec<Range<usize>>> {
    let mut rest = iloc;
    let mut take = |bytes: u8| -> Option<u64> {
        let (taken, left) = rest.split_at_checked(usize::from(bytes))?;
        rest = left;
        Some(number(taken))
    };
    let version = take(1)?;
    take(3)?;
    let (sizes, more) = (take(1)? as u8, take(1)? as u8);
    let (of_offset, of_length, of_base) = (sizes >> 4, sizes & 15, more >> 4);
    let of_index = if version == 0 { 0 } else { more & 15 };
    let wide = if version < 2 { 2 } else { 4 };
    if of_length == 0 {
        return None;
    }
    // Together they are no more than the file: a phone names nothing twice over, and all that is named is gone through.
    let mut left = u64::try_from(most).ok()?;
    let mut places = Vec::new();
    for _ in 0..take(wide)? {
        let item = take(wide)?;
        let method = if version == 0 { 0 } else { take(2)? & 15 };
        take(2)?;
        let base = take(of_base)?;
        for _ in 0..take(2)? {
            take(of_index)?;
            let (offset, length) = (take(of_offset)?, take(of_length)?);
            if !of.contains(&item) {
                continue;
            }
            // A length of none is all there is, of which nothing could be left.
            if length == 0 || places.len() == PARTS {
                return None;
            }
            left = left.checked_sub(length)?;
            let from = match method {
                0 => 0,
                1 => u64::try_from(idat?).ok()?,
                _ => return None,
            };
            let start = from.checked_add(base)?.checked_add(offset)?;
            let end = start.checked_add(length)?;
            places.push(usize::try_from(start).ok()?..usize::try_from(end).ok()?);
        }
    }
    Some(places)
}

#[cfg(test)]
pub(super) mod testing {
    pub fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes(), kind.as_slice(), content].concat()
    }

    pub fn has(file: &[u8], word: &[u8]) -> bool {
        file.windows(word.len()).any(|window| window == word)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{boxed, has};
    use super::*;

    #[test]
    fn a_moving_picture_moves_on_and_tells_nothing() {
        let head = b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
        let turns = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let delay = b"\x21\xf9\x04\0\x0a\0\0\0";
        let picture = b"\x2c\0\0\0\0\x02\0\x01\0\0\x02\x02\x0c\x0a\0";
        let told = b"\x21\xfe\x0cTaken in Ada\0\x21\xff\x0bXMP DataXMP\x03GPS\0";
        let sent = [&head[..], turns, told, delay, picture, told, delay, picture, b"\x3b", b"<html>GPS"].concat();
        let clean = [&head[..], turns, delay, picture, delay, picture, b"\x3b"].concat();
        assert_eq!(gif(&sent), Some(clean.clone()));
        assert_eq!(gif(&clean), Some(clean.clone()), "what tells nothing stays as it is");
        assert_eq!(gif(&clean[..clean.len() - 1]), Some(clean.clone()));
        let plain = b"GIF89a\x01\0\x01\0\0\0\0;";
        assert_eq!(gif(plain).as_deref(), Some(&plain[..]));
        for cut in [5, 12, 15, clean.len() - 3] {
            assert_eq!(gif(&clean[..cut]), None, "{cut}");
        }
        assert_eq!(gif(b"GIF89a\x01\0\x01\0\0\0\0<html>"), None);
    }

    /// The picture of a phone, whose EXIF lies where `told` says by where the picture begins.
    fn phone(told: &dyn Fn(u32) -> Vec<[u32; 2]>) -> Vec<u8> {
        let info =
            |id: u16, kind: &[u8; 4]| boxed(b"infe", &[&[2_u8, 0, 0, 0][..], &id.to_be_bytes(), &[0, 0], kind, b"\0"].concat());
        let entries = [info(1, b"hvc1"), info(2, b"Exif"), info(3, b"mime")].concat();
        let iinf = boxed(b"iinf", &[&[0_u8, 0, 0, 0, 0, 3][..], &entries].concat());
        let ftyp = boxed(b"ftyp", b"heic");
        // Offsets and lengths of four bytes, no base; the third item lies in the box of small ones.
        let located = |first: u32| {
            let item = |id: u16, method: u16, places: &[[u32; 2]]| {
                let head = [id.to_be_bytes(), method.to_be_bytes(), [0, 0], (places.len() as u16).to_be_bytes()].concat();
                let places: Vec<u8> = places.iter().flatten().flat_map(|number| number.to_be_bytes()).collect();
                [head, places].concat()
            };
            let items = [item(1, 0, &[[first, 7]]), item(2, 0, &told(first)), item(3, 1, &[[2, 3]])].concat();
            boxed(b"iloc", &[&[1_u8, 0, 0, 0, 0x44, 0, 0, 3][..], &items].concat())
        };
        let meta = |first: u32| {
            let parts = [iinf.clone(), located(first), boxed(b"idat", b"..GPS..")].concat();
            boxed(b"meta", &[&[0_u8, 0, 0, 0][..], &parts].concat())
        };
        let first = (ftyp.len() + meta(0).len() + 8) as u32;
        [ftyp, meta(first), boxed(b"mdat", b"picture5.6037 N")].concat()
    }

    #[test]
    fn the_picture_of_a_phone_tells_nothing_of_where_it_was_taken() {
        let sent = phone(&|first| vec![[first + 7, 8]]);
        let clean = heif(sent.clone()).unwrap();
        assert_eq!(clean.len(), sent.len());
        assert!(has(&clean, b"picture\0\0\0\0\0\0\0\0") && has(&clean, b"..\0\0\0.."), "{clean:?}");
        assert!(heif(sent[..sent.len() - 3].to_vec()).is_none());
        assert!(heif(boxed(b"ftyp", b"heic")).is_none(), "nothing says what is in it");
        let apart = phone(&|first| vec![[first + 7, 4], [first + 11, 4]]);
        assert!(has(&heif(apart).unwrap(), b"picture\0\0\0\0\0\0\0\0"));
    }

    #[test]
    fn a_picture_made_to_hold_up_who_looks_through_it_is_refused() {
        let over = |times: usize| move |first: u32| vec![[0, first + 15]; times];
        assert!(heif(phone(&over(2))).is_none(), "it names its own bytes twice over");
        assert!(heif(phone(&over(60_000))).is_none());
        assert!(heif(phone(&|first| vec![[first + 7, 0]])).is_none(), "all there is");
        assert!(heif(phone(&|first| vec![[first + 7, 1]; PARTS + 1])).is_none());
        let many = |count: usize| boxed(b"free", b"").repeat(count);
        assert!(boxes(&many(PARTS), 0..PARTS * 8).is_some());
        assert!(boxes(&many(PARTS + 1), 0..(PARTS + 1) * 8).is_none());
    }
}
