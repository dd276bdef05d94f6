//! The list of messages.

use model::chat::Refusal;
use model::ids::MessageId;
use model::profile::photo_address;
use model::text::chat as c;

use super::clock;
use super::desk::{Desk, Link};
use super::kept::Place;
use super::message::Said;
use super::outbox::{Going, Outgoing};
use super::roving::Roving;
use super::timeline::Line;
use crate::layout::Closing;
use crate::prelude::*;

/// The messages, with the way to older ones above them and to newer ones below. `base` is the room's address, for browsers
/// without script.
#[component]
pub fn Messages(desk: Desk, #[prop(into)] base: String) -> impl IntoView {
    let scroll = desk.scroll;
    let lines = Memo::new(move |_| desk.lines());
    let empty = Memo::new(move |_| desk.thread.is_none() && desk.timeline.with(|timeline| timeline.is_empty()));
    let older = Memo::new(move |_| desk.timeline.with(|it| it.first().filter(|_| it.more())));
    let newer = Memo::new(move |_| desk.timeline.with(|it| it.newer().then(|| it.last())));
    let missed = scroll.missed;
    let keys = Roving::new(desk);
    Effect::new(move || {
        lines.track();
        scroll.settle();
        keys.settle();
    });
    // Who has read them comes by itself.
    Effect::new(move || {
        desk.seen_by.with(|_| ());
        keys.settle();
    });
    scroll.follow();
    // More comes by itself as one reads on: the Tab key, which would have it come by passing, does not stop at the links.
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let passed = move || live.get().then_some("-1");
    let moved = move |_| {
        if scroll.moved() {
            desk.load_older();
        } else if scroll.near_end() {
            desk.load_newer();
        }
        if scroll.at_end.get_untracked() {
            desk.seen();
        }
    };
    let base = StoredValue::new(base);
    let called = if desk.thread.is_some() { c::THREAD } else { c::MESSAGES };
    let may_write = Memo::new(move |_| desk.standing.with(|it| it.may_write));
    let to_pen = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        desk.to_pen();
    };
    view! {
        {move || {
            let href = format!("#{}", desk.pen());
            may_write.get().then(|| view! { <a class="skip-to-pen" href=href on:click=to_pen>{t(c::TO_PEN)}</a> })
        }}
        <div
            class="messages"
            role="log"
            aria-label=t(called)
            aria-live=move || if desk.loading.get() { "off" } else { "polite" }
            tabindex="0"
            node_ref=scroll.list
            on:scroll=moved
            on:keydown=move |event| keys.key(&event)
            on:focusin=move |event| keys.come(&event)
            on:focusout=move |event| keys.go(&event)
            on:toggle:capture=move |_| keys.settle()
        >
            {move || {
                older
                    .get()
                    .map(|first| {
                        let load = move |event: leptos::ev::MouseEvent| {
                            event.prevent_default();
                            desk.load_older();
                        };
                        view! {
                            <p class="older">
                                <a href=format!("{}?before={first}", base.get_value()) tabindex=passed on:click=load>
                                    {move || if desk.loading.get() { t(c::LOADING_OLDER) } else { t(c::OLDER) }}
                                </a>
                            </p>
                        }
                    })
            }}
            {move || empty.get().then(|| view! { <p class="muted">{t(c::NONE_YET)}</p> })}
            <For each=move || lines.get() key=Line::key children=move |line| line_view(desk, line)/>
            {move || {
                newer
                    .get()
                    .map(|last| {
                        let load = move |event: leptos::ev::MouseEvent| {
                            event.prevent_default();
                            desk.load_newer();
                        };
                        let base = base.get_value();
                        // A page of them ends before this number; of a thread it is not known where.
                        let before = last + model::chat::PAGE + 1;
                        let href = if desk.thread.is_some() { base } else { format!("{base}?before={before}") };
                        view! {
                            <p class="older">
                                <a href=href tabindex=passed on:click=load>{t(c::NEWER)}</a>
                            </p>
                        }
                    })
            }}
            <span id=(!desk.is_beside()).then_some("newest")></span>
        </div>
        {move || {
            if missed.get() {
                let down = move |_| {
                    desk.newest();
                    desk.to_talk();
                };
                let words = t(c::JUMP);
                view! {
                    <p class="jump">
                        <button type="button" class="button button-quiet button-small" on:click=down>{words}</button>
                    </p>
                }
                    .into_any()
            } else if newer.get().is_some() {
                let down = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    desk.newest();
                    desk.to_talk();
                };
                let href = format!("{}?before={}#newest", base.get_value(), i64::MAX);
                view! {
                    <p class="jump">
                        <a class="button button-quiet button-small" href=href on:click=down>{t(c::NEWEST)}</a>
                    </p>
                }
                    .into_any()
            } else {
                ().into_any()
            }
        }}
    }
}

fn line_view(desk: Desk, line: Line) -> AnyView {
    match line {
        Line::Day { text, .. } => view! { <p class="day">{text}</p> }.into_any(),
        Line::Unread => view! { <p class="unread-mark">{t(c::UNREAD)}</p> }.into_any(),
        Line::Said { row, mine, same } => view! { <Said desk row=*row mine same/> }.into_any(),
        Line::Outgoing { message, author, time } => {
            let class = if message.refused.is_some() { "message mine failed" } else { "message mine pending" };
            view! {
                <article class=class>
                    <Head author photo=desk.my_photo.get_value() time at=clock::iso(message.at)/>
                    {(!message.form.body.is_empty())
                        .then(|| view! { <div class="message-body" dir="auto"><Marked text=message.form.body.clone()/></div> })}
                    <OnTheWay files=message.files.clone()/>
                    <State desk message/>
                </article>
            }
            .into_any()
        }
    }
}

