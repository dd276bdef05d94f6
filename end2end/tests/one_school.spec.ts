// One school is brought back out of a backup of the whole platform, and nothing else of it.
import { foundTheSchool, logIn } from "../support/accounts";
import { waitsFor } from "../support/backup";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`the platform's admin puts one school back out of a backup of all, ${how}`, async ({ person, admin }) => {
    test.setTimeout(300_000);
    if (!admin) throw new Error("there is no admin of the platform");
    const esi = await person("Esi Mensah", { javaScript });
    const akosua = await person("Akosua Boateng", { as: admin, javaScript });
    const slug = unique("one");
    const name = `The School of One ${slug}`;
    await foundTheSchool(esi, { name, slug, timeZone: "Africa/Accra" });
    await makeAClass(esi, slug, "Form 1");

    await logIn(akosua);
    await akosua.opens("/backup/kept");
    const kept = akosua.main.locator("#kept [data-state=kept]");
    const before = await kept.count();
    await akosua.sends("Make a backup now");
    await expect(async () => {
      if (!akosua.scripts) await akosua.opens("/backup/kept");
      await expect(kept).toHaveCount(before + 1, { timeout: 1000 });
    }).toPass();
    // Since the backup: it does not come back.
    await makeAClass(esi, slug, "Form 2");

    await kept.first().getByRole("button", { name: "Restore …" }).click();
    await akosua.arrives(/\/backup\/restore\/[0-9a-f-]{36}$/);
    await waitsFor(akosua, "The archive is whole");
    await akosua.fills({ "What is put back": `Only ${name}` });
    await akosua.sends("Try it out");
    await waitsFor(akosua, "What a restore would change");
    await akosua.sees(/^Only this school is put back out of the archive\./);
    if (javaScript) await axe(akosua.page);
    await fitsNarrowScreens(akosua.page);
    await akosua.fills({ Reason: "Its head asked for it", "The name of the school": name });
    await akosua.sends(`Restore ${name} now`);
    await waitsFor(akosua, "It is restored");
    await akosua.sees("Accounts that exist already");

    await esi.opens(`/s/${slug}/classes`);
    await esi.sees("Form 1");
    await expect(esi.main.getByText("Form 2")).toHaveCount(0);
  });
}
