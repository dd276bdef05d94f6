mod chosen;
mod meanwhile;
mod readers;
mod sealed;

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use model::backup::cause::Cause;
use model::backup::kept::{Before, KnownAs, Why};
use model::backup::restore::{By, Next, RunState, Step};
use model::backup::upload::{State, UploadForm};
use model::ids::KeptId;
use store::testing::each_scratch;

use super::*;
use crate::backup::archive::tests::{Made, fill};
use crate::backup::restore::end_unfinished;
use crate::backup::restore::runs::STOPPED;
use crate::backup::{by_command, kept};
use crate::testing::{NOON, Scene, in_folder, person, request};
use crate::{Settings, World};

async fn world_in(folder: &Path, db: &store::Db) -> (World, Scene) {
    let scene = Scene::new(db).await;
    fill(&scene, "Once upon a time").await;
    fill(scene.other(), "Far away").await;
    (in_folder(&scene.world, folder), scene)
}

async fn school(world: &World, slug: &str) -> Reach {
    upload::reach(&person(world, &format!("{slug}_admin")).await, Some(slug)).unwrap()
}

/// Keeps a backup of a school.
async fn keep(world: &World, reach: &Reach) -> KeptId {
    kept::make(&request(world, NOON), reach.school(), Why::Hand).await.unwrap().id
}

/// An archive of a school, or of all.
async fn archive(world: &World, of: Option<&str>) -> Vec<u8> {
    let made = Made::of(by_command(&System::new(world, "backup"), of).await.unwrap()).await;
    std::fs::read(made.file.path()).unwrap()
}

/// Brings an archive of a school.
async fn bring(world: &World, reach: &Reach, slug: &str) -> UploadId {
    bring_it(reach, archive(world, Some(slug)).await).await
}

async fn bring_it(reach: &Reach, bytes: Vec<u8>) -> UploadId {
    let id = upload::begin(reach, &UploadForm { name: "archive.zip".into(), bytes: bytes.len() as u64 }).await.unwrap();
    let mut arriving = upload::open(reach, id, 0).await.unwrap();
    arriving.write(Bytes::from(bytes)).await.unwrap();
    arriving.close().await.unwrap();
    id
}

