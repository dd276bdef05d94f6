//! Several servers on one PostgreSQL and one Redis (`script/with-redis`): the program itself, twice, one of them killed.

use std::process::Stdio;
use std::time::Duration;

use axum::http::StatusCode;
use domain::hub::Event;
use domain::hub::nodes::Nodes;
use model::chat::{ClientFrame, Message, ServerFrame};
use model::ids::{MessageId, RoomId, SchoolId, UserId};
use store::testing::Scratch;
use store::{Db, Options, args, sql};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::broadcast::Receiver;
use tokio::sync::{Mutex, watch};

use crate::app::{Browser, TestApp, encode};
use crate::backup::command;
use crate::faults::{FORM, Program, send};
use crate::talk::{Live, Talk, page};

/// How long anything may take that is waited for: longer than a dead node is taken for a living one.
const PATIENCE: Duration = Duration::from_secs(60);
/// What each of two people says in the storm: fewer than one may say at once.
const STORM: usize = 18;

/// The Redis of the tests.
fn redis() -> String {
    std::env::var("TEST_REDIS_URL")
        .expect("TEST_REDIS_URL; script/with-redis starts a Redis and sets it, and script/test runs that")
}

/// Runs a test with a class and two servers on its database.
async fn on_two_nodes(redis: &str, test: impl AsyncFn(&Talk<'_>, [Program; 2])) {
    let scratch = Scratch::started_on_postgres().await;
    scratch.db.follow().await.unwrap();
    let app = TestApp::on(&scratch);
    let talk = Talk::new(&app).await;
    let start = async || {
        let settings = vec![("LYCEUM_REDIS_URL", redis.to_owned())];
        Program::with(&scratch.options, &scratch.folder().join("data"), settings).await
    };
    let nodes = [start().await, start().await];
    test(&talk, nodes).await;
    scratch.discard().await;
}

async fn connect(node: &Program, browser: &Browser<'_>) -> Live {
    let origin = format!("http://{}", node.address);
    Live::open(&node.address, "alpha", &browser.cookie_line(), Some(&origin)).await.unwrap()
}

/// Somebody in the room, and all they heard of it: in its order, nothing twice, nothing left out.
struct Ears {
    live: Live,
    room: RoomId,
    heard: Vec<Message>,
}

impl Ears {
    async fn open(node: &Program, browser: &Browser<'_>, room: RoomId) -> Ears {
        let mut live = connect(node, browser).await;
        live.join(room, 0).await;
        Ears { live, room, heard: Vec::new() }
    }

    /// Reads one frame; nothing when the server has gone.
    async fn listen(&mut self) -> Option<ServerFrame> {
        let frame = self.live.hear().await?;
        if let ServerFrame::Receive { message, .. } = &frame {
            assert_eq!(message.seq, self.heard.len() as i64 + 1, "{message:?}");
            self.heard.push(message.clone());
        }
        Some(frame)
    }

    /// Waits for a frame that is wanted.
    async fn until(&mut self, what: &str, wanted: impl Fn(&ServerFrame) -> bool) {
        let listening = async {
            loop {
                if wanted(&self.listen().await.expect("an open socket")) {
                    return;
                }
            }
        };
        tokio::time::timeout(PATIENCE, listening).await.unwrap_or_else(|_| panic!("{what}: it never came"));
    }

    /// Waits until so many messages are heard.
    async fn hear(&mut self, count: usize) {
        let listening = async {
            while self.heard.len() < count {
                self.listen().await.expect("an open socket");
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, listening).await.is_ok();
        assert!(in_time, "{} of {count}", self.heard.len());
    }

    /// Goes on at another server, as a browser does: with what is missed, and what was not answered said again.
    async fn move_to(&mut self, node: &Program, browser: &Browser<'_>, said: &[(MessageId, String)]) {
        self.live = connect(node, browser).await;
        self.live.ask_to_join(self.room, self.heard.len() as i64).await;
        self.until("the room", |frame| matches!(frame, ServerFrame::Presence { .. })).await;
        let answered: Vec<MessageId> = self.heard.iter().map(|message| message.id).collect();
        for (id, body) in said.iter().filter(|(id, _)| !answered.contains(id)) {
            self.live.send(&ClientFrame::Send { room: self.room, id: *id, body: body.clone(), reply: None }).await;
        }
    }

    fn ids(&self) -> Vec<MessageId> {
        self.heard.iter().map(|message| message.id).collect()
    }
}

fn comes(name: &str) -> impl Fn(&ServerFrame) -> bool {
    move |frame| match frame {
        ServerFrame::Joined { name: who, catch_up: None, .. } => who == name,
        ServerFrame::Presence { people, .. } => people.iter().any(|person| person.name == name),
        _ => false,
    }
}

#[tokio::test]
async fn people_on_two_nodes_talk_and_who_is_suspended_on_one_is_out_on_the_other() {
    on_two_nodes(&redis(), async |talk, [a, b]| {
        let mut ada = Ears::open(&a, &talk.ada, talk.room).await;
        let mut ben = Ears::open(&b, &talk.ben, talk.room).await;
        ada.until("ben", comes("ben")).await;
        // Who is there already is in the list of whoever asks for it again.
        ben.live.ask_to_join(talk.room, 0).await;
        ben.until("ada", comes("ada Person")).await;

        ben.live.send(&ClientFrame::Typing { room: talk.room }).await;
        ada.until("the typing", |frame| matches!(frame, ServerFrame::Typing { name, .. } if name == "ben")).await;
        ben.live.say(talk.room, "Hello from afar 👩‍🏫").await;
        ada.hear(1).await;
        // More than one node tells another in one piece.
        ada.live.say(talk.room, &"ع".repeat(9_999)).await;
        ada.hear(2).await;
        ben.hear(2).await;
        assert_eq!(ada.heard, ben.heard);

        let me = page(&talk.ben, "alpha", &talk.class).await.me.to_string();
        let fields = [("school", "alpha"), ("id", me.as_str()), ("act", "suspend")];
        let path = "/fn/app/pages/people/api/change_person";
        let cookie = talk.ada.cookie_line();
        let done = send(&a.address, "POST", path, &cookie, FORM, encode(&fields).as_bytes()).await.unwrap();
        assert_eq!(done.status, 200, "{}", done.body);
        let out = tokio::time::timeout(Duration::from_secs(1), ben.live.farewell()).await;
        assert_eq!(out.expect("out within a second"), 1008);
        let query = "/fn/app/pages/classes/api/list_classes?school=alpha";
        let refused = send(&b.address, "GET", query, &talk.ben.cookie_line(), FORM, b"").await.unwrap();
        assert_eq!(refused.status, StatusCode::FORBIDDEN.as_u16(), "{}", refused.body);
        ada.until("ben's leaving", |frame| matches!(frame, ServerFrame::Left { .. })).await;
    })
    .await;
}

#[tokio::test]
async fn a_node_that_is_killed_in_a_storm_takes_no_message_and_nobodys_place_with_it() {
    on_two_nodes(&redis(), async |talk, [mut a, b]| {
        let path = format!("/s/alpha/classes/{}", talk.class);
        let third = talk.app.joiner("cem", &talk.ada.code(&path, "student").await).await;
        let ada_id = page(&talk.ada, "alpha", &talk.class).await.me;
        // Ada does not come back; Cem goes on at the other node.
        let _ada = Ears::open(&a, &talk.ada, talk.room).await;
        let mut cem = Ears::open(&a, &third, talk.room).await;
        let mut ben = Ears::open(&b, &talk.ben, talk.room).await;
        let mut said = Vec::new();
        for n in 0..STORM {
            let body = format!("cem {n}");
            said.push((cem.live.say(talk.room, &body).await, body));
            ben.live.say(talk.room, &format!("ben {n}")).await;
        }
        cem.hear(5).await;
        a.child.kill().await.unwrap();
        while cem.listen().await.is_some() {}
        cem.move_to(&b, &third, &said).await;

        cem.hear(STORM * 2).await;
        ben.hear(STORM * 2).await;
        assert_eq!(cem.ids(), ben.ids());
        assert!(said.iter().all(|(id, _)| ben.ids().contains(id)));
        let db = &talk.app.state.world.db;
        let all = sql!("select id from messages where school_id <> '' order by seq");
        let stored: Vec<(MessageId,)> = db.all(all, args![]).await.unwrap();
        assert!(stored.iter().map(|row| &row.0).eq(&ben.ids()), "every message once");

        let without_ada = |frame: &ServerFrame| match frame {
            ServerFrame::Left { user_id, .. } => *user_id == ada_id,
            ServerFrame::Presence { people, .. } => people.iter().all(|person| person.user_id != ada_id),
            _ => false,
        };
        ben.until("ada's leaving", without_ada).await;
        assert_eq!(ben.live.join(talk.room, (STORM * 2) as i64).await, ["ben", "cem"]);
    })
    .await;
}

/// A Redis that a test may kill.
struct Redis {
    child: Child,
    port: u16,
}

impl Redis {
    async fn start(port: u16) -> Redis {
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn().expect("redis-server");
        let listens = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, listens).await.expect("Redis starts");
        Redis { child, port }
    }
}

/// Waits until a node says so of the others.
async fn says(node: &Program, state: &str) {
    let asking = async {
        loop {
            let answer = send(&node.address, "GET", "/health/ready", "", FORM, b"").await.expect("an answer");
            assert_eq!(answer.status, 200, "it goes on by itself: {}", answer.body);
            let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            if body["checks"]["nodes"]["status"] == state {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("it never said {state}"));
}

#[tokio::test]
async fn a_redis_that_dies_and_comes_back_empty_costs_nobody_a_message() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let redis = Mutex::new(Redis::start(port).await);
    on_two_nodes(&format!("redis://127.0.0.1:{port}"), async |talk, [a, b]| {
        let mut ada = Ears::open(&a, &talk.ada, talk.room).await;
        let mut ben = Ears::open(&b, &talk.ben, talk.room).await;
        ada.live.say(talk.room, "before").await;
        ben.hear(1).await;

        redis.lock().await.child.kill().await.unwrap();
        says(&a, "warning").await;
        says(&b, "warning").await;
        ada.live.say(talk.room, "meanwhile").await;
        ben.hear(2).await;
        ben.live.say(talk.room, "also meanwhile").await;
        ada.hear(3).await;

        let mut again = redis.lock().await;
        *again = Redis::start(again.port).await;
        drop(again);
        // Said while the nodes find each other again.
        ada.live.say(talk.room, "just now").await;
        ben.hear(4).await;
        says(&a, "healthy").await;
        says(&b, "healthy").await;
        for n in 5..=9 {
            ada.live.say(talk.room, "after").await;
            ben.hear(n).await;
        }
        ada.hear(9).await;
        assert_eq!(ada.heard, ben.heard);
        let here = async {
            while ben.live.join(talk.room, 9).await != ["ada Person", "ben"] {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(PATIENCE, here).await.expect("both are seen");
    })
    .await;
}

#[tokio::test]
async fn a_redis_that_is_not_there_stops_the_start_and_its_password_is_not_told() {
    let scratch = Scratch::started_on_postgres().await;
    let mut command = command(&scratch.options, scratch.folder(), &["serve"]);
    command.env("LYCEUM_ADDR", "127.0.0.1:0").env("LYCEUM_REDIS_URL", "redis://:hidden@127.0.0.1:1/0").kill_on_drop(true);
    let output = tokio::time::timeout(PATIENCE, command.output()).await.expect("it ends").unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("redis_url (redis://127.0.0.1:1/0)"), "{told}");
    assert!(!told.contains("hidden"), "{told}");
    scratch.discard().await;
}

async fn until_told(events: &mut Receiver<Event>, what: &str, mut wanted: impl FnMut(&Event) -> bool) {
    let listening = async { while !wanted(&events.recv().await.unwrap()) {} };
    tokio::time::timeout(PATIENCE, listening).await.unwrap_or_else(|_| panic!("{what}: it was never told"));
}

#[tokio::test]
async fn what_a_node_could_not_say_has_the_others_look_and_one_that_stops_takes_its_people_along() {
    let scratch = Scratch::started_on_postgres().await;
    scratch.db.follow().await.unwrap();
    let (first, second) = (TestApp::on(&scratch), TestApp::on(&scratch));
    let (a, b) = (&first.state.world, &second.state.world);
    let mut told = b.hub.listen();
    let (one, two) = (Nodes::join(a, &redis()).await.unwrap(), Nodes::join(b, &redis()).await.unwrap());
    assert!(Nodes::join(a, &redis()).await.is_err(), "once is enough");
    assert_eq!((a.hub.is_connected(), b.hub.is_connected()), (Some(true), Some(true)));
    let me = UserId::new();
    a.hub.tell(Event::Notified { user: me });
    // It was not there when the other one began; that may be seen by what the other says to be alive, before this word.
    let (mut heard, mut looked) = (false, false);
    until_told(&mut told, "a word and the first look", |event| {
        heard |= matches!(event, Event::Notified { user } if *user == me);
        looked |= matches!(event, Event::Missed { .. });
        heard && looked
    })
    .await;

    // More than may wait, at a moment when nobody can say it.
    (0..20_000).for_each(|_| a.hub.tell(Event::JobAdded));
    until_told(&mut told, "the second look", |event| matches!(event, Event::Missed { .. })).await;

    let (school, room) = (SchoolId::new(), RoomId::new());
    let mailbox = a.hub.mailbox(me);
    let _stay = a.hub.enter(school, room, me, &"Ada".into(), &mailbox);
    until_told(&mut told, "who comes", |event| matches!(event, Event::Present { here: true, .. })).await;
    assert_eq!(b.hub.present(school, room), a.hub.present(school, room));
    one.leave().await;
    until_told(&mut told, "who goes", |event| matches!(event, Event::Present { here: false, .. })).await;
    assert_eq!(b.hub.present(school, room), (Vec::new(), 0));
    two.leave().await;
    scratch.discard().await;
}

/// A way to an address that can be made to carry nothing any more, without a word to either end; answers its port.
async fn line(to: String, freezes: watch::Receiver<bool>) -> u16 {
    async fn frozen(mut freezes: watch::Receiver<bool>) {
        let _ = freezes.wait_for(|it| *it).await;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let (to, freezes) = (to.clone(), freezes.clone());
            tokio::spawn(async move {
                let mut far = TcpStream::connect(&to).await.unwrap();
                tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                    // Both ends stay open.
                    () = frozen(freezes) => std::future::pending().await,
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn where_the_line_to_the_database_died_without_a_word_nothing_is_cached() {
    let scratch = Scratch::started_on_postgres().await;
    let (user, rest) = scratch.options.url.split_once('@').unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let (freeze, freezes) = watch::channel(false);
    let port = line(host.to_owned(), freezes).await;
    let far = Options { url: format!("{user}@127.0.0.1:{port}/{path}"), ..scratch.options.clone() };
    let db = Db::open(&far).await.unwrap();
    db.follow().await.unwrap();
    assert!(db.changes().epoch().is_some());
    freeze.send(true).unwrap();
    let noticed = async {
        while db.changes().epoch().is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, noticed).await.expect("it is noticed");
    scratch.discard().await;
}
