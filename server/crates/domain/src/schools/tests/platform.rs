use std::sync::Arc;

use model::accounts::Viewer;
use model::people::UserFilter;
use model::schools::{SchoolFilter, SchoolForm};
use model::{Error, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use crate::people::{self, appointing};
use crate::schools::{self, platform};
use crate::testing::{Scene, person};
use crate::{Person, Result, classes, dashboards};

fn answer<T: std::fmt::Debug>(result: Result<T>) -> Error {
    result.unwrap_err().answer()
}

async fn slugs(admin: &Person, filter: SchoolFilter) -> Vec<String> {
    platform::list(admin, &filter).await.unwrap().schools.into_iter().map(|it| it.slug).collect()
}

async fn lose(db: &Db, username: &str) {
    db.run(sql!("update users set status = 'suspended' where username_key = $1"), args![username]).await.unwrap();
}

#[tokio::test]
async fn the_schools_of_the_platform_are_found_sorted_and_told_apart_by_whether_they_have_an_admin() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = person(&scene.world, "alpha_admin").await;
        let form = SchoolForm { name: "Lyc\u{e9}e \u{d1}and\u{fa}".into(), time_zone: "UTC".into(), ..SchoolForm::default() };
        let lycee = schools::found(&person(&scene.world, "beta_teacher").await, &form).await.unwrap();
        let by = async |q: &str, sort: &str| {
            slugs(&admin, SchoolFilter { q: q.into(), sort: sort.into(), ..SchoolFilter::default() }).await
        };
        assert_eq!(by("", "").await, [lycee.as_str(), "alpha", "beta"]);
        assert_eq!(by("", "-name").await, ["beta", "alpha", lycee.as_str()]);
        assert_eq!(by("", "people").await[0], lycee);
        assert_eq!(by("", "-people").await[2], lycee);
        for q in ["nandu LYCEE", lycee.as_str(), "\u{f1}and"] {
            assert_eq!(by(q, "").await, [lycee.as_str()], "{q}");
        }
        assert_eq!(by("school BET", "-storage").await, ["beta"]);
        assert!(by("nothing", "").await.is_empty());

        let alone = SchoolFilter { admins: SchoolFilter::NO_ADMIN.into(), page: 9, ..SchoolFilter::default() };
        assert!(slugs(&admin, alone.clone()).await.is_empty());
        assert_eq!(dashboards::platform(&admin).await.unwrap().figures.without_admin, 0);
        lose(&db, "beta_admin").await;
        let page = platform::list(&admin, &alone).await.unwrap();
        assert_eq!((page.total, page.page, page.schools[0].slug.as_str()), (1, 1, "beta"));
        assert_eq!((page.schools[0].people, page.schools[0].admins), (4, 0));
        assert_eq!(dashboards::platform(&admin).await.unwrap().figures.without_admin, 1);

        let beta = scene.other().admin.school_id();
        let facts = platform::show(&admin, beta, "").await.unwrap();
        assert_eq!((facts.people, facts.students, facts.teachers, facts.classes), (4, 2, 1, 1));
        assert_eq!(facts.admins.iter().map(|it| it.username.as_str()).collect::<Vec<_>>(), ["beta_admin"]);
        assert!(!facts.has_admin() && facts.found.is_empty());
        assert_eq!(facts.suitable, 3);
        for stranger in ["alpha_teacher", "alpha_student"] {
            let stranger = person(&scene.world, stranger).await;
            assert_eq!(answer(platform::list(&stranger, &SchoolFilter::default()).await), Error::Forbidden);
            assert_eq!(answer(platform::show(&stranger, beta, "").await), Error::Forbidden);
        }
        assert_eq!(answer(platform::show(&admin, model::ids::SchoolId::new(), "").await), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_school_that_lost_its_only_admin_gets_one_of_its_own_members() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let (beta, class) = (other.admin.school_id(), other.class_id);
        let admin = person(&scene.world, "alpha_admin").await;
        lose(&db, "beta_admin").await;
        lose(&db, "beta_student2").await;
        let found = async |words: &str| {
            let found = platform::show(&admin, beta, words).await.unwrap().found;
            found.into_iter().map(|it| it.username).collect::<Vec<_>>()
        };
        assert_eq!(found("person BETA").await, ["beta_student", "beta_teacher"]);
        assert_eq!(found("beta_teacher@lyceum").await, ["beta_teacher"]);
        assert!(found("alpha").await.is_empty() && found("beta_admin").await.is_empty() && found(" ").await.is_empty());

        let student = other.student.user_id();
        for nobody in [scene.student.user_id(), other.student2.user_id(), other.admin.user_id()] {
            assert_eq!(answer(appointing::appoint(&admin, beta, nobody).await), Error::NotFound);
        }
        let stranger = person(&scene.world, "beta_teacher").await;
        assert_eq!(answer(appointing::appoint(&stranger, beta, student).await), Error::Forbidden);

        // Of two clicks the second finds it done.
        for _ in 0..2 {
            appointing::appoint(&admin, beta, student).await.unwrap();
        }
        let told = sql!("select actor_id, subject from audit where school_id = $1 and action = $2 order by id");
        let told: Vec<(model::ids::UserId, String)> = db.all(told, args![beta, "member.role_changed"]).await.unwrap();
        assert_eq!(told, [(admin.me.user_id, student.to_string())]);
        let appointed = person(&scene.world, "beta_student").await.enter("beta").unwrap();
        assert_eq!(appointed.role(), Role::SchoolAdmin);
        assert!(platform::show(&admin, beta, "").await.unwrap().has_admin());
        let history = people::show(&appointed, student, None).await.unwrap().history.unwrap();
        let line = history.iter().find(|it| it.action == "member.role_changed").expect("a line");
        assert_eq!((line.before.as_str(), line.after.as_str()), ("student", "school_admin"));
        assert_eq!(line.by.as_deref(), Some("alpha_admin Person"));
        // A student's place in a class is none of an admin's.
        assert!(history.iter().any(|it| it.action == "member.class_removed"), "{history:?}");
        let places = sql!("select user_id from class_members where school_id = $1 and class_id = $2 and user_id = $3");
        let places: Vec<(model::ids::UserId,)> = db.all(places, args![beta, class, student]).await.unwrap();
        assert!(places.is_empty());
        assert!(classes::show(&appointed, class).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn who_only_looks_appoints_nobody() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let mut admin = person(&scene.world, "alpha_admin").await;
        let viewer = Viewer { user_id: scene.teacher.user_id(), name: scene.teacher.me.name.clone() };
        Arc::make_mut(&mut admin.me).viewer = Some(viewer);
        let (school, student) = (scene.admin.school_id(), scene.student.user_id());
        assert_eq!(answer(appointing::appoint(&admin, school, student).await), Error::Viewing);
    })
    .await;
}

#[tokio::test]
async fn the_people_of_the_platform_are_told_apart_by_kind_and_by_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = person(&scene.world, "alpha_admin").await;
        let found = async |role: &str, school: &str| {
            let filter = UserFilter { role: role.into(), school: school.into(), ..UserFilter::default() };
            let page = people::platform::list(&admin, &filter).await.unwrap();
            assert_eq!(page.total, page.people.len() as i64);
            page.people.into_iter().map(|it| it.username).collect::<Vec<_>>()
        };
        assert_eq!(found("super_admin", "").await, ["alpha_admin"]);
        assert_eq!(found("", " Beta").await, ["beta_admin", "beta_student", "beta_student2", "beta_teacher"]);
        assert!(found("super_admin", "beta").await.is_empty() && found("", "nowhere").await.is_empty());
        people::change_one(&scene.other().admin, scene.other().student.user_id(), model::people::Change::End).await.unwrap();
        assert_eq!(found("", "beta").await.len(), 3, "who has left is in it no more");
    })
    .await;
}
