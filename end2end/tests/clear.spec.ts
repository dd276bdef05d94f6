// A new term: an admin clears what the last one left, sees it empty, and brings it all back.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { downloadCsv, waitsFor } from "../support/backup";
import { makeAClass, makeACourse } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`an admin resets for a new term and takes it back, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = unique("reset");
    const name = `The School of Terms ${slug}`;
    await foundTheSchool(esi, { name, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 1");
    await makeACourse(esi, group, { title: "Physics", summary: "" });
    await joinWithCode(kofi, group.studentCode);

    await esi.opens(`/s/${slug}/backup/clear`);
    await esi.sees(/^1 student and \d+ rows? of theirs; the account stays\.$/);
    await fitsNarrowScreens(esi.page);
    if (javaScript) await axe(esi.page);
    await esi.main.getByRole("radio", { name: "Students" }).check();
    await esi.presses("See exactly what goes");
    await esi.arrives(/\/backup\/clear\?what=students$/);
    if (javaScript) await axe(esi.page);
    await fitsNarrowScreens(esi.page);
    const goes = esi.main.locator("#plan").getByRole("row");
    await expect(goes.nth(1), "all of it first").toContainText("In all");
    const wide = esi.page.viewportSize();
    await esi.page.setViewportSize({ width: 320, height: 640 });
    expect((await goes.nth(2).boundingBox())?.height, "a line a table").toBeLessThan(60);
    if (wide) await esi.page.setViewportSize(wide);
    const copies = esi.main.locator("#first").getByRole("listitem");
    await expect(copies.filter({ hasText: "Every row of every table" }), "what each is").toContainText("JSON");
    expect((await esi.downloads("Students (CSV)")).name, "a copy first").toMatch(/^students_backup_/);
    if (javaScript) await expect(copies.first().getByRole("status")).toContainText("the download begins.");

    const clear = `Clear Students of ${name}`;
    await esi.fills({ Reason: "A new term", "The name of the school": name.toLowerCase() });
    await esi.presses(clear);
    await esi.sees(`This is not the name of the school as it stands here. Type exactly: ${name}`);
    await expect(esi.field("Reason"), "what was typed stays").toHaveValue("A new term");
    await esi.fills({ "The name of the school": name });
    await esi.presses(clear);
    await esi.arrives(/\/backup\/clear$/);
    await waitsFor(esi, "It is cleared");
    await esi.sees("Nothing to clear.");
    await expect(esi.main.getByRole("radio", { name: "Students" })).toBeDisabled();
    await expect(esi.main.locator("#outcome").getByText("Undo", { exact: true }), "at hand").toBeVisible();
    if (javaScript) await axe(esi.page);

    await esi.opens(`/s/${slug}`);
    await esi.sees("Something was cleared here");
    await esi.follows("See what was cleared, and bring it back");
    await esi.arrives(/\/backup\/clear$/);
    await esi.opens(`/s/${slug}/backup`);
    await esi.sees(/^Students: cleared by Esi Mensah, .* It can be brought back until /);
    expect(await downloadCsv(esi, "Students"), "the header alone").toHaveLength(1);
    kofi.expects(/status of 404/);
    expect((await kofi.page.goto(`/s/${slug}`))?.status()).toBe(404);
    await kofi.sees(/a school that you are not a member of, or not any more/);

    await esi.opens(`/s/${slug}/backup/clear`);
    const line = esi.main.locator("#cleared").getByRole("listitem").filter({ hasText: "A new term" });
    await expect(line.locator("summary"), "its undo stands above, once").toHaveCount(0);
    const told = esi.main.locator("#outcome");
    await told.locator("summary").click();
    await fitsNarrowScreens(esi.page);
    await told.getByRole("button", { name: "Bring it back" }).click();
    await esi.isTold(/rows came back as they were\./);
    await expect(line).toContainText("Brought back");
    await expect(line.locator("summary")).toHaveCount(0);
    await esi.opens(`/s/${slug}/backup`);
    await expect(esi.main.getByText("Something was cleared here")).toHaveCount(0);
    expect((await downloadCsv(esi, "Students")).join("\n")).toContain(kofi.email);
    await kofi.opens(`/s/${slug}`);
    await kofi.sees("Form 1");
  });
}
