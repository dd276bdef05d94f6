//! Handing in, and what none of it shows to others; the rest is in the files below.

mod in_a_row;
mod marks;
mod pages;
mod setting;
mod waiting;

use bytes::Bytes;
use model::assignments::{AssignmentForm, MarkForm, SubmissionForm};
use model::ids::{AssignmentId, SubmissionId};
use model::{Error, Problem};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{lists, marking, set, show, submissions};
use crate::files::{self, Upload};
use crate::testing::Scene;
use crate::{Result, Scope};

/// Noon of the scene is 12:00 in Accra; this is due at 17:00.
fn essay() -> AssignmentForm {
    AssignmentForm {
        title: "Essay <script>alert(1)</script>".into(),
        brief: "Write.\r\n<img src=x onerror=alert(1)>".into(),
        points: "10".into(),
        due: "2026-11-27T17:00".into(),
    }
}

async fn upload(scope: &Scope, text: &str) -> Upload {
    files::keep(scope, scope.school_id(), "essay.txt", Bytes::from(text.to_owned())).await.unwrap()
}

fn sent(id: SubmissionId) -> SubmissionForm {
    SubmissionForm { submission: id, note: "<script>alert('note')</script>".into() }
}

async fn hand_in(scope: &Scope, assignment: AssignmentId, id: SubmissionId) -> Result<SubmissionId> {
    let upload = upload(scope, &format!("the work of {}", scope.me.username)).await;
    submissions::submit(scope, assignment, &sent(id), vec![upload]).await
}

fn mark(marks: &str, version: i64) -> MarkForm {
    MarkForm { marks: marks.into(), comment: "Good <b>work</b>".into(), version }
}

async fn count(db: &Db, scope: &Scope) -> i64 {
    let (count,): (i64,) = db
        .one(sql!("select cast(count(*) as bigint) as n from submissions where school_id = $1"), args![scope.school_id()])
        .await
        .unwrap();
    count
}

#[tokio::test]
async fn nothing_of_it_is_there_for_another_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let id = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let other = it.other();
        for scope in [&other.admin, &other.teacher, &other.student] {
            assert_eq!(set(scope, it.course_id, &essay()).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(show(scope, assignment, 1).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(submissions::admit(scope, assignment).await.unwrap_err().answer(), Error::NotFound);
            let handed = hand_in(scope, assignment, SubmissionId::new()).await;
            assert_eq!(handed.unwrap_err().answer(), Error::NotFound);
            assert_eq!(marking::show(scope, id).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(marking::save(scope, id, &mark("5", 0)).await.unwrap_err().answer(), Error::NotFound);
        }
        assert!(lists::to_mark(&other.teacher, 10).await.unwrap().is_empty());
        assert_eq!(count(&db, &other.admin).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_handed_in_at_the_due_instant_is_in_time_and_after_it_late() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let due = show(&it.student, assignment, 1).await.unwrap().due.at;
        let in_time = Scene::at(&it.student, due);
        hand_in(&in_time, assignment, SubmissionId::new()).await.unwrap();
        let after = Scene::at(&it.student2, model::At(due.0 + 1));
        hand_in(&after, assignment, SubmissionId::new()).await.unwrap();
        assert!(!show(&in_time, assignment, 1).await.unwrap().own[0].late);
        let page = show(&after, assignment, 1).await.unwrap();
        assert!(page.own[0].late && page.overdue);
        let students = show(&it.teacher, assignment, 1).await.unwrap().students;
        let late: Vec<bool> = students.iter().map(|it| it.state.as_ref().unwrap().late).collect();
        assert_eq!(late, [false, true], "in the order of their names");
    })
    .await;
}

#[tokio::test]
async fn a_receipt_names_each_file_and_the_note_is_kept_as_typed() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let files = vec![upload(&it.student, "abc").await, upload(&it.student, "abc").await, upload(&it.student, "second").await];
        let id = SubmissionId::new();
        submissions::submit(&it.student, assignment, &sent(id), files).await.unwrap();
        let own = show(&it.student, assignment, 1).await.unwrap().own;
        assert_eq!((own.len(), own[0].id, own[0].attempt, own[0].files.len()), (1, id, 1, 3));
        assert_eq!(own[0].files[0].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(own[0].files.iter().map(|file| file.bytes).collect::<Vec<_>>(), [3, 3, 6]);
        assert_eq!(own[0].note, "<script>alert('note')</script>");
        let none = submissions::submit(&it.student, assignment, &sent(SubmissionId::new()), vec![]).await;
        assert_eq!(none.unwrap_err().answer().problem_of("files"), Some(Problem::Required));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_is_stored_once_and_anothers_id_is_not_there() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let id = SubmissionId::new();
        for _ in 0..3 {
            assert_eq!(hand_in(&it.student, assignment, id).await.unwrap(), id);
        }
        let (one, two) = tokio::join!(hand_in(&it.student, assignment, id), hand_in(&it.student, assignment, id));
        assert_eq!((one.unwrap(), two.unwrap()), (id, id));
        assert_eq!(hand_in(&it.student2, assignment, id).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(count(&db, &it.student).await, 1);
        recount(&db, &it).await;
    })
    .await;
}

