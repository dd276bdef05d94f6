use futures::FutureExt;
use model::classes::CodeKind;
use model::invitations::InviteForm;
use model::people::{BulkForm, Change, MemberForm, PermissionsForm, Standing};
use model::{Error, Permission, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{again, all, answer, page};
use crate::classes::{self, codes};
use crate::hub::Event;
use crate::people::{self, bulk, permissions, undo};
use crate::testing::{NOON, Scene, person};
use crate::{Scope, courses, invitations};

async fn become_registrar(scene: &Scene) -> Scope {
    people::change_one(&scene.admin, scene.teacher.user_id(), Change::Role(Role::Registrar)).await.unwrap();
    again(&scene.world, &scene.teacher).await.unwrap()
}

#[tokio::test]
async fn a_role_is_changed_told_and_undone_once() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let mut told = scene.world.hub.listen();
        let undo_id = people::change_one(admin, id, Change::Role(Role::Librarian)).await.unwrap().unwrap();
        assert!(matches!(told.recv().await, Ok(Event::AccessChanged { user }) if user == id));
        assert_eq!(again(&scene.world, &scene.student).await.unwrap().role(), Role::Librarian);
        // The second of two clicks.
        assert_eq!(people::change_one(admin, id, Change::Role(Role::Librarian)).await.unwrap(), Some(undo_id));
        let shown = people::show(admin, id, Some(undo_id)).await.unwrap();
        assert_eq!(shown.undo.map(|it| it.id), Some(undo_id));
        let history = shown.history.unwrap();
        assert_eq!(history.iter().filter(|it| it.action == "member.role_changed").count(), 1);
        assert_eq!((history[0].before.as_str(), history[0].after.as_str()), ("student", "librarian"));

        undo::undo(admin, undo_id).await.unwrap();
        undo::undo(admin, undo_id).await.unwrap();
        assert_eq!(page(admin, id).await.role, Role::Student);
        assert!(people::show(admin, id, Some(undo_id)).await.unwrap().undo.is_none());
        // Undone, the same wish is a wish again.
        assert!(people::change_one(admin, id, Change::Role(Role::Librarian)).await.unwrap() != Some(undo_id));
    })
    .await;
}

#[tokio::test]
async fn an_undo_is_for_ten_minutes_and_not_over_what_somebody_changed_meanwhile() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let suspended = people::change_one(admin, id, Change::Suspend).await.unwrap().unwrap();
        let late = Scene::at(admin, NOON.plus_minutes(10));
        assert_eq!(answer(undo::undo(&late, suspended).await), Error::Conflict(Problem::UndoExpired));
        people::change_one(admin, id, Change::End).await.unwrap();
        assert_eq!(answer(undo::undo(admin, suspended).await), Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(page(admin, id).await.standing, Standing::Ended);
        let registrar = become_registrar(&scene).await;
        assert_eq!(answer(undo::undo(&registrar, suspended).await), Error::NotFound, "the undo of somebody else");
    })
    .await;
}

#[tokio::test]
async fn what_somebody_has_changed_since_is_done_again_and_two_clicks_are_one() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, id, student2) = (&scene.admin, scene.student.user_id(), scene.student2.user_id());
        people::change_one(ada, scene.teacher.user_id(), Change::Role(Role::SchoolAdmin)).await.unwrap();
        let tom = again(&scene.world, &scene.teacher).await.unwrap();
        let first = people::change_one(ada, id, Change::Suspend).await.unwrap().unwrap();
        assert_eq!(people::change_one(ada, id, Change::Suspend).await.unwrap(), Some(first));
        people::change_one(&tom, id, Change::Reinstate).await.unwrap();

        let later = Scene::at(ada, NOON.plus_seconds(10));
        let second = people::change_one(&later, id, Change::Suspend).await.unwrap().unwrap();
        assert_ne!(first, second);
        assert_eq!(page(ada, id).await.standing, Standing::Suspended);
        assert_eq!(people::change_one(&later, id, Change::Suspend).await.unwrap(), Some(second));
        undo::undo(&later, second).await.unwrap();

        let later = Scene::at(ada, NOON.plus_seconds(20));
        let (one, two) = tokio::join!(
            people::change_one(&later, id, Change::Suspend).boxed(),
            people::change_one(&later, id, Change::Suspend).boxed(),
        );
        let third = one.unwrap();
        assert!(third.is_some() && third != Some(second));
        assert_eq!(two.unwrap(), third);
        assert_eq!(page(ada, id).await.standing, Standing::Suspended);

        // With many, and with a class, it is the same.
        let form = BulkForm { ids: student2.to_string(), act: "end".into(), count: 1, ..BulkForm::default() };
        let first = bulk::change(&Scene::at(ada, NOON.plus_seconds(30)), &form).await.unwrap();
        people::change_one(&tom, student2, Change::Reinstate).await.unwrap();
        let second = bulk::change(&Scene::at(ada, NOON.plus_seconds(40)), &form).await.unwrap();
        assert!(second.is_some() && second != first);
        assert_eq!(page(ada, student2).await.standing, Standing::Ended);
        people::change_one(&tom, student2, Change::Reinstate).await.unwrap();
        let (out, back) = (Change::RemoveClass(scene.class_id), Change::AddClass(scene.class_id));
        people::change_one(&Scene::at(ada, NOON.plus_seconds(45)), student2, out).await.unwrap();
        people::change_one(&tom, student2, back).await.unwrap();
        people::change_one(&Scene::at(ada, NOON.plus_seconds(50)), student2, out).await.unwrap();
        assert!(page(ada, student2).await.classes.is_empty());
    })
    .await;
}

