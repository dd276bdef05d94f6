use std::collections::BTreeSet;

use futures::stream::{StreamExt, TryStreamExt};
use model::Error;
use model::backup::{Part, Table};
use model::ids::MessageId;
use serde_json::{Value, json};
use store::testing::each_db;
use store::{args, sql};

use super::archive::tests::Made;
use super::{Download, all, archive, csv, show};
use crate::Reach;
use crate::testing::{NOON, Scene, person};
use crate::{Person, Scope};

pub(super) async fn admin(it: &Scene) -> Person {
    person(&it.world, "alpha_admin").await
}

pub(super) fn school(scope: &Scope) -> Reach {
    Reach::School(scope.clone())
}

pub(super) async fn text(download: Download) -> String {
    let pieces: Vec<bytes::Bytes> = download.body.try_collect().await.unwrap();
    String::from_utf8(pieces.concat()).unwrap()
}

async fn everything(reach: Reach) -> Value {
    serde_json::from_str(&text(all(reach).await.unwrap()).await).unwrap()
}

fn rows<'a>(document: &'a Value, table: &str) -> &'a Vec<Value> {
    document["tables"][table].as_array().unwrap_or_else(|| panic!("no {table}"))
}

fn rows_of(document: &Value, table: &str) -> usize {
    rows(document, table).len()
}

#[tokio::test]
async fn who_may_and_how_far() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let beta = person(&it.world, "beta_admin").await;
        let teacher = person(&it.world, "alpha_teacher").await;
        let admin = admin(&it).await;
        let answer =
            async |person: &Person, school: Option<&str>| super::reach(person, school).await.map_err(|error| error.answer());
        assert!(matches!(answer(&admin, None).await, Ok(Reach::Platform(_))));
        assert!(matches!(answer(&admin, Some("")).await, Ok(Reach::Platform(_))));
        assert!(matches!(answer(&admin, Some("alpha")).await, Ok(Reach::School(_))));
        assert!(matches!(answer(&beta, None).await, Ok(Reach::School(scope)) if scope.place.slug == "beta"));
        assert_eq!(answer(&beta, Some("alpha")).await.unwrap_err(), Error::NotFound);
        assert_eq!(answer(&beta, Some("no-such-school")).await.unwrap_err(), Error::NotFound);
        assert_eq!(answer(&admin, Some("no-such-school")).await.unwrap_err(), Error::NotFound);
        assert_eq!(answer(&teacher, None).await.unwrap_err(), Error::Forbidden);
        assert_eq!(answer(&teacher, Some("alpha")).await.unwrap_err(), Error::Forbidden);
        assert_eq!(answer(&teacher, Some("beta")).await.unwrap_err(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn the_platforms_admin_reads_and_takes_home_any_school_alone_and_its_own_log_says_so() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = admin(&it).await;
        let reach = super::reach(&admin, Some("beta")).await.unwrap();
        let page = show(&reach).await.unwrap();
        assert!(page.of_platform && page.can_archive && page.kept.is_some() && page.database_bytes.is_none());
        assert_eq!((page.school.unwrap().0.as_str(), page.parts.contains(&Part::Restore)), ("beta", false));
        let taken = everything(reach).await;
        assert_eq!((rows(&taken, "schools").len(), taken["meta"]["school"]["slug"].as_str()), (1, Some("beta")));
        assert!(!taken.to_string().contains(&it.admin.school_id().to_string()), "nothing of their own school");
        let noted = sql!(
            "select cast(count(*) as bigint) as n from audit where school_id = $1 and actor_id = $2 and action = 'backup.download'"
        );
        let args = args![it.other().admin.school_id(), admin.me.user_id];
        assert_eq!(db.one::<(i64,)>(noted, args).await.unwrap(), (1,));
        let own = show(&super::reach(&admin, Some("alpha")).await.unwrap()).await.unwrap();
        assert!(!own.of_platform && own.parts.contains(&Part::Restore), "they have a place there");
    })
    .await;
}

