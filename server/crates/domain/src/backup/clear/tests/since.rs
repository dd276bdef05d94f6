//! What happened between a clear and its undo, or the next one.

use model::backup::clear::{Going, What};
use model::ids::{AnnouncementId, UserId};
use model::{At, Error, Problem};
use serde_json::{Value, json};
use store::testing::each_db;
use store::{args, sql};

use super::{clear, clear_now, content, form, lived, page};
use crate::backup::clear::undo;
use crate::testing::{NOON, Scene};

#[tokio::test]
async fn what_was_done_since_stays() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        let id = clear_now(&it, What::Students).await;
        let (school, student) = (it.admin.school_id(), it.student.user_id());
        let join = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at, number)
             values ($1, $2, 'student', 'active', $3, $4)"
        );
        db.run(join, args![school, student, NOON.plus_days(1), "S-2"]).await.unwrap();
        let newcomer = it.other().student.user_id();
        db.run(join, args![school, newcomer, NOON.plus_days(1), "S-1"]).await.unwrap();
        let say = sql!(
            "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at) values ($1, 'later', $2, 2, $3, 'Back', $4)"
        );
        db.run(say, args![school, it.room_id, student, NOON.plus_days(1)]).await.unwrap();
        let hand_in = sql!(
            "insert into submissions (school_id, id, assignment_id, user_id, attempt, note, late, submitted_at)
             select a.school_id, 'again', a.id, cast($2 as text), 1, '', false, cast($3 as bigint) from assignments a
             where a.school_id = $1"
        );
        db.run(hand_in, args![school, student, NOON.plus_days(1)]).await.unwrap();
        undo(&Scene::at(&it.admin, NOON.plus_days(2)), id).await.unwrap();
        let number = sql!("select number from memberships where school_id = $1 and user_id = $2");
        let number = async |user: UserId| db.one::<(String,)>(number, args![school, user]).await.unwrap().0;
        assert_eq!((number(student).await, number(newcomer).await), ("S-2".to_owned(), "S-1".to_owned()));
        let said = sql!("select id from messages where school_id = $1 order by seq");
        let said: Vec<(String,)> = db.all(said, args![school]).await.unwrap();
        assert_eq!(said, [("message".to_owned(),), ("later".to_owned(),)]);
        let enrolled = sql!("select cast(count(*) as bigint) as n from enrollments where school_id = $1");
        assert_eq!(db.one::<(i64,)>(enrolled, args![school]).await.unwrap(), (2,));
        let attempts = sql!(
            "select s.attempt, (s.id = 'again') as again,
                    (select cast(count(*) as bigint) from marks m
                     where m.school_id = s.school_id and m.submission_id = s.id) as marks
             from submissions s where s.school_id = $1 and s.user_id = $2 order by s.attempt"
        );
        let attempts: Vec<(i64, bool, i64)> = db.all(attempts, args![school, student]).await.unwrap();
        assert_eq!(attempts, [(1, false, 1), (2, true, 0)], "both attempts, and the mark of the first");
        let cleared = page(&it).await.cleared[0].clone();
        let (came, there) = cleared.undone.and_then(|undone| undone.rows).unwrap();
        assert_eq!((came + there, there), (cleared.rows, 1), "the place of who had joined again was there");
    })
    .await;
}

#[tokio::test]
async fn an_announcement_that_came_due_meanwhile_is_told_when_it_is_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let school = it.admin.school_id();
        let write = sql!(
            "insert into announcements (school_id, id, title, body, audience, pinned, author_id, created_at, publish_at)
             values ($1, $2, 'Sports day', 'On Friday', 'school', false, $3, $4, $5)"
        );
        let (out, due, planned) = (AnnouncementId::new(), AnnouncementId::new(), AnnouncementId::new());
        for (id, hours) in [(out, -1), (due, 1), (planned, 9)] {
            let args = args![school, id, it.admin.user_id(), NOON, NOON.plus_hours(hours)];
            db.run(write, args).await.unwrap();
        }
        let id = clear_now(&it, What::All).await;
        let back = NOON.plus_hours(2);
        undo(&Scene::at(&it.admin, back), id).await.unwrap();
        let jobs = sql!("select payload, run_at from jobs where kind = 'announcement' order by run_at");
        let jobs: Vec<(String, At)> = db.all(jobs, args![]).await.unwrap();
        assert_eq!(jobs, [(format!("{school} {due}"), back), (format!("{school} {planned}"), NOON.plus_hours(9))]);
    })
    .await;
}

#[tokio::test]
async fn what_came_anew_is_cleared_anew_though_the_form_is_the_same() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = form(&it, What::Enrollments).await;
        let first = clear(&it.admin, &form).await.unwrap();
        assert_eq!(clear(&it.admin, &form).await.unwrap(), first, "the second click");
        let enroll = sql!("insert into enrollments (school_id, course_id, user_id, enrolled_at) values ($1, $2, $3, $4)");
        for student in [&it.student, &it.student2] {
            let args = args![it.admin.school_id(), it.course_id, student.user_id(), NOON];
            db.run(enroll, args).await.unwrap();
        }
        assert_ne!(clear(&it.admin, &form).await.unwrap(), first);
        let left = sql!("select cast(count(*) as bigint) as n from enrollments where school_id = $1");
        assert_eq!(db.one::<(i64,)>(left, args![it.admin.school_id()]).await.unwrap(), (0,));
    })
    .await;
}

