use bytes::Bytes;
use model::backup::clear::{ClearForm, ClearPage, What};
use model::backup::storage::{Amount, FileKind, MISSING, Named, Orphans, Places};
use model::backup::{SCHOOLS, Schools};
use model::ids::{FileId, SchoolId};
use model::{Error, Permissions, Role};
use object_store::{ObjectStoreExt, PutPayload};
use serde_json::{Value, json};
use store::testing::each_db;
use store::{args, sql};

use super::{reach as storage_reach, show};
use crate::accounts::photo;
use crate::backup::archive::tests::fill;
use crate::backup::{clear, reach};
use crate::files::{self, Swept, sweep};
use crate::testing::{Scene, person};
use crate::{Reach, Scope, System};

async fn platform(it: &Scene) -> Reach {
    Reach::Platform(person(&it.world, "alpha_admin").await)
}

fn school(scope: &Scope) -> Reach {
    Reach::School(scope.clone())
}

fn amount(files: i64, bytes: i64) -> Amount {
    Amount { files, bytes }
}

/// What a look finds that many hours from the real now: the store dates its objects itself.
async fn look(mut reach: Reach, hours: i64) -> Orphans {
    let request = match &mut reach {
        Reach::Platform(person) => &mut person.request,
        Reach::School(scope) => &mut scope.request,
    };
    request.now = store::clock::now().plus_hours(hours);
    show(&reach, "", 1, true).await.unwrap().orphans.unwrap()
}

/// The SHA-256 of the one content that the school's files have.
async fn content(it: &Scene) -> String {
    let named = sql!("select distinct sha256 from files where school_id = $1");
    let (sha256,): (String,) = it.world.db.one(named, args![it.admin.school_id()]).await.unwrap();
    sha256
}

#[tokio::test]
async fn what_is_stored_is_told_by_school_kind_and_class_and_nothing_of_another_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for _ in 0..2 {
            fill(&it, "Once upon a time").await;
        }
        fill(it.other(), "Far away").await;

        let page = show(&platform(&it).await, "", 1, false).await.unwrap();
        assert_eq!(page.school, None);
        assert_eq!(page.kinds, [(FileKind::Documents, amount(3, 40))]);
        assert_eq!((page.files(), page.contents), (amount(3, 40), amount(2, 24)), "what was sent again is stored once");
        assert_eq!((page.photos, page.logos), (Some(2), 0));
        assert!(page.database_bytes.is_some_and(|bytes| bytes > 0));
        assert!(page.can_look && page.orphans.is_none(), "nobody asked for a look");
        let Places::Schools(Schools { schools, total, page, .. }) = page.places else { panic!("no schools") };
        assert_eq!((total, page), (2, 1));
        let told: Vec<_> = schools.iter().map(|it| (it.slug.as_str(), it.amount)).collect();
        assert_eq!(told, [("alpha", amount(2, 32)), ("beta", amount(1, 8))]);
        assert!(schools.iter().all(|it| it.quota_bytes > 0 && !it.logo));

        let page = show(&school(&it.admin), "", 1, false).await.unwrap();
        assert_eq!(page.school, Some(("alpha".to_owned(), "School alpha".to_owned())));
        assert_eq!((page.files(), page.contents), (amount(2, 32), amount(1, 16)));
        assert_eq!((page.photos, page.database_bytes), (None, None));
        let Places::Classes { classes, largest } = page.places else { panic!("no classes") };
        assert_eq!((classes.total, classes.storage_bytes), (1, 32));
        assert_eq!(largest.len(), 2);
        for file in &largest {
            assert_eq!((file.name.as_str(), file.class.as_str(), file.bytes), ("essay.txt", "First class", 16));
            assert_eq!((file.sender.as_str(), file.opens), ("alpha_student Person", true));
        }

        let page = show(&school(&it.other().admin), "", 1, false).await.unwrap();
        assert_eq!((page.files(), page.contents), (amount(1, 8), amount(1, 8)));
        let Places::Classes { classes, largest } = page.places else { panic!("no classes") };
        assert_eq!((classes.storage_bytes, largest.len(), largest[0].bytes), (8, 1, 8));
    })
    .await;
}