#[tokio::test]
async fn everything_is_every_row_and_no_secret() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let whole = text(all(Reach::Platform(admin(&it).await)).await.unwrap()).await;
        for secret in ["$argon2", "password_hash", "code_hash", "link_hash", "id_hash", "\"code\":", "sessions", "\"mails\""] {
            assert!(!whole.contains(secret), "{secret}");
        }
        let whole: Value = serde_json::from_str(&whole).unwrap();
        assert_eq!(whole["meta"]["exported_at"], "2026-11-27T12:00:00.000Z");
        assert_eq!(whole["meta"]["school"], Value::Null);
        assert!(whole["meta"]["schema"].as_i64().unwrap() >= 6);
        assert_eq!(rows(&whole, "users")[0]["created_at"], "2026-11-27T12:00:00.000Z");
        assert_eq!(rows(&whole, "class_codes")[0]["closed"], false);
        assert_eq!(rows(&whole, "class_codes")[0]["expires_at"], Value::Null);
        let page = show(&Reach::Platform(admin(&it).await)).await.unwrap();
        let mut total = 0;
        for (table, count) in whole["counts"].as_object().unwrap() {
            assert_eq!(rows(&whole, table).len() as i64, count.as_i64().unwrap(), "{table}");
            total += count.as_i64().unwrap();
        }
        assert_eq!(page.total, total, "the page counts what the download holds");
        assert!(page.database_bytes.is_some_and(|bytes| bytes > 0));
        assert_eq!(page.counts.iter().map(|count| count.name).collect::<Vec<_>>(), Table::ALL);
        for count in page.counts.iter().filter(|count| !count.name.is_part()) {
            assert_eq!(count.rows, whole["counts"][count.name.text()].as_i64().unwrap(), "{}", count.name);
        }
        assert_eq!(page.count(Table::Students), 4);
    })
    .await;
}

#[tokio::test]
async fn a_school_gets_its_own_rows_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let own = everything(school(&it.admin)).await;
        let text = own.to_string();
        assert!(!text.contains("beta"), "{text}");
        assert!(!text.contains(&it.other().admin.school_id().to_string()));
        assert_eq!(own["meta"]["school"]["slug"], "alpha");
        assert_eq!(rows(&own, "users").len(), 4);
        assert_eq!(rows(&own, "schools").len(), 1);
        assert!(own["tables"].get("platform").is_none());
        let page = show(&school(&it.admin)).await.unwrap();
        assert_eq!(page.school, Some(("alpha".to_owned(), "School alpha".to_owned())));
        assert_eq!(page.total, own["counts"].as_object().unwrap().values().filter_map(Value::as_i64).sum::<i64>());
        assert_eq!((page.count(Table::Students), page.count(Table::Courses), page.count(Table::Enrollments)), (2, 1, 2));
        let counted: BTreeSet<&str> =
            page.counts.iter().filter(|count| !count.name.is_part()).map(|count| count.name.text()).collect();
        assert_eq!(counted, own["counts"].as_object().unwrap().keys().map(String::as_str).collect());
        assert_eq!(page.database_bytes, None, "how large the platform is, is not a school's to know");
    })
    .await;
}

#[tokio::test]
async fn in_which_other_school_somebody_starts_is_not_told_to_this_one() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (own, other) = (it.admin.school_id().to_string(), it.other().admin.school_id().to_string());
        let starts = sql!("update users set primary_school_id = $2 where id = $1");
        db.run(starts, args![it.student.user_id(), own.as_str()]).await.unwrap();
        db.run(starts, args![it.student2.user_id(), other.as_str()]).await.unwrap();
        let starts_of = |document: &Value, who: &Scope| {
            let id = who.user_id().to_string();
            let user = rows(document, "users").iter().find(|user| user["id"] == id.as_str()).unwrap().as_object().unwrap();
            user["primary_school_id"].clone()
        };
        let school = everything(school(&it.admin)).await;
        assert_eq!(starts_of(&school, &it.student), Value::from(own.as_str()));
        assert_eq!(starts_of(&school, &it.student2), Value::Null);
        assert!(!school.to_string().contains(&other));
        let whole = everything(Reach::Platform(admin(&it).await)).await;
        assert_eq!(starts_of(&whole, &it.student), Value::from(own));
        assert_eq!(starts_of(&whole, &it.student2), Value::from(other));
    })
    .await;
}