#[tokio::test]
async fn keys_are_given_and_taken_by_those_who_manage_roles() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let registrar = become_registrar(&scene).await;
        let (student, admin) = (scene.student.user_id(), scene.admin.user_id());
        for role in [Role::SchoolAdmin, Role::Registrar] {
            assert_eq!(answer(people::change_one(&registrar, student, Change::Role(role)).await), Error::Beyond, "{role}");
        }
        for change in [Change::Role(Role::Student), Change::Suspend, Change::End] {
            assert_eq!(answer(people::change_one(&registrar, admin, change).await), Error::Beyond, "{change:?}");
            assert_eq!(answer(people::change_one(&scene.student, admin, change).await), Error::Forbidden, "{change:?}");
        }
        assert_eq!(answer(people::save(&registrar, admin, &MemberForm::default()).await), Error::Beyond);
        people::change_one(&registrar, student, Change::Role(Role::Principal)).await.unwrap();
        // Somebody with a key granted is out of reach like those whose role has it.
        let may = PermissionsForm { role: "principal".into(), may: vec!["backup.read".into()], drawn: String::new() };
        assert_eq!(answer(permissions::save(&registrar, student, &may).await), Error::Forbidden);
        permissions::save(&scene.admin, student, &may).await.unwrap();
        assert_eq!(answer(people::change_one(&registrar, student, Change::Suspend).await), Error::Beyond);
        assert!(page(&registrar, student).await.roles.is_empty());
        // Not among many either, and oneself never is.
        let form = BulkForm { all: true, act: "suspend".into(), ..BulkForm::default() };
        let preview = bulk::preview(&registrar, &form).await.unwrap();
        assert_eq!((preview.chosen, preview.reached, preview.kept), (4, 1, 3));
        let first = preview.first.iter().map(|it| (it.name.as_str(), it.username.as_str(), it.role));
        assert_eq!(first.collect::<Vec<_>>(), [("alpha_student2 Person", "alpha_student2", Role::Student)]);
        bulk::change(&registrar, &BulkForm { count: 4, seal: preview.seal, ..form }).await.unwrap();
        let standing = all(&scene.admin).await.people.into_iter().filter(|it| it.standing == Standing::Suspended);
        assert_eq!(standing.map(|it| it.username).collect::<Vec<_>>(), ["alpha_student2"]);
    })
    .await;
}

/// A registrar who manages roles, and holds neither the settings nor the data.
async fn become_lead(scene: &Scene) -> Scope {
    let registrar = become_registrar(scene).await;
    permissions::save(&scene.admin, registrar.user_id(), &ticked(Role::Registrar, &["roles.manage"])).await.unwrap();
    again(&scene.world, &registrar).await.unwrap()
}

/// The boxes of a role with some more.
fn ticked(role: Role, more: &[&str]) -> PermissionsForm {
    let own = role.permissions().iter().map(|it| it.text().to_owned());
    let may = own.chain(more.iter().map(|it| (*it).to_owned())).collect();
    PermissionsForm { role: role.to_string(), may, drawn: String::new() }
}

