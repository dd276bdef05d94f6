//! A member's page names the family, for those who look after families, and the departments.

use model::Role;
use model::guardians::{LinkForm, Relation};
use model::ids::UserId;
use model::people::{Change, MemberPage};
use model::settings::departments::DepartmentForm;
use store::testing::each_db;
use store::{Db, args, sql};

use super::{answer, given, page};
use crate::settings::departments;
use crate::testing::Scene;
use crate::{Scope, guardians, people};

fn father_of(parent: UserId, child: UserId) -> LinkForm {
    LinkForm { parent, child, relation: Relation::Father, occupation: String::new() }
}

/// The second student of each school becomes the father of the first, and has a phone.
async fn with_families(db: &Db, it: &Scene) {
    for of in [it, it.other()] {
        let (father, child) = (of.student2.user_id(), of.student.user_id());
        people::change_one(&of.admin, father, Change::Role(Role::Parent)).await.unwrap();
        guardians::link(&of.admin, &father_of(father, child)).await.unwrap();
        db.run(sql!("update users set phone = '+233 20 123 4567' where id = $1"), args![father]).await.unwrap();
    }
}

/// The guardians of a page: who, the phone, whether the link counts, whether their page opens.
fn guardians_of(page: &MemberPage) -> Vec<(UserId, &str, bool, bool)> {
    let family = page.family.as_ref().expect("a family");
    family.guardians.iter().map(|it| (it.user_id, it.phone.as_str(), it.stands, it.opens)).collect()
}

#[tokio::test]
async fn the_office_finds_whom_to_phone_on_the_page_of_the_student() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (father, child) = (it.student2.user_id(), it.student.user_id());
        let alone = page(&it.admin, child).await;
        assert!(guardians_of(&alone).is_empty(), "a student without a guardian has the panel, too");
        assert_eq!(page(&it.admin, it.teacher.user_id()).await.family, None, "who has no child has none");
        with_families(&db, &it).await;

        let shown = page(&it.admin, child).await;
        assert_eq!(guardians_of(&shown), [(father, "+233 20 123 4567", true, true)]);
        let family = shown.family.unwrap();
        assert_eq!((family.guardians[0].relation, family.next.is_some()), (Relation::Father, true));
        assert!(family.children.is_empty());
        let family = page(&it.admin, father).await.family.unwrap();
        assert_eq!(family.children.iter().map(|it| it.user_id).collect::<Vec<_>>(), [child], "of this school alone");
        assert!(family.guardians.is_empty() && family.next.is_none());

        people::change_one(&it.admin, father, Change::Suspend).await.unwrap();
        assert_eq!(guardians_of(&page(&it.admin, child).await), [(father, "+233 20 123 4567", false, true)]);
        people::change_one(&it.admin, father, Change::End).await.unwrap();
        assert_eq!(guardians_of(&page(&it.admin, child).await), [(father, "", false, true)], "as on their own page");
        assert_eq!(answer(people::show(&it.other().admin, child, None).await), model::Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn the_family_is_for_those_who_look_after_families_and_the_phone_for_those_who_manage_members() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        with_families(&db, &it).await;
        let (father, child) = (it.student2.user_id(), it.student.user_id());
        for (role, granted, seen) in [
            (Role::Registrar, "", Some(("+233 20 123 4567", true))),
            (Role::Principal, "", None),
            (Role::Principal, "members.manage", None),
            (Role::Principal, "guardians.manage", Some(("", true))),
        ] {
            let reader = given(&it, &it.teacher, role, granted).await;
            let shown = page(&reader, child).await;
            let expected = seen.map(|(phone, opens)| vec![(father, phone, true, opens)]);
            assert_eq!(shown.family.is_some().then(|| guardians_of(&shown)), expected, "{role} {granted}");
        }
        assert_eq!(page(&it.student, child).await.family, None, "nor on one's own page");
    })
    .await;
}

#[tokio::test]
async fn a_bounded_head_is_told_of_parents_but_opens_and_phones_none_and_meets_no_child_out_of_reach() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        with_families(&db, &it).await;
        let (father, child) = (it.student2.user_id(), it.student.user_id());
        let head = given(&it, &it.teacher, Role::DepartmentHead, "guardians.manage members.manage").await;
        // They teach the class of the child, as the admin does, who has the same child.
        assert_eq!(guardians_of(&page(&head, child).await), [(father, "", true, false)]);
        guardians::link(&it.admin, &father_of(it.admin.user_id(), child)).await.unwrap();
        let children = async || page(&head, it.admin.user_id()).await.family.map_or(0, |family| family.children.len());
        assert_eq!(children().await, 1);
        let leave = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(leave, args![it.admin.school_id(), child]).await.unwrap();
        assert_eq!(children().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_page_says_which_departments_they_head_and_work_in() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let teacher = it.teacher.user_id();
        let named = |name: &str, head: Option<UserId>| DepartmentForm {
            name: name.into(),
            head: head.map(|head| head.to_string()).unwrap_or_default(),
            ..DepartmentForm::default()
        };
        let of = async |scope: &Scope, id: UserId| {
            let departments = page(scope, id).await.departments;
            departments.into_iter().map(|it| (it.name, it.heads)).collect::<Vec<_>>()
        };
        departments::create(&it.admin, &named("Sciences", Some(teacher))).await.unwrap();
        let languages = departments::create(&it.admin, &named("Languages", None)).await.unwrap();
        let other = departments::create(&it.other().admin, &named("Arts", Some(it.other().teacher.user_id()))).await.unwrap();
        departments::add_member(&it.other().admin, other, it.other().admin.user_id()).await.unwrap();
        departments::add_member(&it.admin, languages, teacher).await.unwrap();
        departments::add_member(&it.admin, languages, it.admin.user_id()).await.unwrap();
        let both = [("Languages".to_owned(), false), ("Sciences".to_owned(), true)];
        assert_eq!(of(&it.admin, teacher).await, both);
        assert_eq!(of(&it.teacher, teacher).await, both, "one's own page says it, too");
        assert_eq!(of(&it.admin, it.admin.user_id()).await, both[..1]);
        assert!(of(&it.admin, it.student.user_id()).await.is_empty());

        // A bounded head reads of no department that they do not head, but for their own.
        departments::save(&it.admin, languages, &named("Languages", Some(it.admin.user_id()))).await.unwrap();
        let head = given(&it, &it.teacher, Role::DepartmentHead, "").await;
        assert_eq!(of(&head, teacher).await, both);
        assert!(of(&head, it.admin.user_id()).await.is_empty());

        people::change_one(&it.admin, teacher, Change::Suspend).await.unwrap();
        assert!(of(&it.admin, teacher).await.is_empty(), "whose place ended heads and fills none");
    })
    .await;
}
