//! `GET /s/{school}/forum/threads/{id}/live`: server-sent events that say how often a thread has changed, at most once a second.
//! They say no more: what it says by now is asked for, and permitted, each time anew. A stream ends when its person may not
//! read the thread any more.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, Method, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::accounts::sessions;
use domain::hub::{Event, Lagged, Mailbox, Watch};
use domain::{Person, Scope, forum};
use futures::stream;
use model::Error;
use model::ids::ThreadId;
use tokio::sync::watch;
use tokio::time::{Duration, Instant, Interval, MissedTickBehavior, interval_at, sleep_until};

use crate::App;
use crate::answer::Refusal;
use crate::caller::{InSchool, LoggedIn};
use crate::live::{Looks, Place, stop};
use crate::router::Endpoint;

/// Between two words of a stream. What is changed meanwhile is told at its end.
const REST: Duration = Duration::from_secs(1);
/// How often the line is used, lest somebody on the way think it dead.
const ALIVE: Duration = Duration::from_secs(15);
/// How often it is asked whether the session still stands, and for what was missed.
const LOOK: Duration = Duration::from_secs(120);

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::new(Method::GET, "/s/{school}/forum/threads/{id}/live", get(connect))]
}

struct Listener {
    person: Person,
    scope: Scope,
    session: Arc<str>,
    id: ThreadId,
    watch: Watch,
    events: Mailbox,
    stopping: watch::Receiver<bool>,
    clock: Interval,
    looks: Looks,
    /// The last word, which is not said again.
    said: Option<i64>,
    /// Until when nothing is said.
    rests: Instant,
    _place: Place,
}

async fn connect(
    LoggedIn(person): LoggedIn,
    InSchool(scope): InSchool,
    Path((_, id)): Path<(String, String)>,
    State(app): State<App>,
) -> Result<Response, Refusal> {
    let id: ThreadId = id.parse().map_err(|_| Error::NotFound)?;
    // From before it is asked who may: what is taken from them meanwhile waits here.
    let events = app.world.hub.mailbox(person.me.user_id);
    let watch = forum::watch(&scope, id).await?;
    let place = app.readers.enter(person.me.user_id)?;
    let mut clock = interval_at(Instant::now() + LOOK, LOOK);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        session: person.session.clone(),
        person,
        scope,
        id,
        watch,
        events,
        stopping: app.stopping.clone(),
        clock,
        looks: Looks::default(),
        said: None,
        rests: Instant::now(),
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
    /// Waits until it has changed; nothing when the stream ends.
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            match forum::revision(&self.scope, self.id).await {
                Ok(revision) if self.said != Some(revision) => {
                    self.said = Some(revision);
                    self.rests = Instant::now() + REST;
                    return Some(sse::Event::default().data(revision.to_string()));
                }
                Ok(_) => {}
                Err(domain::Error::Refused(Error::NotFound | Error::Forbidden)) => return None,
                // Of a database that does not answer now it is asked again.
                Err(_) => {}
            }
            if !self.change().await {
                return None;
            }
        }
    }

    /// Waits until it may have changed; answers whether the stream goes on.
    async fn change(&mut self) -> bool {
        loop {
            tokio::select! {
                () = stop(&mut self.stopping) => return false,
                _ = self.clock.tick() => return self.still_there().await,
                () = self.looks.due() => return self.look_again().await,
                () = changed(&mut self.watch, self.rests) => return true,
                told = self.events.next() => match told.as_ref().map(|told| &told.event) {
                    Ok(Event::AccessChanged { .. }) | Err(Lagged) => return self.look_again().await,
                    Ok(Event::Missed { within }) => self.looks.within(*within),
                    Ok(_) => {}
                },
            }
        }
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
        self.person.request.now = store::clock::now();
        let Ok(Some(person)) = sessions::load(&self.person, &self.session).await else { return false };
        let Ok(scope) = person.enter(&self.scope.place.slug) else { return false };
        self.scope = scope;
        self.person = person;
        true
    }
}

async fn changed(watch: &mut Watch, rests: Instant) {
    sleep_until(rests).await;
    watch.next().await;
}
