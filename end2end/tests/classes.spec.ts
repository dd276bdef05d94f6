// Beginning: a school with nothing in it, its first steps, codes that are replaced.
import { finishWithCode, foundTheSchool, joinWithCode } from "../support/accounts";
import { inDays } from "../support/assignments";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

const steps = (person: Person) => person.main.locator("#first-steps");

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`a new school leads its founder from step to step, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = unique("steps");
    await foundTheSchool(esi, { name: `The School of Steps ${slug}`, slug, timeZone: "Africa/Accra" });
    await esi.seesHeading(/^Welcome to The School of Steps/);
    await expect(steps(esi)).toContainText("0 of 4 done");
    // Nothing that counts nothing.
    await expect(esi.main.getByRole("progressbar")).toHaveCount(0);

    await esi.follows("Create a class");
    await esi.arrives(`/s/${slug}/classes/new`);
    await esi.fills({ Name: "Form 1" });
    await esi.presses("Create the class");
    await esi.isTold("The class is made.");
    const code = await esi.main.locator("[data-code=student]").innerText();
    // What was told is told once.
    await esi.opens(`/s/${slug}`);
    await expect(steps(esi)).toContainText("1 of 4 done");
    await expect(esi.page.getByText("The class is made.")).toHaveCount(0);
    await esi.follows("Share its codes");
    await esi.arrives(/\/classes\/[0-9a-f-]{36}#codes$/);

    await joinWithCode(kofi, code.trim());
    await expect(kofi.main.getByText("1 student", { exact: true })).toBeVisible();
    await esi.opens(`/s/${slug}`);
    await expect(steps(esi)).toContainText("2 of 4 done");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.follows("Set up a course");
    await esi.arrives(/\/courses\/new$/);
    await esi.fills({ Title: "Physics" });
    await esi.presses("Create the course");
    await esi.isTold("The course is set up.");

    await esi.opens(`/s/${slug}`);
    await esi.follows("Set the first assignment");
    await esi.arrives(/\/assignments\/new$/);
    await esi.fills({ Title: "Density", Brief: "Measure it.", Points: "1", Due: inDays(3) });
    await esi.presses("Set the assignment");
    await esi.isTold("The assignment is set.");
    await expect(esi.main.getByText(/ 1 point$/)).toBeVisible();
    await esi.opens(`/s/${slug}`);
    await expect(esi.main.locator("#school-year")).toBeVisible();
    await expect(steps(esi)).toHaveCount(0);
  });

  test(`a code is replaced when it was asked whether it should be, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const slug = unique("codes");
    await foundTheSchool(esi, { name: `The School of Codes ${slug}`, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 2");
    const card = esi.main.locator(".code-card").filter({ has: esi.page.locator("[data-code=student]") });
    await expect(card.getByRole("button", { name: "Replace the code" })).toBeHidden();
    await card.locator("summary").click();
    await expect(card.getByText("stops working at once")).toBeVisible();
    if (javaScript) await axe(esi.page);
    await card.getByRole("button", { name: "Replace the code" }).click();
    await esi.isTold("The old code no longer works.");
    await expect(card.locator("[data-code]")).not.toHaveText(group.studentCode);
    await expect(card.locator(".copy-link")).toHaveCount(1);
    await card.getByRole("button", { name: "Stop sign-ups" }).click();
    await esi.isTold("Nobody can join with that code");
    await expect(card.locator(".copy-link"), "nothing to hand on").toHaveCount(0);
  });
}

test("a page that one goes to is read from its beginning", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const slug = unique("begins");
  await foundTheSchool(esi, { name: `The School of Beginnings ${slug}`, slug, timeZone: "Africa/Accra" });
  await esi.opens(`/s/${slug}`);
  await expect(esi.main, "a new document has it from the browser").not.toBeFocused();
  await esi.main.evaluate((main) => {
    main.addEventListener("focus", () => main.setAttribute("data-begun", main.querySelector("h1")?.textContent ?? ""));
  });
  await steps(esi).getByRole("link", { name: "Create a class", exact: true }).press("Enter");
  await esi.arrives(`/s/${slug}/classes/new`);
  await expect(esi.main).toBeFocused();
  await expect(esi.main, "the page is there by then").toHaveAttribute("data-begun", "New class");
  await expect(esi.main).toHaveCSS("outline-style", "none");
  await expect(esi.field("Name")).toBeVisible();
  await esi.page.keyboard.press("Tab");
  await expect(esi.main.locator(":focus")).toHaveCount(1);
});

