//! Sending an archive by script: in pieces, from where the server says that it stands, again after every break.

use std::time::Duration;

use model::backup::upload::{Left, Speed, UploadForm, pause};
use model::text::restore as r;
use model::{Error, Problem};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::kept::{forget, keep, kept};
use super::look::look;
use super::request::{Body, Reply};
use crate::pages::backup::head::address;
use crate::prelude::*;
use crate::text::size;
use crate::xhr::listen;

/// Bytes of a piece: what is in the way may forbid larger ones, or keep each until it is whole.
const PIECE: f64 = 32.0 * 1024.0 * 1024.0;
/// Milliseconds between two looks at how far it is.
const GLANCE: f64 = 1_000.0;

/// What is happening.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Idle,
    /// The form was sent without a file.
    Lacking,
    /// The file begins as no archive does: nothing of it is sent.
    Alien,
    Beginning,
    Sending,
    Paused,
    /// The connection is lost; so many seconds to the next try.
    Waiting(u32),
    Refused(Error),
    ThrownAway(bool),
}

/// What is on its way.
struct Way {
    school: String,
    file: File,
    id: Option<String>,
    request: Option<XmlHttpRequest>,
}

/// How far it is. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Sending {
    stage: RwSignal<Stage>,
    sent: RwSignal<f64>,
    whole: RwSignal<f64>,
    speed: RwSignal<Speed>,
    // `None` on the server, where threads change and a thing of the browser could not go along.
    way: StoredValue<Option<SendWrapper<Way>>>,
    /// Goes up with all that makes answers to earlier requests worth nothing.
    turn: StoredValue<u32>,
    /// Tries that failed, one after the other.
    failed: StoredValue<u32>,
    glanced: StoredValue<f64>,
}

impl Sending {
    pub fn new() -> Sending {
        Sending {
            stage: RwSignal::new(Stage::Idle),
            sent: RwSignal::new(0.0),
            whole: RwSignal::new(0.0),
            speed: RwSignal::new(Speed::default()),
            way: StoredValue::new(None),
            turn: StoredValue::new(0),
            failed: StoredValue::new(0),
            glanced: StoredValue::new(0.0),
        }
    }

    pub fn stage(self) -> Stage {
        self.stage.get()
    }

    /// Whether there is something to pause.
    pub fn moves(self) -> bool {
        matches!(self.stage.get(), Stage::Beginning | Stage::Sending | Stage::Waiting(_))
    }

    /// Whether there is something to go on with, or to throw away.
    pub fn holds(self) -> bool {
        self.moves() || matches!(self.stage.get(), Stage::Paused | Stage::Refused(_))
    }

    /// From 0 to 1.
    pub fn share(self) -> Signal<Option<f64>> {
        Signal::derive(move || {
            let whole = self.whole.get();
            (whole > 0.0 && self.stage.get() != Stage::Beginning).then(|| self.sent.get() / whole)
        })
    }

