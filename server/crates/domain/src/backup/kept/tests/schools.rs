//! The kept backups of a school, as the platform's admin reaches them.

use model::Permission;
use model::backup::Overview;
use model::backup::kept::KeptStatus;

use super::super::{reach_to_restore, with_schools};
use super::*;
use crate::backup::{self, reach};

#[tokio::test]
async fn the_platforms_admin_sees_the_backups_of_every_school_and_nobody_else_does() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let beta = Some(it.other().admin.school_id());
        let kept = make(&system(&it.world, NOON), beta, Why::Safety).await.unwrap();
        let admin = person(&it.world, "alpha_admin").await;
        let all = platform(&it.world).await;
        let page = with_schools(&all, "", 1).await.unwrap();
        assert!(page.backups.is_empty(), "they are not the platform's own");
        let listed = page.schools.unwrap();
        let schools: Vec<_> =
            listed.schools.iter().map(|it| (it.slug.as_str(), it.newest.as_ref().map(|it| it.id), it.can_restore)).collect();
        assert_eq!(schools, [("alpha", None, true), ("beta", Some(kept.id), true)]);
        assert_eq!((listed.schools[1].standing, listed.total), (Standing::Unplanned, 2));
        let sought = with_schools(&all, "BET", 7).await.unwrap().schools.unwrap();
        assert_eq!((sought.schools.as_slice(), sought.total, sought.page), (&listed.schools[1..], 1, 1));

        let theirs = reach(&admin, Some("beta")).await.unwrap();
        let page = with_schools(&theirs, "", 1).await.unwrap();
        assert!(page.of_platform && page.schools.is_none());
        assert!(page.backups.iter().any(|card| card.id == kept.id && card.can_restore), "{:?}", page.backups);
        download(theirs, kept.id).await.unwrap();
        assert!(!show(&reach(&admin, Some("alpha")).await.unwrap()).await.unwrap().of_platform, "they have a place there");
        assert!(reach_to_restore(&admin, "beta").unwrap().school().is_none());
        assert_eq!(reach_to_restore(&admin, "alpha").unwrap().school(), Some(it.admin.school_id()));
        assert_eq!(reach(&admin, Some("nowhere")).await.unwrap_err().answer(), Error::NotFound);

        let bea = person(&it.world, "beta_admin").await;
        assert!(with_schools(&reach(&bea, Some("beta")).await.unwrap(), "", 1).await.unwrap().schools.is_none());
        assert_eq!(reach(&bea, Some("alpha")).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(reach_to_restore(&bea, "alpha").unwrap_err().answer(), Error::NotFound);
        let teacher = person(&it.world, "beta_teacher").await;
        assert_eq!(reach(&teacher, Some("beta")).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_school_without_a_schedule_is_told_of_the_platforms_while_that_comes_as_it_should() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (own, all) = (school(&it.admin, NOON), platform(&it.world).await);
        let daily = ScheduleForm { every: Every::Daily, hour: 2 };
        set_schedule(&all, &ScheduleForm { every: Every::Never, hour: 2 }).await.unwrap();
        assert_eq!(status(&own).await.unwrap().covered, None);
        set_schedule(&all, &daily).await.unwrap();
        // As a new platform begins, before the first look at what is due.
        db.run(sql!("update backup_schedules set next_at = 0 where whose = ''"), args![]).await.unwrap();
        let night = NOON.plus_hours(14);
        assert_eq!(status(&all).await.unwrap().next.map(|when| when.at), Some(night), "when the first comes is known");
        let told = status(&own).await.unwrap();
        assert_eq!(told.covered.as_ref().and_then(|it| it.next.as_ref()).map(|when| when.at), Some(night));
        let covered = |told: &KeptStatus| told.covered.as_ref().map(|it| (it.schedule, it.made));
        assert_eq!(
            (covered(&told), told.standing, told.is_covered()),
            (Some((daily, false)), Standing::None, true),
            "none is made"
        );
        assert_eq!(status(&all).await.unwrap().covered, None);
        let begin =
            Begin { of: None, name: "backup_bad", shelf: ShelfKind::Disk, why: Why::Schedule, before: None, asked_by: None };
        let id = runs::begin(&system(&it.world, NOON), &begin, NOON).await.unwrap();
        runs::fail(&system(&it.world, NOON), id, &anyhow::anyhow!("no space left").into(), NOON).await.unwrap();
        assert!(!status(&own).await.unwrap().is_covered(), "the platform has none either");
        make(&system(&it.world, NOON.plus_hours(1)), None, Why::Schedule).await.unwrap();
        let told = status(&own).await.unwrap();
        assert_eq!((covered(&told), told.is_covered()), (Some((daily, true)), true));
        let platform = told.covered.unwrap();
        assert_eq!(platform.last.map(|when| when.at), Some(NOON.plus_hours(1)), "when that was");
        assert_eq!((platform.tested, told.last), (None, None), "it was not tested yet, and the school has none of its own");
        set_schedule(&own, &ScheduleForm { every: Every::Weekly, hour: 4 }).await.unwrap();
        assert_eq!(status(&own).await.unwrap().covered, None, "the school has its own");
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_after_schools_and_not_after_the_platform_is_led_to_theirs() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (admin, bea) = (person(&it.world, "alpha_admin").await, person(&it.world, "beta_admin").await);
        assert!(backup::own(&admin, Permission::BackupRead).is_empty(), "the platform has a page of its own");
        assert_eq!(backup::own(&bea, Permission::BackupRead), [("beta".to_owned(), "School beta".to_owned())]);
        let Overview::Page(page) = backup::overview(&bea, "").await.unwrap() else { panic!("one school") };
        assert_eq!(page.school.unwrap().0, "beta");
        let mut both = bea.clone();
        let mut me = model::accounts::Me::clone(&bea.me);
        me.places.extend(admin.me.place("alpha").cloned());
        both.me = Arc::new(me);
        let Overview::Choose(schools) = backup::overview(&both, "").await.unwrap() else { panic!("two schools") };
        assert_eq!(schools.iter().map(|(slug, _)| slug.as_str()).collect::<Vec<_>>(), ["beta", "alpha"]);
        let student = person(&it.world, "beta_student").await;
        assert_eq!(backup::overview(&student, "").await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}