#[tokio::test]
async fn other_files_or_another_note_under_the_same_id_are_a_further_attempt() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let id = SubmissionId::new();
        hand_in(&it.student, assignment, id).await.unwrap();
        let corrected =
            files::keep(&it.student, it.student.school_id(), "corrected.txt", Bytes::from_static(b"better")).await.unwrap();
        let second = submissions::submit(&it.student, assignment, &sent(id), vec![corrected]).await.unwrap();
        assert_ne!(second, id);
        let own = show(&it.student, assignment, 1).await.unwrap().own;
        assert_eq!(own.iter().map(|it| (it.attempt, it.files[0].name.as_str())).next(), Some((2, "corrected.txt")));
        let corrected =
            files::keep(&it.student, it.student.school_id(), "corrected.txt", Bytes::from_static(b"better")).await.unwrap();
        let again = submissions::submit(&it.student, assignment, &sent(id), vec![corrected.clone()]).await.unwrap();
        assert_eq!(again, second, "what was corrected may be sent twice as well");
        let noted = SubmissionForm { note: "Now with a note.".into(), ..sent(id) };
        let third = submissions::submit(&it.student, assignment, &noted, vec![corrected]).await.unwrap();
        assert!(third != id && third != second);
        assert_eq!(hand_in(&it.student, assignment, id).await.unwrap(), id, "the first is still the first");
        assert_eq!(count(&db, &it.student).await, 3);
        recount(&db, &it).await;
    })
    .await;
}

#[tokio::test]
async fn what_would_be_refused_is_known_before_files_are_kept() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let second = AssignmentForm { title: "Second essay".into(), ..essay() };
        let another = set(&it.teacher, it.course_id, &second).await.unwrap();
        let id = SubmissionId::new();
        hand_in(&it.student, assignment, id).await.unwrap();
        let free = submissions::admit(&it.student, assignment).await.unwrap().free_bytes;
        let new = SubmissionId::new();
        let check = async |scope: &Scope, assignment, id, files, bytes| {
            submissions::check(scope, assignment, &sent(id), files, bytes).await.map_err(|error| error.answer())
        };
        assert_eq!(check(&it.student, assignment, id, 1, free + 1).await, Ok(()), "it may be the same once more");
        assert_eq!(check(&it.student, assignment, new, 1, free).await, Ok(()));
        assert_eq!(check(&it.student, assignment, new, 1, free + 1).await, Err(Error::field("files", Problem::QuotaExceeded)));
        assert_eq!(check(&it.student, assignment, new, 0, 0).await, Err(Error::field("files", Problem::Required)));
        assert_eq!(check(&it.student2, assignment, id, 1, 1).await, Err(Error::NotFound));
        assert_eq!(check(&it.student, another, id, 1, 1).await, Err(Error::NotFound), "an id of another assignment");
        assert_eq!(check(&it.teacher, assignment, new, 1, 1).await, Err(Error::Forbidden));
        assert_eq!(check(&it.other().student, assignment, new, 1, 1).await, Err(Error::NotFound));
    })
    .await;
}

