use model::chat::MessageForm;
use model::classes::{ClassForm, CodeKind};
use model::ids::MessageId;
use store::Db;
use store::testing::{Scratch, each_db};

use super::*;
use crate::accounts::register;
use crate::people::appointing;
use crate::testing::{NOON, Scene, account, person, request};
use crate::{chat, classes, jobs};

const WHY: &str = "restore";

fn system(it: &Scene, now: At) -> System {
    System(request(&it.world, now))
}

async fn start_class(scope: &Scope, name: &str) -> Result<()> {
    classes::create(scope, &ClassForm { name: name.into() }).await.map(|_| ())
}

fn refusal<T>(done: Result<T>) -> Option<Error> {
    done.err().map(crate::Error::answer)
}

const SCHOOL: Option<Error> = Some(Error::Closed(Shut::School));
const PLATFORM: Option<Error> = Some(Error::Closed(Shut::Platform));

#[test]
fn what_is_closed_is_in_the_way_of_its_own_as_long_as_somebody_is_heard_of() {
    let (one, two) = (Some(SchoolId::from_u128(1)), Some(SchoolId::from_u128(2)));
    let late = NOON.plus_minutes(SILENCE_MINUTES);
    for (closed, school, held, now, expected) in [
        (one, one, false, NOON, Some(Shut::School)),
        (one, two, false, NOON, None),
        (one, None, false, NOON, None),
        (None, one, false, NOON, Some(Shut::Platform)),
        (None, None, false, NOON, Some(Shut::Platform)),
        (one, one, false, At(late.0 - 1), Some(Shut::School)),
        (one, one, false, late, None),
        (None, two, false, late, None),
        // This process lives, whatever it could write.
        (one, one, true, late.plus_minutes(60), Some(Shut::School)),
        (one, two, true, NOON, None),
        // The clock of another node is behind.
        (one, one, false, NOON.plus_minutes(-1), Some(Shut::School)),
    ] {
        let closures = [Closure { school_id: closed, beat_at: NOON }];
        assert_eq!(in_the_way(&closures, school, held, now), expected, "{closed:?} {school:?} {held} {now:?}");
    }
    assert_eq!(in_the_way(&[], one, true, NOON), None);
}

#[tokio::test]
async fn of_two_restores_at_once_one_begins() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let system = system(&scene, NOON);
        let school = Some(scene.admin.school_id());
        let (first, second) = tokio::join!(close(&system, None, WHY), close(&system, school, WHY));
        let mut begun = Vec::new();
        for it in [first, second] {
            match it {
                Ok(closed) => begun.push(closed),
                Err(error) => assert_eq!(error.answer(), Error::Conflict(Problem::RestoreRuns)),
            }
        }
        assert_eq!(begun.len(), 1);
        begun.remove(0).open().await.unwrap();
        close(&system, school, WHY).await.unwrap().open().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_closed_school_is_changed_by_nobody_and_the_other_goes_on() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        let platform = person(&scene.world, "alpha_admin").await;
        let page = classes::show(&scene.admin, scene.class_id).await.unwrap();
        let code = page.codes.iter().find(|card| card.kind == CodeKind::Student).unwrap().code.clone();
        let said = MessageForm { body: "Before".into(), reply: None };
        chat::send(&scene.teacher, scene.room_id, MessageId::new(), &said).await.unwrap();
        let closed = close(&system(&scene, NOON), Some(school), WHY).await.unwrap();

        assert_eq!(refusal(start_class(&scene.admin, "Second").await), SCHOOL);
        let word =
            chat::send(&scene.student, scene.room_id, MessageId::new(), &MessageForm { body: "x".into(), reply: None }).await;
        assert_eq!(refusal(word), SCHOOL);
        let form = model::accounts::JoinForm { code: code.clone(), account: account("newcomer") };
        assert_eq!(refusal(register::join(&Visitor(request(&scene.world, NOON)), &form).await), SCHOOL);
        assert_eq!(refusal(appointing::appoint(&platform, school, scene.student.user_id()).await), SCHOOL);
        let mut work = system(&scene, NOON).begin().await.unwrap();
        work.concerns(None, Some(school));
        assert_eq!(refusal(work.commit().await), SCHOOL);
        assert_eq!(refusal(all_open(&system(&scene, NOON)).await), PLATFORM);
        // Nothing is lost with a mark of what was read, and reading goes on.
        chat::read(&scene.student, scene.room_id, 1).await.unwrap();
        assert_eq!(chat::open(&scene.student, scene.room_id, model::chat::Window::Unread).await.unwrap().read, 0);

        start_class(&scene.other().admin, "Second").await.unwrap();
        let seen = async |who: &Person, slug: &str| seen(&Visitor(request(&scene.world, NOON)), Some(who), slug).await.unwrap();
        let stranger = person(&scene.world, "beta_admin").await;
        assert_eq!(seen(&platform, "alpha").await, Some(Shut::School));
        assert_eq!(
            (seen(&platform, "").await, seen(&stranger, "alpha").await, seen(&stranger, "beta").await),
            (None, None, None)
        );

        let mut work = closed.system().begin().await.unwrap();
        work.concerns(None, Some(school));
        work.commit().await.unwrap();
        closed.reach(&Reach::School(scene.admin.clone())).begin().await.unwrap().commit().await.unwrap();
        closed.open().await.unwrap();
        start_class(&scene.admin, "Second").await.unwrap();
        register::join(&Visitor(request(&scene.world, NOON)), &form).await.unwrap();
        chat::read(&scene.student, scene.room_id, 1).await.unwrap();
        assert_eq!(chat::open(&scene.student, scene.room_id, model::chat::Window::Unread).await.unwrap().read, 1);
    })
    .await;
}

