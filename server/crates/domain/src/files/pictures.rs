//! Pictures that people send: read once, within bounds that their head has to keep, turned as they were held and written
//! anew, so that nothing of the file that came is kept, least of all where it was taken.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use model::chat::files::{LARGE, SMALL, fitting};
use model::ids::SchoolId;
use model::{Error, Problem, limits};
use tokio::sync::Semaphore;

use super::incoming::{self, Piece};
use super::{most_bytes, names};
use crate::{Request, Result};

/// The longest side that is read.
const LONGEST: u32 = 20_000;
/// Bytes of a million pixels: four channels of eight bits.
const UNPACKED: u64 = 4_000_000;
/// Of 100: of a picture that is looked at, and of the small one beside it.
const QUALITY: u8 = 85;
const SMALL_QUALITY: u8 = 80;

/// Pictures read at a time: each may hold four bytes a pixel.
static READING: Semaphore = Semaphore::const_new(1);

/// A picture as it is seen.
pub(crate) struct Seen {
    pub picture: DynamicImage,
    format: ImageFormat,
}

/// Works on a picture where that holds up nobody, one after the other.
///
/// # Errors
/// A fault where the work breaks.
pub(crate) async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let reading = READING.acquire().await.map_err(|_| Error::Unavailable)?;
    let done = tokio::task::spawn_blocking(move || {
        // Held by the work itself, not by the caller, who may go away before it ends.
        let _reading = reading;
        work()
    });
    Ok(done.await.map_err(anyhow::Error::from)?)
}

/// Reads a picture and turns it as it was held.
///
/// # Errors
/// [`Problem::PictureRefused`], [`Problem::PictureTooLarge`].
pub(crate) fn read(picture: &[u8]) -> Result<Seen, Problem> {
    let refused = |_| Problem::PictureRefused;
    let mut reader = ImageReader::new(Cursor::new(picture)).with_guessed_format().map_err(|_| Problem::PictureRefused)?;
    let format = reader.format().filter(|it| matches!(it, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP));
    let format = format.ok_or(Problem::PictureRefused)?;
    reader.limits(most());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    // The head of a file says its size, before anything is unpacked.
    if pixels > limits::PHOTO_MEGAPIXELS as u64 * 1_000_000 || width.max(height) > LONGEST {
        return Err(Problem::PictureTooLarge(limits::PHOTO_MEGAPIXELS));
    }
    // Unpacked it is copied once more when it is turned and cut; sixteen bits a channel are twice as much.
    if decoder.total_bytes() > limits::PHOTO_MEGAPIXELS as u64 * UNPACKED {
        return Err(Problem::PictureTooLarge(limits::PHOTO_MEGAPIXELS / 2));
    }
    let orientation = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    Ok(Seen { picture, format })
}

fn most() -> Limits {
    let mut most = Limits::default();
    most.max_image_width = Some(LONGEST);
    most.max_image_height = Some(LONGEST);
    most.max_alloc = Some(limits::PHOTO_MEGAPIXELS as u64 * UNPACKED);
    most
}

/// A picture as JPEG.
///
/// # Errors
/// [`Problem::PictureRefused`].
pub(crate) fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, Problem> {
    let (width, height) = (picture.width(), picture.height());
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode(&on_white(picture), width, height, ExtendedColorType::Rgb8)
        .map_err(|_| Problem::PictureRefused)?;
    Ok(out)
}

