//! Which kinds of files are taken (product.md section 8): the ending must be on the list and the content must be what
//! the ending says.

use super::names;

/// Bytes from the start that tell what a file is.
pub const HEAD: usize = 1024;

/// What a content is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Pdf,
    /// The containers of old office files (OLE 2).
    Ole,
    /// docx, xlsx, odt, their like and zip itself.
    Zip,
    Png,
    Jpeg,
    Gif,
    Webp,
    /// Pictures of phones, in boxes (ISO 14496-12).
    Heif,
    Mp3,
    /// Sounds and films in such boxes.
    Mp4,
    Ogg,
    Webm,
    Text,
}

use Content::{Gif, Heif, Jpeg, Mp3, Mp4, Ogg, Ole, Pdf, Png, Text, Webm, Webp, Zip};

/// A line a kind: ending, content, media type (IANA).
const KINDS: &[(&str, Content, &str)] = &[
    ("pdf", Pdf, "application/pdf"),
    ("doc", Ole, "application/msword"),
    ("ppt", Ole, "application/vnd.ms-powerpoint"),
    ("docx", Zip, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("pptx", Zip, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", Zip, "application/vnd.oasis.opendocument.text"),
    ("zip", Zip, "application/zip"),
    ("txt", Text, "text/plain"),
    ("md", Text, "text/markdown"),
    ("png", Png, "image/png"),
    ("jpg", Jpeg, "image/jpeg"),
    ("jpeg", Jpeg, "image/jpeg"),
    ("gif", Gif, "image/gif"),
    ("webp", Webp, "image/webp"),
    ("xlsx", Zip, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ods", Zip, "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", Zip, "application/vnd.oasis.opendocument.presentation"),
    ("csv", Text, "text/csv"),
    ("heic", Heif, "image/heic"),
    ("mp3", Mp3, "audio/mpeg"),
    ("m4a", Mp4, "audio/mp4"),
    ("ogg", Ogg, "audio/ogg"),
    ("mp4", Mp4, "video/mp4"),
    ("webm", Webm, "video/webm"),
];

/// Whether a name has an ending that is taken: known before the first byte is read.
pub fn is_taken(name: &str) -> bool {
    line(name).is_some()
}

fn line(name: &str) -> Option<&'static (&'static str, Content, &'static str)> {
    let ending = names::ending(name)?;
    KINDS.iter().find(|(known, _, _)| *known == ending)
}

/// The media type of a file, or `None` when it is of no kind that is taken or not what its name says. `head` is its
/// first [`HEAD`] bytes, or all of a shorter one.
pub fn media_type(name: &str, head: &[u8]) -> Option<&'static str> {
    let (_, content, media_type) = line(name)?;
    (look(head) == Some(*content)).then_some(*media_type)
}

/// Whether a content is a picture that is drawn anew, whatever it is called.
pub fn is_drawn(head: &[u8]) -> bool {
    matches!(look(head), Some(Png | Jpeg | Webp))
}

fn look(head: &[u8]) -> Option<Content> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    // Readers of PDF allow other bytes before the header.
    if head.windows(5).any(|window| window == b"%PDF-") && !starts(b"PK\x03\x04") && !starts(b"MZ") {
        Some(Pdf)
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        Some(Zip)
    } else if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Some(Ole)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Some(Png)
    } else if starts(b"\xff\xd8\xff") {
        Some(Jpeg)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Some(Gif)
    } else if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(Webp)
    } else if starts(b"OggS") {
        Some(Ogg)
    } else if starts(b"\x1a\x45\xdf\xa3") && has(head, b"webm") {
        Some(Webm)
    } else if head.get(4..8) == Some(b"ftyp") {
        head.get(8..12).and_then(brand)
    } else if starts(b"ID3") || is_mp3(head) {
        Some(Mp3)
    } else if is_text(head) {
        Some(Text)
    } else {
        None
    }
}

fn has(head: &[u8], word: &[u8]) -> bool {
    head.windows(word.len()).any(|window| window == word)
}

