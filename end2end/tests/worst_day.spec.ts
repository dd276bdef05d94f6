// The worst day: everything is gone, and an admin brings it back from a backup that was kept.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { downloadCsv, makesABackup, standsOpen, waitsFor } from "../support/backup";
import { makeAClass, makeACourse } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`an admin loses everything and restores it from a kept backup, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const yaw = await person("Yaw Darko", { javaScript });
    const slug = unique("worst");
    const name = `The School of Luck ${slug}`;
    await foundTheSchool(esi, { name, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 1");
    await makeACourse(esi, group, { title: "Physics", summary: "" });
    await joinWithCode(kofi, group.studentCode);
    await joinWithCode(yaw, group.lecturerCode);

    const kept = `/s/${slug}/backup/kept`;
    await esi.opens(kept);
    await makesABackup(esi, kept);

    await test.step("everything goes", async () => {
      await esi.opens(`/s/${slug}/backup/clear?what=all`);
      await esi.fills({ Reason: "A slip of the hand", "The name of the school": name });
      await esi.sends(`Clear Everything but the settings of ${name}`);
      await waitsFor(esi, "It is cleared");
      await expect(esi.page.getByText("The clearing has begun."), "nothing says so any more").toHaveCount(0);
      await esi.opens(`/s/${slug}/backup`);
      expect(await downloadCsv(esi, "Students"), "the header alone").toHaveLength(1);
    });

    await test.step("the kept backup is fetched, checked and tried out", async () => {
      await esi.opens(kept);
      const line = esi.main.locator("[data-state=kept]").filter({ hasText: "By hand" });
      await line.getByRole("button", { name: "Restore …" }).click();
      await esi.arrives(/\/backup\/restore\/[0-9a-f-]{36}$/);
      await waitsFor(esi, "The archive is whole");
      await esi.sees("From a kept backup of this platform");
      await esi.seesHeading(/^Backup of .* · By hand$/);
      await esi.sends("Try it out");
      await waitsFor(esi, "What a restore would change");
      await esi.sees(/^Whatever was changed since .* is lost here\./);
      await esi.sees("It was tried out");
      await esi.main.locator("#plan summary").first().click();
      const rows = esi.main.locator("#plan").getByRole("row");
      await expect(rows.filter({ hasText: "Courses" }).first()).toContainText("1 more");
      await expect(rows.filter({ hasText: "Audit log" })).toContainText("stays, and grows");
      if (javaScript) await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    });

    await test.step("it is confirmed, and all is back", async () => {
      const restore = `Restore ${name} now`;
      await esi.fills({ Reason: "A slip of the hand", "The name of the school": name.toLowerCase() });
      await esi.presses(restore);
      await esi.sees(`This is not what is asked for here, letter by letter. Type exactly: ${name}`);
      await esi.fills({ "The name of the school": name });
      const heard = javaScript ? await standsOpen(esi, `/s/${slug}`) : undefined;
      await esi.sends(restore);
      await waitsFor(esi, "It is restored");
      await expect(esi.page.getByText("The restore has begun.")).toHaveCount(0);
      await heard?.();
      await expect(esi.main.getByText("Nothing has been changed yet.")).toHaveCount(0);
      if (javaScript) await expect(esi.main.locator("#archive")).toBeInViewport();
      if (javaScript) await axe(esi.page);
      await esi.sees("Safety backup");
      await esi.opens(`/s/${slug}/backup`);
      expect((await downloadCsv(esi, "Students")).join("\n")).toContain(kofi.email);
      await kofi.opens(`/s/${slug}`);
      await kofi.sees("Form 1");
      await expect(kofi.page.getByText("This school is being restored.")).toHaveCount(0);
      await esi.opens(`/s/${slug}/backup/restore`);
      const stored = esi.main.locator("#stored").getByRole("listitem").filter({ hasText: "By hand" });
      await expect(stored.getByRole("button", { name: /^Restore …/ })).toBeVisible();
      const line = esi.main.locator("#runs").getByRole("row").filter({ hasText: "A slip of the hand" });
      await expect(line).toContainText("Done");
      await expect(line).toContainText(/Backup of .* · By hand/);
    });

    await test.step("a teacher finds nothing of it", async () => {
      yaw.expects(/status of 403/);
      expect((await yaw.page.goto(`/s/${slug}/backup/restore`))?.status()).toBe(403);
    });
  });
}
