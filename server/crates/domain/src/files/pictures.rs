//! Pictures: read once, within bounds that their head has to keep, turned as they were held and drawn anew before they are
//! kept, so that nothing of the file that came is left but what can be seen, least of all where it was taken.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits, Rgb, RgbImage};
use model::ids::SchoolId;
use model::pictures::{LARGE, SMALL, fitting};
use model::{Error, Problem, limits};
use tokio::sync::Semaphore;

use super::incoming::{Piece, lay_aside};
use super::{kinds, most_bytes, names};
use crate::{Request, Result};

/// Bytes of a million pixels: four channels of eight bits.
const UNPACKED: u64 = 4_000_000;
/// The longest side that is read.
const LONGEST: u32 = 20_000;
/// Of 100. Writing on a photographed page stays sharp.
const QUALITY: u8 = 85;
/// Pixels of the longer side of what is kept: the first with which it is as small as a file has to be.
const SIDES: [u32; 4] = [LARGE, 1600, 1000, 600];

/// Pictures read at a time: each may hold four bytes a pixel.
static READING: Semaphore = Semaphore::const_new(1);

/// Works on a picture where that holds up nobody, one after the other.
///
/// # Errors
/// A fault where the work breaks.
pub(crate) async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let reading = READING.acquire().await.map_err(|_| Error::Unavailable)?;
    let done = tokio::task::spawn_blocking(move || {
        // Held by the work itself, not by the sender, who may go away before it ends.
        let _reading = reading;
        work()
    });
    Ok(done.await.map_err(anyhow::Error::from)?)
}

/// Draws a picture that somebody sends under a name anew, and lays it aside, with the small one beside it that stands in what is
/// said, where that is another. What kind of picture it is says its content: phones and other programs misname them.
///
/// # Errors
/// `Invalid` on `files`: [`Problem::FileEmpty`], [`Problem::FileTypeRefused`], [`Problem::PictureRefused`],
/// [`Problem::PictureTooLarge`].
pub async fn redraw(request: &Request, school: SchoolId, name: &str, sent: Bytes) -> Result<Piece> {
    let name = names::clean(name);
    let head = &sent[..sent.len().min(kinds::HEAD)];
    if sent.is_empty() {
        return Err(Error::file("files", Problem::FileEmpty, &name).into());
    }
    if !kinds::is_drawn(head) {
        return Err(Error::file("files", Problem::FileTypeRefused, &name).into());
    }
    let drawn = in_turn(move || draw(&sent, most_bytes() as usize)).await?;
    let drawn = drawn.map_err(|problem| Error::file("files", problem, &name))?;
    let small = match drawn.small {
        Some(content) => Some(lay_aside(request, school, &with_ending(&name, "jpg"), content.into()).await?),
        None => None,
    };
    let file = lay_aside(request, school, &named(&name, drawn.ending), drawn.content.into()).await?;
    Ok(Piece { file, sides: Some(drawn.sides), small })
}

/// The name with the ending of what it is now, where it has another.
fn named(name: &str, ending: &str) -> String {
    match (names::ending(name).as_deref(), ending) {
        (Some("jpg" | "jpeg"), "jpg") | (Some("png"), "png") => name.to_owned(),
        _ => with_ending(name, ending),
    }
}

fn with_ending(name: &str, ending: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.{ending}")
}

/// Reads a picture and turns it as it was held.
///
/// # Errors
/// [`Problem::PictureRefused`] for what is none, [`Problem::PictureTooLarge`] for one of too many pixels.
pub(crate) fn read(picture: &[u8]) -> Result<(ImageFormat, DynamicImage), Problem> {
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

/// A picture made anew.
struct Drawn {
    /// Of what it is now.
    ending: &'static str,
    content: Vec<u8>,
    sides: (u32, u32),
    small: Option<Vec<u8>>,
}

/// Draws a picture anew with so many bytes at most. A photo stays one, and what can be seen through stays so.
fn draw(picture: &[u8], most: usize) -> Result<Drawn, Problem> {
    let (format, mut seen) = read(picture)?;
    let is_photo = format == ImageFormat::Jpeg || format == ImageFormat::WebP && !seen.color().has_alpha();
    for side in SIDES {
        seen = made(seen, side);
        let content = if is_photo { jpeg(&seen, QUALITY) } else { png(&seen).map_err(|_| Problem::PictureRefused) }?;
        if content.len() <= most {
            let (ending, sides) = (if is_photo { "jpg" } else { "png" }, (seen.width(), seen.height()));
            let small = (sides.0.max(sides.1) > SMALL).then(|| jpeg(&made(seen, SMALL), QUALITY)).transpose()?;
            return Ok(Drawn { ending, content, sides, small });
        }
    }
    Err(Problem::FileTooLarge(most as u64))
}

/// A picture that fits; a small one stays as it is.
fn made(seen: DynamicImage, longest: u32) -> DynamicImage {
    let (width, height) = fitting(seen.width(), seen.height(), longest);
    if (width, height) == (seen.width(), seen.height()) { seen } else { seen.thumbnail_exact(width, height) }
}

/// A picture as JPEG; what can be seen through stands on white.
///
/// # Errors
/// [`Problem::PictureRefused`].
pub(crate) fn jpeg(seen: &DynamicImage, quality: u8) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    DynamicImage::ImageRgb8(on_white(seen))
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, quality))
        .map_err(|_| Problem::PictureRefused)?;
    Ok(out)
}

