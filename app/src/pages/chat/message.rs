//! A message that was said: its words, what it answers, the signs under it, and what can be done with it.

use leptos::ev::MouseEvent;
use model::chat::{EMOJI, EVERYBODY, Message, MessageRow, Reaction};
use model::ids::MessageId;
use model::markup::plain;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api;
use super::clock;
use super::desk::Desk;
use super::files::Files;
use super::lines::Head;
use super::menu::ActsMenu;
use super::moderation::Mute;
use super::people::SeenBy;
use super::picker::PickSign;
use super::quick::{Near, Quick};
use super::threads::Answers;
use super::writing::Writing;
use crate::prelude::*;
use crate::text::list;

const REACT: &str = <api::React as ServerFn>::PATH;
const PIN: &str = <api::PinMessage as ServerFn>::PATH;
const UNREAD: &str = <api::MarkRoomUnread as ServerFn>::PATH;
const DELETE: &str = <api::DeleteMessage as ServerFn>::PATH;

#[component]
pub fn Said(desk: Desk, row: MessageRow, mine: bool, same: bool) -> impl IntoView {
    let message = &row.message;
    let deleted = message.deleted_at.is_some();
    let calls_me = message.calls_all && !mine || message.mentions.iter().any(|it| it.user_id == desk.me);
    // What answers another begins anew, so that it is seen to whom.
    let root = desk.thread.map(|thread| thread.seq);
    let same = same && (message.reply_seq.is_none() || message.reply_seq == root);
    let marks = view! {
        {message.pinned_at.map(|_| view! { <span class="message-mark"><Icon name="pin"/>{pinned(message)}</span> })}
        {message
            .edited_at
            .filter(|_| !deleted)
            .map(|_| {
                let href = format!("{}/versions/{}", desk.address(), message.id);
                // What it said before is told to its author and to who moderates.
                if mine || desk.standing.with_untracked(|it| it.may_moderate) {
                    view! { <a class="message-mark" href=href>{t(c::EDITED)}</a> }.into_any()
                } else {
                    view! { <span class="message-mark">{t(c::EDITED)}</span> }.into_any()
                }
            })}
    };
    let body = if deleted {
        view! { <p class="message-body message-gone">{t(c::DELETED)}</p> }.into_any()
    } else {
        let everybody = message.calls_all.then_some(EVERYBODY).into_iter().flatten().map(|word| (*word).to_owned());
        let names: Vec<String> = message.mentions.iter().map(|it| it.name.clone()).chain(everybody).collect();
        let words = (!message.body.is_empty())
            .then(|| view! { <div class="message-body" dir="auto"><Marked text=message.body.clone() names/></div> });
        let show = Callback::new(move |id| desk.shown.set(Some(id)));
        view! { {words} <Files school=desk.school.get_value() files=message.files.clone() show/> }.into_any()
    };
    // In a thread that goes without saying.
    let quoted = message.quote.clone().zip(message.reply_seq).filter(|(_, seq)| Some(*seq) != root);
    let quote = quoted.map(|(quote, seq)| {
        let href = desk.address_of(seq);
        let words = if quote.body.is_empty() { t(c::DELETED).to_owned() } else { plain(&quote.body) };
        let lead = move |event: MouseEvent| {
            if desk.timeline.with_untracked(|it| it.find(seq).is_some()) {
                event.prevent_default();
                desk.scroll.to(&format!("#{}", desk.mark(seq)));
            }
        };
        view! {
            <a class="message-quote" href=href on:click=lead>
                <strong>{quote.author}</strong>
                " "
                <span dir="auto">{words}</span>
            </a>
        }
    });
    let reactions = message.reactions.clone();
    let (author, time, at) = (message.author.clone(), row.time.clone(), clock::iso(message.sent_at));
    let (id, seq) = (message.id, message.seq);
    let (photo, lead) = (message.photo.clone(), desk.person(message.user_id));
    // What the pen is at: other words for it, or an answer. A page that is being left is drawn once more at times.
    let meant = move || desk.writing.try_with(|it| it.edited() == Some(id) || it.answered() == Some(seq)) == Some(true);
    let near = Near::new();
    view! {
        <article
            class="message"
            class:mine=mine
            class:message-same=same
            class:message-calls=calls_me
            class:message-meant=meant
            id=desk.mark(seq)
            on:pointerenter=move |event| near.enter(&event)
            on:pointerleave=move |event| near.leave(&event)
            on:focusin=move |event| near.come(&event)
            on:focusout=move |event| near.go(&event)
        >
            <Head author photo lead time at of=(desk, seq)/>
            {quote}
            {body}
            <p class="message-marks">{marks}</p>
            {(!reactions.is_empty()).then(|| view! { <Reactions desk id reactions/> })}
            {desk.thread.is_none().then(|| view! { <Answers desk seq/> })}
            {(mine && !deleted).then(|| view! { <SeenBy desk seq/> })}
            {(!deleted).then(|| view! { <Quick desk row=row.clone() near/> <ActsMenu desk row=row.clone() mine/> })}
        </article>
    }
}

/// That it is pinned, and by whom.
pub fn pinned(message: &Message) -> String {
    message.pinned_by.as_ref().map_or_else(|| t(c::PINNED).to_owned(), |by| tf(c::PINNED_BY, &[("name", &by.name)]))
}

/// A form of the page that does something to a message; with a script it is done in place.
#[component]
fn Act(
    desk: Desk,
    path: &'static str,
    id: MessageId,
    /// Further fields.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
    act: Callback<()>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act.run(());
    };
    let fields: Vec<_> = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect();
    view! {
        <form method="post" action=path on:submit=submit>
            <input type="hidden" name="school" value=desk.school.get_value()/>
            <input type="hidden" name="room" value=desk.room.to_string()/>
            <input type="hidden" name="id" value=id.to_string()/>
            {fields}
            {children()}
        </form>
    }
}

