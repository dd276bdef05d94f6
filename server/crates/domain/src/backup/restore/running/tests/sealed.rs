//! What a school brings: its own archive as this platform wrote it is put back, anything else is tried out and handed over.

use model::Role;
use model::backup::archive::Problem as Wrong;
use model::backup::upload::HandForm;
use model::notifications::Kind;
use serde_json::json;

use super::*;
use crate::backup::check::tests::Parts;
use crate::notifications;
use crate::testing::joined;

const WHY: &str = "It is of the week before the move";

fn why() -> HandForm {
    HandForm { reason: WHY.to_owned() }
}

async fn platform(world: &World) -> Reach {
    upload::reach(&person(world, "alpha_admin").await, None).unwrap()
}

/// Waits for what its check comes to.
async fn judged(reach: &Reach, id: UploadId) -> (State, Vec<Wrong>, bool) {
    loop {
        let page = upload::show(reach, id).await.unwrap();
        if let Some(found) = page.found {
            return (page.card.state, found.problems, found.sealed);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// An archive that fits together, with another title for the course, and whatever seal it had.
fn altered(bytes: &[u8]) -> Vec<u8> {
    let mut parts = Parts::of(bytes);
    parts.rows("courses", |lines| lines.iter_mut().for_each(|line| *line = line.replace("Algebra", "Forgery")));
    parts.packed()
}

#[tokio::test]
async fn a_school_puts_its_own_archive_back_as_this_platform_wrote_it() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let id = bring(&world, &own, "beta").await;
        rename_courses(&world, &own, "Lost").await;
        assert!(rests(&own, id).await.may);
        try_out(&own, id, None).await.unwrap();
        let next = rests(&own, id).await;
        assert!(!next.shown.as_ref().unwrap().plan.within);
        begin(&own, id, &form(&next)).await.unwrap();
        let last = rests(&own, id).await.last.expect("a report");
        assert_eq!((last.state, last.cause.as_ref()), (RunState::Done, None));
        assert_eq!(course(&world, &own).await, "Algebra");
        assert_eq!(upload::hand(&own, id, &why()).await.unwrap_err().answer(), Error::NotFound, "there is no need to");
    })
    .await;
}

#[tokio::test]
async fn a_sealed_archive_of_one_school_opens_nothing_in_another() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let id = bring(&world, &own, "alpha").await;
        let (state, problems, _) = judged(&own, id).await;
        assert_eq!((state, problems), (State::Broken, vec![Wrong::OtherSchool("School alpha".into())]));
        let form = RestoreForm { reason: "Why".into(), name: "School beta".into(), drawn: String::new() };
        assert_eq!(try_out(&own, id, None).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(answer(&own, id, &form).await, Error::NotFound);
        assert_eq!(upload::hand(&own, id, &why()).await.unwrap_err().answer(), Error::NotFound);

        // That it says another school is under no seal.
        let mut parts = Parts::of(&archive(&world, Some("alpha")).await);
        let (from, to) = (school(&world, "alpha").await.school().unwrap(), own.school().unwrap());
        parts.list(|list| list["school"]["id"] = json!(to));
        let id = bring_it(&own, parts.packed()).await;
        let (state, _, sealed) = judged(&own, id).await;
        assert!(!sealed && (state == State::Broken || !rests(&own, id).await.may), "the rows are still those of {from}");

        // What this platform wrote of all schools is sealed, too, and more than the school's.
        let id = bring_it(&own, archive(&world, None).await).await;
        let (state, _, sealed) = judged(&own, id).await;
        assert_eq!((state, sealed, rests(&own, id).await.may), (State::Checked, true, false));
        assert_eq!(answer(&own, id, &form).await, Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn an_archive_that_was_altered_or_sealed_elsewhere_is_tried_out_and_no_more() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let bytes = archive(&world, Some("beta")).await;
        let form = RestoreForm { reason: "Why".into(), name: "School beta".into(), drawn: String::new() };

        // One byte of a part, and nothing else: it is not even whole.
        let mut parts = Parts::of(&bytes);
        let rows = parts.get("tables/courses.jsonl");
        let at = rows.windows(7).position(|it| it == b"Algebra").unwrap();
        rows[at] = b'a';
        let id = bring_it(&own, parts.packed()).await;
        assert_eq!(judged(&own, id).await.0, State::Broken);

        // One byte of the list, and what fits together but was changed.
        let mut list = Parts::of(&bytes);
        list.list(|list| list["app"] = json!("0"));
        for bytes in [list.packed(), altered(&bytes)] {
            let id = bring_it(&own, bytes).await;
            let (state, problems, sealed) = judged(&own, id).await;
            assert_eq!((state, sealed), (State::Checked, false), "{problems:?}");
            assert_eq!(answer(&own, id, &form).await, Error::Forbidden);
        }

        // Sealed again with the key of another platform.
        let key = sql!("select value from secrets where name = 'archives'");
        let (key,): (String,) = world.db.one(key, args![]).await.unwrap();
        let set = sql!("update secrets set value = $1 where name = 'archives'");
        world.db.run(set, args!["another"]).await.unwrap();
        let elsewhere = archive(&world, Some("beta")).await;
        world.db.run(set, args![key]).await.unwrap();
        let id = bring_it(&own, elsewhere).await;
        assert!(!judged(&own, id).await.2);
        try_out(&own, id, None).await.unwrap();
        let next = rests(&own, id).await;
        let plan = &next.shown.as_ref().unwrap().plan;
        assert!(!next.may && plan.within, "it is shown what it would change");
        let confirmed = super::form(&next);
        assert_eq!(answer(&own, id, &confirmed).await, Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn what_is_put_back_is_what_was_seen_to_be_sealed() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let id = bring(&world, &own, "beta").await;
        rests(&own, id).await;
        try_out(&own, id, None).await.unwrap();
        let form = form(&rests(&own, id).await);
        // Somebody gets at the file between the check and the last step.
        let path = upload::whole(&own, id).await.unwrap().path;
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, altered(&bytes)).unwrap();
        begin(&own, id, &form).await.unwrap();
        let last = rests(&own, id).await.last.expect("a report");
        assert!(last.state == RunState::Failed && matches!(last.cause, Some(Cause::Broken { .. })), "{last:?}");
        assert_eq!(course(&world, &own).await, "Algebra");
    })
    .await;
}

