use axum::http::{Method, StatusCode};

use crate::app::each_app;

#[tokio::test]
async fn a_class_of_another_school_is_not_there_whatever_the_address_says() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let bea = app.founder("bea", "beta").await;
        let class = ada.make_class("alpha", "First").await;
        let id = class.rsplit('/').next().unwrap();
        assert_eq!(ada.get(&class).await.status, StatusCode::OK);
        for path in [
            class.clone(),
            format!("/s/beta/classes/{id}"),
            format!("/s/nowhere/classes/{id}"),
            "/s/alpha".into(),
            "/s/alpha/classes".into(),
        ] {
            let answer = bea.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!answer.body.contains("First"), "{path}");
        }
        let show = "/fn/app/pages/classes/api/show_class";
        for school in ["alpha", "beta"] {
            assert_eq!(
                bea.call(Method::GET, show, &[("school", school), ("id", id)]).await.status,
                StatusCode::NOT_FOUND,
                "{school}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn ids_that_are_none_are_answered_and_not_a_fault() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        for id in ["1", "%00", "00000000-0000-0000-0000-000000000000", "'; drop table users; --"] {
            let path = format!("/s/alpha/classes/{}", id.replace(' ', "%20"));
            assert!(ada.get(&path).await.status.is_client_error(), "{id}");
        }
    })
    .await;
}
