//! A photo or a text that has no place in a school is taken off a member's profile.

use std::io::Cursor;

use bytes::Bytes;
use futures::TryStreamExt;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use model::ids::UserId;
use model::people::{Change, Shown};
use model::{Error, Problem, Role};
use object_store::ObjectStore;
use store::testing::each_db;
use store::{args, sql};

use super::{answer, given, page};
use crate::Scope;
use crate::accounts::photo;
use crate::hub::Event;
use crate::people::{self, take_down};
use crate::testing::{Scene, person};

/// A picture of one colour.
fn picture(colour: [u8; 3]) -> Bytes {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_pixel(40, 30, Rgb(colour))).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner().into()
}

async fn photos(it: &Scene) -> usize {
    it.world.files.list(Some(&"photos".into())).try_collect::<Vec<_>>().await.unwrap().len()
}

#[tokio::test]
async fn an_improper_photo_goes_from_the_account_and_from_the_store() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = it.student.user_id();
        let own = person(&it.world, "alpha_student").await;
        photo::set(&own, picture([200, 0, 0]), None).await.unwrap();
        let seen = page(&it.admin, id).await;
        assert!(seen.may_take_down && !seen.photo.is_empty());
        let drawn = Shown::Photo.drawn_from(&seen.photo);
        photo::set(&own, picture([0, 0, 200]), None).await.unwrap();
        let refused = answer(take_down(&it.admin, id, Shown::Photo, &drawn).await);
        assert_eq!(refused, Error::Conflict(Problem::ChangedMeanwhile), "what came in its place was not looked at");
        assert_eq!(photos(&it).await, 1);

        // Somebody else has the same one: theirs stays.
        photo::set(&person(&it.world, "alpha_teacher").await, picture([0, 0, 200]), None).await.unwrap();
        let drawn = Shown::Photo.drawn_from(&page(&it.admin, id).await.photo);
        let mut told = it.world.hub.listen();
        for _ in 0..2 {
            take_down(&it.admin, id, Shown::Photo, &drawn).await.unwrap();
        }
        assert!(matches!(told.recv().await, Ok(Event::AccessChanged { user }) if user == id));
        let after = page(&it.admin, id).await;
        assert_eq!((after.photo.as_str(), photos(&it).await), ("", 1));
        let lines = after.history.unwrap().into_iter().filter(|line| line.action == "member.photo_removed").count();
        assert_eq!(lines, 1, "the second of two clicks finds it gone");
        take_down(&it.admin, it.teacher.user_id(), Shown::Photo, "").await.unwrap();
        assert_eq!(photos(&it).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_person_is_told_of_a_text_that_was_taken_down_in_their_language() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let write = sql!("update users set bio = 'Rude words', verified_at = $2, locale = 'ar' where id = $1");
        for (scope, proven) in [(&it.student, Some(1_i64)), (&it.student2, None)] {
            db.run(write, args![scope.user_id(), proven]).await.unwrap();
            let drawn = Shown::Bio.drawn_from("Rude words");
            for _ in 0..2 {
                take_down(&it.admin, scope.user_id(), Shown::Bio, &drawn).await.unwrap();
            }
            assert_eq!(page(&it.admin, scope.user_id()).await.bio, "");
        }
        let sent = sql!("select recipient, subject, body from mails where kind = 'announcement' order by created_at, id");
        let mails: Vec<(String, String, String)> = db.all(sent, args![]).await.unwrap();
        let [(to, subject, body)] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!(to, "alpha_student@lyceum.test", "an address that is not proven may be a stranger's");
        assert!(subject.contains("أزالت") && subject.contains("School alpha"), "{subject}");
        assert!(body.contains("https://lyceum.test/me") && !body.contains("Rude words"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn only_those_who_may_change_a_member_take_anything_down() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        // No tenant's table.
        db.run(sql!("update users set bio = 'Rude words'"), args![]).await.unwrap();
        let (admin, student, student2) = (it.admin.user_id(), it.student.user_id(), it.student2.user_id());
        let down = async |by: &Scope, id: UserId| answer(take_down(by, id, Shown::Bio, "").await);
        assert_eq!(down(&it.teacher, student).await, Error::Forbidden);
        assert_eq!(down(&it.other().admin, student).await, Error::NotFound);
        assert_eq!(down(&it.admin, admin).await, Error::Forbidden, "one's own profile is one's own page");
        assert!(!page(&it.admin, admin).await.may_take_down);
        let head = given(&it, &it.teacher, Role::DepartmentHead, "members.manage").await;
        let leave = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(leave, args![it.admin.school_id(), student2]).await.unwrap();
        assert_eq!(down(&head, student2).await, Error::NotFound, "out of reach");
        let registrar = given(&it, &it.teacher, Role::Registrar, "").await;
        assert_eq!(down(&registrar, admin).await, Error::Beyond);
        assert!(!page(&registrar, admin).await.may_take_down && page(&registrar, student).await.may_take_down);
        people::change_one(&it.admin, student2, Change::End).await.unwrap();
        assert_eq!(down(&registrar, student2).await, Error::Forbidden, "they have left");
        let kept = sql!("select cast(count(*) as bigint) as kept from users where bio = 'Rude words'");
        let (kept,): (i64,) = db.one(kept, args![]).await.unwrap();
        assert_eq!(kept, 8);
        take_down(&registrar, student, Shown::Bio, "").await.unwrap();
        assert_eq!(page(&registrar, student).await.bio, "");
    })
    .await;
}