test("a phone shows the codes before the people, and a student neither codes nor storage", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("order");
  await foundTheSchool(esi, { name: `The School of Order ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 3");
  await joinWithCode(kofi, group.studentCode);
  await kofi.opens(group.path);
  await expect(kofi.main.locator("#people")).toContainText(kofi.name);
  await expect(kofi.main.locator("#codes, #storage")).toHaveCount(0);
  await esi.page.setViewportSize({ width: 390, height: 844 });
  await esi.opens(group.path);
  const top = async (part: string) => {
    const box = await esi.main.locator(part).boundingBox();
    if (!box) throw new Error(`${part} is not drawn`);
    return box.y;
  };
  expect(await top("#codes")).toBeLessThan(await top("#people"));
  await esi.page.setViewportSize({ width: 1280, height: 800 });
  expect(await top("#codes")).toBe(await top("#courses"));
});

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`the people of a class stand one below the other, each with a menu, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const ama = await person("Ama Serwaa", { javaScript });
    const slug = unique("roster");
    await foundTheSchool(esi, { name: `The School of Rows ${slug}`, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 5");
    for (const student of [kofi, ama]) await joinWithCode(student, group.studentCode);
    await esi.opens(`${group.path}/people`);
    const lines = esi.main.locator("#members .roster > li");
    const line = (of: Person) => lines.filter({ hasText: of.username });
    await expect(lines).toHaveCount(3);
    await esi.page.setViewportSize({ width: 1280, height: 800 });
    const starts = async (part: string) => {
      const all = await lines.locator(`> ${part}`).all();
      return Promise.all(all.map(async (it) => Math.round((await it.boundingBox())?.x ?? -1)));
    };
    for (const part of [".avatar", "div", ".roster-role", ".menu"]) {
      expect(new Set(await starts(part)).size, `${part} begins at one place in every line`).toBe(1);
    }

    await expect(line(kofi).locator(".roster-role")).toHaveText("Student");
    await expect(esi.main.getByText("Make a teacher"), "a student of the school stays one in its classes").toHaveCount(0);
    await line(ama).locator(".menu > summary").click();
    await line(ama).locator(".ask > summary").click();
    await expect(line(ama).getByText("They will no longer see the class")).toBeVisible();
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await line(ama).getByRole("button", { name: "Remove from the class" }).click();
    await expect(line(ama)).toHaveCount(0);
    await expect(lines).toHaveCount(2);

    const second = await makeAClass(esi, slug, "Form 6");
    await esi.opens(`${second.path}/people?q=${kofi.username}`);
    const add = esi.main.locator("#add .roster > li").getByRole("button");
    await expect(add).toHaveText(["Add as a student"]);
    await add.click();
    await expect(line(kofi).locator(".roster-role")).toHaveText("Student");
  });
}

test("an address follows the name of the school until it is written by hand", async ({ person }) => {
  const esi = await person("Esi Mensah");
  await esi.opens("/found");
  const [name, address] = [esi.field("School name"), esi.field("Address")];
  await name.fill("École Sainte-Marie");
  await expect(address).toHaveValue("ecole-sainte-marie");
  await name.fill("École Sainte-Marie d'Abidjan");
  await expect(address).toHaveValue("ecole-sainte-marie-dabidjan");
  await address.fill("marie");
  await name.fill("Another School");
  await expect(address).toHaveValue("marie");
});

test("without scripts an address left empty is made from the name", async ({ person }) => {
  const esi = await person("Esi Mensah", { javaScript: false });
  const slug = unique("quiet-name");
  await esi.opens("/found");
  await esi.fills({
    "Full name": esi.name, Username: esi.username, "E-mail": esi.email, Password: esi.password,
    "School name": slug.replaceAll("-", " "), "Time zone": "Africa/Accra",
  });
  await esi.presses("Found the school");
  await finishWithCode(esi);
  await esi.arrives(`/s/${slug}/start`);
});
