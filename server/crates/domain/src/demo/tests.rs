use futures::stream::TryStreamExt;
use model::forum::{Board, ThreadFilter};
use model::{At, Error, Locale, Problem};
use object_store::ObjectStoreExt;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::testing::{Scratch, each_db};
use store::{Db, args, sql};

use super::{DemoSummary, PASSWORD, chatter, gathering, paperwork, seed};
use crate::accounts::{log_in, sessions};
use crate::calendar::Reader;
use crate::testing::{NOON, person, request, world};
use crate::{Person, System, Visitor, World, backup, chat, dashboards, files, forum};

async fn filled(db: &Db, number: u64) -> (World, DemoSummary) {
    let world = world(db);
    let summary = seed(&System(request(&world, NOON)), number).await.unwrap();
    (world, summary)
}

/// Every row of the platform, but for the audit log.
async fn rows(person: Person) -> Value {
    let download = backup::all(crate::Reach::Platform(person)).await.unwrap();
    let pieces: Vec<bytes::Bytes> = download.body.try_collect().await.unwrap();
    let mut document: Value = serde_json::from_slice(&pieces.concat()).unwrap();
    let mut tables = document["tables"].take();
    tables.as_object_mut().unwrap().remove("audit");
    tables
}

#[tokio::test]
async fn the_same_seed_makes_the_same_rows_on_both_databases_and_another_seed_others() {
    let (sqlite, postgres, third) = (Scratch::sqlite().await, Scratch::postgres().await, Scratch::sqlite().await);
    let (first, summary) = filled(&sqlite.db, 1).await;
    let (second, same) = filled(&postgres.db, 1).await;
    let (other, _) = filled(&third.db, 2).await;
    assert_eq!(summary, same);
    let [first, second, other] = [
        rows(person(&first, "platform_admin").await).await,
        rows(person(&second, "platform_admin").await).await,
        rows(person(&other, "platform_admin").await).await,
    ];
    for (table, rows) in first.as_object().unwrap() {
        assert!(*rows == second[table], "{table} differs");
    }
    assert_ne!(first["users"], other["users"]);
    for scratch in [sqlite, postgres, third] {
        scratch.discard().await;
    }
}

#[tokio::test]
async fn the_demo_is_as_large_as_promised_and_nothing_is_from_the_future() {
    each_db(async |db| {
        let (_, made) = filled(&db, 1).await;
        assert_eq!((made.schools.len(), made.teachers, made.students, made.classes, made.courses), (3, 40, 1000, 30, 60));
        assert_eq!(made.assignments, 360);
        assert!((6_000..10_000).contains(&made.submissions), "{}", made.submissions);
        assert!((4_000..made.submissions).contains(&made.marks), "{}", made.marks);
        assert!((1_500..4_000).contains(&made.messages), "{}", made.messages);
        assert!((800..1_400).contains(&made.posts), "{}", made.posts);
        let newest: Vec<(i64,)> = db
            .all(
                sql!(
                    "select cast(max(at) as bigint) as newest from (
                       select max(created_at) as at from users
                       union all select max(submitted_at) from submissions where school_id is not null
                       union all select max(marked_at) from marks where school_id is not null
                       union all select max(sent_at) from messages where school_id is not null
                       union all select max(last_at) from forum_threads where school_id is not null
                       union all select max(created_at) from forum_posts where school_id is not null
                       union all select max(voted_at) from forum_votes where school_id is not null
                       union all select max(read_at) from announcement_reads where school_id is not null
                       union all select max(created_at) from guardians where school_id is not null
                       union all select max(created_at) from assignments where school_id is not null) as all_of_it"
                ),
                args![],
            )
            .await
            .unwrap();
        assert!(newest[0].0 < NOON.0 && newest[0].0 > NOON.plus_hours(-24).0);
        let odd: Vec<(String,)> = db
            .all(
                sql!(
                    "select s.id from submissions s join assignments a on a.school_id = s.school_id and a.id = s.assignment_id
                     left join marks k on k.school_id = s.school_id and k.submission_id = s.id
                     where s.late <> (s.submitted_at > a.due_at) or s.submitted_at < a.created_at
                        or k.marked_at < s.submitted_at or k.marks > a.points
                     order by s.id"
                ),
                args![],
            )
            .await
            .unwrap();
        assert_eq!(odd, []);
    })
    .await;
}

