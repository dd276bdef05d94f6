// The service worker. What has a hash in its name never changes and is kept. Pages come from the network; those of a
// person who keeps them on this device (device.js says when that is so) are shown as they were where there is none.
// Should it ever stand between people and their pages, the setting `service_worker = false` puts gone.js in its place,
// which browsers fetch beside it, whatever it does.
"use strict";

// The server puts its own version here.
const VERSION = "__VERSION__";
importScripts("/device.js");
const { DAY, LIMITS, NOBODY, PAGES, changeTo, forget, keeps, read, remove, send, tell, write } = self.lyceum;

const CACHE = `lyceum-${VERSION}`;
const OFFLINE = "/offline.html";
const SHELL = [OFFLINE, "/offline.css", "/offline.js", "/device.js", "/typed.js", "/page.js", "/boot.js", "/icon.svg"];
/** The face of the offline page's heading. */
const FACE = "/fonts/brygada-1918.woff2";
// Files without a person in them. Those without a hash change only with the version, and with it the cache.
const KEPT = ["/pkg/", "/fonts/", "/icons.svg", ...SHELL];
// Pages worth reading without a network. Who runs a school does that with one, and what is secret is shown nowhere else.
const READ = /^\/($|schools$|help|parent\/|s\/[^/]+($|\/(announcements|assignments|calendar|chat|classes|courses|forum|help|library|submissions|timetable)(\/|$)))/;
const UNREAD = /\/(new|edit|settings|codes|statistics|search|report|reports|versions|words)(\/|$)/;
/** The version of the server that answers. */
const SAID = "lyceum-version";
const LEAVES = /\/log_out(_everywhere)?$/;
/** A page that was kept a moment ago is not fetched again for having been visited once more. */
const FRESH = 5 * 60 * 1000;

addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await Promise.all(
        SHELL.map(async (path) => {
          const answer = await fetch(path, { cache: "reload" });
          // Of several servers one may have the new version already and another not yet: the browser comes back.
          if (!answer.ok || answer.headers.get(SAID) !== VERSION) throw new Error(`${path} is of another version`);
          await cache.put(path, answer);
        }),
      );
      // Its heading is read without it, too.
      await cache.add(FACE).catch(() => {});
    })(),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      // Kept pages ask for the files of their version, and go with them.
      for (const name of await caches.keys()) {
        if (name.startsWith("lyceum-") && name !== CACHE && !name.startsWith(`${PAGES}${VERSION}-`)) await caches.delete(name);
      }
      await registration.navigationPreload?.enable();
      await clients.claim();
    })(),
  );
});

