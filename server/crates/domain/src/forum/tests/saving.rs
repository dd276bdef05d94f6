use super::*;

async fn numbers(scope: &Scope) -> Vec<(ThreadId, i64)> {
    saved(scope, 1).await.unwrap().hits.into_iter().map(|hit| (hit.thread, hit.number)).collect()
}

#[tokio::test]
async fn what_is_saved_is_found_again_by_who_saved_it_as_long_as_they_may_read_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let course = start(&it.student, Board::Course(it.course_id), &question("Light")).await.unwrap();
        reply(&it.teacher, id, &said("By letters.")).await.unwrap();
        let (first, second) = (post_of(&it.student, id, 1).await, post_of(&it.student, id, 2).await);
        let third = post_of(&it.student, course, 1).await;
        for (minute, post) in [second, first, third].into_iter().enumerate() {
            let then = Scene::at(&it.student2, it.student2.now.plus_seconds(minute as i64 * 60));
            for click in 1..=2 {
                assert!(save(&then, post, true).await.is_ok(), "click {click}");
            }
        }
        assert_eq!(numbers(&it.student2).await, [(course, 1), (id, 1), (id, 2)], "the last of them first");
        assert!(numbers(&it.student).await.is_empty(), "nobody else knows of it");
        let shown = page(&it.student2, id).await;
        assert!(shown.posts.iter().all(|post| post.saved) && !page(&it.student, id).await.posts[0].saved);
        let hit = saved(&it.student2, 1).await.unwrap().hits.pop().unwrap();
        assert_eq!((hit.post, hit.excerpt.as_str(), hit.title.as_str()), (second, "By letters.", "Algebra"));
        for click in 1..=2 {
            assert!(save(&it.student2, first, false).await.is_ok(), "click {click}");
        }
        assert_eq!(numbers(&it.student2).await, [(course, 1), (id, 2)]);

        delete(&it.teacher, second).await.unwrap();
        assert_eq!(numbers(&it.student2).await, [(course, 1)], "deleted");
        assert_eq!(save(&it.other().student, first, true).await.unwrap_err().answer(), Error::NotFound);
        assert!(numbers(&it.other().student).await.is_empty());
        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.student2.user_id()],
        )
        .await
        .unwrap();
        assert!(numbers(&it.student2).await.is_empty(), "they are in the class no more");
        assert_eq!(saved(&it.student2, 2).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}
