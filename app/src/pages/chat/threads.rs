//! A message with what answers it: a thread, beside its room where there is room for two, else a page of its own, which it is
//! without a script, too. What is said in it stands in the room as well.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use model::chat::ThreadPage;
use model::ids::MessageId;
use model::text::chat as c;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::api;
use super::desk::Desk;
use super::kept;
use super::keys::composes;
use super::leaving;
use super::lines::Messages;
use super::message::Said;
use super::people::{Connection, Typing};
use super::picker::Picker;
use super::room::{Foot, Outcome};
use super::viewer::Viewer;
use crate::prelude::*;
use crate::screen::{focus_in_place, is_wide};

/// "3 answers", under a message of the room that has some.
#[component]
pub fn Answers(desk: Desk, seq: i64) -> impl IntoView {
    let count = Memo::new(move |_| desk.timeline.with(|it| it.find(seq).and_then(|row| row.message.answers).map(|it| it.count)));
    let press = move |event: MouseEvent| {
        // Held keys open it elsewhere.
        if is_wide() && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            open(desk, seq);
        }
    };
    move || {
        count.get().map(|count| {
            view! {
                <a class="message-answers" href=desk.address_of_thread(seq) on:click=press>
                    <Icon name="message-circle"/>
                    {tn(c::ANSWERS, count)}
                </a>
            }
        })
    }
}

/// Opens a thread beside the room. Who asks for the one that is open goes there.
fn open(room: Desk, seq: i64) {
    if room.opened.get_untracked() == Some(seq) {
        if let Some(panel) = shown(".thread-beside") {
            focus_in_place(&panel);
        }
    } else if may_go(room) {
        room.opened.set(Some(seq));
    }
}

/// Whether the thread that is open may go: with files that were picked there it asks.
fn may_go(room: Desk) -> bool {
    !room.picked_beside.get_untracked() || window().confirm_with_message(t(c::THREAD_LEAVE)).unwrap_or(true)
}

fn shown(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|it| it.dyn_into().ok())
}

/// The thread on a page of its own. With `?before=` it is an older part of it, for browsers without script.
#[component]
pub fn ThreadAlone() -> impl IntoView {
    let school = use_school();
    let id = use_id::<model::ids::kinds::Room>("room");
    let (seq, before) = (use_param("seq"), use_query_value("before"));
    let thread = Resource::new(
        move || {
            let before = before.get().and_then(|text| text.parse::<i64>().ok());
            (school.get(), id.get(), seq.get().parse::<i64>().ok(), before)
        },
        |(school, id, seq, before)| async move {
            let (id, seq) = id.zip(seq).ok_or(model::Error::NotFound)?;
            api::chat_thread(school, id, seq, before).await
        },
    )
    .live();
    view! {
        <Loaded of=thread view=move |page: ThreadPage| view! { <Alone school=school.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Alone(school: String, page: ThreadPage) -> impl IntoView {
    let desk = Desk::of_thread(school.clone(), &page);
    let (root, room) = (page.root.message, page.room);
    if room.live {
        desk.connect();
        desk.wait_for_voice();
        kept::keep(desk, &room.name);
    }
    leaving::guard(desk);
    let base = desk.address_of_thread(root.seq);
    let crumbs = vec![(t(c::ROOMS).to_owned(), format!("/s/{school}/chat")), (room.name, desk.address_of(root.seq))];
    let title = tf(c::THREAD_OF, &[("author", &root.author)]);
    view! {
        <Title text=title.clone()/>
        <PageHead title crumbs crumbs_label=t(text::courses::WHERE)/>
        <section class="chat thread-alone">
            <Connection desk/>
            <Outcome desk/>
            <Whole desk base next=room.next_id/>
            <Viewer desk/>
            <Picker desk/>
        </section>
    }
}

/// What a thread goes back to, what answers that, and the pen.
#[component]
fn Whole(desk: Desk, base: String, next: MessageId) -> impl IntoView {
    let root = Memo::new(move |_| desk.timeline.with(|timeline| timeline.root().cloned()));
    desk.follow();
    view! {
        <div class="thread-root">
            {move || {
                root.get()
                    .map(|row| {
                        let mine = row.message.user_id == desk.me;
                        view! { <Said desk row mine same=false/> }
                    })
            }}
        </div>
        <Messages desk base/>
        {(!desk.is_beside()).then(|| view! { <Typing desk/> })}
        <Foot desk next/>
    }
}

/// The thread that is open beside the room.
#[component]
pub fn Beside(desk: Desk) -> impl IntoView {
    move || desk.opened.get().map(|seq| view! { <Panel room=desk seq/> })
}

#[component]
fn Panel(room: Desk, seq: i64) -> impl IntoView {
    let desk = room.thread_beside(seq);
    room.beside.set(Some((desk.timeline, desk.scroll)));
    on_cleanup(move || {
        let _ = room.beside.try_set(None);
    });
    let panel = NodeRef::<html::Aside>::new();
    Effect::new(move || {
        if let Some(panel) = panel.get() {
            focus_in_place(&panel);
        }
    });
    let close = move || {
        if !may_go(room) {
            return;
        }
        room.opened.set(None);
        // Who closes it stands where they opened it.
        if let Some(link) = shown(&format!("#m{seq} .message-answers")) {
            focus_in_place(&link);
        }
    };
    let key = move |event: KeyboardEvent| {
        // In the pen it leads out of answering or editing, and in other fields out of what the browser offers there.
        let in_field = event.target().is_some_and(|it| it.has_type::<HtmlTextAreaElement>() || it.has_type::<HtmlInputElement>());
        if event.key() == "Escape"
            && !in_field
            && !composes(&event)
            && !event.default_prevented()
            && desk.shown.get_untracked().is_none()
        {
            event.prevent_default();
            close();
        }
    };
    let base = desk.address_of_thread(seq);
    view! {
        <aside class="thread-beside" tabindex="-1" aria-labelledby="thread-title" node_ref=panel on:keydown=key>
            <div class="thread-head">
                <h2 id="thread-title">{t(c::THREAD)}</h2>
                <button
                    type="button"
                    class="button button-quiet"
                    aria-label=t(c::THREAD_CLOSE)
                    title=t(c::THREAD_CLOSE)
                    on:click=move |_| close()
                >
                    <Icon name="x"/>
                </button>
            </div>
            <Whole desk base next=MessageId::new()/>
            <Viewer desk/>
        </aside>
    }
}