#[tokio::test]
async fn whoever_has_lost_the_right_since_puts_nothing_back_and_gets_nothing_by_it() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let id = bring(&world, &own, "beta").await;
        rests(&own, id).await;
        try_out(&own, id, None).await.unwrap();
        let form = form(&rests(&own, id).await);
        let demote = sql!("update memberships set role = 'teacher' where school_id = $1 and role = 'school_admin'");
        assert_eq!(world.db.run(demote, args![own.school()]).await.unwrap(), 1);
        // The page that was drawn before asks as they stand now.
        let later = person(&world, "beta_admin").await;
        assert_eq!(upload::reach(&later, Some("beta")).unwrap_err().answer(), Error::Forbidden);
        let scope = Reach::School(later.enter("beta").unwrap());
        assert_eq!(answer(&scope, id, &form).await, Error::Forbidden);
        assert_eq!(try_out(&scope, id, None).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(upload::hand(&scope, id, &why()).await.unwrap_err().answer(), Error::Forbidden);

        // Begun a moment before, it gives the place back to nobody: who asks keeps the one they have when it ends.
        begin(&own, id, &form).await.unwrap();
        assert_eq!(rests(&own, id).await.last.expect("a report").state, RunState::Done);
        let role = sql!("select role from memberships where school_id = $1 and user_id = $2");
        let (role,): (String,) = world.db.one(role, args![own.school(), later.me.user_id]).await.unwrap();
        assert_eq!(role, "teacher");
    })
    .await;
}

#[tokio::test]
async fn what_a_school_may_not_put_back_it_hands_to_the_platforms_admin() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let (own, all) = (school(&world, "beta").await, platform(&world).await);
        let id = bring_it(&own, altered(&archive(&world, Some("beta")).await)).await;
        rests(&own, id).await;
        assert!(upload::mine(&all).await.unwrap().uploads.is_empty(), "nobody else sees it before");
        // Looks after the platform alone, with a place in no school.
        let keeper = joined(&world.db, own.school().unwrap(), Role::Student, "keeper").await;
        let leaves = sql!("delete from memberships where school_id = $1 and user_id = $2");
        world.db.run(leaves, args![own.school(), keeper]).await.unwrap();
        let looks_after = sql!("update users set platform_role = 'super_admin' where id = $1");
        world.db.run(looks_after, args![keeper]).await.unwrap();
        assert_eq!(upload::handed_over(&all).await.unwrap(), 0);
        let silent = HandForm { reason: " ".into() };
        assert_eq!(upload::hand(&own, id, &silent).await.unwrap_err().answer(), Error::field("reason", Problem::Required));
        let reason = why();
        let (one, two) = tokio::join!(upload::hand(&own, id, &reason), upload::hand(&own, id, &reason));
        one.unwrap();
        two.unwrap();

        let card = &upload::mine(&all).await.unwrap().uploads[0];
        let handed = card.handed.as_ref().expect("handed over");
        assert_eq!((card.id, handed.school.as_str(), handed.reason.as_str()), (id, "School beta", WHY));
        for admin in ["alpha_admin", "keeper"] {
            let bell = notifications::bell(&person(&world, admin).await).await.unwrap();
            let told: Vec<_> = bell.newest.into_iter().filter(|it| it.kind == Kind::ArchiveHanded).collect();
            assert!(told.len() == 1 && told[0].title.contains("School beta"), "once: {told:?}");
            assert_eq!(told[0].body.as_deref(), Some(WHY));
        }
        let waiting = (upload::handed_over(&all).await.unwrap(), upload::handed_over(&own).await.unwrap());
        assert_eq!(waiting, (1, 0), "told to those who can put it back");

        // Who handed it sees that, and their school's others do not; another school sees nothing.
        let theirs = upload::show(&own, id).await.unwrap();
        assert!(theirs.card.handed.is_some() && !theirs.next.unwrap().may);
        let alpha = school(&world, "alpha").await;
        assert!(upload::mine(&alpha).await.unwrap().uploads.is_empty());
        assert_eq!(upload::show(&alpha, id).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(upload::give_up(&alpha, id).await.unwrap_err().answer(), Error::NotFound);

        try_out(&all, id, None).await.unwrap();
        let form = form(&rests(&all, id).await);
        assert_eq!(form.name, "School beta");
        assert!(upload::show(&own, id).await.unwrap().next.unwrap().shown.is_none(), "whom the platform knows is not for them");
        assert_eq!(
            try_out(&own, id, None).await.unwrap_err().answer(),
            Error::NotFound,
            "it is theirs now whom it was handed to"
        );
        begin(&all, id, &form).await.unwrap();
        let last = rests(&all, id).await.last.expect("a report");
        assert_eq!((last.state, last.cause.as_ref()), (RunState::Done, None));
        assert_eq!(upload::handed_over(&all).await.unwrap(), 0, "it was put back");
        assert_eq!((course(&world, &own).await.as_str(), course(&world, &alpha).await.as_str()), ("Forgery", "Algebra"));
        upload::give_up(&own, id).await.unwrap();
        assert!(upload::mine(&all).await.unwrap().uploads.is_empty());
    })
    .await;
}

