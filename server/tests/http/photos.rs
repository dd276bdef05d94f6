//! Where people stand in a list, their photos stand beside their names.

use axum::http::StatusCode;
use store::{args, sql};

use crate::app::each_app;
use crate::me::{picture, send_photo};
use crate::scene::Scene;

#[tokio::test]
async fn who_has_a_photo_is_seen_with_it_wherever_they_are_listed() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let tom = app.id_of("tom").await;
        let (second, department) = (scene.admin.make_class("alpha", "Second").await, scene.fill("{department}"));
        let add = [("school", "alpha"), ("id", department.as_str()), ("user", tom.as_str())];
        let answer = scene.admin.post("/fn/app/pages/settings/api/add_department_member", &add).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let link = [
            ("school", "alpha"),
            ("form[parent]", tom.as_str()),
            ("form[child]", scene.sam.as_str()),
            ("form[relation]", "father"),
        ];
        let answer = scene.admin.post("/fn/app/pages/guardians/api/link_family", &link).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let paths = [
            "/s/alpha".to_owned(),
            scene.fill("/s/alpha/view-as?member={sam}"),
            "/s/alpha/view-as?q=sam".to_owned(),
            scene.fill("/s/alpha/announcements/{announcement}"),
            scene.fill("/s/alpha/settings/departments/{department}"),
            "/s/alpha/guardians".to_owned(),
            format!("{second}/people?q=tom"),
        ];
        for path in &paths {
            let page = scene.admin.get(path).await;
            assert!(page.status == StatusCode::OK && !page.body.contains("/photos/"), "{path}: {}", page.body);
        }
        for browser in [&scene.teacher, &scene.student] {
            let saved = send_photo(browser, &picture()).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        }
        let photo = sql!("select photo from users where username = 'sam'");
        let (photo,): (String,) = app.state.world.db.one(photo, args![]).await.unwrap();
        let drawn = format!("src=\"/photos/{photo}\"");
        for path in &paths {
            let page = scene.admin.get(path).await.body;
            assert!(page.contains(&drawn), "{path}: {page}");
        }
        let read = [("school", "alpha"), ("id", scene.announcement.as_str())];
        let answer = scene.student.post("/fn/app/pages/announcements/api/mark_read", &read).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = scene.admin.get(&scene.fill("/s/alpha/announcements/{announcement}")).await.body;
        let (_, have_read) = page.split_once("id=\"have-read\"").unwrap_or_else(|| panic!("{page}"));
        assert!(have_read.contains(&drawn), "{have_read}");
        assert_eq!(scene.admin.get(&format!("/photos/{photo}")).await.status, StatusCode::OK);
    })
    .await;
}
