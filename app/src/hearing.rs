//! Hears what the server tells by itself, as long as somebody looks.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::__reexports::send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use crate::line::{Ear, Kind, Line, Word, may_be_shared};
use crate::prelude::*;

/// How often one that was refused is asked for again: what stands before a server that starts anew refuses for it.
const AGAIN: Duration = Duration::from_secs(60);

/// The browser's stream of events, closed when it is dropped. One that is lost the browser opens again by itself; one that
/// is refused stays closed.
struct Own {
    source: EventSource,
    _told: Closure<dyn FnMut(MessageEvent)>,
    _lost: Closure<dyn FnMut()>,
}

impl Own {
    fn open(path: &str, ear: Ear) -> Option<Own> {
        let source = EventSource::new(path).ok()?;
        let (said, at) = (ear.clone(), source.clone());
        let word = move |event: MessageEvent| said(Word::Said(event.data().as_string().unwrap_or_default()));
        let told = Closure::<dyn FnMut(MessageEvent)>::new(word);
        let lost = Closure::<dyn FnMut()>::new(move || {
            let refused = at.ready_state() == EventSource::CLOSED;
            ear(if refused { Word::Closed(0) } else { Word::Lost });
        });
        source.set_onmessage(Some(told.as_ref().unchecked_ref()));
        source.set_onerror(Some(lost.as_ref().unchecked_ref()));
        Some(Own { source, _told: told, _lost: lost })
    }
}

impl Drop for Own {
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
    listen(path, told, false)
}

/// The same, for what the tab's title says while nobody sees the page: there too, where all tabs share the line.
pub fn hear_behind(path: String, told: impl Fn(String) + Copy + 'static) -> ReadSignal<bool> {
    listen(path, told, true)
}

fn listen(path: String, told: impl Fn(String) + Copy + 'static, behind: bool) -> ReadSignal<bool> {
    let (hears, set_hears) = signal(false);
    // Effects run in the browser only.
    Effect::new(move |_| {
        let path = path.clone();
        let held = Rc::new(RefCell::new(None::<Line<Own>>));
        let kept = held.clone();
        let turn = move || {
            let is_shared = || kept.borrow().as_ref().map_or_else(may_be_shared, Line::is_shared);
            if document().hidden() && !(behind && is_shared()) {
                kept.replace(None);
                set_hears.set(false);
            } else if kept.borrow().is_none() {
                let line = Rc::downgrade(&kept);
                let ear = move |word| match word {
                    Word::Opened => {}
                    Word::Said(word) => {
                        set_hears.set(true);
                        told(word);
                    }
                    Word::Lost => set_hears.set(false),
                    Word::Closed(_) => {
                        set_hears.set(false);
                        if let Some(line) = line.upgrade() {
                            line.replace(None);
                        }
                    }
                };
                kept.replace(Some(Line::open(Kind::Stream, &path, Own::open, Rc::new(ear))));
            }
        };
        turn();
        let again = set_interval_with_handle(turn.clone(), AGAIN).ok();
        // Without a network a tab has a line of its own, which finds out by itself when there is one.
        let (gone, anew) = (held.clone(), turn.clone());
        let change = move || {
            gone.replace(None);
            set_hears.set(false);
            anew();
        };
        let seen = ["visibilitychange", "pageshow"].map(|event| {
            let (turn, held) = (turn.clone(), held.clone());
            window_event_listener_untyped(event, move |_| {
                let is_hidden = document().hidden();
                // A page that goes is hidden, too: it begins nothing.
                if is_hidden && held.borrow().is_none() {
                    return;
                }
                turn();
                if !is_hidden && let Some(line) = held.borrow().as_ref() {
                    line.say("seen", |_| ());
                }
            })
        });
        let network = ["online", "offline"].map(|event| {
            let change = change.clone();
            window_event_listener_untyped(event, move |_| change())
        });
        let held = SendWrapper::new(held);
        on_cleanup(move || {
            seen.into_iter().chain(network).for_each(|it| it.remove());
            if let Some(again) = again {
                again.clear();
            }
            held.replace(None);
        });
    });
    hears
}
