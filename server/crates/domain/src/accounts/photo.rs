//! One's photo (product.md section 3): read once, cut to a square and written anew, so that nothing of the file that came
//! is kept, least of all where it was taken. It lies in the object store under its SHA-256, once however many have it.

use bytes::Bytes;
use image::imageops::FilterType;
use model::profile::Crop;
use model::{Error, Problem};
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{args, sql};

use crate::accounts::links;
use crate::files::{self, pictures};
use crate::scope::Actor;
use crate::{Person, Result, World, secrets};

/// Pixels of a side of what is kept: sharp at 128 points on the finest screens.
const SIDE: u32 = 256;
/// Of 100. Faces show no blocks, and a photo is about 15 kB.
const QUALITY: u8 = 85;

/// Where a photo lies.
pub(crate) fn address(sha256: &str) -> Path {
    Path::from(format!("photos/{}/{sha256}", sha256.get(..2).unwrap_or("00")))
}

/// Makes a picture one's photo: the square, or without one that fits the middle of it.
///
/// # Errors
/// `Invalid` on `photo`: [`Problem::PictureRefused`], [`Problem::PictureTooLarge`].
pub async fn set(person: &Person, picture: Bytes, crop: Option<Crop>) -> Result<()> {
    person.require_self()?;
    let photo = pictures::in_turn(move || make(&picture, crop)).await?.map_err(|problem| Error::field("photo", problem))?;
    let sha256 = secrets::hex(&Sha256::digest(&photo));
    // Until its row names it, nobody removes it.
    let storing = files::storing().await;
    person.files.put(&address(&sha256), PutPayload::from(photo)).await?;
    let before = name(person, &sha256, "profile.photo_saved").await?;
    drop(storing);
    forget(person, &before, &sha256).await;
    Ok(())
}

/// Takes one's photo away.
///
/// # Errors
/// As the database answers.
pub async fn remove(person: &Person) -> Result<()> {
    let before = name(person, "", "profile.photo_removed").await?;
    forget(person, &before, "").await;
    Ok(())
}

/// Notes which photo is the person's; answers which one was.
async fn name(person: &Person, sha256: &str, action: &'static str) -> Result<String> {
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (before,): (String,) = work.tx.one(sql!("select photo from users where id = $1"), args![user]).await?;
    if before != sha256 {
        work.tx.run(sql!("update users set photo = $2 where id = $1"), args![user, sha256]).await?;
        work.audit(action, user, json!({ "before": before, "after": sha256 })).await?;
    }
    work.commit().await?;
    Ok(before)
}

/// Removes the photo before, if nobody has it any more. What fails here the sweep finds.
pub(crate) async fn forget(world: &World, before: &str, after: &str) {
    if before.is_empty() || before == after {
        return;
    }
    if let Err(error) = files::remove_photo(world, before).await {
        tracing::warn!(?error, "an old photo could not be removed; the sweep will");
    }
}

/// Whether anybody has this photo.
pub(crate) async fn is_named(world: &World, sha256: &str) -> Result<bool> {
    let (named,): (bool,) =
        world.db.one(sql!("select exists (select 1 from users where photo = $1) as named"), args![sha256]).await?;
    Ok(named)
}

/// A photo, for those who [`may see`](check) it.
///
/// # Errors
/// As of [`check`].
pub async fn open(person: &Person, sha256: &str) -> Result<Bytes> {
    check(person, sha256).await?;
    Ok(person.files.get(&address(sha256)).await?.bytes().await?)
}

/// Whether one may see a photo: the person on it may, and those who share a school with them.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn check(person: &Person, sha256: &str) -> Result<()> {
    let is_name = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !is_name {
        return Err(Error::NotFound.into());
    }
    let (seen,): (bool,) = person
        .db
        .one(
            sql!(
                "select exists (
                   select 1 from users u where u.photo = $1 and (u.id = $2 or exists (
                     select 1 from memberships own join memberships theirs on theirs.school_id = own.school_id
                     where own.user_id = $2 and own.status = 'active' and theirs.user_id = u.id and theirs.status = 'active'))
                 ) as seen"
            ),
            args![sha256, person.me.user_id],
        )
        .await?;
    if !seen {
        return Err(Error::NotFound.into());
    }
    Ok(())
}

