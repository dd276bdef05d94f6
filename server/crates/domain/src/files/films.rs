//! Films and sounds in boxes, on their way to the store: what programs and cameras wrote beside them, such as where they were
//! taken, becomes empty room, so that everything else stays where it is. However long one is, no more of it is held than a head.

use super::names;

/// Boxes that are open in one another: `trak` in `moov` are two.
const DEEP: usize = 8;
/// Bytes of the head of a box: its size and its type, and its size again where it is long.
const HEAD: u64 = 8;
const LONG_HEAD: usize = 16;

/// A film or a sound of which a part has come.
#[derive(Default)]
pub(super) struct Film {
    /// Where the next head begins, or what is passing by.
    at: u64,
    /// Where the boxes end in whose boxes is looked, the outermost first: `u64::MAX` for one that goes on to the end of the file.
    open: Vec<u64>,
    /// What has come of the next head.
    head: Vec<u8>,
    /// Where what is passing by ends, and whether it tells something.
    passing: (u64, bool),
}

impl Film {
    /// The one that begins, where the name says that it is one.
    pub fn named(name: &str) -> Option<Film> {
        names::ending(name).filter(|ending| matches!(ending.as_str(), "m4a" | "mp4")).map(|_| Film::default())
    }

    /// What becomes of the next bytes; nothing where they are of no such file.
    pub fn pass(&mut self, sent: &[u8]) -> Option<Vec<u8>> {
        let mut clean = Vec::with_capacity(sent.len() + LONG_HEAD);
        let mut rest = sent;
        while let Some((byte, behind)) = rest.split_first() {
            let (end, tells) = self.passing;
            if self.at < end {
                let left = usize::try_from(end - self.at).unwrap_or(usize::MAX);
                let (passing, behind) = rest.split_at(left.min(rest.len()));
                if tells {
                    clean.resize(clean.len() + passing.len(), 0);
                } else {
                    clean.extend_from_slice(passing);
                }
                self.at += passing.len() as u64;
                rest = behind;
                continue;
            }
            while self.open.last() == Some(&self.at) {
                self.open.pop();
            }
            let within = self.open.last().copied().unwrap_or(u64::MAX);
            // What is shorter than a head is no box.
            if self.head.is_empty() && within - self.at < HEAD {
                self.passing = (within, false);
                continue;
            }
            self.head.push(*byte);
            rest = behind;
            let is_long = self.head.starts_with(&1_u32.to_be_bytes());
            let whole = if is_long { LONG_HEAD } else { HEAD as usize };
            if self.head.len() == whole {
                self.enter(within)?;
                clean.append(&mut self.head);
            }
        }
        Some(clean)
    }

    /// Begins with a box whose head is whole, within one that ends there.
    fn enter(&mut self, within: u64) -> Option<()> {
        let size = match number(self.head.get(..4)?) {
            0 => within - self.at,
            1 => number(self.head.get(8..)?),
            size => size,
        };
        let head = self.head.len() as u64;
        let end = self.at.checked_add(size).filter(|end| *end <= within && size >= head)?;
        self.at += head;
        let kind: [u8; 4] = self.head.get(4..8)?.try_into().ok()?;
        match &kind {
            b"moov" | b"trak" | b"moof" | b"traf" => {
                if self.open.len() == DEEP {
                    return None;
                }
                self.open.push(end);
            }
            b"udta" | b"meta" | b"uuid" => {
                self.head.get_mut(4..8)?.copy_from_slice(b"free");
                self.passing = (end, true);
            }
            _ => self.passing = (end, false),
        }
        Some(())
    }

    /// What stands at the end of the file and is no box; nothing where the file is broken off.
    pub fn end(self) -> Option<Vec<u8>> {
        let goes_on = |end: u64| end == u64::MAX;
        let has_passed = self.at >= self.passing.0 || goes_on(self.passing.0);
        let are_whole = self.open.iter().all(|end| *end == self.at || goes_on(*end));
        (has_passed && are_whole && (self.head.len() as u64) < HEAD).then_some(self.head)
    }
}

