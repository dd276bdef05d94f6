// Runs before the first paint, on every page: being offline, the chosen look, links before the client is there, the
// service worker. It is a file because the content security policy allows no script inside a page.
(() => {
  "use strict";
  const root = document.documentElement;

  const showOffline = () => root.toggleAttribute("data-offline", !navigator.onLine);
  showOffline();
  addEventListener("online", showOffline);
  addEventListener("offline", showOffline);

  // The offline page knows nobody: it has the look that was chosen for the page before it, and speaks its language
  // (offline.js).
  try {
    if (!root.hasAttribute("data-alone")) {
      localStorage.setItem("theme", root.dataset.theme ?? "");
      localStorage.setItem("lang", root.lang);
    } else if (localStorage.getItem("theme")) root.dataset.theme = localStorage.getItem("theme");
  } catch {
    // Some browsers refuse to keep anything.
  }

  // Until the client has taken the page over, a link is the browser's own.
  document.addEventListener(
    "click",
    (event) => {
      if (!root.hasAttribute("data-hydrated") && event.target.closest?.("a[href]")) event.stopPropagation();
    },
    true,
  );

  // A window tells its listeners in the order in which they came, and the router's is there before any page's: what asks
  // before it is left hears of the way back from here.
  addEventListener("popstate", (event) => {
    if (!dispatchEvent(new Event("lyceum:back", { cancelable: true }))) event.stopImmediatePropagation();
  });

  if (!("serviceWorker" in navigator)) return;

  // A new version waits until the person asks for it, so that nothing half written is lost:
  // html[data-update] shows the offer, a click on [data-update-now] takes it.
  let registration = null;
  let asked = false;
  // Nothing to offer on the very first visit: there is no version before it.
  const offer = () => navigator.serviceWorker.controller && root.toggleAttribute("data-update", true);
  const watch = (worker) => worker?.addEventListener("statechange", () => worker.state === "installed" && offer());
  const before = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    // Another tab has taken the new version: what is typed here stays, and the next link brings it (page.js).
    else if (before) root.toggleAttribute("data-outdated", true);
  });
  document.addEventListener("click", async (event) => {
    if (!event.target.closest?.("[data-update-now]")) return;
    asked = true;
    // What is typed is put back into its fields after the reload (typed.js).
    await self.lyceumTyped?.save().catch(() => {});
    // It may have been replaced meanwhile, or taken its place by itself.
    if (registration?.waiting) registration.waiting.postMessage({ type: "skip-waiting" });
    else location.reload();
  });

  // A browser looks for a new version when a page is loaded; who keeps one open for days is told, too.
  const HOUR = 60 * 60 * 1000;
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !registration || Date.now() - looked < HOUR) return;
    looked = Date.now();
    registration.update().catch(() => {});
  });

  addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).then(
      (it) => {
        if (!it) return;
        registration = it;
        if (it.waiting) offer();
        watch(it.installing);
        it.addEventListener("updatefound", () => watch(it.installing));
      },
      // Private windows and some policies refuse it; everything works without.
      () => {},
    );
  });
})();
