mod at_once;
mod decided;
mod going;
mod of_platform;
mod since;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use model::accounts::Viewer;
use model::backup::cause::Cause;
use model::backup::clear::{ClearForm, ClearPage, Going, SchoolClear, What};
use model::backup::restore::{RunState, Step};
use model::ids::ClearId;
use model::{At, Error, Problem};
use store::testing::each_db;
use store::{Cells, Db, Sql, args, sql};

use super::{begin, show, undo};
use crate::backup::archive::tests::fill;
use crate::backup::manifest::TABLES;
use crate::testing::{NOON, Scene, person, request};
use crate::{Scope, System, files, jobs};

/// What every table of an archive holds, to the last column; the log goes on.
async fn content(db: &Db) -> BTreeMap<&'static str, Vec<String>> {
    let mut content = BTreeMap::new();
    for table in TABLES.iter().filter(|table| table.name != "audit") {
        let rows: Vec<Cells> = db.all(table.whole.platform, args![]).await.unwrap();
        content.insert(table.name, rows.into_iter().map(|row| format!("{row:?}")).collect());
    }
    content
}

/// The rows that name a school.
fn of_school(content: &BTreeMap<&'static str, Vec<String>>, scope: &Scope) -> BTreeMap<&'static str, Vec<String>> {
    let school = scope.school_id().to_string();
    let own = |rows: &Vec<String>| rows.iter().filter(|row| row.contains(&school)).cloned().collect();
    content.iter().map(|(table, rows)| (*table, own(rows))).collect()
}

/// Clears, and waits until that has ended.
pub(in crate::backup) async fn clear(scope: &Scope, form: &ClearForm) -> crate::Result<ClearId> {
    let id = begin(scope, form).await?;
    loop {
        let (state, cause): (RunState, String) = scope
            .db
            .one(sql!("select state, cause from clears where school_id = $1 and id = $2"), args![scope.school_id(), id])
            .await?;
        match state {
            RunState::Done => return Ok(id),
            RunState::Failed => {
                return Err(match serde_json::from_str(&cause)? {
                    Cause::Refused(answer) => answer.into(),
                    cause => anyhow::anyhow!("{cause:?}").into(),
                });
            }
            RunState::Running | RunState::Loading => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

async fn page(it: &Scene) -> SchoolClear {
    match show(&person(&it.world, "alpha_admin").await, "alpha", "", 1).await.unwrap() {
        ClearPage::School(page) => *page,
        ClearPage::Choose(schools) => panic!("{schools:?}"),
    }
}

/// The form as the page draws it.
async fn form(it: &Scene, what: What) -> ClearForm {
    let drawn = page(it).await.plan(what).unwrap().seal();
    ClearForm { what: what.text().into(), reason: "A new term".into(), name: "School alpha".into(), drawn }
}

async fn clear_now(it: &Scene, what: What) -> ClearId {
    clear(&it.admin, &form(it, what).await).await.unwrap()
}

/// A school in which something was done: work with a file and a mark, a message, a parent; and what a student did for
/// others when they were none.
async fn lived(it: &Scene) {
    fill(it, "Once upon a time").await;
    let db = &it.world.db;
    let (school, student, other) = (it.admin.school_id(), it.student.user_id(), it.student2.user_id());
    let run = async |sql: Sql, args: Vec<store::Arg>| assert!(db.run(sql, args).await.unwrap() > 0, "{}", sql.text);
    let mark = sql!(
        "insert into marks (school_id, id, submission_id, version, marks, comment, marked_by, marked_at)
         select s.school_id, 'mark', s.id, 1, 500, '', cast($2 as text), cast($3 as bigint) from submissions s where s.school_id = $1"
    );
    run(mark, args![school, it.teacher.user_id(), NOON]).await;
    let say = sql!(
        "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at) values ($1, 'message', $2, 1, $3, 'Hello', $4)"
    );
    run(say, args![school, it.room_id, student, NOON]).await;
    run(sql!("update rooms set last_seq = 1 where school_id = $1"), args![school]).await;
    let parent = sql!(
        "insert into guardians (school_id, parent_id, child_id, relation, occupation, timetable, attendance, performance, fees,
                                contact_teachers, created_by, created_at)
         values ($1, $2, $3, 'mother', '', true, true, false, true, true, $4, $5)"
    );
    run(parent, args![school, it.teacher.user_id(), student, other, NOON]).await;
    let head = sql!(
        "insert into departments (school_id, id, name, name_key, head_id, created_at)
         values ($1, 'department', 'Science', 'science', $2, $3)"
    );
    run(head, args![school, other, NOON]).await;
    let decided = sql!(
        "insert into class_requests (school_id, class_id, user_id, role, status, asked_at, decided_at, decided_by)
         values ($1, $2, $3, 'teacher', 'admitted', $4, $4, $5)"
    );
    run(decided, args![school, it.class_id, it.teacher.user_id(), NOON, other]).await;
    run(sql!("update class_groups set created_by = $2 where school_id = $1"), args![school, other]).await;
    run(sql!("update memberships set number = 'S-1' where school_id = $1 and user_id = $2"), args![school, student]).await;
}

#[tokio::test]
async fn each_kind_takes_what_it_says_and_comes_back_to_the_last_column() {
    for what in What::ALL {
        each_db(async |db| {
            let it = Scene::new(&db).await;
            lived(&it).await;
            let before = content(&db).await;
            let plan = page(&it).await.plan(*what).unwrap().clone();
            let id = clear_now(&it, *what).await;
            let after = content(&db).await;
            for (table, rows) in &before {
                let going = plan.counts.iter().find(|(going, _)| going.text() == *table).map_or(0, |(_, rows)| *rows);
                assert_eq!(after[table].len() as i64, rows.len() as i64 - going, "{what}: {table}");
            }
            assert_eq!(before["users"], after["users"], "{what}: accounts stay");
            assert_eq!(of_school(&before, &it.other().admin), of_school(&after, &it.other().admin), "{what}");
            assert!(after["memberships"].iter().any(|row| row.contains(&it.admin.user_id().to_string())), "{what}");
            let stored = sql!("select storage_bytes from class_groups where school_id = $1");
            let stored: Vec<(i64,)> = db.all(stored, args![it.admin.school_id()]).await.unwrap();
            assert!(stored.iter().all(|(bytes,)| *bytes == 0 || *what == What::Enrollments), "{what}: {stored:?}");
            undo(&it.admin, id).await.unwrap();
            assert_eq!(content(&db).await, before, "{what}");
            undo(&it.admin, id).await.unwrap();
            assert_eq!(content(&db).await, before, "{what}: the second click");
            let undone = page(&it).await.cleared[0].undone.clone().unwrap();
            assert_eq!((undone.rows, undone.fresh), (Some((plan.total(), 0)), true), "{what}");
        })
        .await;
    }
}

#[tokio::test]
async fn students_go_with_all_that_is_theirs_and_what_they_did_for_others_is_handed_over() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        let counts: BTreeMap<Going, i64> = page(&it).await.plan(What::Students).unwrap().counts.iter().copied().collect();
        for (going, rows) in [
            (Going::Memberships, 2),
            (Going::ClassPlaces, 2),
            (Going::Enrollments, 2),
            (Going::Submissions, 1),
            (Going::Files, 1),
            (Going::SubmissionFiles, 1),
            (Going::Marks, 1),
            (Going::Messages, 1),
            (Going::Guardians, 1),
        ] {
            assert_eq!(counts.get(&going), Some(&rows), "{going}");
        }
        for stays in [Going::Classes, Going::Courses, Going::Assignments, Going::Rooms, Going::Requests] {
            assert_eq!(counts.get(&stays), None, "{stays}");
        }
        clear_now(&it, What::Students).await;
        let school = it.admin.school_id();
        let made = sql!("select created_by from class_groups where school_id = $1");
        let (made,): (String,) = db.one(made, args![school]).await.unwrap();
        assert_eq!(made, it.admin.user_id().to_string());
        let head = sql!("select head_id from departments where school_id = $1");
        let (head,): (Option<String>,) = db.one(head, args![school]).await.unwrap();
        assert_eq!(head, None);
    })
    .await;
}

