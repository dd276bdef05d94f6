//! The built client and the files of `public/`: embedded in a release binary, read from the folder otherwise.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;

use app::assets::Assets;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::WasmSplitManifest;
use leptos::prelude::ArcStoredValue;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::App;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Embedded;

/// Files without a hash in their name that the service worker keeps for one version.
const KEPT: &[&str] =
    &["/boot.js", "/icons.svg", "/icon.svg", "/offline.html", "/offline.css", "/manifest.webmanifest", "/sw.js"];

/// Where the client's files are, and what they are called.
pub struct Site {
    folder: Option<PathBuf>,
    pub assets: Assets,
    /// Changes with every build: the service worker's cache is named after it.
    version: String,
}

impl Site {
    /// Reads the names of the built files from `folder`, or from this binary.
    pub fn open(folder: Option<PathBuf>) -> Site {
        let mut site = Site { folder, assets: Assets::default(), version: String::new() };
        let names = site.names();
        let find = |start: &str, end: &str| {
            let named = |name: &&String| name.starts_with(start) && name.ends_with(end);
            names.iter().find(named).map(|name| format!("/pkg/{name}")).unwrap_or_default()
        };
        site.assets = Assets {
            css: find("lyceum", ".css"),
            js: find("lyceum", ".js"),
            wasm: find("lyceum", ".wasm"),
            boot: "/boot.js".to_owned(),
            split: site.split(&find("__wasm_split_manifest", ".json"), &find("__wasm_split.", ".js")),
        };
        site.version = site.version_of(names);
        if site.assets.js.is_empty() {
            tracing::warn!("no built client found: pages work, without what needs WebAssembly");
        }
        site
    }

    /// Changes when a file of the client changes: built files carry a hash in their name, the others are read.
    fn version_of(&self, mut names: Vec<String>) -> String {
        names.sort();
        let mut all = names.join("\n").into_bytes();
        for path in KEPT {
            all.extend(self.read(path).unwrap_or_default().iter());
        }
        hash(&all)
    }

    fn split(&self, manifest: &str, loader: &str) -> Option<WasmSplitManifest> {
        let chunks: HashMap<String, Vec<String>> = serde_json::from_slice(&self.read(manifest)?).ok()?;
        let loader = loader.strip_prefix("/pkg/")?.to_owned();
        Some(WasmSplitManifest(ArcStoredValue::new(("/pkg".to_owned(), chunks, loader))))
    }

    /// Names of the files in `pkg/`.
    fn names(&self) -> Vec<String> {
        match &self.folder {
            Some(folder) => {
                let Ok(entries) = std::fs::read_dir(folder.join("pkg")) else { return Vec::new() };
                entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
            }
            None => Embedded::iter().filter_map(|path| path.strip_prefix("pkg/").map(str::to_owned)).collect(),
        }
    }

    /// A file by its address. Only plain names are looked up: no `..`, nothing hidden.
    fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let path = path.strip_prefix('/')?;
        let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0']);
        if !path.split('/').all(plain) {
            return None;
        }
        match &self.folder {
            Some(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
            None => Embedded::get(path).map(|file| file.data),
        }
    }

    /// The file with its best encoding the client takes.
    fn encoded(&self, path: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
        let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        for (name, end) in [("br", ".br"), ("gzip", ".gz")] {
            if accepts.contains(name)
                && let Some(data) = self.read(&format!("{path}{end}"))
            {
                return Some((data, Some(name)));
            }
        }
        Some((self.read(path)?, None))
    }
}

/// Files may use one another: the offline page its script, the service worker what it fetches ahead.
const POLICY: &str = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The start of a SHA-256, in hexadecimal.
fn hash(data: &[u8]) -> String {
    domain::hex(&Sha256::digest(data)[..12])
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("html") => "text/html; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Answers a file, or `None` where there is none of that address.
pub fn serve(site: &Site, path: &str, headers: &HeaderMap) -> Option<Response> {
    // The stylesheet under a name that error pages without the client can know.
    let hashed = path.starts_with("/pkg/") || path.starts_with("/fonts/");
    let path = if path == "/style.css" { site.assets.css.as_str() } else { path };
    // The worker's text is filled in below, so it is read as it stands; the outer layer compresses it.
    let (mut data, encoding) = if path == "/sw.js" { (site.read(path)?, None) } else { site.encoded(path, headers)? };
    if path == "/sw.js" {
        data = Cow::Owned(String::from_utf8_lossy(&data).replace("__VERSION__", &site.version).into_bytes());
    }
    // A hashed name says the content; the rest is small enough to hash each time.
    let etag = if hashed { format!("\"{}\"", hash(path.as_bytes())) } else { format!("\"{}\"", hash(&data)) };
    let cache = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let mut response =
        if fresh { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(data.into_owned()).into_response() };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(header::ETAG, etag);
    }
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// Files first, then whatever comes after: pages.
pub async fn first(State(app): State<App>, request: Request, next: axum::middleware::Next) -> Response {
    let path = request.uri().path();
    if matches!(*request.method(), Method::GET | Method::HEAD) && (path.starts_with("/pkg/") || path.contains('.')) {
        match serve(&app.site, path, request.headers()) {
            Some(response) => return response,
            None if path.starts_with("/pkg/") => return StatusCode::NOT_FOUND.into_response(),
            None => {}
        }
    }
    next.run(request).await
}
