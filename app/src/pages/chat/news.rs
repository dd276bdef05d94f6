//! What is new in the chats, wherever one is: it comes with the frame, and the bell's stream tells of it from then on.

use model::chat::News;
use model::chat::news::COUNTED;
use model::ids::RoomId;
use model::text::chat as c;

use super::desk::Desk;
use crate::params::school_of;
use crate::prelude::*;

/// The frame's, around every page.
#[derive(Clone, Copy)]
pub struct ChatNews {
    news: RwSignal<News>,
    /// The room on the page, and whether its end is in sight, and nothing of it was put aside.
    open: RwSignal<Option<(RoomId, bool)>>,
}

impl ChatNews {
    pub fn provide() -> ChatNews {
        let news = ChatNews { news: RwSignal::default(), open: RwSignal::new(None) };
        provide_context(news);
        news
    }

    /// What came with the frame, or is so by now.
    pub fn begin(self, now: News) {
        if self.news.try_with_untracked(|known| *known != now) == Some(true) {
            self.news.set(now);
        }
    }

    /// What the stream of the frame said.
    pub fn hear(self, word: &str) {
        if let Some(now) = News::read(word) {
            self.begin(now);
        }
    }

    /// Another number when a list of rooms is another, followed; 0 where nobody has looked yet.
    pub fn stamp(self) -> u32 {
        self.news.with(|news| news.stamp)
    }

    /// What waits for the reader alone and is counted nowhere else, followed.
    pub fn quiet(self) -> i64 {
        self.news.with(|news| news.quiet(self.before_their_eyes()))
    }

    /// Whether a room is that of the page, followed.
    pub fn is_open(self, room: RoomId) -> bool {
        self.open.with(|open| open.is_some_and(|(open, _)| open == room))
    }

    /// The room in which whatever comes is read as it comes: it is new for a moment only.
    pub fn before_their_eyes(self) -> Option<RoomId> {
        // There is one in a browser only.
        self.open.get().filter(|(_, at_end)| *at_end && !document().hidden()).map(|(room, _)| room)
    }
}

/// A room is on the page, as long as what calls this is drawn.
pub fn look_at(desk: Desk) {
    let Some(ChatNews { open, .. }) = use_context() else { return };
    Effect::new(move || open.set(Some((desk.room, desk.scroll.at_end.get() && !desk.aside.get()))));
    let own = desk.room;
    on_cleanup(move || {
        // Another one may have come in its place.
        if open.try_with_untracked(|open| open.is_some_and(|(room, _)| room == own)) == Some(true) {
            open.set(None);
        }
    });
}

/// So many messages, as a sign says it, and in words.
pub fn figure(unread: i64) -> (String, String) {
    if unread < COUNTED {
        (unread.to_string(), tn(c::NEW_MESSAGES, unread))
    } else {
        ("99+".to_owned(), t(c::MANY_NEW_MESSAGES).to_owned())
    }
}

/// How many messages are new in a school, beside the menu's entry at `href`; nothing while there are none.
#[component]
pub fn ChatCount(href: String) -> impl IntoView {
    let news = expect_context::<ChatNews>();
    move || {
        let but = news.before_their_eyes();
        let (unread, called) = news.news.with(|news| news.of(school_of(&href), but));
        (unread > 0).then(|| {
            let (sign, words) = figure(unread);
            view! {
                <span class="count" class:calls=called aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{words}{called.then(|| format!(". {}", t(c::CALLED)))}</span>
            }
        })
    }
}
