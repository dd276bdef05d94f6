//! What a dry run says of what stays.

use model::backup::restore::PlanTable;

use super::*;

async fn planned(world: &World, order: &Order) -> Plan {
    drill(&system(world), order, &Told::default()).await.unwrap().unwrap()
}

fn table<'p>(plan: &'p Plan, name: &str) -> &'p PlanTable {
    plan.tables.iter().find(|table| table.name == name).unwrap()
}

fn figures(plan: &Plan, name: &str) -> (u64, u64) {
    let it = table(plan, name);
    (it.now, it.then)
}

#[tokio::test]
async fn the_log_loses_nothing_and_members_whom_the_archive_does_not_know_keep_their_accounts() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        fill(&scene, "an essay").await;
        let (made, folder) = (of_school(&scene).await, tempfile::tempdir().unwrap());
        // Another entry of the log, and two who came since: one of them asks.
        of_school(&scene).await;
        let came =
            sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, 'active', 1)");
        let (asker, other) = (scene.other().admin.user_id(), scene.other().student.user_id());
        for (user, role) in [(asker, "school_admin"), (other, "student")] {
            db.run(came, args![scene.admin.school_id(), user, role]).await.unwrap();
        }
        let asked_by = Some(Asking { user_id: asker, session: String::new(), upload: None, reason: String::new() });
        let plan = planned(&scene.world, &Order { asked_by, ..order(&made, &folder) }).await;
        assert_eq!(plan.tables[0].name, "students");
        assert_eq!(figures(&plan, "students"), (3, 2));
        assert_eq!(figures(&plan, "users"), (6, 6), "nobody's account goes");
        assert_eq!(figures(&plan, "memberships"), (6, 5), "who asks keeps their place");
        let archived = tables(made.file.path())["tables/audit.jsonl"].len() as u64;
        let log = table(&plan, "audit");
        assert!(log.grows() && log.now > archived && log.then == log.now, "{log:?}");
        let nobody = planned(&scene.world, &order(&made, &folder)).await;
        assert_eq!(figures(&nobody, "memberships"), (6, 4));
    })
    .await;
}

#[tokio::test]
async fn people_who_are_on_the_platform_already_have_their_accounts_before_their_school_comes() {
    each_db(async |db| {
        let old = Scratch::sqlite().await;
        let before = Scene::new(&old.db).await;
        let (made, folder) = (of_school(&before).await, tempfile::tempdir().unwrap());
        let new = world(&db);
        let scene = Scene::new(&db).await;
        let rename = sql!("update schools set slug = 'gamma', name = 'Gamma', name_key = 'gamma' where id = $1");
        db.run(rename, args![scene.admin.school_id()]).await.unwrap();
        let plan = planned(&new, &order(&made, &folder)).await;
        assert_eq!((plan.matched, plan.new), (4, 0));
        assert_eq!((figures(&plan, "users"), figures(&plan, "memberships")), ((4, 4), (0, 4)));
        assert_eq!(figures(&plan, "students"), (0, 2));
        old.discard().await;
    })
    .await;
}
