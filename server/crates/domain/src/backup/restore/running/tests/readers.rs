//! What is told of a restore, to whom.

use super::*;

#[tokio::test]
async fn a_plan_says_when_its_backup_was_made_in_the_language_of_who_reads_it() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let kept = keep(&world, &own).await;
        let id = upload::from_kept(&own, kept).await.unwrap();
        rests(&own, id).await;
        try_out(&own, id, None).await.unwrap();
        let english = rests(&own, id).await.shown.expect("a plan").plan.made;
        let arabic = sql!("update users set locale = 'ar' where id = $1");
        world.db.run(arabic, args![user(&own).0]).await.unwrap();
        let page = upload::show(&school(&world, "beta").await, id).await.unwrap();
        let made = page.next.and_then(|next| next.shown).expect("the same plan").plan.made;
        assert_eq!(made.at, english.at);
        assert_ne!(made.local, english.local);
        assert_eq!(Some(made), page.found.and_then(|found| found.contents).map(|it| it.made), "as the rest of the page does");
    })
    .await;
}
