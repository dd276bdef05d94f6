use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::TryStreamExt;
use model::Error;
use model::backup::Table;
use model::backup::archive::Problem as Wrong;
use model::backup::lock::{OpenForm, PassphraseForm};
use model::backup::upload::Found;
use store::testing::each_scratch;
use store::{args, sql};

use super::*;
use crate::World;
use crate::backup::archive::tests::{Made, fill};
use crate::backup::{archive_locked, by_command};
use crate::testing::{NOON, Scene, in_folder, person, request};

/// Two schools in a world that has a folder of its machine.
async fn world_in(folder: &Path, db: &store::Db) -> (World, Scene) {
    let scene = Scene::new(db).await;
    fill(&scene, "Once upon a time").await;
    (in_folder(&scene.world, folder), scene)
}

async fn school(world: &World, slug: &str) -> Reach {
    reach(&person(world, &format!("{slug}_admin")).await, Some(slug)).unwrap()
}

async fn platform(world: &World) -> Reach {
    reach(&person(world, "alpha_admin").await, None).unwrap()
}

/// An archive of a school, or of all.
async fn archive(world: &World, of: Option<&str>) -> Vec<u8> {
    let made = Made::of(by_command(&System::new(world, "backup"), of).await.unwrap()).await;
    std::fs::read(made.file.path()).unwrap()
}

fn form(bytes: &[u8]) -> UploadForm {
    UploadForm { name: "archive.zip".into(), bytes: bytes.len() as u64 }
}

async fn send(reach: &Reach, id: UploadId, at: usize, bytes: &[u8]) -> Result<u64> {
    let mut arriving = open(reach, id, at as u64).await?;
    arriving.write(Bytes::copy_from_slice(bytes)).await?;
    arriving.close().await
}

/// Brings an archive and waits until it has been checked.
async fn bring(reach: &Reach, bytes: &[u8]) -> (State, Found) {
    let id = begin(reach, &form(bytes)).await.unwrap();
    assert_eq!(send(reach, id, 0, bytes).await.unwrap(), bytes.len() as u64);
    checked(reach, id).await
}

async fn checked(reach: &Reach, id: UploadId) -> (State, Found) {
    loop {
        let page = show(reach, id).await.unwrap();
        if let Some(found) = page.found {
            return (page.card.state, found);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn an_archive_goes_on_where_it_stood_and_is_checked_when_all_of_it_is_there() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "alpha").await;
        let bytes = archive(&world, Some("alpha")).await;
        let half = bytes.len() / 2;
        let id = begin(&own, &form(&bytes)).await.unwrap();
        assert_eq!(begin(&own, &form(&bytes)).await.unwrap(), id, "a second click");
        assert_eq!(offset(&own, id).await.unwrap(), (0, bytes.len() as u64));
        assert_eq!(send(&own, id, 0, &bytes[..half]).await.unwrap(), half as u64);
        for wrong in [0, half - 1, half + 1] {
            let refused = send(&own, id, wrong, &bytes[half..]).await;
            assert_eq!(refused.unwrap_err().answer(), Error::Conflict(Problem::OtherOffset), "{wrong}");
        }
        // Broken off before anything of it was written.
        let mut broken = open(&own, id, half as u64).await.unwrap();
        broken.write(Bytes::copy_from_slice(&bytes[half..half + 3])).await.unwrap();
        drop(broken);
        assert_eq!(offset(&own, id).await.unwrap().0, half as u64);
        assert_eq!(mine(&own).await.unwrap().uploads[0].received, half as i64);
        // All of it came, and the server was stopped before it said so.
        let file = place::path(own.request(), id);
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(show(&own, id).await.unwrap().card.state, State::Coming);
        send(&own, id, bytes.len(), b"").await.unwrap();
        let again = send(&own, id, bytes.len(), b"").await.unwrap_err().answer();
        assert_eq!(again, Error::Conflict(Problem::ArchiveWhole));

        let (state, found) = checked(&own, id).await;
        assert_eq!((state, found.problems.len()), (State::Checked, 0), "{:?}", found.problems);
        assert!(found.sealed, "this platform wrote it");
        let contents = found.contents.unwrap();
        assert_eq!((contents.of.as_deref(), contents.in_part, contents.is_older), (Some("School alpha"), false, false));
        assert!(contents.files > 0 && contents.file_bytes > 0, "an essay");
        let people = contents.lines.iter().find(|line| line.name == Table::People).unwrap();
        assert_eq!((people.archived, people.now), (4, Some(4)));
        let card = mine(&own).await.unwrap().uploads.remove(0);
        assert_eq!(card.made.map(|when| when.at), Some(contents.made.at), "the list knows it by that");
        let it = whole(&own, id).await.unwrap();
        assert_eq!((std::fs::read(it.path).unwrap(), it.summary.school.unwrap().slug), (bytes, "alpha".to_owned()));
        let noted = sql!("select cast(count(*) as bigint) as n from audit where action = 'backup.uploaded' and school_id = $1");
        let (noted,): (i64,) = world.db.one(noted, args![own.school()]).await.unwrap();
        assert_eq!(noted, 1);
    })
    .await;
}

