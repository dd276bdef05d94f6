// What people are told: the bell rings while somebody looks, is read on all their devices, and each chooses how.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

async function aSchoolWith(admin: Person, student: Person): Promise<string> {
  const slug = unique("bell");
  await foundTheSchool(admin, { name: `The School of Bells ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(admin, slug, "Form 1");
  await joinWithCode(student, group.studentCode);
  return slug;
}

async function announces(person: Person, slug: string, title: string): Promise<void> {
  await person.opens(`/s/${slug}/announcements/new`);
  await person.fills({ Title: title, Text: "Bring water." });
  await person.main.getByRole("radio", { name: "The whole school", exact: true }).check();
  await person.presses("Publish now");
  await person.arrives(/\/announcements\/[0-9a-f-]{36}$/);
}

test("the bell rings while somebody looks, and leads to what happened", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = await aSchoolWith(esi, kofi);
  await kofi.opens(`/s/${slug}`);
  const bell = kofi.page.locator("details.bell");
  await expect(bell.locator("summary")).toBeVisible();
  await expect(bell.locator(".count")).toHaveCount(0);

  await announces(esi, slug, "No school on Friday");
  await expect(bell.locator("summary .count")).toHaveText("1");
  await expect(kofi.page.getByRole("status").filter({ hasText: "1 unread notification" })).toHaveCount(1);
  await bell.locator("summary").click();
  await expect(bell.getByRole("link", { name: "Choose how you are told", exact: true })).toHaveAttribute("href", "/me/notifications");
  await expect(bell.getByRole("link", { name: /No school on Friday/ })).toBeVisible();
  await axe(kofi.page);
  await bell.getByRole("link", { name: /No school on Friday/ }).click();
  await kofi.seesHeading("No school on Friday");
  await expect(bell.locator("summary .count")).toHaveCount(0);

  // Another way than the bell is as good.
  await announces(esi, slug, "The market");
  await expect(bell.locator("summary .count")).toHaveText("1");
  await kofi.opens(`/s/${slug}/announcements`);
  await kofi.follows(/The market/);
  await kofi.seesHeading("The market");
  await expect(bell.locator(".count")).toHaveCount(0);

  await announces(esi, slug, "The fair");
  await expect(bell.locator("summary .count")).toHaveText("1");
  await kofi.opens("/notifications");
  await axe(kofi.page);
  await fitsNarrowScreens(kofi.page);
  await kofi.sees("The fair");
  await kofi.presses("Mark all as read");
  await kofi.isTold("All notifications are marked as read.");
  await expect(bell.locator(".count")).toHaveCount(0);
});

test("on the narrowest phone the bar is whole, and the bell is a sheet that keys go through", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = await aSchoolWith(esi, kofi);
  await kofi.page.setViewportSize({ width: 320, height: 640 });
  await kofi.opens(`/s/${slug}`);
  await announces(esi, slug, "No school on Friday");
  const bell = kofi.page.locator("details.bell");
  await expect(bell.locator("summary .count")).toHaveText("1");
  await fitsNarrowScreens(kofi.page);
  // What of the school's name is in sight can be read, and nothing lies over anything else.
  const parts = await kofi.page.locator(".topbar").evaluate((bar) => {
    const all = [...bar.querySelectorAll(":scope > :is(a, button), :scope > details > summary, :scope > nav > a, :scope > nav > details > summary, :scope > nav > form > button")];
    return all.map((it) => it.getBoundingClientRect()).filter((it) => it.width > 0).map(({ left, right }) => ({ left, right }));
  });
  expect(parts).toHaveLength(6);
  let end = 0;
  for (const { left, right } of parts) {
    expect(right - left, JSON.stringify(parts)).toBeGreaterThanOrEqual(24);
    expect(left, JSON.stringify(parts)).toBeGreaterThanOrEqual(end - 0.5);
    end = right;
  }
  await bell.locator("summary").focus();
  await kofi.page.keyboard.press("Enter");
  const first = bell.getByRole("link", { name: /No school on Friday/ });
  await expect(first).toBeVisible();
  const sheet = await bell.locator(".bell-list").boundingBox();
  expect(sheet?.width).toBe(320);
  expect(sheet?.height).toBeGreaterThan(480);
  await kofi.page.keyboard.press("ArrowDown");
  await expect(first).toBeFocused();
  await kofi.page.keyboard.press("Escape");
  await expect(bell.locator(".bell-list")).toBeHidden();
  await expect(bell.locator("summary")).toBeFocused();
});

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`one chooses how one is told, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = await aSchoolWith(esi, kofi);
    await kofi.opens("/me/notifications");
    if (javaScript) {
      await axe(kofi.page);
      await fitsNarrowScreens(kofi.page);
    }
    await expect(kofi.main.getByRole("link", { name: "Notifications on your devices", exact: true })).toHaveAttribute("href", "/me/devices#push");
    const announcements = kofi.main.getByRole("group", { name: "Announcements", exact: true });
    await announcements.getByRole("combobox", { name: "Mail" }).selectOption({ label: "Once a week" });
    await kofi.fills({ From: "22:00", Until: "06:30" });
    await kofi.presses("Save");
    await kofi.isTold("From now on you are told as you chose.");
    await expect(announcements.getByRole("combobox", { name: "Mail" })).toHaveValue("weekly");
    await expect(kofi.field("From")).toHaveValue("22:00");
    await kofi.fills({ "Quiet hours on these days": "own", "At the weekend from": "23:00", "At the weekend until": "09:00" });
    await kofi.fills({ Time: "18", "Day of the weekly mail": "4" });
    await kofi.presses("Save");
    await kofi.isTold("From now on you are told as you chose.");
    await expect(kofi.field("At the weekend until")).toHaveValue("09:00");
    await expect(kofi.field("Time")).toHaveValue("18");
    await kofi.fills({ "For how long": "until" });
    await expect(kofi.field("Do not disturb until")).toBeVisible();
    await kofi.fills({ "For how long": "hour" });
    await expect(kofi.field("Do not disturb until")).toBeHidden();
    await kofi.presses("Do not disturb me");
    await kofi.isTold("Nobody disturbs you until then. What happens comes afterwards.");
    await kofi.sees(/^Nobody disturbs you until .+\d{2}:\d{2}/);
    await expect(kofi.main.getByRole("button", { name: "Do not disturb me" }), "one pause at a time").toBeHidden();
    await kofi.main.getByText("For longer or shorter", { exact: true }).click();
    await expect(kofi.main.getByRole("button", { name: "Do not disturb me" })).toBeVisible();
    await kofi.presses("Disturb me again");
    await kofi.isTold("The pause is over. What happens from now on reaches you at once.");
    await expect(kofi.main.getByText(/^Nobody disturbs you until/)).toHaveCount(0);

    await announces(esi, slug, "No school on Friday");
    if (javaScript) return;
    // Without a script the bell is a link, and so is what it tells of.
    await expect(async () => {
      await kofi.opens(`/s/${slug}`);
      await expect(kofi.page.locator("a.bell-link .count")).toHaveText("1", { timeout: 100 });
    }).toPass();
    await kofi.page.locator("a.bell-link").click();
    await kofi.follows("No school on Friday");
    await kofi.seesHeading("No school on Friday");
    await kofi.opens("/notifications");
    await expect(kofi.main.locator(".notifications .unread")).toHaveCount(0);
  });
}
