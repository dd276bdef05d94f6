//! Pictures that are shown small, with a message or a post, and lead to the whole one.

use serde::{Deserialize, Serialize};

use crate::ids::FileId;

/// Pixels of the longer side of a picture as it is kept, and of the small one that stands beside what is said.
pub const LARGE: u32 = 2560;
pub const SMALL: u32 = 640;

/// Points that a small one takes at most beside what is said: how wide and how high it stands there.
const PLACE: (u32, u32) = (320, 384);

/// Endings of pictures that are drawn anew and shown. Others are files.
pub const PICTURES: &[&str] = &["jpg", "jpeg", "png", "webp"];

/// What is known of a picture before it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// The small one; of a small picture itself.
    pub small: FileId,
}

impl Picture {
    /// As its row says; of a file that is no picture the sides are 0.
    pub fn of(width: i64, height: i64, small: FileId) -> Option<Picture> {
        let side = |it: i64| u32::try_from(it).ok().filter(|it| *it > 0);
        Some(Picture { width: side(width)?, height: side(height)?, small })
    }

    /// The sides of the small one.
    pub fn shown(self) -> (u32, u32) {
        fitting(self.width, self.height, SMALL)
    }

    /// The sides of the place it takes beside what is said: as tall or as wide as the picture itself, so that none of its ground
    /// is to be seen.
    pub fn placed(self) -> (u32, u32) {
        let ((width, height), (wide, high)) = (self.shown(), PLACE);
        if width <= wide && height <= high {
            return (width, height);
        }
        let fit = |side: u32, of: u32, by: u32| (side * of / by.max(1)).max(1);
        if width * high >= height * wide { (wide, fit(height, wide, width)) } else { (fit(width, high, height), high) }
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
    fn the_place_of_a_picture_has_its_shape_and_is_neither_wide_nor_high() {
        let placed = |width, height| Picture { width, height, small: FileId::from_u128(1) }.placed();
        for (sides, place) in [
            ((4000, 3000), (320, 240)),
            ((1080, 2340), (177, 384)),
            ((480, 576), (320, 384)),
            ((200, 100), (200, 100)),
            ((300, 600), (192, 384)),
            ((20_000, 1), (320, 1)),
            ((1, 20_000), (1, 384)),
        ] {
            assert_eq!(placed(sides.0, sides.1), place, "{sides:?}");
        }
    }

    #[test]
    fn a_file_without_sides_is_no_picture() {
        let small = FileId::from_u128(1);
        assert_eq!(Picture::of(800, 600, small), Some(Picture { width: 800, height: 600, small }));
        for (width, height) in [(0, 0), (800, 0), (-1, 600), (i64::MAX, 600)] {
            assert_eq!(Picture::of(width, height, small), None, "{width} x {height}");
        }
    }
}
