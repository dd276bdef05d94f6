//! A line to the server: the one that the tabs of a browser share, which a worker holds for them all (public/live.js), or,
//! where there is none, one of the tab's own. Whoever has it hears the same words of both. Closed when it is dropped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Promise};
use leptos::leptos_dom::helpers::{TimeoutHandle, WindowListenerHandle};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, MessagePort, SharedWorker};

/// How long the worker may take to say that it is there: half of what a page waits for a connection (chat/wire.rs), and longer
/// than a slow device needs to bring a page to life.
const PATIENCE: Duration = Duration::from_secs(6);
/// The reason a browser gives for a connection that broke (RFC 6455, 7.4.1).
const LOST: u16 = 1006;

thread_local! {
    /// Whether the worker has failed this document, which asks it no more.
    static FAILED: Cell<bool> = const { Cell::new(false) };
}

#[wasm_bindgen]
extern "C" {
    /// Missing where the page came over plain HTTP, hence `catch`; and not in web-sys yet.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, taken: &JsValue) -> Result<JsValue, JsValue>;
}

/// Whether the tabs may share a line here. Whoever is nobody, or sees with another's eyes, shares none; and a page without a
/// network asks no worker, which may be of another mind: what the tab finds out by itself is what it says.
pub fn may_be_shared() -> bool {
    let is_there = js_sys::Reflect::has(&window(), &JsValue::from_str("SharedWorker")).unwrap_or_default();
    is_there && worker_of_page().is_some()
}

/// The address of the worker, and the person whom the page is for: a connection that was opened as one serves nobody else.
fn worker_of_page() -> Option<(String, String)> {
    let root = document().document_element()?;
    let found = (root.get_attribute("data-live")?, root.get_attribute("data-person")?);
    (!FAILED.get() && window().navigator().on_line()).then_some(found)
}

#[derive(Clone, Copy)]
pub enum Kind {
    Socket,
    Stream,
}

impl Kind {
    fn text(self) -> &'static str {
        match self {
            Kind::Socket => "socket",
            Kind::Stream => "stream",
        }
    }
}

/// What is heard of a line.
pub enum Word {
    Opened,
    Said(String),
    /// It broke, and is mended by itself.
    Lost,
    /// It is of no more use; the number is the reason.
    Closed(u16),
}

pub type Ear = Rc<dyn Fn(Word)>;

/// `T` is a connection of the tab's own.
pub struct Line<T>(Rc<RefCell<Option<Held<T>>>>);

enum Held<T> {
    Shared(Port),
    Own(T),
}

impl<T: 'static> Line<T> {
    /// Starts to connect; `own` does so for this tab alone.
    pub fn open(kind: Kind, path: &str, own: fn(&str, Ear) -> Option<T>, ear: Ear) -> Line<T> {
        let line = Line(Rc::default());
        let (held, at, hears) = (Rc::downgrade(&line.0), path.to_owned(), ear.clone());
        let port = Port::open(kind, path, move |word| match word {
            Some(word) => hears(word),
            None => {
                if let Some(held) = held.upgrade() {
                    let own = own(&at, hears.clone()).map(Held::Own);
                    drop(held.replace(own));
                }
            }
        });
        let held = match port {
            Some(port) => Some(Held::Shared(port)),
            None => own(path, ear).map(Held::Own),
        };
        line.0.replace(held);
        line
    }

    /// Whether it is that of all tabs: then it costs no more with one that nobody sees.
    pub fn is_shared(&self) -> bool {
        matches!(self.0.borrow().as_ref(), Some(Held::Shared(_)))
    }

    /// Says a text; `own` says it on the tab's own.
    pub fn say(&self, text: &str, own: impl FnOnce(&T)) {
        match self.0.borrow().as_ref() {
            Some(Held::Shared(port)) => post(&port.port, &["say", text]),
            Some(Held::Own(it)) => own(it),
            None => {}
        }
    }
}