#[tokio::test]
async fn attempts_at_the_same_moment_are_numbered_one_after_the_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let tasks: Vec<_> = (0..6)
            .map(|_| {
                let scope = it.student.clone();
                tokio::spawn(async move { hand_in(&scope, assignment, SubmissionId::new()).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let attempts: Vec<i64> = show(&it.student, assignment, 1).await.unwrap().own.iter().map(|it| it.attempt).collect();
        assert_eq!(attempts, [6, 5, 4, 3, 2, 1]);
        recount(&db, &it).await;
    })
    .await;
}

/// What the class counts is what its files are.
async fn recount(db: &Db, it: &Scene) {
    let (counted, summed): (i64, i64) = db
        .one(
            sql!(
                "select g.storage_bytes, (select cast(coalesce(sum(f.bytes), 0) as bigint) from files f
                                          where f.school_id = g.school_id and f.class_id = g.id) as summed
                 from class_groups g where g.school_id = $1 and g.id = $2"
            ),
            args![it.admin.school_id(), it.class_id],
        )
        .await
        .unwrap();
    assert_eq!(counted, summed);
}

#[tokio::test]
async fn a_class_without_room_takes_nothing_and_two_cannot_share_the_last_of_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        db.run(
            sql!("update class_groups set quota_bytes = $3 where school_id = $1 and id = $2"),
            args![it.admin.school_id(), it.class_id, 10_i64],
        )
        .await
        .unwrap();
        let big = upload(&it.student, "eleven byte").await;
        let refused = submissions::submit(&it.student, assignment, &sent(SubmissionId::new()), vec![big]).await;
        assert_eq!(refused.unwrap_err().answer().problem_of("files"), Some(Problem::QuotaExceeded));
        assert_eq!(count(&db, &it.student).await, 0);
        let (first, second) = (upload(&it.student, "seven 1").await, upload(&it.student2, "seven 2").await);
        let (forms, free) = ((sent(SubmissionId::new()), sent(SubmissionId::new())), submissions::admit(&it.student, assignment));
        assert_eq!(free.await.unwrap().free_bytes, 10);
        let (one, two) = tokio::join!(
            submissions::submit(&it.student, assignment, &forms.0, vec![first]),
            submissions::submit(&it.student2, assignment, &forms.1, vec![second]),
        );
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
        recount(&db, &it).await;
    })
    .await;
}

#[tokio::test]
async fn only_enrolled_students_hand_in() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        for scope in [&it.teacher, &it.admin] {
            assert_eq!(submissions::admit(scope, assignment).await.unwrap_err().answer(), Error::Forbidden, "{}", scope.role());
            let handed = hand_in(scope, assignment, SubmissionId::new()).await;
            assert_eq!(handed.unwrap_err().answer(), Error::Forbidden);
        }
        db.run(
            sql!("delete from enrollments where school_id = $1 and user_id = $2"),
            args![it.student.school_id(), it.student.user_id()],
        )
        .await
        .unwrap();
        assert_eq!(hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap_err().answer(), Error::Forbidden);
        assert!(!show(&it.student, assignment, 1).await.unwrap().may_submit);
        let nowhere = hand_in(&it.student2, AssignmentId::new(), SubmissionId::new()).await;
        assert_eq!(nowhere.unwrap_err().answer(), Error::NotFound);
        assert_eq!(count(&db, &it.student).await, 0);
    })
    .await;
}
