//! The built client and the files of `public/`: embedded in a release binary, read from the folder otherwise.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use app::assets::Assets;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use model::Locale;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::App;
use crate::whose::VERSION;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Embedded;

/// The service worker.
const WORKER: &str = "/sw.js";
/// What is answered in its place where it is turned off: it takes over from the one that is there, and goes.
const GONE: &str = "/gone.js";

/// The worker that the tabs of a browser share: a page names it by what is in it, so that another release has another one.
const LIVE: &str = "/live.js";

/// Files without a hash in their name that the service worker keeps for one version.
const KEPT: &[&str] = &[
    "/boot.js",
    "/device.js",
    "/typed.js",
    "/page.js",
    "/icons.svg",
    "/icon.svg",
    "/offline.html",
    "/offline.css",
    "/offline.js",
    "/manifest.webmanifest",
    "/sw.js",
];

/// Where the client's files are, and what they are called.
pub struct Site {
    folder: Option<PathBuf>,
    pub assets: Arc<Assets>,
    /// Changes when a file of the client changes.
    pub version: HeaderValue,
    /// Files made here, by their address: the texts of each language; the worker of the tabs; and the service worker, which
    /// names its cache after a version that changes with every build.
    made: HashMap<String, File>,
}

/// A file as it is sent.
#[derive(Clone)]
struct File {
    data: Bytes,
    etag: HeaderValue,
    encoding: Option<&'static str>,
}

impl File {
    fn new(data: impl Into<Bytes>, sha256: &[u8]) -> File {
        let etag = format!("\"{}\"", short(sha256));
        File { data: data.into(), etag: HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"\"")), encoding: None }
    }

    fn hashed(data: Vec<u8>) -> File {
        let sha256 = Sha256::digest(&data);
        File::new(data, &sha256)
    }
}

impl Site {
    /// Reads the names of the built files from `folder`, or from this binary; with the service worker or without.
    pub fn open(folder: Option<PathBuf>, service_worker: bool) -> Site {
        let version = HeaderValue::from_static("");
        let mut site = Site { folder, assets: Arc::default(), version, made: HashMap::new() };
        let mut names = site.names();
        let find = |start: &str, end: &str| {
            let named = |name: &&String| name.starts_with(start) && name.ends_with(end);
            names.iter().find(named).map(|name| format!("/pkg/{name}")).unwrap_or_default()
        };
        let assets = Assets {
            css: find("lyceum", ".css"),
            js: find("lyceum", ".js"),
            wasm: find("lyceum", ".wasm"),
            boot: "/boot.js".to_owned(),
            live: site.make_live(),
            texts: site.make_texts(),
            ahead: site.ahead(&find("__wasm_split_manifest", ".json"), &find("__wasm_split.", ".js")).unwrap_or_default(),
        };
        names.extend(assets.texts.values().chain([&assets.live]).cloned());
        site.assets = Arc::new(assets);
        let version = site.version_of(names);
        if let Some(file) = site.read(if service_worker { WORKER } else { GONE }) {
            let text = String::from_utf8_lossy(&file.data).replace("__VERSION__", &version);
            site.made.insert(WORKER.to_owned(), File::hashed(text.into_bytes()));
        }
        site.version = HeaderValue::try_from(version).unwrap_or(HeaderValue::from_static(""));
        if site.assets.js.is_empty() {
            tracing::warn!("no built client found: pages work, without what needs WebAssembly");
        }
        site
    }

    /// The texts of each language but English as a file the client fetches, named by what is in it; answers the addresses.
    fn make_texts(&mut self) -> HashMap<Locale, String> {
        let mut addresses = HashMap::new();
        for locale in Locale::ALL {
            let Some(texts) = domain::texts::for_browsers(*locale) else { continue };
            let address = format!("/pkg/texts-{locale}.{}.txt", short(&Sha256::digest(&texts)));
            self.made.insert(address.clone(), File::hashed(texts.into_bytes()));
            addresses.insert(*locale, address);
        }
        addresses
    }

    /// The worker of the tabs under a name that is its content's; answers the address.
    fn make_live(&mut self) -> String {
        let Some(file) = self.read(LIVE) else { return String::new() };
        let address = format!("/pkg/live.{}.js", short(&Sha256::digest(&file.data)));
        self.made.insert(address.clone(), file);
        address
    }

    /// Changes when a file of the client changes: built files carry a hash in their name, the others are read.
    fn version_of(&self, mut names: Vec<String>) -> String {
        names.sort();
        let mut all = names.join("\n").into_bytes();
        for path in KEPT {
            all.extend(self.read(path).map(|file| file.data).unwrap_or_default());
        }
        short(&Sha256::digest(&all))
    }

