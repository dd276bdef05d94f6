use model::people::{BulkForm, Change, PeopleFilter, Standing};
use model::{Error, Problem, Role};
use store::testing::each_db;

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
