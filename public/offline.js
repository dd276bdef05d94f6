// The offline page begins in the first of the browser's languages that it speaks. Without a script it begins in English.
(() => {
  "use strict";
  const own = (navigator.languages ?? [navigator.language])
    .map((tag) => document.querySelector(`section[lang="${CSS.escape(tag.split("-")[0].toLowerCase())}"]`))
    .find(Boolean);
  if (!own) return;
  own.parentElement.querySelector("section").before(own);
  document.documentElement.lang = own.lang;
  document.documentElement.dir = own.dir;
  document.title = own.dataset.title;
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