addEventListener("message", (event) => {
  const { type, url } = event.data ?? {};
  // A new version waits; boot.js offers it and says when the person has taken it.
  if (type === "skip-waiting") skipWaiting();
  // What waits to be read is another number, here or on another device.
  if (type === "counted") event.waitUntil(tidy().catch(() => {}));
  // The client has gone to a page by itself, which is kept as it would have come.
  if (type === "visited") event.waitUntil(visited(url).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || request.headers.has("range")) return;
  if (request.method === "POST" && request.mode === "navigate") {
    if (url.pathname === "/share") event.respondWith(shared(request));
    else if (LEAVES.test(url.pathname)) event.respondWith(left(request));
    return;
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (KEPT.some((path) => (path.endsWith("/") ? url.pathname.startsWith(path) : url.pathname === path))) {
    event.respondWith(kept(request, url.pathname));
  }
});

// The network has come back while no page is open. What could not be sent is tried again by the browser.
addEventListener("sync", (event) => {
  if (event.tag === "lyceum-leave") event.waitUntil(leave());
  if (event.tag === "lyceum-writes") {
    event.waitUntil(
      (async () => {
        if (!(await send(await read("device", "person"), { told: tell }))) throw new Error("not all is sent");
      })(),
    );
  }
});

// Who is at the device is said by answers, in the order in which they were asked for: one that was asked for before the
// person changed says nothing any more, and is not kept.
let asked = 0;
let changed = 0;
let line = Promise.resolve();
/** One after the other. */
const inTurn = (act) => (line = line.then(act, act));
/** What the server last said that it is: another version before a person has taken it up, or after it was put back. */
let server = VERSION;

/** A page: from the network, else as it was kept, else the page that says that there is none. */
async function page(event) {
  const { request } = event;
  const number = ++asked;
  try {
    const ahead = Promise.resolve(event.preloadResponse);
    ahead.catch(() => {});
    // What was asked for ahead of a log-out is still for the one who has gone.
    const answer = (await leave()) ? await fetch(request) : ((await ahead) ?? (await fetch(request)));
    server = answer.headers.get(SAID) ?? server;
    event.waitUntil(heed(number, request.url, answer.clone()).catch(() => {}));
    return answer;
  } catch {
    const old = await asItWas(request).catch(() => null);
    return old ?? (await caches.match(OFFLINE, { cacheName: CACHE })) ?? Response.error();
  }
}

/** Hears from an answer who is at the device, and keeps the page where its person wants that. */
async function heed(number, address, answer) {
  const said = answer.headers.get("lyceum-person");
  const [person, once] = (said ?? "").split(";");
  // A file, a fault on the way, or the eyes of another member.
  if (!person || person === "viewing") return;
  const gone = await inTurn(async () => {
    if (number <= changed || person === (await read("device", "person"))) return false;
    changed = asked;
    return changeTo(person);
  });
  // Nothing waits for that: it may need a service elsewhere.
  if (gone) silence().catch(() => {});
  const url = new URL(address);
  const worth = READ.test(url.pathname) && !UNREAD.test(url.pathname);
  const html = answer.status === 200 && (answer.headers.get("content-type") ?? "").startsWith("text/html");
  // A page of another version would be shown with the scripts of this one.
  const other = (answer.headers.get(SAID) ?? VERSION) !== VERSION;
  if (once || !worth || !html || other || answer.redirected || !(await keeps(person))) return;
  await keep(number, person, url, answer);
}

/** Keeps a page with what it was allowed to load, and the files it names. */
async function keep(number, person, url, answer) {
  const html = await answer.text();
  const headers = new Headers({ "content-type": "text/html; charset=utf-8", "lyceum-kept": String(Date.now()) });
  for (const name of ["content-security-policy", "referrer-policy", "x-content-type-options"]) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? url.pathname;
  headers.set("lyceum-title", encodeURIComponent(title));
  const files = await caches.open(CACHE);
  for (const file of new Set(html.match(/\/(?:pkg|fonts)\/[\w./%-]+\w/g) ?? [])) {
    if (!(await files.match(file))) await files.add(file).catch(() => {});
  }
  await inTurn(async () => {
    // Somebody else may have come meanwhile, or the person has thought better of it.
    if (number <= changed || person !== (await read("device", "person")) || !(await keeps(person))) return;
    const pages = await caches.open(`${PAGES}${VERSION}-${person}`);
    url.hash = "";
    await pages.delete(url.href);
    await pages.put(url.href, new Response(html, { headers })).catch(() => {});
    const oldest = await pages.keys();
    for (const request of oldest.slice(0, Math.max(0, oldest.length - LIMITS.pages))) await pages.delete(request);
  });
}

/** The page as it was kept, which says so itself; of the person who is at the device, and not for ever. */
async function asItWas(request) {
  const person = await read("device", "person");
  if (!(await keeps(person))) return null;
  const pages = await caches.open(`${PAGES}${VERSION}-${person}`);
  const found = await pages.match(request.url, { ignoreVary: true });
  if (!found) return null;
  const at = Number(found.headers.get("lyceum-kept"));
  if (Date.now() - at > LIMITS.pageDays * DAY) {
    await pages.delete(request.url);
    return null;
  }
  const html = (await found.text()).replace("<html ", `<html data-kept="${at}" `);
  return new Response(html, { headers: found.headers });
}

async function visited(address) {
  const url = new URL(address, location.origin);
  const number = ++asked;
  const person = await read("device", "person");
  if (url.origin !== location.origin || !READ.test(url.pathname) || !(await keeps(person))) return;
  const pages = await caches.open(`${PAGES}${VERSION}-${person}`);
  const found = await pages.match(url.href, { ignoreVary: true });
  if (found && Date.now() - Number(found.headers.get("lyceum-kept")) < FRESH) return;
  // `lyceum-copy`: what is told once on the page that follows is not for this one.
  const answer = await fetch(url.href, { headers: { accept: "text/html", "lyceum-copy": "1" }, cache: "no-store" });
  await heed(number, url.href, answer);
}

/** Who logs out takes everything of theirs along, with or without a network; page.js has asked about what waits. */
async function left(request) {
  const path = new URL(request.url).pathname;
  const person = await inTurn(async () => {
    changed = ++asked;
    const person = await read("device", "person");
    if (person && person !== NOBODY) await forget(person, { writes: true });
    if (await changeTo(NOBODY)) silence().catch(() => {});
    return person;
  }).catch(() => null);
  try {
    return await fetch(request);
  } catch {
    if (person && person !== NOBODY) {
      await write("device", "leaving", { path, person, at: Date.now() }).catch(() => {});
      await registration.sync?.register("lyceum-leave").catch(() => {});
    }
    return Response.redirect("/login", 303);
  }
}

/**
 * Somebody has logged out here without a network: the server hears of it before it is asked for anything else, lest the
 * next one is taken for them. Answers whether it has heard now.
 */
async function leave() {
  // No page waits for a store that does not answer.
  const slow = new Promise((done) => setTimeout(done, 1000));
  const it = await Promise.race([read("device", "leaving").catch(() => null), slow]);
  if (!it) return false;
  if (Date.now() - it.at < DAY) {
    const headers = { accept: "application/json", "lyceum-as": it.person };
    const answer = await fetch(it.path, { method: "POST", headers, body: new URLSearchParams(), redirect: "manual" });
    // Refused is who is not logged in any more.
    if (answer.status >= 500 || [408, 425, 429].includes(answer.status)) throw new Error("the server has not heard of it");
  }
  await remove("device", "leaving");
  return true;
}

/** What is told on this device, and what was, goes with the one it was for. */
async function silence() {
  for (const it of await registration.getNotifications()) it.close();
  await self.navigator.clearAppBadge?.().catch(() => {});
  await unsubscribe();
}

async function unsubscribe() {
  const told = await registration.pushManager?.getSubscription().catch(() => null);
  await told?.unsubscribe().catch(() => {});
}

/** Something is shared to the app: it lies here until its person has chosen where it goes. */
async function shared(request) {
  try {
    const form = await request.formData();
    const text = ["title", "text", "url"].map((name) => form.get(name)).filter((it) => typeof it === "string" && it.trim());
    const files = form.getAll("files").filter((it) => it instanceof File && it.size > 0);
    await write("device", "shared", { text: [...new Set(text)].join("\n"), files, at: Date.now() });
  } catch {
    await remove("device", "shared").catch(() => {});
  }
  return Response.redirect("/share", 303);
}

/** A file that does not change within a version. Pages of another version have theirs from the server, as long as it is there. */
async function kept(request, path) {
  const cache = await caches.open(CACHE);
  const named = path.startsWith("/pkg/") || path.startsWith("/fonts/");
  const ours = named || server === VERSION;
  const found = await cache.match(request);
  if (found && ours) return found;
  const answer = await fetch(request).catch(() => found ?? Response.error());
  const same = named || answer.headers.get(SAID) === VERSION;
  if (answer !== found && same && answer.status === 200 && answer.type === "basic") {
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
  const here = await read("device", "person").catch(() => null);
  if (told.to && here && told.to !== here) {
    // Their cookie was lost, and somebody else is here, or nobody: that is the last they are told on this device.
    told = {};
    await unsubscribe();
  }
  // The figure on the icon of the app.
  if (told.unread > 0) await self.navigator.setAppBadge?.(told.unread).catch(() => {});
  else if (told.unread === 0) await self.navigator.clearAppBadge?.().catch(() => {});
  const { title, body, tag, lang, dir, link, at } = told;
  // What has been renewed is heard again; what came twice is not.
  const [before] = tag ? await registration.getNotifications({ tag }) : [];
  await registration.showNotification(title || "Lyceum", {
    body,
    tag: tag || undefined,
    renotify: Boolean(before && at > (before.data?.at ?? 0)),
    lang,
    dir: dir || "auto",
    icon: "/icon-192.png",
    badge: "/icon-192.png",
    data: { link, at },
  });
  await tidy().catch(() => {});
}

let tidying = null;
let anew = false;
/**
 * What was read, here or elsewhere, is shown no more. Browsers allow no push that shows nothing, so a device whose pages are
 * closed learns of it with the next one that does. However many tabs ask meanwhile, it is looked once more.
 */
function tidy() {
  anew = true;
  tidying ??= (async () => {
    while (anew) {
      anew = false;
      await closeRead();
    }
  })().finally(() => (tidying = null));
  return tidying;
}

async function closeRead() {
  // A trial of a device has no id for its tag, and is read by nobody.
  const shown = (await registration.getNotifications()).filter(({ tag }) => /^[0-9a-f-]{36}$/.test(tag));
  const person = await read("device", "person");
  if (shown.length === 0 || !person || person === NOBODY) return;
  const ids = new URLSearchParams({ ids: shown.slice(0, 100).map(({ tag }) => tag).join(",") });
  const headers = { accept: "application/json", "lyceum-as": person };
  const answer = await fetch(`/fn/app/pages/notifications/api/unread_notifications?${ids}`, { headers, cache: "no-store" });
  if (!answer.ok) return;
  const unread = await answer.json();
  for (const it of shown.slice(0, 100)) if (!unread.includes(it.tag)) it.close();
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
  const person = await read("device", "person");
  if (!person || person === NOBODY) return;
  const made = newSubscription ?? (oldSubscription && (await registration.pushManager.subscribe(oldSubscription.options)));
  if (!made) return;
  const { endpoint, keys } = made.toJSON();
  const said = { endpoint, p256dh: keys.p256dh, auth: keys.auth, before: oldSubscription?.endpoint ?? "" };
  const body = new URLSearchParams(Object.entries(said).map(([name, value]) => [`form[${name}]`, value]));
  const headers = { accept: "application/json", "lyceum-as": person };
  await fetch("/fn/app/pages/me/api/subscribe_push", { method: "POST", headers, body });
}
