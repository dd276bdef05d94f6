use model::chat::ReportForm;

use super::*;

fn why(reason: &str) -> ReportForm {
    ReportForm { reason: reason.into() }
}

/// How often somebody is told of a report they have not read.
async fn bell(db: &Db, scope: &Scope) -> i64 {
    let (count,): (i64,) = db
        .one(
            sql!(
                "select cast(count(*) as bigint) as n from notifications
                 where school_id = $1 and user_id = $2 and kind = 'forum_report' and read_at is null"
            ),
            args![scope.school_id(), scope.user_id()],
        )
        .await
        .unwrap();
    count
}

#[tokio::test]
async fn a_report_reaches_those_who_teach_there_once_and_is_laid_aside_or_goes_with_the_post() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for board in [class(&it), Board::Course(it.course_id)] {
            let id = start(&it.student, board, &question("Algebra")).await.unwrap();
            reply(&it.student, id, &said("Rude")).await.unwrap();
            let post = post_of(&it.student, id, 2).await;
            assert!(page(&it.student2, id).await.posts[1].may_report && !page(&it.student, id).await.posts[1].may_report);
            assert_eq!(report(&it.student, post, &why("")).await.unwrap_err().answer(), Error::Forbidden, "one's own");
            assert_eq!(report(&it.other().teacher, post, &why("")).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(report_desk(&it.other().teacher, post).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(report_desk(&it.student2, post).await.unwrap().title, "Algebra");
            for click in 1..=2 {
                assert_eq!(report(&it.student2, post, &why("It is rude")).await.unwrap(), (id, 2), "click {click}");
            }
            assert_eq!((bell(&db, &it.teacher).await, bell(&db, &it.student).await), (1, 0));
            assert_eq!(reports(&it.student2).await.unwrap_err().answer(), Error::Forbidden);
            for scope in [&it.teacher, &it.admin] {
                let open = reports(scope).await.unwrap();
                assert_eq!(open.len(), 1);
                assert_eq!((open[0].post, open[0].title.as_str(), open[0].author.me), (post, "Algebra", false));
                assert_eq!(open[0].by, [("alpha_student2 Person".to_owned(), "It is rude".to_owned())]);
            }
            assert!(reports(&it.other().teacher).await.unwrap().is_empty());
            assert_eq!(settle(&it.other().teacher, post).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(settle(&it.student2, post).await.unwrap_err().answer(), Error::Forbidden);
            for click in 1..=2 {
                settle(&it.teacher, post).await.unwrap();
                assert!(reports(&it.admin).await.unwrap().is_empty(), "click {click}");
            }
            assert_eq!((bell(&db, &it.teacher).await, bell(&db, &it.admin).await), (0, 0), "nobody else need look at it");
            assert!(!page(&it.student2, id).await.posts[1].deleted, "it stays");

            // Reported anew by somebody else, it is told anew, and goes with the post.
            report(&it.admin, post, &why("")).await.unwrap();
            assert_eq!((bell(&db, &it.teacher).await, reports(&it.teacher).await.unwrap().len()), (1, 1));
            delete(&it.teacher, post).await.unwrap();
            assert_eq!((bell(&db, &it.teacher).await, reports(&it.teacher).await.unwrap().len()), (0, 0));
            assert_eq!(report(&it.student2, post, &why("")).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_left_and_says_something_else_since_is_reported_again_by_the_same_person() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        reply(&it.student, id, &said("Rude")).await.unwrap();
        let post = post_of(&it.student, id, 2).await;
        let at = |scope: &Scope, minutes: i64| Scene::at(scope, scope.now.plus_minutes(minutes));
        let open = async || (bell(&db, &it.teacher).await, reports(&it.teacher).await.unwrap().len());
        let says = async |body: &str, minutes: i64| {
            let form = edit_desk(&it.student, post).await.unwrap().form.unwrap();
            edit(&at(&it.student, minutes), post, &EditForm { body: body.into(), ..form }).await.unwrap();
        };
        for (round, reason) in ["It is rude", "It is rude again", "It is rude once more"].into_iter().enumerate() {
            let from = i64::try_from(round).unwrap() * 10;
            for click in 1..=2 {
                report(&at(&it.student2, from + 1), post, &why(reason)).await.unwrap();
                assert_eq!(open().await, (1, 1), "{reason}, click {click}");
            }
            report(&at(&it.admin, from + 2), post, &why("So it is")).await.unwrap();
            assert_eq!(open().await, (1, 1), "told once, however many report it");
            let by = reports(&it.teacher).await.unwrap().remove(0).by;
            assert_eq!(by.len(), 2);
            assert_eq!(by[0], ("alpha_student2 Person".to_owned(), reason.to_owned()));
            settle(&at(&it.teacher, from + 3), post).await.unwrap();
            report(&at(&it.student2, from + 4), post, &why("I insist")).await.unwrap();
            assert_eq!(open().await, (0, 0), "it was looked at, and says the same");
            says(reason, from + 5).await;
        }
        assert!(reports(&it.other().teacher).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn nobody_looks_after_what_is_said_of_their_own_posts() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.teacher, class(&it), &question("Algebra")).await.unwrap();
        let post = post_of(&it.teacher, id, 1).await;
        report(&it.student, post, &why("Too hard")).await.unwrap();
        assert!(reports(&it.teacher).await.unwrap().is_empty());
        assert_eq!(settle(&it.teacher, post).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!((bell(&db, &it.teacher).await, bell(&db, &it.admin).await), (0, 1));
        assert_eq!(reports(&it.admin).await.unwrap().len(), 1);
    })
    .await;
}
