mod locked;
mod lost;
mod meanwhile;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use bytes::Bytes;
use futures::stream::{StreamExt, TryStreamExt};
use model::assignments::{AssignmentForm, SubmissionForm};
use model::ids::{MessageId, SubmissionId};
use object_store::{ObjectStoreExt, PutPayload};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::testing::each_db;
use store::{args, sql};
use tempfile::NamedTempFile;
use zip::ZipArchive;

use super::super::check::check;
use super::super::manifest::TABLES;
use super::super::{Download, Report};
use super::{Content, Contents, archive, by_command};
use crate::accounts::photo;
use crate::assignments::{set, submissions};
use crate::files::{self, sweep};
use crate::testing::{NOON, Scene, person};
use crate::{Reach, Scope, System, secrets};

/// An archive that was downloaded.
pub(crate) struct Made {
    pub file: NamedTempFile,
    zip: ZipArchive<Cursor<Vec<u8>>>,
}

impl Made {
    pub async fn of(download: Download) -> Made {
        let pieces: Vec<Bytes> = download.body.try_collect().await.unwrap();
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), pieces.concat()).unwrap();
        Made { file, zip: ZipArchive::new(Cursor::new(pieces.concat())).unwrap() }
    }

    /// The bytes of a part.
    fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.zip.by_name(name).ok()?.read_to_end(&mut bytes).unwrap();
        Some(bytes)
    }

    pub fn text(&mut self, name: &str) -> String {
        String::from_utf8(self.part(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
    }

    /// All that can be read in it, without the files.
    fn rows(&mut self) -> String {
        TABLES.iter().filter_map(|table| self.part(&format!("tables/{}.jsonl", table.name))).fold(
            String::new(),
            |mut all, part| {
                all.push_str(std::str::from_utf8(&part).unwrap());
                all
            },
        )
    }

    fn contents(&mut self) -> Contents {
        serde_json::from_str(&self.text("manifest.json")).unwrap()
    }

    /// What the check finds: nothing wrong.
    fn report(&self) -> Report {
        let report = check(self.file.path()).unwrap();
        assert!(report.is_whole() && report.more == 0, "{:?}", report.problems);
        report
    }
}

async fn platform(it: &Scene) -> Reach {
    Reach::Platform(person(&it.world, "alpha_admin").await)
}

/// Hands a file in and gives its sender a photo and its school a logo; answers the photo's hash.
pub(crate) async fn fill(it: &Scene, text: &'static str) -> String {
    let form = AssignmentForm {
        title: "Essay".into(),
        points: "20".into(),
        due: "2026-11-27T17:00".into(),
        ..AssignmentForm::default()
    };
    let assignment = set(&it.teacher, it.course_id, &form).await.unwrap();
    let content = Bytes::from_static(text.as_bytes());
    let upload = files::keep(&it.student, it.student.school_id(), "essay.txt", content).await.unwrap();
    let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
    submissions::submit(&it.student, assignment, &form, vec![upload]).await.unwrap();
    give_photo(it, &it.student, format!("a photo of {text}").into_bytes()).await
}

/// Gives somebody a photo; answers its hash.
async fn give_photo(it: &Scene, whose: &Scope, photo: Vec<u8>) -> String {
    let sha256 = secrets::hex(&Sha256::digest(&photo));
    let content = Content { school: None, sha256: sha256.clone() };
    it.world.files.put(&content.address(), PutPayload::from(photo)).await.unwrap();
    let named = sql!("update users set photo = $2 where id = $1");
    it.world.db.run(named, args![whose.user_id(), sha256.as_str()]).await.unwrap();
    sha256
}

/// Says more than what may wait between the database and the client, in words that nothing makes small: an archive stops
/// among its rows until it is read on.
async fn say_much(it: &Scene) {
    let say = sql!(
        "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at)
         select $1, value ->> 0, $2, cast(value ->> 1 as bigint), $3, value ->> 2, $4 from {rows $5}"
    );
    let body = || (0..40).map(|_| secrets::token()).collect::<String>();
    let messages: Vec<Value> = (1..=500).map(|seq| serde_json::json!([MessageId::new(), seq, body()])).collect();
    let rows = Value::Array(messages).to_string();
    let (school, user) = (it.student.school_id(), it.student.user_id());
    it.world.db.run(say, args![school, it.room_id, user, it.student.now, rows]).await.unwrap();
}

/// An archive of which a piece was taken already.
fn go_on(first: Bytes, download: Download) -> Download {
    let body = futures::stream::iter([Ok(first)]).chain(download.body).boxed();
    Download { body, ..download }
}

#[tokio::test]
async fn an_archive_of_the_platform_is_every_row_and_every_file_and_is_found_whole() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let photo = fill(&it, "Once upon a time").await;
        fill(it.other(), "Far away").await;
        let download = archive(platform(&it).await).await.unwrap();
        assert_eq!(download.file_name, "complete_archive_27_11_2026_12_00_00.zip");
        let mut made = Made::of(download).await;
        let report = made.report();
        let contents = made.contents();
        assert_eq!(report.contents.as_ref(), Some(&contents));
        assert_eq!((contents.made.as_str(), contents.made_at), ("2026-11-27T12:00:00.000Z", NOON.0));
        assert_eq!((contents.school.as_ref(), contents.zone.as_str()), (None, "UTC"));
        let names: Vec<&str> = contents.tables.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, TABLES.iter().map(|table| table.name).collect::<Vec<_>>());
        for part in &contents.tables {
            let text = made.text(&format!("tables/{}.jsonl", part.name));
            assert_eq!(text.lines().count() as u64, part.rows, "{}", part.name);
            for line in text.lines() {
                let row: Value = serde_json::from_str(line).unwrap();
                assert_eq!(row.as_object().unwrap().len(), part.columns.len(), "{line}");
            }
        }
        let users = made.text("tables/users.jsonl");
        assert!(users.contains("$argon2"), "what logs people in again after a restore");
        assert!(made.text("tables/class_codes.jsonl").contains("\"code\":\""));
        assert_eq!((contents.files.len(), report.files()), (4, 4));
        let essay = secrets::hex(&Sha256::digest(b"Once upon a time"));
        let school = it.admin.school_id();
        assert_eq!(made.part(&format!("files/{school}/{essay}")).unwrap(), b"Once upon a time");
        assert_eq!(made.part(&format!("photos/{photo}")).unwrap(), b"a photo of Once upon a time");
        assert!(contents.missing.is_empty() && contents.damaged.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_archive_of_a_school_has_nothing_of_another_and_nothing_that_makes_its_reader_somebody_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        fill(it.other(), "Far away").await;
        let mut made = Made::of(archive(Reach::School(it.admin.clone())).await.unwrap()).await;
        made.report();
        let rows = made.rows();
        for foreign in ["beta", &it.other().admin.school_id().to_string(), &it.other().student.user_id().to_string()] {
            assert!(!rows.contains(foreign), "{foreign}");
        }
        for secret in ["password_hash", "$argon2", "mail_hash", "\"link\""] {
            assert!(!rows.contains(secret), "{secret}");
        }
        assert!(made.text("tables/class_codes.jsonl").contains("\"code\":\""), "its admin sees it anyway");
        assert!(made.part("tables/platform.jsonl").is_none());
        let contents = made.contents();
        let family = contents.tables.iter().find(|part| part.name == "family_codes").unwrap();
        assert!(family.columns.iter().all(|(name, _)| name != "code"));
        assert_eq!(contents.school.as_ref().map(|school| school.slug.as_str()), Some("alpha"));
        assert_eq!(contents.zone, "Africa/Accra");
        assert_eq!(contents.files.len(), 2, "an essay and a photo");
        let there: BTreeSet<&str> = contents.tables.iter().map(|part| part.name.as_str()).collect();
        assert!(TABLES.iter().all(|table| table.name == "platform" || there.contains(table.name)));
    })
    .await;
}

