//! `GET /backup/live`: server-sent events that say "changed", at most once a second. They say no more: what the figures
//! come to is asked for, and permitted, each time anew. A stream ends when its person may not look any more.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::accounts::sessions;
use domain::hub::{Event, Watch};
use domain::{Person, backup};
use futures::stream;
use model::Error;
use model::ids::UserId;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::watch;
use tokio::time::{Duration, Instant, Interval, MissedTickBehavior, interval_at, sleep_until};

use super::Of;
use crate::App;
use crate::answer::Refusal;
use crate::caller::LoggedIn;
use crate::live::{Looks, Place, stop};

/// Between two words of a stream. What is changed meanwhile is told at its end.
const REST: Duration = Duration::from_secs(1);
/// How often the line is used, lest somebody on the way think it dead.
const ALIVE: Duration = Duration::from_secs(15);
/// How often it is asked whether the session still stands.
const LOOK: Duration = Duration::from_secs(30);

struct Listener {
    person: Person,
    session: Arc<str>,
    of: Of,
    watch: Watch,
    events: Receiver<Event>,
    stopping: watch::Receiver<bool>,
    clock: Interval,
    looks: Looks,
    /// Until when nothing is said.
    rests: Instant,
    _place: Place,
}

pub async fn connect(
    LoggedIn(person): LoggedIn,
    of: Result<Query<Of>, QueryRejection>,
    State(app): State<App>,
) -> Result<Response, Refusal> {
    let Query(of) = of.map_err(|_| Error::Malformed)?;
    // From before it is asked who may: what is taken from them meanwhile waits here.
    let events = app.world.hub.listen();
    let reach = backup::reach(&person, of.school.as_deref()).await?;
    let place = app.crowd.enter(who_looks(&person))?;
    let mut clock = interval_at(Instant::now() + LOOK, LOOK);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        session: person.session.clone(),
        person,
        of,
        watch: backup::watch(&reach),
        events,
        stopping: app.stopping.clone(),
        clock,
        looks: Looks::default(),
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

/// Who sits in front of it, also with another member's eyes.
fn who_looks(person: &Person) -> UserId {
    person.me.viewer.as_ref().map_or(person.me.user_id, |viewer| viewer.user_id)
}

impl Listener {
    /// Waits until there is something to say; nothing when the stream ends.
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            let stays = tokio::select! {
                () = stop(&mut self.stopping) => false,
                event = self.events.recv() => self.hear(event).await,
                _ = self.clock.tick() => self.still_there().await,
                () = self.looks.due() => self.look_again().await,
                () = change(&mut self.watch, self.rests) => {
                    self.rests = Instant::now() + REST;
                    return Some(sse::Event::default().data("changed"));
                }
            };
            if !stays {
                return None;
            }
        }
    }

    async fn hear(&mut self, event: Result<Event, RecvError>) -> bool {
        match event {
            Ok(Event::AccessChanged { user }) if user == self.person.me.user_id || user == who_looks(&self.person) => {
                self.look_again().await
            }
            Ok(Event::Missed { within }) => {
                self.looks.within(within);
                true
            }
            Ok(_) => true,
            Err(RecvError::Lagged(_)) => self.look_again().await,
            Err(RecvError::Closed) => false,
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

    /// Asks anew who this is and how far they reach. Where it was the database that failed, the browser comes back.
    async fn look_again(&mut self) -> bool {
        self.person.request.now = store::clock::now();
        let Ok(Some(person)) = sessions::load(&self.person, &self.session).await else { return false };
        let Ok(reach) = backup::reach(&person, self.of.school.as_deref()).await else { return false };
        self.watch = backup::watch(&reach);
        self.person = person;
        true
    }
}

async fn change(watch: &mut Watch, rests: Instant) {
    sleep_until(rests).await;
    watch.next().await;
}
