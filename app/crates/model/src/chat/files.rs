//! Pictures and files with a message.

use serde::{Deserialize, Serialize};

use crate::ids::FileId;
use crate::{Error, Problem, Result, assignments, limits};

/// Pixels of the longer side of a picture as it is kept, and of the small one that stands in the talk.
pub const LARGE: u32 = 2560;
pub const SMALL: u32 = 640;

/// Endings of pictures that are drawn anew and shown. Others are files.
pub const PICTURES: &[&str] = &["jpg", "jpeg", "png", "webp"];

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageFile {
    pub id: FileId,
    pub name: String,
    pub bytes: i64,
    /// What a picture shows, in the words of its sender; may be empty.
    #[serde(default)]
    pub alt: String,
    #[serde(default)]
    pub picture: Option<Picture>,
}

/// What is known of a picture before it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// The small one; of a small picture itself.
    pub small: FileId,
}

impl Picture {
    /// The sides of the small one.
    pub fn shown(self) -> (u32, u32) {
        fitting(self.width, self.height, SMALL)
    }
}

/// The sides of a picture that is made to fit; a small one stays as it is.
pub fn fitting(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let side = width.max(height);
    if side <= longest {
        return (width, height);
    }
    let fit = |it: u32| u32::try_from(u64::from(it) * u64::from(longest) / u64::from(side)).unwrap_or(longest).max(1);
    (fit(width), fit(height))
}

/// Whether a file is called like a picture that is shown.
pub fn is_picture(name: &str) -> bool {
    let ending = name.trim().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()))
}

/// What can be known of a file before its first byte is sent. A picture may be larger: it is drawn anew.
///
/// # Errors
/// [`crate::Error::Invalid`] on `files`, naming the file.
pub fn check_file(name: &str, bytes: u64) -> Result<()> {
    let most = if is_picture(name) { limits::PICTURE_BYTES as u64 } else { limits::FREE_FILE_BYTES.unsigned_abs() };
    assignments::check_file(name, bytes, most)
}

/// Passes as many files as a message may have.
///
/// # Errors
/// [`crate::Error::Invalid`] on `files`.
pub fn check_count(count: usize) -> Result<()> {
    if count <= limits::FILES_PER_MESSAGE {
        Ok(())
    } else {
        Err(Error::field("files", Problem::TooManyFiles(limits::FILES_PER_MESSAGE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_made_to_fit_and_never_larger() {
        assert_eq!(fitting(4000, 3000, 640), (640, 480));
        assert_eq!(fitting(3000, 4000, 640), (480, 640));
        assert_eq!(fitting(640, 10, 640), (640, 10));
        assert_eq!(fitting(20_000, 1, 640), (640, 1), "no side is nothing");
    }

    #[test]
    fn a_picture_may_be_larger_than_another_file() {
        let problem = |name: &str, bytes| check_file(name, bytes).err().and_then(|error| error.problem_of("files"));
        assert_eq!(problem("Photo.JPG", 8_000_000), None);
        assert_eq!(problem("photo.jpg", 11_000_000), Some(Problem::FileTooLarge(limits::PICTURE_BYTES as u64)));
        assert_eq!(problem("essay.pdf", 8_000_000), Some(Problem::FileTooLarge(2 * 1024 * 1024)));
        for refused in ["page.svg", "page.html", "photo.heic", "photo"] {
            assert_eq!(problem(refused, 1), Some(Problem::FileTypeRefused), "{refused}");
        }
        assert_eq!(check_count(limits::FILES_PER_MESSAGE), Ok(()));
        assert!(check_count(limits::FILES_PER_MESSAGE + 1).is_err());
    }
}
