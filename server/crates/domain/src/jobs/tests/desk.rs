use model::ids::JobId;
use model::jobs::{JobFilter, JobState, JobsPage};
use model::{Error, Problem};
use store::testing::each_db;
use store::{Db, args, sql};

use crate::jobs::{self, Lane, desk};
use crate::scope::Actor;
use crate::testing::{NOON, Scene, person, request};
use crate::{Person, System};

/// A job in that state after so many tries, due at noon.
async fn job(db: &Db, kind: &str, state: JobState, tries: i64) -> JobId {
    let id = JobId::new();
    let ended = matches!(state, JobState::Done | JobState::Dead).then_some(NOON);
    let error = (tries > 0).then_some("Nobody answers.");
    let add = sql!(
        "insert into jobs (id, kind, payload, state, tries, run_at, last_error, created_at, finished_at)
         values ($1, $2, '', $3, $4, $5, $6, $5, $7)"
    );
    db.run(add, args![id, kind, state.text(), tries, NOON, error, ended]).await.unwrap();
    id
}

/// The first who founded a school runs the platform. What that has added is out of the way.
async fn scene(db: &Db) -> (Scene, Person) {
    let scene = Scene::new(db).await;
    db.run(sql!("delete from jobs where kind <> ''"), args![]).await.unwrap();
    let admin = person(&scene.world, "alpha_admin").await;
    (scene, admin)
}

async fn all(admin: &Person) -> JobsPage {
    desk::list(admin, &JobFilter::default()).await.unwrap()
}

async fn audited(db: &Db) -> i64 {
    let count = sql!("select cast(count(*) as bigint) as n from audit where action like 'job.%'");
    let (count,): (i64,) = db.one(count, args![]).await.unwrap();
    count
}

fn is_refused<T>(done: crate::Result<T>, with: &Error) -> bool {
    matches!(done, Err(crate::Error::Refused(error)) if error == *with)
}

