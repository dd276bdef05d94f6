use model::people::{BulkForm, Change, PeopleFilter, Standing};
use model::{Error, Problem, Role, limits};
use store::testing::each_db;
use store::{args, sql};

use super::{all, answer, page};
use crate::people::{self, bulk, undo};
use crate::testing::Scene;

#[tokio::test]
async fn all_that_match_are_those_who_were_shown_and_not_as_many_others() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student, teacher) = (&scene.admin, scene.student.user_id(), scene.teacher.user_id());
        let filter = PeopleFilter { role: "student".into(), ..PeopleFilter::default() };
        let form = BulkForm { all: true, filter, act: "suspend".into(), ..BulkForm::default() };
        let seen = bulk::preview(admin, &form).await.unwrap();
        let confirmed = BulkForm { count: seen.chosen, seal: seen.seal.clone(), ..form.clone() };
        // One goes and another comes: as many as before.
        people::change_one(admin, student, Change::Role(Role::Librarian)).await.unwrap();
        let came = people::change_one(admin, teacher, Change::Role(Role::Student)).await.unwrap().unwrap();
        assert_eq!(bulk::preview(admin, &form).await.unwrap().chosen, seen.chosen);
        assert_eq!(answer(bulk::change(admin, &confirmed).await), Error::Conflict(Problem::OthersMatch));
        let unsealed = BulkForm { seal: String::new(), ..confirmed.clone() };
        assert_eq!(answer(bulk::change(admin, &unsealed).await), Error::Conflict(Problem::OthersMatch));
        // The same people, one of whom it does not reach any more.
        undo::undo(admin, came).await.unwrap();
        people::change_one(admin, student, Change::Role(Role::Student)).await.unwrap();
        people::change_one(admin, student, Change::Suspend).await.unwrap();
        assert_eq!(answer(bulk::change(admin, &confirmed).await), Error::Conflict(Problem::OthersMatch));
        people::change_one(admin, student, Change::Reinstate).await.unwrap();
        assert!(all(admin).await.people.iter().all(|it| it.standing == Standing::Active));

        let done = bulk::change(admin, &confirmed).await.unwrap();
        assert!(done.is_some());
        assert_eq!(bulk::change(admin, &confirmed).await.unwrap(), done, "the second of two clicks");
        assert_eq!(page(admin, student).await.standing, Standing::Suspended);
        assert_eq!(page(admin, teacher).await.standing, Standing::Active);
        let theirs = all(&scene.other().admin).await.people;
        assert!(theirs.iter().all(|it| it.standing == Standing::Active), "the other school has its own");
    })
    .await;
}

#[tokio::test]
async fn why_many_are_changed_is_in_the_log_and_in_the_history_of_each() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, people) = (&scene.admin, [scene.student.user_id(), scene.student2.user_id()]);
        let [student, student2] = people;
        let form = BulkForm {
            ids: format!("{student} {student2}"),
            act: "suspend".into(),
            reason: " Fees unpaid ".into(),
            count: 2,
            ..BulkForm::default()
        };
        let long = BulkForm { reason: "x".repeat(limits::TITLE + 1), ..form.clone() };
        let refused = answer(bulk::change(admin, &long).await);
        assert_eq!(refused.problem_of("reason"), Some(Problem::TooLong(limits::TITLE)));
        bulk::change(admin, &form).await.unwrap().unwrap();
        let newest = async |id| {
            let line = page(admin, id).await.history.unwrap().remove(0);
            (line.action, line.reason)
        };
        for id in people {
            assert_eq!(newest(id).await, ("member.suspended".to_owned(), "Fees unpaid".to_owned()));
        }
        let log = sql!("select cast(count(*) as bigint) as n from audit where school_id = $1 and detail like '%Fees unpaid%'");
        for (school, expected) in [(admin.school_id(), 2), (scene.other().admin.school_id(), 0)] {
            let (found,): (i64,) = db.one(log, args![school]).await.unwrap();
            assert_eq!(found, expected);
        }
        // It may be left out.
        let back = BulkForm { act: "reinstate".into(), reason: String::new(), ..form };
        bulk::change(admin, &back).await.unwrap().unwrap();
        assert_eq!(newest(student).await, ("member.reinstated".to_owned(), String::new()));
    })
    .await;
}
