//! An announcement in a list.

use model::announcements::{AnnouncementCard, NewsLine, State};
use model::text::announcements as a;

use super::whom::whom;
use crate::prelude::*;

/// A line of the page of announcements.
#[component]
pub fn Card(base: String, card: AnnouncementCard) -> impl IntoView {
    let href = format!("{base}/announcements/{}", card.id);
    let (by, own) = match &card.published {
        Some(when) if card.state == State::Planned => (tf(a::BY, &[("author", &card.author), ("when", when)]), None),
        Some(when) => (tf(a::BY, &[("author", &card.author), ("when", &when.local)]), when.own.clone()),
        None => (card.author.clone(), None),
    };
    view! {
        <li class="announcement" class:unread=card.unread>
            <Icon name="bell"/>
            <div>
                <A href=href attr:class="title">{card.title}</A>
                <span class="meta muted"><InBrief said=by own/> " · " {whom(&card.addressed)}</span>
                <p class="excerpt">{card.excerpt}</p>
            </div>
            <span class="trailing row">
                {card.pinned.then(|| view! { <Pinned/> })}
                <StateBadge state=card.state/>
                {card.unread.then(|| view! { <Badge tone=Tone::Info>{t(a::UNREAD)}</Badge> })}
            </span>
        </li>
    }
}

/// The mark of one that stays on top.
#[component]
pub fn Pinned() -> impl IntoView {
    view! {
        <Badge>
            <Icon name="pin"/>
            {t(a::PINNED)}
        </Badge>
    }
}

/// What keeps it from its readers, in a word; nothing where nothing does.
#[component]
pub fn StateBadge(state: State) -> impl IntoView {
    let (tone, label) = match state {
        State::Out => return None,
        State::Draft => (Tone::Neutral, a::DRAFT),
        State::Planned => (Tone::Info, a::PLANNED),
        State::Ended => (Tone::Neutral, a::ENDED),
        State::Withdrawn => (Tone::Warn, a::WITHDRAWN),
    };
    Some(view! { <Badge tone>{t(label)}</Badge> })
}

/// A line of the newest.
#[component]
pub fn News(base: String, line: NewsLine) -> impl IntoView {
    let by = tf(a::BY, &[("author", &line.author), ("when", &line.published.local)]);
    view! {
        <li class="announcement" class:unread=line.unread>
            <Icon name="bell"/>
            <div>
                <A href=format!("{base}/announcements/{}", line.id) attr:class="title">{line.title}</A>
                <span class="meta muted"><InBrief said=by own=line.published.own/></span>
            </div>
            <span class="trailing row">
                {line.pinned.then(|| view! { <Pinned/> })}
                {line.unread.then(|| view! { <Badge tone=Tone::Info>{t(a::UNREAD)}</Badge> })}
            </span>
        </li>
    }
}
