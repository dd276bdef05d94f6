// What a device keeps of a person, and a network that goes.
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import type { Person } from "./person";

/** What a browser says of a network that is gone. */
export const GONE = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /Failed to fetch/, /Failed to load resource/, /WebSocket/, /FetchEvent/, /401/];

/** The service worker has taken the page over. */
export async function served(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    }
  });
}

/** Says that the device is their own. */
export async function keepsPages(person: Person): Promise<void> {
  await person.opens("/me/devices");
  await served(person.page);
  const box = person.main.getByRole("switch", { name: "Keep my pages on this device" });
  await expect(box).toBeEnabled();
  await box.check();
  await expect.poll(() => person.page.evaluate(() => (self as any).lyceum.keeps(document.documentElement.dataset.person))).toBe(true);
}

/** The addresses of the pages that the device keeps. */
export const kept = (person: Person): Promise<string[]> =>
  person.page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      if (!name.startsWith("lyceum-pages-")) continue;
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    }
    return paths;
  });
