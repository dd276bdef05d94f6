// Lyceum as an app on the phone: it can be installed, and it says so when the network is gone.
import { foundTheSchool, logIn } from "../support/accounts";
import { served } from "../support/device";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

test("the manifest names icons that are there, in the sizes it says", async ({ person, server }) => {
  const esi = await person("Esi Mensah");
  await esi.opens("/");
  const href = await esi.page.locator('link[rel="manifest"]').getAttribute("href");
  const answer = await fetch(new URL(href ?? "", server.url));
  expect(answer.headers.get("content-type")).toMatch(/^application\/manifest\+json/);
  const manifest = (await answer.json()) as { start_url: string; display: string; icons: { src: string; sizes: string; type: string; purpose: string }[] };
  expect(manifest.start_url).toBe("/");
  expect(manifest.display).toBe("standalone");
  expect(manifest.icons.some((it) => it.purpose === "maskable")).toBe(true);
  for (const icon of manifest.icons) {
    const image = await fetch(new URL(icon.src, server.url));
    expect(image.headers.get("content-type"), icon.src).toBe(icon.type);
    if (icon.type !== "image/png") continue;
    const bytes = Buffer.from(await image.arrayBuffer());
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, icon.src).toBe(icon.sizes);
  }
});

test("the offline page speaks the language of the browser", async ({ person }) => {
  for (const [locale, dir, first] of [["ar-EG", "rtl", "لا يوجد اتصال"], ["fr-FR", "", "You are offline"], ["en-GB", "ltr", "You are offline"]] as const) {
    const reader = await person("Esi Mensah", { locale });
    await reader.page.goto("/offline.html");
    await expect(reader.page.getByRole("heading").first()).toHaveText(first);
    expect(await reader.page.evaluate(() => document.documentElement.dir)).toBe(dir);
    // Where it knows the language it says everything once, and in another when that is asked for.
    await expect(reader.page.getByRole("heading")).toHaveCount(locale === "fr-FR" ? 2 : 1);
    if (locale === "fr-FR") continue;
    const [other, heading] = locale === "en-GB" ? ["العربية", "لا يوجد اتصال"] : ["English", "You are offline"];
    await reader.page.getByRole("button", { name: other }).click();
    await expect(reader.page.getByRole("heading", { name: heading })).toBeFocused();
    await expect(reader.page.getByRole("heading")).toHaveCount(1);
    expect(await reader.page.evaluate(() => document.documentElement.dir)).toBe(dir === "ltr" ? "rtl" : "ltr");
  }
});

test("without a network a page says so, and comes back with it", async ({ person, server, admin }) => {
  const akosua = await person("Akosua Boateng", { as: admin ?? undefined });
  await logIn(akosua);
  await akosua.opens("/s/first/classes");
  await served(akosua.page);

  await server.stop();
  try {
    await akosua.page.goto("/s/first/classes");
    await expect(akosua.page.getByRole("heading", { name: "You are offline" })).toBeVisible();
    // The address stays, so that it is there again with the server.
    expect(new URL(akosua.page.url()).pathname).toBe("/s/first/classes");
    const kept = await akosua.page.evaluate(async () => {
      const paths: string[] = [];
      for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
      }
      return paths;
    });
    expect(kept).toContain("/offline.html");
    expect(kept.filter((path) => /^\/(s|fn|api|backup|me|admin|schools)(\/|$)|^\/$/.test(path)), "nothing of a person is kept").toEqual([]);
  } finally {
    await server.start();
  }
  // From here on everything is there to be loaded.
  akosua.forgives(/net::ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/, /Failed to load resource/, /Failed to fetch/, /WebSocket/);
  // Nobody presses anything.
  await expect(akosua.page.getByRole("heading", { name: "Classes", exact: true })).toBeVisible({ timeout: 30_000 });
  await akosua.settles();
});

test("a service worker that stands in the way is turned off by whoever runs the platform", async ({ person, server }) => {
  const esi = await person("Esi Mensah");
  await esi.opens("/");
  await served(esi.page);
  const caches = () => esi.page.evaluate(() => self.caches.keys());
  expect((await caches()).length).toBeGreaterThan(0);
  await server.stop();
  await server.start({ LYCEUM_SERVICE_WORKER: "false" });
  try {
    // As the browser does by itself with each page, whatever the worker answers.
    await esi.page.evaluate(() => navigator.serviceWorker.getRegistration().then((it) => it?.update()));
    await expect.poll(caches).toEqual([]);
    await esi.opens("/login");
    expect(await esi.page.evaluate(() => navigator.serviceWorker.controller), "nothing stands before a page").toBeNull();
  } finally {
    await server.stop();
    await server.start();
  }
  esi.forgives(/net::ERR_CONNECTION_REFUSED/, /Failed to load resource/, /Failed to fetch/);
});

test("the page for want of a network has the look that was chosen", async ({ person, server }) => {
  const esi = await person("Esi Mensah");
  const slug = unique("dark");
  await foundTheSchool(esi, { name: `The Dark School ${slug}`, slug, timeZone: "Africa/Accra" });
  await esi.opens("/me");
  await esi.fills({ Appearance: "dark" });
  await esi.presses("Save");
  await esi.isTold("Your profile is saved.");
  await esi.opens("/me");
  await served(esi.page);
  await server.stop();
  try {
    await esi.page.goto("/me");
    await expect(esi.page.getByRole("heading", { name: "You are offline" })).toBeVisible();
    await expect(esi.page.locator("html")).toHaveAttribute("data-theme", "dark");
  } finally {
    await server.start();
  }
  esi.forgives(/net::ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/, /Failed to load resource/, /Failed to fetch/, /WebSocket/);
});

test("a device that loses its network marks the page, and takes the mark away again", async ({ person }) => {
  const esi = await person("Esi Mensah");
  // What the page was still fetching when the network went.
  esi.expects(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /Failed to fetch/);
  await esi.opens("/");
  await esi.context.setOffline(true);
  await expect(esi.page.locator("html[data-offline]")).toHaveCount(1);
  await esi.context.setOffline(false);
  await expect(esi.page.locator("html[data-offline]")).toHaveCount(0);
});
