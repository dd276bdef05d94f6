//! Pictures: read once and drawn anew before they are kept, so that nothing of the file that came is left but what can be
//! seen, least of all where it was taken.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits};
use model::{Error, Problem, limits};
use tokio::sync::Semaphore;

use super::{kinds, most_bytes, names};
use crate::Result;

/// Pictures read at a time: each may hold four bytes a pixel.
pub(crate) static READING: Semaphore = Semaphore::const_new(1);

/// Bytes of a million pixels: four channels of eight bits.
const UNPACKED: u64 = 4_000_000;
/// The longest side that is read.
const LONGEST: u32 = 20_000;
/// Of 100. Writing on a photographed page stays sharp.
const QUALITY: u8 = 85;
/// Pixels of the longer side of what is kept: the first with which it is as small as a file has to be.
const SIDES: [u32; 4] = [2560, 1600, 1000, 600];

/// Whether a file of that name is a picture that is drawn anew.
pub fn is_drawn(name: &str) -> bool {
    matches!(names::ending(&names::clean(name)).as_deref(), Some("jpg" | "jpeg" | "png" | "webp"))
}

/// A picture as it is kept: its name, with the ending of what it is now, and its content.
///
/// # Errors
/// `Invalid` on `files`: [`Problem::FileEmpty`], [`Problem::FileTypeRefused`], [`Problem::PictureRefused`],
/// [`Problem::PictureTooLarge`].
pub async fn drawn(name: &str, picture: Bytes) -> Result<(String, Bytes)> {
    let name = names::clean(name);
    let head = &picture[..picture.len().min(kinds::HEAD)];
    if picture.is_empty() {
        return Err(Error::file("files", Problem::FileEmpty, &name).into());
    }
    if kinds::media_type(&name, head).is_none() {
        return Err(Error::file("files", Problem::FileTypeRefused, &name).into());
    }
    let reading = READING.acquire().await.map_err(|_| Error::Unavailable)?;
    let drawing = tokio::task::spawn_blocking(move || {
        // Held by the work itself, not by the sender, who may go away before it ends.
        let _reading = reading;
        draw(&picture, most_bytes() as usize)
    });
    match drawing.await.map_err(anyhow::Error::from)? {
        Ok((ending, content)) => Ok((named(&name, ending), Bytes::from(content))),
        Err(problem) => Err(Error::file("files", problem, &name).into()),
    }
}

/// The name with another ending, where it is of another kind now.
fn named(name: &str, ending: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, before)) if before.eq_ignore_ascii_case("webp") => format!("{stem}.{ending}"),
        _ => name.to_owned(),
    }
}

/// Reads a picture and turns it as it was held.
///
/// # Errors
/// [`Problem::PictureRefused`] for what is none, [`Problem::PictureTooLarge`] for one of too many pixels.
pub(crate) fn read(picture: &[u8]) -> std::result::Result<(ImageFormat, DynamicImage), Problem> {
    let refused = |_| Problem::PictureRefused;
    let mut reader = ImageReader::new(Cursor::new(picture)).with_guessed_format().map_err(|_| Problem::PictureRefused)?;
    let format = reader.format().filter(|format| matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP));
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
    let mut seen = DynamicImage::from_decoder(decoder).map_err(refused)?;
    seen.apply_orientation(orientation);
    Ok((format, seen))
}

fn most() -> Limits {
    let mut most = Limits::default();
    most.max_image_width = Some(LONGEST);
    most.max_image_height = Some(LONGEST);
    most.max_alloc = Some(limits::PHOTO_MEGAPIXELS as u64 * UNPACKED);
    most
}

/// Draws a picture anew with so many bytes at most; answers the ending of what it is now. A photo stays one, and what can
/// be seen through stays so.
fn draw(picture: &[u8], most: usize) -> std::result::Result<(&'static str, Vec<u8>), Problem> {
    let (format, mut seen) = read(picture)?;
    let is_photo = format == ImageFormat::Jpeg || format == ImageFormat::WebP && !seen.color().has_alpha();
    for side in SIDES {
        if seen.width().max(seen.height()) > side {
            seen = seen.thumbnail(side, side);
        }
        let drawn = if is_photo { jpeg(&seen) } else { png(&seen) }.map_err(|_| Problem::PictureRefused)?;
        if drawn.len() <= most {
            return Ok((if is_photo { "jpg" } else { "png" }, drawn));
        }
    }
    Err(Problem::FileTooLarge(most as u64))
}

fn jpeg(seen: &DynamicImage) -> ImageResult<Vec<u8>> {
    let mut out = Vec::new();
    DynamicImage::ImageRgb8(seen.to_rgb8()).write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))?;
    Ok(out)
}

