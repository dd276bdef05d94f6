use axum::http::{StatusCode, header};
use model::Done;
use model::ids::ClassId;
use store::{args, sql};

use crate::app::each_app;
use crate::scene::Scene;

const API: &str = "/fn/app/pages/announcements/api";

#[tokio::test]
async fn an_announcement_waits_in_the_menu_until_it_is_marked_as_read_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.fill("/s/alpha/announcements/{announcement}");
        let dashboard = scene.student.get("/s/alpha").await.body;
        assert!(dashboard.contains("1 unread announcement") && dashboard.contains("id=\"news\""), "{dashboard}");
        let shown = scene.student.get(&page).await.body;
        assert!(shown.contains("Bring water.") && shown.contains("Mark as read"), "{shown}");
        assert!(!shown.contains("id=\"receipts\""), "not for readers");
        assert!(scene.student.get("/s/alpha").await.body.contains("1 unread announcement"), "to look is not to write");
        assert!(scene.teacher.get(&page).await.body.contains("0 of 2 have read it"));
        let fields = [("school", "alpha"), ("id", scene.announcement.as_str())];
        let answer = scene.student.post(&format!("{API}/mark_read"), &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page.as_str()));
        let shown = scene.student.get(&page).await.body;
        assert!(shown.contains("Marked as read.") && !shown.contains("/mark_read"), "{shown}");
        assert!(!shown.contains("unread announcement"), "{shown}");
        let dashboard = scene.student.get("/s/alpha").await.body;
        assert!(dashboard.contains("id=\"news\" class=\"muted\">Announcements: all read"), "{dashboard}");
        let receipts = scene.teacher.get(&format!("{page}?page=1&read=1")).await.body;
        assert!(receipts.contains("1 of 2 have read it"), "{receipts}");
        let (waiting, read) = receipts.split_once("id=\"have-read\"").expect("who has read it");
        assert!(waiting.contains("Not read yet") && read.contains("Read: "), "{receipts}");
    })
    .await;
}

#[tokio::test]
async fn announcements_are_looked_for_by_words_and_by_what_is_unread_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let path = scene.fill("/s/alpha/announcements/{announcement}");
        let listed = async |query: &str| scene.student.get(&format!("/s/alpha/announcements{query}")).await.body;
        let page = listed("").await;
        assert!(page.contains("name=\"q\"") && page.contains("name=\"unread\"") && page.contains(&path), "{page}");
        for (query, found) in [("?q=WATER%20bring", true), ("?q=wine", false), ("?unread=true", true)] {
            let page = listed(query).await;
            assert_eq!((page.contains(&path), page.contains("No announcement matches")), (found, !found), "{query}: {page}");
        }
        let fields = [("school", "alpha"), ("id", scene.announcement.as_str())];
        scene.student.post(&format!("{API}/mark_read"), &fields).await;
        assert!(listed("?unread=true").await.contains("No announcement matches"));
        assert!(listed("?q=water").await.contains(&path));
        assert!(!scene.teacher.get("/s/alpha/announcements?shelf=written").await.body.contains("name=\"unread\""));
    })
    .await;
}