/// Who says it, and when. The time of what was said leads to it.
#[component]
pub fn Head(
    author: String,
    /// The hash of their photo.
    photo: String,
    /// Their page, where the reader may see it.
    #[prop(optional_no_strip)]
    lead: Option<String>,
    time: String,
    at: String,
    /// The room, and the number of the message there.
    #[prop(optional)]
    of: Option<(Desk, i64)>,
) -> impl IntoView {
    let face = view! { <Avatar name=author.clone() photo=photo_address(&photo)/> };
    let name = match lead {
        Some(href) => view! { <A href=href attr:class="message-author">{author}</A> }.into_any(),
        None => author.into_any(),
    };
    let time = view! { <time datetime=at>{time}</time> };
    let time = match of {
        None => time.into_any(),
        Some((desk, seq)) => {
            let show = move |event: leptos::ev::MouseEvent| {
                // Held keys open it elsewhere, and from a thread it leads to the room.
                if desk.thread.is_none() && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                    event.prevent_default();
                    desk.show(seq);
                }
            };
            view! { <a href=desk.address_of(seq) title=t(c::LINK) on:click=show>{time}</a> }.into_any()
        }
    };
    view! {
        {face}
        <p class="message-head">
            <strong>{name}</strong>
            " "
            {time}
        </p>
    }
}

/// The files that go with a message, by name.
#[component]
fn OnTheWay(files: Vec<Going>) -> impl IntoView {
    let line = |file: Going| {
        view! { <li><Icon name="file-text"/><bdi>{file.name}</bdi> " " <span class="muted">{crate::text::size(file.bytes)}</span></li> }
    };
    (!files.is_empty()).then(|| view! { <ul class="message-files">{files.into_iter().map(line).collect_view()}</ul> })
}

/// How far the files of a message are, with a way to give them up.
#[component]
fn Carrying(desk: Desk, id: MessageId) -> impl IntoView {
    let percent = Memo::new(move |_| desk.sent.get().filter(|(of, _)| *of == id).map(|(_, percent)| percent));
    let share = Signal::derive(move || percent.get().filter(|it| *it < 100).map(|it| f64::from(it) / 100.0));
    let said = Signal::derive(move || percent.get().filter(|it| *it < 100).map(crate::text::percent));
    let state = move || {
        if percent.try_with(Option::is_some) == Some(true) {
            return view! { <ProgressLine label=t(c::SENDING) value=share text=said/> }.into_any();
        }
        let words = match desk.place(id) {
            _ if desk.link.try_get() == Some(Link::Open) => t(c::WAITS_ITS_TURN).to_owned(),
            Place::Device => t(c::KEPT_FILES).to_owned(),
            Place::Full(most) => tf(c::NO_ROOM_FOR_FILES, &[("size", &crate::text::size(most))]),
            Place::Page => t(c::WAITING_FILES).to_owned(),
        };
        view! { {words} }.into_any()
    };
    // What is pressed goes with it.
    let cancel = move |_| {
        desk.cancel(id);
        desk.to_talk();
    };
    view! {
        <div class="message-state">
            {state}
            <button type="button" class="button button-quiet button-small" on:click=cancel>
                {t(c::CANCEL)}
            </button>
        </div>
    }
}

/// How a message of one's own that has not arrived yet is getting on.
#[component]
fn State(desk: Desk, message: Outgoing) -> impl IntoView {
    let id = message.id;
    let Some(refusal) = message.refused else {
        if !message.files.is_empty() && !message.stored {
            return view! { <Carrying desk id/> }.into_any();
        }
        let state = move || {
            let outlives = desk.place(id) == Place::Device;
            // A page that is being left is drawn once more at times.
            let Some(link) = desk.link.try_get() else { return t(c::NOT_SENT) };
            match link {
                Link::Open if desk.closing.is_some_and(Closing::is_closed) => t(if outlives { c::HELD } else { c::HELD_HERE }),
                Link::Open if desk.standing.with(|it| it.slow_seconds > 0 && !it.may_moderate) => t(c::SLOWED),
                Link::Open => t(c::SENDING),
                Link::Ended => t(c::NOT_SENT),
                _ => t(if outlives { c::WAITING } else { c::WAITING_HERE }),
            }
        };
        return view! { <p class="message-state">{state}</p> }.into_any();
    };
    let known = match refusal {
        Refusal::TooLong => t(c::NOT_SENT_TOO_LONG),
        Refusal::Word => t(c::NOT_SENT_WORD),
        Refusal::Everybody => t(c::NOT_SENT_EVERYBODY),
        Refusal::Forbidden | Refusal::NotFound | Refusal::Unauthorized => t(c::NOT_SENT_FORBIDDEN),
        _ => t(c::NOT_SENT),
    };
    let reason = message.why.map_or_else(|| known.to_owned(), |why| tf(c::NOT_SENT_BECAUSE, &[("why", &why)]));
    // What is pressed goes with it.
    let retry = move |_| {
        desk.retry(id);
        desk.to_talk();
    };
    let discard = move |_| {
        desk.discard(id);
        desk.to_talk();
    };
    view! {
        <p class="message-state">
            {reason}
            <button type="button" class="button button-quiet button-small" on:click=retry>
                {t(c::TRY_AGAIN)}
            </button>
            {move || {
                // Where nobody may write any more there is no pen.
                desk.standing
                    .with(|it| it.may_write)
                    .then(|| {
                        view! {
                            <button type="button" class="button button-quiet button-small" on:click=move |_| desk.take_back(id)>
                                {t(c::EDIT)}
                            </button>
                        }
                    })
            }}
            <button type="button" class="button button-quiet button-small" on:click=discard>
                {t(c::DISCARD)}
            </button>
        </p>
    }
    .into_any()
}