#[tokio::test]
async fn the_jobs_stand_in_the_order_in_which_they_need_somebody() {
    each_db(async |db| {
        let (_scene, admin) = scene(&db).await;
        let waiting = job(&db, "mail", JobState::Waiting, 0).await;
        let done = job(&db, "mail", JobState::Done, 1).await;
        let dead = job(&db, "backup.keep", JobState::Dead, 8).await;
        let running = job(&db, "sweep", JobState::Running, 1).await;
        let page = all(&admin).await;
        assert_eq!(page.jobs.iter().map(|it| it.id).collect::<Vec<_>>(), [running, dead, waiting]);
        assert_eq!((page.total, page.dead), (3, 1));
        assert_eq!(page.jobs[1].error.as_deref(), Some("Nobody answers."));
        let of = async |kind: &str, state: &str| {
            let filter = JobFilter { kind: kind.into(), state: state.into(), page: 9 };
            let page = desk::list(&admin, &filter).await.unwrap();
            page.jobs.into_iter().map(|it| it.id).collect::<Vec<_>>()
        };
        assert_eq!(of("", "done").await, [done]);
        assert_eq!(of("mail", "").await, [waiting]);
        assert!(of("mail", "dead").await.is_empty());
        assert_eq!(of("nonsense", "nonsense").await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn what_failed_is_tried_again_from_the_first_try_on_and_noted_once() {
    each_db(async |db| {
        let (scene, admin) = scene(&db).await;
        let dead = job(&db, "backup.due", JobState::Dead, 8).await;
        desk::retry(&admin, dead).await.unwrap();
        desk::retry(&admin, dead).await.unwrap();
        assert_eq!(audited(&db).await, 1);
        let system = System(request(&scene.world, admin.now.plus_minutes(1)));
        let taken = jobs::take(&system, Lane::Short).await.unwrap().unwrap();
        assert_eq!((taken.id, taken.tries), (dead, 1));
        // It is at work now: nothing to do.
        desk::retry(&admin, dead).await.unwrap();
        assert_eq!(audited(&db).await, 1);
        assert!(is_refused(desk::retry(&admin, JobId::new()).await, &Error::NotFound));
    })
    .await;
}

#[tokio::test]
async fn what_only_waits_for_its_time_is_neither_begun_before_it_nor_thrown_away() {
    each_db(async |db| {
        let (_scene, admin) = scene(&db).await;
        let planned = job(&db, "announcement", JobState::Waiting, 0).await;
        let sweep = job(&db, "sweep", JobState::Waiting, 2).await;
        let page = all(&admin).await;
        let line = |id: JobId| page.jobs.iter().find(|it| it.id == id).map(|it| (it.can_retry, it.can_drop)).unwrap();
        assert_eq!((line(planned), line(sweep)), ((false, false), (true, false)));
        desk::retry(&admin, planned).await.unwrap();
        assert_eq!(audited(&db).await, 0, "it stays planned as it was");
        let changed = Error::Conflict(Problem::ChangedMeanwhile);
        assert!(is_refused(desk::throw_away(&admin, planned).await, &changed));
        assert!(is_refused(desk::throw_away(&admin, sweep).await, &changed), "no further one would be planned");
        assert_eq!(all(&admin).await.total, 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_planned_for_later_was_added_when_it_was_planned() {
    each_db(async |db| {
        let (_scene, admin) = scene(&db).await;
        let mut work = admin.begin().await.unwrap();
        jobs::add(&mut work, jobs::SWEEP, "", admin.now.plus_days(3)).await.unwrap();
        work.commit().await.unwrap();
        let page = all(&admin).await;
        let [job] = page.jobs.as_slice() else { panic!("{} jobs", page.jobs.len()) };
        assert_eq!((job.added.at, job.at.at), (admin.now, admin.now.plus_days(3)));
    })
    .await;
}

#[tokio::test]
async fn what_was_given_up_is_thrown_away_once_and_all_of_a_kind_are_tried_again_together() {
    each_db(async |db| {
        let (_scene, admin) = scene(&db).await;
        let mails = [job(&db, "mail", JobState::Dead, 8).await, job(&db, "mail", JobState::Dead, 8).await];
        let backup = job(&db, "backup.keep", JobState::Dead, 8).await;
        desk::throw_away(&admin, backup).await.unwrap();
        desk::throw_away(&admin, backup).await.unwrap();
        assert_eq!(audited(&db).await, 1);
        let sweep = job(&db, "sweep", JobState::Dead, 8).await;
        desk::retry_dead(&admin, "mail").await.unwrap();
        desk::retry_dead(&admin, "mail").await.unwrap();
        assert_eq!(audited(&db).await, 2);
        let dead: Vec<_> = all(&admin).await.jobs.into_iter().filter(|it| it.state == JobState::Dead).map(|it| it.id).collect();
        assert_eq!(dead, [sweep]);
        desk::retry_dead(&admin, "").await.unwrap();
        let page = all(&admin).await;
        assert_eq!((page.dead, page.total), (0, 3));
        assert!(mails.iter().all(|id| page.jobs.iter().any(|it| it.id == *id && it.state == JobState::Waiting)));
    })
    .await;
}

#[tokio::test]
async fn the_admin_of_a_school_sees_and_changes_none_of_it() {
    each_db(async |db| {
        let (scene, _admin) = scene(&db).await;
        let dead = job(&db, "mail", JobState::Dead, 8).await;
        let other = person(&scene.world, "beta_admin").await;
        assert!(is_refused(desk::list(&other, &JobFilter::default()).await, &Error::Forbidden));
        assert!(is_refused(desk::retry(&other, dead).await, &Error::Forbidden));
        assert!(is_refused(desk::retry_dead(&other, "").await, &Error::Forbidden));
        assert!(is_refused(desk::throw_away(&other, dead).await, &Error::Forbidden));
        assert_eq!(audited(&db).await, 0);
    })
    .await;
}

/// Each constant with the way it is written by who carries it out.
macro_rules! kinds {
    ($($of:ident::$kind:ident),+ $(,)?) => { [$((concat!(stringify!($of), "::", stringify!($kind)), crate::$of::$kind)),+] };
}

#[test]
fn every_kind_of_job_that_is_carried_out_has_a_name() {
    let kinds = kinds![
        jobs::SWEEP,
        jobs::KEEP,
        jobs::COPY,
        jobs::VERIFY,
        jobs::DRILL,
        jobs::DUE,
        jobs::RECOUNT,
        jobs::FORGET,
        jobs::FOLD,
        push::JOB,
        notifications::JOB,
        notifications::PUSH,
        mail::JOB,
        mail::MANY,
        announcements::JOB,
        announcements::REMINDER,
    ];
    assert!(kinds.iter().all(|(_, kind)| model::jobs::label(kind).is_some()));
    assert_eq!(kinds.len(), model::jobs::KINDS.len());
    // Whoever adds an arm there adds a line here.
    let runner = include_str!("../../../../../src/jobs.rs");
    let (_, arms) = runner.split_once("match job.kind.as_str() {").unwrap();
    let (arms, _) = arms.split_once("other => ").unwrap();
    let arms = arms.lines().filter_map(|line| line.strip_prefix("        ")).filter(|line| !line.starts_with(' '));
    let arms = arms.filter_map(|line| line.split_once(" =>")).flat_map(|(arm, _)| arm.split(" | "));
    let mut carried_out: Vec<&str> = arms.collect();
    let mut known: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
    carried_out.sort_unstable();
    known.sort_unstable();
    assert_eq!(carried_out, known);
}
