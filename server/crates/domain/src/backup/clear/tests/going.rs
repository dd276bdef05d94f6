//! A clear while it goes on, and one whose server was killed.

use std::time::Duration;

use model::backup::cause::Cause;
use model::backup::clear::{ClearForm, DAYS, What};
use model::backup::restore::{Kind, RunState, Step};
use model::ids::ClearId;
use model::{At, Error, Problem};
use object_store::{ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{clear, content, form, lived, page};
use crate::backup::clear::{begin, end_the_dead, end_unfinished, running, start};
use crate::backup::kept;
use crate::schools::admins;
use crate::scope::Actor;
use crate::testing::{NOON, Scene, person, request};
use crate::{Scope, System, World, files, secrets};

/// As a server leaves it that is killed while the rows go.
async fn killed(db: &Db, scope: &Scope, minutes_ago: i64) -> ClearId {
    let left = sql!(
        "insert into clears (school_id, id, what, reason, seal, rows, cleared_by, cleared_at, expires_at, state, step, beat_at)
         values ($1, $6, 'students', 'Why', 'seal', 1, $2, $3, $4, 'running', 'remove', $5)"
    );
    let (beat, id) = (store::clock::now().plus_minutes(-minutes_ago), ClearId::new());
    db.run(left, args![scope.school_id(), scope.user_id(), NOON, NOON.plus_days(7), beat, id]).await.unwrap();
    id
}

#[tokio::test]
async fn it_begins_at_once_and_is_told_while_it_goes_on() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (form, admin) = (form(&it, What::Students).await, person(&it.world, "alpha_admin").await);
        assert_eq!(running(&admin, "alpha").await.unwrap(), None);
        let before = content(&db).await;
        let id = begin(&it.admin, &form).await.unwrap();
        let now = running(&admin, "alpha").await.unwrap().expect("it goes on");
        assert!(now.kind == Kind::Clear && now.step <= Step::Prove, "{now:?}");
        assert_eq!(begin(&it.admin, &form).await.unwrap(), id, "the second click");
        assert_eq!(clear(&it.admin, &form).await.unwrap(), id);
        assert_ne!(content(&db).await, before);
        assert_eq!(running(&admin, "alpha").await.unwrap(), None);
        let other = person(&it.world, "beta_admin").await;
        assert_eq!(running(&other, "alpha").await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn its_days_begin_when_the_rows_go_and_not_when_somebody_clicked() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = form(&it, What::Students).await;
        let (id, begun) = start(&it.admin, &form).await.unwrap();
        // As a backup that takes its time.
        tokio::time::sleep(Duration::from_millis(20)).await;
        tokio::spawn(begun.expect("none before").carry_out()).await.unwrap();
        let cleared = sql!("select cleared_at, expires_at from clears where school_id = $1 and id = $2 and state = 'done'");
        let (at, until): (At, At) = db.one(cleared, args![it.admin.school_id(), id]).await.unwrap();
        assert!(at.0 >= NOON.0 + 20 && until == at.plus_days(DAYS), "{at:?} {until:?}");
        let logged = sql!("select at from audit where school_id = $1 and action = 'backup.cleared'");
        assert_eq!(db.one::<(At,)>(logged, args![it.admin.school_id()]).await.unwrap(), (at,));
    })
    .await;
}

#[tokio::test]
async fn while_somebody_clears_others_are_told_and_another_school_knows_nothing_of_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        // As on another node.
        killed(&db, &it.teacher, 0).await;
        let form = form(&it, What::Students).await;
        let refused = begin(&it.admin, &form).await.unwrap_err().answer();
        assert_eq!(refused, Error::Conflict(Problem::ClearRuns));
        assert_eq!(page(&it).await.running.map(|it| it.step), Some(Step::Remove));
        let other = person(&it.world, "beta_admin").await;
        assert_eq!(running(&other, "beta").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn while_rows_go_whoever_sends_a_form_is_answered_and_does_not_wait_for_the_lock() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = killed(&db, &it.admin, 0).await;
        let same = ClearForm {
            what: What::Students.text().into(),
            reason: " Why ".into(),
            name: "School alpha".into(),
            drawn: "seal".into(),
        };
        let others = [ClearForm { reason: "A new term".into(), ..same.clone() }, form(&it, What::Courses).await];
        // As the clear does for as long as rows go.
        let mut clears = it.admin.begin().await.unwrap();
        admins::lock(&mut clears, it.admin.school_id()).await.unwrap();
        for other in &others {
            assert_eq!(begin(&it.admin, other).await.unwrap_err().answer(), Error::Conflict(Problem::ClearRuns));
        }
        assert_eq!(begin(&it.admin, &same).await.unwrap(), id, "the second click");
        assert!(running::alive(&it.other().admin).await.unwrap().is_none(), "of another school");
        drop(clears);
    })
    .await;
}

