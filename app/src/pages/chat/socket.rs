//! The websocket of the chat: that of all tabs, or the tab's own. Closed when it is dropped.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use crate::line::{Ear, Kind, Line, Word};

pub struct Socket(Line<Own>);

impl Socket {
    /// Starts to connect. `close` is told the reason's number, also when it could not connect at all.
    pub fn open(path: &str, open: impl Fn() + 'static, text: impl Fn(String) + 'static, close: impl Fn(u16) + 'static) -> Socket {
        let ear = move |word| match word {
            Word::Opened => open(),
            Word::Said(data) => text(data),
            Word::Closed(reason) => close(reason),
            // A socket that is lost is closed.
            Word::Lost => {}
        };
        Socket(Line::open(Kind::Socket, path, Own::open, Rc::new(ear)))
    }

    /// Sends a text if the connection is open.
    pub fn send(&self, text: &str) {
        self.0.say(text, |own| own.send(text));
    }
}

/// The browser's websocket with its handlers.
struct Own {
    socket: WebSocket,
    _open: Closure<dyn FnMut()>,
    _text: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

impl Own {
    fn open(path: &str, ear: Ear) -> Option<Own> {
        let location = web_sys::window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{path}", location.host().ok()?)).ok()?;
        let (opened, said) = (ear.clone(), ear.clone());
        let open = Closure::<dyn FnMut()>::new(move || opened(Word::Opened));
        let text = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(data) = event.data().as_string() {
                said(Word::Said(data));
            }
        });
        let close = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| ear(Word::Closed(event.code())));
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(text.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        Some(Own { socket, _open: open, _text: text, _close: close })
    }

    fn send(&self, text: &str) {
        if self.socket.ready_state() == WebSocket::OPEN {
            let _ = self.socket.send_with_str(text);
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
