use std::path::Path as Folder;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::TryStreamExt;
use model::assignments::{AssignmentForm, SubmissionForm};
use model::ids::{FileId, SubmissionId};
use model::{Error, Problem};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use store::testing::{each_db, each_scratch};

use super::{Incoming, Swept, Upload, keep, most_bytes, open, sweep};
use crate::assignments::{set, show, submissions};
use crate::testing::Scene;
use crate::{Request, Scope, Settings, System, World, testing};

async fn problem(result: crate::Result<Upload>) -> Option<Problem> {
    result.unwrap_err().answer().problem_of("files")
}

async fn objects(world: &World) -> usize {
    world.files.list(None).try_collect::<Vec<_>>().await.unwrap().len()
}

/// The platform, that many hours from the real now: the store dates its objects itself.
fn in_hours(world: &World, hours: i64) -> System {
    let mut system = System::new(world, "test");
    system.0.now = system.now.plus_hours(hours);
    system
}

/// One file handed in; answers it.
async fn handed_in(it: &Scene, content: &'static [u8]) -> FileId {
    let form = AssignmentForm {
        title: "Essay".into(),
        points: "10".into(),
        due: "2026-11-27T17:00".into(),
        ..AssignmentForm::default()
    };
    let assignment = set(&it.teacher, it.course_id, &form).await.unwrap();
    let upload = keep(&it.student, it.student.school_id(), "../essay.txt", Bytes::from_static(content)).await.unwrap();
    let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
    submissions::submit(&it.student, assignment, &form, vec![upload]).await.unwrap();
    show(&it.student, assignment, 1).await.unwrap().own[0].files[0].id
}

async fn read(scope: &Scope, id: FileId, start: u64, end: u64) -> Vec<u8> {
    let file = open(scope, id).await.unwrap();
    let parts: Vec<Bytes> = file.read(&scope.world, start, end).await.unwrap().try_collect().await.unwrap();
    parts.concat()
}

#[tokio::test]
async fn a_file_is_fetched_by_its_sender_and_its_markers_and_by_nobody_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = handed_in(&it, b"Once upon a time").await;
        for scope in [&it.student, &it.teacher, &it.admin] {
            assert_eq!(read(scope, id, 0, 16).await, b"Once upon a time", "{}", scope.role());
        }
        assert_eq!(read(&it.student, id, 5, 9).await, b"upon");
        let file = open(&it.teacher, id).await.unwrap();
        assert_eq!((file.name.as_str(), file.media_type.as_str(), file.bytes), ("essay.txt", "text/plain", 16));
        let other = it.other();
        for scope in [&it.student2, &other.admin, &other.teacher, &other.student] {
            assert_eq!(open(scope, id).await.unwrap_err().answer(), Error::NotFound);
        }
        assert_eq!(open(&it.admin, FileId::new()).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn what_is_too_large_empty_or_of_another_kind_leaves_nothing_behind() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let school = it.student.school_id();
        let send = async |name: &str, content: &'static [u8]| keep(&it.student, school, name, Bytes::from_static(content)).await;
        assert_eq!(problem(send("empty.txt", b"").await).await, Some(Problem::FileEmpty));
        assert_eq!(problem(send("page.html", b"<html>").await).await, Some(Problem::FileTypeRefused));
        assert_eq!(problem(send("essay.pdf", b"MZ not a pdf").await).await, Some(Problem::FileTypeRefused));
        assert_eq!(problem(send("essay.txt", b"\x7fELF\0\0").await).await, Some(Problem::FileTypeRefused));
        let most = most_bytes();
        let mut incoming = Incoming::start(&it.student, school, "long.txt").await.unwrap();
        let chunk = Bytes::from(vec![b'a'; 64 * 1024]);
        let refused = loop {
            if let Err(error) = incoming.write(chunk.clone()).await {
                break error.answer();
            }
            assert!(incoming.bytes() <= most);
        };
        assert_eq!(refused, Error::file("files", Problem::FileTooLarge(most as u64), "long.txt"));
        let named = send("../page.html", b"<html>").await.unwrap_err().answer();
        assert_eq!(named, Error::file("files", Problem::FileTypeRefused, "page.html"), "what is refused is named");
        incoming.abort().await;
        assert_eq!(objects(&it.world).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_film_is_kept_without_what_it_tells_in_whatever_pieces_it_comes() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let school = it.student.school_id();
        let send = async |content: &[u8], step: usize| {
            let mut incoming = Incoming::start(&it.student, school, "film.mp4").await.unwrap().without_traces();
            for piece in content.chunks(step) {
                incoming.write(Bytes::copy_from_slice(piece)).await.unwrap();
            }
            incoming.seal().await
        };
        let sent = b"\0\0\0\x0cftypisom\0\0\0\x13moov\0\0\0\x0budtaGPS\0\0\0\x0emdatmoving";
        let clean = b"\0\0\0\x0cftypisom\0\0\0\x13moov\0\0\0\x0bfree\0\0\0\0\0\0\x0emdatmoving";
        let plain = keep(&it.student, school, "plain.mp4", Bytes::from_static(clean)).await.unwrap();
        for step in [1, 5, sent.len()] {
            let kept = send(sent, step).await.unwrap().keep().await.unwrap();
            assert_eq!((kept.sha256(), kept.bytes()), (plain.sha256(), plain.bytes()), "{step} bytes at a time");
        }
        for broken in [&sent[..sent.len() - 1], &sent[..25], &[]] {
            let refused = send(broken, 5).await.map(drop).unwrap_err().answer().problem_of("files");
            assert!(matches!(refused, Some(Problem::FileTypeRefused | Problem::FileEmpty)), "{refused:?}");
        }
        assert_eq!(objects(&it.world).await, 1, "what is broken off leaves nothing");
    })
    .await;
}

