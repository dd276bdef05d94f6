use std::fmt::Write as _;

use model::Error;
use model::backup::Table;
use proptest::prelude::*;
use store::testing::each_db;
use store::{Cell, args, sql};

use super::{Kind, Sheet, TABLES, field, neutral, plain};
use crate::Reach;
use crate::backup;
use crate::backup::tests::{admin, school, text};
use crate::testing::{NOON, Scene};

#[tokio::test]
async fn the_students_are_written_byte_for_byte() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let rename = sql!("update users set name = $2 where username_key = $1");
        db.run(rename, args!["alpha_student", "=cmd|' /C calc'!A0, \"Zoë\"\r\nÄrger"]).await.unwrap();
        db.run(rename, args!["alpha_student2", "0071"]).await.unwrap();
        db.run(sql!("update class_groups set name = $2 where school_id = $1"), args![it.admin.school_id(), "+1 \u{feff}; @home"])
            .await
            .unwrap();
        let download = backup::csv(school(&it.admin), Table::Students).await.unwrap();
        assert_eq!(download.file_name, "students_backup_27_11_2026_12_00_00.csv");
        assert_eq!(
            text(download).await,
            "\u{feff}number,school,username,name,email,status,classes,joined\r\n\
             1,alpha,alpha_student,\"'=cmd|' /C calc'!A0, \"\"Zoë\"\"\r\nÄrger\",alpha_student@lyceum.test,active,\
             '+1 \u{feff}; @home,27-11-2026 12:00:00\r\n\
             2,alpha,alpha_student2,0071,alpha_student2@lyceum.test,active,'+1 \u{feff}; @home,27-11-2026 12:00:00\r\n"
        );
    })
    .await;
}

#[tokio::test]
async fn a_table_as_it_is_is_written_byte_for_byte() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (school_id, class, admin) = (it.admin.school_id(), it.class_id, it.admin.user_id());
        let odd = sql!("update class_groups set name = '0071', name_key = $2, quota_bytes = 5 where school_id = $1");
        db.run(odd, args![school_id, "=HYPERLINK(\"x\")\r\nسارة 😀"]).await.unwrap();
        assert_eq!(
            text(backup::csv(school(&it.admin), Table::Classes).await.unwrap()).await,
            format!(
                "\u{feff}school_id,id,name,name_key,storage_bytes,quota_bytes,created_by,created_at,archived_at\r\n\
                 {school_id},{class},0071,\"'=HYPERLINK(\"\"x\"\")\r\nسارة 😀\",0,5,{admin},27-11-2026 12:00:00,\r\n"
            )
        );
        let codes = text(backup::csv(school(&it.admin), Table::Codes).await.unwrap()).await;
        assert_eq!(codes.matches(&format!("{school_id},{class},")).count(), 2, "{codes}");
        assert!(codes.contains(",student,false,false,,"), "{codes}");
    })
    .await;
}

#[test]
fn what_a_cell_holds_decides_how_it_is_written() {
    let text = |it: &str| Cell::Text(it.to_owned());
    assert_eq!(field(Kind::Int, Cell::Int(-5), "UTC"), "-5");
    assert_eq!(field(Kind::Text, text("-5"), "UTC"), "'-5");
    assert_eq!(field(Kind::Text, text("0071"), "UTC"), "0071");
    assert_eq!(field(Kind::Bool, Cell::Bool(true), "UTC"), "true");
    assert_eq!(field(Kind::At, Cell::Null, "UTC"), "");
    assert_eq!(field(Kind::At, Cell::Int(NOON.0), "UTC"), "27-11-2026 12:00:00");
    assert_eq!(field(Kind::At, Cell::Int(NOON.0), "Asia/Kolkata"), "27-11-2026 17:30:00");
}

#[tokio::test]
async fn every_table_reads_back_with_its_own_columns_and_the_rows_of_whoever_asks() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let other = it.other().admin.school_id().to_string();
        for reach in [school(&it.admin), Reach::Platform(admin(&it).await)] {
            let page = backup::show(&reach).await.unwrap();
            for (downloads, count) in (1_i64..).zip(&page.counts) {
                let table = count.name;
                let download = backup::csv(reach.clone(), table).await.unwrap();
                assert_eq!(download.file_name, format!("{table}_backup_27_11_2026_12_00_00.csv"));
                let text = text(download).await;
                let mut reader = ::csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
                let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
                assert_eq!(header, Sheet::of(table, reach.school()).unwrap().header().collect::<Vec<_>>(), "{table}");
                let records: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
                // Each download is a line of the audit log.
                let since = if table == Table::Audit { downloads } else { 0 };
                assert_eq!(records.len() as i64, count.rows + since, "{table}: {text}");
                for secret in TABLES.iter().filter(|it| it.name == table.text()).flat_map(|it| it.secret) {
                    assert!(!header.iter().any(|name| name == secret.name), "{table}.{}", secret.name);
                }
                assert!(!text.contains("$argon2"), "{table}");
                if reach.school().is_some() {
                    assert!(!text.contains("beta") && !text.contains(&other), "{table}: {text}");
                }
            }
        }
        let courses = text(backup::csv(school(&it.admin), Table::Courses).await.unwrap()).await;
        assert!(courses.contains(",alpha,Algebra,alpha_teacher Person,First class,2,0,27-11-2026 12:00:00\r\n"), "{courses}");
    })
    .await;
}

#[tokio::test]
async fn a_school_has_no_csv_of_what_is_the_platforms_and_the_log_does_not_say_it_had() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let refused = backup::csv(school(&it.admin), Table::Settings).await.map(|_| ()).unwrap_err().answer();
        assert_eq!(refused, Error::NotFound);
        let noted = sql!("select cast(count(*) as bigint) as n from audit where action = 'backup.download'");
        assert_eq!(db.one::<(i64,)>(noted, args![]).await.unwrap(), (0,));
        let settings = text(backup::csv(Reach::Platform(admin(&it).await), Table::Settings).await.unwrap()).await;
        assert!(settings.starts_with("\u{feff}key,value\r\n"), "{settings}");
    })
    .await;
}

/// What `docs/backup-columns.md` says of every table.
fn documented() -> String {
    let mut text = String::new();
    for table in Table::ALL {
        let sheet = Sheet::of(*table, None).unwrap();
        let column = |name: &str, kind: Kind| match kind {
            Kind::Text => format!("`{name}`"),
            Kind::Int => format!("`{name}` (number)"),
            Kind::At => format!("`{name}` (date and time)"),
            Kind::Bool => format!("`{name}` (true or false)"),
        };
        let number = sheet.numbered.then(|| column("number", Kind::Int));
        let columns: Vec<String> = number.into_iter().chain(sheet.columns.iter().map(|it| column(it.name, it.kind))).collect();
        write!(text, "- {}, `{table}`: {}.", table.label().english, columns.join(", ")).unwrap();
        for secret in TABLES.iter().filter(|it| it.name == table.text()).flat_map(|it| it.secret) {
            write!(text, " Without `{}`: {}.", secret.name, secret.why).unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_documented_columns_are_those_of_the_files() {
    let document = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/backup-columns.md")).unwrap();
    let (_, listed) = document.split_once("## Tables\n\n").unwrap();
    assert_eq!(listed, documented(), "docs/backup-columns.md ends with:\n{}", documented());
}

proptest! {
    #[test]
    fn what_is_neutralised_is_harmless_and_comes_back(text in "['=+@\t\r-]{0,3}.{0,6}") {
        let cell = neutral(text.clone());
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        prop_assert_eq!(plain(&cell), text);
    }
}
