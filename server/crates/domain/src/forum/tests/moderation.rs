use model::chat::WordsForm;
use model::forum::{MoveForm, TopicForm};

use super::*;
use crate::chat;

fn topic(name: &str) -> TopicForm {
    TopicForm { name: name.into() }
}

#[tokio::test]
async fn a_locked_thread_is_closed_to_all_but_those_who_look_after_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        assert_eq!(set_locked(&it.student, id, true).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(set_pinned(&it.student, id, true).await.unwrap_err().answer(), Error::Forbidden);
        set_locked(&it.teacher, id, true).await.unwrap();
        set_locked(&it.teacher, id, true).await.unwrap();
        set_pinned(&it.teacher, id, true).await.unwrap();
        let locked = Error::Conflict(Problem::ThreadLocked);
        assert_eq!(reply(&it.student2, id, &said("Me")).await.unwrap_err().answer(), locked);
        let post = post_of(&it.student, id, 1).await;
        assert_eq!(vote(&it.student2, post, true).await.unwrap_err().answer(), locked);
        assert_eq!(reply(&it.teacher, id, &said("The last word.")).await.unwrap(), 2);
        start(&it.student, class(&it), &question("Newer")).await.unwrap();
        let listed = board(&it.student, class(&it), &ThreadFilter::default(), 1).await.unwrap();
        assert!(listed.threads[0].id == id && listed.threads[0].pinned && listed.threads[0].locked, "the pinned stands first");
    })
    .await;
}

#[tokio::test]
async fn words_that_the_school_does_not_want_stand_in_no_post_and_no_title() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let post = post_of(&it.student, id, 1).await;
        let words = WordsForm { words: "dumb\nsilly thing".into() };
        chat::set_words(&it.admin, &words).await.unwrap();
        let problem = |answer: crate::Result<()>, field: &str| answer.unwrap_err().answer().problem_of(field);
        let unwanted = Some(Problem::UnwantedWord);
        for body in ["You are DUMB!", "a **silly** thing"] {
            assert_eq!(problem(reply(&it.student2, id, &said(body)).await.map(drop), "body"), unwanted, "{body}");
        }
        assert_eq!(problem(start(&it.student, class(&it), &question("Dumb")).await.map(drop), "title"), unwanted);
        let drawn = edit_desk(&it.student, post).await.unwrap().form.unwrap();
        let worse = EditForm { title: Some("A silly thing".into()), ..drawn };
        assert_eq!(problem(edit(&it.student, post, &worse).await.map(drop), "title"), unwanted);
        reply(&it.student2, id, &said("Dumbo has a thing that is silly.")).await.unwrap();
        let other = it.other();
        start(&other.student, Board::Class(other.class_id), &question("Dumb")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_deleted_is_gone_for_peers_and_can_be_brought_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        reply(&it.student2, id, &said("Zqsecret")).await.unwrap();
        let (first, second) = (post_of(&it.teacher, id, 1).await, post_of(&it.teacher, id, 2).await);
        mark_answer(&it.student, second, true).await.unwrap();
        assert_eq!(delete(&it.student, second).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(delete(&it.student, first).await.unwrap_err().answer(), Error::Forbidden, "it was replied to");
        delete(&it.teacher, second).await.unwrap();
        delete(&it.teacher, second).await.unwrap();
        let shown = page(&it.student, id).await;
        assert!(shown.posts[1].deleted && shown.posts[1].by_other && shown.posts[1].html.is_empty() && shown.answer.is_none());
        assert!(home(&it.student, "zqsecret", 1).await.unwrap().found.unwrap().hits.is_empty());
        assert!(page(&it.teacher, id).await.posts[1].html.contains("Zqsecret"));
        assert_eq!(restore(&it.student2, second).await.unwrap_err().answer(), Error::Forbidden);
        restore(&it.teacher, second).await.unwrap();
        assert!(!page(&it.student, id).await.posts[1].deleted);
        delete(&it.teacher, first).await.unwrap();
        assert_eq!(show(&it.student, id, None, None).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(reply(&it.teacher, id, &said("Still")).await.unwrap_err().answer(), Error::NotFound);
        restore(&it.teacher, first).await.unwrap();
        assert_eq!(page(&it.student, id).await.total, 2);
    })
    .await;
}

#[tokio::test]
async fn a_thread_moves_to_a_topic_and_to_another_forum_with_its_readers() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (class, course) = (class(&it), Board::Course(it.course_id));
        let id = start(&it.student, class, &question("Algebra")).await.unwrap();
        assert_eq!(add_topic(&it.student, class, &topic("Exams")).await.unwrap_err().answer(), Error::Forbidden);
        let exams = add_topic(&it.teacher, class, &topic("Exams")).await.unwrap();
        assert_eq!(add_topic(&it.teacher, class, &topic("Exams")).await.unwrap(), exams, "two clicks");
        let taken = add_topic(&it.teacher, class, &topic("EXAMS")).await.unwrap_err().answer();
        assert_eq!(taken.problem_of("name"), Some(Problem::Taken));
        let to = |to: String| MoveForm { to };
        move_to(&it.teacher, id, &to(MoveForm::of(class, Some(exams)))).await.unwrap();
        assert_eq!(page(&it.student, id).await.topic.unwrap().name, "Exams");
        let foreign = move_to(&it.teacher, id, &to(MoveForm::of(course, Some(exams)))).await.unwrap_err().answer();
        assert_eq!(foreign.problem_of("topic"), Some(Problem::NoneChosen));
        assert_eq!(move_to(&it.student, id, &to(course.to_string())).await.unwrap_err().answer(), Error::Forbidden);
        let strange = Board::Class(it.other().class_id);
        assert_eq!(move_to(&it.teacher, id, &to(strange.to_string())).await.unwrap_err().answer(), Error::NotFound);
        move_to(&it.teacher, id, &to(course.to_string())).await.unwrap();
        let moved = page(&it.student, id).await;
        assert!(moved.board == course && moved.topic.is_none());
        rename_topic(&it.teacher, class, exams, &topic("Tests")).await.unwrap();
        remove_topic(&it.teacher, class, exams).await.unwrap();
        remove_topic(&it.teacher, class, exams).await.unwrap();
        assert_eq!(rename_topic(&it.teacher, class, exams, &topic("Gone")).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_marked_by_who_asked_or_looks_after_the_forum() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        reply(&it.student2, id, &said("By letters.")).await.unwrap();
        reply(&it.teacher, id, &said("By signs.")).await.unwrap();
        let [first, second, third] = [1, 2, 3].map(|number| post_of(&it.student, id, number));
        let (first, second, third) = (first.await, second.await, third.await);
        assert_eq!(mark_answer(&it.student2, second, true).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(mark_answer(&it.student, first, true).await.unwrap_err().answer(), Error::NotFound);
        mark_answer(&it.student, second, true).await.unwrap();
        mark_answer(&it.teacher, third, true).await.unwrap();
        assert_eq!(page(&it.student2, id).await.answer, Some(3));
        mark_answer(&it.student, second, false).await.unwrap();
        assert_eq!(page(&it.student2, id).await.answer, Some(3), "another one is it meanwhile");
        let open = ThreadFilter { which: "open".into(), ..ThreadFilter::default() };
        assert!(board(&it.student, class(&it), &open, 1).await.unwrap().threads.is_empty());
        assert_eq!(vote(&it.student2, second, true).await.unwrap_err().answer(), Error::Forbidden, "one's own");
    })
    .await;
}
