use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::chat::{History, MessageForm, RoomPage};
use model::ids::{ClassId, MessageId, RoomId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The room of a class: its newest messages, or with `before` the page that ends there.
#[server(input = GetUrl, output = Wire)]
pub async fn show_chat(school: String, id: ClassId, before: Option<i64>) -> Result<RoomPage> {
    Ok(domain::chat::open_class(&caller::scope(&school)?, id, before).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn older_messages(school: String, room: RoomId, before: i64) -> Result<History> {
    Ok(domain::chat::history(&caller::scope(&school)?, room, before).await?)
}

/// A message of a plain form. The page made its id, so that a double click stores it once.
#[server(output = Wire)]
pub async fn say(school: String, class: ClassId, id: MessageId, form: MessageForm) -> Result<()> {
    domain::chat::send_to_class(&caller::scope(&school)?, class, id, &form).await?;
    caller::redirect(&format!("/s/{school}/classes/{class}/chat#newest"));
    Ok(())
}
