mod drafts;
mod found;
mod icon;
mod meanwhile;
mod named;
mod news;
mod parents;
mod planned;
mod receipts;
mod reminding;

use std::collections::BTreeMap;

use model::announcements::{AnnouncementForm, Shelf, State};
use model::classes::ClassForm;
use model::ids::{AnnouncementId, ClassId};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{desk, list, mark_read, of_class, publish, save, show, unread, withdraw, write};
use crate::hub::Event;
use crate::testing::{NOON, Scene, joined, person, request};
use crate::{Scope, System, classes, dashboards};

fn form(title: &str, audience: &str) -> AnnouncementForm {
    AnnouncementForm {
        title: title.into(),
        body: "Bring water.\r\nAnd a hat.".into(),
        audience: audience.into(),
        begin: "now".into(),
        ..AnnouncementForm::default()
    }
}

fn ticked(names: &[&dyn ToString]) -> BTreeMap<String, String> {
    names.iter().map(|name| (name.to_string(), "true".to_owned())).collect()
}

fn to_class(title: &str, class: ClassId) -> AnnouncementForm {
    AnnouncementForm { classes: ticked(&[&class]), ..form(title, "classes") }
}

fn to_roles(title: &str, roles: &[&dyn ToString]) -> AnnouncementForm {
    AnnouncementForm { roles: ticked(roles), ..form(title, "roles") }
}

/// Somebody of the second school with a role in the first.
async fn guest(db: &Db, it: &Scene, username: &str, role: Role) -> Scope {
    let guest = person(&it.world, username).await;
    db.run(
        sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, 'active', 1)"),
        args![it.admin.school_id(), guest.me.user_id, role.text()],
    )
    .await
    .unwrap();
    person(&it.world, username).await.enter("alpha").unwrap()
}

async fn prove_all(db: &Db) {
    // No tenant's table.
    db.run(sql!("update users set verified_at = $1"), args![1_i64]).await.unwrap();
}

async fn mails(db: &Db) -> Vec<(String, String)> {
    db.all(sql!("select recipient, subject from mails where kind = 'announcement' order by recipient, id"), args![])
        .await
        .unwrap()
}

async fn tell(it: &Scene, id: AnnouncementId, later_minutes: i64) {
    let system = System(request(&it.world, NOON.plus_minutes(later_minutes)));
    publish(&system, &format!("{} {id}", it.admin.school_id())).await.unwrap();
}

#[tokio::test]
async fn exactly_those_who_are_addressed_see_an_announcement() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let parent = guest(&db, &it, "beta_student", Role::Parent).await;
        let bursar = guest(&db, &it, "beta_teacher", Role::Bursar).await;
        let admin = &it.admin;
        let hidden = |begin: &str, at: &str, until: &str| AnnouncementForm {
            begin: begin.into(),
            at: at.into(),
            until: until.into(),
            ..form(&format!("{begin} {until}"), "school")
        };
        let tomorrow = "2026-11-28T08:00";
        let withdrawn = write(admin, &form("Withdrawn", "school")).await.unwrap();
        withdraw(admin, withdrawn, false).await.unwrap();
        // The admin wrote all of them, and so sees them anyway.
        let table: [(AnnouncementForm, [bool; 4]); 8] = [
            // Teacher, student, parent, bursar.
            (form("All", "school"), [true, true, true, true]),
            (to_roles("Parents", &[&Role::Parent]), [false, false, true, false]),
            (to_roles("Two roles", &[&Role::Teacher, &Role::Student]), [true, true, false, false]),
            (to_class("First", it.class_id), [true, true, false, false]),
            (to_class("Second", second), [false, false, false, false]),
            (hidden("draft", "", ""), [false; 4]),
            (hidden("later", tomorrow, ""), [false; 4]),
            (hidden("now", "", "2026-11-27T12:30"), [true; 4]),
        ];
        let readers = [&it.teacher, &it.student, &parent, &bursar];
        for (form, sees) in &table {
            let id = write(admin, form).await.unwrap();
            for (reader, sees) in readers.iter().zip(sees) {
                let name = format!("{} for {}", form.title, reader.role());
                let shown = show(reader, id, 1).await.map_err(crate::Error::answer);
                assert_eq!(
                    shown.as_ref().map(|page| page.unread).map_err(|error| error == &Error::NotFound),
                    if *sees { Ok(true) } else { Err(true) },
                    "{name}"
                );
                let listed = list(reader, Shelf::Mine, 1).await.unwrap();
                assert_eq!(listed.cards.iter().any(|card| card.id == id), *sees, "{name}");
                let before = unread(reader).await.unwrap();
                let read = mark_read(reader, id).await.map_err(crate::Error::answer);
                assert_eq!(read, if *sees { Ok(()) } else { Err(Error::NotFound) }, "{name}");
                assert_eq!(unread(reader).await.unwrap(), before - i64::from(*sees), "{name}");
            }
            assert!(show(admin, id, 1).await.is_ok(), "{}", form.title);
            let other = it.other();
            for stranger in [&other.admin, &other.teacher, &other.student] {
                assert_eq!(show(stranger, id, 1).await.unwrap_err().answer(), Error::NotFound);
                assert_eq!(save(stranger, id, form).await.unwrap_err().answer(), Error::NotFound);
                assert_eq!(withdraw(stranger, id, form.begin == "draft").await.unwrap_err().answer(), Error::NotFound);
                assert!(list(stranger, Shelf::Mine, 1).await.unwrap().cards.is_empty());
            }
        }
        // Time alone publishes one and ends another.
        let later = Scene::at(&it.student, it.student.now.plus_days(1));
        let titles =
            |cards: Vec<model::announcements::AnnouncementCard>| cards.into_iter().map(|it| it.title).collect::<Vec<_>>();
        let listed = titles(list(&later, Shelf::Mine, 1).await.unwrap().cards);
        assert!(listed.contains(&"later".to_owned()) && !listed.iter().any(|it| it.starts_with("now ")), "{listed:?}");
    })
    .await;
}

