//! Pictures and files with a message.

use serde::{Deserialize, Serialize};

use crate::ids::FileId;
use crate::pictures::{Picture, is_picture};
use crate::{Error, Problem, Result, assignments, limits};

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
    fn a_picture_may_be_larger_than_another_file() {
        let problem = |name: &str, bytes| check_file(name, bytes).err().and_then(|error| error.problem_of("files"));
        assert_eq!(problem("Photo.JPG", 8_000_000), None);
        assert_eq!(problem("photo.jpg", 11_000_000), Some(Problem::FileTooLarge(limits::PICTURE_BYTES as u64)));
        assert_eq!(problem("essay.pdf", 8_000_000), Some(Problem::FileTooLarge(2 * 1024 * 1024)));
        for refused in ["page.svg", "page.html", "photo.tiff", "photo"] {
            assert_eq!(problem(refused, 1), Some(Problem::FileTypeRefused), "{refused}");
        }
        assert_eq!(check_count(limits::FILES_PER_MESSAGE), Ok(()));
        assert!(check_count(limits::FILES_PER_MESSAGE + 1).is_err());
    }
}