#[tokio::test]
async fn the_platforms_admin_sees_what_the_classes_of_any_school_store_and_no_files_of_them() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(it.other(), "Far away").await;
        let admin = person(&it.world, "alpha_admin").await;
        let reach = storage_reach(&admin, "beta").await.unwrap();
        let page = show(&reach, "", 1, false).await.unwrap();
        assert!(page.of_platform && !page.can_look);
        assert_eq!(page.files(), amount(1, 8));
        let Places::Classes { classes, largest } = page.places else { panic!("no classes") };
        assert_eq!((classes.storage_bytes, classes.can_set, largest.len()), (8, false, 0));
        assert_eq!(show(&reach, "", 1, true).await.unwrap_err().answer(), Error::Forbidden);
        let own = show(&storage_reach(&admin, "alpha").await.unwrap(), "", 1, false).await.unwrap();
        assert!(!own.of_platform && own.can_look, "where they have a place they see it as its admin does");
        assert_eq!(storage_reach(&admin, "gamma").await.unwrap_err().answer(), Error::NotFound);
        let stranger = person(&it.world, "beta_admin").await;
        assert_eq!(storage_reach(&stranger, "alpha").await.unwrap_err().answer(), Error::NotFound);
        let teacher = person(&it.world, "alpha_teacher").await;
        assert_eq!(storage_reach(&teacher, "alpha").await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn who_may_have_no_archive_sees_the_figures_and_neither_files_nor_orphans() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        for who in ["alpha_teacher", "alpha_student"] {
            let person = person(&it.world, who).await;
            assert_eq!(reach(&person, Some("alpha")).await.unwrap_err().answer(), Error::Forbidden, "{who}");
        }
        let stranger = person(&it.world, "beta_admin").await;
        assert_eq!(reach(&stranger, Some("alpha")).await.unwrap_err().answer(), Error::NotFound);

        let mut librarian = it.student2.clone();
        librarian.place.role = Role::Librarian;
        librarian.place.permissions = Permissions::of_member(Role::Librarian, "backup.read", "");
        let page = show(&school(&librarian), "", 1, false).await.unwrap();
        assert_eq!((page.files(), page.can_look), (amount(1, 16), false));
        let Places::Classes { largest, .. } = page.places else { panic!("no classes") };
        assert_eq!((largest.len(), largest[0].opens), (1, false));
        assert_eq!(show(&school(&librarian), "", 1, true).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_look_finds_what_no_row_names_and_a_school_looks_at_its_own_part_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        fill(it.other(), "Far away").await;
        for (scope, text) in [(&it.student, "nobody names this"), (&it.other().student, "nor that")] {
            files::keep(scope, scope.school_id(), "lost.txt", Bytes::from_static(text.as_bytes())).await.unwrap();
        }
        it.world.files.put(&"incoming/left".into(), PutPayload::from_static(b"x")).await.unwrap();
        it.world.files.put(&"other/thing".into(), PutPayload::from_static(b"x")).await.unwrap();

        let found = look(platform(&it).await, 0).await;
        assert_eq!((found.due, found.young), (amount(0, 0), amount(3, 26)), "an upload may be on its way");
        let found = look(platform(&it).await, 25).await;
        assert_eq!((found.due, found.young), (amount(3, 26), amount(0, 0)));
        assert_eq!(found.stored.files, 7, "two essays, two photos, and three that no row names");
        assert_eq!((found.missing, found.rows.len()), (0, 0));

        let found = look(school(&it.admin), 25).await;
        assert_eq!((found.stored, found.due), (amount(2, 33), amount(1, 17)));
        let found = look(school(&it.other().admin), 25).await;
        assert_eq!((found.stored, found.due), (amount(2, 16), amount(1, 8)));

        let mut system = System::new(&it.world, "test");
        system.0.now = system.now.plus_hours(25);
        assert_eq!(sweep(&system, None).await.unwrap(), Swept { unfinished: 1, unnamed: 2 });
        let found = look(platform(&it).await, 25).await;
        assert_eq!((found.stored.files, found.due, found.young, found.missing), (4, amount(0, 0), amount(0, 0), 0));
    })
    .await;
}

#[tokio::test]
async fn a_look_names_the_rows_whose_content_is_gone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let photo = fill(&it, "Once upon a time").await;
        fill(it.other(), "Far away").await;
        let id = it.admin.school_id();
        it.world.files.delete(&files::address(id, &content(&it).await)).await.unwrap();
        it.world.files.delete(&photo::address(&photo)).await.unwrap();
        let logo = sql!("update schools set logo = $2 where id = $1");
        db.run(logo, args![id, "ab".repeat(32)]).await.unwrap();

        let found = look(platform(&it).await, 0).await;
        assert_eq!((found.missing, found.due, found.young), (3, amount(0, 0), amount(0, 0)));
        let rows = |found: &Orphans| -> Vec<(Named, String, String, String)> {
            found.rows.iter().map(|it| (it.kind, it.name.clone(), it.school.clone(), it.class.clone())).collect()
        };
        let row = |kind, name: &str, school: &str, class: &str| (kind, name.to_owned(), school.to_owned(), class.to_owned());
        let own =
            [row(Named::Logo, "School alpha", "School alpha", ""), row(Named::File, "essay.txt", "School alpha", "First class")];
        let all = [vec![row(Named::Photo, "alpha_student Person", "", "")], own.to_vec()].concat();
        assert_eq!(rows(&found), all);

        let found = look(school(&it.admin), 0).await;
        assert_eq!((found.missing, rows(&found)), (2, own.to_vec()), "photos are of no school");
        let found = look(school(&it.other().admin), 0).await;
        assert_eq!((found.missing, rows(&found)), (0, Vec::new()));
    })
    .await;
}

