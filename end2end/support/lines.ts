// The lines that tabs hold to the server.
import type { Page } from "@playwright/test";

/**
 * From its next page on it shares none with other tabs. What a shared worker says and hears a story does not see, and taking the
 * network away from a page does not reach it.
 */
export async function sharesNothing(of: Pick<Page, "addInitScript">): Promise<void> {
  await of.addInitScript(() => Reflect.deleteProperty(globalThis, "SharedWorker"));
}

/** From its next page on it can be cut off without a word, as by a network that is gone: see `goesDeaf`. */
export async function mayGoDeaf(of: Pick<Page, "addInitScript">): Promise<void> {
  await sharesNothing(of);
  await of.addInitScript(() => {
    const all: WebSocket[] = [];
    Object.assign(globalThis, { sockets: all });
    globalThis.WebSocket = class extends WebSocket {
      constructor(address: string | URL) {
        super(address);
        all.push(this);
      }
    };
  });
}

/** The sockets that a page holds now carry nothing any more, and neither end hears of that. */
export async function goesDeaf(of: Page): Promise<void> {
  await of.evaluate(() => {
    for (const socket of (globalThis as unknown as { sockets: WebSocket[] }).sockets) {
      socket.send = () => {};
      socket.onmessage = null;
    }
  });
}