/// A number of as many bytes, the highest first.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::traces::testing::{boxed, has};

    /// What comes out of a film that is sent so many bytes at a time.
    fn sent_by(step: usize, sent: &[u8]) -> Option<Vec<u8>> {
        let mut film = Film::named("film.MP4")?;
        let mut clean = Vec::new();
        for piece in sent.chunks(step) {
            clean.append(&mut film.pass(piece)?);
        }
        clean.append(&mut film.end()?);
        Some(clean)
    }

    /// The same however it comes.
    fn film(sent: &[u8]) -> Option<Vec<u8>> {
        let clean = sent_by(sent.len().max(1), sent);
        for step in [1, 2, 7, 8, 9, 16, 64] {
            assert_eq!(sent_by(step, sent), clean, "{step} bytes at a time");
        }
        clean
    }

    #[test]
    fn a_film_tells_nothing_of_where_it_was_taken_and_all_else_stays_where_it_is() {
        let told = boxed(b"udta", b"+05.6037-000.1870/");
        let track = boxed(b"trak", &[boxed(b"tkhd", b"track"), told.clone()].concat());
        let moov = boxed(b"moov", &[boxed(b"mvhd", b"head"), track, boxed(b"meta", b"GPS"), told].concat());
        let long = [&1_u32.to_be_bytes()[..], b"uuid", &28_u64.to_be_bytes(), b"GPS of a key"].concat();
        let sent = [boxed(b"ftyp", b"isom"), moov, long, boxed(b"mdat", b"udta of the film itself")].concat();
        let clean = film(&sent).unwrap();
        assert_eq!(clean.len(), sent.len());
        for word in [&b"05.6037"[..], b"GPS", b"meta", b"uuid"] {
            assert!(has(&sent, word) && !has(&clean, word), "{}", String::from_utf8_lossy(word));
        }
        assert!(has(&clean, b"track") && has(&clean, b"head") && has(&clean, b"udta of the film itself"));
        assert_eq!(film(&clean), Some(clean.clone()), "what tells nothing stays as it is");
        let names = |file: &[u8]| {
            let (mut at, mut names) = (0_usize, Vec::new());
            while let Some(head) = file.get(at..at + 16) {
                let size = if head[..4] == [0, 0, 0, 1] { number(&head[8..]) } else { number(&head[..4]) };
                names.push(String::from_utf8_lossy(&head[4..8]).into_owned());
                at += size as usize;
            }
            names
        };
        assert_eq!(names(&clean), ["ftyp", "moov", "free", "mdat"]);
    }

    #[test]
    fn a_film_may_go_on_to_the_end_of_the_file_and_end_in_less_than_a_box() {
        let head = boxed(b"ftyp", b"isom");
        let cases: [(&[u8], &[u8]); 6] = [
            (b"\0\0\0\0mdatudta", b"\0\0\0\0mdatudta"),
            (b"\0\0\0\0metaGPS", b"\0\0\0\0free\0\0\0"),
            (b"\0\0\0\0moov\0\0\0\x0budtaGPSab", b"\0\0\0\0moov\0\0\0\x0bfree\0\0\0ab"),
            (b"\0\0\0\x0cmoovabcd\0\0\0\x08mdat", b"\0\0\0\x0cmoovabcd\0\0\0\x08mdat"),
            (b"\0\0\0\x08moov\0\0\0\x0bmetaGPSabcdefg", b"\0\0\0\x08moov\0\0\0\x0bfree\0\0\0abcdefg"),
            (b"", b""),
        ];
        for (sent, expected) in cases {
            let clean = film(&[&head[..], sent].concat());
            assert_eq!(clean, Some([&head[..], expected].concat()), "{}", String::from_utf8_lossy(sent));
        }
    }

    #[test]
    fn what_is_broken_off_or_no_film_is_refused() {
        let head = boxed(b"ftyp", b"isom");
        let within = |kind: &[u8; 4], times: usize| (0..times).fold(Vec::new(), |content, _| boxed(kind, &content));
        assert!(film(&within(b"moov", DEEP)).is_some());
        let deeper = within(b"moov", DEEP + 1);
        let cases: [&[u8]; 9] = [
            b"\0\0\0\x09mdat",
            b"\0\0\0\x04moov\0\0\0\0\0\0\0\0",
            b"\0\0\0\x10moov\0\0\0\x09mdat",
            b"\0\0\0\x10moov\0\0\0\x11mdat1",
            b"\0\0\0\x01mdat\0\0\0\0\0\0\0",
            b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x08",
            b"\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff",
            b"<html><body>",
            &deeper,
        ];
        for broken in cases {
            assert_eq!(film(&[&head[..], broken].concat()), None, "{}", String::from_utf8_lossy(broken));
        }
        assert!(Film::named("film.webm").is_none() && Film::named("note.m4a").is_some());
    }
}
