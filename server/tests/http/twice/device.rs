//! A device that is told before somebody clicks.

use axum::http::Method;
use model::push::PushPage;

use crate::app::Browser;
use crate::push::{keys, subscribe};

/// Turns the newcomer's browser on: its id.
pub(super) async fn told(newcomer: &Browser<'_>, name: &str) -> String {
    subscribe(newcomer, &format!("https://push.example/{name}"), &keys(1)).await;
    let page: PushPage = newcomer.call(Method::GET, "/fn/app/pages/me/api/show_push", &[]).await.json();
    page.devices[0].id.to_string()
}
