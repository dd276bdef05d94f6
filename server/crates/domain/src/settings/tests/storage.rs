use bytes::Bytes;
use model::assignments::{AssignmentForm, SubmissionForm};
use model::classes::ClassForm;
use model::ids::{AssignmentId, SubmissionId};
use model::settings::storage::{PAGE, QuotaForm};
use model::{Error, Problem};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::testing::each_db;
use store::{args, sql};

use super::audited;
use crate::assignments::{set, submissions};
use crate::files::{keep, sweep};
use crate::settings::storage::{recount, set_quota, show};
use crate::testing::Scene;
use crate::{Scope, System, classes};

/// Something that happens to the files of a class.
#[derive(Clone, Debug)]
enum Deed {
    /// One of the two students hands in files of these sizes.
    HandIn(bool, Vec<usize>),
    /// The last form is sent once more.
    Again,
    /// A file arrives that no form ever names.
    Abandon(usize),
    Sweep(i64),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => (any::<bool>(), proptest::collection::vec(1..2_000_usize, 1..4)).prop_map(|(who, sizes)| Deed::HandIn(who, sizes)),
        2 => Just(Deed::Again),
        1 => (1..500_usize).prop_map(Deed::Abandon),
        1 => (0..50_i64).prop_map(Deed::Sweep),
    ];
    proptest::collection::vec(deed, 4..12)
}

async fn send(scope: &Scope, assignment: AssignmentId, form: &SubmissionForm, sizes: &[usize]) -> crate::Result<SubmissionId> {
    let mut uploads = Vec::new();
    for size in sizes {
        uploads.push(keep(scope, scope.school_id(), "essay.txt", Bytes::from(vec![b'a'; *size])).await?);
    }
    submissions::submit(scope, assignment, form, uploads).await
}

async fn assignment(it: &Scene) -> AssignmentId {
    let form =
        AssignmentForm { title: "Essay".into(), points: "10".into(), due: "2026-11-27T17:00".into(), ..Default::default() };
    set(&it.teacher, it.course_id, &form).await.unwrap()
}

fn in_hours(it: &Scene, hours: i64) -> System {
    let mut system = System::new(&it.world, "test");
    system.0.now = system.now.plus_hours(hours);
    system
}

#[tokio::test]
async fn what_a_class_is_said_to_store_is_what_its_files_weigh_whatever_happens() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = assignment(&it).await;
        // A small quota, so that some are refused.
        let quota = sql!("update class_groups set quota_bytes = 30000 where school_id = $1");
        db.run(quota, args![it.admin.school_id()]).await.unwrap();
        let mut runner = TestRunner::deterministic();
        let (mut refused, mut total) = (0, 0);
        for _ in 0..6 {
            let mut last: Option<(&Scope, SubmissionForm, Vec<usize>)> = None;
            for deed in deeds().new_tree(&mut runner).unwrap().current() {
                match deed {
                    Deed::HandIn(first, sizes) => {
                        let scope = if first { &it.student } else { &it.student2 };
                        let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
                        match send(scope, assignment, &form, &sizes).await.map_err(crate::Error::answer) {
                            Ok(_) => {
                                total += sizes.iter().sum::<usize>() as i64;
                                last = Some((scope, form, sizes));
                            }
                            Err(error) => {
                                assert_eq!(error.problem_of("files"), Some(Problem::QuotaExceeded));
                                refused += 1;
                            }
                        }
                    }
                    Deed::Again => {
                        if let Some((scope, form, sizes)) = &last {
                            send(scope, assignment, form, sizes).await.unwrap();
                        }
                    }
                    Deed::Abandon(size) => {
                        let content = Bytes::from(vec![b'b'; size]);
                        keep(&it.student, it.student.school_id(), "lost.txt", content).await.unwrap();
                    }
                    Deed::Sweep(hours) => {
                        sweep(&in_hours(&it, hours), None).await.unwrap();
                    }
                }
                let page = show(&it.admin, 1).await.unwrap();
                assert_eq!((page.storage_bytes, page.classes.len()), (total, 1));
                assert_eq!(recount(&in_hours(&it, 0)).await.unwrap(), 0, "nothing to mend after {total} bytes");
            }
        }
        assert!(refused > 0 && total > 20_000, "the deeds reached the quota: {total} bytes, {refused} refused");
    })
    .await;
}

