//! One socket: a task that waits for the client, the hub, the clock and the end of the server, whichever comes first.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use domain::accounts::sessions;
use domain::hub::{Event, Lagged, Mailbox, Told};
use domain::{Scope, chat};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use model::chat::{ClientFrame, MessageForm, PROTOCOL, Refusal, ServerFrame};
use model::ids::{MessageId, RoomId};
use tokio::sync::watch;
use tokio::time::{Duration, Instant, MissedTickBehavior, interval_at};

use super::crowd::Place;
use super::line::{Farewell, Gone, Line};
use super::looks::Looks;
use super::rooms::{Next, Rooms, Stop};
use super::stop;

/// How often the client is asked whether it is still there, and how long it may be silent.
const PING: Duration = Duration::from_secs(30);
const SILENCE: Duration = Duration::from_secs(75);
/// Frames of any kind at once, and how many more each second. The tabs of a browser may share a socket (public/live.js): in
/// as many rooms as there may be, all of them come back with forty, a join and a mark each, and after that the person writes
/// in one. So it is enough for them together, too.
const BURST: NonZeroU32 = NonZeroU32::new(100).unwrap();
const PER_SECOND: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// Frames beyond that which are answered, and how many more each second: who goes on is put out.
const PATIENCE: NonZeroU32 = NonZeroU32::new(200).unwrap();
const FORGIVEN: NonZeroU32 = NonZeroU32::new(1).unwrap();

pub struct Socket {
    scope: Scope,
    session: Arc<str>,
    events: Mailbox,
    stopping: watch::Receiver<bool>,
    place: Place,
    rooms: Rooms,
    frames: DefaultDirectRateLimiter,
    patience: DefaultDirectRateLimiter,
    heard: Instant,
    looks: Looks,
}

/// How a socket's life ends.
enum End {
    Gone,
    Farewell(Farewell),
}

impl From<Gone> for End {
    fn from(_: Gone) -> Self {
        End::Gone
    }
}

impl Socket {
    pub fn new(scope: Scope, session: Arc<str>, events: Mailbox, stopping: watch::Receiver<bool>, place: Place) -> Socket {
        let frames = RateLimiter::direct(Quota::per_second(PER_SECOND).allow_burst(BURST));
        let patience = RateLimiter::direct(Quota::per_second(FORGIVEN).allow_burst(PATIENCE));
        let (rooms, heard, looks) = (Rooms::default(), Instant::now(), Looks::default());
        Socket { scope, session, events, stopping, place, rooms, frames, patience, heard, looks }
    }

    pub async fn run(mut self, stream: WebSocket) {
        let mut line = Line(stream);
        if let Err(End::Farewell(farewell)) = self.live(&mut line).await {
            // The others need not wait for the good-bye to see that this one left.
            drop(self);
            line.close(farewell).await;
        }
    }

    async fn live(&mut self, line: &mut Line) -> Result<(), End> {
        let mut clock = interval_at(Instant::now() + PING, PING);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // What is only now and then done has its memory only then: there are very many sockets, and most of them wait.
        loop {
            tokio::select! {
                () = stop(&mut self.stopping) => return Err(End::Farewell(Farewell::Stopping)),
                message = line.0.recv() => Box::pin(self.hear(line, message)).await?,
                told = self.events.next() => self.tell(line, told).await?,
                () = self.looks.due() => Box::pin(self.catch_up(line)).await?,
                _ = clock.tick() => Box::pin(self.still_there(line)).await?,
            }
        }
    }

    /// The client is asked whether it is there, and the database whether its session is: one left alone ends in time.
    async fn still_there(&mut self, line: &mut Line) -> Result<(), End> {
        if self.heard.elapsed() > SILENCE {
            return Err(End::Gone);
        }
        self.scope.request.now = store::clock::now();
        match sessions::stands(&self.scope, &self.session).await {
            // The one that took its place, if another did.
            Ok(Some(session)) => {
                self.session = session;
                Ok(line.ping().await?)
            }
            Ok(None) => Err(End::Farewell(Farewell::Ended)),
            // A database that does not answer now is no reason to throw people out.
            Err(_) => Ok(line.ping().await?),
        }
    }

