//! Hears what the server tells by itself, as long as somebody looks.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::__reexports::send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use crate::prelude::*;

/// How often one that was refused is asked for again: what stands before a server that starts anew refuses for it.
const AGAIN: Duration = Duration::from_secs(60);

/// The browser's stream of events, closed when it is dropped. One that is lost the browser opens again by itself; one that
/// is refused stays closed.
struct Stream {
    source: EventSource,
    _told: Closure<dyn FnMut(MessageEvent)>,
    _lost: Closure<dyn FnMut()>,
}

impl Stream {
    fn open(path: &str, mut told: impl FnMut(String) + 'static, lost: impl FnMut() + 'static) -> Option<Stream> {
        let source = EventSource::new(path).ok()?;
        let word = move |event: MessageEvent| told(event.data().as_string().unwrap_or_default());
        let told = Closure::<dyn FnMut(MessageEvent)>::new(word);
        let lost = Closure::<dyn FnMut()>::new(lost);
        source.set_onmessage(Some(told.as_ref().unchecked_ref()));
        source.set_onerror(Some(lost.as_ref().unchecked_ref()));
        Some(Stream { source, _told: told, _lost: lost })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// Calls `told` with each word of the stream at a path, the first of which comes when it begins to hear: what was before it
/// did not hear. Answers whether it hears now. A page that nobody sees holds no connection, of which a browser has few; seen
/// again, it begins anew.
pub fn hear(path: String, told: impl Fn(String) + Copy + 'static) -> ReadSignal<bool> {
    let (hears, set_hears) = signal(false);
    // Effects run in the browser only.
    Effect::new(move |_| {
        let path = path.clone();
        let held = Rc::new(RefCell::new(None::<Stream>));
        let kept = held.clone();
        let turn = move || {
            if document().hidden() {
                kept.replace(None);
                set_hears.set(false);
                return;
            }
            let closed = kept.borrow().as_ref().is_none_or(|it| it.source.ready_state() == EventSource::CLOSED);
            if closed {
                let word = move |word| {
                    set_hears.set(true);
                    told(word);
                };
                let stream = Stream::open(&path, word, move || set_hears.set(false));
                kept.replace(stream);
            }
        };
        turn();
        let again = set_interval_with_handle(turn.clone(), AGAIN).ok();
        let seen = window_event_listener_untyped("visibilitychange", move |_| turn());
        let held = SendWrapper::new(held);
        on_cleanup(move || {
            seen.remove();
            if let Some(again) = again {
                again.clear();
            }
            held.replace(None);
        });
    });
    hears
}
