// The people of a school: found, changed one by one and many at once, and taken back.
import { foundTheSchool, joinWithCode, logIn } from "../support/accounts";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

async function aSchoolOf(admin: Person, students: Person[]): Promise<string> {
  const slug = unique("people");
  await foundTheSchool(admin, { name: `The School of People ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(admin, slug, "Form 1");
  for (const student of students) await joinWithCode(student, group.studentCode);
  return slug;
}

const rows = (person: Person) => person.main.locator("#people tbody tr");

/** What may be done to those who are ticked is in sight on a phone, and nothing stands over it. */
async function expectTheBarOverTheTabs(person: Person): Promise<void> {
  const before = person.page.viewportSize();
  await person.page.setViewportSize({ width: 390, height: 420 });
  await person.main.locator(".selection-all").evaluate((it) => it.scrollIntoView({ block: "start", behavior: "instant" }));
  const apart = async () => {
    const [bar, tabs] = [await person.main.locator(".selection-bar").boundingBox(), await person.page.locator(".sidebar").boundingBox()];
    return bar && tabs ? tabs.y - bar.y - bar.height : -1;
  };
  await expect.poll(apart, "the bar stands over the tabs").toBeGreaterThanOrEqual(0);
  // What is chosen in it can be read whole, and on a small phone most of the list is seen beside it.
  for (const choice of ["#bulk-who", "#bulk-act"]) {
    expect((await person.main.locator(choice).boundingBox())?.width, choice).toBeGreaterThan(280);
  }
  expect((await person.main.locator(".selection-bar").boundingBox())?.height).toBeLessThan(0.4 * 568);
  if (before) await person.page.setViewportSize(before);
}

/** Beside the menu no column of the table is cut. */
async function expectTheTableInItsPlace(person: Person): Promise<void> {
  const before = person.page.viewportSize();
  await person.page.setViewportSize({ width: 1280, height: 800 });
  const over = () => person.main.locator("#people .table-scroll").evaluate((it) => it.scrollWidth - it.clientWidth);
  await expect.poll(over, "the table is as wide as its place").toBeLessThanOrEqual(0);
  if (before) await person.page.setViewportSize(before);
}

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`people are found, several are changed at once, and it is undone, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const ama = await person("Ama Serwaa", { javaScript });
    const slug = await aSchoolOf(esi, [kofi, ama]);

    await esi.opens(`/s/${slug}/people`);
    await esi.sees("1–3 of 3");
    await esi.fills({ Search: "OWUSU kofi" });
    await esi.presses("Show");
    await expect(rows(esi)).toHaveCount(1);
    await expect(rows(esi)).toContainText("Kofi Owusu");
    await esi.follows("Show everybody");
    await expect(rows(esi)).toHaveCount(3);
    await esi.unfoldsFilters();
    await esi.main.locator("#people-class").selectOption("In no class");
    await esi.presses("Show");
    await esi.arrives(/class=none/);
    await expect(esi.main.locator("#people-class")).toHaveValue("none");
    await expect(rows(esi)).toHaveCount(0);
    await esi.follows("Show everybody");
    await esi.unfoldsFilters();
    await esi.fills({ Role: "Student" });
    await esi.presses("Show");
    await expect(rows(esi)).toHaveCount(2);
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
      await expectTheTableInItsPlace(esi);
    }

    for (const name of ["Kofi Owusu", "Ama Serwaa"]) await esi.main.getByRole("checkbox", { name: `Select ${name}` }).check();
    if (javaScript) await expectTheBarOverTheTabs(esi);
    await esi.main.locator("#bulk-act").selectOption("Suspend");
    await esi.presses("Continue");
    await esi.arrives(/\/people\/change\?/);
    await esi.sees("2 people will be changed.");
    // By these two people of one name are told apart.
    for (const it of [kofi, ama]) {
      await expect(esi.main.locator("#preview li").filter({ hasText: it.username })).toContainText(`${it.username} · Student`);
    }
    if (javaScript) await axe(esi.page);
    await esi.fills({ Reason: "Fees unpaid" });
    await esi.presses("Suspend 2 people");
    await esi.sees("Ama Serwaa and 1 other: Suspended");
    await expect(rows(esi).getByText("Suspended").filter({ visible: true })).toHaveCount(2);
    // Who looks around first can still take it back.
    await esi.follows("Show everybody");
    await expect(rows(esi)).toHaveCount(3);
    await esi.sees("Ama Serwaa and 1 other: Suspended");
    await esi.presses("Undo");
    await esi.isTold("It is undone.");
    await expect(rows(esi).getByText("Suspended")).toHaveCount(0);
    await expect(esi.main.getByRole("button", { name: "Undo" })).toHaveCount(0);
    await esi.follows("Kofi Owusu");
    await esi.seesHeading("Kofi Owusu");
    await esi.sees("Reason: Fees unpaid");
  });
}

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`the office suggests how a name is written, and its person decides, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owuso", { javaScript });
    const slug = await aSchoolOf(esi, [kofi]);
    const suggests = async (name: string) => {
      await esi.settles();
      await esi.fills({ "Full name": name });
      await esi.presses("Suggest a name");
      await esi.isTold("The name is suggested. It changes when the person agrees.");
      await esi.seesHeading("Kofi Owuso");
      await esi.sees(`suggests: ${name}`);
    };
    await esi.opens(`/s/${slug}/people?role=student`);
    await esi.follows("Kofi Owuso");
    await esi.seesHeading("Kofi Owuso");
    await esi.sees("The change takes effect when the person agrees.");
    await expect(esi.main.getByRole("button", { name: "Correct the name" })).toHaveCount(0);
    await suggests("Kofi Owuzu");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.presses("Withdraw the suggestion");
    await esi.isTold("The suggestion is withdrawn.");
    await kofi.opens("/me");
    await expect(kofi.main.getByRole("button", { name: "Accept" })).toHaveCount(0);

    await suggests("Kofi A. Owusu");
    await kofi.opens("/me");
    await kofi.sees("suggests that your name be written: Kofi A. Owusu");
    await kofi.presses("Keep mine");
    await kofi.isTold("You keep your name.");
    await kofi.seesHeading("Kofi Owuso");

    await esi.page.reload();
    await suggests("Kofi Owusu");
    await kofi.opens(`/s/${slug}`);
    await kofi.sees("suggests that your name be written: Kofi Owusu");
    if (javaScript) {
      await axe(kofi.page);
      await fitsNarrowScreens(kofi.page);
    }
    await kofi.presses("Accept");
    await kofi.isTold("Your name is changed.");
    await kofi.arrives(new RegExp(`/s/${slug}$`));
    await expect(kofi.main.getByRole("button", { name: "Accept" })).toHaveCount(0);
    await esi.page.reload();
    await esi.seesHeading("Kofi Owusu");
    await esi.sees("Suggested name accepted");
  });
}

test("a suspended person's open tab says so, and opens again when they are back", async ({ person }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = await aSchoolOf(esi, [kofi]);
  kofi.expects(/403/, /1008/);
  await kofi.follows("Chat");
  await kofi.arrives(/\/chat$/);

  await esi.opens(`/s/${slug}/people?q=kofi`);
  await esi.follows("Kofi Owusu");
  await esi.seesHeading("Kofi Owusu");
  await axe(esi.page);
  await esi.main.locator("#ask-suspend summary").click();
  await esi.presses("Suspend now");
  await esi.sees("Kofi Owusu: Suspended");

  await expect(kofi.page.getByText("This chat is no longer open to you.")).toBeVisible();
  // The next click in the tab takes the school's menu away together with the page.
  const menu = kofi.page.locator(`.sidebar a[href^="/s/${slug}"]`);
  await menu.filter({ visible: true }).and(kofi.page.locator(`[href="/s/${slug}/announcements"]`)).click();
  await kofi.arrives(`/s/${slug}/announcements`);
  await kofi.seesHeading("Your place here is suspended");
  await expect(menu).toHaveCount(0);
  await expect(kofi.page.getByRole("button", { name: "Log out" })).toBeVisible();
  await kofi.settles();
  await kofi.page.goto(`/s/${slug}`);
  await kofi.seesHeading("Your place here is suspended");
  await expect(menu).toHaveCount(0);

  await esi.presses("Undo");
  await esi.isTold("It is undone.");
  await kofi.opens(`/s/${slug}`);
  await expect(kofi.main.getByText("Your place here is suspended")).toHaveCount(0);
});

test("on a phone the head of the list takes one line for what can be done, and an address breaks between its parts", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const slug = await aSchoolOf(esi, []);
  await esi.page.setViewportSize({ width: 390, height: 844 });
  await esi.opens(`/s/${slug}/people?q=esi`);
  const head = esi.main.locator(".page-head .actions");
  const [invite, more] = [head.getByRole("link", { name: "Invite people" }), head.locator(".head-more summary")];
  const top = async (it: typeof more) => (await it.boundingBox())?.y ?? NaN;
  expect(Math.abs((await top(invite)) - (await top(more))), "the menu stands beside the main action").toBeLessThan(8);
  await expect(head.getByRole("link", { name: "Export as CSV" })).toBeHidden();
  await more.click();
  await expect(head.getByRole("link", { name: "Export as CSV" })).toBeVisible();
  await axe(esi.page, "an open list");
  await fitsNarrowScreens(esi.page);
  await esi.page.keyboard.press("Escape");
  await expect(head.getByRole("link", { name: "Export as CSV" })).toBeHidden();
  await esi.follows("Esi Mensah");
  const address = esi.main.locator("#profile .mail");
  await expect(address).toHaveText(esi.email);
  expect(await address.evaluate((it) => [...it.querySelectorAll("wbr")].map((mark) => mark.previousSibling?.textContent?.slice(-1)))).toContain("@");
});

test("the last admin stays, and says why", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const slug = await aSchoolOf(esi, []);
  await esi.opens(`/s/${slug}/people?q=esi`);
  await esi.follows("Esi Mensah");
  await esi.main.locator("#ask-end summary").click();
  await esi.presses("End it now");
  await esi.sees("A school needs at least one admin.");
});

test("permissions are read by area, and the list is taken along", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = await aSchoolOf(esi, [kofi]);
  await esi.opens(`/s/${slug}/people?q=kofi`);
  const csv = await esi.downloads("Export as CSV");
  expect(csv.name).toMatch(/^people_.*\.csv$/);
  expect(csv.bytes.toString()).toContain("Kofi Owusu");
  await esi.follows("Kofi Owusu");
  const panel = esi.main.locator("#permissions");
  await expect(panel.getByText("Nothing deviates from what the role Student gives.")).toBeVisible();
  await expect(panel.getByRole("table")).toHaveCount(0);
  await panel.locator("summary").click();
  await expect(panel.locator("table")).toHaveCount(1);
  await panel.getByRole("checkbox", { name: "See the people of the school" }).check();
  await esi.presses("Save the permissions");
  await esi.isTold("The permissions are saved.");
  await expect(panel.locator(".pairs")).toHaveText(/^\s*Given besides the role\s*See the people of the school\s*$/);
  await panel.locator("summary").click();
  await fitsNarrowScreens(esi.page);
  await kofi.opens(`/s/${slug}/people`);
  await kofi.sees("1–2 of 2");
});

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`the office helps somebody who cannot log in, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = await aSchoolOf(esi, [kofi]);
    await esi.opens(`/s/${slug}/people?role=student`);
    await esi.follows("Kofi Owusu");
    await esi.seesHeading("Log-in");
    await esi.main.locator("#ask-hand_over > summary").click();
    await esi.sees("Whoever has it can log in as this person");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.presses("Make the link now");
    await esi.sees("is shown this once");
    await esi.settles();
    const link = await esi.main.locator(".notice .copy code").innerText();
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.page.reload();
    await esi.settles();
    await esi.seesHeading("Kofi Owusu");
    await expect(esi.main.getByText("is shown this once")).toHaveCount(0);

    await kofi.opens(new URL(link).pathname);
    await kofi.fills({ "New password": "a new and calm sentence" });
    await kofi.presses("Save the password");
    await kofi.page.waitForURL(/\/login/);
    await kofi.settles();
    kofi.password = "a new and calm sentence";
    await logIn(kofi);
    await kofi.opens(`/s/${slug}`);

    await esi.main.locator("#ask-log_out > summary").click();
    await esi.presses("Log them out now");
    await esi.isTold("The person is logged out on every device.");
    await kofi.page.goto(`/s/${slug}`);
    await kofi.page.waitForURL(/\/login/);
  });
}
