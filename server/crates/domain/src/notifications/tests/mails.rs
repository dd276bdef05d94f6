//! Mails: once, when they may disturb, of what was not read before.

use super::*;

#[tokio::test]
async fn a_mail_goes_once_to_a_proven_address_and_says_how_its_like_is_stopped() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "").await;
        tell_marked(&it.teacher, &[it.student.user_id(), it.student2.user_id()], "one").await.unwrap();
        assert!(mails(&db, &it.student).await.is_empty(), "it is the job's");
        let system = System(request(&it.world, NOON));
        let (one, two) = tokio::join!(deliver(&system), deliver(&system));
        one.unwrap();
        two.unwrap();
        deliver_at(&it, NOON.plus_days(8)).await;
        let sent = mails(&db, &it.student).await;
        assert_eq!(sent.len(), 1);
        let (subject, body) = &sent[0];
        assert_eq!(subject, "School alpha: Your work was marked: Essay one");
        let person = &it.student.me.name;
        assert!(body.starts_with(&format!("Hello {person},\n\nYour work was marked: Essay one\n\nAlgebra\n")), "{body}");
        assert!(body.contains("\nhttps://lyceum.test/notifications/"), "{body}");
        assert!(body.contains("(Marked work):\nhttps://lyceum.test/unsubscribe/"), "{body}");
        assert!(mails(&db, &it.student2).await.is_empty(), "their address is not proven");
        let kept = sql!("select school_id, unsubscribe from mails where recipient = $1 and kind = 'announcement'");
        let (school, link): (Option<String>, String) = db.one(kept, args![it.student.me.email.as_str()]).await.unwrap();
        assert_eq!(school, Some(it.admin.school_id().to_string()));
        assert!(body.trim_end().ends_with(&link), "{link}");
    })
    .await;
}

#[tokio::test]
async fn what_is_read_before_its_mail_is_due_is_not_mailed() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        // Noon in Accra lies in them.
        choose(&db, it.student.user_id(), "quiet:660-840").await;
        with_device(&it, "alpha_student").await;
        tell_marked(&it.teacher, &[it.student.user_id()], "one").await.unwrap();
        tell_marked(&it.teacher, &[it.student.user_id()], "two").await.unwrap();
        let jobs = sql!("select kind, run_at from jobs where kind in ('notifications.mail', 'push') order by kind, id");
        let jobs: Vec<(String, At)> = db.all(jobs, args![]).await.unwrap();
        let end = NOON.plus_hours(2);
        assert_eq!(jobs.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["notifications.mail", "push", "push"]);
        assert!(jobs.iter().all(|(_, at)| *at == end), "{jobs:?}");
        deliver_at(&it, end.plus_minutes(-1)).await;
        assert!(mails(&db, &it.student).await.is_empty(), "it is quiet");
        let me = later(&it, "alpha_student", NOON.plus_minutes(5)).await;
        let newest = bell(&me).await.unwrap().newest;
        assert_eq!(newest.len(), 2, "the bell tells it at once");
        read(&me, newest[0].id).await.unwrap();
        deliver_at(&it, end).await;
        let sent = mails(&db, &it.student).await;
        assert_eq!(sent.len(), 1);
        assert!(sent[0].0.ends_with(newest[1].title.as_str()), "{sent:?}");
    })
    .await;
}

#[tokio::test]
async fn quiet_hours_follow_the_clock_of_the_person() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "quiet:660-840").await;
        // There it is 21:00.
        db.run(sql!("update users set time_zone = 'Asia/Tokyo' where id = $1"), args![it.student.user_id()]).await.unwrap();
        tell_marked(&it.teacher, &[it.student.user_id()], "one").await.unwrap();
        deliver_at(&it, NOON).await;
        assert_eq!(mails(&db, &it.student).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_digest_is_one_mail_of_all_that_was_not_read() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "marked:bell+weekly").await;
        for key in ["one", "two", "three"] {
            tell_marked(&it.teacher, &[it.student.user_id()], key).await.unwrap();
        }
        let me = person(&it.world, "alpha_student").await;
        let read_one = bell(&me).await.unwrap().newest.into_iter().find(|card| card.title.ends_with("two")).unwrap();
        read(&me, read_one.id).await.unwrap();
        // NOON is a Friday; the school's clock is that of UTC.
        let monday = NOON.plus_days(3).plus_hours(-5);
        deliver_at(&it, monday.plus_minutes(-1)).await;
        assert!(mails(&db, &it.student).await.is_empty());
        deliver_at(&it, monday).await;
        deliver_at(&it, monday).await;
        let sent = mails(&db, &it.student).await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].0, "2 things that happened this week");
        assert!(sent[0].1.contains("- Your work was marked: Essay three, Algebra, "), "{}", sent[0].1);
        assert!(!sent[0].1.contains("Essay two"), "{}", sent[0].1);
        assert!(sent[0].1.contains("(The mail of each week):\nhttps://lyceum.test/unsubscribe/"), "{}", sent[0].1);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_was_written_has_a_page_with_the_look_of_its_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "").await;
        let look = sql!("update schools set brand_color = '#7a1f2b', features = 'custom_branding:on' where id = $1");
        db.run(look, args![it.admin.school_id()]).await.unwrap();
        tell_marked(&it.teacher, &[it.student.user_id()], "<one>").await.unwrap();
        deliver_at(&it, NOON).await;
        let id = sql!("select id from mails where recipient = $1 and kind = 'announcement'");
        let (id,) = db.one(id, args![it.student.me.email.as_str()]).await.unwrap();
        let system = System(request(&it.world, NOON));
        let mail = crate::mail::unsent(&system, id).await.unwrap().unwrap();
        assert!(mail.html.contains("background:#7a1f2b") && mail.html.contains(">School alpha</div>"), "{}", mail.html);
        assert!(mail.html.contains("Essay &lt;one&gt;"), "{}", mail.html);
        assert!(mail.unsubscribe.starts_with("https://lyceum.test/unsubscribe/"));
        crate::mail::note(&system, id, Ok(())).await.unwrap();
        let kept = sql!("select unsubscribe from mails where id = $1");
        assert_eq!(db.one::<(String,)>(kept, args![id]).await.unwrap().0, "", "what has gone is forgotten");
    })
    .await;
}

#[tokio::test]
async fn a_digest_of_very_many_things_counts_them_all_and_lists_the_newest() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "marked:bell+daily").await;
        for n in 0..43 {
            let then = Scene::at(&it.teacher, NOON.plus_seconds(n));
            tell_marked(&then, &[it.student.user_id()], &format!("{n:02}")).await.unwrap();
        }
        deliver_at(&it, NOON.plus_days(1)).await;
        let sent = mails(&db, &it.student).await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].0, "43 things that happened since yesterday");
        let body = &sent[0].1;
        assert_eq!(body.lines().filter(|line| line.starts_with("- ")).count(), 40, "{body}");
        assert!(body.contains("Essay 42") && !body.contains("Essay 02") && body.contains("\nand 3 more\n"), "{body}");
    })
    .await;
}
