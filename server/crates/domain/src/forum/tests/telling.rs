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
async fn replies_that_were_not_seen_are_one_card_that_says_who_came() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let reader = crate::testing::person(&it.world, "alpha_student").await;
        let titles = async || {
            let newest = notifications::bell(&reader).await.unwrap().newest;
            newest.into_iter().filter(|card| card.unread).map(|card| card.title).collect::<Vec<_>>()
        };
        for (by, says) in [
            (&it.teacher, "alpha_teacher Person replied: Algebra"),
            (&it.teacher, "alpha_teacher Person replied: Algebra"),
            (&it.student2, "alpha_student2 Person and 1 other replied: Algebra"),
            (&it.admin, "alpha_admin Person and 2 others replied: Algebra"),
            (&it.student2, "alpha_student2 Person and 2 others replied: Algebra"),
        ] {
            let body = format!("After {says}: {}", titles().await.len());
            reply(by, id, &said(&format!("{body} {}", by.user_id()))).await.unwrap();
            assert_eq!(titles().await, [says]);
        }
        assert_eq!(kinds(&db, &it.student).await, ["forum_reply"]);
        mark_read(&it.student, id, 6).await.unwrap();
        assert!(titles().await.is_empty());
        reply(&it.teacher, id, &said("Once more.")).await.unwrap();
        assert_eq!(titles().await, ["alpha_teacher Person replied: Algebra"], "whom one has read counts no more");
        assert!(told(&db, &it.other().student).await.is_empty());
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

#[tokio::test]
async fn whom_a_post_can_mention_are_the_people_of_the_forum_and_nobody_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for board in [class(&it), Board::Course(it.course_id)] {
            let found = people(&it.student, board).await.unwrap();
            let found: Vec<&str> = found.iter().map(|it| it.username.as_str()).collect();
            assert_eq!(found, ["alpha_admin", "alpha_student2", "alpha_teacher"], "{board}");
            assert_eq!(people(&it.other().student, board).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}

#[tokio::test]
async fn the_menu_counts_threads_with_news_of_ones_own_classes_and_courses() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let counted = async |scope: &Scope| unread(scope).await.unwrap();
        assert_eq!(counted(&it.student2).await, 0);
        let first = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        start(&it.student, Board::Course(it.course_id), &question("Light")).await.unwrap();
        assert_eq!((counted(&it.student2).await, counted(&it.teacher).await, counted(&it.student).await), (2, 2, 0));
        mark_read(&it.student2, first, 1).await.unwrap();
        assert_eq!(counted(&it.student2).await, 1);
        reply(&it.teacher, first, &said("By letters.")).await.unwrap();
        assert_eq!((counted(&it.student2).await, counted(&it.student).await), (2, 1));
        let question = post_of(&it.teacher, first, 1).await;
        delete(&it.teacher, question).await.unwrap();
        assert_eq!(counted(&it.student2).await, 1);
        assert_eq!(counted(&it.other().student).await, 0, "another school");
        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.student2.user_id()],
        )
        .await
        .unwrap();
        assert_eq!(counted(&it.student2).await, 0, "they are in the class no more");
        settings::features::set(&it.admin, Feature::Forum, false).await.unwrap();
        let teacher = crate::testing::person(&it.world, "alpha_teacher").await.enter("alpha").unwrap();
        assert_eq!(counted(&teacher).await, 0, "without a forum");
    })
    .await;
}

#[tokio::test]
async fn all_that_stood_there_is_read_at_once_in_one_forum_or_in_all_and_what_came_since_is_not() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (own, course) = (class(&it), Board::Course(it.course_id));
        let first = start(&it.student, own, &question("Algebra")).await.unwrap();
        reply(&it.teacher, first, &said("Ask @alpha_student2.")).await.unwrap();
        start(&it.student, own, &question("Geometry")).await.unwrap();
        start(&it.student, course, &question("Light")).await.unwrap();
        let reader = async || crate::testing::person(&it.world, "alpha_student2").await;
        let unread = async || {
            let boards = home(&it.student2, "", 1).await.unwrap().boards;
            boards.iter().map(|board| board.unread).sum::<i64>()
        };
        let bell = async || notifications::unread(&reader().await).await.unwrap();
        assert_eq!((unread().await, bell().await), (3, 1));
        let then = board(&it.student2, own, &ThreadFilter::default(), 1).await.unwrap();
        assert!(then.unread);

        mark_board_read(&it.student2, own, model::At(0)).await.unwrap();
        assert_eq!((unread().await, bell().await), (3, 1), "what was written after the page was drawn");
        for click in 1..=2 {
            mark_board_read(&it.student2, own, then.as_of).await.unwrap();
            assert_eq!((unread().await, bell().await), (1, 0), "click {click}");
        }
        assert!(!board(&it.student2, own, &ThreadFilter::default(), 1).await.unwrap().unread);
        reply(&it.teacher, first, &said("And @alpha_student2 again.")).await.unwrap();
        assert_eq!((unread().await, bell().await), (2, 1));
        for click in 1..=2 {
            mark_forums_read(&it.student2, it.student2.now.plus_days(1)).await.unwrap();
            assert_eq!((unread().await, bell().await), (0, 0), "click {click}");
        }

        let other = it.other();
        let refused = mark_board_read(&other.student, own, then.as_of).await.unwrap_err();
        assert_eq!(refused.answer(), Error::NotFound);
        mark_forums_read(&other.student, then.as_of).await.unwrap();
        let marks = sql!("select cast(count(*) as bigint) as n from forum_visits where school_id = $1 and user_id = $2");
        let (count,): (i64,) = db.one(marks, args![it.admin.school_id(), other.student.user_id()]).await.unwrap();
        assert_eq!(count, 0, "another school's threads are not theirs to mark");
        let seen = board(&it.student, own, &ThreadFilter::default(), 1).await.unwrap();
        assert!(seen.unread, "what one has read is one's own");
    })
    .await;
}

#[tokio::test]
async fn what_came_after_a_forum_was_drawn_stays_to_be_read_though_no_post_did() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        reply(&it.student2, id, &said("By letters.")).await.unwrap();
        let answer = post_of(&it.student, id, 2).await;
        let late = Scene::at(&it.student, it.student.now.plus_minutes(5));
        mark_answer(&late, answer, true).await.unwrap();
        let waits = sql!(
            "select cast(count(*) as bigint) as n from notifications
             where school_id = $1 and user_id = $2 and kind = $3 and read_at is null"
        );
        let waits = async |kind: &str| {
            let args = args![it.admin.school_id(), it.student2.user_id(), kind];
            db.one::<(i64,)>(waits, args).await.unwrap().0
        };
        reply(&it.student, id, &said("Thank you.")).await.unwrap();
        assert_eq!((waits("forum_answer").await, waits("forum_reply").await), (1, 1));
        let press = Scene::at(&it.student2, it.student2.now.plus_minutes(6));
        for click in 1..=2 {
            mark_board_read(&press, class(&it), it.student2.now).await.unwrap();
            assert_eq!((waits("forum_answer").await, waits("forum_reply").await), (1, 0), "click {click}");
        }
        mark_forums_read(&press, late.now).await.unwrap();
        assert_eq!(waits("forum_answer").await, 0);
    })
    .await;
}