#[tokio::test]
async fn who_left_the_class_or_the_school_reads_no_more() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = write(&it.teacher, &to_class("First", it.class_id)).await.unwrap();
        let school = it.admin.school_id();
        db.run(sql!("delete from class_members where school_id = $1 and user_id = $2"), args![school, it.student.user_id()])
            .await
            .unwrap();
        assert_eq!(show(&it.student, id, 1).await.unwrap_err().answer(), Error::NotFound);
        let readers = |receipts: Option<model::announcements::Receipts>| receipts.unwrap().readers;
        assert_eq!(readers(show(&it.teacher, id, 1).await.unwrap().receipts), 2, "the admin and the other student");
        db.run(
            sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2"),
            args![school, it.student2.user_id()],
        )
        .await
        .unwrap();
        assert_eq!(readers(show(&it.teacher, id, 1).await.unwrap().receipts), 1);
    })
    .await;
}

#[tokio::test]
async fn a_teacher_writes_to_the_own_classes_and_to_nobody_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let answer = async |scope: &Scope, form: AnnouncementForm| write(scope, &form).await.map_err(crate::Error::answer).err();
        assert_eq!(answer(&it.teacher, to_class("Own", it.class_id)).await, None);
        assert_eq!(answer(&it.teacher, to_class("Other", second)).await, Some(Error::NotFound));
        assert_eq!(answer(&it.teacher, to_class("Beta", it.other().class_id)).await, Some(Error::NotFound));
        assert_eq!(answer(&it.admin, to_class("Beta", it.other().class_id)).await, Some(Error::NotFound));
        assert_eq!(answer(&it.teacher, form("All", "school")).await, Some(Error::Forbidden));
        assert_eq!(answer(&it.teacher, to_roles("Parents", &[&Role::Parent])).await, Some(Error::Forbidden));
        assert_eq!(answer(&it.student, to_class("Mine", it.class_id)).await, Some(Error::Forbidden));
        assert_eq!(answer(&it.admin, to_class("Any", second)).await, None);
        let offered = desk(&it.teacher, None, Some(it.class_id)).await.unwrap();
        assert_eq!(offered.classes.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [it.class_id]);
        assert!(!offered.may_school && offered.form.classes.contains_key(&it.class_id.to_string()));
        assert_eq!(desk(&it.student, None, None).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(list(&it.student, Shelf::Written, 1).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(list(&it.teacher, Shelf::All, 1).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn the_writer_knows_who_has_read_it_and_who_has_not() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = write(&it.teacher, &to_class("First", it.class_id)).await.unwrap();
        assert_eq!(show(&it.student, id, 1).await.unwrap().receipts, None, "not for readers");
        mark_read(&it.student, id).await.unwrap();
        mark_read(&it.student, id).await.unwrap();
        mark_read(&it.teacher, id).await.unwrap();
        let receipts = show(&it.teacher, id, 1).await.unwrap().receipts.unwrap();
        assert_eq!((receipts.read, receipts.readers), (1, 3));
        let waiting: Vec<_> = receipts.waiting.iter().map(|it| it.username.as_str()).collect();
        assert_eq!(waiting, ["alpha_admin", "alpha_student2"]);
        let read: Vec<_> = receipts.read_by.iter().map(|it| (it.username.as_str(), it.when.local.as_str())).collect();
        assert_eq!(read, [("alpha_student", "Fri 27 Nov 2026, 12:00")]);
        assert!(!show(&it.student, id, 1).await.unwrap().unread);
        assert_eq!(unread(&it.student).await.unwrap(), 0);
        assert_eq!(unread(&it.student2).await.unwrap(), 1);
        assert!(dashboards::show(&it.student2).await.unwrap().news[0].unread);
    })
    .await;
}