#[tokio::test]
async fn of_a_platforms_archive_that_a_school_hands_over_its_own_rows_alone_are_put_back() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let (own, all) = (school(&world, "beta").await, platform(&world).await);
        let alpha = school(&world, "alpha").await;
        let id = bring_it(&own, archive(&world, None).await).await;
        rests(&own, id).await;
        // What was found for the school is no plan for who looks after all.
        try_out(&own, id, None).await.unwrap();
        assert!(rests(&own, id).await.shown.is_some());
        upload::hand(&own, id, &why()).await.unwrap();
        // They read on what they found, however long ago that was.
        world.db.run(sql!("update restores set ended_at = ended_at - 90000000"), args![]).await.unwrap();
        let read = rests(&own, id).await;
        assert!(!read.may && read.shown.is_some_and(|it| it.plan.within), "who handed it");
        let next = rests(&all, id).await;
        assert!(next.may && next.shown.is_none() && next.schools.is_empty(), "{next:?}");
        assert_eq!(try_out(&all, id, alpha.school()).await.unwrap_err().answer(), Error::NotFound);
        rename_courses(&world, &alpha, "As it is now").await;
        rename_courses(&world, &own, "Lost").await;
        try_out(&all, id, None).await.unwrap();
        let form = form(&rests(&all, id).await);
        assert_eq!(form.name, "School beta");
        begin(&all, id, &form).await.unwrap();
        assert_eq!(rests(&all, id).await.last.expect("a report").state, RunState::Done);
        assert_eq!((course(&world, &own).await.as_str(), course(&world, &alpha).await.as_str()), ("Algebra", "As it is now"));
    })
    .await;
}

#[tokio::test]
async fn a_try_out_of_what_somebody_wrote_is_no_way_to_ask_who_has_an_account() {
    each_scratch(async |scratch| {
        let (world, scene) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let own = school(&world, "beta").await;
        let email = sql!("select email_key from users where id = $1");
        let (known,): (String,) = world.db.one(email, args![scene.student.user_id()]).await.unwrap();
        let member = scene.other().student.user_id();
        let (theirs,): (String,) = world.db.one(email, args![member]).await.unwrap();
        let bytes = archive(&world, Some("beta")).await;
        // Somebody comes to the school with that address, beside who is there.
        let stranger = async |email: &str| {
            let (mut parts, new) = (Parts::of(&bytes), UserId::new().to_string());
            for table in ["users", "memberships"] {
                parts.rows(table, |lines| {
                    let line = lines.iter().find(|line| line.contains(&member.to_string())).unwrap();
                    let line = line.replace(&member.to_string(), &new).replace(&theirs, email);
                    lines.push(line.replace("beta_student", "beta_stranger"));
                });
            }
            let id = bring_it(&own, parts.packed()).await;
            let (state, problems, sealed) = judged(&own, id).await;
            assert_eq!((state, sealed), (State::Checked, false), "{problems:?}");
            try_out(&own, id, None).await.unwrap();
            let plan = rests(&own, id).await.shown.expect("a plan").plan;
            assert!(plan.within);
            // The log grows by each archive that comes.
            let tables: Vec<_> = plan.tables.into_iter().filter(|it| !it.grows()).collect();
            (plan.matched, plan.new, tables)
        };
        let (of_alpha, of_nobody) = (stranger(&known).await, stranger("nobody@lyceum.test").await);
        assert_eq!(of_alpha, of_nobody);
        assert_eq!(of_alpha.1, 1, "whoever is no member here counts as new");
    })
    .await;
}