#[tokio::test]
async fn a_refused_announcement_comes_back_with_what_was_ticked() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let form = "/s/alpha/announcements/new";
        let fields = [
            ("school", "alpha"),
            ("form[title]", ""),
            ("form[body]", "All of it."),
            ("form[audience]", "roles"),
            ("form[roles][parent]", "true"),
            ("form[begin]", "later"),
            ("form[at]", "2020-01-01T10:00"),
        ];
        let answer = scene.admin.post_from(form, &format!("{API}/write_announcement"), &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, form));
        let page = scene.admin.get(form).await.body;
        assert!(page.contains("All of it.") && page.contains("Please fill this in."), "{page}");
        let (_, parent) = page.split_once("name=\"form[roles][parent]\"").unwrap();
        assert!(parent.split('>').next().unwrap().contains("checked"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_text_of_an_announcement_is_text_and_no_markup() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let fields = [
            ("school", "alpha"),
            ("form[title]", "<script>alert(1)</script>"),
            ("form[body]", "<img src=x onerror=alert(1)> See https://x.test/a\"onclick=alert(1), javascript:alert(2)."),
            ("form[audience]", "school"),
            ("form[begin]", "now"),
        ];
        let answer = scene.admin.post(&format!("{API}/write_announcement"), &fields).await;
        for page in [answer.location(), "/s/alpha/announcements", "/s/alpha"] {
            let body = scene.student.get(page).await.body;
            assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{page}");
        }
        // Its addresses are links, and nothing else is.
        let body = scene.student.get(answer.location()).await.body;
        assert!(
            body.contains("<a href=\"https://x.test/a\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">"),
            "{body}"
        );
        assert!(!body.contains("href=\"javascript"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn among_many_classes_those_that_are_meant_are_written_by_name_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (form, write) = ("/s/alpha/announcements/new", format!("{API}/write_announcement"));
        let few = scene.admin.get(form).await.body;
        assert!(few.contains("name=\"form[classes][_") && !few.contains("form[class_names]"), "{few}");
        for number in 0..30 {
            let add = sql!(
                "insert into class_groups (school_id, id, name, name_key, quota_bytes, created_by, created_at)
                 select school_id, cast($2 as text), cast($3 as text), cast($4 as text), 1, created_by, 1 from class_groups where school_id = $1 and name_key = 'first class'"
            );
            let school: (String,) =
                app.state.world.db.one(sql!("select id from schools where slug = 'alpha'"), args![]).await.unwrap();
            let (name, key) = (format!("Form {number}"), format!("form {number}"));
            app.state.world.db.run(add, args![school.0, ClassId::new(), name, key]).await.unwrap();
        }
        let many = scene.admin.get(form).await.body;
        assert!(!many.contains("name=\"form[classes][_") && many.contains("name=\"form[class_names]\""), "{many}");
        let from_class = scene.admin.get(&scene.fill("/s/alpha/announcements/new?class={class}")).await.body;
        assert_eq!(from_class.matches("name=\"form[classes][_").count(), 1, "{from_class}");

        let fields = |names: &'static str| {
            [
                ("school", "alpha"),
                ("form[title]", "Trip"),
                ("form[body]", "Bring water."),
                ("form[audience]", "classes"),
                ("form[class_names]", names),
                ("form[begin]", "now"),
            ]
        };
        scene.admin.post_from(form, &write, &fields("Form 7\r\nForm 77")).await;
        let page = scene.admin.get(form).await.body;
        assert!(page.contains("several have it: Form 77. Please") && page.contains("Form 77</textarea>"), "{page}");
        let answer = scene.admin.post(&write, &fields("Form 7\r\nForm 17")).await;
        assert!(scene.admin.get(answer.location()).await.body.contains("For Form 17, Form 7"), "{}", answer.location());
    })
    .await;
}

#[tokio::test]
async fn who_wrote_it_reminds_the_others_and_sees_when_that_was() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.fill("/s/alpha/announcements/{announcement}");
        let before = scene.teacher.get(&page).await.body;
        assert!(before.contains("2 people have not read it.") && !before.contains("Reminded: "), "{before}");
        let fields = [("school", "alpha"), ("id", scene.announcement.as_str())];
        for _ in 0..2 {
            let answer = scene.teacher.post(&format!("{API}/remind_readers"), &fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page.as_str()));
            let after = scene.teacher.get(&page).await.body;
            assert!(after.contains("the reminders wait in the outbox") && after.contains("Reminded: "), "{after}");
            assert!(!after.contains("/remind_readers"), "not twice a day");
        }
    })
    .await;
}

#[tokio::test]
async fn who_withdraws_what_is_no_more_what_the_page_showed_is_told() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (page, withdraw) = (scene.fill("/s/alpha/announcements/{announcement}"), format!("{API}/withdraw_announcement"));
        let shown = scene.teacher.get(&page).await.body;
        assert!(shown.contains("name=\"draft\" value=\"false\"") && !shown.contains("Somebody changed this"), "{shown}");
        let fields = |draft| [("school", "alpha"), ("id", scene.announcement.as_str()), ("draft", draft)];
        let answer = scene.teacher.post_from(&page, &withdraw, &fields("true")).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page.as_str()));
        let refused = scene.teacher.get(&page).await.body;
        assert!(refused.contains("Somebody changed this meanwhile."), "{refused}");
        assert!(scene.student.get(&page).await.body.contains("Bring water."));
        let answer = scene.teacher.post_from(&page, &withdraw, &fields("false")).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/s/alpha/announcements?shelf=written"));
        assert_eq!(scene.student.get(&page).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn both_clicks_on_publish_are_told_the_same() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let tick = format!("form[classes][_{}]", scene.class);
        let fields = |begin| {
            [
                ("school", "alpha"),
                ("form[title]", "The fair"),
                ("form[body]", "Bring your parents."),
                ("form[audience]", "classes"),
                (tick.as_str(), "true"),
                ("form[begin]", begin),
            ]
        };
        let draft = scene.teacher.post(&format!("{API}/write_announcement"), &fields("draft")).await;
        let page = draft.location();
        let drawn = scene.teacher.get(&format!("{page}/edit")).await.body;
        let (_, drawn) = drawn.split_once("name=\"form[drawn]\" value=\"").expect("what it was drawn from");
        let (drawn, _) = drawn.split_once('"').unwrap();
        let id = ("id", page.rsplit('/').next().unwrap());
        let publish: Vec<_> = fields("now").into_iter().chain([id, ("form[drawn]", drawn)]).collect();
        for click in 1..=2 {
            let answer = scene.teacher.post(&format!("{API}/save_announcement"), &publish).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page), "click {click}");
            let mut cookies = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
            let told = cookies.find_map(::app::told::read);
            assert_eq!(told, Some(Done::AnnouncementPublished), "click {click}");
        }
        assert!(scene.student.get(page).await.body.contains("Bring your parents."));
    })
    .await;
}
