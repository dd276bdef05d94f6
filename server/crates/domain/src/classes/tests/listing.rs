//! The list of a school with more classes than a page holds.

use model::classes::{ClassFilter, PAGE};
use model::ids::ClassId;
use store::testing::each_db;
use store::{args, sql};

use crate::testing::Scene;
use crate::{classes, names};

#[tokio::test]
async fn a_list_of_many_classes_has_pages_and_is_searched_by_name() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for n in 1..=PAGE + 10 {
            let name = format!("Form {n:03} Wa");
            db.run(
                sql!(
                    "insert into class_groups (school_id, id, name, name_key, quota_bytes, created_by, created_at)
                     values ($1, $2, $3, $4, 1000, $5, 1)"
                ),
                args![it.admin.school_id(), ClassId::new(), name.as_str(), names::key(&name), it.admin.user_id()],
            )
            .await
            .unwrap();
        }
        let first = classes::list(&it.admin, &ClassFilter::default()).await.unwrap();
        assert_eq!((first.total, first.page, first.classes.len()), (61, 1, 50));
        let names: Vec<_> = first.classes.iter().take(2).map(|it| (it.name.as_str(), it.students, it.courses)).collect();
        assert_eq!(names, [("First class", 2, 1), ("Form 001 Wa", 0, 0)]);
        let past = ClassFilter { page: 99, ..ClassFilter::default() };
        let last = classes::list(&it.admin, &past).await.unwrap();
        assert_eq!((last.total, last.page, last.classes.len()), (61, 2, 11), "past the end is the last page");
        assert_eq!(last.classes[10].name, "Form 060 Wa");

        for (q, found) in [("wa FORM 007", &["Form 007 Wa"][..]), ("first", &["First class"]), ("%", &[]), ("beta", &[])] {
            let page = classes::list(&it.admin, &ClassFilter { q: q.into(), ..past.clone() }).await.unwrap();
            let names: Vec<_> = page.classes.iter().map(|it| it.name.as_str()).collect();
            assert_eq!((names.as_slice(), page.total, page.page), (found, found.len() as i64, 1), "{q}");
        }
        for scope in [&it.teacher, &it.student, &it.other().admin] {
            assert_eq!(classes::list(scope, &past).await.unwrap().total, 1, "{}", scope.role());
            let form = ClassFilter { q: "form".into(), ..ClassFilter::default() };
            assert_eq!(classes::list(scope, &form).await.unwrap().total, 0, "{}", scope.role());
        }
    })
    .await;
}