#[tokio::test]
async fn one_of_a_killed_server_has_changed_nothing_and_says_so() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        killed(&db, &it.admin, 3).await;
        let told = page(&it).await;
        assert_eq!((told.running, told.failed.map(|it| (it.step, it.cause))), (None, Some((Step::Remove, Cause::Interrupted))));
        assert!(told.cleared.is_empty(), "there is nothing to undo");
        end_unfinished(&System(request(&it.world, NOON))).await.unwrap();
        let told = page(&it).await;
        assert_eq!(told.failed.map(|it| it.cause), Some(Cause::Interrupted));
        clear(&it.admin, &form(&it, What::Students).await).await.unwrap();
        let told = page(&it).await;
        assert!(told.failed.is_none() && told.cleared.len() == 1);
    })
    .await;
}

#[tokio::test]
async fn a_click_ends_the_dead_of_its_own_school_and_of_no_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let other = &it.other().admin;
        let (dead, of_other) = (killed(&db, &it.admin, 3).await, killed(&db, other, 3).await);
        clear(&it.admin, &form(&it, What::Students).await).await.unwrap();
        let state = sql!("select state from clears where school_id = $1 and id = $2");
        let state = async |scope: &Scope, id: ClearId| {
            let (state,): (RunState,) = db.one(state, args![scope.school_id(), id]).await.unwrap();
            state
        };
        assert_eq!((state(&it.admin, dead).await, state(other, of_other).await), (RunState::Failed, RunState::Running));
        end_the_dead(&System(request(&it.world, NOON))).await.unwrap();
        assert_eq!(state(other, of_other).await, RunState::Failed);
    })
    .await;
}

#[tokio::test]
async fn as_many_files_are_told_of_as_the_backup_before_it_copies() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        let school = it.admin.school_id();
        let logo = secrets::hex(&Sha256::digest(b"a logo"));
        it.world.files.put(&files::address(school, &logo), PutPayload::from(b"a logo".to_vec())).await.unwrap();
        db.run(sql!("update schools set logo = $2 where id = $1"), args![school, logo.as_str()]).await.unwrap();
        let elsewhere = sql!("update users set photo = $2 where id = $1");
        db.run(elsewhere, args![it.other().student.user_id(), logo.as_str()]).await.unwrap();
        let told = kept::copies(&it.admin.request, Some(it.admin.school_id())).await.unwrap();
        clear(&it.admin, &form(&it, What::Enrollments).await).await.unwrap();
        let copied = sql!("select file_count from kept_backups where whose = $1 and why = 'safety' and state = 'kept'");
        let (copied,): (i64,) = db.one(copied, args![school.to_string()]).await.unwrap();
        assert_eq!((told, copied), (3, 3), "a file, a photo and the logo");
    })
    .await;
}

#[tokio::test]
async fn without_a_backup_nothing_is_cleared() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (form, before) = (form(&it, What::All).await, content(&db).await);
        // No place for backups.
        let world = World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), Vec::new());
        let admin = person(&world, "alpha_admin").await.enter("alpha").unwrap();
        assert!(clear(&admin, &form).await.is_err());
        assert_eq!(content(&db).await, before);
        let failed = page(&it).await.failed.map(|it| (it.step, it.cause));
        assert_eq!(failed, Some((Step::Safety, Cause::NoSafety)));
    })
    .await;
}
