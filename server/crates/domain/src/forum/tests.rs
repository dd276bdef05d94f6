mod again;
mod anonymous;
mod live;
mod moderation;
mod ordering;
mod pictures;
mod reporting;
mod saving;
mod searching;
mod telling;

use model::forum::{Board, EditForm, PostForm, ThreadFilter, ThreadForm, ThreadPage};
use model::ids::{PostId, ThreadId};
use model::{Error, Feature, Problem};
use store::testing::each_db;
use store::{Db, args, sql};

use super::*;
use crate::testing::Scene;
use crate::{Scope, settings};

fn question(title: &str) -> ThreadForm {
    ThreadForm { title: title.into(), body: format!("How does {title} work?"), ..ThreadForm::default() }
}

fn said(body: &str) -> PostForm {
    PostForm { body: body.into(), ..PostForm::default() }
}

fn begun(body: &str) -> Draft {
    Draft { body: body.into(), ..Draft::default() }
}

fn class(it: &Scene) -> Board {
    Board::Class(it.class_id)
}

async fn page(scope: &Scope, id: ThreadId) -> ThreadPage {
    show(scope, id, Some(1), None).await.unwrap()
}

async fn post_of(scope: &Scope, id: ThreadId, number: i64) -> PostId {
    page(scope, id).await.posts.into_iter().find(|post| post.number == number).expect("a post").id
}