    async fn hear(&mut self, line: &mut Line, message: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        self.heard = Instant::now();
        match message {
            Some(Ok(Message::Text(text))) => {
                let frame = serde_json::from_str::<ClientFrame>(&text).ok();
                self.answer(line, frame).await
            }
            Some(Ok(Message::Binary(_))) => self.answer(line, None).await,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Err(error)) if is_too_large(&error) => Err(End::Farewell(Farewell::TooLarge)),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
        }
    }

    /// Carries a frame out; `None` could not be read.
    async fn answer(&mut self, line: &mut Line, frame: Option<ClientFrame>) -> Result<(), End> {
        let (room, id) = match &frame {
            Some(ClientFrame::Send { room, id, .. }) => (Some(*room), Some(*id)),
            Some(
                ClientFrame::Join { room, .. }
                | ClientFrame::Looking { room, .. }
                | ClientFrame::Typing { room }
                | ClientFrame::Read { room, .. }
                | ClientFrame::Leave { room },
            ) => (Some(*room), None),
            Some(ClientFrame::Ping) | None => (None, None),
        };
        let done = match frame {
            _ if self.frames.check().is_err() => {
                if self.patience.check().is_err() {
                    return Err(End::Farewell(Farewell::Flood));
                }
                Err(Stop::Refused(Refusal::TooFast))
            }
            Some(frame) => self.carry_out(line, frame).await,
            None => Err(Stop::Refused(Refusal::Malformed)),
        };
        self.settle(line, done, room, id).await
    }

    async fn carry_out(&mut self, line: &mut Line, frame: ClientFrame) -> Result<(), Stop> {
        self.scope.request.now = store::clock::now();
        match frame {
            ClientFrame::Join { version, .. } if version != PROTOCOL => Err(Stop::Refused(Refusal::Version)),
            ClientFrame::Join { room, after, revision, looking, .. } => {
                self.rooms.join(line, &self.scope, &self.events, room, (after, revision), looking).await
            }
            ClientFrame::Looking { room, on } => self.rooms.look(line, &self.scope, room, on).await,
            ClientFrame::Send { room, id, body, reply } => {
                if !self.place.may_send() {
                    return Err(Stop::Refused(Refusal::TooFast));
                }
                let message = chat::send(&self.scope, room, id, &MessageForm { body, reply }).await?;
                self.rooms.receipt(line, &self.scope, room, message).await
            }
            ClientFrame::Typing { room } => self.rooms.typing(&self.scope, room),
            ClientFrame::Read { room, seq } => Ok(chat::read(&self.scope, room, seq).await?),
            ClientFrame::Leave { room } => {
                self.rooms.leave(room);
                Ok(line.send(&ServerFrame::Left { room, user_id: self.scope.user_id() }).await?)
            }
            ClientFrame::Ping => Ok(line.send(&ServerFrame::Pong).await?),
        }
    }

    /// A refusal is told; one that says the room is no longer theirs also takes them out of it.
    async fn settle(
        &mut self,
        line: &mut Line,
        done: Result<(), Stop>,
        room: Option<RoomId>,
        id: Option<MessageId>,
    ) -> Result<(), End> {
        match done {
            Ok(()) => Ok(()),
            Err(Stop::Gone) => Err(End::Gone),
            Err(Stop::Refused(refusal)) => {
                if let Some(room) = room.filter(|_| refusal == Refusal::NotFound) {
                    self.rooms.leave(room);
                }
                Ok(line.send(&ServerFrame::Error { refusal, room, id }).await?)
            }
        }
    }

    async fn tell(&mut self, line: &mut Line, told: Result<Arc<Told>, Lagged>) -> Result<(), End> {
        let Ok(told) = told else {
            metrics::counter!("live_lagged_total").increment(1);
            return Box::pin(self.catch_up(line)).await;
        };
        if let Event::Missed { within } = told.event {
            self.looks.within(within);
            return Ok(());
        }
        match self.rooms.next(&told.event) {
            Next::Pass => Ok(line.pass(&told).await?),
            Next::Nothing => Ok(()),
            Next::Ask => Box::pin(self.ask(line, &told.event)).await,
        }
    }

    /// What the database has to say about an event.
    async fn ask(&mut self, line: &mut Line, event: &Event) -> Result<(), End> {
        self.scope.request.now = store::clock::now();
        let (room, done) = match event {
            Event::Said { room, .. } | Event::Changed { room, .. } => {
                (*room, self.rooms.catch_up(line, &self.scope, *room).await)
            }
            Event::Ruled { room, .. } => (*room, self.rooms.ruled(line, &self.scope, *room).await),
            Event::AccessChanged { .. } => return self.look_again(line).await,
            _ => return Ok(()),
        };
        self.settle(line, done, Some(room), None).await
    }

    /// Events were lost, as this client is slow or other nodes were not heard: the database knows what was said, the hub who
    /// is here.
    async fn catch_up(&mut self, line: &mut Line) -> Result<(), End> {
        self.look_again(line).await?;
        for room in self.rooms.ids() {
            let done = self.rooms.catch_up(line, &self.scope, room).await;
            self.settle(line, done, Some(room), None).await?;
            if self.rooms.looks(room) {
                self.rooms.present(line, &self.scope, room).await?;
            }
        }
        Ok(())
    }

    /// Asks anew who this is and which rooms are still theirs.
    async fn look_again(&mut self, line: &mut Line) -> Result<(), End> {
        let ended = End::Farewell(Farewell::Ended);
        self.scope.request.now = store::clock::now();
        let person = match sessions::load(&self.scope, &self.session).await {
            Ok(person) => person.ok_or(ended)?,
            Err(_) => return Err(End::Farewell(Farewell::Fault)),
        };
        self.scope = person.enter(&self.scope.place.slug).map_err(|_| End::Farewell(Farewell::Ended))?;
        for room in self.rooms.ids() {
            // What they may do in those may be another, too.
            let done = self.rooms.ruled(line, &self.scope, room).await;
            self.settle(line, done, Some(room), None).await?;
        }
        Ok(())
    }
}

/// Whether the client sent more than a frame may hold; axum hides the kind of error, so its words must do.
fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("too long")
}