#[tokio::test]
async fn what_was_cleared_lies_there_for_as_long_as_it_can_be_brought_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let sha256 = content(&it).await;
        let ClearPage::School(page) = clear::show(&person(&it.world, "alpha_admin").await, "alpha", "", 1).await.unwrap() else {
            panic!("no school")
        };
        let drawn = page.plan(What::Students).unwrap().seal();
        let form = ClearForm { what: "students".into(), reason: "A new term".into(), name: "School alpha".into(), drawn };
        let before = show(&school(&it.admin), "", 1, false).await.unwrap();
        assert_eq!(before.undoable, None);
        clear::tests::clear(&it.admin, &form).await.unwrap();
        for reach in [platform(&it).await, school(&it.admin)] {
            let kept = show(&reach, "", 1, false).await.unwrap().undoable.unwrap();
            assert_eq!(kept.amount, amount(1, 16));
            assert!(kept.until.local.starts_with("Fri 4 Dec 2026"), "{:?}", kept.until);
        }
        assert_eq!(show(&school(&it.other().admin), "", 1, false).await.unwrap().undoable, None);
        let late = Reach::School(Scene::at(&it.admin, it.admin.now.plus_days(8)));
        assert_eq!(show(&late, "", 1, false).await.unwrap().undoable, None, "it cannot be brought back any more");

        let found = look(platform(&it).await, 25).await;
        assert_eq!((found.stored.files, found.due, found.missing), (2, amount(0, 0), 0), "the essay and the photo");
        let found = look(school(&it.admin), 25).await;
        assert_eq!((found.stored, found.due, found.missing), (amount(1, 16), amount(0, 0), 0));

        it.world.files.delete(&files::address(it.admin.school_id(), &sha256)).await.unwrap();
        for reach in [platform(&it).await, school(&it.admin)] {
            let found = look(reach, 25).await;
            let rows: Vec<_> = found.rows.iter().map(|it| (it.kind, it.name.as_str(), it.school.as_str())).collect();
            assert_eq!((found.missing, rows), (1, vec![(Named::File, "essay.txt", "School alpha")]));
        }
        assert_eq!(look(school(&it.other().admin), 25).await.missing, 0);
    })
    .await;
}

#[tokio::test]
async fn of_many_that_are_missing_the_first_are_named_and_all_are_counted() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let gone: Vec<Value> =
            (0..120).map(|n| json!([FileId::new().to_string(), format!("{n:02x}{}", "0".repeat(62))])).collect();
        let write = sql!(
            "insert into files (school_id, id, class_id, name, media_type, bytes, sha256, created_by, created_at)
             select $1, value ->> 0, $2, 'gone.txt', 'text/plain', 1, value ->> 1, $3, $4 from {rows $5}"
        );
        let (student, rows) = (&it.student, Value::Array(gone).to_string());
        db.run(write, args![student.school_id(), it.class_id, student.user_id(), student.now, rows]).await.unwrap();
        for reach in [platform(&it).await, school(&it.admin)] {
            let found = look(reach, 0).await;
            assert_eq!((found.missing, found.rows.len() as i64), (120, MISSING));
        }
        assert_eq!(look(school(&it.other().admin), 0).await.missing, 0);
    })
    .await;
}

#[tokio::test]
async fn many_schools_stand_on_pages_the_fullest_first() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(it.other(), "Far away").await;
        let more: Vec<Value> = (0..SCHOOLS).map(|n| json!([SchoolId::new().to_string(), format!("more-{n:02}")])).collect();
        let write = sql!(
            "insert into schools (id, slug, name, name_key, time_zone, locale, currency, created_at)
             select value ->> 0, value ->> 1, value ->> 1, value ->> 1, 'UTC', 'en', 'GHS', $1 from {rows $2}"
        );
        db.run(write, args![it.admin.now, Value::Array(more).to_string()]).await.unwrap();
        let all = platform(&it).await;
        let listed = async |q: &str, page: i64| match show(&all, q, page, false).await.unwrap().places {
            Places::Schools(listed) => listed,
            Places::Classes { .. } => panic!("no schools"),
        };
        let first = listed("", 1).await;
        assert_eq!((first.total, first.page, first.schools.len() as i64), (SCHOOLS + 2, 1, SCHOOLS));
        assert_eq!(first.schools[0].slug, "beta");
        let last = listed("", i64::MAX).await;
        assert_eq!((last.page, last.schools.len()), (2, 2));
        let sought = listed(" More 07", 2).await;
        let names: Vec<&str> = sought.schools.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((sought.total, sought.page, names), (1, 1, vec!["more-07"]));
        assert_eq!(listed("nowhere", 1).await.total, 0);
    })
    .await;
}
