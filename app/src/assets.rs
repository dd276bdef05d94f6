//! The names of the files the browser loads. Their hashes are known to the server alone, which hands them in.

use leptos::prelude::*;
use leptos::{WasmSplitManifest, nonce::use_nonce};

/// Addresses of the built client.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// The small script that runs before anything is drawn: theme, service worker.
    pub boot: String,
    /// Which chunks each lazy function needs, so that the server can ask for them ahead.
    pub split: Option<WasmSplitManifest>,
}

/// Loads the client. Leptos' own component reads a hash file beside the executable, which a copied binary and a test
/// do not have.
#[component]
pub fn HydrationScript(assets: Assets) -> impl IntoView {
    if let Some(split) = assets.split {
        provide_context(split);
    }
    if assets.js.is_empty() {
        return ().into_any();
    }
    let Assets { js, wasm, .. } = assets;
    let start = format!("import({js:?}).then(m=>m.default({{module_or_path:{wasm:?}}}).then(()=>m.hydrate()))");
    view! {
        <link rel="modulepreload" href=js/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=use_nonce()>{start}</script>
    }
    .into_any()
}
