use model::dashboards::{MAILS, MailFilter, MailKind, MailState, MailsPage};
use model::ids::MailId;
use model::{At, Error, Locale, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{Announced, Letter, Stopped, language_of, note, outbox, send, send_announcement, send_as, send_invitation};
use crate::scope::Actor;
use crate::testing::{NOON, Scene, person, request};
use crate::{Person, Request, System};

fn asked(q: &str) -> MailFilter {
    MailFilter { q: q.into(), ..MailFilter::default() }
}

async fn read(admin: &Person, filter: &MailFilter) -> MailsPage {
    outbox(admin, filter).await.unwrap()
}

fn to(page: &MailsPage) -> Vec<&str> {
    page.mails.iter().map(|mail| mail.recipient.as_str()).collect()
}

#[tokio::test]
async fn the_outbox_is_the_platforms_admins_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let page = read(&person(&it.world, "alpha_admin").await, &MailFilter::default()).await;
        assert_eq!((page.mails.len(), page.total, page.page), (8, 8, 1));
        assert!(page.mails.iter().all(|mail| mail.sent.is_none() && mail.written.local == "Fri 27 Nov 2026, 12:00"));
        for stranger in ["beta_admin", "alpha_teacher", "alpha_student"] {
            let stranger = person(&it.world, stranger).await;
            for filter in [MailFilter::default(), asked("alpha")] {
                assert_eq!(outbox(&stranger, &filter).await.unwrap_err().answer(), Error::Forbidden);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_is_found_by_words_of_its_address_and_its_subject_and_by_nothing_it_says() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        let mut work = admin.begin().await.unwrap();
        let subject = "École Élan invites you".to_owned();
        send(&mut work, NOON, "Ama.Owusu@School.test", subject, "the link is zqsecret".to_owned()).await.unwrap();
        work.commit().await.unwrap();

        for q in ["ama.owusu", "AMA.OWUSU@school.test", " invites  ama.owusu ", "ecole elan", "ÉCOLE"] {
            assert_eq!(to(&read(&admin, &asked(q)).await), ["Ama.Owusu@School.test"], "{q}");
        }
        for q in ["zqsecret", "ama_owusu", "%ama%", "ama.owusu beta"] {
            let page = read(&admin, &asked(q)).await;
            assert_eq!((page.mails.len(), page.total), (0, 0), "{q}");
        }
        assert_eq!(read(&admin, &asked("beta_")).await.total, 4);
    })
    .await;
}