#[tokio::test]
async fn nobody_gives_a_right_they_do_not_hold_nor_changes_who_holds_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let lead = become_lead(&scene).await;
        let (own, student, student2, admin) =
            (lead.user_id(), scene.student.user_id(), scene.student2.user_id(), scene.admin.user_id());
        let invitation = |role| InviteForm {
            people: "nia@school.example".into(),
            role,
            class: String::new(),
            class_name: String::new(),
            children: String::new(),
            note: String::new(),
        };
        for role in [Role::SchoolAdmin, Role::ItSupport, Role::Security] {
            assert_eq!(answer(people::change_one(&lead, student, Change::Role(role)).await), Error::Beyond, "{role}");
            assert_eq!(answer(people::change_one(&lead, own, Change::Role(role)).await), Error::Beyond, "{role}");
            assert_eq!(answer(invitations::invite(&lead, &invitation(role)).await), Error::Beyond, "{role}");
            let ids = format!("{student} {student2}");
            let many = BulkForm { ids, act: "role".into(), role: role.to_string(), count: 2, ..BulkForm::default() };
            assert_eq!(answer(bulk::change(&lead, &many).await), Error::Beyond, "{role}");
        }
        // A role without keys is given to others, but not to oneself.
        assert_eq!(answer(people::change_one(&lead, own, Change::Role(Role::Principal)).await), Error::Beyond);
        let raised = ticked(Role::Registrar, &["roles.manage", "backup.read"]);
        assert_eq!(answer(permissions::save(&lead, own, &raised).await), Error::Beyond);
        for more in ["backup.read", "grades.write"] {
            assert_eq!(answer(permissions::save(&lead, student, &ticked(Role::Student, &[more])).await), Error::Beyond, "{more}");
        }
        let less = PermissionsForm { role: "student".into(), ..PermissionsForm::default() };
        assert_eq!(answer(permissions::save(&lead, student, &less).await), Error::Beyond, "what they could not give back");
        permissions::save(&lead, student, &ticked(Role::Student, &["members.read"])).await.unwrap();
        for change in [Change::Role(Role::Student), Change::Suspend, Change::End] {
            assert_eq!(answer(people::change_one(&lead, admin, change).await), Error::Beyond, "{change:?}");
        }
        assert_eq!(answer(permissions::save(&lead, admin, &ticked(Role::SchoolAdmin, &[])).await), Error::Forbidden);
        assert_eq!(answer(people::save(&lead, admin, &MemberForm::default()).await), Error::Beyond);
        let shown = page(&lead, admin).await;
        assert!(!shown.may_change && !shown.may_grant && shown.roles.is_empty());
        assert!(page(&lead, student).await.may_grant);
        permissions::save(&scene.admin, student, &ticked(Role::Student, &["backup.read"])).await.unwrap();
        assert_eq!(answer(people::change_one(&lead, student, Change::Suspend).await), Error::Beyond);

        // What they hold they give and take, as long as they hold it.
        people::change_one(&lead, student2, Change::Role(Role::Registrar)).await.unwrap();
        let taken = people::change_one(&lead, student2, Change::Role(Role::Student)).await.unwrap().unwrap();
        permissions::save(&scene.admin, own, &ticked(Role::Registrar, &[])).await.unwrap();
        let registrar = again(&scene.world, &lead).await.unwrap();
        assert_eq!(answer(undo::undo(&registrar, taken).await), Error::Beyond);
        assert_eq!(page(&scene.admin, student2).await.role, Role::Student);
        assert_eq!(page(&scene.admin, own).await.role, Role::Registrar);
    })
    .await;
}

