//! Who is offered to be added to a class, and who can be.

use model::classes::{ClassForm, ClassRole};
use model::{Error, Role};
use store::testing::each_db;

use super::{Divided, answer, changed, guest, put};
use crate::settings::departments;
use crate::{Scope, classes};

#[tokio::test]
async fn a_department_head_adds_people_of_the_department_to_its_classes_and_nobody_else() {
    each_db(async |db| {
        let Divided { it, head, sciences, .. } = Divided::new(&db).await;
        let third = classes::create(&head, &ClassForm { name: "Third class".into() }).await.unwrap();
        put(&head, third, "Third class", sciences).await.unwrap();
        let found = async |scope: &Scope, words: &str| {
            let found = classes::people::show(scope, third, words, 1).await.unwrap().found;
            found.into_iter().map(|it| it.username).collect::<Vec<_>>()
        };
        assert_eq!(found(&head, "student").await, ["alpha_student"]);
        assert_eq!(found(&it.admin, "student").await, ["alpha_student", "alpha_student2"]);
        for stranger in [it.student2.user_id(), it.other().student.user_id()] {
            let add = classes::people::add(&head, third, stranger, ClassRole::Student).await;
            assert_eq!(answer(add), Error::NotFound);
        }
        classes::people::add(&head, third, it.student.user_id(), ClassRole::Student).await.unwrap();
        assert!(found(&head, "student").await.is_empty(), "in the class already");

        // Who works in the department belongs to it.
        let mentor = guest(&db, &it, "beta_student", Role::Mentor).await.user_id();
        assert!(found(&head, "beta_student").await.is_empty());
        departments::add_member(&it.admin, sciences, mentor).await.unwrap();
        assert_eq!(found(&head, "beta_student").await, ["beta_student"]);

        // A teacher of a class and a head of every class find all of the school.
        let page = classes::people::show(&it.teacher, it.class_id, "student2", 1).await.unwrap();
        assert_eq!(page.found.iter().map(|it| it.username.as_str()).collect::<Vec<_>>(), ["alpha_student2"]);
        let wide = changed(&db, &head, Role::DepartmentHead, "classes.read_all").await;
        assert_eq!(found(&wide, "student2").await, ["alpha_student2"]);
        classes::people::add(&wide, third, it.student2.user_id(), ClassRole::Student).await.unwrap();
    })
    .await;
}
