// The offline page speaks the language of the page before it, else the first of the browser's that it knows: that one alone, and
// another when it is asked for. Where it knows none, and without a script, it says everything in each.
(() => {
  "use strict";
  const root = document.documentElement;
  const sections = [...document.querySelectorAll("section[lang]")];
  const speaking = (tag) => sections.find(({ lang }) => lang === tag.split("-")[0].toLowerCase());
  const speak = (own) => {
    for (const section of sections) section.hidden = section !== own;
    [root.lang, root.dir, document.title] = [own.lang, own.dir, own.dataset.title];
  };
  let last = "";
  try {
    last = localStorage.getItem("lang") ?? "";
  } catch {
    // Some browsers refuse to keep anything.
  }
  const own = [last, ...(navigator.languages ?? [navigator.language])].map(speaking).find(Boolean);
  if (!own) return;
  speak(own);
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const other = speaking(button.dataset.speak);
      speak(other);
      // What was pressed is gone.
      const head = other.querySelector("h1");
      head.tabIndex = -1;
      head.focus();
    });
  }
})();

// It goes as soon as the server answers again, whatever kept it away: a network that is back says so, a server does not.
(() => {
  "use strict";
  const EVERY = 10_000;
  // Who came here by its own address would come here again.
  if (location.pathname === "/offline.html") return;
  let looking = false;
  const look = async () => {
    if (looking || document.hidden || !navigator.onLine) return;
    looking = true;
    // What stands between may answer for the server, in another name.
    const answer = await fetch("/robots.txt", { method: "HEAD", cache: "no-store" }).catch(() => null);
    looking = false;
    if (answer?.ok && answer.headers.has("lyceum-version")) location.reload();
  };
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
})();

// The pages that are kept here, and how much waits to be sent: of the person who is at the device, and of nobody else.
(async () => {
  "use strict";
  const { PAGES, keeps, read, waiting } = self.lyceum;
  const person = await read("device", "person");
  const unsent = person ? await waiting(person) : [];
  const leaving = await read("device", "leaving");
  for (const line of document.querySelectorAll("[data-leaving]")) line.hidden = !leaving;
  for (const line of document.querySelectorAll("[data-waiting]")) {
    line.hidden = unsent.length === 0;
    line.querySelector("[data-count]").textContent = String(unsent.length);
  }
  if (!(await keeps(person))) return;
  const name = (await caches.keys()).find((it) => it.startsWith(PAGES) && it.endsWith(`-${person}`));
  if (!name) return;
  const pages = await caches.open(name);
  const kept = [];
  for (const request of (await pages.keys()).reverse()) {
    const title = decodeURIComponent((await pages.match(request, { ignoreVary: true })).headers.get("lyceum-title") ?? "");
    // It was taken from a page's source: written as that is.
    kept.push([request.url, new DOMParser().parseFromString(title, "text/html").body.textContent]);
  }
  for (const place of document.querySelectorAll("[data-kept-pages]")) {
    place.hidden = kept.length === 0;
    for (const [href, title] of kept) {
      const link = Object.assign(document.createElement("a"), { href, textContent: title, dir: "auto" });
      const line = document.createElement("li");
      line.append(link);
      place.querySelector("ul").append(line);
    }
  }
})().catch(() => {});
