//! Read-only mode, as people meet it.

use axum::http::{Method, StatusCode, header};
use domain::System;
use domain::backup::gate;
use model::Error;
use model::backup::Shut;

use crate::app::each_app;
use crate::scene::Scene;

const CREATE: &str = "/fn/app/pages/classes/api/create_class";

#[tokio::test]
async fn a_closed_school_is_read_and_whoever_changes_it_keeps_what_they_typed() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let system = System::new(&app.state.world, "restore");
        let school = Some(scene.place.parse().unwrap());
        let closed = gate::close(&system, school, "restore").await.unwrap();
        let banner = "This school is being restored. You can read, but changes wait until it is done.";
        let page = scene.teacher.get("/s/alpha/classes").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(banner), "{}", page.body);
        assert!(!other.teacher.get("/s/beta/classes").await.body.contains("being restored"));

        let fields = [("school", "alpha"), ("form[name]", "Typed with care")];
        let refused = scene.admin.call(Method::POST, CREATE, &fields).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers.get(header::RETRY_AFTER).unwrap(), "60");
        assert_eq!(refused.json::<Error>(), Error::Closed(Shut::School));
        let back = scene.admin.post_from("/s/alpha/classes/new", CREATE, &fields).await;
        assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, "/s/alpha/classes/new"));
        let page = scene.admin.get("/s/alpha/classes/new").await.body;
        assert!(page.contains("Typed with care") && page.contains("nothing can be changed for a moment"), "{page}");
        let elsewhere = [("school", "beta"), ("form[name]", "Goes on")];
        assert!(other.admin.call(Method::POST, CREATE, &elsewhere).await.status.is_success());

        closed.open().await.unwrap();
        assert!(!scene.teacher.get("/s/alpha/classes").await.body.contains("being restored"));
        assert!(scene.admin.call(Method::POST, CREATE, &fields).await.status.is_success());
    })
    .await;
}

#[tokio::test]
async fn a_closed_platform_says_so_to_those_who_are_not_logged_in_too() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let closed = gate::close(&System::new(&app.state.world, "restore"), None, "restore").await.unwrap();
        let banner = "The platform is being restored. You can read, but changes wait until it is done.";
        let page = scene.admin.get("/s/alpha").await;
        assert!(page.body.contains(banner), "{}", page.body);
        let page = app.browser().get("/login").await;
        assert!(page.body.contains("It may take a moment until you can log in"), "{}", page.body);
        assert!(!page.body.contains("You can read"), "there is nothing to read without a log-in: {}", page.body);
        closed.open().await.unwrap();
        assert!(!app.browser().get("/login").await.body.contains("being restored"));
    })
    .await;
}