#[tokio::test]
async fn what_needs_something_that_was_cleared_since_says_so() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        let before = content(&db).await;
        let students = clear_now(&it, What::Students).await;
        let courses = clear_now(&it, What::Courses).await;
        let refused = undo(&it.admin, students).await.unwrap_err().answer();
        assert_eq!(refused, Error::Conflict(Problem::ClearLacks(Going::Courses)));
        let foreign = undo(&it.other().admin, students).await.unwrap_err().answer();
        assert_eq!(foreign, Error::NotFound);
        undo(&it.admin, courses).await.unwrap();
        undo(&it.admin, students).await.unwrap();
        assert_eq!(content(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_needs_an_account_that_is_gone_says_so_and_nothing_comes_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = clear_now(&it, What::Students).await;
        let cleared = content(&db).await;
        // As after a restore of the whole platform to a day before the account was there.
        let other = sql!("update cleared_rows set body = replace(body, $2, $3) where school_id = $1");
        db.run(other, args![it.admin.school_id(), it.student.user_id().to_string(), UserId::new().to_string()]).await.unwrap();
        let refused = undo(&it.admin, id).await.unwrap_err().answer();
        assert_eq!(refused, Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(content(&db).await, cleared);
    })
    .await;
}

#[tokio::test]
async fn more_rows_than_one_statement_takes_come_back_too() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (school, student) = (it.admin.school_id(), it.student.user_id());
        let talk: Vec<Value> = (1..=2_500).map(|n| json!([format!("m{n:05}"), n.to_string()])).collect();
        let say = sql!(
            "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at)
             select cast($1 as text), value ->> 0, cast($2 as text), cast(value ->> 1 as bigint), cast($3 as text), 'Hello',
                    cast($4 as bigint)
             from {rows $5}"
        );
        db.run(say, args![school, it.room_id, student, NOON, Value::Array(talk).to_string()]).await.unwrap();
        let before = content(&db).await;
        let id = clear_now(&it, What::Students).await;
        let left = sql!("select cast(count(*) as bigint) as n from messages where school_id = $1");
        assert_eq!(db.one::<(i64,)>(left, args![school]).await.unwrap(), (0,));
        undo(&it.admin, id).await.unwrap();
        assert_eq!(content(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_in_since_comes_after_more_attempts_than_one_statement_takes() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        let (school, student) = (it.admin.school_id(), it.student.user_id());
        let work: Vec<Value> = (2..=2_300).map(|n| json!([format!("w{n:05}"), n.to_string()])).collect();
        let hand_in = sql!(
            "insert into submissions (school_id, id, assignment_id, user_id, attempt, note, late, submitted_at)
             select a.school_id, value ->> 0, a.id, cast($2 as text), cast(value ->> 1 as bigint), '', false, cast($3 as bigint)
             from assignments a, {rows $4} where a.school_id = $1"
        );
        db.run(hand_in, args![school, student, NOON, Value::Array(work).to_string()]).await.unwrap();
        let id = clear_now(&it, What::Students).await;
        let join = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'active', $3)"
        );
        db.run(join, args![school, student, NOON.plus_days(1)]).await.unwrap();
        let again = json!([["again", "1"]]).to_string();
        db.run(hand_in, args![school, student, NOON.plus_days(1), again]).await.unwrap();
        undo(&Scene::at(&it.admin, NOON.plus_days(2)), id).await.unwrap();
        let (attempts, last): (i64, i64) = db
            .one(
                sql!(
                    "select cast(count(distinct attempt) as bigint) as attempts,
                            max(case when id = 'again' then attempt else 0 end) as last
                     from submissions where school_id = $1 and user_id = $2 and attempt between 1 and 2301"
                ),
                args![school, student],
            )
            .await
            .unwrap();
        assert_eq!((attempts, last), (2_301, 2_301));
    })
    .await;
}

#[tokio::test]
async fn a_restore_of_the_school_since_is_told_and_no_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        clear_now(&it, What::Students).await;
        let note = sql!(
            "insert into restores (id, kind, school_id, archive, state, step, begun_at, beat_at, ended_at)
             values ($1, $2, $3, 'a', $4, 'done', $5, 1, $5)"
        );
        let (own, other) = (it.admin.school_id(), it.other().admin.school_id());
        for (id, kind, school, state, minutes) in [
            ("before", "restore", own, "done", -1),
            ("drill", "drill", own, "done", 1),
            ("failed", "restore", own, "failed", 1),
            ("other", "restore", other, "done", 1),
        ] {
            db.run(note, args![id, kind, school, state, NOON.plus_minutes(minutes)]).await.unwrap();
        }
        let cleared = page(&it).await;
        assert!(cleared.can_undo() && cleared.cleared[0].restored.is_none() && cleared.cleared[0].fresh);
        db.run(note, args!["since", "restore", own, "done", NOON.plus_minutes(2)]).await.unwrap();
        let cleared = page(&it).await;
        let told = cleared.cleared[0].restored.as_ref().map(|when| when.at);
        assert_eq!((told, cleared.can_undo()), (Some(NOON.plus_minutes(2)), false));
    })
    .await;
}
