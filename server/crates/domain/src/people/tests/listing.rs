use model::accounts::{AccountForm, JoinForm};
use model::classes::{ClassForm, CodeKind};
use model::ids::{ClassId, UserId};
use model::people::{BulkForm, CLASSES_AT_ONCE, Change, MemberForm, NO_CLASS, PeopleFilter, Standing, UserFilter};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{all, answer, names, page, words};
use crate::accounts::register;
use crate::finding::find;
use crate::people::{self, bulk, permissions, platform, undo};
use crate::testing::{NOON, Scene, account, person, request};
use crate::{Scope, System, Visitor, classes, demo, names as keys};

#[tokio::test]
async fn the_list_is_searched_filtered_and_sorted() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        let everybody = ["alpha_admin", "alpha_student", "alpha_student2", "alpha_teacher"];
        assert_eq!(names(admin, PeopleFilter::default()).await, everybody);
        let number = MemberForm { number: " AK-77/b ".into(), joined_on: "2026-09-01".into(), ..MemberForm::default() };
        people::save(admin, scene.student.user_id(), &number).await.unwrap();
        for (q, found) in [
            ("PERSON alpha_teach", &["alpha_teacher"][..]),
            ("student2", &["alpha_student2"]),
            ("ak-77", &["alpha_student"]),
            ("alpha_teacher@lyceum", &["alpha_teacher"]),
            ("lyceum.test person", &everybody),
            ("_", &everybody),
            ("%", &[]),
            ("beta", &[]),
            ("a b c d e f", &[]),
        ] {
            assert_eq!(names(admin, words(q)).await, found, "{q}");
        }
        let by = |change: fn(&mut PeopleFilter)| {
            let mut filter = PeopleFilter::default();
            change(&mut filter);
            filter
        };
        assert_eq!(names(admin, by(|it| it.role = "teacher".into())).await, ["alpha_teacher"]);
        assert_eq!(names(admin, by(|it| it.sort = "-name".into())).await[0], "alpha_teacher");
        assert_eq!(names(admin, by(|it| it.sort = "role".into())).await[0], "alpha_admin");
        assert_eq!(names(admin, by(|it| it.sort = "nonsense".into())).await, everybody);
        assert_eq!(names(admin, by(|it| it.page = 99)).await, everybody, "past the end is the last page");
        let class = PeopleFilter { class: scene.class_id.to_string(), ..PeopleFilter::default() };
        assert_eq!(names(admin, class).await, everybody);
        people::change_one(admin, scene.student.user_id(), Change::Suspend).await.unwrap();
        assert_eq!(names(admin, by(|it| it.status = "suspended".into())).await, ["alpha_student"]);
        assert!(names(admin, by(|it| it.status = "ended".into())).await.is_empty());
        let page = all(admin).await;
        let card = page.people.iter().find(|it| it.username == "alpha_student").unwrap();
        assert_eq!((card.standing, card.number.as_str(), card.classes.as_str()), (Standing::Suspended, "AK-77/b", "First class"));
    })
    .await;
}

#[tokio::test]
async fn an_address_is_found_however_its_accents_and_capitals_are_written() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        let codes = classes::show(admin, scene.class_id).await.unwrap().codes;
        let code = codes.into_iter().find(|card| card.kind == CodeKind::Student).unwrap().code;
        let new = AccountForm { email: "Zo\u{eb}@M\u{fc}ller.Example".into(), ..account("newcomer") };
        register::join(&Visitor(request(&scene.world, NOON)), &JoinForm { code, account: new }).await.unwrap();
        db.run(sql!("update users set platform_role = 'super_admin' where id = $1"), args![admin.user_id()]).await.unwrap();
        let platform_admin = person(&scene.world, "alpha_admin").await;
        let by_all = async |q: &str| {
            let everybody = UserFilter { q: q.into(), ..UserFilter::default() };
            let found = platform::list(&platform_admin, &everybody).await.unwrap().people;
            let found: Vec<_> = found.into_iter().map(|it| it.username).collect();
            assert_eq!(find(admin, q).await.unwrap().people.len(), found.len(), "{q}");
            assert_eq!(names(admin, words(q)).await, found, "{q}");
            assert!(names(&scene.other().admin, words(q)).await.is_empty(), "{q}");
            found
        };
        for q in ["zo\u{eb}@m\u{fc}ller", "ZOE@MULLER", "Zo\u{eb}@M\u{fc}ller.Example", "m\u{fc}ller.ex zo\u{eb}", "zoe\u{308}@"]
        {
            assert_eq!(by_all(q).await, ["newcomer"], "{q}");
        }

        // As an older program left it.
        let old = sql!("update users set email = $2, email_key = $3, email_search = '' where id = $1");
        let fields = args![scene.student.user_id(), "Jos\u{e9}@lyceum.test", "jos\u{e9}@lyceum.test"];
        db.run(old, fields).await.unwrap();
        assert!(by_all("jose@").await.is_empty());
        keys::fold_again(&System(request(&scene.world, NOON))).await.unwrap();
        for q in ["jose@", "JOS\u{c9}@LYCEUM"] {
            assert_eq!(by_all(q).await, ["alpha_student"], "{q}");
        }
    })
    .await;
}