/// Reads a picture, cuts the square and writes it anew.
fn make(picture: &[u8], crop: Option<Crop>) -> Result<Vec<u8>, Problem> {
    let (_, seen) = pictures::read(picture)?;
    let Crop { x, y, side } = square(seen.width(), seen.height(), crop);
    let cut = seen.crop_imm(x, y, side, side);
    drop(seen);
    pictures::jpeg(&cut.resize_exact(SIDE, SIDE, FilterType::Lanczos3), QUALITY)
}

/// The square to cut: the one asked for as far as it lies inside, else the middle.
fn square(width: u32, height: u32, crop: Option<Crop>) -> Crop {
    let most = width.min(height);
    let middle = Crop { x: (width - most) / 2, y: (height - most) / 2, side: most };
    let Some(Crop { x, y, side }) = crop.filter(|crop| crop.side > 0) else { return middle };
    let side = side.min(most);
    Crop { x: x.min(width - side), y: y.min(height - side), side }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat};

    use super::*;
    use crate::files::pictures::samples::{bomb, picture, sideways};

    /// The colour in the middle, as one letter.
    fn colour(photo: &[u8], x: u32, y: u32) -> char {
        let photo = image::load_from_memory_with_format(photo, ImageFormat::Jpeg).unwrap().to_rgb8();
        assert_eq!(photo.dimensions(), (SIDE, SIDE));
        match photo.get_pixel(x, y).0 {
            [200..=255, _, 0..=60] => 'r',
            [0..=60, _, 200..=255] => 'b',
            _ => '?',
        }
    }

    #[test]
    fn a_picture_becomes_a_small_square_of_its_middle_or_of_what_was_chosen() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let photo = make(&picture(400, 200, format), None).unwrap();
            assert_eq!((colour(&photo, 20, 128), colour(&photo, 236, 128)), ('r', 'b'), "{format:?}");
        }
        let chosen = Some(Crop { x: 210, y: 10, side: 100 });
        let photo = make(&picture(400, 200, ImageFormat::Png), chosen).unwrap();
        assert_eq!((colour(&photo, 20, 128), colour(&photo, 236, 128)), ('b', 'b'));
    }

    #[test]
    fn a_square_outside_of_the_picture_is_moved_inside() {
        let cut = |x, y, side| square(400, 200, Some(Crop { x, y, side }));
        assert_eq!(cut(u32::MAX, u32::MAX, u32::MAX), Crop { x: 200, y: 0, side: 200 });
        assert_eq!(cut(0, 0, 0), Crop { x: 100, y: 0, side: 200 }, "no square at all");
        assert_eq!(square(1, 1, None), Crop { x: 0, y: 0, side: 1 });
    }

    #[test]
    fn a_picture_is_turned_as_it_was_held_and_keeps_nothing_else_of_its_file() {
        let sideways = sideways(200, 200);
        let photo = make(&sideways, None).unwrap();
        // Turned by a quarter: what was on the left is at the top.
        assert_eq!((colour(&photo, 128, 20), colour(&photo, 128, 236)), ('r', 'b'));
        let has = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(has(&sideways, b"GPS") && !has(&photo, b"GPS") && !has(&photo, b"Exif"));
    }

    #[test]
    fn what_can_be_seen_through_stands_on_white() {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgba8(10, 10).write_to(&mut out, ImageFormat::Png).unwrap();
        let photo = make(&out.into_inner(), None).unwrap();
        assert_eq!(image::load_from_memory(&photo).unwrap().to_rgb8().get_pixel(128, 128).0, [255, 255, 255]);
    }

    #[test]
    fn what_is_no_picture_or_unpacks_to_too_much_is_refused() {
        let refused = |bytes: &[u8]| make(bytes, None).unwrap_err();
        assert_eq!(refused(b""), Problem::PictureRefused);
        assert_eq!(refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Problem::PictureRefused);
        assert_eq!(refused(b"GIF89a\x01\0\x01\0\0\0\0;"), Problem::PictureRefused);
        let png = picture(20, 20, ImageFormat::Png);
        assert_eq!(refused(&png[..png.len() / 2]), Problem::PictureRefused);
        assert!(matches!(refused(&bomb()), Problem::PictureTooLarge(_) | Problem::PictureRefused));
    }
}
