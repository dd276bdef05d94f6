use std::sync::Arc;

use model::accounts::Viewer;
use model::people::{Change, NameForm, NameSuggestion, SUGGESTED_DAYS};
use model::profile::ProfileForm;
use model::{Error, Problem};
use store::testing::each_db;
use store::{Db, args, sql};

use super::naming::{named, place};
use super::{answer, names, page, words};
use crate::accounts::profile;
use crate::people::suggestions::{self, accept, decline, withdraw};
use crate::people::{self, Named};
use crate::testing::{NOON, Scene, person, request};
use crate::{Scope, System, dashboards, jobs};

/// How a suggestion is answered for that is no longer open, or never was.
const GONE: Error = Error::Conflict(Problem::ChangedMeanwhile);

const NAME: &str = "Örn Kwame";

/// What somebody is asked on their profile: by which school, and which name.
async fn asked(scene: &Scene, scope: &Scope) -> Vec<(String, String)> {
    let person = person(&scene.world, &scope.me.username).await;
    let asked = suggestions::own(&person).await.unwrap();
    asked.into_iter().map(|it| (it.slug, it.name)).collect()
}

fn of(slug: &str, name: &str) -> (String, String) {
    (slug.to_owned(), name.to_owned())
}

/// What the member's history says of suggestions, action by action.
async fn noted(scope: &Scope, of: &Scope) -> Vec<(String, String, String)> {
    let lines = page(scope, of.user_id()).await.history.unwrap();
    let lines = lines.into_iter().filter(|line| line.action.starts_with("member.name_"));
    let mut noted: Vec<_> = lines.map(|line| (line.action, line.before, line.after)).collect();
    noted.sort();
    noted
}

async fn suggest(scope: &Scope, to: &Scope, name: &str) {
    assert_eq!(people::rename(scope, to.user_id(), &named(name)).await.unwrap(), Named::Suggested);
}

#[tokio::test]
async fn a_suggested_name_is_the_persons_once_they_accept_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student) = (&scene.admin, &scene.student);
        let before = page(admin, student.user_id()).await;
        assert_eq!(before.suggested, None);
        let form = NameForm { name: format!("  {NAME} "), drawn: NameForm::drawn_from(&before.name) };
        for _ in 0..2 {
            assert_eq!(people::rename(admin, student.user_id(), &form).await.unwrap(), Named::Suggested);
        }
        let shown = page(admin, student.user_id()).await;
        let suggested = shown.suggested.unwrap();
        assert_eq!((shown.name.as_str(), suggested.name.as_str()), (before.name.as_str(), NAME));
        assert_eq!((suggested.by, suggested.until.at), (admin.me.name.clone(), NOON.plus_days(SUGGESTED_DAYS)));
        let stale = NameForm { drawn: NameForm::drawn_from(NAME), ..named("Another") };
        assert_eq!(answer(people::rename(admin, student.user_id(), &stale).await), GONE);

        let shown = dashboards::show(student).await.unwrap().suggestion;
        let expected =
            NameSuggestion { slug: "alpha".into(), school: "School alpha".into(), name: NAME.into(), drawn: form.drawn.clone() };
        assert_eq!(shown, Some(expected));
        assert_eq!(asked(&scene, student).await, [of("alpha", NAME)]);
        let stale = NameForm { drawn: NameForm::drawn_from("Another"), ..named(NAME) };
        assert_eq!(answer(accept(student, &stale).await), GONE);
        let yes = NameForm { drawn: form.drawn, ..named(NAME) };
        for _ in 0..2 {
            accept(student, &yes).await.unwrap();
        }
        // Nobody is told that the name stays.
        assert_eq!(answer(decline(student, NAME).await), GONE);
        assert_eq!(answer(withdraw(admin, student.user_id(), NAME).await), GONE);
        let after = page(admin, student.user_id()).await;
        assert_eq!((after.name.as_str(), after.suggested), (NAME, None));
        assert_eq!(names(admin, words("orn kwame")).await, ["alpha_student"]);
        assert_eq!(dashboards::show(student).await.unwrap().suggestion, None);
        let line = |action: &str| (action.to_owned(), before.name.clone(), NAME.to_owned());
        assert_eq!(noted(admin, student).await, [line("member.name_accepted"), line("member.name_suggested")]);
    })
    .await;
}

#[tokio::test]
async fn a_suggestion_is_replaced_withdrawn_and_declined() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student) = (&scene.admin, &scene.student);
        let id = student.user_id();
        let before = page(admin, id).await.name;
        suggest(admin, student, "First Guess").await;
        suggest(admin, student, "Second Guess").await;
        assert_eq!(asked(&scene, student).await, [of("alpha", "Second Guess")]);
        assert_eq!(answer(accept(student, &named("First Guess")).await), GONE);
        assert_eq!(answer(decline(student, "First Guess").await), GONE);
        assert_eq!(answer(withdraw(admin, id, "First Guess").await), GONE);
        for _ in 0..2 {
            withdraw(admin, id, "Second Guess").await.unwrap();
        }
        assert!(asked(&scene, student).await.is_empty());
        assert_eq!(answer(accept(student, &named("Second Guess")).await), GONE);

        suggest(admin, student, "Third Guess").await;
        for _ in 0..2 {
            decline(student, "Third Guess").await.unwrap();
        }
        let after = page(admin, id).await;
        assert_eq!((after.name, after.suggested), (before, None));
        let noted: Vec<String> = noted(admin, student).await.into_iter().map(|(action, ..)| action).collect();
        let [declined, suggested, withdrawn] = ["member.name_declined", "member.name_suggested", "member.name_withdrawn"];
        assert_eq!(noted, [declined, suggested, suggested, suggested, withdrawn]);
    })
    .await;
}

