//! Who has read it and when, in pages.

use model::Role;
use model::announcements::Receipts;
use store::testing::each_db;
use store::{args, sql};

use super::{form, to_roles};
use crate::announcements::{mark_read, show, show_receipts, write};
use crate::testing::{Scene, joined};

#[tokio::test]
async fn those_who_have_read_it_are_listed_by_name_with_the_first_time_in_pages_of_their_own() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let school = it.admin.school_id();
        let id = write(&it.admin, &to_roles("Librarians", &[&Role::Librarian])).await.unwrap();
        for number in 0..23_i64 {
            let user = joined(&db, school, Role::Librarian, &format!("reader{number:02}")).await;
            // The last of them has not.
            if number < 22 {
                db.run(
                    sql!("insert into announcement_reads (school_id, announcement_id, user_id, read_at) values ($1, $2, $3, $4)"),
                    args![school, id, user, it.admin.now.plus_minutes(number)],
                )
                .await
                .unwrap();
            }
        }
        let receipts = async |page, read_page| -> Receipts {
            show_receipts(&it.admin, id, page, read_page).await.unwrap().receipts.unwrap()
        };
        let first = receipts(1, 1).await;
        assert_eq!((first.readers, first.read, first.pages, first.read_pages), (23, 22, 1, 2));
        assert_eq!((first.read_by.len(), first.read_by[3].name.as_str()), (20, "reader03"));
        assert_eq!((first.read_by[3].role, first.read_by[3].when.at), (Role::Librarian, it.admin.now.plus_minutes(3)));
        let second = receipts(1, 2).await;
        assert_eq!(second.read_by.iter().map(|it| it.username.as_str()).collect::<Vec<_>>(), ["reader20", "reader21"]);
        assert_eq!(second.waiting, first.waiting, "each list turns by itself");
        assert_eq!((second.waiting.len(), second.read_page), (1, 2));
        assert_eq!(receipts(9, 9).await.read_by, second.read_by, "what is beyond the last page is the last");
        assert_eq!(receipts(1, 0).await.read_by, first.read_by);
        assert_eq!(show(&it.admin, id, 1).await.unwrap().receipts, Some(first));

        let school = write(&it.admin, &form("School", "school")).await.unwrap();
        mark_read(&it.student, school).await.unwrap();
        mark_read(&Scene::at(&it.student, it.student.now.plus_hours(1)), school).await.unwrap();
        let own = show(&it.admin, school, 1).await.unwrap().receipts.unwrap().read_by;
        assert_eq!(
            own.iter().map(|reader| (reader.username.as_str(), reader.when.at)).collect::<Vec<_>>(),
            [("alpha_student", it.student.now)]
        );
    })
    .await;
}