#[tokio::test]
async fn roles_are_sorted_as_a_school_ranks_them() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for (scope, role) in [(&scene.student, Role::Librarian), (&scene.student2, Role::Principal)] {
            people::change_one(&scene.admin, scope.user_id(), Change::Role(role)).await.unwrap();
        }
        let by = |sort: &str| PeopleFilter { sort: sort.into(), ..PeopleFilter::default() };
        let mut ranked = ["alpha_admin", "alpha_student2", "alpha_teacher", "alpha_student"];
        assert_eq!(names(&scene.admin, by("role")).await, ranked);
        ranked.reverse();
        assert_eq!(names(&scene.admin, by("-role")).await, ranked);
        assert!(names(&scene.other().admin, by("role")).await.iter().all(|name| name.starts_with("beta_")));
    })
    .await;
}

#[tokio::test]
async fn five_words_are_searched_with_others_between_them_and_signs_mean_themselves() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let rename = sql!("update users set name = $2, name_key = $2 where id = $1");
        for (scope, name) in
            [(&scene.student, "ama b_b 5% d\\d e~e kofi mensah"), (&scene.student2, "ama bxb 50 d/d e-e kofi mensah")]
        {
            db.run(rename, args![scope.user_id(), name]).await.unwrap();
        }
        db.run(sql!("update users set platform_role = 'super_admin' where id = $1"), args![scene.admin.user_id()]).await.unwrap();
        let platform_admin = person(&scene.world, "alpha_admin").await;
        assert_eq!(names(&scene.admin, words("mensah KOFI")).await, ["alpha_student", "alpha_student2"]);
        let both = UserFilter { q: "mensah KOFI".into(), ..UserFilter::default() };
        assert_eq!(platform::list(&platform_admin, &both).await.unwrap().total, 2);
        for q in ["b_b", "5%", "d\\d", "e~e", "5% b_b", "kofi d\\d ama b_b mensah", "e~e 5% ama d\\d mensah"] {
            assert_eq!(names(&scene.admin, words(q)).await, ["alpha_student"], "{q}");
            let everywhere = UserFilter { q: q.into(), ..UserFilter::default() };
            assert_eq!(platform::list(&platform_admin, &everywhere).await.unwrap().total, 1, "{q}");
        }
        assert!(names(&scene.admin, words("kofi ama mensah b_b bxb")).await.is_empty());
        assert!(names(&scene.other().admin, words("b_b")).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_is_in_no_class_that_is_in_use_is_found_and_nobody_of_another_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        let none = || PeopleFilter { class: NO_CLASS.into(), ..PeopleFilter::default() };
        assert!(names(admin, none()).await.is_empty() && none().is_narrow());
        // A class of that name is found by its id alone.
        let form = ClassForm { name: "None".into() };
        let class = classes::create(admin, &form).await.unwrap();
        let out = Change::RemoveClass(scene.class_id);
        people::change_one(admin, scene.student.user_id(), out).await.unwrap();
        people::change_one(&scene.other().admin, scene.other().student.user_id(), Change::RemoveClass(scene.other().class_id))
            .await
            .unwrap();
        let page = people::list(admin, &none(), None).await.unwrap();
        assert_eq!((page.total, page.people[0].username.as_str(), page.class), (1, "alpha_student", None));
        let students = PeopleFilter { role: "student".into(), ..none() };
        assert_eq!(names(admin, students).await, ["alpha_student"]);
        assert!(names(admin, PeopleFilter { role: "teacher".into(), ..none() }).await.is_empty());
        assert_eq!(names(admin, PeopleFilter { class: class.to_string(), ..none() }).await, ["alpha_admin"]);
        people::change_one(admin, scene.student.user_id(), Change::AddClass(scene.class_id)).await.unwrap();
        assert!(names(admin, none()).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn among_many_classes_one_is_looked_for_by_its_name() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        let in_class = |class: &str| PeopleFilter { class: class.into(), ..PeopleFilter::default() };
        let few = all(admin).await;
        assert_eq!((few.classes.len(), few.many_classes, few.class), (1, false, None));
        assert_eq!(names(admin, in_class(" FIRST class ")).await.len(), 4, "without a script the name is written");
        for none in ["First", "Form 01"] {
            assert!(names(admin, in_class(none)).await.is_empty(), "{none}");
        }
        for n in 1..=CLASSES_AT_ONCE {
            classes::create(admin, &ClassForm { name: format!("Form {n:02}") }).await.unwrap();
        }
        let many = people::list(admin, &in_class(&scene.class_id.to_string()), None).await.unwrap();
        assert!(many.many_classes && many.classes.is_empty());
        assert_eq!((many.total, many.class.map(|class| class.name).as_deref()), (4, Some("First class")));
        assert_eq!(names(admin, in_class("form 01")).await, ["alpha_admin"]);
        let called = async || people::list(admin, &in_class("form 02"), None).await.unwrap();
        assert_eq!(called().await.class.map(|class| class.name).as_deref(), Some("Form 02"));
        // Later than a second click.
        let later = Scene::at(admin, NOON.plus_hours(1));
        classes::create(&later, &ClassForm { name: "Form 02".into() }).await.unwrap();
        assert_eq!((called().await.total, called().await.class), (1, None), "none of two stands for the other");

        let found = async |scope: &Scope, words: &str| {
            people::classes(scope, words).await.unwrap().into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(found(admin, "30 FORM").await, ["Form 30"]);
        assert_eq!(found(admin, "form").await.len(), 20);
        assert_eq!(found(admin, "").await[0], "First class");
        assert!(found(&scene.other().admin, "form").await.is_empty());
        assert_eq!(answer(people::classes(&scene.student, "form").await), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn who_saves_details_over_what_somebody_else_saved_meanwhile_is_told() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let drawn = async || {
            let it = page(admin, id).await;
            MemberForm::drawn_from(&it.number, &it.joined_on.map(|day| day.to_string()).unwrap_or_default())
        };
        let form = |number: &str, day: &str, drawn: &str| MemberForm {
            number: number.into(),
            joined_on: day.into(),
            drawn: drawn.into(),
        };
        let first = drawn().await;
        for _ in 0..2 {
            people::save(admin, id, &form("AK-77", "2026-09-01", &first)).await.unwrap();
        }
        let stale = people::save(admin, id, &form("", "2026-09-02", &first)).await;
        assert_eq!(answer(stale), Error::Conflict(Problem::ChangedMeanwhile));
        let now = page(admin, id).await;
        assert_eq!((now.number.as_str(), now.joined_on.map(|day| day.to_string()).as_deref()), ("AK-77", Some("2026-09-01")));
        people::save(admin, id, &form("", "2026-09-02", &drawn().await)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn e_mails_are_for_those_who_manage_members_and_are_not_found_by_others() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let id = scene.teacher.user_id();
        people::change_one(&scene.admin, id, Change::Role(Role::Librarian)).await.unwrap();
        let librarian = super::again(&scene.world, &scene.teacher).await.unwrap();
        let page = all(&librarian).await;
        assert!(page.people.len() == 4 && page.people.iter().all(|it| it.email.is_none()) && !page.may_bulk);
        assert!(names(&librarian, words("alpha_student@lyceum")).await.is_empty());
        assert!(people::show(&librarian, scene.student.user_id(), None).await.unwrap().contact.is_none());
        assert!(people::show(&librarian, id, None).await.unwrap().contact.is_some(), "one's own");
        assert_eq!(answer(people::list(&scene.student, &words(""), None).await), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn how_to_reach_somebody_is_shown_until_their_place_ends() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        db.run(sql!("update users set phone = '+233201234567' where id = $1"), args![id]).await.unwrap();
        let shown = async || {
            let card = all(admin).await.people.into_iter().find(|it| it.user_id == id).unwrap();
            let found = names(admin, words("alpha_student@lyceum")).await.len();
            (card.email, people::show(admin, id, None).await.unwrap().contact, found)
        };
        let email = "alpha_student@lyceum.test".to_owned();
        let reached = (Some(email.clone()), Some((email, "+233201234567".to_owned())), 1);
        assert_eq!(shown().await, reached);
        people::change_one(admin, id, Change::Suspend).await.unwrap();
        assert_eq!(shown().await, reached, "who is suspended may come back");
        people::change_one(admin, id, Change::End).await.unwrap();
        assert_eq!(shown().await, (Some(String::new()), None, 0));
        let kept = people::show(admin, id, None).await.unwrap();
        assert_eq!((kept.name.as_str(), kept.standing), ("alpha_student Person", Standing::Ended));
        people::change_one(admin, id, Change::Reinstate).await.unwrap();
        assert_eq!(shown().await, reached);
        assert_eq!(answer(people::show(&scene.other().admin, id, None).await), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_name_that_changes_is_found_under_the_new_one() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        db.run(sql!("update users set name = 'Zoë Quist', name_key = 'zoe quist' where username_key = 'alpha_student'"), args![])
            .await
            .unwrap();
        for q in ["quist zoë", "ZOE"] {
            assert_eq!(names(&scene.admin, words(q)).await, ["alpha_student"], "{q}");
        }
        db.run(sql!("update users set status = 'inactive' where username_key = 'alpha_student'"), args![]).await.unwrap();
        assert!(names(&scene.admin, words("quist")).await.is_empty());
        assert_eq!(all(&scene.admin).await.total, 3);
    })
    .await;
}

#[tokio::test]
async fn ids_of_another_school_open_nothing() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let (admin, foreign) = (&scene.admin, other.student.user_id());
        let foreign_class = PeopleFilter { class: other.class_id.to_string(), ..PeopleFilter::default() };
        assert_eq!(answer(people::list(admin, &foreign_class, None).await), Error::NotFound);
        assert_eq!(answer(people::show(admin, foreign, None).await), Error::NotFound);
        assert_eq!(answer(people::show(admin, UserId::new(), None).await), Error::NotFound);
        assert_eq!(answer(people::change_one(admin, foreign, Change::Suspend).await), Error::NotFound);
        assert_eq!(answer(people::save(admin, foreign, &MemberForm::default()).await), Error::NotFound);
        assert_eq!(answer(permissions::save(admin, foreign, &Default::default()).await), Error::NotFound);
        let own = scene.student.user_id();
        for class in [other.class_id, ClassId::new()] {
            for change in [Change::AddClass(class), Change::RemoveClass(class)] {
                assert_eq!(answer(people::change_one(admin, own, change).await), Error::NotFound);
            }
        }
        let form = BulkForm { ids: format!("{foreign} {own}"), act: "suspend".into(), count: 1, ..BulkForm::default() };
        assert_eq!(bulk::preview(admin, &form).await.unwrap().chosen, 1);
        let undo_id = bulk::change(admin, &form).await.unwrap().unwrap();
        assert_eq!(answer(undo::undo(&other.admin, undo_id).await), Error::NotFound);
        assert_eq!(all(&other.admin).await.people.iter().filter(|it| it.standing == Standing::Active).count(), 4);
        assert!(people::list(&other.admin, &words(""), Some(undo_id)).await.unwrap().undo.is_none());
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_people_are_counted_paged_and_found() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        demo::crowd(&System(request(&scene.world, NOON)), "alpha", 10_000, 1).await.unwrap();
        let wanted = |q: &str, sort: &str, page: i64| PeopleFilter { sort: sort.into(), page, ..words(q) };
        let second = people::list(&scene.admin, &wanted("", "", 2), None).await.unwrap();
        assert_eq!((second.total, second.people.len(), second.page), (10_004, 50, 2));
        let last = people::list(&scene.admin, &wanted("", "-joined", 999), None).await.unwrap();
        assert_eq!((last.page, last.people.len()), (201, 4));
        assert_eq!(people::list(&scene.admin, &words("s-009999"), None).await.unwrap().total, 1);
        assert_eq!(all(&scene.other().admin).await.total, 4, "the other school has none of them");
        let form = BulkForm { all: true, filter: words("s-00"), act: "suspend".into(), ..BulkForm::default() };
        let many = bulk::preview(&scene.admin, &form).await.unwrap();
        assert_eq!((many.chosen, many.reached, many.kept, many.first.len()), (8_800, 8_800, 0, 12));
        let undo_id =
            bulk::change(&scene.admin, &BulkForm { count: many.chosen, seal: many.seal, ..form }).await.unwrap().unwrap();
        let suspended = PeopleFilter { status: "suspended".into(), ..PeopleFilter::default() };
        assert_eq!(people::list(&scene.admin, &suspended, None).await.unwrap().total, 8_800);
        undo::undo(&scene.admin, undo_id).await.unwrap();
        assert_eq!(people::list(&scene.admin, &suspended, None).await.unwrap().total, 0);
    })
    .await;
}
