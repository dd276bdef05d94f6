//! One school out of an archive of the whole platform.

use super::*;

#[tokio::test]
async fn the_platforms_admin_puts_one_school_back_out_of_a_backup_of_all_and_the_others_stay() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let (alpha, beta) = (school(&world, "alpha").await, school(&world, "beta").await);
        let all = upload::reach(&person(&world, "alpha_admin").await, None).unwrap();
        let kept = keep(&world, &all).await;
        rename_courses(&world, &alpha, "As it is now").await;
        rename_courses(&world, &beta, "Lost").await;
        let id = upload::from_kept(&all, kept).await.unwrap();
        let next = rests(&all, id).await;
        let names: Vec<&str> = next.schools.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((names, next.chosen), (vec!["School alpha", "School beta"], None));
        assert_eq!(try_out(&all, id, Some(SchoolId::new())).await.unwrap_err().answer(), Error::NotFound, "it is not in it");

        try_out(&all, id, None).await.unwrap();
        assert_eq!(form(&rests(&all, id).await).name, "lyceum.test");
        // A moment later: another choice is no second click.
        try_out(&all, id, beta.school()).await.unwrap();
        let next = rests(&all, id).await;
        let form = form(&next);
        assert_eq!((next.chosen, form.name.as_str()), (beta.school(), "School beta"));
        let host = RestoreForm { name: "lyceum.test".into(), ..form.clone() };
        assert_eq!(answer(&all, id, &host).await, Error::field("name", Problem::NotThatWord));
        begin(&all, id, &form).await.unwrap();
        begin(&all, id, &form).await.unwrap();

        let last = rests(&all, id).await.last.expect("a report");
        assert_eq!((last.state, last.cause.as_ref()), (RunState::Done, None));
        assert_eq!((last.school.as_deref(), last.safety_of.as_deref()), (Some("School beta"), Some("beta")));
        assert_eq!((course(&world, &beta).await.as_str(), course(&world, &alpha).await.as_str()), ("Algebra", "As it is now"));
        let restored = async |reach: &Reach| {
            let runs = upload::mine(reach).await.unwrap().runs;
            runs.iter().filter(|run| run.kind == Kind::Restore).count()
        };
        assert_eq!((restored(&beta).await, restored(&alpha).await), (1, 0), "its own admins find it, and no others");
        let noted = sql!("select cast(count(*) as bigint) as n from audit where action = 'backup.restored' and school_id = $1");
        assert_eq!(world.db.one::<(i64,)>(noted, args![beta.school()]).await.unwrap(), (1,));
    })
    .await;
}

#[tokio::test]
async fn where_a_school_looks_there_is_nothing_to_choose() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let (alpha, beta) = (school(&world, "alpha").await, school(&world, "beta").await);
        let kept = keep(&world, &beta).await;
        let id = upload::from_kept(&beta, kept).await.unwrap();
        assert!(rests(&beta, id).await.schools.is_empty());
        for only in [alpha.school(), beta.school()] {
            assert_eq!(try_out(&beta, id, only).await.unwrap_err().answer(), Error::NotFound);
        }
        let platform = kept::reach_to_restore(&person(&world, "alpha_admin").await, "beta").unwrap();
        let id = upload::from_kept(&platform, kept).await.unwrap();
        assert!(rests(&platform, id).await.schools.is_empty(), "it is of one school");
        assert_eq!(try_out(&platform, id, alpha.school()).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn an_archive_that_an_earlier_program_checked_is_checked_anew_and_offers_its_schools() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let all = upload::reach(&person(&world, "alpha_admin").await, None).unwrap();
        let id = upload::from_kept(&all, keep(&world, &all).await).await.unwrap();
        let schools = rests(&all, id).await.schools;
        assert_eq!(schools.len(), 2);
        let report = sql!("select report from archive_uploads where id = $1 and school_id is null");
        let (report,): (String,) = world.db.one(report, args![id]).await.unwrap();
        let mut earlier: serde_json::Value = serde_json::from_str(&report).unwrap();
        earlier["contents"].as_object_mut().unwrap().remove("schools");
        let write = sql!("update archive_uploads set report = $2 where id = $1 and school_id is null");
        world.db.run(write, args![id, earlier.to_string()]).await.unwrap();
        assert_eq!(upload::show(&all, id).await.unwrap().card.state, State::Whole, "it is being checked");
        assert_eq!(rests(&all, id).await.schools, schools);
    })
    .await;
}
