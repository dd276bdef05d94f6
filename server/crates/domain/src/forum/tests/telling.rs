use super::*;
use crate::notifications;

async fn kinds(db: &Db, scope: &Scope) -> Vec<String> {
    let mut kinds: Vec<String> = told(db, scope).await.into_iter().map(|(kind, _)| kind).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn followers_and_who_is_mentioned_are_told_once_each() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        follow(&it.student2, id, true).await.unwrap();
        let body = "Ask @alpha_student2 and @beta_student, @alpha_admin, and @alpha_teacher.";
        reply(&it.teacher, id, &said(body)).await.unwrap();
        assert_eq!(kinds(&db, &it.student2).await, ["forum_mention"], "once, though they follow it too");
        assert_eq!(kinds(&db, &it.admin).await, ["forum_mention", "forum_thread"], "who teaches the class hears of both");
        assert_eq!(kinds(&db, &it.student).await, ["forum_reply"], "who asks follows");
        assert_eq!(kinds(&db, &it.teacher).await, ["forum_thread"], "nobody hears of themselves");
        assert!(told(&db, &it.other().student).await.is_empty());
        follow(&it.student, id, false).await.unwrap();
        reply(&it.teacher, id, &said("Again.")).await.unwrap();
        assert_eq!(told(&db, &it.student).await.len(), 1);
        let answer = post_of(&it.student, id, 2).await;
        mark_answer(&it.student, answer, true).await.unwrap();
        assert_eq!(kinds(&db, &it.teacher).await, ["forum_answer", "forum_thread"]);
    })
    .await;
}

#[tokio::test]
async fn a_new_thread_is_told_to_those_who_teach_there_or_follow_the_forum() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for board in [class(&it), Board::Course(it.course_id)] {
            let follows =
                async |scope: &Scope| super::super::board(scope, board, &ThreadFilter::default(), 1).await.unwrap().follows;
            // The admin of this school teaches, too.
            assert!(follows(&it.teacher).await && follows(&it.admin).await && !follows(&it.student2).await);
            follow_forum(&it.student2, board, true).await.unwrap();
            follow_forum(&it.student2, board, true).await.unwrap();
            assert!(follows(&it.student2).await);
            start(&it.student, board, &question("Algebra")).await.unwrap();
            follow_forum(&it.teacher, board, false).await.unwrap();
            follow_forum(&it.student2, board, false).await.unwrap();
            assert!(!follows(&it.teacher).await && !follows(&it.student2).await);
            start(&it.student, board, &question("Geometry")).await.unwrap();
        }
        for told_of in [&it.teacher, &it.student2] {
            assert_eq!(kinds(&db, told_of).await, ["forum_thread", "forum_thread"], "of the first of each forum");
        }
        assert_eq!(kinds(&db, &it.admin).await, ["forum_thread"; 4], "of all");
        assert!(kinds(&db, &it.other().teacher).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_left_hears_of_no_forum_they_followed() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        follow_forum(&it.student2, class(&it), true).await.unwrap();
        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.student2.user_id()],
        )
        .await
        .unwrap();
        start(&it.student, class(&it), &ThreadForm { body: "Ask @alpha_student2".into(), ..question("Algebra") }).await.unwrap();
        assert!(kinds(&db, &it.student2).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_is_first_mentioned_in_an_edit_is_told_and_nobody_again() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let post = post_of(&it.student, id, 1).await;
        for body in ["Ask @alpha_student2.", "Do ask @alpha_student2, please."] {
            let form = edit_desk(&it.student, post).await.unwrap().form.unwrap();
            edit(&it.student, post, &EditForm { body: body.into(), ..form }).await.unwrap();
        }
        assert_eq!(kinds(&db, &it.student2).await, ["forum_mention"]);
    })
    .await;
}

#[tokio::test]
async fn reading_a_thread_quiets_the_bell_also_where_nothing_new_stands_in_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        reply(&it.teacher, id, &said("By letters.")).await.unwrap();
        let reader = crate::testing::person(&it.world, "alpha_student").await;
        let bell = async || notifications::unread(&reader).await.unwrap();
        assert_eq!((bell().await, page(&it.student, id).await.told), (1, true));
        mark_read(&it.student, id, 2).await.unwrap();
        assert_eq!((bell().await, page(&it.student, id).await.told), (0, false));
        let answer = post_of(&it.teacher, id, 2).await;
        mark_answer(&it.teacher, answer, true).await.unwrap();
        let shown = page(&it.student, id).await;
        assert!(shown.told && shown.first_unread.is_none() && bell().await == 1);
        mark_read(&it.student, id, shown.seen_to).await.unwrap();
        assert_eq!((bell().await, page(&it.student, id).await.told), (0, false));
    })
    .await;
}