/// The signs that were put under it, each with how many and by whom; pressing one adds to it, or takes one's own away.
#[component]
fn Reactions(desk: Desk, id: MessageId, reactions: Vec<Reaction>) -> impl IntoView {
    let one = move |reaction: Reaction| {
        let own = reaction.is_from(desk.me) == Some(true);
        let names = list(reaction.by.iter().map(|it| it.name.as_str()));
        let label = match reaction.count.saturating_sub(reaction.by.len()) {
            0 => tf(c::REACTED, &[("emoji", &reaction.emoji), ("names", &names)]),
            more => tf(c::REACTED_MANY, &[("emoji", &reaction.emoji), ("names", &names), ("n", &more)]),
        };
        let (emoji, count) = (reaction.emoji, reaction.count);
        let fields = vec![("form[emoji]", emoji.clone()), ("form[on]", (!own).to_string())];
        let act = {
            let emoji = emoji.clone();
            Callback::new(move |()| desk.react(id, emoji.clone(), !own))
        };
        view! {
            <Act desk path=REACT id fields act>
                <button class="reaction" aria-pressed=own.to_string() aria-label=label.clone() title=label.clone()>
                    <span aria-hidden="true">{emoji}</span>
                    " "
                    {count}
                </button>
            </Act>
        }
    };
    view! { <div class="reactions">{reactions.into_iter().map(one).collect_view()}</div> }
}

/// Puts a sign under a message.
#[component]
pub fn Sign(desk: Desk, id: MessageId, emoji: String) -> impl IntoView {
    let fields = vec![("form[emoji]", emoji.clone()), ("form[on]", "true".to_owned())];
    let label = tf(c::REACT, &[("emoji", &emoji)]);
    let sign = emoji.clone();
    let act = Callback::new(move |()| desk.react(id, emoji.clone(), true));
    view! {
        <Act desk path=REACT id fields act>
            <button class="reaction" aria-label=label>{sign}</button>
        </Act>
    }
}

/// The way to answer a message.
#[component]
pub fn Answer(
    desk: Desk,
    row: MessageRow,
    /// For who sees a sign alone.
    #[prop(optional)]
    title: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let (seq, answer) = (row.message.seq, Writing::reply(&row));
    let begin = move |event: MouseEvent| {
        event.prevent_default();
        desk.writing.set(answer.clone());
    };
    view! { <a href=format!("{}?at={seq}&reply={seq}#message", desk.address()) title=title on:click=begin>{children()}</a> }
}

/// What can be done with a message, as the entries of a list.
#[component]
pub fn Acts(desk: Desk, row: MessageRow, mine: bool) -> impl IntoView {
    let message = row.message.clone();
    let (id, seq) = (message.id, message.seq);
    let standing = desk.standing.get_untracked();
    let (base, pinned) = (desk.address(), message.pinned_at.is_some());
    let may_pin = standing.may_moderate;
    let may_delete = mine || standing.may_moderate;
    let may_mute = !mine && standing.may_moderate && desk.can_mute(message.user_id);
    let edit = Writing::edit(&row);
    let other = move |event: MouseEvent| {
        event.prevent_default();
        desk.writing.set(edit.clone());
    };
    let copy = move |event: MouseEvent| {
        event.prevent_default();
        desk.copy_link(seq);
    };
    let signs = EMOJI.iter().map(|emoji| view! { <Sign desk id emoji=(*emoji).to_owned()/> }).collect_view();
    view! {
        {standing.may_write.then(|| view! { <li class="reactions">{signs} <PickSign desk id seq/></li> })}
        {standing.may_write.then(|| view! { <li><Answer desk row=row.clone()>{t(c::REPLY)}</Answer></li> })}
        {(mine && standing.may_write)
            .then(|| view! { <li><a href=format!("{base}?at={seq}&edit={seq}#message") on:click=other>{t(c::EDIT)}</a></li> })}
        {may_pin
            .then(|| {
                let act = Callback::new(move |()| desk.pin(id, !pinned));
                let fields = vec![("on", (!pinned).to_string())];
                view! {
                    <li>
                        <Act desk path=PIN id fields act>
                            <button>{if pinned { t(c::UNPIN) } else { t(c::PIN) }}</button>
                        </Act>
                    </li>
                }
            })}
        {(!mine)
            .then(|| {
                let act = Callback::new(move |()| desk.mark_unread(seq));
                let fields = vec![("seq", seq.to_string()), ("plain", "true".to_owned())];
                view! { <li><Act desk path=UNREAD id fields act><button>{t(c::MARK_UNREAD)}</button></Act></li> }
            })}
        <li><a href=desk.address_of(seq) on:click=copy>{t(c::COPY_LINK)}</a></li>
        {(!mine).then(|| view! { <li><a href=format!("{}/report/{id}?at={seq}", desk.address())>{t(c::REPORT)}</a></li> })}
        {may_mute.then(|| view! { <li><Mute desk user=message.user_id name=message.author.clone()/></li> })}
        {may_delete
            .then(|| {
                let act = Callback::new(move |()| desk.delete(id));
                view! {
                    <li>
                        <Ask label=t(c::DELETE) question=t(c::DELETE_ASK)>
                            <Act desk path=DELETE id act>
                                <Button variant=Variant::Danger>{t(c::DELETE_DO)}</Button>
                            </Act>
                        </Ask>
                    </li>
                }
            })}
    }
}
