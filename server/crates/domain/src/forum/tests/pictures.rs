//! Pictures with a post.

use bytes::Bytes;
use image::ImageFormat;
use model::forum::PostFile;
use model::limits;

use super::*;
use crate::files::pictures::samples::picture;
use crate::files::{self, Kept};

async fn drawn(scope: &Scope, name: &str, width: u32, height: u32) -> Kept {
    let sent = Bytes::from(picture(width, height, ImageFormat::Jpeg));
    let piece = files::pictures::redraw(scope, scope.school_id(), name, sent).await.unwrap();
    piece.keep().await.unwrap()
}

async fn files_of(scope: &Scope, id: ThreadId) -> Vec<PostFile> {
    page(scope, id).await.posts.remove(0).files
}

async fn opens(scope: &Scope, id: model::ids::FileId) -> bool {
    crate::testing::heard(files::open(scope, id).await).is_some()
}

#[tokio::test]
async fn a_picture_stands_small_in_its_post_counted_once_and_for_its_readers_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let post = post_of(&it.student, id, 1).await;
        let (large, little) = (drawn(&it.student, "board.jpg", 1280, 640).await, drawn(&it.student, "dot.jpg", 20, 10).await);
        for click in 1..=2 {
            attach(&it.student, post, vec![large.clone(), little.clone()]).await.unwrap();
            assert_eq!(files_of(&it.student2, id).await.len(), 2, "click {click}");
        }
        let shown = files_of(&it.student2, id).await;
        let [board, dot] = [0, 1].map(|at: usize| shown[at].picture.unwrap());
        assert_eq!((board.width, board.height, board.shown()), (1280, 640, (640, 320)));
        assert_eq!((dot.width, dot.height, dot.small), (20, 10, shown[1].id), "it is small itself");
        assert_ne!(board.small, shown[0].id);
        let small = files::open(&it.student2, board.small).await.unwrap();
        assert!(small.bytes < shown[0].bytes && small.media_type == "image/jpeg");
        for file in [shown[0].id, board.small] {
            assert!(opens(&it.teacher, file).await && !opens(&it.other().student, file).await);
        }

        let (counted, stored): (i64, i64) = db
            .one(
                sql!(
                    "select cast(sum(g.storage_bytes) as bigint) as counted,
                            (select cast(sum(f.bytes) as bigint) from files f where f.school_id = $1) as stored
                     from class_groups g where g.school_id = $1"
                ),
                args![it.admin.school_id()],
            )
            .await
            .unwrap();
        assert_eq!(counted, stored, "the small one takes room, too");
        assert_eq!(admit(&it.student, post).await.unwrap().left, limits::FILES_PER_SUBMISSION - 2, "and no place");
        let both = [large.clone(), little.clone()];
        let with = start_with(&it.student, class(&it), &question("Geometry"), &both).await.unwrap();
        let named: Vec<String> = files_of(&it.student2, with).await.into_iter().map(|file| file.name).collect();
        assert_eq!(named, ["board.jpg", "dot.jpg"], "from the beginning on");
        let many = vec![little.clone(); limits::FILES_PER_SUBMISSION + 1];
        let refused = start_with(&it.student, class(&it), &question("Light"), &many).await.unwrap_err().answer();
        assert_eq!(refused.problem_of("files"), Some(Problem::TooManyFiles(limits::FILES_PER_SUBMISSION)));
        let foreign = drawn(&it.other().student, "theirs.jpg", 20, 10).await;
        let brought = start_with(&it.student, class(&it), &question("Light"), std::slice::from_ref(&foreign)).await;
        assert_eq!(brought.unwrap_err().answer(), Error::NotFound);
        assert_eq!(attach(&it.student, post, vec![foreign]).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_thread_that_comes_once_more_with_a_file_that_was_forgotten_has_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = ThreadForm { id: ThreadId::new().to_string(), ..question("Algebra") };
        let id = start(&it.student, class(&it), &form).await.unwrap();
        let sent = [drawn(&it.student, "board.jpg", 1280, 640).await];
        for click in 1..=2 {
            assert_eq!(start_with(&it.student, class(&it), &form, &sent).await.unwrap(), id);
            assert_eq!(files_of(&it.student2, id).await.len(), 1, "click {click}");
        }
        set_locked(&it.teacher, id, true).await.unwrap();
        assert_eq!(start_with(&it.student, class(&it), &form, &sent).await.unwrap(), id, "it has arrived before it was locked");
        let more = [drawn(&it.student, "dot.jpg", 20, 10).await];
        let refused = start_with(&it.student, class(&it), &form, &more).await.unwrap_err().answer();
        assert_eq!(refused, Error::Conflict(Problem::ThreadLocked), "nobody is told that what is not there is");
        assert_eq!(files_of(&it.student2, id).await.len(), 1);
    })
    .await;
}
