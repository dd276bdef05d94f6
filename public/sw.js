// The service worker. What has a hash in its name never changes and is kept; pages always come from the network, and
// where there is none a page says so. Nothing a logged-in person sees is ever stored on the device.
"use strict";

// The server puts its own version here.
const CACHE = "lyceum-__VERSION__";
const OFFLINE = "/offline.html";
const SHELL = [OFFLINE, "/offline.css", "/offline.js", "/boot.js", "/icon.svg"];
// Files without a person in them. Those without a hash change only with the version, and with it the cache.
const KEPT = ["/pkg/", "/fonts/", "/icons.svg", ...SHELL];

addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" })));
    })(),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("lyceum-") && name !== CACHE) await caches.delete(name);
      }
      await registration.navigationPreload?.enable();
      await clients.claim();
    })(),
  );
});

// A new version waits; boot.js offers it and says when the person has taken it.
addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (KEPT.some((path) => (path.endsWith("/") ? url.pathname.startsWith(path) : url.pathname === path))) {
    event.respondWith(kept(request));
  }
});

/** A page: from the network or not at all. */
async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(OFFLINE, { cacheName: CACHE })) ?? Response.error();
  }
}

/** A file that does not change within a version. */
async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.status === 200 && answer.type === "basic") {
    // A full disk must not cost the page its file.
    await cache.put(request, answer.clone()).catch(() => {});
  }
  return answer;
}
