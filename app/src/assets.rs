//! The names of the files the browser loads. Their hashes are known to the server alone, which hands them in.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use model::Locale;

/// Addresses of the built client.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// The small script that runs before anything is drawn: being offline, service worker.
    pub boot: String,
    /// The worker that the tabs of a browser share (public/live.js); empty where there is none.
    pub live: String,
    /// The texts of the languages that have not come with the program.
    pub texts: HashMap<Locale, String>,
    /// By bundle: the `<link>`s that ask for its chunks ahead, before the client runs and finds out that it needs them.
    pub ahead: HashMap<String, String>,
}

/// The scripts of what a page keeps on its device, in this order; they run when the page is there.
pub const DEVICE: [&str; 3] = ["/device.js", "/typed.js", "/page.js"];

/// Loads the client, and asks for the texts of the page's language and the chunks of its bundle beside it. Leptos' own
/// component reads a hash file beside the executable, which a copied binary and a test do not have, and its list of
/// chunks is written when the page's owner may be another's already.
#[component]
pub fn HydrationScript(assets: Arc<Assets>, bundle: Option<&'static str>) -> impl IntoView {
    if assets.js.is_empty() {
        return ().into_any();
    }
    let (js, wasm) = (assets.js.clone(), assets.wasm.clone());
    let texts = assets.texts.get(&crate::caller::language().locale()).cloned();
    let program = format!("import({js:?}).then(m=>m.default({{module_or_path:{wasm:?}}}).then(()=>m))");
    let start = match &texts {
        None => format!("{program}.then(m=>m.hydrate())"),
        // Without its texts the page still works; what it draws anew is then English.
        Some(texts) => format!(
            "Promise.all([{program},fetch({texts:?}).then(r=>r.ok?r.text():undefined).catch(()=>undefined)])\
             .then(([m,texts])=>m.hydrate(texts))"
        ),
    };
    let ahead = bundle.and_then(|bundle| assets.ahead.get(bundle)).filter(|links| !links.is_empty());
    view! {
        <link rel="modulepreload" href=js/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        {texts.map(|href| view! { <link rel="preload" href=href r#as="fetch" crossorigin="anonymous"/> })}
        {ahead.map(|links| InertElement::new(links.clone()))}
        <script type="module" nonce=use_nonce()>{start}</script>
    }
    .into_any()
}