#[tokio::test]
async fn the_command_line_makes_the_same_of_the_platform_and_of_a_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let system = System::new(&it.world, "backup");
        let own = by_command(&system, Some("alpha")).await.unwrap();
        let name = own.file_name.clone();
        assert!(name.starts_with("complete_archive_alpha_") && name.ends_with(".zip"), "{name}");
        assert_eq!(Made::of(own).await.report().contents.unwrap().school.unwrap().id, it.admin.school_id());
        let whole = Made::of(by_command(&system, None).await.unwrap()).await.report();
        assert_eq!(whole.contents.unwrap().school, None);
        let refused = by_command(&system, Some("nowhere")).await.map(|_| ()).unwrap_err().answer();
        assert_eq!(refused, model::Error::NotFound);
        let entries: Vec<(String, Option<String>, Option<String>)> = db
            .all(sql!("select subject, actor_id, school_id from audit where action = 'backup.download' order by id"), args![])
            .await
            .unwrap();
        let school = Some(it.admin.school_id().to_string());
        assert_eq!(entries, [("archive".to_owned(), None, school), ("archive".to_owned(), None, None)]);
    })
    .await;
}

#[tokio::test]
async fn what_the_file_store_lacks_ends_no_archive_and_is_said_on_the_page_and_in_the_log() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let photo = fill(&it, "Once upon a time").await;
        let lost = Content { school: None, sha256: photo };
        it.world.files.delete(&lost.address()).await.unwrap();
        let sha256 = secrets::hex(&Sha256::digest(b"Once upon a time"));
        let bad = Content { school: Some(it.admin.school_id()), sha256 };
        it.world.files.put(&bad.address(), PutPayload::from(Bytes::from_static(b"Once upon a dime"))).await.unwrap();
        let reach = Reach::School(it.admin.clone());
        let mut made = Made::of(archive(reach.clone()).await.unwrap()).await;
        let contents = made.contents();
        assert_eq!((contents.missing, contents.damaged), (vec![lost.to_string()], vec![bad.to_string()]));
        assert_eq!(made.report().files(), 1, "it is as it was written");
        let (_, files) = super::super::show(&reach).await.unwrap().lacked.unwrap();
        assert_eq!(files, 2);
        let other = Reach::School(it.other().admin.clone());
        assert!(super::super::show(&other).await.unwrap().lacked.is_none());
        let (detail,): (String,) =
            db.one(sql!("select detail from audit where action = 'backup.incomplete'"), args![]).await.unwrap();
        assert_eq!(serde_json::from_str::<Value>(&detail).unwrap(), serde_json::json!({ "missing": 1, "damaged": 1 }));
    })
    .await;
}

