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

// What this platform has to say while no page of it is open. A browser wants something shown for each of them.
addEventListener("push", (event) => {
  event.waitUntil(shown(event));
});

async function shown(event) {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Not from us, or from another version: that there is something is all that can be said.
  }
  const { title, body, tag, lang, dir, link } = told;
  await registration.showNotification(title || "Lyceum", {
    body,
    tag: tag || undefined,
    lang,
    dir: dir || "auto",
    icon: "/icon-192.png",
    badge: "/icon-192.png",
    data: { link },
  });
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(opened(event.notification.data?.link));
});

/** Goes where it leads: in the tab that is there already, in a window that is open, or in a new one. */
async function opened(link) {
  const to = new URL(typeof link === "string" ? link : "/", location.origin);
  const address = to.origin === location.origin ? to.href : location.origin;
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((client) => client.url === address);
  if (there) return there.focus();
  for (const client of open) {
    try {
      // What is typed there asks first, as it does at every link.
      return await (await client.navigate(address))?.focus();
    } catch {
      // No page of this version.
    }
  }
  return clients.openWindow(address);
}

// The browser has another address for us, or none: it says so here at most.
addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(moved(event));
});

async function moved({ oldSubscription, newSubscription }) {
  const made = newSubscription ?? (oldSubscription && (await registration.pushManager.subscribe(oldSubscription.options)));
  if (!made) return;
  const { endpoint, keys } = made.toJSON();
  const said = { endpoint, p256dh: keys.p256dh, auth: keys.auth, before: oldSubscription?.endpoint ?? "" };
  const body = new URLSearchParams(Object.entries(said).map(([name, value]) => [`form[${name}]`, value]));
  await fetch("/fn/app/pages/me/api/subscribe_push", { method: "POST", headers: { accept: "application/json" }, body });
}
