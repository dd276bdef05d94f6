//! Who asked to be let in and never came is no former member.

use model::backup::Table;
use model::classes::{CodeKind, CodeSettingsForm, Joining};
use model::dashboards::Board;
use model::ids::UserId;
use model::people::{BulkForm, Change, MemberForm, PeopleFilter, Standing};
use model::{At, Error};
use store::testing::each_db;
use store::{args, sql};

use super::exports::bytes;
use super::{all, answer, names, page, words};
use crate::accounts::register::{self, Registered};
use crate::classes::{codes, requests};
use crate::people::{self, bulk, export, undo};
use crate::testing::{NOON, Scene, account, person, request};
use crate::{Reach, Visitor, backup, dashboards};

const CODE: &str = "ASKSTUD";

fn of(standing: Standing) -> PeopleFilter {
    PeopleFilter { status: standing.to_string(), ..PeopleFilter::default() }
}

/// The class of the scene asks first.
async fn ask_first(scene: &Scene) {
    let form = CodeSettingsForm { code: CODE.into(), ask_first: true, ..CodeSettingsForm::default() };
    codes::set(&scene.admin, scene.class_id, CodeKind::Student, &form).await.unwrap();
}

/// Somebody new asks to be let in.
async fn newcomer(scene: &Scene, username: &str) -> UserId {
    let form = model::accounts::JoinForm { code: CODE.into(), account: account(username) };
    match register::join(&Visitor(request(&scene.world, NOON)), &form).await.unwrap() {
        Registered::Waits { user } => user,
        other => panic!("{other:?}"),
    }
}

async fn ask_again(scene: &Scene, username: &str) {
    let person = person(&scene.world, username).await;
    assert_eq!(codes::join(&person, CODE).await.unwrap().answer, Joining::Waiting);
}

async fn decide(scene: &Scene, user: UserId, at: At, admit: bool) {
    requests::decide(&Scene::at(&scene.admin, at), scene.class_id, &[user], &[], admit).await.unwrap();
}

#[tokio::test]
async fn who_was_only_declined_is_in_no_list_no_figure_and_no_file_and_keeps_their_page() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        people::change_one(admin, scene.student2.user_id(), Change::End).await.unwrap();
        ask_first(&scene).await;
        let nia = newcomer(&scene, "nia").await;
        assert_eq!((all(admin).await.total, names(admin, of(Standing::Waiting)).await), (5, vec!["nia".to_owned()]));
        decide(&scene, nia, NOON.plus_minutes(1), false).await;

        let everybody = ["alpha_admin", "alpha_student", "alpha_student2", "alpha_teacher"];
        assert_eq!(names(admin, PeopleFilter::default()).await, everybody);
        assert_eq!(all(admin).await.total, 4, "counted without looking at each");
        assert_eq!(names(admin, of(Standing::Ended)).await, ["alpha_student2"]);
        assert!(names(admin, words("nia")).await.is_empty());
        let form = BulkForm { all: true, filter: of(Standing::Ended), act: "reinstate".into(), ..BulkForm::default() };
        assert_eq!(bulk::preview(admin, &form).await.unwrap().chosen, 1);
        let list = bytes(export::csv(admin, &PeopleFilter::default()).await.unwrap()).await;
        let students = bytes(backup::csv(Reach::School(admin.clone()), Table::Students).await.unwrap()).await;
        for file in [list, students] {
            let file = String::from_utf8(file).unwrap();
            assert!(file.contains("alpha_student2") && !file.contains("nia"), "{file}");
        }
        let role = sql!("update memberships set role = 'security' where school_id = $1 and user_id = $2");
        db.run(role, args![admin.school_id(), scene.teacher.user_id()]).await.unwrap();
        let security = person(&scene.world, "alpha_teacher").await.enter("alpha").unwrap();
        let Board::Support(board) = dashboards::show(&security).await.unwrap().board else { panic!("not the one of security") };
        assert_eq!((board.waiting, board.ended), (0, 1));

        let own = page(admin, nia).await;
        let history: Vec<_> = own.history.unwrap().into_iter().map(|line| line.action).collect();
        assert!(own.standing == Standing::Ended && history.contains(&"class.declined".to_owned()), "{history:?}");
        assert_eq!(answer(people::show(&scene.other().admin, nia, None).await), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn who_asks_again_after_that_waits_again_and_is_a_former_member_once_they_came_and_left() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        ask_first(&scene).await;
        let nia = newcomer(&scene, "nia").await;
        for minutes in 1..=3 {
            assert_eq!(names(admin, of(Standing::Waiting)).await, ["nia"], "{minutes}");
            decide(&scene, nia, NOON.plus_minutes(minutes), false).await;
            assert!(names(admin, of(Standing::Ended)).await.is_empty(), "{minutes}");
            ask_again(&scene, "nia").await;
        }
        // The office may end what waits again, too.
        people::change_one(&Scene::at(admin, NOON.plus_minutes(4)), nia, Change::End).await.unwrap();
        assert!(names(admin, of(Standing::Ended)).await.is_empty());
        ask_again(&scene, "nia").await;
        decide(&scene, nia, NOON.plus_minutes(5), true).await;
        assert_eq!(page(admin, nia).await.standing, Standing::Active);
        people::change_one(&Scene::at(admin, NOON.plus_minutes(6)), nia, Change::End).await.unwrap();
        assert_eq!(names(admin, of(Standing::Ended)).await, ["nia"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_came_stays_a_former_member_whatever_they_asked_for_later() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student) = (&scene.admin, scene.student.user_id());
        // Nobody wrote down since when.
        people::save(admin, student, &MemberForm::default()).await.unwrap();
        people::change_one(admin, student, Change::End).await.unwrap();
        ask_first(&scene).await;
        for minutes in 1..=2 {
            ask_again(&scene, "alpha_student").await;
            decide(&scene, student, NOON.plus_minutes(minutes), false).await;
            assert_eq!(names(admin, of(Standing::Ended)).await, ["alpha_student"], "{minutes}");
        }
        assert_eq!(all(admin).await.total, 4);
    })
    .await;
}

#[tokio::test]
async fn whose_waiting_the_office_ends_never_came_either_until_they_are_given_the_place() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        ask_first(&scene).await;
        let nia = newcomer(&scene, "nia").await;
        let undo_id = people::change_one(admin, nia, Change::End).await.unwrap().unwrap();
        assert_eq!((all(admin).await.total, names(admin, of(Standing::Ended)).await.len()), (4, 0));
        undo::undo(admin, undo_id).await.unwrap();
        assert_eq!(names(admin, of(Standing::Waiting)).await, ["nia"]);

        let at = |minutes: i64| Scene::at(admin, NOON.plus_minutes(minutes));
        people::change_one(&at(5), nia, Change::End).await.unwrap();
        assert!(names(admin, of(Standing::Ended)).await.is_empty());
        let given = people::change_one(&at(10), nia, Change::Reinstate).await.unwrap().unwrap();
        undo::undo(&at(11), given).await.unwrap();
        assert!(names(admin, of(Standing::Ended)).await.is_empty(), "a place that was given by mistake was none");
        people::change_one(&at(12), nia, Change::Reinstate).await.unwrap();
        people::change_one(&at(15), nia, Change::End).await.unwrap();
        assert_eq!(names(admin, of(Standing::Ended)).await, ["nia"], "who was given a place by hand had it");
    })
    .await;
}
