use leptos::prelude::*;

/// False on the server and until the page lives in a browser: what needs a script is drawn only then.
pub(crate) fn live() -> ReadSignal<bool> {
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    live
}

/// Whether the reader asked for a page that moves little. False on the server.
pub(crate) fn calm() -> bool {
    let list = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    list.is_some_and(|list| list.matches())
}
