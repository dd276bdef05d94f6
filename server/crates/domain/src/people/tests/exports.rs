use std::io::{Cursor, Read};
use std::sync::Arc;

use futures::stream::TryStreamExt;
use model::backup::Table;
use model::people::{Change, MemberForm};
use model::schools::TeacherLabel;
use model::{Error, Locale, Role};
use store::testing::each_db;

use super::{again, answer, words};
use crate::backup::{self, Download};
use crate::people::{self, export, permissions};
use crate::testing::Scene;
use crate::{Reach, Scope};

pub(super) async fn bytes(download: Download) -> Vec<u8> {
    download.body.try_collect::<Vec<_>>().await.unwrap().concat()
}

/// A workbook of those whom the words find.
struct Book(Vec<u8>);

impl Book {
    async fn of(scope: &Scope, q: &str) -> Book {
        Book(bytes(export::xlsx(scope, &words(q)).await.unwrap()).await)
    }

    /// A file in it.
    fn part(&self, name: &str) -> String {
        let (mut archive, mut text) = (zip::ZipArchive::new(Cursor::new(&self.0)).unwrap(), String::new());
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn sheet(&self) -> String {
        self.part("xl/worksheets/sheet1.xml")
    }

    /// Its texts, a line after the other.
    fn texts(&self) -> Vec<String> {
        let sheet = self.sheet();
        sheet.split("<t>").skip(1).filter_map(|rest| rest.split_once("</t>")).map(|(text, _)| text.to_owned()).collect()
    }
}

#[tokio::test]
async fn the_workbook_speaks_to_people_and_its_dates_sort() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let odd = MemberForm { number: "=1+1".into(), joined_on: "2026-09-01".into(), ..MemberForm::default() };
        people::save(&scene.admin, scene.student.user_id(), &odd).await.unwrap();
        let book = Book::of(&scene.admin, "student").await;
        let head = [
            "Name",
            "Username",
            "E-mail",
            "Role",
            "Status",
            "Classes",
            "Number",
            "Belongs to the school since",
            "On Lyceum since",
        ];
        let line = ["alpha_student Person", "alpha_student", "alpha_student@lyceum.test", "Student", "Active", "First class"];
        let texts = book.texts();
        assert_eq!(texts[..9], head);
        assert_eq!(texts[9..15], line);
        assert_eq!(texts[15], "=1+1");
        // 1 September 2026, and 27 November 2026 at noon, in days.
        assert!(book.sheet().contains("<v>46266</v>") && book.sheet().contains("<v>46353.5</v>"), "{}", book.sheet());
        assert!(book.part("xl/workbook.xml").contains("name=\"People\"") && !book.sheet().contains("rightToLeft"));

        people::change_one(&scene.admin, scene.teacher.user_id(), Change::Suspend).await.unwrap();
        let mut arabic = scene.admin.clone();
        Arc::make_mut(&mut arabic.me).locale = Some(Locale::Ar);
        arabic.place.teacher_label = TeacherLabel::Lecturer;
        let book = Book::of(&arabic, "teacher").await;
        let texts = book.texts();
        assert_eq!(texts[0], "الاسم");
        assert_eq!(texts[12..14], ["محاضر", "موقوف"]);
        assert!(book.sheet().contains("rightToLeft=\"1\"") && book.part("xl/workbook.xml").contains("الأشخاص"));
        assert_eq!(Book::of(&scene.other().admin, "alpha").await.texts(), head);
    })
    .await;
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
        let book = Book::of(&scene.admin, "student").await.texts();
        assert_eq!(book.iter().filter(|text| text.contains('@')).collect::<Vec<_>>(), ["alpha_student2@lyceum.test"]);
        for table in [Table::Students, Table::Enrollments] {
            let csv = backup::csv(Reach::School(scene.admin.clone()), table).await.unwrap();
            let csv = String::from_utf8(bytes(csv).await).unwrap();
            assert!(csv.contains("alpha_student,") && csv.contains("alpha_student2@lyceum.test"), "{csv}");
            assert!(!csv.contains("alpha_student@"), "{csv}");
        }
    })
    .await;
}