#[tokio::test]
async fn a_closed_platform_is_changed_by_nobody_at_all() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let closed = close(&system(&scene, NOON), None, WHY).await.unwrap();
        for admin in [&scene.admin, &scene.other().admin] {
            assert_eq!(refusal(start_class(admin, "Second").await), PLATFORM);
        }
        let somebody = person(&scene.world, "beta_student").await;
        let visitor = Visitor(request(&scene.world, NOON));
        assert_eq!(refusal(somebody.begin().await), PLATFORM);
        assert_eq!(refusal(visitor.begin().await), PLATFORM);
        assert_eq!(refusal(system(&scene, NOON).begin().await), PLATFORM);
        assert_eq!(seen(&visitor, None, "").await.unwrap(), Some(Shut::Platform));
        // The next sweep is planned whatever is closed.
        jobs::plan_sweep(&system(&scene, NOON)).await.unwrap();
        closed.open().await.unwrap();
        start_class(&scene.admin, "Second").await.unwrap();
    })
    .await;
}

/// As a process leaves it that is killed.
async fn leave_closed(db: &Db, school: Option<SchoolId>) {
    let left = sql!("insert into closures (id, school_id, why, begun_at, beat_at) values ($1, $2, 'restore', $3, $3)");
    db.run(left, args![ClosureId::new(), school, NOON]).await.unwrap();
}

async fn open_now(db: &Db) -> i64 {
    let open = sql!("select cast(count(*) as bigint) as n from closures where ended_at is null");
    db.one::<(i64,)>(open, args![]).await.unwrap().0
}

#[tokio::test]
async fn whoever_was_killed_closes_nothing_for_ever() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = Some(scene.admin.school_id());
        let (soon, late) = (NOON.plus_minutes(1), NOON.plus_minutes(SILENCE_MINUTES));
        leave_closed(&db, school).await;
        assert_eq!(refusal(start_class(&Scene::at(&scene.admin, soon), "Second").await), SCHOOL);
        assert_eq!(refusal(close(&system(&scene, soon), None, WHY).await), Some(Error::Conflict(Problem::RestoreRuns)));
        end_silent(&system(&scene, soon)).await.unwrap();
        assert_eq!(open_now(&db).await, 1, "it may live yet");
        start_class(&Scene::at(&scene.admin, late), "Second").await.unwrap();
        close(&system(&scene, late), school, WHY).await.unwrap().open().await.unwrap();
        assert_eq!(open_now(&db).await, 0);
        leave_closed(&db, None).await;
        end_silent(&system(&scene, late)).await.unwrap();
        assert_eq!(open_now(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_began_before_is_refused_at_its_end() {
    // SQLite has one writer: what began before has ended before anything is closed.
    let scratch = Scratch::postgres().await;
    let scene = Scene::new(&scratch.db).await;
    let work = scene.admin.begin().await.unwrap();
    let closed = close(&system(&scene, NOON), Some(scene.admin.school_id()), WHY).await.unwrap();
    assert_eq!(refusal(work.commit().await), SCHOOL);
    closed.open().await.unwrap();
    scratch.discard().await;
}

#[tokio::test]
async fn a_job_that_finds_its_school_closed_waits_and_that_is_no_try() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let system = |seconds| system(&scene, NOON.plus_minutes(1).plus_seconds(seconds));
        db.run(sql!("delete from jobs"), args![]).await.unwrap();
        let mut work = system(0).begin().await.unwrap();
        jobs::add(&mut work, "announcement", "", NOON).await.unwrap();
        work.commit().await.unwrap();
        let job = jobs::take(&system(0), jobs::Lane::Short).await.unwrap().unwrap();
        jobs::put_off(&system(0), &job).await.unwrap();
        assert!(jobs::take(&system(9), jobs::Lane::Short).await.unwrap().is_none());
        assert_eq!(
            jobs::take(&system(10), jobs::Lane::Short).await.unwrap().map(|next| (next.id, next.tries)),
            Some((job.id, 1))
        );
    })
    .await;
}
