// The settings of a school: what its admin sets, and where others feel it.
import type { Locator } from "@playwright/test";
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { inDays } from "../support/assignments";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

/** A day as a date field takes it. */
const day = (days: number) => inDays(days).slice(0, 10);

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`an admin orders the school's year, and a student sees the term, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = unique("year");
    await foundTheSchool(esi, { name: `The School of Years ${slug}`, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 1");
    await joinWithCode(kofi, group.studentCode);

    await esi.opens(`/s/${slug}/settings/calendar`);
    if (javaScript) await axe(esi.page);
    await esi.main.locator("#year-name").fill("This year");
    await esi.main.locator("#year-from").fill(day(-30));
    await esi.main.locator("#year-until").fill(day(300));
    await esi.presses("Add the year");
    await esi.isTold("The academic year is added.");
    await esi.arrives(/\/settings\/years\/[0-9a-f-]{36}$/);
    const addTerm = async (name: string, from: string, until: string) => {
      await esi.main.locator("#term-name").fill(name);
      await esi.main.locator("#term-from").fill(from);
      await esi.main.locator("#term-until").fill(until);
      await esi.presses("Add the term");
    };
    await addTerm("First term", day(-30), day(60));
    await esi.isTold("The term is added.");
    await addTerm("Second term", day(60), day(120));
    await esi.sees("These days overlap with “First term”.");
    await addTerm("Second term", day(61), day(120));
    await esi.isTold("The term is added.");
    await esi.opens(`/s/${slug}/settings/calendar`);
    await esi.main.locator("#holiday-name").fill("Founders' day");
    await esi.main.locator("#holiday-from").fill(day(200));
    await esi.main.locator("#holiday-until").fill(day(200));
    await esi.presses("Add the holiday");
    await esi.isTold("The holiday is added.");
    await expect(esi.page.getByText("The holiday is added."), "what was done is told in sight").toBeInViewport();

    await kofi.opens(`/s/${slug}`);
    await kofi.sees(/First term, until /);
    await kofi.follows("School calendar");
    await kofi.arrives(`/s/${slug}/calendar`);
    await kofi.sees(/First term, until /);
    const year = kofi.main.locator('[data-year="This year"]');
    await expect(year.getByRole("listitem").filter({ hasText: "First term" })).toContainText("now");
    await expect(year.getByRole("listitem").filter({ hasText: "Second term" })).not.toContainText("now");
    await expect(kofi.main.getByRole("link", { name: "Change the calendar" })).toHaveCount(0);
    if (javaScript) {
      await axe(kofi.page);
      await fitsNarrowScreens(kofi.page);
    }
    await esi.opens(`/s/${slug}/calendar`);
    await esi.follows("Change the calendar");
    await esi.arrives(`/s/${slug}/settings/calendar`);
    await esi.opens(`/s/${slug}`);
    await expect(esi.main.locator("#school-year")).toContainText("First term");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
  });

  test(`a school gets its colour when it can be read, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const slug = unique("colour");
    await foundTheSchool(esi, { name: `The School of Colours ${slug}`, slug, timeZone: "Africa/Accra" });
    await esi.opens(`/s/${slug}/settings/brand`);
    await esi.sees("The school's brand is turned off.");
    await esi.follows("Turn it on under Features");
    await esi.main.getByRole("button", { name: "Turn on: Own brand" }).click();
    await esi.isTold("It is turned on.");

    await esi.opens(`/s/${slug}/settings/brand`);
    await esi.main.locator("#form-color").fill("#ffcc00");
    await esi.presses("Save the colour");
    await esi.sees("Text in this colour would be hard to read.");
    if (javaScript) await axe(esi.page);
    await esi.main.getByRole("button", { name: /^Use #[0-9a-f]{6} instead$/ }).click();
    await esi.isTold("The school has its colour.");
    await esi.main.locator("#form-color").fill("#7a1f2b");
    await esi.presses("Save the colour");
    await esi.isTold("The school has its colour.");
    const accent = () => esi.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--brand-accent"));
    if (javaScript) {
      await expect.poll(async () => (await accent()).trim()).toBe("#7a1f2b");
      // Without a logo the mark on the bar is of the school's colour, as the bar is.
      const ground = (part: Locator) => part.evaluate((it) => getComputedStyle(it).backgroundColor);
      const bar = await ground(esi.page.getByRole("banner"));
      expect(bar).not.toBe("rgb(18, 60, 51)");
      expect(await ground(esi.page.locator(".brand-mark"))).toBe(bar);
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
      // Another place, another colour, without a new document.
      await esi.page.getByRole("banner").locator("summary").first().click();
      await esi.page.getByRole("banner").getByRole("link", { name: "All your schools", exact: true }).click();
      await esi.arrives("/schools");
      await expect.poll(accent).not.toContain("#7a1f2b");
      await esi.follows(/The School of Colours/);
      await esi.arrives(`/s/${slug}`);
      await expect.poll(accent).toContain("#7a1f2b");
    }
  });

  test(`a chat that is turned off is there for nobody, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const slug = unique("quiet");
    await foundTheSchool(esi, { name: `The Quiet School ${slug}`, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 1");
    await expect(esi.main.getByRole("link", { name: "Chat" })).toBeVisible();
    await esi.opens(`/s/${slug}/settings/features`);
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await expect(esi.main.locator("#planned").getByRole("listitem")).toHaveCount(4);
    await expect(esi.main.locator("#planned")).toContainText("Library");
    await expect(esi.main.locator("#planned").getByRole("button")).toHaveCount(0);
    await esi.main.getByRole("button", { name: "Turn off: Chat" }).click();
    await esi.isTold("It is turned off.");
    await esi.opens(group.path);
    await expect(esi.main.getByRole("link", { name: "Chat" })).toHaveCount(0);
    esi.expects(/status of 404/);
    await esi.opens(`${group.path}/chat`);
    await esi.sees("404");
  });

  test(`departments and grade scales are set up, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const slug = unique("order");
    await foundTheSchool(esi, { name: `The School of Departments ${slug}`, slug, timeZone: "Africa/Accra" });
    await esi.opens(`/s/${slug}/settings/departments`);
    await esi.fills({ Name: "Sciences" });
    await esi.presses("Make the department");
    await esi.isTold("The department is made.");
    // Nobody is chosen until somebody is.
    await expect(esi.field("Add a member")).toHaveValue("");
    await esi.fills({ "Add a member": `${esi.name} (${esi.username})` });
    await esi.presses("Add");
    await esi.isTold("The department is saved.");
    await expect(esi.main.locator("#members")).toContainText("Esi Mensah");

    await esi.opens(`/s/${slug}/settings/grades`);
    await esi.main.getByRole("button", { name: "Add the scale WASSCE A1 to F9" }).click();
    await esi.isTold("The grade scale is added.");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.main.getByLabel("Line 9: From percent").fill("10");
    await esi.presses("Save");
    await esi.sees("The lowest grade must begin at 0 percent");
    await esi.main.getByLabel("Line 9: From percent").fill("0");
    await esi.presses("Save");
    await esi.isTold("The grade scale is saved.");
    await expect(esi.main.locator("[data-scale]")).toContainText("default");
  });

  test(`an admin gives a class more room, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const slug = unique("room");
    await foundTheSchool(esi, { name: `The School of Room ${slug}`, slug, timeZone: "Africa/Accra" });
    await makeAClass(esi, slug, "Form 1");
    await esi.opens(`/s/${slug}/backup/storage`);
    await esi.main.getByRole("link", { name: "Change a quota" }).click();
    await esi.arrives(/\/settings\/storage#classes$/);
    if (javaScript) await axe(esi.page);
    await fitsNarrowScreens(esi.page);
    const row = esi.main.getByRole("row", { name: /Form 1/ });
    await row.locator("summary").click();
    await expect(row.getByLabel("Quota in megabytes")).toHaveValue("50");
    await esi.fills({ "Quota in megabytes": "75" });
    await esi.presses("Save the quota");
    await esi.isTold("The quota is saved. It holds from the next file on.");
    await expect(esi.main.locator("#classes")).toContainText("75.0");
  });
}