/// What is in boxes, by the brand that stands in the first one.
fn brand(brand: &[u8]) -> Option<Content> {
    const HEIF: &[&[u8]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];
    const MP4: &[&[u8]] = &[b"iso", b"mp4", b"M4", b"avc1", b"dash", b"MSNV", b"3gp"];
    if HEIF.contains(&brand) { Some(Heif) } else { MP4.iter().any(|known| brand.starts_with(known)).then_some(Mp4) }
}

/// The head of a frame of MPEG audio, layer III (ISO 11172-3): without a tag a file begins with one.
fn is_mp3(head: &[u8]) -> bool {
    let &[0xff, second, third, ..] = head else { return false };
    second & 0xe6 == 0xe2 && second & 0x18 != 0x08 && third & 0xf0 != 0xf0 && third & 0x0c != 0x0c
}

/// Text in any encoding: no bytes that only programs and data have. UTF-16, which has zeros, says so at its start.
fn is_text(head: &[u8]) -> bool {
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let odd = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    utf16 || !head.iter().any(odd)
}

#[cfg(test)]
mod tests {
    use model::backup::storage::FileKind;

    use super::*;

    #[test]
    fn every_file_that_is_taken_is_of_a_kind_that_people_have_a_word_for() {
        for (ending, _, media_type) in KINDS {
            assert_ne!(FileKind::of(media_type), FileKind::Other, "{ending}");
        }
    }

    #[test]
    fn a_kind_is_taken_when_name_and_content_agree() {
        let table: &[(&str, &[u8], Option<&str>)] = &[
            ("essay.pdf", b"%PDF-1.7\n", Some("application/pdf")),
            ("essay.PDF", b"\n%PDF-1.4", Some("application/pdf")),
            ("essay.pdf", b"<html>", None),
            ("essay.pdf", b"MZ\x90\0 %PDF-", None),
            ("essay.txt", b"Once upon a time", Some("text/plain")),
            ("essay.txt", "Es war einmal, früher".as_bytes(), Some("text/plain")),
            ("essay.txt", b"Es war einmal, fr\xfcher", Some("text/plain")),
            ("essay.txt", b"\xff\xfeE\0s\0", Some("text/plain")),
            ("essay.txt", b"MZ\x90\0\x03", None),
            ("essay.txt", b"\x7fELF\x02\x01", None),
            ("notes.md", b"# Notes", Some("text/markdown")),
            ("photo.jpg", b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            ("photo.png", b"\xff\xd8\xff\xe0", None),
            ("photo.webp", b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp")),
            ("sound.webp", b"RIFF\x10\0\0\0WAVEfmt ", None),
            ("essay.docx", b"PK\x03\x04....", Some(KINDS[3].2)),
            ("essay.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("application/msword")),
            ("essay.doc", b"PK\x03\x04", None),
            ("marks.xlsx", b"PK\x03\x04....", Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
            ("marks.csv", b"Name;Marks\nAda;10\n", Some("text/csv")),
            ("marks.csv", b"PK\x03\x04....", None),
            ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0", Some("image/heic")),
            ("photo.heic", b"\0\0\0\x18ftypisom\0\0\0\0", None),
            ("note.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0", Some("audio/mp4")),
            ("note.m4a", b"\0\0\0\x18ftypmp42\0\0\0\0", Some("audio/mp4")),
            ("film.mp4", b"\0\0\0\x18ftypisom\0\0\0\0", Some("video/mp4")),
            ("film.mp4", b"\0\0\0\x18ftypheic\0\0\0\0", None),
            ("note.mp3", b"ID3\x04\0\0\0\0\0\0", Some("audio/mpeg")),
            ("note.mp3", b"\xff\xfb\x90\x64\0\0", Some("audio/mpeg")),
            ("note.mp3", b"\xff\xd8\xff\xe0", None),
            ("note.mp3", b"<html>", None),
            ("note.ogg", b"OggS\0\x02", Some("audio/ogg")),
            ("film.webm", b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", Some("video/webm")),
            ("film.webm", b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", None),
            ("page.html", b"<html>", None),
            ("page.svg", b"<svg>", None),
            ("run.exe", b"MZ\x90\0", None),
            ("run.txt.exe", b"hello", None),
            ("noending", b"hello", None),
        ];
        for (name, head, expected) in table {
            assert_eq!(media_type(name, head), *expected, "{name} {:?}", String::from_utf8_lossy(head));
        }
    }
}