/// What can be seen through stands on white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.has_alpha() {
        return picture.to_rgb8();
    }
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |channel: u8| ((u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
}

/// A picture made anew, and the small one that stands in a talk, where that is another.
struct Drawn {
    ending: &'static str,
    content: Vec<u8>,
    width: u32,
    height: u32,
    small: Option<Vec<u8>>,
}

fn made(picture: DynamicImage, longest: u32) -> DynamicImage {
    let (width, height) = fitting(picture.width(), picture.height(), longest);
    if (width, height) == (picture.width(), picture.height()) {
        picture
    } else {
        picture.resize_exact(width, height, FilterType::CatmullRom)
    }
}

/// Drawings and pictures of screens stay as sharp as they came, as long as that is not too much; all else becomes a JPEG.
fn draw(sent: &[u8]) -> Result<Drawn, Problem> {
    let Seen { picture, format } = read(sent)?;
    let mut picture = made(picture, LARGE);
    let fits = |content: &Vec<u8>| content.len() as i64 <= most_bytes();
    let (mut ending, mut content) = ("jpg", None);
    if format == ImageFormat::Png {
        let mut out = Cursor::new(Vec::new());
        let plain = if picture.has_alpha() {
            DynamicImage::ImageRgba8(picture.to_rgba8())
        } else {
            DynamicImage::ImageRgb8(picture.to_rgb8())
        };
        plain.write_to(&mut out, ImageFormat::Png).map_err(|_| Problem::PictureRefused)?;
        content = Some(out.into_inner()).filter(fits);
        ending = if content.is_some() { "png" } else { "jpg" };
    }
    let mut longest = LARGE;
    let content = loop {
        match content {
            Some(content) => break content,
            None if longest < SMALL => return Err(Problem::PictureRefused),
            None => {}
        }
        picture = made(picture, longest);
        content = Some(jpeg(&picture, QUALITY)?).filter(fits);
        longest = longest * 3 / 4;
    };
    let (width, height) = (picture.width(), picture.height());
    let small = if width.max(height) > SMALL { Some(jpeg(&made(picture, SMALL), SMALL_QUALITY)?) } else { None };
    Ok(Drawn { ending, content, width, height, small })
}

/// Draws a picture that somebody sends under a name anew, and lays it and the small one aside.
///
/// # Errors
/// `Invalid` on `files`: [`Problem::PictureRefused`], [`Problem::PictureTooLarge`].
pub async fn redraw(request: &Request, school: SchoolId, name: &str, sent: Bytes) -> Result<Piece> {
    let name = names::clean(name);
    let drawn = in_turn(move || draw(&sent)).await?;
    let drawn = drawn.map_err(|problem| Error::file("files", problem, &name))?;
    // What is a picture by its content is called so.
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let known = names::ending(&name);
    let keeps = known.as_deref() == Some(drawn.ending) || drawn.ending == "jpg" && known.as_deref() == Some("jpeg");
    let called = if keeps { name.clone() } else { names::clean(&format!("{stem}.{}", drawn.ending)) };
    let small = match drawn.small {
        Some(small) => Some(incoming::lay(request, school, &names::clean(&format!("{stem}.jpg")), small.into()).await?),
        None => None,
    };
    let file = incoming::lay(request, school, &called, drawn.content.into()).await?;
    Ok(Piece { file, sides: Some((drawn.width, drawn.height)), small })
}

/// Pictures for tests.
#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    /// A picture, red on the left and blue on the right.
    pub(crate) fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let left = |x: u32| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
        let mut out = Cursor::new(Vec::new());
        DynamicImage::from(RgbImage::from_fn(width, height, |x, _| left(x))).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// The same as JPEG with an EXIF block that says it was held on its side, and where it was taken.
    pub(crate) fn sideways(width: u32, height: u32) -> Vec<u8> {
        let jpeg = picture(width, height, ImageFormat::Jpeg);
        let mut exif = b"\xff\xe1\x00\x00Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 5.6037 N");
        let length = (exif.len() - 2) as u16;
        exif[2..4].copy_from_slice(&length.to_be_bytes());
        [&jpeg[..2], &exif, &jpeg[2..]].concat()
    }

    /// A head that promises 19,000 by 19,000 pixels.
    pub(crate) fn bomb() -> Vec<u8> {
        let mut bomb = picture(20, 20, ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0x4a, 0x38, 0, 0, 0x4a, 0x38]);
        let crc = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        bomb
    }

    /// As PNG counts it (ISO 3309).
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{bomb, picture, sideways};
    use super::*;

    fn has(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn a_picture_is_drawn_anew_as_it_was_held_with_a_small_one_beside_it() {
        let sent = sideways(3000, 1000);
        assert!(has(&sent, b"GPS") && has(&sent, b"Exif"));
        let drawn = draw(&sent).unwrap();
        // Turned by a quarter, and made to fit.
        assert_eq!((drawn.ending, drawn.width, drawn.height), ("jpg", 853, 2560));
        let small = drawn.small.unwrap();
        let sides = image::load_from_memory(&small).unwrap();
        assert_eq!((sides.width(), sides.height()), fitting(853, 2560, SMALL));
        for kept in [&drawn.content, &small] {
            assert!(!has(kept, b"GPS") && !has(kept, b"Exif"));
        }
    }

    #[test]
    fn a_drawing_stays_sharp_and_a_small_one_is_its_own() {
        let drawn = draw(&picture(300, 200, ImageFormat::Png)).unwrap();
        assert_eq!((drawn.ending, drawn.width, drawn.height, drawn.small.is_none()), ("png", 300, 200, true));
        let drawn = draw(&picture(300, 200, ImageFormat::WebP)).unwrap();
        assert_eq!(drawn.ending, "jpg");
    }

    #[test]
    fn what_is_kept_is_never_more_than_a_file_may_have() {
        // Noise, which no format makes small.
        let mut at = 1_u32;
        let noise = RgbImage::from_fn(2000, 1500, |_, _| {
            at = at.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [red, green, blue, _] = at.to_be_bytes();
            Rgb([red, green, blue])
        });
        let mut out = Cursor::new(Vec::new());
        DynamicImage::from(noise).write_to(&mut out, ImageFormat::Png).unwrap();
        let drawn = draw(&out.into_inner()).unwrap();
        assert_eq!(drawn.ending, "jpg");
        assert!(drawn.content.len() as i64 <= most_bytes(), "{}", drawn.content.len());
    }

    #[test]
    fn what_is_no_picture_or_unpacks_to_too_much_is_refused() {
        let refused = |sent: &[u8]| draw(sent).err();
        for sent in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"GIF89a\x01\0\x01\0\0\0\0;"] {
            assert_eq!(refused(sent), Some(Problem::PictureRefused));
        }
        assert!(matches!(refused(&bomb()), Some(Problem::PictureTooLarge(_) | Problem::PictureRefused)));
        let jpeg = picture(40, 40, ImageFormat::Jpeg);
        assert_eq!(refused(&jpeg[..20]), Some(Problem::PictureRefused));
    }
}
