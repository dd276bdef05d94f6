//! Pages that stand open hear of what changes.

use futures::FutureExt;

use super::*;
use crate::hub::Watch;

fn told(watch: &mut Watch) -> bool {
    watch.next().now_or_never().is_some()
}

#[tokio::test]
async fn who_has_a_thread_open_hears_of_each_change_when_it_is_done_and_of_none_that_was_refused() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let beside = start(&it.student, class(&it), &question("Geometry")).await.unwrap();
        let mut open = watch(&it.student2, id).await.unwrap();
        assert!(told(&mut open), "the first look");
        assert!(!told(&mut open));
        let first = revision(&it.student2, id).await.unwrap();
        assert_eq!(page(&it.student2, id).await.revision, first);

        reply(&it.teacher, id, &said("By letters.")).await.unwrap();
        assert!(told(&mut open));
        let post = post_of(&it.student, id, 2).await;
        vote(&it.student, post, true).await.unwrap();
        assert!(told(&mut open));
        mark_answer(&it.student, post, true).await.unwrap();
        assert!(told(&mut open));
        assert_eq!(revision(&it.student2, id).await.unwrap(), first + 3);
        // Nothing has changed.
        mark_answer(&it.student, post, true).await.unwrap();
        assert_eq!(vote(&it.teacher, post, true).await.unwrap_err().answer(), Error::Forbidden);
        reply(&it.teacher, beside, &said("Elsewhere.")).await.unwrap();
        assert!(!told(&mut open));
        assert_eq!(page(&it.student2, id).await.revision, first + 3);

        let question = post_of(&it.teacher, id, 1).await;
        delete(&it.teacher, question).await.unwrap();
        assert!(told(&mut open));
        assert_eq!(revision(&it.student2, id).await.unwrap_err().answer(), Error::NotFound);
        for stranger in [&it.other().student, &it.other().admin] {
            assert_eq!(watch(stranger, beside).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(revision(stranger, beside).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}
