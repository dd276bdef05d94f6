// Being told while no page is open: turned on by the browser, listed, tried and turned off.
import type { Page } from "@playwright/test";
import { foundTheSchool } from "../support/accounts";
import { axe, fitsNarrowScreens } from "../support/looks";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

/** A browser whose service answers: no test speaks to that of a real one. */
async function answering(page: Page, permission: NotificationPermission): Promise<void> {
  await page.addInitScript((permission) => {
    Notification.requestPermission = () => Promise.resolve(permission);
    Object.defineProperty(Notification, "permission", { get: () => permission });
    // The keys of RFC 8291.
    const keys = { p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", auth: "BTBZMqHH6r4Tts7J_aSIgg" };
    const endpoint = `https://push.invalid/${crypto.randomUUID()}`;
    const made = Object.create(PushSubscription.prototype, {
      endpoint: { value: endpoint },
      toJSON: { value: () => ({ endpoint, keys }) },
      unsubscribe: { value: () => Promise.resolve(true) },
    });
    let known: PushSubscription | null = null;
    PushManager.prototype.getSubscription = () => Promise.resolve(known);
    PushManager.prototype.subscribe = () => Promise.resolve((known = made));
  }, permission);
}

test("a device is turned on, tried and turned off again", async ({ person }) => {
  const esi = await person("Esi Mensah");
  await answering(esi.page, "granted");
  const slug = unique("push");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  await esi.opens("/me/devices");
  await esi.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await esi.sees("No device of yours is told.");
  await esi.presses("Turn on for this device");
  const told = esi.main.locator("#push li");
  await expect(told).toHaveCount(1);
  await expect(told).toContainText("This device");
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
  await told.getByRole("button", { name: /^Try it/ }).click();
  await esi.isTold("A notification is on its way to that device.");
  await told.getByRole("button", { name: /^Turn off/ }).click();
  await esi.isTold("That device is no longer notified.");
  await esi.sees("No device of yours is told.");
});

test("a browser that refuses says what to do", async ({ person }) => {
  const kofi = await person("Kofi Owusu");
  await answering(kofi.page, "denied");
  const slug = unique("push");
  await foundTheSchool(kofi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  await kofi.opens("/me/devices");
  await kofi.presses("Turn on for this device");
  await kofi.sees("Your browser does not let Lyceum show notifications.");
});
