//! The mails that tell of backups that are late or have failed.

use super::*;

async fn subjects(db: &store::Db) -> Vec<String> {
    let sql = sql!("select subject from mails where subject like '%is late%' order by subject");
    let mails: Vec<(String,)> = db.all(sql, args![]).await.unwrap();
    mails.into_iter().map(|(subject,)| subject).collect()
}

#[tokio::test]
async fn an_admin_is_told_once_in_their_own_language_and_again_after_all_was_well() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let of = Some(it.admin.school_id());
        set_schedule(&school(&it.admin, NOON), &ScheduleForm { every: Every::Daily, hour: 4 }).await.unwrap();
        let arabic = sql!("update users set locale = 'ar' where id = $1");
        db.run(arabic, args![it.admin.user_id()]).await.unwrap();
        let fails = async |hours: i64| {
            let (now, name) = (NOON.plus_hours(hours), format!("backup_{hours}"));
            let begin = Begin { of, name: &name, shelf: ShelfKind::Disk, why: Why::Schedule, before: None, asked_by: None };
            let id = runs::begin(&system(&it.world, now), &begin, now).await.unwrap();
            let full: crate::Error = Error::Conflict(Problem::DiskFull).into();
            runs::fail(&system(&it.world, now), id, &full, now).await.unwrap();
            for minute in 0..3 {
                warn(&system(&it.world, now.plus_minutes(minute * 5))).await.unwrap();
            }
        };
        let mails = async || {
            let sql = sql!("select recipient, body from mails where body like '%/backup/kept%' order by id");
            let mails: Vec<(String, String)> = db.all(sql, args![]).await.unwrap();
            mails
        };
        fails(1).await;
        fails(2).await;
        let told = mails().await;
        assert_eq!(told.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["alpha_admin@lyceum.test"], "once");
        let body = &told[0].1;
        assert!(body.contains("فشلت آخر نسخة احتياطية") && body.contains("لا تتّسع لها مساحة قرص الخادم"), "{body}");
        make(&system(&it.world, NOON.plus_hours(3)), of, Why::Schedule).await.unwrap();
        warn(&system(&it.world, NOON.plus_hours(3))).await.unwrap();
        fails(4).await;
        assert_eq!(mails().await.len(), 2, "what goes wrong again is told of again");
        set_schedule(&school(&it.admin, NOON.plus_hours(5)), &ScheduleForm { every: Every::Never, hour: 4 }).await.unwrap();
        fails(6).await;
        assert_eq!(mails().await.len(), 2, "who has no schedule is told by the page");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_was_off_makes_what_is_late_and_tells_nobody_unless_that_does_not_come() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        set_schedule(&school(&it.admin, NOON), &ScheduleForm { every: Every::Daily, hour: 13 }).await.unwrap();
        make(&system(&it.world, NOON), Some(it.admin.school_id()), Why::Schedule).await.unwrap();
        let again = NOON.plus_days(10);
        for minute in 0..3 {
            jobs::look_at_backups(&system(&it.world, again.plus_minutes(minute * 5))).await.unwrap();
        }
        assert!(show(&school(&it.admin, again)).await.unwrap().running, "it is on its way");
        assert_eq!(subjects(&db).await, Vec::<String>::new());
        // A day later neither it nor the test has come.
        for _ in 0..2 {
            warn(&system(&it.world, again.plus_hours(25))).await.unwrap();
        }
        assert_eq!(subjects(&db).await, ["The backup is late: School alpha", "The restore test is late: School alpha"]);
    })
    .await;
}