/// The tab's end of a line that is shared.
struct Port {
    worker: SharedWorker,
    port: MessagePort,
    patience: Rc<Cell<Option<TimeoutHandle>>>,
    left: Option<WindowListenerHandle>,
    _hold: Rc<Hold>,
    _told: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

impl Port {
    /// `hear` is told nothing where the worker does not serve this line.
    fn open(kind: Kind, path: &str, hear: impl Fn(Option<Word>) + 'static) -> Option<Port> {
        let (address, person) = worker_of_page()?;
        // Some browsers have none, or refuse it here.
        let worker = SharedWorker::new(&address).ok()?;
        let port = worker.port();
        let hear = Rc::new(hear);

        let patience = Rc::new(Cell::new(None::<TimeoutHandle>));
        let (hears, waits) = (hear.clone(), patience.clone());
        let fail = move || {
            // One that has answered has not failed.
            if let Some(timer) = waits.take() {
                timer.clear();
                FAILED.set(true);
                hears(None);
            }
        };
        patience.set(set_timeout_with_handle(fail.clone(), PATIENCE).ok());
        let failed = Closure::<dyn FnMut()>::new(fail);
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));

        let hold = Rc::new(Hold::default());
        let (hears, waits, held) = (hear.clone(), patience.clone(), Rc::downgrade(&hold));
        let (its, path) = (port.clone(), path.to_owned());
        let told = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(said) = event.data().dyn_into::<Array>() else { return };
            match said.get(0).as_string().as_deref() {
                Some("here") => {
                    clear(&waits);
                    post(&its, &["open", kind.text(), &path, &person]);
                    if let Some(hold) = held.upgrade() {
                        hold.take(&its);
                    }
                }
                Some("opened") => hears(Some(Word::Opened)),
                Some("said") => hears(Some(Word::Said(said.get(1).as_string().unwrap_or_default()))),
                Some("lost") => hears(Some(Word::Lost)),
                Some("closed") => hears(Some(Word::Closed(said.get(1).as_f64().map_or(LOST, |code| code as u16)))),
                Some("alone") => hears(None),
                _ => {}
            }
        });
        port.set_onmessage(Some(told.as_ref().unchecked_ref()));

        // The page goes, or rests in the browser's memory, where nobody must wait for it. It begins anew if it comes back.
        let its = port.clone();
        let left = window_event_listener_untyped("pagehide", move |_| {
            post(&its, &["close"]);
            hear(Some(Word::Closed(LOST)));
        });
        Some(Port { worker, port, patience, left: Some(left), _hold: hold, _told: told, _failed: failed })
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        clear(&self.patience);
        self.worker.set_onerror(None);
        self.port.set_onmessage(None);
        post(&self.port, &["close"]);
        self.port.close();
        if let Some(left) = self.left.take() {
            left.remove();
        }
    }
}

/// A lock that goes with the tab, however that ends: the worker waits for it, and has it when the tab is no more.
#[derive(Default)]
struct Hold(RefCell<Option<Function>>);

impl Hold {
    /// Takes one of a name that nobody else has, and tells the worker when it is taken.
    fn take(self: &Rc<Self>, port: &MessagePort) {
        let name = format!("lyceum-tab-{}", js_sys::Math::random());
        let (itself, port, its) = (Rc::downgrade(self), port.clone(), name.clone());
        let taken = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |_: JsValue| {
            // The line may have been left meanwhile.
            let Some(hold) = itself.upgrade() else { return JsValue::UNDEFINED };
            post(&port, &["holds", &its]);
            let until = Promise::new(&mut |release: Function, _: Function| {
                hold.0.replace(Some(release));
            });
            until.into()
        });
        let _ = request_lock(&name, &taken.into_js_value());
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

fn post(port: &MessagePort, words: &[&str]) {
    let words: Array = words.iter().map(|word| JsValue::from_str(word)).collect();
    let _ = port.post_message(&words);
}

fn clear(timer: &Cell<Option<TimeoutHandle>>) {
    if let Some(timer) = timer.take() {
        timer.clear();
    }
}
