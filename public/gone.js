// What stands in the place of the service worker where the operator has turned it off (`service_worker = false`): it takes
// over at once, throws away what was kept for reading, and goes. What waits to be sent stays, and the pages send it.
"use strict";

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith("lyceum-")) await caches.delete(name);
      await registration.unregister();
    })(),
  );
});