#[tokio::test]
async fn a_figure_that_is_wrong_is_mended_at_night_and_told_in_the_audit_log() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
        send(&it.student, assignment(&it).await, &form, &[16, 3]).await.unwrap();
        let spoil = sql!("update class_groups set storage_bytes = 7 where school_id = $1 and id = $2");
        db.run(spoil, args![it.admin.school_id(), it.class_id]).await.unwrap();
        assert_eq!(recount(&in_hours(&it, 0)).await.unwrap(), 1);
        assert_eq!(show(&it.admin, 1).await.unwrap().storage_bytes, 19);
        assert_eq!(audited(&it, "storage.mended").await, (1, r#"{"after":19,"before":7}"#.to_owned()));
        assert_eq!(recount(&in_hours(&it, 0)).await.unwrap(), 0, "once");

        let other = show(&it.other().admin, 1).await.unwrap();
        assert_eq!((other.storage_bytes, other.classes.len()), (0, 1));
        assert!(other.classes.iter().all(|class| class.id != it.class_id));
        for scope in [&it.teacher, &it.student] {
            assert_eq!(show(scope, 1).await.unwrap_err().answer(), Error::Forbidden);
        }
    })
    .await;
}

#[tokio::test]
async fn a_quota_is_changed_by_an_admin_and_holds_from_the_next_file_on() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = assignment(&it).await;
        let form = |megabytes: &str| QuotaForm { class: it.class_id.to_string(), megabytes: megabytes.into() };
        for scope in [&it.teacher, &it.student] {
            assert_eq!(set_quota(scope, &form("100")).await.unwrap_err().answer(), Error::Forbidden);
        }
        assert_eq!(set_quota(&it.other().admin, &form("100")).await.unwrap_err().answer(), Error::NotFound);
        let wrong = set_quota(&it.admin, &form("0")).await.unwrap_err().answer();
        assert!(wrong.problem_of("megabytes").is_some());
        set_quota(&it.admin, &form("100")).await.unwrap();
        set_quota(&it.admin, &form("100")).await.unwrap();
        let told = (1, r#"{"after":104857600,"before":52428800}"#.to_owned());
        assert_eq!(audited(&it, "class.quota_changed").await, told, "once");
        assert_eq!(show(&it.admin, 1).await.unwrap().quota_bytes, 104_857_600);

        let first = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
        send(&it.student, assignment, &first, &[2_000_000]).await.unwrap();
        set_quota(&it.admin, &form("1")).await.unwrap();
        assert_eq!(show(&it.admin, 1).await.unwrap().storage_bytes, 2_000_000, "nothing is deleted");
        let second = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
        let full = send(&it.student2, assignment, &second, &[10]).await.unwrap_err().answer();
        assert_eq!(full.problem_of("files"), Some(Problem::QuotaExceeded));
        assert_eq!(show(&it.other().admin, 1).await.unwrap().quota_bytes, 52_428_800);
    })
    .await;
}

#[tokio::test]
async fn many_classes_stand_on_pages_and_the_sums_are_of_all() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for n in 0..PAGE {
            classes::create(&it.admin, &ClassForm { name: format!("Class {n}") }).await.unwrap();
        }
        let spoil = sql!("update class_groups set storage_bytes = 7 where school_id = $1");
        db.run(spoil, args![it.admin.school_id()]).await.unwrap();
        let first = show(&it.admin, 1).await.unwrap();
        assert_eq!((first.total, first.page, first.classes.len()), (PAGE + 1, 1, 50));
        assert_eq!(first.storage_bytes, 7 * (PAGE + 1));
        let last = show(&it.admin, i64::MAX).await.unwrap();
        assert_eq!((last.page, last.classes.len(), last.storage_bytes), (2, 1, first.storage_bytes));
        assert!(first.classes.iter().all(|class| class.id != last.classes[0].id));
        assert_eq!(show(&it.other().admin, 2).await.unwrap().total, 1);
    })
    .await;
}