#[tokio::test]
async fn permissions_are_granted_and_revoked_but_never_from_an_admin() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let form = |role: &str, may: &[&str]| PermissionsForm {
            role: role.into(),
            may: may.iter().map(|it| (*it).to_owned()).collect(),
            drawn: String::new(),
        };
        let own: Vec<&str> = Role::Student.permissions().iter().map(|it| it.text()).filter(|it| *it != "chat.write").collect();
        let ticked = form("student", &[&own[..], &["members.read"]].concat());
        permissions::save(admin, id, &ticked).await.unwrap();
        permissions::save(admin, id, &ticked).await.unwrap();
        let student = again(&scene.world, &scene.student).await.unwrap();
        assert!(student.can(Permission::MembersRead) && !student.can(Permission::ChatWrite));
        let shown = page(admin, id).await;
        assert_eq!((shown.granted.names(), shown.revoked.names()), ("members.read".into(), "chat.write".into()));
        let changes = shown.history.unwrap().into_iter().filter(|it| it.action == "member.permissions_changed");
        assert_eq!(changes.map(|it| it.after).collect::<Vec<_>>(), ["+members.read -chat.write"]);
        let stale = permissions::save(admin, id, &form("teacher", &[])).await;
        assert_eq!(answer(stale), Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(answer(permissions::save(admin, admin.user_id(), &form("school_admin", &[])).await), Error::Forbidden);
        assert_eq!(answer(permissions::save(&scene.teacher, id, &ticked).await), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_suspended_person_is_out_until_reinstated_and_no_code_lets_them_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let code = classes::show(admin, scene.class_id).await.unwrap().codes;
        let code = code.iter().find(|it| it.kind == CodeKind::Student).unwrap().code.clone();
        people::change_one(admin, id, Change::Suspend).await.unwrap();
        let out = person(&scene.world, "alpha_student").await;
        assert_eq!(answer(out.enter("alpha")), Error::Suspended);
        assert_eq!(answer(out.enter("beta")), Error::NotFound);
        assert_eq!(answer(codes::join(&out, &code).await), Error::form(Problem::PlaceSuspended));
        people::change_one(admin, id, Change::Reinstate).await.unwrap();
        assert_eq!(again(&scene.world, &scene.student).await.unwrap().role(), Role::Student);
        people::change_one(admin, id, Change::End).await.unwrap();
        assert_eq!(answer(again(&scene.world, &scene.student).await), Error::NotFound);
        codes::join(&out, &code).await.unwrap();
        assert_eq!(page(admin, id).await.standing, Standing::Active);
    })
    .await;
}

#[tokio::test]
async fn a_class_takes_its_courses_along_and_an_undo_brings_all_of_it_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let enrolled = async |n: i64| {
            let count = sql!("select cast(count(*) as bigint) as n from enrollments where school_id = $1 and user_id = $2");
            let (there,): (i64,) = db.one(count, args![admin.school_id(), id]).await.unwrap();
            assert_eq!(there, n);
        };
        enrolled(1).await;
        let removed = people::change_one(admin, id, Change::RemoveClass(scene.class_id)).await.unwrap().unwrap();
        enrolled(0).await;
        assert!(page(admin, id).await.classes.is_empty());
        assert_eq!(answer(courses::show(&scene.student, scene.course_id).await), Error::NotFound);
        undo::undo(admin, removed).await.unwrap();
        enrolled(1).await;
        assert_eq!(page(admin, id).await.classes.len(), 1);

        people::change_one(admin, id, Change::RemoveClass(scene.class_id)).await.unwrap();
        let form = BulkForm { all: true, act: "add_class".into(), class: scene.class_id.to_string(), ..BulkForm::default() };
        let seen = bulk::preview(admin, &form).await.unwrap();
        let added = bulk::change(admin, &BulkForm { count: 4, seal: seen.seal, ..form }).await.unwrap().unwrap();
        enrolled(1).await;
        undo::undo(admin, added).await.unwrap();
        enrolled(0).await;
        assert_eq!(answer(people::change_one(&scene.teacher, id, Change::AddClass(scene.class_id)).await), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn many_are_changed_as_they_were_counted_or_not_at_all() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ids = format!("{} {}", scene.student.user_id(), scene.student2.user_id());
        let form = BulkForm { ids, act: "role".into(), role: "mentor".into(), count: 2, ..BulkForm::default() };
        let miscounted = BulkForm { count: 3, ..form.clone() };
        assert_eq!(answer(bulk::change(&scene.admin, &miscounted).await), Error::Conflict(Problem::OthersMatch));
        let (first, second) = tokio::join!(bulk::change(&scene.admin, &form), bulk::change(&scene.admin, &form));
        let undo_id = first.unwrap().unwrap();
        assert_eq!(second.unwrap(), Some(undo_id), "a double click");
        assert_eq!(page(&scene.admin, scene.student2.user_id()).await.role, Role::Mentor);
        let off = Scope { place: model::schools::Place { features: features_off(), ..scene.admin.place.clone() }, ..scene.admin };
        assert_eq!(answer(bulk::change(&off, &form).await), Error::Forbidden);
        let missing = BulkForm { role: String::new(), ..form };
        assert_eq!(answer(bulk::change(&off, &missing).await).problem_of("role"), Some(Problem::Required));
    })
    .await;
}

fn features_off() -> model::Features {
    model::Features::default().with(model::Feature::BulkOperations, false)
}

