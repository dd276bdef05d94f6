// The lines that tabs hold to the server.
import type { Page } from "@playwright/test";

/**
 * From its next page on it shares none with other tabs. What a shared worker says and hears a story does not see, and taking the
 * network away from a page does not reach it.
 */
export async function sharesNothing(of: Pick<Page, "addInitScript">): Promise<void> {
  await of.addInitScript(() => Reflect.deleteProperty(globalThis, "SharedWorker"));
}
