//! What a device sends once more, when it is connected again.

use super::*;

#[tokio::test]
async fn what_comes_again_under_its_id_is_there_once_however_late_and_after_it_was_edited() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (board, late) = (class(&it), Scene::at(&it.student, it.student.now.plus_days(1)));
        let form = ThreadForm { id: ThreadId::new().to_string(), ..question("Algebra") };
        let id = start(&it.student, board, &form).await.unwrap();
        assert_eq!(id.to_string(), form.id);
        let mine = PostForm { id: PostId::new().to_string(), ..said("By letters.") };
        assert_eq!(reply(&it.student, id, &mine).await.unwrap(), 2);
        for number in [1, 2] {
            let post = post_of(&it.student, id, number).await;
            let form = edit_desk(&it.student, post).await.unwrap().form.unwrap();
            let title = form.title.as_ref().map(|_| "Letters".to_owned());
            edit(&it.student, post, &EditForm { body: "Otherwise.".into(), title, ..form }).await.unwrap();
        }
        assert_eq!(start(&late, board, &form).await.unwrap(), id);
        assert_eq!(reply(&late, id, &mine).await.unwrap(), 2);
        set_locked(&it.teacher, id, true).await.unwrap();
        assert_eq!(reply(&late, id, &mine).await.unwrap(), 2, "it has arrived before it was locked");
        assert_eq!(page(&it.teacher, id).await.total, 2);
        assert_eq!(super::super::board(&it.teacher, board, &ThreadFilter::default(), 1).await.unwrap().total, 1);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_is_taken_by_something_else_is_given_up_for_another_one() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = class(&it);
        let form = ThreadForm { id: ThreadId::new().to_string(), ..question("Algebra") };
        let id = start(&it.student, board, &form).await.unwrap();
        // Who went back to the page that they sent, and wrote something else there.
        let again = ThreadForm { id: form.id.clone(), ..question("Geometry") };
        let second = start(&it.student, board, &again).await.unwrap();
        assert_ne!(second, id);
        let mine = PostForm { id: PostId::new().to_string(), ..said("By letters.") };
        assert_eq!(reply(&it.student, id, &mine).await.unwrap(), 2);
        let other = PostForm { id: mine.id.clone(), ..said("By signs.") };
        assert_eq!(reply(&it.student, id, &other).await.unwrap(), 3);
        // Nobody is answered with what is another's, nor keeps them from writing; and another school knows nothing of it.
        assert_eq!(reply(&it.student2, id, &mine).await.unwrap(), 4);
        assert_eq!(reply(&it.student, second, &mine).await.unwrap(), 2);
        let theirs = it.other();
        let there = start(&theirs.student, Board::Class(theirs.class_id), &form).await.unwrap();
        assert_eq!(there, id, "an id is one of its school");
        assert_eq!(page(&theirs.student, there).await.total, 1);
        assert_eq!(page(&it.student, id).await.total, 4);
    })
    .await;
}

#[tokio::test]
async fn with_and_without_a_name_are_two_posts_though_they_come_under_one_id() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = class(&it);
        set_anonymous(&it.teacher, board, true).await.unwrap();
        // Who sent it with their name by mistake, took it back, and went back to the page.
        let named = ThreadForm { id: ThreadId::new().to_string(), ..question("Algebra") };
        let first = start(&it.student, board, &named).await.unwrap();
        delete(&it.student, post_of(&it.student, first, 1).await).await.unwrap();
        let hidden = ThreadForm { anonymous: true, ..named };
        let id = start(&it.student, board, &hidden).await.unwrap();
        assert_ne!(id, first);
        assert!(page(&it.student2, id).await.posts[0].author.name.is_empty());
        assert_eq!(start(&it.student, board, &hidden).await.unwrap(), id, "the second of two clicks");

        let named = PostForm { id: PostId::new().to_string(), ..said("By letters.") };
        assert_eq!(reply(&it.student, id, &named).await.unwrap(), 2);
        delete(&it.student, post_of(&it.student, id, 2).await).await.unwrap();
        let hidden = PostForm { anonymous: true, ..named.clone() };
        for click in 1..=2 {
            assert_eq!(reply(&it.student, id, &hidden).await.unwrap(), 3, "click {click}");
        }
        assert_eq!(reply(&it.student, id, &named).await.unwrap(), 2, "that one had arrived");
        let posts = page(&it.student2, id).await.posts;
        assert!(posts[1].deleted && !posts[2].deleted && posts[2].author.name.is_empty());
        assert_eq!(page(&it.student, id).await.total, 3);
    })
    .await;
}