#[tokio::test]
async fn of_two_admins_who_demote_each_other_at_once_one_stays() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, tom) = (&scene.admin, scene.teacher.user_id());
        people::change_one(ada, tom, Change::Role(Role::SchoolAdmin)).await.unwrap();
        let tom = again(&scene.world, &scene.teacher).await.unwrap();
        let (one, two) = tokio::join!(
            people::change_one(ada, tom.user_id(), Change::Role(Role::Teacher)).boxed(),
            people::change_one(&tom, ada.user_id(), Change::Role(Role::Teacher)).boxed(),
        );
        let refused: Vec<Error> = [one, two].into_iter().filter_map(|it| it.err().map(crate::Error::answer)).collect();
        assert_eq!(refused, [Error::Forbidden], "who was demoted first demotes nobody");
        let admins = all(ada).await.people.into_iter().filter(|it| it.role == Role::SchoolAdmin).count();
        assert_eq!(admins, 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_demoted_goes_no_further_with_what_they_had_begun() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, tom) = (&scene.admin, scene.teacher.user_id());
        people::change_one(ada, tom, Change::Role(Role::SchoolAdmin)).await.unwrap();
        // Tom's requests are judged before and carried out after.
        let tom = again(&scene.world, &scene.teacher).await.unwrap();
        let (student, student2) = (scene.student.user_id(), scene.student2.user_id());
        let invitation = |email: &str| InviteForm {
            people: email.into(),
            role: Role::Student,
            class: String::new(),
            class_name: String::new(),
            children: String::new(),
            note: String::new(),
        };
        invitations::invite(&tom, &invitation("before@school.example")).await.unwrap();
        let sent = invitations::list(&tom).await.unwrap().cards[0].id;
        let made = people::change_one(&tom, student, Change::Suspend).await.unwrap().unwrap();
        people::change_one(ada, tom.user_id(), Change::Role(Role::Teacher)).await.unwrap();

        let many = BulkForm { ids: student2.to_string(), act: "end".into(), count: 1, ..BulkForm::default() };
        assert_eq!(answer(people::change_one(&tom, student2, Change::Suspend).await), Error::Forbidden);
        assert_eq!(answer(bulk::change(&tom, &many).await), Error::Forbidden);
        assert_eq!(answer(undo::undo(&tom, made).await), Error::Forbidden);
        assert_eq!(answer(permissions::save(&tom, student2, &ticked(Role::Student, &["audit.read"])).await), Error::Forbidden);
        assert_eq!(answer(people::save(&tom, student2, &MemberForm::default()).await), Error::Forbidden);
        assert_eq!(answer(invitations::invite(&tom, &invitation("after@school.example")).await), Error::Forbidden);
        let later = Scene::at(&tom, NOON.plus_minutes(2));
        assert_eq!(answer(invitations::send_again(&later, sent).await), Error::Forbidden);
        assert_eq!(answer(invitations::withdraw(&later, sent).await), Error::Forbidden);
        assert_eq!(people::change_one(&tom, student, Change::Suspend).await.unwrap(), Some(made), "the second of two clicks");

        people::change_one(ada, tom.user_id(), Change::End).await.unwrap();
        assert_eq!(answer(people::change_one(&tom, student2, Change::Suspend).await), Error::Forbidden);
        assert_eq!(page(ada, student2).await.standing, Standing::Active);
        assert_eq!(invitations::list(ada).await.unwrap().cards.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_a_demotion_and_an_act_of_the_demoted_at_once_one_comes_first() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, student) = (&scene.admin, scene.student.user_id());
        people::change_one(ada, scene.teacher.user_id(), Change::Role(Role::SchoolAdmin)).await.unwrap();
        let tom = again(&scene.world, &scene.teacher).await.unwrap();
        let (demoted, made) = tokio::join!(
            people::change_one(ada, tom.user_id(), Change::Role(Role::Teacher)).boxed(),
            people::change_one(&tom, student, Change::Role(Role::SchoolAdmin)).boxed(),
        );
        demoted.unwrap();
        let role = page(ada, student).await.role;
        match made {
            Ok(_) => assert_eq!(role, Role::SchoolAdmin),
            Err(error) => assert_eq!((error.answer(), role), (Error::Forbidden, Role::Student)),
        }
        assert_eq!(page(ada, tom.user_id()).await.role, Role::Teacher);
    })
    .await;
}
