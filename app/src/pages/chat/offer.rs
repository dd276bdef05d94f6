//! What is offered while somebody types: names after an `@`, emoji after a colon.

use std::ops::Range;

use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::task::spawn_local;
use model::chat::{Callee, Standing};
use model::forum::Board;
use model::ids::RoomId;
use model::text::chat as c;

use super::api;
use super::calling::{calling, meant, named, put, spelled, spelling};
use super::desk::Desk;
use super::emoji::{self, Emojis};
use super::keys::composes;
use crate::pages::forum::api::forum_people;
use crate::prelude::*;
use crate::screen::tell;

/// What may stand in the place of what is typed.
#[derive(Clone, Debug, PartialEq)]
enum Choice {
    /// Somebody, or everybody, as it stands after the `@`.
    Call(String),
    /// Somebody whom their username calls.
    Person(Callee),
    Emoji(emoji::Known),
}

impl Choice {
    /// What is said then.
    fn said(&self) -> String {
        match self {
            Choice::Call(call) => format!("@{call} "),
            Choice::Person(it) => format!("@{} ", it.username),
            Choice::Emoji(it) => format!("{} ", it.sign),
        }
    }
}

/// Where one writes.
#[derive(Clone, Copy)]
enum Of {
    Room(RoomId, RwSignal<Standing>),
    Forum(Board),
}

/// The list that is offered.
#[derive(Clone, Copy)]
pub struct Offer {
    of: Of,
    school: StoredValue<String>,
    emoji: Emojis,
    people: RwSignal<Option<Vec<Callee>>>,
    choices: RwSignal<Vec<Choice>>,
    chosen: RwSignal<usize>,
    place: StoredValue<Option<Range<u32>>>,
    field: NodeRef<Textarea>,
}

impl Offer {
    pub fn new(desk: Desk, field: NodeRef<Textarea>) -> Offer {
        Offer::of(Of::Room(desk.room, desk.standing), desk.school, desk.emoji, field)
    }

    /// The same for the posts of a forum.
    pub fn of_forum(school: String, board: Board, field: NodeRef<Textarea>) -> Offer {
        Offer::of(Of::Forum(board), StoredValue::new(school), Emojis::new(), field)
    }

    fn of(of: Of, school: StoredValue<String>, emoji: Emojis, field: NodeRef<Textarea>) -> Offer {
        Offer {
            of,
            school,
            emoji,
            people: RwSignal::new(None),
            choices: RwSignal::default(),
            chosen: RwSignal::new(0),
            place: StoredValue::new(None),
            field,
        }
    }

    /// Looks at what is typed.
    pub fn look(self) {
        // An answer may come when the field has gone, or when somebody writes elsewhere by now.
        let Some(field) = self.field.try_get_untracked().flatten() else { return };
        if !field.is_same_node(document().active_element().as_deref()) {
            return self.close();
        }
        let (text, caret) = (field.value(), field.selection_start().ok().flatten().unwrap_or_default());
        if let Some(whole) = spelled(&text, caret)
            && let Some(sign) = self.sign(&whole.text)
        {
            self.place.set_value(Some(whole.place));
            return self.say(&sign);
        }
        let (place, choices) = match (calling(&text, caret), spelling(&text, caret)) {
            (_, Some(typed)) => (Some(typed.place), self.emoji(&typed.text)),
            (Some(typed), None) => (Some(typed.place), self.called(&typed.text)),
            (None, None) => (None, Vec::new()),
        };
        self.place.set_value(place);
        self.chosen.set(0);
        if choices != self.choices.get_untracked() {
            self.choices.set(choices);
        }
    }

    fn called(self, typed: &str) -> Vec<Choice> {
        let Some(people) = self.people.get_untracked() else {
            self.ask();
            return Vec::new();
        };
        match self.of {
            Of::Room(_, standing) => {
                let everybody = standing.with_untracked(|it| it.may_moderate).then(|| t(c::EVERYBODY));
                meant(&people, everybody, typed).into_iter().map(Choice::Call).collect()
            }
            Of::Forum(_) => named(&people, typed).into_iter().map(Choice::Person).collect(),
        }
    }