#[tokio::test]
async fn mails_are_told_apart_by_their_kind_and_their_state() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        let mut work = admin.begin().await.unwrap();
        let (subject, body) = ("News".to_owned(), "Rain".to_owned());
        send_as(&mut work, MailKind::Announcement, NOON, "kofi@school.test", subject, body).await.unwrap();
        work.commit().await.unwrap();
        let system = System(request(&it.world, NOON));
        let id = sql!("select id from mails where recipient = $1");
        let (sent,): (MailId,) = db.one(id, args!["alpha_student2@lyceum.test"]).await.unwrap();
        let (failed,): (MailId,) = db.one(id, args!["alpha_student@lyceum.test"]).await.unwrap();
        note(&system, sent, Ok(())).await.unwrap();
        note(&system, failed, Err("no such box".to_owned())).await.unwrap();

        let of = |kind: &str, state: &str| MailFilter { kind: kind.into(), state: state.into(), ..MailFilter::default() };
        for (kind, state, total) in [
            ("", "", 9),
            ("account", "", 8),
            ("announcement", "", 1),
            ("", "waiting", 7),
            ("account", "waiting", 6),
            ("announcement", "waiting", 1),
            ("", "sent", 1),
            ("", "failed", 1),
            ("announcement", "failed", 0),
            ("nothing", "of the kind", 9),
        ] {
            let filter = of(kind, state);
            let page = read(&admin, &filter).await;
            assert_eq!((page.total, page.mails.len() as i64), (total, total), "{kind} {state}");
            assert!(page.mails.iter().all(|mail| filter.kind().is_none_or(|it| mail.kind == it)), "{kind}");
            assert!(page.mails.iter().all(|mail| filter.state().is_none_or(|it| mail.state() == it)), "{state}");
        }
        let page = read(&admin, &of("", "sent")).await;
        assert_eq!((page.mails[0].state(), page.mails[0].body.as_str()), (MailState::Sent, ""), "it held a link and a code");
        assert_eq!(read(&admin, &of("", "failed")).await.mails[0].problem.as_deref(), Some("no such box"));
        for (q, total) in [("student2", 1), ("beta", 0)] {
            let filter = MailFilter { q: q.into(), ..of("account", "sent") };
            assert_eq!(read(&admin, &filter).await.total, total, "{q}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_outbox_has_pages_the_newest_first() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        let mut work = admin.begin().await.unwrap();
        for n in 0..MAILS + 5 {
            let (to, subject) = (format!("reader{n:03}@school.test"), format!("Letter {n:03}"));
            send(&mut work, NOON.plus_minutes(n), &to, subject, String::new()).await.unwrap();
        }
        work.commit().await.unwrap();

        let at = |page| MailFilter { page, ..asked("letter") };
        let (first, second, past) = (read(&admin, &at(1)).await, read(&admin, &at(2)).await, read(&admin, &at(9)).await);
        assert_eq!((first.total, first.page, first.mails.len() as i64), (MAILS + 5, 1, MAILS));
        assert_eq!(to(&first)[0], format!("reader{:03}@school.test", MAILS + 4));
        let last = ["004", "003", "002", "001", "000"].map(|n| format!("reader{n}@school.test"));
        assert_eq!(to(&second), last);
        assert_eq!((past.page, to(&past)), (2, to(&second)), "past the end is the last page");
        assert_eq!(read(&admin, &MailFilter::default()).await.total, MAILS + 13);
    })
    .await;
}

#[tokio::test]
async fn mails_and_the_pages_outside_of_schools_have_one_language() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (alpha, beta, user) = (it.admin.school_id(), it.other().admin.school_id(), it.other().student.user_id());
        for (school, locale) in [(alpha, Locale::En), (beta, Locale::Ar)] {
            db.run(sql!("update schools set locale = $2 where id = $1"), args![school, locale.text()]).await.unwrap();
        }
        let join = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'parent', 'active', $3)"
        );
        db.run(join, args![alpha, user, NOON.plus_days(1)]).await.unwrap();
        let since = sql!("update memberships set created_at = $3 where school_id = $1 and user_id = $2");
        for (primary, since_alpha, expected) in [
            // School alpha comes first by its name.
            (None, NOON.plus_days(1), Locale::Ar),
            (None, At(1), Locale::En),
            (Some(beta), At(1), Locale::Ar),
            (Some(alpha), NOON.plus_days(1), Locale::En),
            (None, NOON, Locale::En),
        ] {
            db.run(since, args![alpha, user, since_alpha]).await.unwrap();
            db.run(sql!("update users set primary_school_id = $2 where id = $1"), args![user, primary]).await.unwrap();
            let reader = person(&it.world, "beta_student").await;
            let mut work = reader.begin().await.unwrap();
            let mails = language_of(&mut work, &reader, &reader.me.email).await.unwrap().locale();
            drop(work);
            assert_eq!((mails, reader.me.language("")), (expected, Some(expected)), "{primary:?} {since_alpha:?}");
        }
    })
    .await;
}

/// The link of the one mail to an address.
async fn link_to(admin: &Person, to: &str) -> Option<String> {
    let page = read(admin, &asked(to)).await;
    assert_eq!(page.total, 1, "{to}");
    page.mails[0].link.clone()
}