/// Kinds, keys and arguments of what somebody was told in the bell.
async fn told(db: &Db, scope: &Scope) -> Vec<(String, String)> {
    db.all(
        sql!("select kind, args from notifications where school_id = $1 and user_id = $2 and kind like 'forum%' order by created_at, id"),
        args![scope.school_id(), scope.user_id()],
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn a_question_is_read_and_answered_by_the_class_and_nobody_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for board in [class(&it), Board::Course(it.course_id)] {
            let id = start(&it.student, board, &question("Algebra")).await.unwrap();
            assert_eq!(reply(&it.teacher, id, &said("By letters.")).await.unwrap(), 2);
            let shown = page(&it.student2, id).await;
            assert_eq!((shown.title.as_str(), shown.total, shown.posts.len()), ("Algebra", 2, 2));
            assert!(shown.posts[1].author.staff && shown.posts[1].html.contains("<p>By letters.</p>"));
            assert!(shown.may_write && !shown.may_moderate && page(&it.teacher, id).await.may_moderate);
            assert!(page(&it.admin, id).await.may_moderate);
            let answer = post_of(&it.student, id, 2).await;
            let other = it.other();
            for stranger in [&other.admin, &other.teacher, &other.student] {
                let refused = [
                    show(stranger, id, None, None).await.map(drop),
                    reply(stranger, id, &said("Hello")).await.map(drop),
                    start(stranger, board, &question("Mine")).await.map(drop),
                    super::board(stranger, board, &ThreadFilter::default(), 1).await.map(drop),
                    vote(stranger, answer, true).await.map(drop),
                    mark_answer(stranger, answer, true).await.map(drop),
                    delete(stranger, answer).await.map(drop),
                    follow(stranger, id, true).await,
                    follow_forum(stranger, board, true).await,
                    mark_read(stranger, id, 1).await,
                    keep_draft(stranger, &board.to_string(), &begun("Mine")).await,
                    admit(stranger, answer).await.map(drop),
                ];
                for answer in refused {
                    assert_eq!(answer.unwrap_err().answer(), Error::NotFound);
                }
                assert!(home(stranger, "algebra", 1).await.unwrap().found.unwrap().hits.is_empty());
            }
        }
        let listed = board(&it.student, class(&it), &ThreadFilter::default(), 1).await.unwrap();
        assert_eq!((listed.total, listed.threads[0].replies, listed.threads[0].unread), (1, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn who_left_the_class_reads_no_more_and_a_school_without_a_forum_has_none() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.student2.user_id()],
        )
        .await
        .unwrap();
        assert_eq!(show(&it.student2, id, None, None).await.unwrap_err().answer(), Error::NotFound);
        settings::features::set(&it.admin, Feature::Forum, false).await.unwrap();
        let admin = crate::testing::person(&it.world, "alpha_admin").await.enter("alpha").unwrap();
        assert_eq!(show(&admin, id, None, None).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(home(&admin, "", 1).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn two_clicks_write_once_and_two_at_once_are_numbered_one_after_the_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (form, board) = (question("Algebra"), class(&it));
        let (first, second) = tokio::join!(start(&it.student, board, &form), start(&it.student, board, &form));
        let id = first.unwrap();
        assert_eq!(second.unwrap(), id);
        let (hello, also) = (said("Hello"), said("Hello, too"));
        let (one, again, other) =
            tokio::join!(reply(&it.student, id, &hello), reply(&it.student, id, &hello), reply(&it.student2, id, &also));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(again.unwrap(), one);
        let mut numbers = [one, other];
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3]);
        assert_eq!(page(&it.teacher, id).await.total, 3);
        let post = post_of(&it.teacher, id, 2).await;
        let author = page(&it.student, id).await.posts[1].author.me;
        let voter = if author { &it.student2 } else { &it.student };
        let (left, right) = tokio::join!(vote(voter, post, true), vote(voter, post, true));
        assert!(left.is_ok() && right.is_ok());
        assert_eq!(page(voter, id).await.posts[1].votes, 1);
        vote(voter, post, false).await.unwrap();
        assert_eq!(page(voter, id).await.posts[1].votes, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_read_stays_read_and_a_long_thread_opens_where_one_stopped() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        for number in 2..=45 {
            reply(&it.teacher, id, &said(&format!("Post {number}"))).await.unwrap();
        }
        mark_read(&it.student2, id, 21).await.unwrap();
        mark_read(&it.student2, id, 3).await.unwrap();
        let there = show(&it.student2, id, None, None).await.unwrap();
        assert_eq!((there.page, there.first_unread, there.posts.len()), (2, Some(22), 20));
        assert_eq!(there.posts.iter().filter(|post| post.unread).count(), 19);
        let last = show(&it.student2, id, Some(3), None).await.unwrap();
        assert_eq!((last.posts.len(), last.seen_to, last.posts[0].number), (5, 45, 41));
        assert_eq!(show(&it.student2, id, Some(4), None).await.unwrap_err().answer(), Error::NotFound);
        mark_read(&it.student2, id, 999).await.unwrap();
        let listed = board(&it.student2, class(&it), &ThreadFilter::default(), 1).await.unwrap();
        assert_eq!(listed.threads[0].unread, 0);
        let unread = ThreadFilter { which: "unread".into(), ..ThreadFilter::default() };
        assert!(board(&it.student2, class(&it), &unread, 1).await.unwrap().threads.is_empty());
        assert_eq!(board(&it.admin, class(&it), &unread, 1).await.unwrap().threads.len(), 1);
        assert_eq!(home(&it.student2, "", 1).await.unwrap().boards.iter().map(|it| it.unread).sum::<i64>(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_edit_leaves_what_was_said_and_undoes_no_other_one() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let post = post_of(&it.student, id, 1).await;
        let form = edit_desk(&it.student, post).await.unwrap().form.unwrap();
        let mine = EditForm { body: "How do letters work?".into(), title: Some("Letters".into()), ..form.clone() };
        edit(&it.student, post, &mine).await.unwrap();
        edit(&it.student, post, &mine).await.unwrap();
        let late = EditForm { body: "Something else".into(), ..form };
        assert_eq!(edit(&it.teacher, post, &late).await.unwrap_err().answer(), Error::Conflict(Problem::ChangedMeanwhile));
        let shown = page(&it.student2, id).await;
        assert_eq!(shown.title, "Letters");
        assert!(shown.posts[0].edited.is_some() && !shown.posts[0].by_other && !shown.posts[0].has_trace);
        let trace = edit_desk(&it.teacher, post).await.unwrap().earlier;
        assert_eq!((trace.len(), trace[0].title.as_deref()), (1, Some("Algebra")), "two clicks leave one trace");
        assert_eq!(edit_desk(&it.student2, post).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(edit(&it.student2, post, &mine).await.unwrap_err().answer(), Error::Forbidden);
        let by_teacher = EditForm { body: "How do letters work, please?".into(), title: None, drawn: String::new() };
        edit(&it.teacher, post, &by_teacher).await.unwrap();
        assert!(page(&it.student2, id).await.posts[0].by_other);
    })
    .await;
}

#[tokio::test]
async fn a_text_is_looked_at_as_it_will_be_by_those_who_write_and_is_kept_nowhere() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let body = "**Hello** <script>alert(1)</script> [x](javascript:alert(1))";
        let html = preview(&it.student, body).unwrap();
        assert!(html.contains("<strong>Hello</strong>") && !html.contains("<script") && !html.contains("href"), "{html}");
        let id = start(&it.student, class(&it), &ThreadForm { body: body.into(), ..question("Algebra") }).await.unwrap();
        assert_eq!(page(&it.student2, id).await.posts[0].html, html);
        assert_eq!(preview(&it.student, " ").unwrap_err().answer().problem_of("body"), Some(Problem::Required));
        settings::features::set(&it.admin, Feature::Forum, false).await.unwrap();
        let admin = crate::testing::person(&it.world, "alpha_admin").await.enter("alpha").unwrap();
        assert_eq!(preview(&admin, "Hello").unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_draft_waits_for_its_author_alone_until_it_is_sent() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = class(&it);
        keep_draft(&it.student, &board.to_string(), &Draft { title: "Algebra".into(), ..begun("How") }).await.unwrap();
        let opened = desk(&it.student, board).await.unwrap();
        assert_eq!((opened.is_draft, opened.form.title.as_str(), opened.form.body.as_str()), (true, "Algebra", "How"));
        assert!(!desk(&it.student2, board).await.unwrap().is_draft);
        let id = start(&it.student, board, &question("Algebra")).await.unwrap();
        assert!(!desk(&it.student, board).await.unwrap().is_draft, "sent");
        let place = id.to_string();
        keep_draft(&it.teacher, &place, &begun("Perhaps")).await.unwrap();
        assert_eq!(page(&it.teacher, id).await.reply.body, "Perhaps");
        reply(&it.teacher, id, &said("By letters.")).await.unwrap();
        assert!(!page(&it.teacher, id).await.is_draft);
        keep_draft(&it.teacher, &place, &begun("By letters.")).await.unwrap();
        assert!(!page(&it.teacher, id).await.is_draft, "what the page keeps may come after what it sends");
        keep_draft(&it.teacher, &place, &begun("More")).await.unwrap();
        keep_draft(&it.teacher, &place, &begun(" ")).await.unwrap();
        assert!(!page(&it.teacher, id).await.is_draft, "forgotten");
        keep_draft(&it.teacher, &place.to_uppercase(), &begun("a\r\nb")).await.unwrap();
        assert_eq!(page(&it.teacher, id).await.reply.body, "a\nb", "one place has one draft");
    })
    .await;
}
