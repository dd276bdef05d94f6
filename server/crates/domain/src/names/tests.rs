use model::chat::{MessageForm, SearchForm};
use model::classes::ClassForm;
use model::forum::{Board, ThreadForm};
use model::ids::{MessageId, UserId};
use model::people::PeopleFilter;
use store::testing::each_db;
use store::{Db, args, sql};

use super::{are_folded, fold_again, fold_some, key};
use crate::finding::find;
use crate::testing::{NOON, Scene, request};
use crate::{Scope, System, announcements, chat, classes, demo, forum, invitations, jobs, people};

async fn rename(db: &Db, user: UserId, name: &str, key: &str) {
    db.run(sql!("update users set name = $2, name_key = $3 where id = $1"), args![user, name, key]).await.unwrap();
}

async fn listed(scope: &Scope, q: &str) -> Vec<String> {
    let filter = PeopleFilter { q: q.into(), ..PeopleFilter::default() };
    people::list(scope, &filter, None).await.unwrap().people.into_iter().map(|it| it.name).collect()
}

/// Everybody's name with its key.
async fn keys(db: &Db) -> Vec<(String, String)> {
    db.all(sql!("select name, name_key from users order by id"), args![]).await.unwrap()
}

#[tokio::test]
async fn names_are_found_and_sorted_without_accents_capitals_and_vowel_signs() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let ahmad = "\u{623}\u{62d}\u{645}\u{62f}";
        for (scope, name) in
            [(&it.admin, "Zo\u{eb}"), (&it.teacher, "\u{c9}lodie"), (&it.student, "Fatou"), (&it.student2, ahmad)]
        {
            rename(&db, scope.user_id(), name, &key(name)).await;
        }
        assert_eq!(listed(&it.admin, "").await, ["\u{c9}lodie", "Fatou", "Zo\u{eb}", ahmad]);
        for q in ["elodie", "\u{c9}LODIE", "e\u{301}lo"] {
            assert_eq!(listed(&it.admin, q).await, ["\u{c9}lodie"], "{q}");
            assert_eq!(find(&it.admin, q).await.unwrap().people.len(), 1, "{q}");
        }
        // Without the hamza; with vowel signs; with the stroke that lengthens a word.
        for q in ["\u{627}\u{62d}\u{645}\u{62f}", "\u{623}\u{64e}\u{62d}\u{652}\u{645}", "\u{623}\u{62d}\u{640}\u{645}\u{62f}"] {
            assert_eq!(listed(&it.admin, q).await, [ahmad], "{q}");
            assert_eq!(find(&it.admin, q).await.unwrap().people.len(), 1, "{q}");
            assert!(listed(&it.other().admin, q).await.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn what_an_older_program_folded_is_found_after_the_next_start() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let system = System(request(&it.world, NOON));
        rename(&db, it.student.user_id(), "\u{c9}lodie", "\u{e9}lodie").await;
        let class = classes::create(&it.admin, &ClassForm { name: "\u{c4}rzte".into() }).await.unwrap();
        for old in [
            sql!("update class_groups set name_key = '\u{e4}rzte' where school_id = $1 and id = $2"),
            sql!("update courses set title = '\u{c9}tude', title_key = '\u{e9}tude' where school_id = $1 and $2 <> ''"),
            sql!("update audit set search_key = action || ' ' || detail where school_id = $1 and $2 <> ''"),
        ] {
            db.run(old, args![it.admin.school_id(), class]).await.unwrap();
        }
        // What an entry itself says; the log finds it by the name of its class as well.
        let entries = async || {
            let made = sql!(
                "select cast(count(*) as bigint) as n from audit where school_id = $1 and search_key like '%class.created%arzte%'"
            );
            let (count,): (i64,) = db.one(made, args![it.admin.school_id()]).await.unwrap();
            count
        };
        let found = async |words: &str| {
            let found = find(&it.admin, words).await.unwrap();
            (found.people.len(), found.classes.len(), found.courses.len())
        };
        assert_eq!((found("elodie").await, found("arzte").await, found("etude").await), ((0, 0, 0), (0, 0, 0), (0, 0, 0)));
        assert_eq!(entries().await, 0);

        fold_again(&system).await.unwrap();
        assert_eq!((found("elodie").await, found("arzte").await, found("etude").await), ((1, 0, 0), (0, 1, 0), (0, 0, 1)));
        assert_eq!(entries().await, 0, "the log is left to a job");
        let waiting = async || {
            let mut kinds = Vec::new();
            while let Some(job) = jobs::take(&system, jobs::Lane::Short).await.unwrap() {
                kinds.push(job.kind);
            }
            kinds.iter().filter(|kind| *kind == jobs::FOLD).count()
        };
        jobs::plan_to_fold(&system).await.unwrap();
        assert_eq!(waiting().await, 1);
        jobs::fold(&system).await.unwrap();
        assert_eq!(entries().await, 1);
        jobs::plan_to_fold(&system).await.unwrap();
        assert_eq!(waiting().await, 0, "all is made");
        assert_eq!(listed(&it.admin, "elodie").await, ["\u{c9}lodie"]);

        rename(&db, it.student.user_id(), "\u{c9}lodie", "odd").await;
        fold_again(&system).await.unwrap();
        assert_eq!(listed(&it.admin, "odd").await, ["\u{c9}lodie"], "done once for all");
    })
    .await;
}