#[tokio::test]
async fn the_link_of_a_mail_is_the_one_it_is_sent_for_whatever_people_write_into_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        let (invited, announced) = ("https://lyceum.test/invited/real", "https://lyceum.test/s/alpha/announcements/real");
        let planted = [
            "https://evil.example/invited/x",
            "https://lyceum.test.evil.example/invited/x",
            "https://lyceum.test/invited/x",
            "Come in: https://lyceum.test/verify/x",
        ];
        for locale in [Locale::En, Locale::Ar] {
            for (n, text) in planted.into_iter().enumerate() {
                let mut work = admin.begin().await.unwrap();
                let request = Request { locale, ..request(&it.world, NOON) };
                let guest = format!("guest{n}.{locale}@school.test");
                let letter = Letter {
                    of: it.admin.school_id(),
                    to: &guest,
                    name: text,
                    by: text,
                    school: text,
                    role: Role::Student.label(),
                    note: text,
                    link: invited,
                    until: NOON,
                    zone: "Africa/Accra",
                };
                send_invitation(&mut work, &request, &letter).await.unwrap();
                let reader = format!("reader{n}.{locale}@school.test");
                let said = Announced {
                    to: &reader,
                    name: text,
                    locale,
                    school: text,
                    author: text,
                    title: text,
                    body: &format!("Rain.\n\n{text}\n\n{text}"),
                    link: announced,
                    stop: Stopped { school: None, what: Role::Student.label(), link: "https://lyceum.test/unsubscribe/real" },
                };
                send_announcement(&mut work, NOON, &said).await.unwrap();
                work.commit().await.unwrap();
                assert_eq!(link_to(&admin, &guest).await.as_deref(), Some(invited), "{text}");
                assert_eq!(link_to(&admin, &reader).await.as_deref(), Some(announced), "{text}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_school_writes_has_its_look_and_what_the_platform_writes_has_none() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let look = sql!("update schools set brand_color = '#7a1f2b', features = 'custom_branding:on' where id = $1");
        db.run(look, args![it.admin.school_id()]).await.unwrap();
        let mut work = it.admin.begin().await.unwrap();
        super::send_name_suggested(&mut work, &it.admin, "named@school.test", "Ama", "Ama Owusu").await.unwrap();
        send(&mut work, NOON, "plain@school.test", "News".to_owned(), "Rain".to_owned()).await.unwrap();
        work.commit().await.unwrap();
        let system = System(request(&it.world, NOON));
        for (to, name, colored) in [("named@school.test", "School alpha", true), ("plain@school.test", "Lyceum", false)] {
            let id = sql!("select id from mails where recipient = $1");
            let (id,) = db.one(id, args![to]).await.unwrap();
            let html = super::unsent(&system, id).await.unwrap().unwrap().html;
            assert!(html.contains(&format!(">{name}</div>")), "{html}");
            assert_eq!(html.contains("background:#7a1f2b"), colored, "{html}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_without_an_address_of_this_server_has_no_link() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        for (n, (body, link)) in [
            ("Open this link:\nhttps://lyceum.test/reset/a\n\nIt works once.\n", Some("https://lyceum.test/reset/a")),
            ("\u{2068}https://lyceum.test/email/b\u{2069}\n", Some("https://lyceum.test/email/b")),
            ("Your code is 123456, said https.\n", None),
            ("https://evil.example/reset/a\n", None),
            ("https://lyceum.test/elsewhere\n", None),
            ("https://lyceum.test/reset/a b\n", None),
            ("", None),
        ]
        .into_iter()
        .enumerate()
        {
            let to = format!("reader{n}@school.test");
            let mut work = admin.begin().await.unwrap();
            send(&mut work, NOON, &to, "Letter".to_owned(), body.to_owned()).await.unwrap();
            work.commit().await.unwrap();
            assert_eq!(link_to(&admin, &to).await.as_deref(), link, "{body}");
        }
    })
    .await;
}
