//! Clients of the class chat: two people with browsers in front of a server that listens, and their sockets.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::{Method, StatusCode, header};
use futures::{SinkExt, StreamExt};
use model::chat::{ClientFrame, Message, PROTOCOL, Refusal, RoomPage, ServerFrame};
use model::ids::{MessageId, RoomId};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message as Raw};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::app::{Answer, Browser, ORIGIN, TestApp};

/// A class with two people in it, on a server that listens.
pub struct Talk<'a> {
    pub app: &'a TestApp,
    pub address: SocketAddr,
    pub class: String,
    pub room: RoomId,
    pub ada: Browser<'a>,
    pub ben: Browser<'a>,
}

impl<'a> Talk<'a> {
    pub async fn new(app: &'a TestApp) -> Talk<'a> {
        let ada = app.founder("ada", "alpha").await;
        let path = ada.make_class("alpha", "First class").await;
        let ben = app.joiner("ben", &ada.code(&path, "student").await).await;
        let class = path.rsplit('/').next().unwrap().to_owned();
        let room = page(&ada, "alpha", &class).await.room_id;
        Talk { app, address: listen(app).await, class, room, ada, ben }
    }

    /// A socket of that person, in the room.
    pub async fn joined(&self, browser: &Browser<'_>, after: i64) -> Live {
        let mut live = self.connect(browser).await;
        live.join(self.room, after).await;
        live
    }

    pub async fn connect(&self, browser: &Browser<'_>) -> Live {
        self.try_connect(browser, "alpha", Some(ORIGIN)).await.unwrap_or_else(|status| panic!("{status}"))
    }

    /// Connects, or answers why not.
    pub async fn try_connect(&self, browser: &Browser<'_>, school: &str, origin: Option<&str>) -> Result<Live, StatusCode> {
        Live::open(&self.address.to_string(), school, &browser.cookie_line(), origin).await
    }

    pub async fn say(&self, browser: &Browser<'_>, id: &str, body: &str) -> Answer {
        let room = self.room.to_string();
        let fields = [("school", "alpha"), ("room", room.as_str()), ("id", id), ("form[body]", body)];
        browser.post_from(&format!("/s/alpha/classes/{}/chat", self.class), "/fn/app/pages/chat/api/say", &fields).await
    }
}

async fn listen(app: &TestApp) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = app.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

pub async fn page(browser: &Browser<'_>, school: &str, class: &str) -> RoomPage {
    browser.call(Method::GET, "/fn/app/pages/chat/api/show_chat", &[("school", school), ("id", class)]).await.json()
}

/// A client's end of a socket.
pub struct Live(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Live {
    /// Connects to a server with a cookie, or answers why not.
    pub async fn open(address: &str, school: &str, cookie: &str, origin: Option<&str>) -> Result<Live, StatusCode> {
        let mut request = format!("ws://{address}/s/{school}/live").into_client_request().unwrap();
        if let Some(origin) = origin {
            request.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
        }
        request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        match tokio_tungstenite::connect_async(request).await {
            Ok((socket, _)) => Ok(Live(socket)),
            Err(Error::Http(response)) => Err(response.status()),
            Err(other) => panic!("{other}"),
        }
    }

    /// The next frame, however long it takes; nothing when the connection is gone.
    pub async fn hear(&mut self) -> Option<ServerFrame> {
        loop {
            match self.0.next().await?.ok()? {
                text @ Raw::Text(_) => return Some(frame(&text)),
                Raw::Ping(_) | Raw::Pong(_) => {}
                _ => return None,
            }
        }
    }

    /// Answers whether the connection is still there.
    pub async fn try_send(&mut self, frame: &ClientFrame) -> bool {
        self.0.send(Raw::text(serde_json::to_string(frame).unwrap())).await.is_ok()
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.raw(Raw::text(serde_json::to_string(frame).unwrap())).await;
    }

    pub async fn raw(&mut self, message: Raw) {
        self.0.send(message).await.expect("to send");
    }

    /// The next message that is no ping.
    async fn read(&mut self) -> Raw {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(10), self.0.next()).await.expect("a message in time");
            match next.expect("an open socket").expect("a message") {
                Raw::Ping(_) | Raw::Pong(_) => {}
                other => return other,
            }
        }
    }

    pub async fn next(&mut self) -> ServerFrame {
        frame(&self.read().await)
    }

    /// The number the server closes with.
    pub async fn farewell(&mut self) -> u16 {
        loop {
            if let Raw::Close(frame) = self.read().await {
                return frame.expect("a reason").code.into();
            }
        }
    }

    /// Waits for the first frame that is wanted.
    pub async fn until<T>(&mut self, want: impl Fn(&ServerFrame) -> Option<T>) -> T {
        loop {
            let frame = self.next().await;
            if let Some(found) = want(&frame) {
                return found;
            }
        }
    }

    pub async fn heard(&mut self) -> Message {
        self.until(|frame| match frame {
            ServerFrame::Receive { message, .. } => Some(message.clone()),
            _ => None,
        })
        .await
    }

    pub async fn refusal(&mut self) -> (Refusal, Option<MessageId>) {
        self.until(|frame| match frame {
            ServerFrame::Error { refusal, id, .. } => Some((*refusal, *id)),
            _ => None,
        })
        .await
    }

    pub async fn ask_to_join(&mut self, room: RoomId, after: i64) {
        self.send(&ClientFrame::Join { version: PROTOCOL, room, after, revision: 0, looking: true }).await;
    }

    /// Joins and waits until it is in: the list of people is the last thing that follows.
    pub async fn join(&mut self, room: RoomId, after: i64) -> Vec<String> {
        self.ask_to_join(room, after).await;
        self.until(|frame| match frame {
            ServerFrame::Presence { people, .. } => Some(people.iter().map(|it| it.name.clone()).collect()),
            _ => None,
        })
        .await
    }

    pub async fn say(&mut self, room: RoomId, body: &str) -> MessageId {
        let id = MessageId::new();
        self.send(&ClientFrame::Send { room, id, body: body.into(), reply: None }).await;
        id
    }
}

fn frame(message: &Raw) -> ServerFrame {
    let text = message.to_text().expect("a text");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