#[tokio::test]
async fn what_was_written_before_is_found_by_its_words_once_they_are_folded() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let said = MessageForm { body: "The **\u{c9}xam** is  on Monday".into(), reply: None };
        chat::send(&it.teacher, it.room_id, MessageId::new(), &said).await.unwrap();
        let asked = ThreadForm { title: "\u{c9}lodie".into(), body: "Bring water".into(), ..ThreadForm::default() };
        forum::start(&it.student, Board::Class(it.class_id), &asked).await.unwrap();
        let messages = async |scope: &Scope, words: &str| {
            chat::find(scope, None, &SearchForm { q: words.into(), page: 1, ..SearchForm::default() }).await.unwrap().found.len()
        };
        let posts =
            async |scope: &Scope, words: &str| forum::found(scope, words, 1).await.unwrap().map_or(0, |found| found.hits.len());
        assert_eq!((messages(&it.student, "exam mon").await, posts(&it.student, "elodie water").await), (1, 1));

        // As a migration leaves them: with the signs, the accents and the blanks of the text.
        for old in [
            sql!("update messages set words = lower(body) where school_id = $1"),
            sql!("update forum_posts set words = lower(body) where school_id = $1"),
        ] {
            db.run(old, args![it.admin.school_id()]).await.unwrap();
        }
        assert_eq!((messages(&it.student, "exam").await, posts(&it.student, "elodie").await), (0, 0));
        assert_eq!((messages(&it.student, "monday").await, posts(&it.student, "water").await), (1, 1));
        let system = System(request(&it.world, NOON));
        assert!(fold_some(&system).await.unwrap() && are_folded(&system).await.unwrap());
        assert_eq!((messages(&it.student, "exam mon").await, posts(&it.student, "elodie water").await), (1, 1));
        let other = &it.other().student;
        assert_eq!((messages(other, "exam").await, posts(other, "elodie").await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_start_that_was_cut_short_is_made_up_for_by_two_at_once() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let system = System(request(&it.world, NOON));
        demo::crowd(&system, "alpha", 1_100, 1).await.unwrap();
        // The start before came no further than those who were there before the crowd.
        db.run(sql!("insert into platform (key, value) values ('folding', '')"), args![]).await.unwrap();
        db.run(sql!("update users set name_key = '~old' where id > $1"), args![it.student2.user_id()]).await.unwrap();
        assert!(keys(&db).await.iter().any(|(_, folded)| folded == "~old"));
        let (one, two) = tokio::join!(fold_again(&system), fold_again(&system));
        one.unwrap();
        two.unwrap();
        for (name, folded) in keys(&db).await {
            assert_eq!(key(&name), folded);
        }
        let (stale,): (i64,) = db
            .one(
                sql!("select cast(count(*) as bigint) as n from memberships where school_id <> '' and search_key like '~old%'"),
                args![],
            )
            .await
            .unwrap();
        assert_eq!(stale, 0, "the list of people follows");
    })
    .await;
}

#[tokio::test]
async fn it_goes_on_where_it_was_ended_and_begins_anew_with_another_folding() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let system = System(request(&it.world, NOON));
        let last = keys(&db).await.len();
        let set = async |value: String| {
            let keep = sql!(
                "insert into platform (key, value) values ('folding', $1)
                 on conflict (key) do update set value = excluded.value"
            );
            db.run(keep, args![value]).await.unwrap();
            db.run(sql!("update users set name_key = '~old' where id <> $1"), args![""]).await.unwrap();
        };
        let old = async || keys(&db).await.into_iter().filter(|(_, folded)| folded == "~old").count();
        let (third,): (String,) = db.one(sql!("select id from users order by id limit 1 offset 2"), args![]).await.unwrap();
        for (value, left) in [
            (format!(r#"["marks","users","","{third}"]"#), 3),
            (format!(r#"["small","users","","{third}"]"#), 0),
            (r#"["marks","class_groups","",""]"#.to_owned(), last),
            ("odd".to_owned(), 0),
        ] {
            set(value.clone()).await;
            fold_again(&system).await.unwrap();
            assert_eq!(old().await, left, "{value}");
        }
        assert!(!are_folded(&system).await.unwrap());
        assert!(fold_some(&system).await.unwrap() && are_folded(&system).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn classes_to_choose_from_stand_in_the_order_of_their_numbers() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for name in ["10 a", "9 b", "11 a", "9 a"] {
            classes::create(&it.admin, &ClassForm { name: name.into() }).await.unwrap();
        }
        let wanted = ["9 a", "9 b", "10 a", "11 a", "First class"];
        let desk = announcements::desk(&it.admin, None, None).await.unwrap().classes;
        assert_eq!(desk.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), wanted);
        let invited = invitations::list(&it.admin).await.unwrap().classes;
        assert_eq!(invited.iter().map(|class| class.name.as_str()).collect::<Vec<_>>(), wanted);
        let listed = people::list(&it.admin, &PeopleFilter::default(), None).await.unwrap().classes;
        assert_eq!(listed.iter().map(|class| class.name.as_str()).collect::<Vec<_>>(), wanted);
        let found = people::classes(&it.admin, "a").await.unwrap();
        let found: Vec<_> = found.iter().map(|class| class.name.as_str()).collect();
        assert_eq!(found, ["9 a", "10 a", "11 a", "First class"]);
        let other = announcements::desk(&it.other().admin, None, None).await.unwrap().classes;
        assert_eq!(other.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["First class"]);
    })
    .await;
}
