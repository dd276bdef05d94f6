use std::time::Duration;

use leptos::prelude::*;

use crate::live::calm;
use crate::{Icon, Text, Tone};

/// How long a message stays; one that offers something to do stays longer.
const STAY: Duration = Duration::from_secs(6);
const STAY_TO_ACT: Duration = Duration::from_secs(12);

/// A message that comes, is read, and goes. What must not be missed is a [`Notice`](crate::Notice).
#[derive(Clone, Debug)]
pub struct Toast {
    text: Text,
    tone: Tone,
    act: Option<Act>,
    stays: bool,
}

#[derive(Clone, Debug)]
enum Act {
    Link(Text, Text),
    Button(Text, Callback<()>),
}

impl Toast {
    pub fn new(tone: Tone, text: impl Into<Text>) -> Toast {
        Toast { text: text.into(), tone, act: None, stays: false }
    }

    /// Offers to go where it happened.
    pub fn link(mut self, label: impl Into<Text>, href: impl Into<Text>) -> Toast {
        self.act = Some(Act::Link(label.into(), href.into()));
        self
    }

    /// Offers to do something, such as to take it back.
    pub fn button(mut self, label: impl Into<Text>, act: impl Into<Callback<()>>) -> Toast {
        self.act = Some(Act::Button(label.into(), act.into()));
        self
    }

    /// It stays until it is closed.
    pub fn stay(mut self) -> Toast {
        self.stays = true;
        self
    }

    fn time(&self) -> Duration {
        if self.act.is_some() { STAY_TO_ACT } else { STAY }
    }
}

/// The messages on the page.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    shown: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Shows a message, and reads it out.
    pub fn say(self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| shown.push((id, toast)));
    }

    fn close(self, id: u32) {
        self.shown.try_update(|shown| shown.retain(|(other, _)| *other != id));
    }
}

/// Makes a place for messages that everything below can reach. It is drawn by a [`ToastStack`].
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    provide_context(toasts);
    toasts
}

/// The place for messages above.
///
/// # Panics
///
/// Where nobody above has called [`provide_toasts`].
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Draws the messages, over the page. It is always there, so that what appears in it is read out.
#[component]
pub fn ToastStack(
    /// What this place is called.
    #[prop(into)]
    label: Text,
    /// The name of the cross that closes a message.
    #[prop(into)]
    close: Text,
) -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <section class="toasts" aria-label=label>
            <ol aria-live="polite" aria-relevant="additions">
                <For each=move || toasts.shown.get() key=|(id, _)| *id let((id, toast))>
                    <Line id toast close=close.clone()/>
                </For>
            </ol>
        </section>
    }
}

#[component]
fn Line(id: u32, toast: Toast, close: Text) -> impl IntoView {
    let toasts = use_toasts();
    let (hovered, focused) = (RwSignal::new(false), RwSignal::new(false));
    let (stays, time) = (toast.stays, toast.time());
    Effect::new(move |_| {
        // Nothing goes while somebody reads it, and nothing moves by itself for who asked for that.
        if stays || hovered.get() || focused.get() || calm() {
            return;
        }
        if let Ok(timer) = set_timeout_with_handle(move || toasts.close(id), time) {
            on_cleanup(move || timer.clear());
        }
    });
    let act = toast.act.map(|act| match act {
        Act::Link(label, href) => view! { <a href=href on:click=move |_| toasts.close(id)>{label}</a> }.into_any(),
        Act::Button(label, act) => {
            let run = move |_| {
                act.run(());
                toasts.close(id);
            };
            view! { <button type="button" class="button-link" on:click=run>{label}</button> }.into_any()
        }
    });
    view! {
        <li
            class=format!("toast toast-{}", toast.tone.name())
            on:mouseenter=move |_| hovered.set(true)
            on:mouseleave=move |_| hovered.set(false)
            on:focusin=move |_| focused.set(true)
            on:focusout=move |_| focused.set(false)
        >
            <Icon name=toast.tone.icon()/>
            <p>{toast.text} {act}</p>
            <button type="button" class="toast-close" aria-label=close on:click=move |_| toasts.close(id)><Icon name="x"/></button>
        </li>
    }
}