#[tokio::test]
async fn an_encrypted_archive_waits_for_its_passphrase_and_opens_with_that_alone() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let (own, other) = (school(&world, "alpha").await, school(&world, "beta").await);
        let words = "twelve letters".to_owned();
        let typed = PassphraseForm { passphrase: words.clone(), passphrase_again: words };
        let pieces: Vec<Bytes> = archive_locked(own.clone(), &typed).await.unwrap().body.try_collect().await.unwrap();
        let bytes = pieces.concat();
        let bring = async |bytes: &[u8]| {
            let id = begin(&own, &form(bytes)).await.unwrap();
            send(&own, id, 0, bytes).await.unwrap();
            let (state, found) = checked(&own, id).await;
            assert_eq!((state, found.problems), (State::Locked, vec![Wrong::Locked]));
            id
        };
        let open = |words: &str| OpenForm { passphrase: words.to_owned() };
        let id = bring(bytes.as_slice()).await;
        assert_eq!(mine(&own).await.unwrap().uploads[0].state, State::Locked);
        assert_eq!(whole(&own, id).await.err().unwrap().answer(), Error::NotFound);
        let refused = async |reach: &Reach, words: &str| unlock(reach, id, &open(words)).await.unwrap_err().answer();
        assert_eq!(refused(&own, "twelve others").await, Error::field("passphrase", Problem::WrongPassphrase));
        assert!(matches!(refused(&own, "too short").await, Error::Invalid(_)));
        assert_eq!(refused(&other, "twelve letters").await, Error::NotFound);
        assert_eq!(checked(&own, id).await.0, State::Locked, "it can be tried again");

        unlock(&own, id, &open("twelve letters")).await.unwrap();
        unlock(&own, id, &open("twelve letters")).await.unwrap();
        let (state, found) = checked(&own, id).await;
        assert_eq!((state, found.problems.len(), found.sealed), (State::Checked, 0, true), "{:?}", found.problems);
        let it = whole(&own, id).await.unwrap();
        assert!(std::fs::read(&it.path).unwrap().starts_with(b"PK"));
        assert_eq!(std::fs::read_dir(it.path.parent().unwrap()).unwrap().count(), 1, "nothing lies beside it");
        let noted = sql!("select detail from audit where action = 'backup.upload_opened' and school_id = $1");
        let noted: Vec<(String,)> = world.db.all(noted, args![own.school()]).await.unwrap();
        assert!(matches!(noted.as_slice(), [(detail,)] if !detail.contains("twelve")), "once, and without it: {noted:?}");

        let cut = bring(&bytes[..bytes.len() - 10]).await;
        unlock(&own, cut, &open("twelve letters")).await.unwrap();
        let (state, found) = checked(&own, cut).await;
        assert!(state == State::Broken && matches!(found.problems.as_slice(), [Wrong::NotAnArchive(_)]), "{:?}", found.problems);
        assert_eq!(std::fs::read_dir(it.path.parent().unwrap()).unwrap().count(), 2);
    })
    .await;
}

