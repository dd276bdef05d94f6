//! The list: a page at a time, by words, by role, by what has become of an invitation.

use std::collections::HashSet;

use model::Role;
use model::invitations::{InvitationFilter, InvitationState, PAGE};
use store::testing::each_db;
use store::{args, sql};

use super::{accepting, form, mailed, visitor};
use crate::Scope;
use crate::invitations::{invite, list_after, register, withdraw};
use crate::testing::{NOON, Scene, person};

fn asked(q: &str, state: &str, role: &str) -> InvitationFilter {
    InvitationFilter { q: q.into(), state: state.into(), role: role.into(), page: 1 }
}

/// The addresses of the first page, as far as they are shown; with the number of all.
async fn shown(scope: &Scope, filter: &InvitationFilter) -> (Vec<String>, i64) {
    let page = list_after(scope, filter, "").await.unwrap();
    (page.cards.into_iter().map(|card| card.email).collect(), page.total)
}

#[tokio::test]
async fn more_than_fit_a_page_are_counted_and_found_on_the_next() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let many = PAGE + 10;
        let people: Vec<_> = (0..many).map(|n| format!("p{n}@school.example")).collect();
        invite(&scene.admin, &form(&people.join("\n"), Role::Student)).await.unwrap();
        let mut seen = HashSet::new();
        for (page, count, there) in [(0, PAGE, 1), (2, 10, 2), (9, 10, 2)] {
            let filter = InvitationFilter { page, ..InvitationFilter::default() };
            let it = list_after(&scene.admin, &filter, "").await.unwrap();
            assert_eq!((it.cards.len() as i64, it.total, it.page), (count, many, there), "page {page}");
            seen.extend(it.cards.into_iter().map(|card| card.email));
        }
        assert_eq!(seen, people.into_iter().collect::<HashSet<_>>());
        let found = list_after(&scene.admin, &InvitationFilter { page: 2, ..asked("school", "", "") }, "").await.unwrap();
        assert_eq!((found.cards.len() as i64, found.total), (10, many));
        assert_eq!(shown(&scene.other().admin, &asked("", "all", "")).await, (Vec::new(), 0));
        assert_eq!(shown(&scene.other().admin, &asked("school", "all", "")).await, (Vec::new(), 0));
    })
    .await;
}

#[tokio::test]
async fn words_of_a_name_or_an_address_find_an_invitation_with_accents_and_without() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        invite(&scene.admin, &form("Zoé Müller <zm@school.example>", Role::Librarian)).await.unwrap();
        invite(&scene.admin, &form("Kofi Owusu <kofi@school.example>", Role::Student)).await.unwrap();
        for (q, role, found) in [
            ("muller zoe", "", vec!["zm@school.example"]),
            ("MÜLLER", "librarian", vec!["zm@school.example"]),
            ("zm@school", "", vec!["zm@school.example"]),
            ("school", "", vec!["kofi@school.example", "zm@school.example"]),
            ("", "student", vec!["kofi@school.example"]),
            ("muller", "student", vec![]),
            ("zoe kofi", "", vec![]),
        ] {
            let found: Vec<String> = found.into_iter().map(str::to_owned).collect();
            let count = found.len() as i64;
            assert_eq!(shown(&scene.admin, &asked(q, "", role)).await, (found, count), "{q} {role}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_accepted_or_withdrawn_is_shown_to_who_asks_for_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for name in ["gone", "came", "late"] {
            invite(&scene.admin, &form(&format!("{name}@school.example"), Role::Teacher)).await.unwrap();
        }
        let gone = list_after(&scene.admin, &asked("gone", "", ""), "").await.unwrap().cards.pop().unwrap().id;
        withdraw(&scene.admin, gone).await.unwrap();
        let token = mailed(&db, "came@school.example").await;
        register(&visitor(&scene), &accepting(&token, "nia")).await.unwrap();
        let nia = person(&scene.world, "nia").await.me.user_id;
        let later = Scene::at(&scene.admin, NOON.plus_days(15));
        invite(&later, &form("soon@school.example", Role::Teacher)).await.unwrap();
        for (state, found) in [
            ("", vec!["soon", "late"]),
            ("open", vec!["soon"]),
            ("expired", vec!["late"]),
            ("accepted", vec!["came"]),
            ("withdrawn", vec!["gone"]),
        ] {
            let found: Vec<_> = found.into_iter().map(|name| format!("{name}@school.example")).collect();
            let count = found.len() as i64;
            assert_eq!(shown(&later, &asked("", state, "")).await, (found, count), "{state}");
        }
        assert_eq!(shown(&later, &asked("", "all", "")).await.1, 4);

        let accepted = asked("", "accepted", "");
        let card = list_after(&later, &accepted, "").await.unwrap().cards.pop().unwrap();
        assert_eq!((card.state, card.member, card.name.as_str()), (InvitationState::Accepted, Some(nia), "nia Person"));
        assert!(card.link.is_empty() && card.settled.is_some(), "{card:?}");

        let end = sql!("update memberships set status = 'ended', ended_at = 1 where school_id = $1 and user_id = $2");
        db.run(end, args![scene.admin.school_id(), nia]).await.unwrap();
        assert_eq!(shown(&later, &accepted).await, (vec![String::new()], 1), "the address is no longer the school's to see");
        assert_eq!(shown(&later, &asked("came@", "all", "")).await.1, 0);
        assert_eq!(shown(&later, &asked("nia person", "all", "")).await.1, 1);
        db.run(sql!("update users set status = 'inactive' where id = $1"), args![nia]).await.unwrap();
        assert_eq!(shown(&later, &accepted).await, (Vec::new(), 0), "an account that is no more");
    })
    .await;
}