    /// The links that ask for each bundle's chunks: cargo-leptos names a chunk's list by its function and a hash.
    fn ahead(&self, manifest: &str, loader: &str) -> Option<HashMap<String, String>> {
        let chunks: HashMap<String, Vec<String>> = serde_json::from_slice(&self.read(manifest)?.data).ok()?;
        let links = |chunks: Vec<String>| {
            let link = |chunk: String| {
                format!(
                    r#"<link rel="preload" href="/pkg/{chunk}.wasm" as="fetch" type="application/wasm" crossorigin="anonymous">"#
                )
            };
            format!(r#"<link rel="modulepreload" href="{loader}">{}"#, chunks.into_iter().map(link).collect::<String>())
        };
        let bundle = |name: &str| name.rsplit_once('_').map_or(name, |(bundle, _)| bundle).to_owned();
        Some(chunks.into_iter().map(|(name, chunks)| (bundle(&name), links(chunks))).collect())
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

    /// A file by its address. Only plain names are looked up: no `..`, nothing hidden. What is in the binary is sent from
    /// there, and was hashed when it was built.
    fn read(&self, path: &str) -> Option<File> {
        let path = path.strip_prefix('/')?;
        let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0']);
        if !path.split('/').all(plain) {
            return None;
        }
        match &self.folder {
            Some(folder) => std::fs::read(folder.join(path)).ok().map(File::hashed),
            None => Embedded::get(path).map(|file| {
                let data = match file.data {
                    Cow::Borrowed(data) => Bytes::from_static(data),
                    Cow::Owned(data) => Bytes::from(data),
                };
                File::new(data, &file.metadata.sha256_hash())
            }),
        }
    }

    /// The file with its best encoding the client takes. What is made here the outer layer compresses.
    fn encoded(&self, path: &str, headers: &HeaderMap) -> Option<File> {
        if let Some(file) = self.made.get(path) {
            return Some(file.clone());
        }
        let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        for (name, end) in [("br", ".br"), ("gzip", ".gz")] {
            if accepts.contains(name)
                && let Some(file) = self.read(&format!("{path}{end}"))
            {
                return Some(File { encoding: Some(name), ..file });
            }
        }
        self.read(path)
    }
}

/// Files may use one another: the offline page its script, the service worker what it fetches ahead.
const POLICY: &str = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The start of a SHA-256, in hexadecimal.
fn short(sha256: &[u8]) -> String {
    domain::hex(&sha256[..12])
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
    let File { data, etag, encoding } = site.encoded(path, headers)?;
    let cache = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(data).into_response() };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(header::ETAG, etag);
    if !hashed {
        out.insert(VERSION, site.version.clone());
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The files of `public/` that these tests ask for, beside a file of the client.
    fn built() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["sw.js", "gone.js", "page.js", "live.js"] {
            let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../public").join(name);
            std::fs::copy(from, folder.path().join(name)).unwrap();
        }
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        std::fs::write(folder.path().join("pkg/lyceum.1234.js"), "export {}").unwrap();
        folder
    }

    async fn ask(site: &Site, path: &str) -> (HeaderMap, String) {
        let (parts, body) = serve(site, path, &HeaderMap::new()).unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_service_worker_is_looked_for_anew_each_time_and_knows_the_version_of_its_files() {
        let folder = built();
        let site = Site::open(Some(folder.path().to_owned()), true);
        let (headers, text) = ask(&site, "/sw.js").await;
        assert_eq!(headers["cache-control"], "no-cache");
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(headers["content-security-policy"], POLICY);
        let version = site.version.to_str().unwrap();
        assert!(version.len() > 8 && text.contains(&format!("const VERSION = \"{version}\";")), "{version}: {text:.300}");
        // The worker keeps no file of another version under its own.
        assert_eq!(ask(&site, "/page.js").await.0["lyceum-version"], version);
        let (named, _) = ask(&site, "/pkg/lyceum.1234.js").await;
        assert_eq!(named["cache-control"], "public, max-age=31536000, immutable");
        assert!(!named.contains_key("lyceum-version"), "its name is its version");

        std::fs::write(folder.path().join("page.js"), "// Another one.").unwrap();
        assert_ne!(Site::open(Some(folder.path().to_owned()), true).version, site.version);
    }

    #[tokio::test]
    async fn the_worker_of_the_tabs_is_another_with_another_release_and_may_connect() {
        let folder = built();
        let site = Site::open(Some(folder.path().to_owned()), true);
        let (headers, text) = ask(&site, &site.assets.live).await;
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(headers["content-security-policy"], POLICY, "to this server alone");
        assert!(text.contains("new WebSocket") && text.contains("new EventSource"), "{text:.300}");

        std::fs::write(folder.path().join("live.js"), "// Another one.").unwrap();
        let other = Site::open(Some(folder.path().to_owned()), true);
        assert_ne!(other.assets.live, site.assets.live);
        assert_ne!(other.version, site.version);
        std::fs::remove_file(folder.path().join("live.js")).unwrap();
        assert_eq!(Site::open(Some(folder.path().to_owned()), true).assets.live, "");
    }

    #[tokio::test]
    async fn a_service_worker_that_is_turned_off_is_replaced_by_one_that_goes() {
        let folder = built();
        let site = Site::open(Some(folder.path().to_owned()), false);
        let (headers, text) = ask(&site, "/sw.js").await;
        assert_eq!(headers["cache-control"], "no-cache");
        assert!(text.contains("skipWaiting()") && text.contains("registration.unregister()"), "{text}");
        assert!(!text.contains("\"fetch\"") && !text.contains("importScripts"), "nothing stands before a page: {text}");
    }
}