#[tokio::test]
async fn while_an_archive_is_made_nothing_that_it_names_goes_and_uploads_go_on() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let school = it.student.school_id();
        let shown = fill(&it, "Once upon a time").await;
        say_much(&it).await;
        let mut late = System::new(&it.world, "test");
        late.0.now = store::clock::now().plus_hours(25);
        let mut download = archive(platform(&it).await).await.unwrap();
        let first = download.body.next().await.unwrap().unwrap();
        photo::remove(&person(&it.world, "alpha_student").await).await.unwrap();
        db.run(sql!("delete from submission_files where school_id = $1"), args![school]).await.unwrap();
        assert_eq!(db.run(sql!("delete from files where school_id = $1"), args![school]).await.unwrap(), 1);
        files::keep(&it.student, school, "b.txt", Bytes::from_static(b"nobody names this")).await.unwrap();
        assert_eq!(sweep(&late, None).await.unwrap().unnamed, 0);
        let mut made = Made::of(go_on(first, download)).await;
        let contents = made.contents();
        assert_eq!((made.report().files(), contents.missing), (2, Vec::<String>::new()));
        assert_eq!(made.part(&format!("photos/{shown}")).unwrap(), b"a photo of Once upon a time");
        assert_eq!(sweep(&late, None).await.unwrap().unnamed, 3, "the photo, the essay and what nobody ever named");
    })
    .await;
}

