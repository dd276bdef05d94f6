//! What somebody chooses, in their settings and by the address in a mail.

use model::notifications::{MailHow, Stop, Stopping};
use model::{Error, Problem};

use super::*;
use crate::Visitor;
use crate::notifications::{look_at, save, settings, stop, token};

async fn chosen(db: &Db, user: UserId) -> String {
    db.one::<(String,)>(sql!("select notifications from users where id = $1"), args![user]).await.unwrap().0
}

#[tokio::test]
async fn the_settings_are_saved_once_and_not_over_what_was_changed_meanwhile() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let me = person(&it.world, "alpha_student").await;
        let page = settings(&me).await.unwrap();
        assert_eq!(page.zone, "Africa/Accra");
        assert!(!page.device);
        assert!(page.kinds.contains(&Kind::Marked) && !page.kinds.contains(&Kind::HandedIn), "{:?}", page.kinds);
        assert!(!page.kinds.contains(&Kind::DeadJobs) && !page.kinds.contains(&Kind::BackupLost));
        let mut form = page.form.clone();
        form.mail.insert("marked".into(), "weekly".into());
        form.quiet_from = "22:00".into();
        form.quiet_until = "07:00".into();
        let (one, two) = tokio::join!(save(&me, &form), save(&me, &form));
        one.unwrap();
        two.unwrap();
        assert_eq!(chosen(&db, me.me.user_id).await, "quiet:1320-420 marked:bell+weekly+push");
        let noted = sql!("select cast(count(*) as bigint) as n from audit where action = 'profile.notifications_saved'");
        assert_eq!(db.one::<(i64,)>(noted, args![]).await.unwrap().0, 1);
        let mut stale = page.form;
        stale.bell.remove("marked");
        assert_eq!(save(&me, &stale).await.unwrap_err().answer(), Error::Conflict(Problem::ChangedMeanwhile));
        for other in [it.student2.user_id(), it.other().student.user_id()] {
            assert_eq!(chosen(&db, other).await, "");
        }
        with_device(&it, "alpha_student").await;
        assert!(settings(&me).await.unwrap().device);
        let admin = settings(&person(&it.world, "alpha_admin").await).await.unwrap();
        assert!(!admin.device, "another one's");
        assert!(admin.kinds.contains(&Kind::HandedIn) && admin.kinds.contains(&Kind::DeadJobs), "the first runs the platform");
        let other = settings(&person(&it.world, "beta_admin").await).await.unwrap();
        assert!(other.kinds.contains(&Kind::BackupLost) && !other.kinds.contains(&Kind::DeadJobs));
    })
    .await;
}

#[tokio::test]
async fn what_is_turned_off_everywhere_is_not_told() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        choose(&db, it.student.user_id(), "marked:off").await;
        tell_marked(&it.teacher, &[it.student.user_id()], "one").await.unwrap();
        choose(&db, it.student.user_id(), "marked:once").await;
        tell_marked(&it.teacher, &[it.student.user_id()], "two").await.unwrap();
        deliver_at(&it, NOON).await;
        let me = person(&it.world, "alpha_student").await;
        assert_eq!((unread(&me).await.unwrap(), page(&me, false, 1).await.unwrap().total), (0, 0), "the bell is off");
        let sent = mails(&db, &it.student).await;
        assert_eq!(sent.len(), 1);
        assert!(sent[0].0.ends_with("Essay two"));
    })
    .await;
}

#[tokio::test]
async fn the_address_in_a_mail_stops_its_like_without_a_log_in_and_nothing_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (student, visitor) = (it.student.user_id(), Visitor(request(&it.world, NOON)));
        choose(&db, student, "quiet:660-840").await;
        tell_marked(&it.teacher, &[student], "waits").await.unwrap();
        let of = token(&visitor, student, Stop::Kind(Kind::Marked)).await.unwrap();
        let seen = |stopped| Some(Stopping { what: Stop::Kind(Kind::Marked), stopped });
        assert_eq!(look_at(&visitor, &of).await.unwrap(), seen(false));
        assert_eq!(chosen(&db, student).await, "quiet:660-840", "to look changes nothing");
        let (one, two) = tokio::join!(stop(&visitor, &of), stop(&visitor, &of));
        one.unwrap();
        two.unwrap();
        assert_eq!(look_at(&visitor, &of).await.unwrap(), seen(true));
        let after = Choices::parse(&chosen(&db, student).await);
        assert_eq!(after.words(), "quiet:660-840 marked:bell+off+push");
        deliver_at(&it, NOON.plus_days(1)).await;
        assert!(mails(&db, &it.student).await.is_empty(), "what waited does not come either");
        assert_eq!(unread(&person(&it.world, "alpha_student").await).await.unwrap(), 1, "the bell has it");

        // Nobody makes one up, or of one another.
        let other = of.replace(&student.to_string(), &it.student2.user_id().to_string());
        let wider = of.replace(".marked.", ".announcement.");
        for wrong in [other.as_str(), wider.as_str(), &of[..of.len() - 1], "", "a.b.c", "none"] {
            assert_eq!(look_at(&visitor, wrong).await.unwrap(), None, "{wrong}");
            assert_eq!(stop(&visitor, wrong).await.unwrap_err().answer(), Error::form(Problem::LinkExpired), "{wrong}");
        }
        assert_eq!(chosen(&db, it.student2.user_id()).await, "");
    })
    .await;
}

#[tokio::test]
async fn the_address_in_a_digest_stops_the_digest() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (student, visitor) = (it.student.user_id(), Visitor(request(&it.world, NOON)));
        choose(&db, student, "marked:bell+weekly").await;
        let daily = token(&visitor, student, Stop::Digest(MailHow::Daily)).await.unwrap();
        stop(&visitor, &daily).await.unwrap();
        let after = Choices::parse(&chosen(&db, student).await);
        assert!(Kind::ALL.iter().all(|kind| after.way(*kind).mail != MailHow::Daily), "{}", after.words());
        assert_eq!(after.way(Kind::Marked).mail, MailHow::Weekly);
        assert_eq!(after.way(Kind::Announcement).mail, MailHow::Once);
    })
    .await;
}