#[tokio::test]
async fn people_of_the_demo_sleep_at_night_and_rest_at_weekends() {
    each_db(async |db| {
        filled(&db, 1).await;
        let all: Vec<(String, At, String)> = db
            .all(
                sql!(
                    "select t.what, t.at, c.time_zone from (
                       select cast('joined' as text) as what, school_id, created_at as at from memberships
                       union all select 'set', school_id, created_at from assignments
                       union all select 'due', school_id, due_at from assignments
                       union all select 'handed in', school_id, submitted_at from submissions
                       union all select 'marked', school_id, marked_at from marks
                       union all select 'announced', school_id, publish_at from announcements
                       union all select 'read', school_id, read_at from announcement_reads
                       union all select 'voted', school_id, voted_at from forum_votes
                       union all select 'said', school_id, created_at from forum_posts
                       union all select 'said', school_id, sent_at from messages) as t
                     join schools c on c.id = t.school_id order by t.what, t.at, c.time_zone"
                ),
                args![],
            )
            .await
            .unwrap();
        assert!(all.len() > 12_000, "{}", all.len());
        for (what, at, zone) in all {
            let reader = Reader { zone: &zone, own: None, locale: Locale::En };
            let (local, time) = (reader.when(at).local, reader.time(at));
            let late = match what.as_str() {
                "set" | "marked" | "announced" => "17:30",
                "due" | "said" => "20:01",
                _ => "21:30",
            };
            assert!(!local.starts_with('S') && ("07:00"..late).contains(&time.as_str()), "{what}: {local} in {zone}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_forum_of_the_demo_is_alive_and_holds_something_new_for_who_looks_around() {
    each_db(async |db| {
        let (world, made) = filled(&db, 1).await;
        let odd: Vec<(String,)> = db
            .all(
                sql!(
                    "select t.id from forum_threads t
                     where t.school_id is not null
                       and (t.last_number <> (select max(p.number) from forum_posts p
                                              where p.school_id = t.school_id and p.thread_id = t.id)
                            or t.last_number <> (select count(*) from forum_posts p
                                                 where p.school_id = t.school_id and p.thread_id = t.id)
                            or t.last_at <> (select max(p.created_at) from forum_posts p
                                             where p.school_id = t.school_id and p.thread_id = t.id)
                            or t.answer > t.last_number)
                     order by t.id"
                ),
                args![],
            )
            .await
            .unwrap();
        assert_eq!(odd, []);
        for school in &made.schools {
            for username in [&school.student, &school.teacher] {
                let scope = person(&world, username).await.enter(school.slug).unwrap();
                let home = forum::home(&scope, "", 1).await.unwrap();
                assert!(home.boards.len() > 2 && home.boards.iter().any(|board| board.unread > 0), "{home:?}");
                for card in home.boards {
                    let page = forum::board(&scope, card.board, &ThreadFilter::default(), 1).await.unwrap();
                    assert!(page.threads.len() > 2 && page.threads.iter().any(|it| it.answered), "{page:?}");
                    assert_eq!(page.topics.len(), 2, "{page:?}");
                    let is_class = matches!(card.board, Board::Class(_));
                    assert_eq!(page.threads[0].pinned, is_class, "{page:?}");
                    for thread in page.threads {
                        let shown = forum::show(&scope, thread.id, Some(1), None).await.unwrap();
                        assert!(shown.posts.iter().all(|post| !post.html.contains(['{', '}'])), "{shown:?}");
                    }
                }
            }
            let scope = person(&world, &school.student).await.enter(school.slug).unwrap();
            assert!(forum::home(&scope, "exam", 1).await.unwrap().found.unwrap().total > 0);
        }
    })
    .await;
}

#[tokio::test]
async fn people_of_the_demo_log_in_and_find_something_to_do() {
    each_db(async |db| {
        let (world, made) = filled(&db, 1).await;
        for school in &made.schools {
            let mut log_ins = vec![&school.admin, &school.teacher, &school.student];
            log_ins.extend(&school.parent);
            for username in log_ins {
                let form =
                    model::accounts::LogInForm { log_in: username.clone(), password: PASSWORD.into(), ..Default::default() };
                log_in::log_in(&Visitor(request(&world, NOON)), &form).await.unwrap();
            }
            let open = async |username: &str| {
                let scope = person(&world, username).await.enter(school.slug).unwrap();
                dashboards::show(&scope).await.unwrap().board
            };
            let model::dashboards::Board::Student(student) = open(&school.student).await else { panic!("{school:?}") };
            assert!(!student.due.is_empty() && !student.classes.is_empty(), "{student:?}");
            let model::dashboards::Board::Teacher(teacher) = open(&school.teacher).await else { panic!("{school:?}") };
            assert!(!teacher.to_mark.is_empty() && !teacher.due.is_empty() && !teacher.classes.is_empty(), "{teacher:?}");
            let model::dashboards::Board::School(admin) = open(&school.admin).await else { panic!("{school:?}") };
            assert!(admin.figures.storage_bytes > 0 && admin.figures.sign_ups > 0, "{admin:?}");
        }
        let parent = person(&world, "linden_parent").await;
        let children = crate::guardians::children::all(&parent).await.unwrap();
        assert_eq!(children.len(), 2, "a child here and one in another school: {children:?}");
        let news = person(&world, "linden_student").await.enter("linden").unwrap();
        assert_eq!(crate::announcements::unread(&news).await.unwrap(), 4, "something to read");
        assert!(dashboards::show(&news).await.unwrap().calendar.term.is_some());
        let teacher = person(&world, "volta_teacher").await;
        assert_eq!(teacher.me.places.len(), 2, "a teacher is in a second school");
        assert_eq!(teacher.me.home(None), "/s/volta", "and begins where they teach");
        let admin = person(&world, "platform_admin").await;
        assert_eq!(dashboards::platform(&admin).await.unwrap().figures.schools, 3);
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_in_can_be_read() {
    each_db(async |db| {
        let (world, _) = filled(&db, 1).await;
        let stored: Vec<(model::ids::SchoolId, String, i64)> =
            db.all(sql!("select school_id, sha256, bytes from files order by id limit 50"), args![]).await.unwrap();
        for (school, sha256, bytes) in stored {
            let content = world.files.get(&files::address(school, &sha256)).await.unwrap().bytes().await.unwrap();
            assert_eq!(content.len() as i64, bytes);
            assert!(std::str::from_utf8(&content).unwrap().len() > 100);
        }
        let storage: Vec<(i64, i64)> = db
            .all(
                sql!(
                    "select g.storage_bytes, cast(coalesce(sum(f.bytes), 0) as bigint) as named
                     from class_groups g left join files f on f.school_id = g.school_id and f.class_id = g.id
                     group by g.school_id, g.id, g.storage_bytes order by g.school_id, g.id"
                ),
                args![],
            )
            .await
            .unwrap();
        assert_eq!(storage.len(), 30);
        assert!(storage.iter().all(|(counted, named)| counted == named), "{storage:?}");
    })
    .await;
}

#[tokio::test]
async fn a_platform_with_people_is_left_alone() {
    each_db(async |db| {
        let (world, made) = filled(&db, 1).await;
        let again = seed(&System(request(&world, NOON)), 1).await.unwrap_err().answer();
        assert_eq!(again, Error::Conflict(Problem::Taken));
        let (people,): (i64,) = db.one(sql!("select cast(count(*) as bigint) as people from users"), args![]).await.unwrap();
        assert_eq!(people as usize, made.people);
    })
    .await;
}

/// Of each school: rooms whose newest number is not that of their messages, messages, files, contents, bytes that classes
/// count wrongly, and bytes of files.
async fn large(db: &Db) -> Vec<(String, i64, i64, i64, i64, i64, i64)> {
    db.all(
        sql!(
            "select s.slug,
                    (select cast(count(*) as bigint) from rooms r where r.school_id = s.id
                       and r.last_seq <> (select count(*) from messages m where m.school_id = s.id and m.room_id = r.id)) as gaps,
                    (select cast(count(*) as bigint) from messages m where m.school_id = s.id) as messages,
                    (select cast(count(*) as bigint) from submission_files p join files f on f.school_id = p.school_id
                       and f.id = p.file_id where p.school_id = s.id) as attached,
                    (select cast(count(distinct f.sha256) as bigint) from files f where f.school_id = s.id) as contents,
                    (select cast(coalesce(sum(g.storage_bytes), 0) as bigint) from class_groups g
                     where g.school_id = s.id) as counted,
                    (select cast(coalesce(sum(f.bytes), 0) as bigint) from files f where f.school_id = s.id) as bytes
             from schools s order by s.slug"
        ),
        args![],
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn a_large_school_has_the_messages_and_files_that_were_asked_for_and_the_others_stay_as_they_are() {
    each_db(async |db| {
        let (world, _) = filled(&db, 1).await;
        let system = System(request(&world, NOON));
        let before = large(&db).await;
        chatter(&system, "volta", 20_050, 1).await.unwrap();
        paperwork(&system, "volta", 205, 3000, 1).await.unwrap();
        let after = large(&db).await;
        for (now, then) in after.iter().zip(&before) {
            if now.0 != "volta" {
                assert_eq!(now, then);
                continue;
            }
            assert_eq!((now.1, now.2), (0, then.2 + 20_050), "numbers have no gaps");
            assert_eq!((now.3, now.4), (then.3 + 205, then.4 + 205), "no two files are alike, and each is handed in");
            assert_eq!((now.5, now.6), (now.6, then.6 + 205 * 3000));
        }
        let (backwards,): (i64,) = db
            .one(
                sql!(
                    "select cast(count(*) as bigint) as n from messages m
                     join messages b on b.school_id = m.school_id and b.room_id = m.room_id and b.seq = m.seq - 1
                     where m.school_id = b.school_id and m.sent_at < b.sent_at"
                ),
                args![],
            )
            .await
            .unwrap();
        assert_eq!(backwards, 0, "who speaks later has the later number");
        let sheets: Vec<(model::ids::SchoolId, String)> = db
            .all(sql!("select school_id, sha256 from files where school_id is not null and name like 'sheet_%'"), args![])
            .await
            .unwrap();
        assert_eq!(sheets.len(), 205);
        for (school, sha256) in sheets {
            let content = world.files.get(&files::address(school, &sha256)).await.unwrap().bytes().await.unwrap();
            assert_eq!((content.len(), crate::secrets::hex(&Sha256::digest(&content))), (3000, sha256));
        }
        assert_eq!(chatter(&system, "nowhere", 1, 1).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn those_who_gather_are_logged_in_and_in_their_own_room() {
    each_db(async |db| {
        let (world, made) = filled(&db, 1).await;
        let (system, slug) = (System(request(&world, NOON)), made.schools[0].slug);
        let hashes: Vec<String> = (0..5).map(|number| format!("hash {number}")).collect();
        let rooms = gathering(&system, slug, &[3, 2], &hashes, 1).await.unwrap();
        for (number, hash) in hashes.iter().enumerate() {
            let found = sessions::find(&system, hash).await.unwrap().expect("a session");
            assert!(!found.renew, "it goes on as it is");
            let scope = found.person.enter(slug).unwrap();
            let (last, revision, _) = chat::join(&scope, rooms[number / 3]).await.unwrap();
            assert_eq!((last, revision), (0, 0));
            assert!(chat::join(&scope, rooms[1 - number / 3]).await.is_err());
        }
    })
    .await;
}
