// Kept backups: made, looked at, taken home and planned.
import { foundTheSchool } from "../support/accounts";
import { downloadEncrypted, downloadKept, makesABackup, testsTheBackup } from "../support/backup";
import { makeAClass } from "../support/classes";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

for (const javaScript of [true, false]) {
  test(`an admin makes a backup and plans the next, ${javaScript ? "with" : "without"} JavaScript`, async ({ person }) => {
    const abena = await person("Abena Sarpong", { javaScript });
    const slug = unique("kept");
    await foundTheSchool(abena, { name: `The Careful School ${slug}`, slug, timeZone: "Africa/Accra" });

    await makeAClass(abena, slug, "Form 1");
    await abena.opens(`/s/${slug}`);
    const backup = abena.main.locator("#health").getByRole("listitem").filter({ hasText: "Backup" });
    // Until the first night of the platform has passed, its backups hold nothing.
    await expect(backup).toContainText(/The platform (is|will be) backed up every day at .*(All is well|Still to come)/s);

    await abena.opens(`/s/${slug}/backup`);
    await abena.sees(/^The platform (is|will be) backed up every day at /);
    await abena.sees("No backup of this school alone was made so far, by hand, by schedule or before a clear.");
    await expect(abena.main.getByRole("button", { name: "Make a backup now" })).toBeVisible();
    await abena.follows("All kept backups");
    await abena.arrives(`/s/${slug}/backup/kept`);
    await abena.sees("No backups yet");
    await abena.sees("There is no good backup yet that could be tested.");

    await makesABackup(abena, `/s/${slug}/backup/kept`);
    await abena.sees(/^Last good backup: /);
    await abena.sees(/^(The platform's first backup comes .*; it holds this school too\.|Last good backup of the platform: .*)/);
    await abena.sees(/^The school's own schedule: never\./);
    await expect(abena.main.locator("#kept thead"), "all lie at one place").not.toContainText("Where");
    // Of the school alone; those of the platform may be still to come.
    await abena.sees(/^(The last backup is good|The platform is backed up every day at .*)$/);
    expect((await downloadKept(abena)).includes("tables/memberships.jsonl")).toBe(true);

    await testsTheBackup(abena, `/s/${slug}/backup/kept`);
    await abena.sees(/all its rows are the same/);

    await abena.fills({ "How often": "Every week", Hour: "03:00" });
    await abena.presses("Save the schedule");
    await abena.isTold("The schedule is saved.");
    await abena.sees("The last backup is good");
    await abena.sees(/^The next is made by itself: .*Mon .*03:00/);

    await abena.opens(`/s/${slug}/backup`);
    await abena.sees("The last backup is good");
    await expect(abena.main.getByRole("button", { name: "Make a backup now" }), "also when all is well").toBeVisible();
    const locked = await downloadEncrypted(abena, "four words of my own");
    expect(locked.toString("latin1", 0, 21)).toBe("age-encryption.org/v1");
    expect(locked.includes("tables/memberships.jsonl")).toBe(false);
    if (javaScript) {
      await abena.sees(/^The encrypted archive, a file that ends in \.zip\.age, is being downloaded\./);
      await expect(abena.field("Passphrase"), "it does not stay on the page").toHaveValue("");
    }
  });
}
