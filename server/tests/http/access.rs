//! The access table: every endpoint that exists, and what each kind of caller is answered. An endpoint that is not in
//! the table fails the test; so does a line of the table that is no endpoint.

mod table;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, header};

use crate::app::{Answer, Browser, ORIGIN, each_app};
use crate::scene::Scene;

pub use table::{Line, TABLE};

/// Whether an endpoint is there to change something.
pub fn changes_something(line: &Line) -> bool {
    !line.0.starts_with("GET ") && !line.0.starts_with("HEAD ")
}

fn listed() -> BTreeSet<String> {
    TABLE.iter().map(|line| line.0.to_owned()).collect()
}

fn existing() -> BTreeSet<String> {
    let pages = server::router::pages().into_iter().map(|path| format!("GET {path}"));
    let functions = server_fn::axum::server_fn_paths().map(|(path, method)| format!("{method} {path}"));
    let routes = server::endpoints().into_iter().map(|endpoint| format!("{} {}", endpoint.method, endpoint.path));
    pages.chain(functions).chain(routes).collect()
}

#[tokio::test]
async fn the_table_names_every_endpoint_there_is_and_no_other() {
    let (listed, existing) = (listed(), existing());
    let missing: Vec<_> = existing.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&existing).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}\nno endpoint: {gone:#?}");
}

#[tokio::test]
async fn every_endpoint_answers_each_caller_as_the_table_says() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let parent = scene.parent().await;
        let outsider = scene.outsider().await;
        let nobody = app.browser();
        let mut faults = Vec::new();
        for Line(endpoint, path, fields, expected) in TABLE {
            let callers = [&nobody, &scene.student, &outsider, &parent, &scene.admin];
            for (browser, expected) in callers.into_iter().zip(expected) {
                let answer = ask(browser, &scene, endpoint, path, fields).await;
                if answer.status.as_u16() != *expected {
                    faults.push(format!("{endpoint}: {} instead of {expected}: {:.200}", answer.status, answer.body));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}

pub async fn ask(browser: &Browser<'_>, scene: &Scene<'_>, endpoint: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let (method, pattern) = endpoint.split_once(' ').unwrap();
    let method: Method = method.parse().unwrap();
    let path = scene.fill(if path.is_empty() { pattern } else { path });
    let filled: Vec<(String, String)> = fields.iter().map(|(name, value)| (scene.fill(name), scene.fill(value))).collect();
    let fields: Vec<(&str, &str)> = filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if path.starts_with("/fn/") || method == Method::POST && !fields.is_empty() {
        browser.call(method, &path, &fields).await
    } else if path.ends_with("/live") {
        let upgrade = [
            ("origin", ORIGIN),
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="),
        ];
        let request =
            upgrade.into_iter().fold(browser.request(method, &path), |request, (name, value)| request.header(name, value));
        browser.send(request.body(Body::empty()).unwrap()).await
    } else if method == Method::GET {
        browser.get(&path).await
    } else {
        let request = browser.request(method, &path).header(header::ACCEPT, "application/json");
        browser.send(request.body(Body::empty()).unwrap()).await
    }
}