#[tokio::test]
async fn who_belongs_to_another_school_loses_this_one_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let join = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'active', $3)"
        );
        let student = it.student.user_id();
        db.run(join, args![it.other().admin.school_id(), student, NOON]).await.unwrap();
        clear_now(&it, What::All).await;
        let places: Vec<(String,)> =
            db.all(sql!("select school_id from memberships where user_id = $1"), args![student]).await.unwrap();
        assert_eq!(places, [(it.other().admin.school_id().to_string(),)]);
    })
    .await;
}

#[tokio::test]
async fn nothing_goes_that_was_not_shown_and_nothing_without_the_name() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = form(&it, What::Students).await;
        let before = content(&db).await;
        let answer = async |scope: &Scope, form: &ClearForm| clear(scope, form).await.unwrap_err().answer();
        let other = ClearForm { name: "school alpha".into(), ..form.clone() };
        assert_eq!(answer(&it.admin, &other).await, Error::field("name", Problem::NotThatName));
        let silent = ClearForm { reason: String::new(), ..form.clone() };
        assert_eq!(answer(&it.admin, &silent).await.problem_of("reason"), Some(Problem::Required));
        assert_eq!(answer(&it.teacher, &form).await, Error::Forbidden);
        let mut looking = it.admin.clone();
        Arc::make_mut(&mut looking.me).viewer = Some(Viewer { user_id: it.teacher.user_id(), name: it.teacher.me.name.clone() });
        assert_eq!(answer(&looking, &form).await, Error::Viewing);
        let stale = ClearForm { drawn: page(&it).await.plan(What::Courses).unwrap().seal(), ..form.clone() };
        assert_eq!(answer(&it.admin, &stale).await, Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(content(&db).await, before);
        clear(&it.admin, &form).await.unwrap();
        let again = ClearForm { drawn: page(&it).await.plan(What::Students).unwrap().seal(), ..form };
        assert_eq!(answer(&it.admin, &again).await, Error::form(Problem::NothingToClear));
    })
    .await;
}

