//! What people are told, beside the pages: `GET /live/notifications`, server-sent events that say how many are still to be
//! read, what is new in the chats, and what can only be read for a while; the way from a mail or a device to what happened; and the one request that stops mails (RFC 8058).

use std::convert::Infallible;
use std::sync::Arc;

use app::caller::Caller;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::accounts::sessions;
use domain::hub::{Event, Follower, Lagged, Mailbox};
use domain::{Person, Visitor, chat, notifications};
use futures::stream;
use model::Error;
use model::backup::ShutWord;
use model::chat::News;
use model::ids::{NotificationId, SchoolId};
use tokio::sync::watch;
use tokio::time::{Duration, Instant, Interval, MissedTickBehavior, interval_at, sleep_until};

use crate::App;
use crate::answer::{Refusal, see_other};
use crate::caller::LoggedIn;
use crate::live::{Looks, Place, stop};
use crate::router::Endpoint;

/// How often the line is used, lest somebody on the way think it dead.
const ALIVE: Duration = Duration::from_secs(15);
/// How often it is asked whether the session still stands, and for what was missed.
const LOOK: Duration = Duration::from_secs(120);
/// What is new in the chats is looked at once for all that came within this time: for each listener once a second, however
/// much is said. And who has the message before their eyes has said by then that they read it (`SEEN_AFTER` of the page).
const GATHER: Duration = Duration::from_secs(1);

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, "/live/notifications", get(connect)),
        Endpoint::new(Method::GET, "/notifications/{id}", get(open)),
        Endpoint::new(Method::POST, "/unsubscribe/{token}", post(unsubscribe)),
    ]
}

/// Marks it as read, and leads to what it tells of.
async fn open(LoggedIn(person): LoggedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let id: NotificationId = id.parse().map_err(|_| Error::NotFound)?;
    Ok(see_other(&notifications::read(&person, id).await?))
}

/// What a mail program sends when its reader presses "unsubscribe": nobody is logged in. What else it sends does not matter.
async fn unsubscribe(
    Extension(caller): Extension<Caller>,
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<StatusCode, Refusal> {
    if let Some(address) = caller.request.address {
        app.pace.check(address)?;
    }
    notifications::stop(&Visitor(caller.request), &token).await?;
    Ok(StatusCode::OK)
}

struct Listener {
    person: Person,
    session: Arc<str>,
    events: Mailbox,
    /// Of the rooms of the person.
    follower: Follower,
    stopping: watch::Receiver<bool>,
    clock: Interval,
    looks: Looks,
    /// When it is looked what is new in the chats, once something is.
    gathered: Option<Instant>,
    due: Due,
    /// The last words, which are not said again.
    said: Option<i64>,
    news: Option<News>,
    /// One that is to be said before.
    word: Option<String>,
    _place: Place,
}

/// What may be another than was said.
#[derive(Clone, Copy)]
struct Due {
    bell: bool,
    chats: bool,
}

impl Due {
    const ALL: Due = Due { bell: true, chats: true };
}

async fn connect(LoggedIn(person): LoggedIn, State(app): State<App>) -> Result<Response, Refusal> {
    // From before it is counted: what comes meanwhile waits here.
    let events = app.world.hub.mailbox(person.me.user_id);
    let follower = app.world.hub.follower(person.me.user_id);
    person.require_self()?;
    let place = app.bells.enter(person.me.user_id)?;
    let mut clock = interval_at(Instant::now() + LOOK, LOOK);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        session: person.session.clone(),
        person,
        events,
        follower,
        stopping: app.stopping.clone(),
        clock,
        looks: Looks::default(),
        gathered: None,
        due: Due::ALL,
        said: None,
        news: None,
        word: None,
        _place: place,
    };
    let words = stream::unfold(listener, |mut listener| async move {
        let word = listener.next().await?;
        Some((Ok::<_, Infallible>(word), listener))
    });
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        // Proxies that gather what they pass on let it through at once.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Sse::new(words).keep_alive(KeepAlive::new().interval(ALIVE))).into_response())
}

