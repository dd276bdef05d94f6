//! The schools of the platform, as its admins see them.

use axum::http::{Method, StatusCode};

use crate::app::{each_app, words};
use crate::scene::Scene;

const APPOINT: &str = "/fn/app/pages/schools/api/appoint_admin";

#[tokio::test]
async fn a_school_is_found_in_the_list_and_its_page_leads_to_its_people() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.fill("/admin/schools/{place}");
        let list = scene.admin.get("/admin/schools?q=ALPHA&sort=-people").await.body;
        assert!(list.contains("School alpha") && list.contains(&format!("href=\"{page}\"")), "{list}");
        assert!(list.contains("1 school") && !list.contains("No active admin"), "{list}");
        let none = scene.admin.get("/admin/schools?admins=none").await.body;
        assert!(none.contains("No school fits"), "{none}");
        let desk = scene.admin.get("/admin").await.body;
        assert!(desk.contains(&format!("href=\"{page}\"")) && desk.contains("href=\"/admin/people\">Accounts"), "{desk}");
        let shown = scene.admin.get(&page).await.body;
        assert!(shown.contains("href=\"/admin/people?school=alpha\"") && words(&shown).contains("ada@lyceum.test"), "{shown}");
        assert!(!shown.contains(&format!("action=\"{APPOINT}\"")), "nobody is offered who was not looked for");
        let people = words(&scene.admin.get("/admin/people?school=alpha&role=super_admin").await.body);
        assert!(people.contains("ada@lyceum.test") && !people.contains("sam@lyceum.test"), "{people}");
        assert_eq!(scene.admin.get("/admin/schools/none").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn people_and_schools_of_the_platform_are_found_by_its_admin_in_a_school_and_outside_and_by_nobody_else() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let olga = scene.outsider().await;
        let find = "/fn/app/layout/api/find";
        let found = scene.admin.get("/s/alpha/find?q=olga").await.body;
        assert!(
            found.contains("People of the platform") && found.contains("href=\"/admin/people?q=olga%40lyceum.test\""),
            "{found}"
        );
        let school = scene.admin.get("/s/alpha/find?q=alpha").await.body;
        assert!(school.contains("All schools") && school.contains(&scene.fill("href=\"/admin/schools/{place}\"")), "{school}");
        let both = scene.admin.get("/s/alpha/find?q=a").await.body;
        let (schools, people) = (both.find("id=\"schools\""), both.find("id=\"everybody\""));
        assert!(schools.is_some() && schools < people, "schools come first: {both}");
        let outside = scene.admin.call(Method::GET, find, &[("school", ""), ("q", "olga")]).await;
        assert!(outside.status == StatusCode::OK && outside.body.contains("olga@lyceum.test"), "{}", outside.body);
        // The field of the search has the words as they are; the address of who is found may break.
        let listed = scene.admin.get("/admin/people?q=olga%40lyceum.test").await.body.replace("<!>", "");
        assert!(listed.contains("olga@<wbr>lyceum.<wbr>test"), "{listed}");

        for (browser, own) in [(&olga, "beta"), (&scene.teacher, "alpha"), (&scene.student, "alpha")] {
            let inside = browser.call(Method::GET, find, &[("school", own), ("q", "lyceum.test")]).await;
            assert!(inside.status == StatusCode::OK && !inside.body.contains("lyceum.test"), "{}", inside.body);
            let page = browser.get(&format!("/s/{own}/find?q=a")).await.body;
            assert!(!page.contains("People of the platform") && !page.contains("/admin/"), "{page}");
            let outside = browser.call(Method::GET, find, &[("school", ""), ("q", "a")]).await;
            assert_eq!(outside.status, StatusCode::FORBIDDEN);
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_appointed_holds_the_school_at_the_next_request() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.fill("/admin/schools/{place}");
        let found = scene.admin.get(&format!("{page}?q=sam%40lyceum")).await.body;
        assert!(found.contains("Appoint ") && found.contains(&format!("value=\"{}\"", scene.sam)), "{found}");
        assert!(scene.admin.get(&format!("{page}?q=nobody_at_all")).await.body.contains("No member fits."));
        assert_eq!(scene.student.get("/s/alpha/settings").await.status, StatusCode::FORBIDDEN);
        let fields = [("id", scene.place.as_str()), ("user", scene.sam.as_str())];
        let done = scene.admin.post(APPOINT, &fields).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, page.as_str()));
        assert!(scene.admin.get(&page).await.body.contains("The administrator is appointed."));
        assert_eq!(scene.student.get("/s/alpha/settings").await.status, StatusCode::OK);
        // Of another school nobody is.
        scene.outsider().await;
        let olga = app.id_of("olga").await;
        let refused = scene.admin.post_from(&page, APPOINT, &[("id", scene.place.as_str()), ("user", olga.as_str())]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert!(!words(&scene.admin.get(&page).await.body).contains("olga@lyceum.test"));
    })
    .await;
}