#[tokio::test]
async fn a_suggestion_is_of_one_school_for_one_person() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student, there) = (&scene.admin, &scene.student, &scene.other().admin);
        let id = student.user_id();
        place(&db, there, id).await;
        suggest(admin, student, NAME).await;
        let shown = page(there, id).await;
        assert_eq!((shown.may_suggest, shown.suggested), (true, None));
        withdraw(there, id, NAME).await.unwrap();
        assert_eq!(answer(withdraw(there, scene.student2.user_id(), NAME).await), Error::NotFound);
        assert_eq!(answer(withdraw(&scene.student2, id, NAME).await), Error::Forbidden);
        let elsewhere = person(&scene.world, &student.me.username).await.enter("beta").unwrap();
        assert_eq!(dashboards::show(&elsewhere).await.unwrap().suggestion, None);
        for somebody in [&elsewhere, &scene.student2, &scene.teacher, admin, there] {
            assert_eq!(answer(accept(somebody, &named(NAME)).await), GONE);
            decline(somebody, NAME).await.unwrap();
        }
        let mut looking = student.clone();
        Arc::make_mut(&mut looking.me).viewer = Some(Viewer { user_id: admin.user_id(), name: admin.me.name.clone() });
        assert_eq!(dashboards::show(&looking).await.unwrap().suggestion, None);
        assert_eq!(answer(accept(&looking, &named(NAME)).await), Error::Viewing);
        assert_eq!(answer(decline(&looking, NAME).await), Error::Viewing);
        assert_eq!(asked(&scene, student).await, [of("alpha", NAME)]);
        assert!(asked(&scene, &scene.student2).await.is_empty());

        suggest(there, student, NAME).await;
        assert_eq!(asked(&scene, student).await, [of("alpha", NAME), of("beta", NAME)]);
        accept(&elsewhere, &named(NAME)).await.unwrap();
        assert!(asked(&scene, student).await.is_empty(), "both had wished for the same");
        assert_eq!(noted(admin, student).await.len(), 1, "what is answered in a school is noted there");
    })
    .await;
}

async fn kept(db: &Db, scope: &Scope) -> i64 {
    let count = sql!("select cast(count(*) as bigint) as n from name_suggestions where school_id = $1");
    let (kept,): (i64,) = db.one(count, args![scope.school_id()]).await.unwrap();
    kept
}

#[tokio::test]
async fn a_suggestion_ends_with_the_membership_with_the_name_and_with_time() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        let [student, student2, teacher] = [&scene.student, &scene.student2, &scene.teacher];
        for to in [student, student2, teacher] {
            suggest(admin, to, NAME).await;
        }
        people::change_one(admin, student.user_id(), Change::Suspend).await.unwrap();
        assert_eq!(page(admin, student.user_id()).await.suggested, None);
        people::change_one(admin, student.user_id(), Change::Reinstate).await.unwrap();
        assert!(page(admin, student.user_id()).await.suggested.is_some());
        people::change_one(admin, student.user_id(), Change::End).await.unwrap();
        people::change_one(admin, student.user_id(), Change::Reinstate).await.unwrap();
        assert_eq!(page(admin, student.user_id()).await.suggested, None);

        let own = person(&scene.world, &student2.me.username).await;
        for (name, open) in [("Another", 1), (NAME, 0)] {
            let form = profile::show(&own).await.unwrap().form;
            profile::save(&own, &ProfileForm { name: name.into(), ..form }).await.unwrap();
            assert_eq!(asked(&scene, student2).await.len(), open, "{name}");
        }

        let day = |days: i64| Scene::at(admin, NOON.plus_days(days));
        assert!(page(&day(SUGGESTED_DAYS - 1), teacher.user_id()).await.suggested.is_some());
        assert_eq!(page(&day(SUGGESTED_DAYS), teacher.user_id()).await.suggested, None);
        let late = Scene::at(teacher, NOON.plus_days(SUGGESTED_DAYS));
        assert_eq!(dashboards::show(&late).await.unwrap().suggestion, None);
        assert_eq!(answer(accept(&late, &named(NAME)).await), GONE);
        assert_eq!(kept(&db, admin).await, 1);
        jobs::sweep(&System(request(&scene.world, NOON.plus_days(SUGGESTED_DAYS)))).await.unwrap();
        assert_eq!(kept(&db, admin).await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_has_proven_their_address_is_written_to_once_a_day_in_their_language() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student) = (&scene.admin, &scene.student);
        let proven = sql!("update users set verified_at = 1, locale = 'ar' where id = $1");
        db.run(proven, args![student.user_id()]).await.unwrap();
        suggest(admin, &scene.student2, NAME).await;
        suggest(admin, student, NAME).await;
        suggest(admin, student, "Another").await;
        suggest(&Scene::at(admin, NOON.plus_days(1).plus_minutes(1)), student, "A Third").await;
        let sent = sql!("select recipient, subject, body from mails where kind = 'announcement' order by created_at, id");
        let mails: Vec<(String, String, String)> = db.all(sent, args![]).await.unwrap();
        assert_eq!(mails.len(), 2, "{mails:?}");
        for ((to, subject, body), name) in mails.iter().zip([NAME, "A Third"]) {
            assert_eq!(to, "alpha_student@lyceum.test");
            assert!(subject.contains("تقترح") && subject.contains("School alpha"), "{subject}");
            assert!(body.contains(name) && body.contains("https://lyceum.test/me"), "{body}");
        }
    })
    .await;
}