fn png(seen: &DynamicImage) -> ImageResult<Vec<u8>> {
    let mut out = Vec::new();
    let plain = match seen.color().has_alpha() {
        true => DynamicImage::ImageRgba8(seen.to_rgba8()),
        false => DynamicImage::ImageRgb8(seen.to_rgb8()),
    };
    plain.write_with_encoder(PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive))?;
    Ok(out)
}

#[cfg(test)]
pub(crate) mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    /// The same JPEG with an EXIF block that says it was held on its side, and where it was taken.
    pub(crate) fn turned(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"\xff\xe1\x00\x00Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 5.6037 N");
        let length = (exif.len() - 2) as u16;
        exif[2..4].copy_from_slice(&length.to_be_bytes());
        [&jpeg[..2], &exif, &jpeg[2..]].concat()
    }

    fn written(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn red(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_pixel(width, height, Rgb([220, 20, 20])).into()
    }

    #[test]
    fn a_photo_is_turned_as_it_was_held_and_keeps_nothing_else_of_its_file() {
        let sent = turned(&written(red(60, 20), ImageFormat::Jpeg));
        let (ending, kept) = draw(&sent, 100_000).unwrap();
        let has = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(has(&sent, b"GPS") && !has(&kept, b"GPS") && !has(&kept, b"Exif"));
        let (format, seen) = read(&kept).unwrap();
        assert_eq!((ending, format, seen.width(), seen.height()), ("jpg", ImageFormat::Jpeg, 20, 60));
    }

    #[test]
    fn what_can_be_seen_through_stays_so_and_a_webp_becomes_what_every_program_opens() {
        let clear = DynamicImage::from(RgbaImage::from_pixel(8, 8, Rgba([1, 2, 3, 0])));
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let (ending, kept) = draw(&written(clear.clone(), format), 100_000).unwrap();
            assert_eq!((ending, read(&kept).unwrap().1.to_rgba8().get_pixel(4, 4).0[3]), ("png", 0), "{format:?}");
        }
        assert_eq!(draw(&written(red(8, 8), ImageFormat::WebP), 100_000).unwrap().0, "jpg");
        assert_eq!(draw(&written(red(8, 8), ImageFormat::Png), 100_000).unwrap().0, "png");
        assert_eq!((named("a.b.WebP", "jpg").as_str(), named("a.PNG", "png").as_str()), ("a.b.jpg", "a.PNG"));
    }

    #[test]
    fn what_is_too_large_is_drawn_smaller_until_it_fits() {
        // Noise, which packs badly.
        let noise = RgbImage::from_fn(1100, 300, |x, y| {
            let mix = x.wrapping_mul(374_761_393).wrapping_add(y.wrapping_mul(668_265_263));
            let mix = (mix ^ mix >> 13).wrapping_mul(1_274_126_177);
            let mix = (mix ^ mix >> 16).wrapping_mul(2_246_822_519);
            Rgb([(mix >> 8) as u8, (mix >> 16) as u8, (mix >> 24) as u8])
        });
        let sent = written(noise.into(), ImageFormat::Png);
        let most = sent.len() / 2;
        let (_, kept) = draw(&sent, most).unwrap();
        let seen = read(&kept).unwrap().1;
        assert!(kept.len() <= most && seen.width() < 1100, "{} {}", kept.len(), seen.width());
        assert_eq!(draw(&sent, 100).unwrap_err(), Problem::FileTooLarge(100));
        assert_eq!(draw(b"\x89PNG\r\n\x1a\n", 100).unwrap_err(), Problem::PictureRefused);
    }

    #[tokio::test]
    async fn a_name_that_says_something_else_is_refused() {
        let png = Bytes::from(written(red(4, 4), ImageFormat::Png));
        let problem = |kept: Result<(String, Bytes)>| kept.unwrap_err().answer().problem_of("files");
        assert_eq!(problem(drawn("a.jpg", png.clone()).await), Some(Problem::FileTypeRefused));
        assert_eq!(problem(drawn("a.png", Bytes::new()).await), Some(Problem::FileEmpty));
        assert_eq!(problem(drawn("a.png", png.slice(..20)).await), Some(Problem::PictureRefused));
        assert_eq!(drawn("../a.png", png).await.unwrap().0, "a.png");
        for (name, is) in [("a.JPG", true), ("a.webp", true), ("a.gif", false), ("png", false), ("a.pdf", false)] {
            assert_eq!(is_drawn(name), is, "{name}");
        }
    }
}