#[tokio::test]
async fn one_writes_at_a_time_and_no_more_than_was_announced() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "alpha").await;
        let id = begin(&own, &form(b"12345")).await.unwrap();
        let mut first = open(&own, id, 0).await.unwrap();
        let second = open(&own, id, 0).await.unwrap_err().answer();
        assert_eq!(second, Error::Conflict(Problem::SentElsewhere));
        first.write(Bytes::from_static(b"123")).await.unwrap();
        assert_eq!(first.left(), 2);
        let more = first.write(Bytes::from_static(b"456")).await.unwrap_err().answer();
        assert_eq!(more, Error::Conflict(Problem::BeyondLength));
        assert_eq!(first.close().await.unwrap(), 3, "what came before stays");
        assert_eq!(send(&own, id, 3, b"45").await.unwrap(), 5);
        let (state, found) = checked(&own, id).await;
        assert_eq!(state, State::Broken);
        assert_eq!(found.problems, [Wrong::NoZip]);
        assert_eq!(whole(&own, id).await.err().unwrap().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_brought_or_brought_elsewhere_is_not_there() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "alpha").await;
        let id = begin(&own, &form(b"12345")).await.unwrap();
        for other in [school(&world, "beta").await, platform(&world).await] {
            assert_eq!(offset(&other, id).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(open(&other, id, 0).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(give_up(&other, id).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(show(&other, id).await.unwrap_err().answer(), Error::NotFound);
            assert!(mine(&other).await.unwrap().uploads.is_empty());
        }
        let teacher = person(&world, "alpha_teacher").await;
        assert_eq!(reach(&teacher, Some("alpha")).unwrap_err().answer(), Error::Forbidden);
        assert_eq!(reach(&teacher, Some("beta")).unwrap_err().answer(), Error::NotFound);
        send(&own, id, 0, b"123").await.unwrap();
        let file = place::path(own.request(), id);
        assert!(file.exists());
        let mut last = open(&own, id, 3).await.unwrap();
        give_up(&own, id).await.unwrap();
        assert!(!file.exists());
        last.write(Bytes::from_static(b"45")).await.unwrap();
        assert_eq!(last.close().await.unwrap_err().answer(), Error::NotFound, "it was given up meanwhile");
        assert_eq!(give_up(&own, id).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_school_takes_its_own_archive_and_a_platforms_in_which_it_is() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let (alpha, beta) = (school(&world, "alpha").await, school(&world, "beta").await);
        let (of_alpha, of_all) = (archive(&world, Some("alpha")).await, archive(&world, None).await);
        let (state, found) = bring(&beta, &of_alpha).await;
        assert_eq!((state, found.problems), (State::Broken, vec![Wrong::OtherSchool("School alpha".into())]));
        let (state, found) = bring(&beta, &of_all).await;
        let contents = found.contents.unwrap();
        assert_eq!((state, contents.in_part, contents.of), (State::Checked, true, None));
        assert!(contents.lines.iter().all(|line| line.now.is_none()), "more than the school's is not set beside the school's");
        let (state, found) = bring(&platform(&world).await, &of_all).await;
        assert_eq!((state, found.contents.unwrap().in_part), (State::Checked, false));
        let (state, found) = bring(&platform(&world).await, &of_alpha).await;
        assert_eq!(state, State::Checked, "a platform restores a school too");
        let lines = found.contents.unwrap().lines;
        let students = lines.first().unwrap();
        assert_eq!((students.name, students.archived, students.now), (Table::Students, 2, Some(2)), "beside that school's");
        let schools = lines.iter().find(|line| line.name == Table::Schools).unwrap();
        assert_eq!((schools.archived, schools.now), (1, Some(1)), "{lines:?}");
        let (state, found) = bring(&alpha, &of_alpha[..of_alpha.len() - 9]).await;
        assert_eq!((state, found.problems.len(), found.contents), (State::Broken, 1, None));
    })
    .await;
}

#[tokio::test]
async fn a_form_that_was_sent_twice_brings_one_archive() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "alpha").await;
        let id = UploadId::new();
        let announced = UploadForm { name: "..\\a.zip".into(), bytes: 900 };
        let Start::Fresh(mut first) = start(&own, id, &announced).await.unwrap() else { panic!("the first") };
        first.write(Bytes::from_static(b"12")).await.unwrap();
        assert!(matches!(start(&own, id, &announced).await.unwrap(), Start::Busy));
        drop(first);
        let Start::Fresh(mut again) = start(&own, id, &announced).await.unwrap() else { panic!("it broke off") };
        again.write(Bytes::from_static(b"123")).await.unwrap();
        again.end().await.unwrap();
        assert!(matches!(start(&own, id, &announced).await.unwrap(), Start::There));
        let card = &mine(&own).await.unwrap().uploads[0];
        assert_eq!((card.name.as_str(), card.bytes, card.received), ("a.zip", 3, 3));
        let Start::Fresh(mut empty) = start(&own, UploadId::new(), &announced).await.unwrap() else { panic!("another") };
        assert_eq!(empty.end().await.unwrap_err().answer(), Error::field("archive", Problem::FileEmpty));
    })
    .await;
}