#[tokio::test]
async fn an_archive_is_of_one_instant_whatever_is_written_meanwhile() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        say_much(&it).await;
        let mut download = archive(platform(&it).await).await.unwrap();
        let first = download.body.next().await.unwrap().unwrap();
        let gone = db.run(sql!("delete from messages where school_id = $1"), args![it.student.school_id()]).await.unwrap();
        assert_eq!(gone, 500);
        let mut made = Made::of(go_on(first, download)).await;
        made.report();
        assert_eq!(made.text("tables/messages.jsonl").lines().count(), 500);
    })
    .await;
}

#[tokio::test]
async fn an_archive_keeps_others_from_the_rows_only_while_it_reads_them() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        // Each photo is more than a piece, and all of them more than what may wait.
        let other = it.other();
        let people = [&it.admin, &it.teacher, &it.student, &it.student2, &other.admin, &other.teacher, &other.student];
        for (number, whose) in (0..).zip(people) {
            give_photo(&it, whose, vec![number; 80 * 1024]).await;
        }
        let places = &it.world.downloads;
        let busy = places.take().unwrap();
        let mut download = archive(platform(&it).await).await.unwrap();
        assert!(places.take().is_err(), "one for the rows, and there are two");
        let mut again = places.take();
        while again.is_err() {
            download.body.next().await.unwrap().unwrap();
            again = places.take();
        }
        drop((busy, again));
        assert!(download.body.count().await > 5, "its files come without a place");
        let (first, second) = (places.take_archive().unwrap(), places.take_archive().unwrap());
        let (rows, _whole) = (first.0, first.1);
        drop((rows, second.0));
        let refused = archive(Reach::School(it.admin.clone())).await.map(|_| ()).unwrap_err().answer();
        assert!(matches!(refused, model::Error::TooMany(_)), "{refused}");
        assert!(places.take().is_ok(), "what was refused holds nothing");
        drop(second.1);
        Made::of(archive(Reach::School(it.admin.clone())).await.unwrap()).await.report();
    })
    .await;
}

#[tokio::test]
async fn a_schools_archive_shows_the_faces_of_those_who_have_a_place_there() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let here = fill(&it, "Once upon a time").await;
        let gone = give_photo(&it, &it.student2, b"of somebody who left".to_vec()).await;
        let asks = give_photo(&it, &it.other().student, b"of somebody who asks to come".to_vec()).await;
        let school = it.admin.school_id();
        let left = sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2");
        db.run(left, args![school, it.student2.user_id()]).await.unwrap();
        let ask = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'waiting', 1)"
        );
        db.run(ask, args![school, it.other().student.user_id()]).await.unwrap();
        let mut made = Made::of(archive(Reach::School(it.admin.clone())).await.unwrap()).await;
        made.report();
        let users = made.text("tables/users.jsonl");
        let names = |who: &Scope| users.contains(&who.user_id().to_string());
        assert!(names(&it.student2) && names(&it.other().student), "their rows are those of the school");
        for (photo, shown) in [(&here, true), (&gone, false), (&asks, false)] {
            assert_eq!((users.contains(photo.as_str()), made.part(&format!("photos/{photo}")).is_some()), (shown, shown));
        }
        let mut whole = Made::of(archive(platform(&it).await).await.unwrap()).await;
        assert!([&here, &gone, &asks].iter().all(|photo| whole.part(&format!("photos/{photo}")).is_some()));
    })
    .await;
}

#[tokio::test]
async fn only_who_may_read_the_codes_of_all_classes_has_an_archive_of_the_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let grant = sql!("update memberships set granted = $3 where school_id = $1 and user_id = $2");
        for (granted, may) in [("backup.read", false), ("backup.read classes.manage classes.read_all", true)] {
            db.run(grant, args![it.admin.school_id(), it.student.user_id(), granted]).await.unwrap();
            let student = person(&it.world, "alpha_student").await;
            let reach = super::super::reach(&student, Some("alpha")).await.unwrap();
            assert_eq!(super::super::show(&reach).await.unwrap().can_archive, may);
            let answer = archive(reach).await.map(|_| ()).map_err(|error| error.answer());
            assert_eq!(answer, if may { Ok(()) } else { Err(model::Error::Forbidden) });
        }
    })
    .await;
}
