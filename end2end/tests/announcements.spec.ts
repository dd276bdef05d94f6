// Announcements: written for a class, found, read, counted and withdrawn.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { inDays } from "../support/assignments";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

async function aSchoolWith(admin: Person, student: Person): Promise<string> {
  const slug = unique("news");
  await foundTheSchool(admin, { name: `The School of News ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(admin, slug, "Form 1");
  await joinWithCode(student, group.studentCode);
  return slug;
}

/** Chooses one of a few by its label. */
const chooses = (person: Person, label: string) => person.main.getByRole("radio", { name: label, exact: true }).check();

/** On a phone the marks of an announcement stand under its title and leave it the line. */
async function expectTheMarksUnderTheTitle(person: Person): Promise<void> {
  const before = person.page.viewportSize();
  await person.page.setViewportSize({ width: 390, height: 844 });
  const line = person.main.locator(".announcement").first();
  const apart = async () => {
    const [title, marks] = [await line.locator(".title").boundingBox(), await line.locator(".trailing").boundingBox()];
    return title && marks ? marks.y - title.y - title.height : -1;
  };
  await expect.poll(apart, "the marks stand under the title").toBeGreaterThanOrEqual(0);
  // From right to left an English title of several lines stands on the side of its author and date.
  for (const [dir, side] of [["rtl", "right"], ["ltr", "left"]] as const) {
    await person.page.locator("html").evaluate((it, dir) => it.setAttribute("dir", dir), dir);
    await expect(line.locator(".title"), dir).toHaveCSS("text-align", side);
  }
  if (before) await person.page.setViewportSize(before);
}

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`an announcement is written, read, corrected and withdrawn, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = await aSchoolWith(esi, kofi);

    await esi.opens(`/s/${slug}/announcements`);
    await esi.sees("No announcements");
    await esi.follows("New announcement");
    await esi.arrives(`/s/${slug}/announcements/new`);
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.fills({ Title: "No school on Friday", Text: "The roof is mended: https://lyceum.test/roof.\nCome back on Monday." });
    await chooses(esi, "Some classes");
    esi.expects(/status of 422/);
    // Nothing is ticked: the form says so, and nothing typed is lost.
    await esi.presses("Publish now");
    await expect(esi.main.locator("#classes .error")).toBeVisible();
    await esi.sees("1 field needs another look before this can be sent.");
    if (javaScript) await expect(esi.main.locator("#classes input").first()).toBeFocused();
    await expect(esi.field("Title")).toHaveValue("No school on Friday");
    await esi.main.getByRole("checkbox", { name: "Form 1" }).check();
    await esi.presses("Publish now");
    await esi.arrives(/\/announcements\/[0-9a-f-]{36}$/);
    await esi.isTold("The announcement is out.");
    await esi.sees("0 of 1 have read it");
    const address = new URL(esi.page.url()).pathname;
    await esi.main.getByText("Remind by mail", { exact: true }).click();
    await esi.presses("Send the reminder");
    await esi.isTold("Those who have not read it are reminded by mail, once a day at most.");
    await expect(esi.main.locator("#remind")).toHaveCount(0);

    await kofi.opens(`/s/${slug}`);
    if (javaScript) await expectTheMarksUnderTheTitle(kofi);
    await kofi.follows("No school on Friday");
    await kofi.arrives(address);
    await kofi.sees("Come back on Monday.");
    await expect(kofi.main.getByRole("link", { name: "https://lyceum.test/roof", exact: true })).toHaveAttribute("rel", /nofollow/);
    if (javaScript) await axe(kofi.page);
    else await kofi.presses("Mark as read");
    await expect(kofi.main.getByRole("button", { name: "Mark as read" })).toHaveCount(0);
    await expect(kofi.main.getByRole("link", { name: "Edit" })).toHaveCount(0);

    await esi.opens(address);
    await esi.sees("Everybody it is for has read it.");
    await esi.follows("Edit");
    await esi.arrives(`${address}/edit`);
    await esi.fills({ Title: "No school on Friday and Saturday" });
    await esi.presses("Save");
    await esi.arrives(address);
    await esi.seesHeading("No school on Friday and Saturday");

    kofi.expects(/status of 404/);
    await esi.main.getByText("Withdraw", { exact: true }).click();
    await esi.presses("Withdraw the announcement");
    await esi.arrives(/shelf=written/);
    await esi.sees("Withdrawn");
    expect((await kofi.page.goto(address))?.status()).toBe(404);
  });
}

