//! Of what in the room one is told: a menu, whose entries are forms.

use leptos::ev::SubmitEvent;
use leptos::task::spawn_local;
use model::chat::Level;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, SetRoomLevel};
use super::desk::Desk;
use crate::prelude::*;

#[component]
pub fn Levels(desk: Desk, level: Level) -> impl IntoView {
    let chosen = RwSignal::new(level);
    let entry = move |level: Level| {
        let choose = move |event: SubmitEvent| {
            event.prevent_default();
            let (before, school) = (chosen.get_untracked(), desk.school.get_value());
            chosen.set(level);
            spawn_local(async move {
                let done = api::set_room_level(school, desk.room, level, false).await;
                // The page may have been left meanwhile.
                if chosen.is_disposed() {
                    return;
                }
                if done.is_err() {
                    chosen.set(before);
                }
                desk.refused.set(done.err());
            });
        };
        let current = move || (chosen.get() == level).then_some("true");
        view! {
            <li>
                <form method="post" action=SetRoomLevel::PATH on:submit=choose>
                    <input type="hidden" name="school" value=desk.school.get_value()/>
                    <input type="hidden" name="room" value=desk.room.to_string()/>
                    <input type="hidden" name="level" value=level.text()/>
                    <input type="hidden" name="plain" value="true"/>
                    <button aria-current=current>{t(level.label())}</button>
                </form>
            </li>
        }
    };
    view! { <Menu label=t(c::LEVEL)>{Level::ALL.iter().copied().map(entry).collect_view()}</Menu> }
}