/// Waits until it is there, checked, and nothing is done with it.
async fn rests(reach: &Reach, id: UploadId) -> Next {
    loop {
        let page = upload::show(reach, id).await.unwrap();
        assert_ne!(page.card.state, State::Broken, "{:?}", page.found);
        if let Some(next) = page.next.filter(|next| next.running.is_none()) {
            return next;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The rows of a kept backup.
async fn kept_rows(world: &World, kept: KeptId) -> u64 {
    let rows = sql!("select row_count from kept_backups where id = $1");
    let (rows,): (i64,) = world.db.one(rows, args![kept]).await.unwrap();
    rows as u64
}

async fn rename_courses(world: &World, reach: &Reach, title: &str) {
    let rename = sql!("update courses set title = $2 where school_id = $1");
    world.db.run(rename, args![reach.school(), title]).await.unwrap();
}

async fn course(world: &World, reach: &Reach) -> String {
    let title = sql!("select title from courses where school_id = $1");
    let (title,): (String,) = world.db.one(title, args![reach.school()]).await.unwrap();
    title
}

fn form(next: &Next) -> RestoreForm {
    let shown = next.shown.as_ref().expect("a plan");
    RestoreForm { reason: "All of it was cleared".into(), name: shown.word.clone(), drawn: shown.seal.clone() }
}

async fn answer(reach: &Reach, id: UploadId, form: &RestoreForm) -> Error {
    begin(reach, id, form).await.unwrap_err().answer()
}

#[tokio::test]
async fn a_school_puts_a_kept_backup_back_after_it_was_tried_out_and_confirmed() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let kept = keep(&world, &own).await;
        rename_courses(&world, &own, "Lost").await;
        let id = upload::from_kept(&own, kept).await.unwrap();
        assert_eq!(upload::from_kept(&own, kept).await.unwrap(), id, "chosen twice");
        let next = rests(&own, id).await;
        assert!(next.may && next.shown.is_none());
        let unseen = RestoreForm { reason: "Why".into(), name: "School beta".into(), drawn: String::new() };
        assert_eq!(answer(&own, id, &unseen).await, Error::Conflict(Problem::ChangedMeanwhile), "nothing was tried out");

        try_out(&own, id, None).await.unwrap();
        try_out(&own, id, None).await.unwrap();
        let next = rests(&own, id).await;
        assert_eq!(course(&world, &own).await, "Lost", "a try-out changes nothing");
        let form = form(&next);
        assert_eq!(form.name, "School beta");
        let wrong = RestoreForm { name: "School Beta".into(), ..form.clone() };
        assert_eq!(answer(&own, id, &wrong).await, Error::field("name", Problem::NotThatWord));
        let stale = RestoreForm { drawn: "of another plan".into(), ..form.clone() };
        assert_eq!(answer(&own, id, &stale).await, Error::Conflict(Problem::ChangedMeanwhile));
        let silent = RestoreForm { reason: " ".into(), ..form.clone() };
        assert_eq!(answer(&own, id, &silent).await, Error::field("reason", Problem::Required));

        begin(&own, id, &form).await.unwrap();
        begin(&own, id, &form).await.unwrap();
        let last = rests(&own, id).await.last.expect("a report");
        assert_eq!((last.kind, last.state, last.cause.as_ref()), (Kind::Restore, RunState::Done, None));
        assert!(last.rows > 0 && last.safety.starts_with("backup_") && last.reason == form.reason, "{last:?}");
        assert_eq!((last.files, last.all_files, last.lacking), (0, Some(2), 0), "an essay and a photo were there still");
        let steps: Vec<Step> = last.log.iter().map(|(step, _)| *step).collect();
        assert_eq!(steps, Kind::Restore.steps(), "to the last one");
        assert_eq!(last.archived(), Some(kept_rows(&world, kept).await), "what did not come was here already");
        assert_eq!(course(&world, &own).await, "Algebra");
        assert!(own.begin().await.is_ok(), "it is open again");

        let next = rests(&own, id).await;
        assert!(next.restored && next.shown.is_none(), "what was tried out before is not what would come now");
        let page = upload::mine(&own).await.unwrap();
        assert!(page.kept.iter().any(|it| it.id == kept), "it can be chosen again");
        assert_eq!(page.runs.iter().map(|run| run.kind).collect::<Vec<_>>(), [Kind::Restore, Kind::Drill], "once each");
        let chosen = page.kept.iter().find(|it| it.id == kept).unwrap();
        let known = Some(KnownAs { made: chosen.begun.clone(), why: chosen.why, before: None });
        assert_eq!(page.uploads[0].kept, known, "by when it was made and why, not by its file");
        assert!(page.runs.iter().all(|run| run.kept == known), "{:?}", page.runs);
        let safety = page.kept.iter().find(|it| it.before == Some(Before::Restore)).expect("made before it").id;
        let safety = upload::from_kept(&own, safety).await.unwrap();
        rests(&own, safety).await;
        let fetched = upload::show(&own, safety).await.unwrap().card.kept.unwrap();
        assert_eq!((fetched.why, fetched.before), (Why::Safety, Some(Before::Restore)), "told from others of its minute");
        let other = school(&world, "alpha").await;
        assert!(upload::mine(&other).await.unwrap().runs.is_empty());
        assert_eq!(upload::from_kept(&other, kept).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(try_out(&other, id, None).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn the_platforms_admin_puts_a_school_back_and_its_own_admins_find_what_was_there_before() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let backup = keep(&world, &own).await;
        rename_courses(&world, &own, "Lost").await;
        let platform = kept::reach_to_restore(&person(&world, "alpha_admin").await, "beta").unwrap();
        let id = upload::from_kept(&platform, backup).await.unwrap();
        rests(&platform, id).await;
        try_out(&platform, id, None).await.unwrap();
        let form = form(&rests(&platform, id).await);
        assert_eq!(form.name, "School beta");
        begin(&platform, id, &form).await.unwrap();
        let last = rests(&platform, id).await.last.expect("a report");
        assert_eq!((last.state, last.cause.as_ref(), last.safety_of.as_deref()), (RunState::Done, None, Some("beta")));
        assert_eq!(course(&world, &own).await, "Algebra");
        let theirs = kept::show(&own).await.unwrap().backups;
        let safety = theirs.iter().find(|card| card.name == last.safety && card.verified.is_some()).expect("among theirs");
        // The report tells it by its own clock, the school's page by the school's: it is the same instant.
        assert_eq!(last.safety_made.map(|when| when.at), Some(safety.begun.at));
        assert!(kept::show(&platform).await.unwrap().backups.is_empty(), "none of the platform was needed");
    })
    .await;
}

#[tokio::test]
async fn without_a_safety_backup_everything_is_as_it_was_and_open() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let settings = Settings { data: scratch.folder().join("data"), ..world.settings.clone() };
        // No place for backups.
        let world = World::with_shelves(world.db.clone(), world.files.clone(), settings, Vec::new());
        let own = school(&world, "alpha").await;
        let id = bring(&world, &own, "alpha").await;
        rests(&own, id).await;
        rename_courses(&world, &own, "As it was").await;
        try_out(&own, id, None).await.unwrap();
        let form = form(&rests(&own, id).await);
        begin(&own, id, &form).await.unwrap();
        let next = rests(&own, id).await;
        let last = next.last.as_ref().expect("why");
        assert_eq!((last.state, last.step), (RunState::Failed, Step::Safety), "{last:?}");
        assert_eq!(
            (last.cause.as_ref(), last.detail.as_str()),
            (Some(&Cause::NoSafety), ""),
            "typed, and no word of the machine"
        );
        assert_eq!(course(&world, &own).await, "As it was");
        assert!(own.begin().await.is_ok(), "it is open again");
        assert!(next.shown.is_some(), "it can be confirmed again");
    })
    .await;
}