    /// How far, how fast and how long still, in words.
    pub fn figures(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let (sent, whole, speed) = (self.sent(), self.whole(), self.speed.get());
            let rate = if self.stage.get() == Stage::Sending { speed.per_second() } else { None };
            let Some(rate) = rate else { return Some(tf(r::SENDING, &[("sent", &sent), ("whole", &whole)])) };
            let rate = size(rate as i64);
            let far = tf(r::SENDING_SPEED, &[("sent", &sent), ("whole", &whole), ("speed", &rate)]);
            let left = speed.left(self.whole.get()).map(|left| match left {
                Left::Seconds(n) => tn(r::SECONDS_LEFT, n),
                Left::Minutes(n) => tn(r::MINUTES_LEFT, n),
                Left::Hours(n) => tn(r::HOURS_LEFT, n),
            });
            Some(left.map(|left| format!("{far} · {left}")).unwrap_or(far))
        })
    }

    /// What is said of it beside the bar.
    pub fn said(self) -> String {
        match self.stage.get() {
            Stage::Idle | Stage::Lacking | Stage::Alien | Stage::Sending | Stage::Refused(_) => String::new(),
            Stage::Beginning => t(r::BEGINNING).to_owned(),
            Stage::Paused => tf(r::PAUSED, &[("sent", &self.sent()), ("whole", &self.whole())]),
            Stage::Waiting(seconds) => tn(r::TRYING_AGAIN, seconds),
            Stage::ThrownAway(true) => t(r::THROWN_AWAY).to_owned(),
            Stage::ThrownAway(false) => t(r::NOT_THROWN_AWAY).to_owned(),
        }
    }

    pub fn sent(self) -> String {
        size(self.sent.get() as i64)
    }

    pub fn whole(self) -> String {
        size(self.whole.get() as i64)
    }

    /// The form was sent without a file.
    pub fn lack(self) {
        self.stage.set(Stage::Lacking);
    }

    /// Sends a file if it may be an archive.
    pub fn start(self, school: String, file: File) {
        let (turn, looked_at) = (self.next_turn(), file.clone());
        look(&looked_at, move |may_be| match may_be {
            _ if !self.is_now(turn) => {}
            true => self.send(school.clone(), file.clone()),
            false => self.set(Stage::Alien),
        });
    }

    /// Sends it from where an earlier try of the same one ended.
    fn send(self, school: String, file: File) {
        let id = kept(&school, &file);
        self.whole.set(file.size());
        self.sent.set(0.0);
        self.speed.set(Speed::default());
        self.failed.set_value(0);
        self.way.set_value(Some(SendWrapper::new(Way { school, file, id, request: None })));
        self.go_on();
    }

    pub fn go_on(self) {
        let turn = self.next_turn();
        self.set(Stage::Beginning);
        match self.with(|way| way.id.is_some()) {
            Some(true) => self.look(turn),
            Some(false) => self.begin(turn),
            None => self.set(Stage::Idle),
        }
    }

    /// The network is back: nobody waits for the next try.
    pub fn wake(self) {
        if matches!(self.stage.try_get_untracked(), Some(Stage::Waiting(_))) {
            self.go_on();
        }
    }

    pub fn pause(self) {
        self.halt();
        self.set(Stage::Paused);
    }

    /// Ends what is under way. What has come stays.
    pub fn halt(self) {
        self.next_turn();
        if let Some(request) = self.with(|way| way.request.take()).flatten() {
            let _ = request.abort();
        }
    }

    /// Throws away what has come; `then` hears of it.
    pub fn throw_away(self, then: Callback<()>) {
        self.halt();
        let turn = self.next_turn();
        let Some((school, path)) = self.with(|way| (way.school.clone(), way.path())) else { return };
        let Some(path) = path else { return self.set(Stage::ThrownAway(true)) };
        self.ask(turn, "DELETE", &path, &[], None, move |reply| {
            let gone = matches!(reply.status, 204 | 404);
            if gone {
                forget(&school);
            }
            let _ = self.way.try_set_value(None);
            self.set(Stage::ThrownAway(gone));
            then.run(());
        });
    }

    /// Announces it.
    fn begin(self, turn: u32) {
        let Some((path, form)) = self.with(|way| {
            let form = UploadForm { name: way.file.name(), bytes: way.file.size() as u64 };
            (format!("/backup/uploads{}", way.query()), form)
        }) else {
            return;
        };
        if let Err(error) = form.validate() {
            return self.set(Stage::Refused(error));
        }
        let body = serde_json::to_string(&form).unwrap_or_default();
        self.ask(turn, "POST", &path, &[("Content-Type", "application/json")], Some(Body::Text(body)), move |reply| {
            let id = reply.location.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default().to_owned();
            if reply.status != 201 || id.is_empty() {
                return self.fail(turn, reply);
            }
            self.with(|way| {
                keep(&way.school, &id, &way.file);
                way.id = Some(id);
            });
            self.piece(turn, 0.0);
        });
    }

    /// Asks how much of it has come.
    fn look(self, turn: u32) {
        let Some(path) = self.with(|way| way.path()).flatten() else { return };
        self.ask(turn, "HEAD", &path, &[], None, move |reply| match (reply.status, reply.offset) {
            (200, Some(offset)) => self.piece(turn, offset),
            // It was thrown away meanwhile.
            (404, _) => {
                self.with(|way| {
                    forget(&way.school);
                    way.id = None;
                });
                self.begin(turn);
            }
            _ => self.fail(turn, reply),
        });
    }

    /// Sends the piece that begins there, and then the next. An empty one, where all has come, ends what a server that was
    /// stopped could not.
    fn piece(self, turn: u32, at: f64) {
        let Some(whole) = self.whole.try_get_untracked() else { return };
        self.set(Stage::Sending);
        self.note(at);
        let end = (at + PIECE).min(whole);
        let Some((Some(path), Ok(blob))) = self.with(|way| (way.path(), way.file.slice_with_f64_and_f64(at, end))) else {
            return;
        };
        let offset = format!("{at:.0}");
        let headers = [("Content-Type", "application/offset+octet-stream"), ("Upload-Offset", offset.as_str())];
        self.ask(turn, "PATCH", &path, &headers, Some(Body::Piece(blob, at)), move |reply| match &reply.error {
            _ if reply.status == 204 => {
                let _ = self.failed.try_set_value(0);
                match reply.offset.unwrap_or(end) {
                    next if next >= whole => self.arrive(),
                    next => self.piece(turn, next),
                }
            }
            Error::Conflict(Problem::ArchiveWhole) => self.arrive(),
            Error::Conflict(Problem::OtherOffset) => self.look(turn),
            _ => self.fail(turn, reply),
        });
    }

    /// All of it is there.
    fn arrive(self) {
        let Some((school, id)) = self.with(|way| (way.school.clone(), way.id.clone().unwrap_or_default())) else { return };
        forget(&school);
        let _ = window().location().assign(&address(&school, &format!("/restore/{id}")));
    }

    /// What a try that failed is followed by: the next one, unless nothing is to be hoped of it.
    fn fail(self, turn: u32, reply: Reply) {
        let wait = match &reply.error {
            Error::TooMany(seconds) => *seconds,
            Error::Conflict(Problem::SentElsewhere) => 0,
            _ if matches!(reply.status, 0 | 408 | 500..=504) => 0,
            _ => return self.set(Stage::Refused(reply.error)),
        };
        let failed = self.failed.try_update_value(|failed| {
            *failed += 1;
            *failed
        });
        let seconds = pause(failed.unwrap_or_default()).max(wait);
        self.set(Stage::Waiting(seconds));
        let again = move || {
            if self.is_now(turn) {
                self.go_on();
            }
        };
        set_timeout(again, Duration::from_secs(u64::from(seconds)));
    }

    /// Sends a request; its answer is heard unless something else was begun meanwhile.
    fn ask(
        self,
        turn: u32,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Body>,
        then: impl Fn(Reply) + 'static,
    ) {
        let Ok(request) = XmlHttpRequest::new() else { return };
        let begin = || -> std::result::Result<(), JsValue> {
            request.open(method, path)?;
            request.set_request_header("Accept", "application/json")?;
            for (name, value) in headers {
                request.set_request_header(name, value)?;
            }
            let ended = request.clone();
            // After an answer as after a loss.
            listen(&request, "loadend", move |_: ProgressEvent| {
                if self.is_now(turn) {
                    then(Reply::of(&ended));
                }
            })?;
            match body {
                None => request.send(),
                Some(Body::Text(text)) => request.send_with_opt_str(Some(&text)),
                Some(Body::Piece(blob, at)) => {
                    let upload: web_sys::EventTarget = request.upload()?.into();
                    listen(&upload, "progress", move |event: ProgressEvent| {
                        if self.is_now(turn) {
                            self.glance(at + event.loaded());
                        }
                    })?;
                    request.send_with_opt_blob(Some(&blob))
                }
            }
        };
        if begin().is_ok() {
            self.with(|way| way.request = Some(request));
        } else {
            self.set(Stage::Refused(Error::Unavailable));
        }
    }

    /// Notes how far it is, but not with every breath: it is read out.
    fn glance(self, bytes: f64) {
        let now = js_sys::Date::now();
        if self.glanced.try_get_value().is_some_and(|before| now - before >= GLANCE) {
            let _ = self.glanced.try_set_value(now);
            self.note(bytes);
        }
    }

    fn note(self, bytes: f64) {
        let _ = self.sent.try_set(bytes);
        let _ = self.speed.try_update(|speed| speed.note(js_sys::Date::now(), bytes));
    }

    // The page may have been left meanwhile.
    fn set(self, stage: Stage) {
        let _ = self.stage.try_set(stage);
    }

    fn with<T>(self, act: impl FnOnce(&mut Way) -> T) -> Option<T> {
        self.way.try_update_value(|way| way.as_mut().map(|way| act(way))).flatten()
    }

    fn next_turn(self) -> u32 {
        let next = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        next.unwrap_or_default()
    }

    fn is_now(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }
}

impl Way {
    fn query(&self) -> String {
        if self.school.is_empty() { String::new() } else { format!("?school={}", self.school) }
    }

    fn path(&self) -> Option<String> {
        self.id.as_ref().map(|id| format!("/backup/uploads/{id}{}", self.query()))
    }
}
