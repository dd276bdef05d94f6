//! Those who work at a school where they have a child.

use model::assignments::MarkForm;
use model::classes::ClassRole;
use model::guardians::{FamilySearch, LinkForm, Relation, Rights};
use model::ids::UserId;
use model::{Error, Marks, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{assignment, cards, code_for, code_form, count, hand_in, parent_of, rights_form};
use crate::assignments::marking;
use crate::guardians::{change, children, codes, families, link, unlink};
use crate::testing::{Scene, person};
use crate::{Scope, classes};

fn father_of(parent: UserId, child: UserId) -> LinkForm {
    LinkForm { parent, child, relation: Relation::Father, occupation: String::new() }
}

#[tokio::test]
async fn a_teacher_who_comes_with_a_code_sees_the_child_and_stays_a_teacher() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (teacher, child) = (it.teacher.user_id(), it.student.user_id());
        let tom = async || person(&it.world, "alpha_teacher").await;
        let before = tom().await;
        assert!(!before.me.has_children() && cards(&before).await.is_empty());
        let code = code_for(&it.admin, child).await;
        for _ in 0..2 {
            let added = codes::join(&before, &code_form(&code)).await.unwrap();
            assert_eq!((added.path.as_str(), added.beside), ("/parent/children", true));
        }
        assert_eq!(
            count(&it, sql!("select cast(count(*) as bigint) as n from audit where action = 'guardian.linked'")).await,
            1,
            "the second click adds nothing"
        );
        let now = tom().await;
        let alpha = now.enter("alpha").unwrap();
        assert_eq!((alpha.role(), alpha.permissions()), (Role::Teacher, it.teacher.permissions()));
        assert!(now.me.has_children());
        assert_eq!(cards(&now).await.iter().map(|card| card.child_id).collect::<Vec<_>>(), [child]);

        // The child is in their own class: they mark as they did, and see as the child's father what the link gives.
        let essay = assignment(&alpha, &it, "Essay", "2026-12-01T17:00").await;
        let submission = hand_in(&it.student, essay).await;
        let form = MarkForm { marks: "7.5".into(), comment: "Well read.".into(), version: 0 };
        let version = marking::save(&alpha, submission, &form).await.unwrap();
        let page = children::show(&alpha, child).await.unwrap();
        assert_eq!((page.rights, page.courses[0].assignments[0].marks), (Rights::ALL, Some(Marks(750))));
        assert_eq!(children::show(&alpha, it.student2.user_id()).await.unwrap_err().answer(), Error::NotFound);
        change(&it.admin, &rights_form(teacher, child, Rights::default())).await.unwrap();
        let page = children::show(&alpha, child).await.unwrap();
        assert!(page.courses[0].teachers.is_empty() && page.courses[0].assignments[0].marks.is_none());
        assert!(cards(&now).await[0].marks.is_empty());
        let again = MarkForm { marks: "8".into(), version, ..form };
        marking::save(&alpha, submission, &again).await.unwrap();

        unlink(&it.admin, teacher, child).await.unwrap();
        let after = tom().await;
        assert!(!after.me.has_children() && cards(&after).await.is_empty());
        assert_eq!(children::show(&alpha, child).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_link_of_somebody_who_works_there_counts_while_both_places_do() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (teacher, child) = (it.teacher.user_id(), it.student.user_id());
        link(&it.admin, &father_of(teacher, child)).await.unwrap();
        let sees = async || {
            let tom = person(&it.world, "alpha_teacher").await;
            let shown = children::show(&it.teacher, child).await.is_ok();
            assert_eq!((tom.me.has_children(), cards(&tom).await.len()), (shown, usize::from(shown)));
            shown
        };
        let set = async |user: UserId, role: &str, status: &str, suspended: bool| {
            let place = sql!(
                "update memberships set role = $3, status = $4, suspended_at = case when $5 then cast(1 as bigint) end
                 where school_id = $1 and user_id = $2"
            );
            db.run(place, args![it.admin.school_id(), user, role, status, suspended]).await.unwrap();
        };
        assert!(sees().await);
        for (user, own, role, status, suspended) in [
            (teacher, "teacher", "teacher", "ended", false),
            (teacher, "teacher", "teacher", "ended", true),
            (teacher, "teacher", "teacher", "waiting", false),
            (teacher, "teacher", "student", "active", false),
            (child, "student", "student", "ended", false),
            (child, "student", "teacher", "active", false),
        ] {
            set(user, role, status, suspended).await;
            assert!(!sees().await, "{role} {status}");
            set(user, own, "active", false).await;
            assert!(sees().await, "after {role} {status}");
        }
        assert!(cards(&person(&it.world, "beta_teacher").await).await.is_empty(), "nobody of the other school");
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_themselves_more_than_they_hold() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let child = it.student.user_id();
        let role = sql!("update memberships set role = 'registrar' where school_id = $1 and user_id = $2");
        db.run(role, args![it.admin.school_id(), it.student2.user_id()]).await.unwrap();
        let me = person(&it.world, "alpha_student2").await;
        let registrar = me.enter("alpha").unwrap();
        let own = father_of(registrar.user_id(), child);
        assert_eq!(link(&registrar, &own).await.unwrap_err().answer(), Error::Forbidden);
        let code = code_for(&registrar, child).await;
        let answer = codes::join(&me, &code_form(&code)).await.unwrap_err().answer();
        assert_eq!(answer.problem_of("code"), Some(Problem::FamilyOwnCode));

        let names = async |scope: &Scope, words: &str| {
            let search = FamilySearch { parent: words.into(), ..FamilySearch::default() };
            let found = families(scope, &search).await.unwrap().parents;
            found.into_iter().map(|it| it.username).collect::<Vec<_>>()
        };
        assert_eq!(names(&registrar, "alpha_").await, ["alpha_admin", "alpha_teacher"]);
        assert_eq!(names(&it.admin, "alpha_").await, ["alpha_admin", "alpha_student2", "alpha_teacher"]);
        assert!(names(&it.admin, "").await.is_empty(), "who works there is found when looked for");
        assert!(names(&it.other().admin, "alpha_").await.is_empty());

        // Somebody else links them; they do not add to it.
        link(&it.admin, &own).await.unwrap();
        change(&it.admin, &rights_form(registrar.user_id(), child, Rights::default())).await.unwrap();
        let more = rights_form(registrar.user_id(), child, Rights::ALL);
        assert_eq!(change(&registrar, &more).await.unwrap_err().answer(), Error::Forbidden);
        // The school's admin may see all of it anyhow.
        link(&it.admin, &father_of(it.admin.user_id(), child)).await.unwrap();
        assert!(children::show(&it.admin, child).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_department_head_links_parents_and_those_of_the_staff_they_reach() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let mary = parent_of(&it, &it.admin, "mary", it.student2.user_id()).await.me.user_id;
        let user = person(&it.world, "beta_teacher").await.me.user_id;
        let place = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at, granted)
             values ($1, $2, 'department_head', 'active', 1, 'guardians.manage')"
        );
        db.run(place, args![it.admin.school_id(), user]).await.unwrap();
        let head = person(&it.world, "beta_teacher").await.enter("alpha").unwrap();
        let (teacher, child) = (it.teacher.user_id(), it.student.user_id());
        let found = async || {
            let search = FamilySearch { parent: "alpha_".into(), ..FamilySearch::default() };
            families(&head, &search).await.unwrap().parents.len()
        };
        assert_eq!(found().await, 0);
        assert_eq!(link(&head, &father_of(teacher, child)).await.unwrap_err().answer(), Error::NotFound);
        link(&head, &father_of(mary, child)).await.unwrap();
        // They teach a class together now.
        classes::people::add(&it.admin, it.class_id, user, ClassRole::Teacher).await.unwrap();
        assert_eq!(found().await, 2, "who founded the class and who teaches it");
        link(&head, &father_of(teacher, child)).await.unwrap();
        assert_eq!(link(&head, &father_of(user, child)).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}