#[tokio::test]
async fn only_one_runs_and_one_of_a_stopped_server_is_ended_at_the_next_start() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "alpha").await;
        let id = bring(&world, &own, "alpha").await;
        rests(&own, id).await;
        let running = sql!(
            "insert into restores (id, kind, archive, state, alone, step, begun_at, beat_at)
             values ('r', 'restore', 'a', 'running', 'yes', 'load', $1, $1)"
        );
        let now = store::clock::now();
        world.db.run(running, args![now]).await.unwrap();
        assert_eq!(try_out(&own, id, None).await.unwrap_err().answer(), Error::Conflict(Problem::RestoreRuns));
        let left = scratch.folder().join("data/restores/staging_left");
        std::fs::create_dir_all(&left).unwrap();
        if world.db.kind() != "sqlite" {
            let silent = sql!("update restores set beat_at = $1 where id = 'r'");
            world.db.run(silent, args![now.plus_minutes(-11)]).await.unwrap();
        }
        end_unfinished(&System(request(&world, NOON))).await.unwrap();
        let (state, error): (String, String) =
            world.db.one(sql!("select state, error from restores where id = 'r'"), args![]).await.unwrap();
        assert_eq!((state.as_str(), error.as_str()), ("failed", STOPPED));
        assert!(!left.exists());
        try_out(&own, id, None).await.unwrap();
        assert!(rests(&own, id).await.shown.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_platform_is_put_back_under_its_address_and_whoever_asked_goes_on() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let admin = person(&world, "alpha_admin").await;
        let all = upload::reach(&admin, None).unwrap();
        let own = school(&world, "beta").await;
        let kept = keep(&world, &all).await;
        rename_courses(&world, &own, "Lost").await;
        let id = upload::from_kept(&all, kept).await.unwrap();
        rests(&all, id).await;
        try_out(&all, id, None).await.unwrap();
        let form = form(&rests(&all, id).await);
        assert_eq!(form.name, "lyceum.test");
        begin(&all, id, &form).await.unwrap();
        let last = rests(&all, id).await.last.expect("its archive and its report are still there");
        assert_eq!((last.state, matches!(last.by, By::Person(_))), (RunState::Done, true), "{last:?}");
        assert_eq!(last.logged, None, "its log counts among its rows");
        assert_eq!(course(&world, &own).await, "Algebra");
        let there = sql!("select cast(count(*) as bigint) as n from sessions where id_hash = $1");
        let (there,): (i64,) = world.db.one(there, args![&*admin.session]).await.unwrap();
        assert_eq!(there, 1);
    })
    .await;
}