#[tokio::test]
async fn the_same_content_is_stored_once_for_a_school_and_apart_for_another() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let content = Bytes::from_static(b"abc");
        for _ in 0..3 {
            keep(&it.student, it.student.school_id(), "a.txt", content.clone()).await.unwrap();
        }
        assert_eq!(objects(&it.world).await, 1);
        keep(&it.student, it.other().student.school_id(), "b.txt", content).await.unwrap();
        assert_eq!(objects(&it.world).await, 2);
    })
    .await;
}

#[tokio::test]
async fn the_sweep_keeps_what_is_named_and_what_is_young() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = handed_in(&it, b"named").await;
        keep(&it.student, it.student.school_id(), "a.txt", Bytes::from_static(b"nobody names this")).await.unwrap();
        it.world.files.put_opts(&"incoming/left".into(), Bytes::from_static(b"x").into(), Default::default()).await.unwrap();
        it.world.files.put_opts(&"other/thing".into(), Bytes::from_static(b"x").into(), Default::default()).await.unwrap();
        assert_eq!(sweep(&in_hours(&it.world, 23), None).await.unwrap(), Swept::default());
        assert_eq!(objects(&it.world).await, 4);
        assert_eq!(sweep(&in_hours(&it.world, 25), None).await.unwrap(), Swept { unfinished: 1, unnamed: 1 });
        assert_eq!(read(&it.student, id, 0, 5).await, b"named");
        assert_eq!(objects(&it.world).await, 2, "the named one, and what is not the sweep's");
    })
    .await;
}

#[tokio::test]
async fn on_a_local_folder_nothing_half_written_stays() {
    each_scratch(async |scratch| {
        let root = scratch.folder().join("files");
        std::fs::create_dir_all(&root).unwrap();
        let store = Arc::new(LocalFileSystem::new_with_prefix(&root).unwrap());
        let world = World::new(scratch.db.clone(), store, Settings { ..testing::world(&scratch.db).settings.clone() });
        let request: Request = testing::request(&world, testing::NOON);
        let school = model::ids::SchoolId::new();

        // Broken off, and dropped as when the client goes away.
        let mut incoming = Incoming::start(&request, school, "a.txt").await.unwrap();
        incoming.write(Bytes::from_static(b"half")).await.unwrap();
        incoming.abort().await;
        let mut incoming = Incoming::start(&request, school, "a.txt").await.unwrap();
        incoming.write(Bytes::from_static(b"half")).await.unwrap();
        drop(incoming);
        while files_in(&root) > 0 {
            tokio::task::yield_now().await;
        }

        // Cut off by a crash: the piece stays until the sweep, and only while it is old.
        let mut incoming = Incoming::start(&request, school, "a.txt").await.unwrap();
        incoming.write(Bytes::from_static(b"half")).await.unwrap();
        std::mem::forget(incoming);
        assert_eq!(files_in(&root), 1);
        assert_eq!(sweep(&in_hours(&world, 23), Some(&root)).await.unwrap(), Swept::default());
        assert_eq!(sweep(&in_hours(&world, 25), Some(&root)).await.unwrap(), Swept { unfinished: 1, unnamed: 0 });
        assert_eq!(files_in(&root), 0);

        let upload = keep(&request, school, "..\\..\\evil/../a.txt", Bytes::from_static(b"whole")).await.unwrap();
        assert_eq!(upload.name(), "a.txt");
        let path = root.join(school.to_string()).join(&upload.sha256()[..2]).join(upload.sha256());
        assert_eq!(std::fs::read(path).unwrap(), b"whole");
    })
    .await;
}

#[tokio::test]
async fn a_whole_file_lies_aside_until_it_is_kept_and_is_removed_otherwise() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let sealed = async || {
            let mut incoming = Incoming::start(&it.student, it.student.school_id(), "a.txt").await.unwrap();
            incoming.write(Bytes::from_static(b"whole")).await.unwrap();
            incoming.seal().await.unwrap()
        };
        let (kept, discarded, dropped) = (sealed().await, sealed().await, sealed().await);
        let lying: Vec<_> = it.world.files.list(None).try_collect().await.unwrap();
        assert_eq!(lying.iter().filter(|object| object.location.as_ref().starts_with("incoming/")).count(), 3);
        let upload = kept.keep().await.unwrap();
        discarded.discard().await;
        drop(dropped);
        while objects(&it.world).await > 1 {
            tokio::task::yield_now().await;
        }
        it.world.files.get_opts(&super::address(upload.school(), upload.sha256()), Default::default()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_sweeps_at_once_do_not_mind_what_the_other_removed() {
    each_scratch(async |scratch| {
        let root = scratch.folder().join("files");
        std::fs::create_dir_all(root.join("incoming")).unwrap();
        let store = Arc::new(LocalFileSystem::new_with_prefix(&root).unwrap());
        let world = World::new(scratch.db.clone(), store, Settings { ..testing::world(&scratch.db).settings.clone() });
        for n in 0..100 {
            std::fs::write(root.join(format!("incoming/piece{n}#1")), b"half").unwrap();
            std::fs::write(root.join(format!("incoming/whole{n}")), b"whole").unwrap();
        }
        let system = in_hours(&world, 25);
        let (one, two) = tokio::join!(sweep(&system, Some(&root)), sweep(&system, Some(&root)));
        assert_eq!(one.unwrap().unfinished + two.unwrap().unfinished, 200, "each counted once");
        assert_eq!(files_in(&root), 0);
    })
    .await;
}

fn files_in(folder: &Folder) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}