fn on_white(seen: &DynamicImage) -> RgbImage {
    if !seen.color().has_alpha() {
        return seen.to_rgb8();
    }
    let seen = seen.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let over = |channel: u8| ((u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
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

/// Pictures for tests.
#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    pub(crate) fn written(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A picture, red on the left and blue on the right.
    pub(crate) fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let left = |x: u32| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
        written(RgbImage::from_fn(width, height, |x, _| left(x)).into(), format)
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
    use image::{Rgba, RgbaImage};
    use store::testing::each_db;

    use super::samples::{bomb, picture, sideways, written};
    use super::*;
    use crate::testing::Scene;

    const MOST: usize = 2_000_000;

    fn has(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn a_photo_is_turned_as_it_was_held_and_keeps_nothing_else_of_its_file() {
        let sent = sideways(3000, 1000);
        assert!(has(&sent, b"GPS") && has(&sent, b"Exif"));
        let drawn = draw(&sent, MOST).unwrap();
        // Turned by a quarter, and made to fit.
        assert_eq!((drawn.ending, drawn.sides), ("jpg", (853, 2560)));
        let small = drawn.small.unwrap();
        let (format, seen) = read(&small).unwrap();
        assert_eq!((format, seen.width(), seen.height()), (ImageFormat::Jpeg, 213, 640));
        for kept in [&drawn.content, &small] {
            assert!(!has(kept, b"GPS") && !has(kept, b"Exif"));
        }
        assert!(draw(&picture(640, 20, ImageFormat::Png), MOST).unwrap().small.is_none(), "it is small itself");
    }

    #[test]
    fn what_can_be_seen_through_stays_so_and_a_webp_becomes_what_every_program_opens() {
        let clear = DynamicImage::from(RgbaImage::from_pixel(8, 8, Rgba([1, 2, 3, 0])));
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let drawn = draw(&written(clear.clone(), format), MOST).unwrap();
            let seen = read(&drawn.content).unwrap().1.to_rgba8();
            assert_eq!((drawn.ending, seen.get_pixel(4, 4).0[3]), ("png", 0), "{format:?}");
        }
        assert_eq!(draw(&picture(8, 8, ImageFormat::WebP), MOST).unwrap().ending, "jpg");
        assert_eq!(draw(&picture(8, 8, ImageFormat::Png), MOST).unwrap().ending, "png");
        assert_eq!((named("a.b.WebP", "jpg").as_str(), named("a.PNG", "png").as_str()), ("a.b.jpg", "a.PNG"));
        assert_eq!((named("a.jpeg", "png").as_str(), named("a.jpeg", "jpg").as_str()), ("a.png", "a.jpeg"));
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
        let drawn = draw(&sent, most).unwrap();
        assert!(drawn.content.len() <= most && drawn.sides.0 < 1100, "{} {:?}", drawn.content.len(), drawn.sides);
        assert_eq!(draw(&sent, 100).err(), Some(Problem::FileTooLarge(100)));
    }

    #[test]
    fn what_is_no_picture_or_unpacks_to_too_much_is_refused() {
        let refused = |sent: &[u8]| draw(sent, MOST).err();
        for sent in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"GIF89a\x01\0\x01\0\0\0\0;"] {
            assert_eq!(refused(sent), Some(Problem::PictureRefused));
        }
        assert!(matches!(refused(&bomb()), Some(Problem::PictureTooLarge(_) | Problem::PictureRefused)));
        let jpeg = picture(40, 40, ImageFormat::Jpeg);
        assert_eq!(refused(&jpeg[..20]), Some(Problem::PictureRefused));
    }

    #[tokio::test]
    async fn a_picture_is_named_by_its_content_and_what_is_none_is_refused() {
        each_db(async |db| {
            let it = Scene::new(&db).await;
            let png = Bytes::from(picture(4, 4, ImageFormat::Png));
            let sent = async |name: &str, sent: Bytes| redraw(&it.student, it.student.school_id(), name, sent).await;
            let problem = |kept: Result<Piece>| kept.err().and_then(|error| error.answer().problem_of("files"));
            let html = Bytes::from_static(b"<html><script>alert(1)</script>");
            assert_eq!(problem(sent("a.jpg", html).await), Some(Problem::FileTypeRefused));
            assert_eq!(problem(sent("a.jpg", Bytes::from_static(b"%PDF-1.7")).await), Some(Problem::FileTypeRefused));
            let kept = sent("photo.jpg", png.clone()).await.unwrap().keep().await.unwrap();
            assert_eq!(kept.file.name(), "photo.png", "taken for what it is");
            let jpeg = Bytes::from(picture(4, 4, ImageFormat::Jpeg));
            assert_eq!(sent("scan.png", jpeg).await.unwrap().keep().await.unwrap().file.name(), "scan.jpg");
            assert_eq!(problem(sent("a.png", Bytes::new()).await), Some(Problem::FileEmpty));
            assert_eq!(problem(sent("a.png", png.slice(..20)).await), Some(Problem::PictureRefused));
            assert_eq!(sent("../a.png", png).await.unwrap().keep().await.unwrap().file.name(), "a.png");
        })
        .await;
    }
}