impl Listener {
    /// Waits until something is to be said; nothing when the stream ends.
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(word) = self.due_word().await {
                return Some(sse::Event::default().data(word));
            }
            if !self.change().await {
                return None;
            }
        }
    }

    async fn due_word(&mut self) -> Option<String> {
        if let Some(word) = self.word.take() {
            return Some(word);
        }
        match self.bell().await {
            Some(word) => Some(word),
            None => self.chats().await,
        }
    }

    /// The number of the bell, where it is another. Of a database that does not answer now it is asked again.
    async fn bell(&mut self) -> Option<String> {
        if !self.due.bell {
            return None;
        }
        let unread = notifications::unread(&self.person).await.ok()?;
        self.due.bell = false;
        (self.said.replace(unread) != Some(unread)).then(|| unread.to_string())
    }

    /// What is new in the chats, in the same way.
    async fn chats(&mut self) -> Option<String> {
        if !self.due.chats {
            return None;
        }
        let (news, rooms) = chat::news(&self.person).await.ok()?;
        self.due.chats = false;
        self.follower.follow(rooms);
        let word = (self.news.as_ref() != Some(&news)).then(|| news.write());
        self.news = Some(news);
        word
    }

    /// Waits until something may be another; answers whether the stream goes on.
    async fn change(&mut self) -> bool {
        loop {
            tokio::select! {
                () = stop(&mut self.stopping) => return false,
                _ = self.clock.tick() => {
                    self.due = Due::ALL;
                    return self.still_there().await;
                }
                () = self.looks.due() => return self.look_again().await,
                () = self.follower.stirred(), if self.gathered.is_none() => self.gather(),
                () = due_at(self.gathered) => {
                    self.gathered = None;
                    self.due.chats = true;
                    return true;
                }
                told = self.events.next() => match told.as_ref().map(|told| &told.event) {
                    Ok(Event::Notified { .. }) => {
                        self.due.bell = true;
                        // They may be in a room more.
                        self.gather();
                        return true;
                    }
                    Ok(Event::AccessChanged { .. }) | Err(Lagged) => return self.look_again().await,
                    Ok(Event::Missed { within }) => self.looks.within(*within),
                    Ok(Event::Shut { school, closed }) => {
                        self.word = self.shut(*school, *closed);
                        if self.word.is_some() {
                            return true;
                        }
                    }
                    Ok(_) => {}
                },
            }
        }
    }

    /// Something is new in the chats: it is looked at soon, with what comes until then.
    fn gather(&mut self) {
        self.gathered = self.gathered.or_else(|| Some(Instant::now() + GATHER));
    }

    /// What is said of it to this person; nothing of a school that is not theirs.
    fn shut(&self, school: Option<SchoolId>, closed: bool) -> Option<String> {
        let school = match school {
            Some(id) => Some(self.person.me.places.iter().find(|place| place.school_id == id)?.slug.as_str()),
            None => None,
        };
        Some(ShutWord { closed, school }.write())
    }

    /// Whether the session still stands: one left alone ends in time.
    async fn still_there(&mut self) -> bool {
        self.person.request.now = store::clock::now();
        match sessions::stands(&self.person, &self.session).await {
            // The one that took its place, if another did.
            Ok(Some(session)) => {
                self.session = session;
                true
            }
            Ok(None) => false,
            // A database that does not answer now is no reason to end it.
            Err(_) => true,
        }
    }

    /// Asks anew who this is. Where it was the database that failed, the browser comes back.
    async fn look_again(&mut self) -> bool {
        self.due = Due::ALL;
        self.person.request.now = store::clock::now();
        let Ok(Some(person)) = sessions::load(&self.person, &self.session).await else { return false };
        self.person = person;
        true
    }
}

/// Waits until then, if there is a then.
async fn due_at(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
