//! The wire of one socket: frames out, each within a time limit.

use std::borrow::Cow;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use domain::hub::Told;
use model::chat::ServerFrame;

/// Seconds a client gets to take what is written to it.
const WRITE: Duration = Duration::from_secs(10);

/// The socket is of no more use: the client went, or takes nothing.
#[derive(Debug)]
pub struct Gone;

/// Why a socket is closed (RFC 6455, 7.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Farewell {
    /// The server stops; come back in a moment.
    Stopping = 1001,
    /// The person has no place here any more.
    Ended = 1008,
    TooLarge = 1009,
    /// Our fault.
    Fault = 1011,
    /// They went on after they were told that it is too fast; come back later.
    Flood = 1013,
}

pub struct Line(pub WebSocket);

impl Line {
    pub async fn send(&mut self, frame: &ServerFrame) -> Result<(), Gone> {
        let text = serde_json::to_string(frame).map_err(|_| Gone)?;
        self.write(Message::text(text)).await
    }

    /// Passes on what happened, in the words that all who hear of it share.
    pub async fn pass(&mut self, told: &Told) -> Result<(), Gone> {
        let text = Utf8Bytes::try_from(told.frame()).map_err(|_| Gone)?;
        self.write(Message::Text(text)).await
    }

    pub async fn ping(&mut self) -> Result<(), Gone> {
        self.write(Message::Ping(Default::default())).await
    }

    async fn write(&mut self, message: Message) -> Result<(), Gone> {
        match tokio::time::timeout(WRITE, self.0.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Gone),
        }
    }

    /// Says why and closes, as far as the client still listens.
    pub async fn close(mut self, farewell: Farewell) {
        let reason: Cow<'static, str> = match farewell {
            Farewell::Stopping => "the server stops".into(),
            Farewell::Ended => "access ended".into(),
            Farewell::TooLarge => "too large".into(),
            Farewell::Fault => "internal error".into(),
            Farewell::Flood => "too fast".into(),
        };
        let frame = CloseFrame { code: farewell as u16, reason: reason.as_ref().into() };
        if self.write(Message::Close(Some(frame))).await.is_ok() {
            // The client answers with a close of its own; until then what it had sent is read and thrown away, lest
            // the connection be reset before the farewell arrives.
            let _ = tokio::time::timeout(Duration::from_secs(2), async { while let Some(Ok(_)) = self.0.recv().await {} }).await;
        }
    }
}
