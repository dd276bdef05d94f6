use futures::stream::TryStreamExt;
use model::backup::Table;
use model::people::{Change, MemberForm};
use model::{Error, Role};
use store::testing::each_db;

use super::{again, answer, words};
use crate::Reach;
use crate::backup::{self, Download};
use crate::people::{self, export, permissions};
use crate::testing::Scene;

async fn bytes(download: Download) -> Vec<u8> {
    download.body.try_collect::<Vec<_>>().await.unwrap().concat()
}

#[tokio::test]
async fn the_filtered_list_is_exported_and_no_cell_is_a_formula() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let odd = MemberForm { number: "=1+1".into(), joined_on: "2026-09-01".into(), ..MemberForm::default() };
        people::save(&scene.admin, scene.student.user_id(), &odd).await.unwrap();
        let csv = String::from_utf8(bytes(export::csv(&scene.admin, &words("student")).await.unwrap()).await).unwrap();
        let mut lines = csv.trim_start_matches('\u{feff}').lines();
        assert_eq!(lines.next(), Some("name,username,email,role,status,classes,number,joined_on,joined"));
        assert_eq!(
            lines.next(),
            Some(
                "alpha_student Person,alpha_student,alpha_student@lyceum.test,student,active,First class,'=1+1,2026-09-01,\
                 27-11-2026 12:00:00"
            )
        );
        assert_eq!(lines.count(), 1, "student2 and nobody else");
        let xlsx = export::xlsx(&scene.admin, &words("student")).await.unwrap();
        assert!(xlsx.file_name.ends_with(".xlsx"));
        assert!(bytes(xlsx).await.starts_with(b"PK"));
        assert_eq!(answer(export::csv(&scene.teacher, &words("")).await.map(|_| ())), Error::Forbidden);
        let theirs = String::from_utf8(bytes(export::csv(&scene.other().admin, &words("alpha")).await.unwrap()).await).unwrap();
        assert_eq!(theirs.lines().count(), 1, "the head alone");
    })
    .await;
}

#[tokio::test]
async fn who_may_export_but_not_manage_gets_no_addresses() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let id = scene.teacher.user_id();
        people::change_one(&scene.admin, id, Change::Role(Role::Bursar)).await.unwrap();
        let may = model::people::PermissionsForm {
            role: "bursar".into(),
            may: vec!["members.read".into(), "members.export".into()],
            drawn: String::new(),
        };
        permissions::save(&scene.admin, id, &may).await.unwrap();
        let bursar = again(&scene.world, &scene.teacher).await.unwrap();
        let csv = String::from_utf8(bytes(export::csv(&bursar, &words("")).await.unwrap()).await).unwrap();
        assert!(csv.contains("name,username,role") && !csv.contains('@'), "{csv}");
    })
    .await;
}

#[tokio::test]
async fn the_addresses_of_those_who_left_are_in_no_file() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        people::change_one(&scene.admin, scene.student.user_id(), Change::End).await.unwrap();
        people::change_one(&scene.admin, scene.student2.user_id(), Change::Suspend).await.unwrap();
        let csv = String::from_utf8(bytes(export::csv(&scene.admin, &words("student")).await.unwrap()).await).unwrap();
        let lines: Vec<&str> = csv.lines().skip(1).collect();
        assert!(lines[0].starts_with("alpha_student Person,alpha_student,,student,ended,"), "{csv}");
        assert!(
            lines[1].starts_with("alpha_student2 Person,alpha_student2,alpha_student2@lyceum.test,student,suspended,"),
            "{csv}"
        );
        let book = export::lines(&scene.admin, &words("student")).await.unwrap();
        assert_eq!(book.iter().map(|line| line[2].as_str()).collect::<Vec<_>>(), ["", "alpha_student2@lyceum.test"]);
        for table in [Table::Students, Table::Enrollments] {
            let csv = backup::csv(Reach::School(scene.admin.clone()), table).await.unwrap();
            let csv = String::from_utf8(bytes(csv).await).unwrap();
            assert!(csv.contains("alpha_student,") && csv.contains("alpha_student2@lyceum.test"), "{csv}");
            assert!(!csv.contains("alpha_student@"), "{csv}");
        }
        let theirs = export::lines(&scene.other().admin, &words("alpha")).await.unwrap();
        assert!(theirs.is_empty());
    })
    .await;
}
