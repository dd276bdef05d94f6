//! The names that are offered while one is typed after an `@`.

use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::task::spawn_local;
use model::chat::Present;
use model::text::chat as c;

use super::api;
use super::calling::{Calling, called, calling, meant};
use super::desk::Desk;
use super::keys::composes;
use crate::prelude::*;

/// The names that are offered while one is typed.
#[derive(Clone, Copy)]
pub struct Offer {
    desk: Desk,
    people: RwSignal<Option<Vec<Present>>>,
    pub names: RwSignal<Vec<Present>>,
    pub chosen: RwSignal<usize>,
    calling: StoredValue<Option<Calling>>,
    field: NodeRef<Textarea>,
}

impl Offer {
    pub fn new(desk: Desk, field: NodeRef<Textarea>) -> Offer {
        Offer {
            desk,
            people: RwSignal::new(None),
            names: RwSignal::default(),
            chosen: RwSignal::new(0),
            calling: StoredValue::new(None),
            field,
        }
    }

    /// Looks at what is typed.
    pub fn look(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let caret = field.selection_start().ok().flatten().unwrap_or_default();
        let typed = calling(&field.value(), caret);
        let names = match (&typed, self.people.get_untracked()) {
            (None, _) => Vec::new(),
            (Some(typed), Some(people)) => meant(&people, &typed.typed),
            (Some(_), None) => {
                self.ask();
                Vec::new()
            }
        };
        self.calling.set_value(typed);
        self.chosen.set(0);
        if names != self.names.get_untracked() {
            self.names.set(names);
        }
    }

    /// Asks who is in the room, once.
    fn ask(self) {
        self.people.set(Some(Vec::new()));
        let (school, room) = (self.desk.school.get_value(), self.desk.room);
        spawn_local(async move {
            let people = api::room_people(school, room).await;
            if self.people.is_disposed() {
                return;
            }
            self.people.set(people.ok());
            if self.people.with_untracked(Option::is_some) {
                self.look();
            }
        });
    }

    pub fn close(self) {
        self.names.set(Vec::new());
    }

    fn take(self, name: &str) {
        if let (Some(field), Some(typed)) = (self.field.get_untracked(), self.calling.get_value()) {
            let (text, caret) = called(&field.value(), &typed, name);
            field.set_value(&text);
            let _ = field.set_selection_range(caret, caret);
            let _ = field.focus();
        }
        self.close();
    }

    /// Answers whether the key was meant for the names.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        let count = self.names.with_untracked(Vec::len);
        if count == 0 || composes(event) {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.chosen.update(|it| *it = (*it + 1) % count),
            "ArrowUp" => self.chosen.update(|it| *it = (*it + count - 1) % count),
            "Enter" | "Tab" => {
                let chosen = self.chosen.get_untracked();
                if let Some(name) = self.names.with_untracked(|names| names.get(chosen).map(|it| it.name.clone())) {
                    self.take(&name);
                }
            }
            "Escape" => self.close(),
            _ => return false,
        }
        event.prevent_default();
        true
    }
}

/// The names, as a list under the hand of the field.
#[component]
pub fn Names(offer: Offer) -> impl IntoView {
    let line = move |(index, person): (usize, Present)| {
        let name = person.name.clone();
        // Pressed before the field loses the focus.
        let take = move |event: leptos::ev::PointerEvent| {
            event.prevent_default();
            offer.take(&name);
        };
        view! {
            <li
                role="option"
                id=format!("call-{index}")
                aria-selected=move || (offer.chosen.get() == index).to_string()
                on:pointerdown=take
            >
                {person.name}
            </li>
        }
    };
    move || {
        offer.names.with(|names| {
            (!names.is_empty()).then(|| {
                view! {
                    <ul class="calling" role="listbox" id="calling" aria-label=t(c::CALLING)>
                        {names.iter().cloned().enumerate().map(line).collect_view()}
                    </ul>
                }
            })
        })
    }
}
