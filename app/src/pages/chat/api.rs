use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::chat::emoji::Emoji;
use model::chat::{
    Callee, Found, History, Message, MessageForm, MuteForm, Muted, Partners, ReactionForm, Report, ReportForm, RoomCard,
    RoomForm, RoomList, RoomPage, RulesForm, TopicForm, Version, WordsForm,
};
use model::ids::{ClassId, MessageId, RoomId, UserId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The room of a class: from where the reader left off, with `before` the page that ends there, with `at` the one around
/// that message.
#[server(input = GetUrl, output = Wire)]
pub async fn show_chat(school: String, id: ClassId, before: Option<i64>, at: Option<i64>) -> Result<RoomPage> {
    Ok(domain::chat::open_class(&caller::scope(&school)?, id, model::chat::Window::of(before, at)).await?)
}

/// The same of any room.
#[server(input = GetUrl, output = Wire)]
pub async fn show_room(school: String, room: RoomId, before: Option<i64>, at: Option<i64>) -> Result<RoomPage> {
    Ok(domain::chat::open(&caller::scope(&school)?, room, model::chat::Window::of(before, at)).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn older_messages(school: String, room: RoomId, before: i64) -> Result<History> {
    Ok(domain::chat::history(&caller::scope(&school)?, room, model::chat::Window::Before(before)).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn newer_messages(school: String, room: RoomId, after: i64) -> Result<History> {
    Ok(domain::chat::history(&caller::scope(&school)?, room, model::chat::Window::After(after)).await?)
}

/// Whom a message can call.
#[server(input = GetUrl, output = Wire)]
pub async fn room_people(school: String, room: RoomId) -> Result<Vec<Callee>> {
    Ok(domain::chat::people(&caller::scope(&school)?, room).await?)
}

/// The emoji that are offered: a page has them when somebody looks for one.
#[server(input = GetUrl, output = Wire)]
pub async fn list_emoji(school: String) -> Result<Vec<Emoji>> {
    caller::scope(&school)?;
    Ok(model::chat::emoji::all())
}

/// The reader's rooms, and of those they enter by their role the ones that fit the words.
#[server(input = GetUrl, output = Wire)]
pub async fn list_rooms(school: String, #[server(default)] q: String) -> Result<RoomList> {
    Ok(domain::chat::list(&caller::scope(&school)?, &q).await?)
}

/// Whom the reader may write to alone.
#[server(input = GetUrl, output = Wire)]
pub async fn find_partners(school: String, q: String, page: usize) -> Result<Partners> {
    Ok(domain::chat::partners(&caller::scope(&school)?, &model::chat::SearchForm { q, page }).await?)
}

/// The rooms alone, for a list that stands open.
#[server(input = GetUrl, output = Wire)]
pub async fn list_room_cards(school: String) -> Result<Vec<RoomCard>> {
    Ok(domain::chat::cards(&caller::scope(&school)?).await?)
}

/// What was said in a room, or in all of the reader's, and whether there is more.
#[server(input = GetUrl, output = Wire)]
pub async fn find_messages(school: String, room: Option<RoomId>, q: String, page: usize) -> Result<(Vec<Found>, bool)> {
    Ok(domain::chat::find(&caller::scope(&school)?, room, &model::chat::SearchForm { q, page }).await?)
}

/// What a message said before.
#[server(input = GetUrl, output = Wire)]
pub async fn show_versions(school: String, room: RoomId, id: MessageId) -> Result<Vec<Version>> {
    Ok(domain::chat::versions(&caller::scope(&school)?, room, id).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_reports(school: String) -> Result<Vec<Report>> {
    Ok(domain::chat::reports(&caller::scope(&school)?).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_words(school: String) -> Result<WordsForm> {
    Ok(domain::chat::words(&caller::scope(&school)?).await?)
}

/// A message of a plain form. The page made its id, so that a double click stores it once.
#[server(output = Wire)]
pub async fn say(school: String, room: RoomId, id: MessageId, form: MessageForm) -> Result<()> {
    domain::chat::send(&caller::scope(&school)?, room, id, &form).await?;
    caller::redirect(&format!("/s/{school}/chat/{room}#newest"));
    Ok(())
}

/// How far somebody without script has read; with one the socket says it.
#[server(output = Wire)]
pub async fn mark_room_read(school: String, room: RoomId, seq: i64) -> Result<()> {
    domain::chat::read(&caller::scope(&school)?, room, seq).await?;
    caller::redirect(&format!("/s/{school}/chat/{room}#newest"));
    Ok(())
}

/// What was said from a message on is new again. The form of a page without script is `plain`: it leads to the list, which
/// says so.
#[server(output = Wire)]
pub async fn mark_room_unread(school: String, room: RoomId, seq: i64, #[server(default)] plain: bool) -> Result<()> {
    domain::chat::mark_unread(&caller::scope(&school)?, room, seq).await?;
    if plain {
        caller::tell(model::Done::RoomMarkedUnread);
        caller::redirect(&format!("/s/{school}/chat"));
    }
    Ok(())
}

/// The form of a page without script is `plain`: it leads back to the message.
#[server(output = Wire)]
pub async fn edit_message(
    school: String,
    room: RoomId,
    id: MessageId,
    form: MessageForm,
    #[server(default)] plain: bool,
) -> Result<Message> {
    let message = domain::chat::edit(&caller::scope(&school)?, room, id, &form).await?;
    if plain {
        caller::redirect(&format!("/s/{school}/chat/{room}?at={seq}#m{seq}", seq = message.seq));
    }
    Ok(message)
}

/// As it is then; the socket tells the others.
#[server(output = Wire)]
pub async fn delete_message(school: String, room: RoomId, id: MessageId) -> Result<Message> {
    Ok(domain::chat::delete(&caller::scope(&school)?, room, id).await?)
}

#[server(output = Wire)]
pub async fn react(school: String, room: RoomId, id: MessageId, form: ReactionForm) -> Result<Message> {
    Ok(domain::chat::react(&caller::scope(&school)?, room, id, &form).await?)
}

#[server(output = Wire)]
pub async fn pin_message(school: String, room: RoomId, id: MessageId, #[server(default)] on: bool) -> Result<Message> {
    Ok(domain::chat::pin(&caller::scope(&school)?, room, id, on).await?)
}

#[server(output = Wire)]
pub async fn report_message(school: String, room: RoomId, id: MessageId, form: ReportForm) -> Result<()> {
    domain::chat::report(&caller::scope(&school)?, room, id, &form).await?;
    caller::tell(model::Done::MessageReported);
    caller::redirect(&format!("/s/{school}/chat/{room}"));
    Ok(())
}

#[server(output = Wire)]
pub async fn settle_report(school: String, id: MessageId) -> Result<()> {
    domain::chat::settle(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::ReportSettled);
    caller::redirect(&format!("/s/{school}/chat/reports"));
    Ok(())
}

/// Answers who is muted then. A form that the browser sends is `plain`: it leads back to the room.
#[server(output = Wire)]
pub async fn mute_member(
    school: String,
    room: RoomId,
    user: UserId,
    form: MuteForm,
    #[server(default)] plain: bool,
) -> Result<Vec<Muted>> {
    let muted = domain::chat::mute(&caller::scope(&school)?, room, user, &form).await?;
    if plain {
        caller::tell(if form.minutes > 0 { model::Done::MemberMuted } else { model::Done::MemberUnmuted });
        caller::redirect(&format!("/s/{school}/chat/{room}"));
    }
    Ok(muted)
}

#[server(output = Wire)]
pub async fn rule_room(school: String, room: RoomId, form: RulesForm) -> Result<()> {
    domain::chat::rule(&caller::scope(&school)?, room, &form).await?;
    caller::tell(model::Done::RoomRuled);
    caller::redirect(&format!("/s/{school}/chat/{room}"));
    Ok(())
}

#[server(output = Wire)]
pub async fn open_room(school: String, form: RoomForm) -> Result<()> {
    let room = domain::chat::open_topic(&caller::scope(&school)?, &form).await?;
    caller::redirect(&format!("/s/{school}/chat/{room}"));
    Ok(())
}

/// Gives a further room of a class another name.
#[server(output = Wire)]
pub async fn rename_room(school: String, room: RoomId, form: TopicForm) -> Result<()> {
    domain::chat::rename(&caller::scope(&school)?, room, &form).await?;
    caller::tell(model::Done::RoomRenamed);
    caller::redirect(&format!("/s/{school}/chat/{room}"));
    Ok(())
}

/// Closes a further room of a class, or opens it again.
#[server(output = Wire)]
pub async fn close_room(school: String, room: RoomId, #[server(default)] on: bool) -> Result<()> {
    domain::chat::close(&caller::scope(&school)?, room, on).await?;
    caller::tell(if on { model::Done::RoomClosed } else { model::Done::RoomReopened });
    caller::redirect(&format!("/s/{school}/chat/{room}"));
    Ok(())
}

/// Puts a room of two out of one's sight until something is said there.
#[server(output = Wire)]
pub async fn hide_room(school: String, room: RoomId) -> Result<()> {
    domain::chat::hide(&caller::scope(&school)?, room).await?;
    caller::tell(model::Done::RoomHidden);
    caller::redirect(&format!("/s/{school}/chat"));
    Ok(())
}

/// The room with one other person; it is made when it is first asked for. `whom` is their id, and after a colon that of the
/// child it is about.
#[server(output = Wire)]
pub async fn open_direct(school: String, whom: String) -> Result<()> {
    let room = domain::chat::open_direct(&caller::scope(&school)?, &model::chat::DirectForm::of(&whom)?).await?;
    caller::redirect(&format!("/s/{school}/chat/{room}"));
    Ok(())
}

#[server(output = Wire)]
pub async fn set_words(school: String, form: WordsForm) -> Result<()> {
    domain::chat::set_words(&caller::scope(&school)?, &form).await?;
    caller::tell(model::Done::ChatWordsSet);
    caller::redirect(&format!("/s/{school}/chat/words"));
    Ok(())
}
