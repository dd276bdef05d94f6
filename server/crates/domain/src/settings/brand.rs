//! The school's colour and logo, and its face for strangers at its own address.

use std::io::Cursor;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use model::ids::SchoolId;
use model::settings::brand::{BrandPage, ColorForm, Face, LOGO_BYTES};
use model::{Error, Feature, Features, Permission, Problem};
use object_store::{ObjectStore, ObjectStoreExt};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{args, sql};

use super::{change, lock};
use crate::cache::Cache;
use crate::files::{self, pictures};
use crate::scope::Actor;
use crate::{Result, Scope, Visitor, drawn, secrets};

/// The largest side of a picture that is read, in pixels.
const SIDE: u32 = 6000;
/// Memory a picture may take while it is read.
const MEMORY: u64 = 200 * 1024 * 1024;
/// What a logo is made to fit, in pixels: the bar at the top, four times over for fine screens.
const FIT: (u32, u32) = (640, 160);
/// Seconds a face is kept at most.
const SECONDS: u64 = 300;
/// Faces kept at most, those of names that no school has among them.
const MOST: u64 = 10_000;

/// What the page shows.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn show(scope: &Scope) -> Result<BrandPage> {
    scope.require(Permission::SchoolSettings)?;
    let place = &scope.place;
    let url = scope.settings.public_url.as_str();
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    Ok(BrandPage {
        on: place.has(Feature::CustomBranding),
        name: place.name.clone(),
        slug: place.slug.clone(),
        address: format!("{}.{host}", place.slug),
        color: place.brand_color.clone(),
        logo: place.logo.clone(),
    })
}

/// Asked before anything of a picture is read: the brand is changed by those with `school.settings`, while it is turned on.
///
/// # Errors
/// `Forbidden`.
pub fn may_change(scope: &Scope) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    if scope.place.has(Feature::CustomBranding) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// Sets the colour, or takes it back.
///
/// # Errors
/// `Invalid` on `color` for one that cannot be read, `Forbidden` while the brand is turned off; `Conflict` when somebody
/// changed it since the form was drawn.
pub async fn set_color(scope: &Scope, form: &ColorForm) -> Result<()> {
    may_change(scope)?;
    let color = form.validate()?.map(|color| color.to_string()).unwrap_or_default();
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let (before,): (String,) = work.tx.one(sql!("select brand_color from schools where id = $1"), args![school]).await?;
    if before == color {
        return Ok(());
    }
    drawn::check(&form.drawn, &ColorForm::drawn_from(&before))?;
    work.tx.run(sql!("update schools set brand_color = $2 where id = $1"), args![school, color.as_str()]).await?;
    work.audit("school.color_changed", school, change(json!(before), json!(color))).await?;
    work.commit().await
}

/// Keeps a picture as the logo: read, made to fit and written anew, so that nothing of what was sent remains but what
/// can be seen.
///
/// # Errors
/// `Invalid` on `logo` for what is too large or no picture, `Forbidden` while the brand is turned off.
pub async fn set_logo(scope: &Scope, sent: Bytes) -> Result<()> {
    may_change(scope)?;
    let drawn = pictures::in_turn(move || draw(&sent)).await??;
    let sha256 = secrets::hex(&Sha256::digest(&drawn));
    let address = files::address(scope.school_id(), &sha256);
    {
        // Its age begins anew, which keeps the sweep away until the row names it.
        let _storing = files::storing().await;
        scope.files.put(&address, Bytes::from(drawn).into()).await?;
    }
    name_logo(scope, &sha256).await
}

/// Takes the logo away.
///
/// # Errors
/// `Forbidden` while the brand is turned off.
pub async fn remove_logo(scope: &Scope) -> Result<()> {
    may_change(scope)?;
    name_logo(scope, "").await
}

/// What the old name stood for is swept.
async fn name_logo(scope: &Scope, sha256: &str) -> Result<()> {
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let (before,): (String,) = work.tx.one(sql!("select logo from schools where id = $1"), args![school]).await?;
    if before == sha256 {
        return Ok(());
    }
    work.tx.run(sql!("update schools set logo = $2 where id = $1"), args![school, sha256]).await?;
    work.audit("school.logo_changed", school, change(json!(before), json!(sha256))).await?;
    work.commit().await
}

/// The picture as a PNG that fits.
fn draw(sent: &[u8]) -> Result<Vec<u8>> {
    let refuse = || Error::field("logo", Problem::NotALogo);
    if sent.len() > LOGO_BYTES {
        return Err(Error::field("logo", Problem::FileTooLarge(LOGO_BYTES as u64)).into());
    }
    let mut reader = ImageReader::new(Cursor::new(sent)).with_guessed_format().map_err(|_| refuse())?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) {
        return Err(refuse().into());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| refuse())?;
    let fits = picture.width() <= FIT.0 && picture.height() <= FIT.1;
    let picture = if fits { picture } else { picture.thumbnail(FIT.0, FIT.1) };
    let mut drawn = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(picture.to_rgba8()).write_to(&mut drawn, ImageFormat::Png).map_err(anyhow::Error::from)?;
    Ok(drawn.into_inner())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: SchoolId,
    #[sqlx(flatten)]
    face: Face,
    features: String,
}

async fn row(visitor: &Visitor, slug: &str) -> Result<Option<Row>> {
    Ok(visitor
        .db
        .maybe(
            sql!("select id, slug, name, brand_color as color, logo, locale, features from schools where slug = $1"),
            args![slug],
        )
        .await?)
}

/// The faces in use, by slug: every request at a school's own address asks for one.
pub(crate) fn faces() -> Cache<Option<Face>> {
    Cache::new(MOST, SECONDS)
}

/// The school at its own address; nothing where there is none of that name.
///
/// # Errors
/// As the database answers.
pub async fn face(visitor: &Visitor, slug: &str) -> Result<Option<Face>> {
    // Counted before it is read: what changes meanwhile is read again.
    let epoch = visitor.db.changes().epoch();
    if let Some(face) = visitor.faces.find(epoch, slug) {
        return Ok(face);
    }
    let face = row(visitor, slug).await?.map(|Row { mut face, features, .. }| {
        if !Features::parse(&features).has(Feature::CustomBranding) {
            face.color.clear();
            face.logo.clear();
        }
        face
    });
    visitor.faces.keep(epoch, slug, face.clone());
    Ok(face)
}

/// The bytes of a school's logo, a PNG.
///
/// # Errors
/// `NotFound` for any but the one it shows now.
pub async fn logo(visitor: &Visitor, slug: &str, sha256: &str) -> Result<BoxStream<'static, std::io::Result<Bytes>>> {
    let Row { id, face, features } = row(visitor, slug).await?.ok_or(Error::NotFound)?;
    if face.logo.is_empty() || face.logo != sha256 || !Features::parse(&features).has(Feature::CustomBranding) {
        return Err(Error::NotFound.into());
    }
    let found = visitor.files.get_opts(&files::address(id, sha256), Default::default()).await?;
    Ok(found.into_stream().map_err(std::io::Error::other).boxed())
}
