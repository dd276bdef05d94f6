//! What the cases of notifications find.

use axum::http::header;
use domain::{System, notifications};
use model::ids::NotificationId;
use model::notifications::{Kind, Stop};
use store::{args, sql};

use crate::app::{Answer, TestApp};

/// Something that the person was told.
pub(super) async fn notification(app: &TestApp, name: &str) -> String {
    let id = NotificationId::new();
    let add = sql!(
        "insert into notifications (id, user_id, kind, key, args, link, created_at, in_bell)
         select cast($1 as text), u.id, 'marked', 'once', '{}', '/schools', 1, true from users u where u.username_key = $2"
    );
    app.state.world.db.run(add, args![id, name]).await.unwrap();
    id.to_string()
}

/// What stops mails of announcements to the person.
pub(super) async fn stop(app: &TestApp, name: &str) -> String {
    let (user, system) = (app.id_of(name).await.parse().unwrap(), System::new(&app.state.world, "test"));
    notifications::token(&system, user, Stop::Kind(Kind::Announcement)).await.unwrap()
}

/// What was done is told over the page: who is led to a part of it further down does not see it.
pub(super) fn tells_out_of_sight(answer: &Answer) -> bool {
    let mut cookies = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
    answer.location().contains('#') && cookies.any(|line| ::app::told::read(line).is_some())
}
