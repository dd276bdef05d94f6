use std::io::Cursor;

use bytes::Bytes;
use futures::stream::TryStreamExt;
use image::{DynamicImage, ImageFormat, RgbImage};
use model::settings::brand::{ColorForm, LOGO_BYTES};
use model::{Error, Feature, Problem};
use object_store::ObjectStoreExt;
use store::testing::each_db;
use store::{args, sql};

use super::audited;
use crate::files::sweep;
use crate::settings::{brand, features};
use crate::testing::{NOON, Scene, person, request};
use crate::{Scope, System, Visitor, files};

fn picture(width: u32, height: u32, format: ImageFormat) -> Bytes {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, image::Rgb([122, 31, 43]))).write_to(&mut out, format).unwrap();
    out.into_inner().into()
}

/// The admin, with the brand turned on.
async fn admin(it: &Scene) -> Scope {
    features::set(&it.admin, Feature::CustomBranding, true).await.unwrap();
    person(&it.world, "alpha_admin").await.enter("alpha").unwrap()
}

fn color(color: &str) -> ColorForm {
    ColorForm { color: color.into(), ..ColorForm::default() }
}

#[tokio::test]
async fn a_colour_that_can_be_read_is_kept_and_one_that_cannot_is_refused() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let off = brand::set_color(&it.admin, &color("#7a1f2b")).await.unwrap_err().answer();
        assert_eq!(off, Error::Forbidden, "the brand is turned off");
        let admin = admin(&it).await;
        for _ in 0..2 {
            brand::set_color(&admin, &color("#7A1F2B")).await.unwrap();
        }
        let (count, detail) = audited(&it, "school.color_changed").await;
        assert_eq!((count, detail.as_str()), (1, r##"{"after":"#7a1f2b","before":""}"##));
        let refused = brand::set_color(&admin, &color("#ffee00")).await.unwrap_err().answer();
        assert!(matches!(refused.problem_of("color"), Some(Problem::LowContrast { .. })), "{refused}");
        let place = person(&it.world, "alpha_student").await.me.place("alpha").cloned().unwrap();
        assert_eq!(place.color().map(|color| color.to_string()).as_deref(), Some("#7a1f2b"));
        let stale = ColorForm { drawn: ColorForm::drawn_from(""), ..color("#204060") };
        let told = brand::set_color(&admin, &stale).await.unwrap_err().answer();
        assert_eq!(told, Error::Conflict(Problem::ChangedMeanwhile));
        brand::set_color(&admin, &color("")).await.unwrap();
        assert_eq!(brand::set_color(&it.teacher, &color("")).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_logo_is_drawn_anew_shown_to_strangers_and_kept_by_the_sweep_as_long_as_it_is_the_logo() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = admin(&it).await;
        let visitor = Visitor(request(&it.world, NOON));
        let logo_now = async || brand::face(&visitor, "alpha").await.unwrap().unwrap().logo;
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            brand::set_logo(&admin, picture(1280, 320, format)).await.unwrap();
        }
        let first = logo_now().await;
        let stored = |sha256: &str| files::address(admin.school_id(), sha256);
        let bytes: Vec<Bytes> = brand::logo(&visitor, "alpha", &first).await.unwrap().try_collect().await.unwrap();
        let drawn = image::load_from_memory_with_format(&bytes.concat(), ImageFormat::Png).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (640, 160), "made to fit");

        brand::set_logo(&admin, picture(20, 20, ImageFormat::Png)).await.unwrap();
        let second = logo_now().await;
        assert_ne!(first, second);
        for (slug, sha256) in [("alpha", first.as_str()), ("beta", &second), ("alpha", ""), ("nowhere", &second)] {
            assert_eq!(brand::logo(&visitor, slug, sha256).await.err().unwrap().answer(), Error::NotFound, "{slug} {sha256}");
        }
        let mut later = System::new(&it.world, "test");
        later.0.now = later.now.plus_hours(25);
        sweep(&later, None).await.unwrap();
        assert!(it.world.files.head(&stored(&second)).await.is_ok(), "the logo stays");
        assert!(it.world.files.head(&stored(&first)).await.is_err(), "the old one goes");

        for _ in 0..2 {
            brand::remove_logo(&admin).await.unwrap();
        }
        assert_eq!(logo_now().await, "");
        let changes = audited(&it, "school.logo_changed").await.0;
        assert!((3..=5).contains(&changes), "one row for each change, none for a second click: {changes}");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_refused_and_strangers_see_no_brand_that_is_off() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = admin(&it).await;
        let problem = async |sent: Bytes| brand::set_logo(&admin, sent).await.unwrap_err().answer().problem_of("logo");
        let svg = Bytes::from_static(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
        let cut = picture(100, 100, ImageFormat::Png).slice(..60);
        for wrong in [svg, cut, Bytes::from_static(b"GIF89a"), Bytes::new()] {
            assert_eq!(problem(wrong).await, Some(Problem::NotALogo));
        }
        let large = Bytes::from(vec![0; LOGO_BYTES + 1]);
        assert_eq!(problem(large).await, Some(Problem::FileTooLarge(LOGO_BYTES as u64)));
        assert_eq!(problem(picture(6001, 1, ImageFormat::Png)).await, Some(Problem::NotALogo), "a picture to fill the memory");

        brand::set_color(&admin, &color("#7a1f2b")).await.unwrap();
        brand::set_logo(&admin, picture(20, 20, ImageFormat::Png)).await.unwrap();
        let visitor = Visitor(request(&it.world, NOON));
        let face = brand::face(&visitor, "alpha").await.unwrap().unwrap();
        assert_eq!((face.name.as_str(), face.color.as_str()), ("School alpha", "#7a1f2b"));
        features::set(&admin, Feature::CustomBranding, false).await.unwrap();
        let off = brand::face(&visitor, "alpha").await.unwrap().unwrap();
        assert_eq!((off.name.as_str(), off.color.as_str(), off.logo.as_str()), ("School alpha", "", ""));
        assert!(brand::logo(&visitor, "alpha", &face.logo).await.is_err());
        assert_eq!(brand::face(&visitor, "nowhere").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_face_is_kept_and_a_change_of_it_is_seen_at_the_next_request() {
    each_db(async |db| {
        db.follow().await.unwrap();
        let it = Scene::new(&db).await;
        let admin = admin(&it).await;
        let visitor = Visitor(request(&it.world, NOON));
        let kept = || it.world.faces.find(db.changes().epoch(), "alpha");
        for hex in ["#7a1f2b", "#1f2b7a"] {
            brand::set_color(&admin, &color(hex)).await.unwrap();
            assert_eq!(kept(), None, "the change is not overlooked");
            let face = brand::face(&visitor, "alpha").await.unwrap();
            assert_eq!(face.as_ref().map(|face| face.color.as_str()), Some(hex));
            assert_eq!(kept(), Some(face.clone()), "nothing is read the next time");
            assert_eq!(brand::face(&visitor, "alpha").await.unwrap(), face);
        }
        db.run(sql!("update schools set name = 'Renamed' where id = $1"), args![admin.school_id()]).await.unwrap();
        assert_eq!(brand::face(&visitor, "alpha").await.unwrap().unwrap().name, "Renamed");
        features::set(&admin, Feature::CustomBranding, false).await.unwrap();
        assert_eq!(brand::face(&visitor, "alpha").await.unwrap().unwrap().color, "");

        let door = "new-door";
        assert_eq!(brand::face(&visitor, door).await.unwrap(), None);
        assert_eq!(it.world.faces.find(db.changes().epoch(), door), Some(None));
        let rename = sql!("update schools set slug = $2 where id = $1");
        db.run(rename, args![it.other().admin.school_id(), door]).await.unwrap();
        assert_eq!(brand::face(&visitor, door).await.unwrap().unwrap().name, "School beta");
        assert_eq!(brand::face(&visitor, "beta").await.unwrap(), None);
    })
    .await;
}