#[tokio::test]
async fn how_to_reach_whoever_has_left_is_no_more_for_the_school_to_read() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let called = sql!("update users set phone = $2, bio = $3 where id = $1");
        let said = [(&it.student, "+233 24 111 1111", "Sings."), (&it.student2, "+233 24 222 2222", "Plays the viola.")];
        for (who, phone, bio) in said {
            db.run(called, args![who.user_id(), phone, bio]).await.unwrap();
        }
        let invited = sql!(
            "insert into invitations (school_id, id, email, email_key, name, role, note, mail_hash, link, invited_by,
                                      invited_at, sent_at, expires_at, accepted_at, accepted_by)
             values ($1, 'asked', $3, $3, 'Viola', 'student', '', 'hash', 'link', $4, 0, 0, 1, 1, $2)"
        );
        let asked_at = "viola@elsewhere.test";
        db.run(invited, args![it.admin.school_id(), it.student2.user_id(), asked_at, it.admin.user_id()]).await.unwrap();
        let end = sql!(
            "update memberships set status = 'ended', ended_at = 1, suspended_at = $3
             where school_id = $1 and user_id = $2"
        );
        let own = it.admin.school_id();
        let contact = ["alpha_student2@lyceum.test", "+233 24 222 2222", "Plays the viola.", asked_at];
        // Suspended is not gone.
        for (suspended, shown) in [(Some(NOON), true), (None, false)] {
            db.run(end, args![own, it.student2.user_id(), suspended]).await.unwrap();
            let mut read = everything(school(&it.admin)).await["tables"].to_string();
            for table in [Table::Accounts, Table::People, Table::Invitations, Table::Students, Table::Enrollments] {
                read.push_str(&text(csv(school(&it.admin), table).await.unwrap()).await);
            }
            for way in contact {
                assert_eq!(read.contains(way), shown, "{way}: {read}");
            }
            assert!(read.contains("alpha_student@lyceum.test") && read.contains("+233 24 111 1111"));
            assert!(read.contains("alpha_student2 Person"), "the name stays");
        }
        let whole = everything(Reach::Platform(admin(&it).await)).await.to_string();
        let mut made = Made::of(archive(school(&it.admin)).await.unwrap()).await;
        let users = made.text("tables/users.jsonl");
        let asked = made.text("tables/invitations.jsonl");
        for way in contact {
            assert!(whole.contains(way), "the platform's admin looks after the accounts: {way}");
            assert!(users.contains(way) || asked.contains(way), "nobody could be put back without it: {way}");
        }
    })
    .await;
}

#[tokio::test]
async fn each_download_leaves_a_line_in_the_audit_log() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        drop(csv(school(&it.admin), Table::Enrollments).await.unwrap());
        drop(all(Reach::Platform(admin(&it).await)).await.unwrap());
        let entries: Vec<(String, Option<String>, Option<String>)> = db
            .all(sql!("select subject, actor_id, school_id from audit where action = 'backup.download' order by id"), args![])
            .await
            .unwrap();
        let actor = Some(it.admin.user_id().to_string());
        let school = Some(it.admin.school_id().to_string());
        assert_eq!(entries, [("enrollments".to_owned(), actor.clone(), school), ("complete".to_owned(), actor, None)]);
    })
    .await;
}

#[tokio::test]
async fn a_download_is_of_one_instant_whatever_is_written_meanwhile() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let say = sql!(
            "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at)
             select $1, value ->> 0, $2, cast(value ->> 1 as bigint), $3, value ->> 2, $4 from {rows $5}"
        );
        // More than what may wait between the database and the client.
        let body = "word ".repeat(400);
        let messages: Vec<Value> = (1..=1000).map(|seq| json!([MessageId::new(), seq, body])).collect();
        let (school, user) = (it.student.school_id(), it.student.user_id());
        let rows = Value::Array(messages).to_string();
        db.run(say, args![school, it.room_id, user, it.student.now, rows]).await.unwrap();
        let mut download = all(Reach::School(it.admin.clone())).await.unwrap();
        let mut text = download.body.next().await.unwrap().unwrap().to_vec();
        let gone = db.run(sql!("delete from messages where school_id = $1"), args![school]).await.unwrap();
        assert_eq!(gone, 1000);
        db.run(sql!("delete from room_reads where school_id = $1"), args![school]).await.unwrap();
        while let Some(piece) = download.body.next().await {
            text.extend_from_slice(&piece.unwrap());
        }
        let document: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(rows_of(&document, "messages"), 1000);
    })
    .await;
}

#[tokio::test]
async fn a_third_download_at_once_is_told_to_come_back_and_one_broken_off_makes_room() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let places = &it.world.downloads;
        let (first, second) = (places.take().unwrap(), places.take().unwrap());
        let refused = csv(school(&it.admin), Table::Students).await.map(|_| ()).unwrap_err().answer();
        assert!(matches!(refused, Error::TooMany(_)), "{refused}");
        let (downloads,): (i64,) = db
            .one(sql!("select cast(count(*) as bigint) as n from audit where action = 'backup.download'"), args![])
            .await
            .unwrap();
        assert_eq!(downloads, 0, "what was refused was not downloaded");
        drop((first, second));
        drop(csv(school(&it.admin), Table::Students).await.unwrap());
        text(csv(school(&it.admin), Table::Courses).await.unwrap()).await;
    })
    .await;
}
