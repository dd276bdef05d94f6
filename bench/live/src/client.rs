//! One person's socket: a task that says what it is told to, and notes when what the others say arrives.

use std::borrow::Cow;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;

use anyhow::{Context, Result};
use futures::{SinkExt, StreamExt};
use model::chat::{ClientFrame, PROTOCOL};
use model::ids::{MessageId, RoomId};
use serde::Deserialize;
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::header::{COOKIE, ORIGIN};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::hall::Notes;
use crate::people::Person;

/// Source addresses that sockets are spread over: 127.0.1.1 and the following.
const ADDRESSES: usize = 200;

/// What a socket is told to do.
enum Order {
    Join,
    /// Answers whether it was stored.
    Say(MessageId, String, oneshot::Sender<bool>),
}

/// The other end of a socket's task.
pub struct Client {
    pub room: RoomId,
    orders: mpsc::Sender<Order>,
}

impl Client {
    pub async fn join(&self) -> Result<()> {
        self.orders.send(Order::Join).await.ok().context("a socket was lost")
    }

    /// Answers whether it was stored.
    pub async fn say(&self, body: String) -> Result<bool> {
        let (done, answered) = oneshot::channel();
        self.orders.send(Order::Say(MessageId::new(), body, done)).await.ok().context("a socket was lost")?;
        answered.await.context("a socket was lost")
    }
}

/// Connects as that person, the `number`th of all.
pub async fn connect(server: SocketAddrV4, number: usize, person: &Person, notes: Arc<Notes>) -> Result<Client> {
    let socket = TcpSocket::new_v4()?;
    let address = Ipv4Addr::new(127, 0, 1, 1 + (number % ADDRESSES) as u8);
    socket.bind(SocketAddrV4::new(address, 0).into())?;
    let stream = socket.connect(server.into()).await?;
    stream.set_nodelay(true)?;
    let mut request = format!("ws://{server}/s/{}/live", person.school).into_client_request()?;
    request.headers_mut().insert(ORIGIN, format!("http://{server}").parse()?);
    request.headers_mut().insert(COOKIE, person.cookie.parse()?);
    // There are very many, and what they hear is short.
    let config = WebSocketConfig::default().read_buffer_size(4096);
    let (stream, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await?;
    let (orders, taken) = mpsc::channel(1);
    let room = person.room;
    tokio::spawn(async move {
        if live(stream, room, taken, &notes).await.is_err() {
            notes.lost();
        }
    });
    Ok(Client { room, orders })
}

/// What is read of a frame.
#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(borrow, default)]
    message: Option<Said<'a>>,
    /// Of the message that was refused.
    #[serde(borrow, default)]
    id: Option<&'a str>,
}

#[derive(Deserialize)]
struct Said<'a> {
    id: &'a str,
    #[serde(borrow)]
    body: Cow<'a, str>,
}

async fn live(
    mut stream: WebSocketStream<TcpStream>,
    room: RoomId,
    mut orders: mpsc::Receiver<Order>,
    notes: &Notes,
) -> Result<()> {
    let mut waits: Option<(String, oneshot::Sender<bool>)> = None;
    let mut is_in = false;
    loop {
        let next = tokio::select! {
            order = orders.recv() => {
                let frame = match order {
                    // Nobody needs it any more.
                    None => return Ok(stream.close(None).await?),
                    Some(Order::Join) => ClientFrame::Join { version: PROTOCOL, room, after: 0, revision: 0, looking: true },
                    Some(Order::Say(id, body, done)) => {
                        waits = Some((id.to_string(), done));
                        ClientFrame::Send { room, id, body, reply: None }
                    }
                };
                stream.send(Message::text(serde_json::to_string(&frame)?)).await?;
                continue;
            }
            next = stream.next() => next.context("the server closed a socket")??,
        };
        let Message::Text(text) = next else {
            anyhow::ensure!(!next.is_close(), "the server closed a socket");
            continue;
        };
        let frame: Frame<'_> = serde_json::from_str(&text)?;
        let (id, stored) = match (frame.kind, frame.message) {
            ("receive", Some(said)) => {
                notes.heard(&said.body);
                (Some(said.id), true)
            }
            ("presence", _) if !is_in => {
                is_in = true;
                notes.joined();
                continue;
            }
            ("error", _) => (frame.id, false),
            _ => continue,
        };
        if let Some((_, done)) = waits.take_if(|(mine, _)| id == Some(mine.as_str())) {
            // Who asked may have given up.
            let _ = done.send(stored);
        }
    }
}