#[tokio::test]
async fn ten_archives_lie_there_at_a_time_and_none_for_longer_than_two_days() {
    each_scratch(async |scratch| {
        let folder = scratch.folder().join("data");
        let (world, _) = world_in(&folder, &scratch.db).await;
        let own = school(&world, "alpha").await;
        let mut first = None;
        for bytes in 1..=10 {
            let id = begin(&own, &UploadForm { name: "a.zip".into(), bytes: bytes + 100 }).await.unwrap();
            first.get_or_insert(id);
        }
        let more = begin(&own, &form(b"12345")).await.unwrap_err().answer();
        assert_eq!(more, Error::Conflict(Problem::TooManyArchives(10)));
        send(&own, first.unwrap(), 0, b"123").await.unwrap();
        let stray = place::path(own.request(), UploadId::new());
        std::fs::write(&stray, b"left behind").unwrap();
        let swept = async |days: i64| {
            sweep(&System(request(&world, NOON.plus_days(days)))).await.unwrap();
            (mine(&own).await.unwrap().uploads.len(), std::fs::read_dir(folder.join("restores")).unwrap().count())
        };
        assert_eq!(swept(1).await, (10, 1));
        assert!(!stray.exists());
        let held = open(&own, first.unwrap(), 3).await.unwrap();
        assert_eq!(swept(2).await, (1, 1), "it is being received");
        drop(held);
        assert_eq!(swept(2).await, (0, 0));
    })
    .await;
}

#[tokio::test]
async fn where_there_is_no_folder_or_no_room_it_is_said_before_the_first_byte() {
    each_scratch(async |scratch| {
        let file = scratch.folder().join("file");
        std::fs::write(&file, b"in the way").unwrap();
        let (world, _) = world_in(&file, &scratch.db).await;
        let own = school(&world, "alpha").await;
        assert_eq!(begin(&own, &form(b"12345")).await.unwrap_err().answer(), Error::Unavailable);
        let world = in_folder(&world, &scratch.folder().join("data"));
        let own = school(&world, "alpha").await;
        let huge = UploadForm { name: "a.zip".into(), bytes: model::limits::ARCHIVE_BYTES };
        // A machine with a terabyte to spare takes it.
        if fs4::available_space(scratch.folder()).unwrap() < huge.bytes {
            assert_eq!(begin(&own, &huge).await.unwrap_err().answer(), Error::Conflict(Problem::DiskFull));
        }
        // A school leaves room for others; a quarter of what is free is less than a third.
        let third = UploadForm { bytes: (fs4::available_space(scratch.folder()).unwrap() / 3).min(huge.bytes), ..huge.clone() };
        if third.bytes < huge.bytes {
            assert_eq!(begin(&own, &third).await.unwrap_err().answer(), Error::Conflict(Problem::DiskFull));
        }
        assert!(mine(&own).await.unwrap().uploads.is_empty());
    })
    .await;
}

#[tokio::test]
async fn room_is_left_for_an_hour_for_what_was_announced_and_does_not_come() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "alpha").await;
        let id = begin(&own, &form(b"12345")).await.unwrap();
        // More than any disk has.
        let sql = sql!("update archive_uploads set bytes = $3 where id = $1 and school_id = $2");
        world.db.run(sql, args![id, own.school(), i64::MAX / 2]).await.unwrap();
        let later = |minutes: i64| {
            let Reach::School(scope) = &own else { panic!("a school's") };
            Reach::School(Scene::at(scope, NOON.plus_minutes(minutes)))
        };
        assert_eq!(begin(&later(59), &form(b"123")).await.unwrap_err().answer(), Error::Conflict(Problem::DiskFull));
        begin(&later(61), &form(b"123")).await.unwrap();
    })
    .await;
}