#[tokio::test]
async fn of_two_clicks_and_of_two_admins_at_once_one_clears() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let make = sql!("update memberships set role = 'school_admin' where school_id = $1 and user_id = $2");
        db.run(make, args![it.admin.school_id(), it.teacher.user_id()]).await.unwrap();
        let tom = person(&it.world, "alpha_teacher").await.enter("alpha").unwrap();
        let form = form(&it, What::Students).await;
        let (first, second, other) = tokio::join!(clear(&it.admin, &form), clear(&it.admin, &form), clear(&tom, &form));
        let refused = other.err().map(|error| error.answer());
        // Who was first is as it happens: either the admin's two clicks are one, or Tom's was the one. The other is told,
        // while it goes on or when it has.
        match refused {
            Some(Error::Conflict(refused)) => {
                assert!(matches!(refused, Problem::ClearRuns | Problem::ChangedMeanwhile), "{refused:?}");
                assert_eq!(first.unwrap(), second.unwrap());
            }
            Some(other) => panic!("{other:?}"),
            None => assert!(first.is_err() && second.is_err()),
        }
        let cleared = sql!("select cast(count(*) as bigint) as n from clears where school_id = $1");
        assert_eq!(db.one::<(i64,)>(cleared, args![it.admin.school_id()]).await.unwrap(), (1,));
        let told = sql!("select cast(count(*) as bigint) as n from mails where subject like '%cleared%'");
        assert_eq!(db.one::<(i64,)>(told, args![]).await.unwrap(), (1,), "the other admin is told");
    })
    .await;
}

/// Makes the database refuse to delete places.
async fn break_memberships(db: &Db) {
    match db {
        Db::Sqlite { write, .. } => {
            let text = "create trigger broken before delete on memberships begin select raise(abort, 'broken'); end";
            sqlx::raw_sql(text).execute(write).await.unwrap();
        }
        Db::Postgres { pool, .. } => {
            let text = "create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
                        create trigger broken before delete on memberships for each row execute function broken()";
            sqlx::raw_sql(text).execute(pool).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_fault_in_the_middle_leaves_everything_as_it_was() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        let form = form(&it, What::All).await;
        let before = content(&db).await;
        break_memberships(&db).await;
        assert!(matches!(clear(&it.admin, &form).await, Err(crate::Error::Fault(_))));
        assert_eq!(content(&db).await, before);
        let page = page(&it).await;
        assert!(page.cleared.is_empty() && page.running.is_none());
        assert_eq!(page.failed.map(|it| (it.what, it.step, it.cause)), Some((What::All, Step::Remove, Cause::Fault)));
    })
    .await;
}

#[tokio::test]
async fn after_seven_days_it_is_gone_with_its_files_and_not_before() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        // The store dates its objects itself.
        let now = At(NOON.0.max(store::clock::now().0));
        let admin = Scene::at(&it.admin, now);
        let id = clear(&admin, &form(&it, What::Students).await).await.unwrap();
        let names_content = |swept: files::Swept| swept.unnamed > 0;
        // It began then, and was cleared a moment later.
        let after = |days| now.plus_days(days).plus_minutes(1);
        let later = |days| System(request(&it.world, after(days)));
        assert!(!names_content(files::sweep(&later(6), None).await.unwrap()), "it may come back");
        let late = undo(&Scene::at(&admin, after(7)), id).await.unwrap_err().answer();
        assert_eq!(late, Error::Conflict(Problem::ClearOver));
        jobs::sweep(&later(7)).await.unwrap();
        let kept = sql!("select cast(count(*) as bigint) as n from cleared_rows where school_id = $1");
        assert_eq!(db.one::<(i64,)>(kept, args![admin.school_id()]).await.unwrap(), (0,));
        assert!(names_content(files::sweep(&later(7), None).await.unwrap()));
        let gone = undo(&admin, id).await.unwrap_err().answer();
        assert_eq!(gone, Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn the_platform_as_a_whole_is_never_cleared() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let platform = person(&it.world, "alpha_admin").await;
        let schools = match show(&platform, "", "", 1).await.unwrap() {
            ClearPage::Choose(schools) => schools,
            ClearPage::School(page) => panic!("{page:?}"),
        };
        let school = |slug: &str| (slug.to_owned(), format!("School {slug}"));
        assert_eq!((schools.schools, schools.total), (vec![school("alpha"), school("beta")], 2));
        let teacher = person(&it.world, "alpha_teacher").await;
        assert_eq!(show(&teacher, "", "", 1).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(show(&teacher, "alpha", "", 1).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(show(&teacher, "beta", "", 1).await.unwrap_err().answer(), Error::NotFound);
        let other = person(&it.world, "beta_admin").await;
        assert!(matches!(show(&other, "", "", 1).await.unwrap(), ClearPage::School(page) if page.school.0 == "beta"));
    })
    .await;
}