#[tokio::test]
async fn the_pinned_come_first_and_then_the_newest_in_pages() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let pinned = AnnouncementForm { pinned: true, ..to_class("Pinned", it.class_id) };
        write(&it.teacher, &pinned).await.unwrap();
        for number in 1..=21 {
            let later = Scene::at(&it.teacher, it.teacher.now.plus_minutes(number));
            write(&later, &to_class(&format!("Number {number}"), it.class_id)).await.unwrap();
        }
        let student = Scene::at(&it.student, it.student.now.plus_hours(1));
        let first = list(&student, Shelf::Mine, 1).await.unwrap();
        assert_eq!((first.total, first.pages, first.cards.len()), (22, 2, 20));
        assert_eq!([&*first.cards[0].title, &*first.cards[1].title], ["Pinned", "Number 21"]);
        assert_eq!(list(&student, Shelf::Mine, 2).await.unwrap().cards.len(), 2);
        assert_eq!(list(&student, Shelf::Mine, 3).await.unwrap_err().answer(), Error::NotFound);
        let titles: Vec<_> = dashboards::show(&student).await.unwrap().news.into_iter().map(|it| it.title).collect();
        assert_eq!(titles, ["Pinned", "Number 21", "Number 20"]);
        assert_eq!(of_class(&student, it.class_id).await.unwrap().1.len(), 20);
        assert_eq!(of_class(&it.other().admin, it.class_id).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_double_click_writes_one_and_a_change_is_told_with_before_and_after() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let first = to_class("Trip", it.class_id);
        let (one, two) = tokio::join!(write(&it.teacher, &first), write(&it.teacher, &first));
        let id = one.unwrap();
        assert_eq!(two.unwrap(), id);
        let changed = AnnouncementForm { title: "Trip to the coast".into(), ..first.clone() };
        let (one, two) = tokio::join!(save(&it.teacher, id, &changed), save(&it.teacher, id, &changed));
        one.unwrap();
        two.unwrap();
        let (one, two) = tokio::join!(withdraw(&it.admin, id, false), withdraw(&it.admin, id, false));
        one.unwrap();
        two.unwrap();
        let log: Vec<(String, String)> = db
            .all(
                sql!("select action, detail from audit where school_id = $1 and subject = $2 order by id"),
                args![it.admin.school_id(), id],
            )
            .await
            .unwrap();
        let actions: Vec<_> = log.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(actions, ["announcement.written", "announcement.edited", "announcement.withdrawn"]);
        assert!(log[1].1.contains("Trip to the coast") && log[1].1.contains("\"title\":\"Trip\""), "{}", log[1].1);
        assert_eq!(show(&it.student, id, 1).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(show(&it.teacher, id, 1).await.unwrap().state, State::Withdrawn);
        assert_eq!(save(&it.teacher, id, &changed).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(save(&it.student, id, &changed).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn once_out_whom_it_is_for_stands_and_before_that_all_of_it_changes() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let draft = AnnouncementForm { begin: "draft".into(), ..to_class("Draft", it.class_id) };
        let id = write(&it.teacher, &draft).await.unwrap();
        assert_eq!(show(&it.admin, id, 1).await.unwrap_err().answer(), Error::NotFound, "a draft is the writer's own");
        let second = classes::create(&it.teacher, &ClassForm { name: "Second class".into() }).await.unwrap();
        let planned = AnnouncementForm { begin: "later".into(), at: "2026-11-27T13:00".into(), ..to_class("Planned", second) };
        save(&it.teacher, id, &planned).await.unwrap();
        let again = desk(&it.teacher, Some(id), None).await.unwrap();
        assert!(!again.form.drawn.is_empty());
        assert_eq!(
            (AnnouncementForm { drawn: String::new(), ..again.form }, again.is_out),
            (AnnouncementForm { body: "Bring water.\nAnd a hat.".into(), ..planned.clone() }, false)
        );
        let later = Scene::at(&it.teacher, it.teacher.now.plus_hours(2));
        save(&later, id, &to_class("Corrected", it.class_id)).await.unwrap();
        let page = show(&later, id, 1).await.unwrap();
        assert_eq!((page.title.as_str(), page.addressed.classes.as_str()), ("Corrected", "Second class"));
        assert!(desk(&later, Some(id), None).await.unwrap().is_out);
        assert_eq!(save(&it.student, id, &planned).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn times_are_the_schools_and_in_their_order() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let answer = async |begin: &str, at: &str, until: &str| {
            let form = AnnouncementForm { begin: begin.into(), at: at.into(), until: until.into(), ..to_class("T", it.class_id) };
            let error = write(&it.teacher, &form).await.unwrap_err().answer();
            error.problem_of("at").or(error.problem_of("until"))
        };
        assert_eq!(answer("later", "2026-11-27T11:59", "").await, Some(Problem::InThePast));
        assert_eq!(answer("later", "soon", "").await, Some(Problem::NotADate));
        assert_eq!(answer("now", "", "2026-11-27T12:00").await, Some(Problem::EndsTooEarly));
        assert_eq!(answer("later", "2026-11-27T14:00", "2026-11-27T13:00").await, Some(Problem::EndsTooEarly));
    })
    .await;
}

#[tokio::test]
async fn proven_readers_are_told_by_mail_once_and_when_it_is_out() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let early = write(&it.teacher, &to_class("Early", it.class_id)).await.unwrap();
        tell(&it, early, 0).await;
        assert!(mails(&db).await.is_empty(), "nobody has proven their address");
        prove_all(&db).await;
        let id = write(&it.teacher, &to_class("Trip", it.class_id)).await.unwrap();
        let mut events = it.world.hub.listen();
        tell(&it, id, 0).await;
        assert!(matches!(events.recv().await, Ok(Event::Announced { announcement, .. }) if announcement == id));
        tell(&it, id, 1).await;
        let sent = mails(&db).await;
        let to: Vec<_> = sent.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(to, ["alpha_admin@lyceum.test", "alpha_student2@lyceum.test", "alpha_student@lyceum.test"]);
        assert_eq!(sent[0].1, "School alpha: Trip");

        let at = AnnouncementForm { begin: "later".into(), at: "2026-11-27T13:00".into(), ..to_class("Later", it.class_id) };
        let later = write(&it.teacher, &at).await.unwrap();
        let (planned,): (i64,) = db
            .one(
                sql!("select cast(count(*) as bigint) as n from jobs where kind = 'announcement' and run_at = $1"),
                args![NOON.plus_hours(1)],
            )
            .await
            .unwrap();
        assert_eq!(planned, 1);
        tell(&it, later, 59).await;
        assert_eq!(mails(&db).await.len(), 3, "not yet");
        tell(&it, later, 60).await;
        assert_eq!(mails(&db).await.len(), 6);

        let gone = write(&it.teacher, &to_class("Gone", it.class_id)).await.unwrap();
        withdraw(&it.teacher, gone, false).await.unwrap();
        tell(&it, gone, 1).await;
        assert_eq!(mails(&db).await.len(), 6, "withdrawn");
    })
    .await;
}

#[tokio::test]
async fn many_readers_are_told_in_batches() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let school = it.admin.school_id();
        for number in 0..250 {
            joined(&db, school, Role::Student, &format!("reader{number}")).await;
        }
        let id = write(&it.admin, &to_roles("All students", &[&Role::Student])).await.unwrap();
        tell(&it, id, 0).await;
        assert_eq!(mails(&db).await.len(), 250);
    })
    .await;
}
