// Everybody with an account, for the platform's admin: found, suspended and let in again, and never the last admin.
import { logIn, tryToLogIn } from "../support/accounts";
import { PLATFORM_ADMIN, SCHOOL, ofTheDemo } from "../support/demo";
import { axe, fitsNarrowScreens } from "../support/looks";
import type { Person } from "../support/person";
import { expect, test } from "../support/test";

test.use({ demo: true });

const rows = (person: Person) => person.main.locator("#users tbody tr");

/** Opens what asks a question in the menu of the one line there is, and says yes. */
async function agrees(person: Person, question: string, button: string): Promise<void> {
  await rows(person).locator("details.menu > summary").click();
  const ask = rows(person).locator("details.ask").filter({ hasText: question });
  await ask.locator("summary").click();
  await expect(ask.getByText(question)).toBeVisible();
  await ask.locator("form").getByRole("button", { name: button, exact: true }).click();
}

async function looksFor(person: Person, words: string, status: string): Promise<void> {
  await person.fills({ Search: words, Status: status });
  await person.presses("Show");
  await person.arrives(new RegExp(`[?&]q=${words}&status=${status}&role=&school=&sort=name$`));
}

test("the platform's admin suspends a person and lets them in again", async ({ person }) => {
  const nora = await person("Nora Whitfield", { as: PLATFORM_ADMIN });
  const dragan = await person("Dragan Petrović", { as: ofTheDemo("security") });
  await logIn(dragan);
  await logIn(nora);
  await nora.opens("/admin/people");
  await looksFor(nora, "linden_security", "suspended");
  await nora.sees("Nobody matches");
  await looksFor(nora, "linden_security", "");
  await expect(rows(nora)).toHaveCount(1);
  await expect(rows(nora)).toContainText("Dragan Petrović");
  await expect(rows(nora)).toContainText("Linden Grammar School");

  await rows(nora).locator("summary").first().click();
  await axe(nora.page);
  await fitsNarrowScreens(nora.page);
  await rows(nora).locator("summary").first().click();
  await agrees(nora, "They are logged out everywhere and cannot log in to any school.", "Suspend");
  await nora.isTold("Saved.");
  await expect(rows(nora).getByText("Suspended", { exact: true }).filter({ visible: true })).toBeVisible();
  await dragan.page.goto(`/s/${SCHOOL}`);
  await dragan.page.waitForURL(/\/login\?next=/);
  await dragan.settles();
  await tryToLogIn(dragan, dragan.username, dragan.password);
  await dragan.sees("That log-in and password do not belong together.");

  await looksFor(nora, "linden_security", "suspended");
  await agrees(nora, "They can open this school again, with the role and the classes they had.", "Reinstate");
  await nora.sees("Nobody matches");
  await looksFor(nora, "linden_security", "");
  await expect(rows(nora).getByText("Active", { exact: true }).filter({ visible: true })).toBeVisible();
  await logIn(dragan);
  expect((await dragan.page.goto(`/s/${SCHOOL}`))?.status()).toBe(200);
});

test("the platform's admin finds anybody and any school by a few letters", async ({ person }) => {
  const nora = await person("Nora Whitfield", { as: PLATFORM_ADMIN });
  await logIn(nora);
  await nora.opens("/admin");
  await nora.page.keyboard.press("Control+k");
  const field = nora.page.getByRole("combobox", { name: "Find people, classes, courses and pages" });
  await expect(field).toBeFocused();
  await nora.page.keyboard.type("linden_security");
  const people = nora.page.getByRole("group", { name: "People of the platform" });
  await expect(people.getByRole("option")).toHaveText(/Dragan Petrović.*linden_security.*Linden Grammar School/);
  await axe(nora.page);
  await people.getByRole("option").click();
  await nora.arrives(/\/admin\/people\?q=linden_security%40linden\.example$/);
  await expect(rows(nora)).toHaveCount(1);
  await expect(rows(nora)).toContainText("Dragan Petrović");

  await nora.page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await nora.page.keyboard.type("grammar linden");
  const schools = nora.page.getByRole("group", { name: "All schools" });
  await schools.getByRole("option", { name: /^Linden Grammar School/ }).click();
  await nora.arrives(/\/admin\/schools\/[0-9a-f-]{36}$/);
  await nora.seesHeading("Linden Grammar School");
});

test("everybody is sorted by name, up and down, in lines of names and days", async ({ person }) => {
  const nora = await person("Nora Whitfield", { as: PLATFORM_ADMIN });
  await logIn(nora);
  await nora.page.setViewportSize({ width: 1280, height: 800 });
  await nora.opens("/admin/people");
  const heads = nora.main.locator("#users thead");
  await expect(heads.locator("[aria-sort]")).toHaveText(/^Name/);
  await heads.getByRole("link", { name: "Name" }).click();
  await nora.arrives(/\/admin\/people\?sort=-name$/);
  await expect(heads.locator("[aria-sort=descending]")).toHaveText(/^Name/);
  await heads.getByRole("link", { name: "Joined" }).click();
  await nora.arrives(/\/admin\/people\?sort=joined$/);
  await expect(rows(nora).first().locator("time")).toHaveText(/^\d+ \w+ \d{4}$/);
  await expect(rows(nora).first().locator("time")).toHaveAttribute("title", /\d\d:\d\d$/);
});

test("the last admin of the platform stays one", async ({ person }) => {
  const nora = await person("Nora Whitfield", { as: PLATFORM_ADMIN });
  await logIn(nora);
  await nora.opens("/admin/people?q=platform_admin");
  await agrees(nora, "They keep their places in schools.", "Take the platform from them");
  await nora.sees("The platform needs at least one admin.");
  await expect(rows(nora).getByText("Platform admin", { exact: true }).filter({ visible: true })).toBeVisible();
});

test("a school is found in the list, and one of its members to appoint", async ({ person }) => {
  const nora = await person("Nora Whitfield", { as: PLATFORM_ADMIN });
  await logIn(nora);
  await nora.opens("/admin/schools");
  await nora.fills({ Search: "LINDEN" });
  await nora.presses("Show");
  await nora.arrives(/\/admin\/schools\?q=LINDEN&admins=&sort=name$/);
  const schools = nora.main.locator("#schools tbody tr");
  await expect(schools).toHaveCount(1);
  await axe(nora.page);
  await fitsNarrowScreens(nora.page);
  await schools.getByRole("link", { name: "Linden Grammar School" }).click();
  await nora.arrives(/\/admin\/schools\/[0-9a-f-]+$/);
  await expect(nora.main.locator("#admins li")).not.toHaveCount(0);

  await nora.fills({ Member: "nobody_at_all" });
  await nora.presses("Search");
  await nora.arrives(/\?q=nobody_at_all$/);
  await nora.sees("No member fits. Try fewer words.");
  await nora.fills({ Member: "linden_librarian" });
  await nora.presses("Search");
  await nora.arrives(/\?q=linden_librarian$/);
  const found = nora.main.locator("#appoint li");
  await expect(found).toHaveCount(1);
  await found.locator("details.ask > summary").filter({ hasText: /^Appoint / }).click();
  await expect(found.getByText("Places in classes that do not fit an admin end at once.")).toBeVisible();
  await expect(found.getByRole("button", { name: "Appoint", exact: true })).toBeVisible();
  await axe(nora.page);
  await fitsNarrowScreens(nora.page);

  await nora.main.getByRole("link", { name: "People of this school" }).click();
  await nora.arrives(/\/admin\/people\?school=linden$/);
  await expect(rows(nora).first()).toContainText("Linden Grammar School");
});