test("a planned announcement waits for its time", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = await aSchoolWith(esi, kofi);
  await esi.opens(`/s/${slug}/announcements/new`);
  await esi.fills({ Title: "The fair", Text: "Bring your parents." });
  await chooses(esi, "The whole school");
  await chooses(esi, "Later");
  await esi.fills({ "Publish at": inDays(7) });
  await esi.presses("Schedule");
  await esi.arrives(/\/announcements\/[0-9a-f-]{36}$/);
  await esi.sees(/It appears on .*17:00/);
  const address = new URL(esi.page.url()).pathname;
  kofi.expects(/status of 404/);
  await kofi.opens(`/s/${slug}/announcements`);
  await kofi.sees("No announcements");
  expect((await kofi.page.goto(address))?.status()).toBe(404);
});

test("a draft is published from its page, or deleted", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = await aSchoolWith(esi, kofi);
  const drafts = async (title: string) => {
    await esi.opens(`/s/${slug}/announcements/new`);
    await esi.fills({ Title: title, Text: "Bring your parents." });
    await chooses(esi, "The whole school");
    await chooses(esi, "Keep as a draft");
    await esi.presses("Save the draft");
    await esi.arrives(/\/announcements\/[0-9a-f-]{36}$/);
    await esi.sees("Only you see this draft until you publish it.");
  };
  await drafts("The fair");
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
  await esi.follows("Edit and publish");
  await esi.presses("Publish now");
  await esi.isTold("The announcement is out.");
  await drafts("The other fair");
  await esi.main.getByText("Delete the draft", { exact: true }).click();
  await esi.presses("Delete it for good");
  await esi.isTold("The draft is deleted.");
  await expect(esi.main.getByRole("link", { name: "The other fair" })).toHaveCount(0);
  await kofi.opens(`/s/${slug}/announcements`);
  await kofi.sees("The fair");
});

test("among many classes those that are meant are looked for by name", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const slug = unique("many");
  await foundTheSchool(esi, { name: `The School of ${slug}`, slug, timeZone: "Africa/Accra" });
  await esi.opens(`/s/${slug}`);
  const made = await esi.page.evaluate(async (school) => {
    const answers: number[] = [];
    for (let nth = 1; nth <= 31; nth++) {
      const body = new URLSearchParams({ school, "form[name]": `Form ${nth}` });
      const answer = await fetch("/fn/app/pages/classes/api/create_class", { method: "POST", body, headers: { accept: "application/json" } });
      answers.push(answer.status);
    }
    return answers;
  }, slug);
  expect(new Set(made)).toEqual(new Set([200]));
  await esi.opens(`/s/${slug}/announcements/new`);
  await esi.fills({ Title: "The trip", Text: "Bring water." });
  await chooses(esi, "Some classes");
  await expect(esi.main.locator("#classes input")).toHaveCount(0);
  const field = esi.main.getByRole("combobox", { name: "Add a class" });
  for (const name of ["Form 17", "Form 29"]) {
    await field.fill(name);
    await esi.main.getByRole("option", { name, exact: true }).click();
    await expect(esi.main.getByRole("checkbox", { name, exact: true })).toBeChecked();
    await expect(field).toHaveValue("");
  }
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
  await esi.main.getByRole("checkbox", { name: "Form 17", exact: true }).uncheck();
  // A name that is written and not chosen is sent with the others, or refused where it stands.
  esi.expects(/status of 422/);
  await field.fill("Form 99");
  await esi.presses("Publish now");
  await esi.sees(/several have it: Form 99\./);
  await expect(field).toHaveValue("Form 99");
  await field.fill("Fórm 5");
  await esi.presses("Publish now");
  await esi.arrives(/\/announcements\/[0-9a-f-]{36}$/);
  await esi.sees(/For Form 29, Form 5$/);
});
