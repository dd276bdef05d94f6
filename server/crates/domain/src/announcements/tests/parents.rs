//! What reaches the parents of a class.

use model::announcements::Shelf;
use model::classes::ClassForm;
use model::guardians::{LinkForm, Relation, Rights, RightsForm};
use model::ids::UserId;
use model::{Error, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{guest, mails, prove_all, tell, to_class, to_roles};
use crate::announcements::{list, mark_read, show, unread, write};
use crate::testing::{Scene, person};
use crate::{Scope, classes, dashboards, guardians};

#[tokio::test]
async fn what_a_class_is_told_reaches_the_parents_who_may_hear_from_the_teachers() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let school = it.admin.school_id();
        let (child, sibling) = (it.student.user_id(), it.student2.user_id());
        let mary = guest(&db, &it, "beta_student", Role::Parent).await;
        let other = guest(&db, &it, "beta_teacher", Role::Parent).await;
        let link = async |parent: &Scope, child: UserId, contact: bool| {
            let form = LinkForm { parent: parent.user_id(), child, relation: Relation::Mother, occupation: String::new() };
            guardians::link(&it.admin, &form).await.unwrap();
            let rights = Rights { contact_teachers: contact, ..Rights::ALL };
            let (relation, occupation) = (Relation::Mother, String::new());
            let form = RightsForm { parent: parent.user_id(), child, relation, occupation, rights, drawn: String::new() };
            guardians::change(&it.admin, &form).await.unwrap();
        };
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let id = write(&it.teacher, &to_class("First", it.class_id)).await.unwrap();
        let elsewhere = write(&it.admin, &to_class("Second", second)).await.unwrap();
        let seen = async |parent: &Scope| {
            let listed = list(parent, Shelf::Mine, 1).await.unwrap().cards.iter().any(|card| card.id == id);
            let shown = show(parent, id, 1).await.is_ok();
            assert_eq!((listed, dashboards::show(parent).await.unwrap().news.len() == 1), (shown, shown));
            assert_eq!(unread(parent).await.unwrap(), i64::from(shown));
            assert_eq!(show(parent, elsewhere, 1).await.unwrap_err().answer(), Error::NotFound);
            shown
        };
        let readers = async || show(&it.teacher, id, 1).await.unwrap().receipts.unwrap().readers;
        assert!(!seen(&mary).await, "a parent without a child here");
        assert_eq!(readers().await, 3);
        link(&mary, child, true).await;
        link(&mary, sibling, true).await;
        link(&other, child, false).await;
        assert!(seen(&mary).await && !seen(&other).await);
        assert_eq!(readers().await, 4, "once, though two of her children are in the class");
        let waiting = show(&it.teacher, id, 1).await.unwrap().receipts.unwrap().waiting;
        assert!(waiting.iter().any(|it| it.username == "beta_student"));

        prove_all(&db).await;
        tell(&it, id, 0).await;
        let sent = mails(&db).await;
        let to = |name: &str| sent.iter().filter(|(to, _)| to.starts_with(name)).count();
        assert_eq!((sent.len(), to("beta_student@"), to("beta_teacher@")), (4, 1, 0));

        // One child leaves the class, the other the school: there is nothing more to hear.
        let leave = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(leave, args![school, child]).await.unwrap();
        assert!(seen(&mary).await);
        let end = sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2");
        db.run(end, args![school, sibling]).await.unwrap();
        assert!(!seen(&mary).await);
        mark_read(&mary, id).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn what_parents_are_told_reaches_those_who_work_at_the_school_and_have_a_child_there() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (school, child) = (it.admin.school_id(), it.student.user_id());
        let bursar = guest(&db, &it, "beta_teacher", Role::Bursar).await;
        let class = write(&it.teacher, &to_class("First", it.class_id)).await.unwrap();
        let parents = write(&it.admin, &to_roles("Parents", &[&Role::Parent])).await.unwrap();
        let seen = async || {
            let bursar = person(&it.world, "beta_teacher").await.enter("alpha").unwrap();
            let seen = [show(&bursar, class, 1).await.is_ok(), show(&bursar, parents, 1).await.is_ok()];
            let count = seen.iter().filter(|seen| **seen).count();
            assert_eq!(unread(&bursar).await.unwrap(), i64::try_from(count).unwrap());
            seen
        };
        let readers = async || {
            let of_class = show(&it.teacher, class, 1).await.unwrap().receipts.unwrap().readers;
            (of_class, show(&it.admin, parents, 1).await.unwrap().receipts.unwrap().readers)
        };
        assert_eq!((seen().await, readers().await), ([false, false], (3, 0)));
        let (parent, relation, occupation) = (bursar.user_id(), Relation::Father, String::new());
        guardians::link(&it.admin, &LinkForm { parent, child, relation, occupation: occupation.clone() }).await.unwrap();
        assert_eq!((seen().await, readers().await), ([true, true], (4, 1)));
        let rights = Rights { contact_teachers: false, ..Rights::ALL };
        let form = RightsForm { parent, child, relation, occupation, rights, drawn: String::new() };
        guardians::change(&it.admin, &form).await.unwrap();
        assert_eq!(seen().await, [false, true], "the class speaks to those who may hear from the teachers");

        let set = async |user: UserId, role: &str, status: &str| {
            let place = sql!("update memberships set role = $3, status = $4 where school_id = $1 and user_id = $2");
            db.run(place, args![school, user, role, status]).await.unwrap();
        };
        set(parent, "student", "active").await;
        assert_eq!(seen().await, [false, false], "a student is nobody's parent here");
        set(parent, "bursar", "active").await;
        set(child, "student", "ended").await;
        assert_eq!(seen().await, [false, false]);
    })
    .await;
}