    fn emoji(self, typed: &str) -> Vec<Choice> {
        let known = self.emoji.with(|all| emoji::meant(all, typed));
        if known.is_none() {
            self.emoji.ask(self.school.get_value(), move || self.look());
        }
        known.unwrap_or_default().into_iter().map(Choice::Emoji).collect()
    }

    /// The emoji of a code.
    fn sign(self, code: &str) -> Option<String> {
        let code = code.to_lowercase();
        let found = self.emoji.with(|all| all.iter().find(|it| it.code == code).map(|it| it.sign.clone()));
        if found.is_none() {
            self.emoji.ask(self.school.get_value(), move || self.look());
        }
        found.flatten()
    }

    /// Asks who is there, once.
    fn ask(self) {
        self.people.set(Some(Vec::new()));
        let school = self.school.get_value();
        spawn_local(async move {
            let people = match self.of {
                Of::Room(room, _) => api::room_people(school, room).await,
                Of::Forum(board) => forum_people(school, board).await,
            };
            if self.people.is_disposed() {
                return;
            }
            self.people.set(people.ok());
            if self.people.with_untracked(Option::is_some) {
                self.look();
            }
        });
    }

    pub fn is_open(self) -> bool {
        self.choices.with(|choices| !choices.is_empty())
    }

    /// The id of what is chosen.
    pub fn active(self) -> String {
        format!("call-{}", self.chosen.get())
    }

    pub fn close(self) {
        self.choices.set(Vec::new());
    }

    /// Says something in the place of what is typed.
    fn say(self, said: &str) {
        if let (Some(field), Some(place)) = (self.field.get_untracked(), self.place.get_value()) {
            let (text, caret) = put(&field.value(), &place, said);
            field.set_value(&text);
            let _ = field.set_selection_range(caret, caret);
            let _ = field.focus();
            // It may be the field itself that is heard here: it hears of this when it is done.
            queue_microtask(move || tell(&field, "input"));
        }
        self.close();
    }

    /// Answers whether the key was meant for the list.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        let count = self.choices.with_untracked(Vec::len);
        if count == 0 || composes(event) {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.chosen.update(|it| *it = (*it + 1) % count),
            "ArrowUp" => self.chosen.update(|it| *it = (*it + count - 1) % count),
            "Enter" | "Tab" => {
                let chosen = self.chosen.get_untracked();
                if let Some(said) = self.choices.with_untracked(|choices| choices.get(chosen).map(Choice::said)) {
                    self.say(&said);
                }
            }
            "Escape" => self.close(),
            _ => return false,
        }
        event.prevent_default();
        true
    }
}

/// What is offered, as a list under the hand of the field.
#[component]
pub fn Offered(offer: Offer) -> impl IntoView {
    let line = move |(index, choice): (usize, Choice)| {
        let said = choice.said();
        // Pressed before the field loses the focus.
        let take = move |event: leptos::ev::PointerEvent| {
            event.prevent_default();
            offer.say(&said);
        };
        let shown = match choice {
            Choice::Call(call) => {
                let about = (call == t(c::EVERYBODY)).then(|| view! { " " <span class="muted">{t(c::EVERYBODY_HINT)}</span> });
                view! { <bdi>{call}</bdi> {about} }.into_any()
            }
            Choice::Person(it) => view! { <bdi>{it.name}</bdi> " " <span class="muted">"@" {it.username}</span> }.into_any(),
            Choice::Emoji(it) => view! { <span class="emoji-sign" aria-hidden="true">{it.sign}</span> " " {it.name} }.into_any(),
        };
        view! {
            <li
                role="option"
                id=format!("call-{index}")
                aria-selected=move || (offer.chosen.get() == index).to_string()
                on:pointerdown=take
            >
                {shown}
            </li>
        }
    };
    move || {
        offer.choices.with(|choices| {
            let label = match choices.first()? {
                Choice::Call(_) | Choice::Person(_) => t(c::CALLING),
                Choice::Emoji(_) => t(c::EMOJI),
            };
            Some(view! {
                <ul class="calling" role="listbox" id="calling" aria-label=label>
                    {choices.iter().cloned().enumerate().map(line).collect_view()}
                </ul>
            })
        })
    }
}
