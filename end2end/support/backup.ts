// The backup page.
import { expect } from "@playwright/test";
import { sharesNothing } from "./lines";
import { type Person, hydrated } from "./person";

/** Downloads a table as CSV: its rows, the header first. */
export async function downloadCsv(person: Person, table: "Students" | "Courses" | "Enrollments"): Promise<string[]> {
  return rows(person, `${table} (CSV)`, table.toLowerCase());
}

/** Downloads one of the other tables, by what the page calls it and what the database does. */
export async function downloadOther(person: Person, label: string, table: string): Promise<string[]> {
  const link = person.main.getByRole("link", { name: `${label} CSV`, exact: true });
  if (!(await link.isVisible())) await person.main.locator("#downloads summary", { hasText: "Every other table" }).click();
  return rows(person, `${label} CSV`, table);
}

async function rows(person: Person, link: string, table: string): Promise<string[]> {
  const { name, bytes } = await person.downloads(link);
  expect(name).toMatch(new RegExp(`^${table}_backup_\\d\\d_\\d\\d_\\d{4}_\\d\\d_\\d\\d_\\d\\d\\.csv$`));
  expect([...bytes.subarray(0, 3)], "a BOM, for Excel").toEqual([0xef, 0xbb, 0xbf]);
  return bytes.subarray(3).toString("utf8").split(/\r?\n/).filter(Boolean);
}

/** Downloads the full archive: a zip from its first bytes to its end. */
export async function downloadArchive(person: Person): Promise<Buffer> {
  const { name, bytes } = await person.downloads("Full archive (ZIP)");
  expect(name).toMatch(/^complete_archive_[a-z0-9-]+_\d\d_\d\d_\d{4}_\d\d_\d\d_\d\d\.zip$/);
  expect(bytes.subarray(0, 4).toString("latin1"), "a first part").toBe("PK\x03\x04");
  expect(bytes.subarray(-22, -18).toString("latin1"), "a directory at the end").toBe("PK\x05\x06");
  return bytes;
}

/** Downloads the full archive as only the passphrase opens it. */
export async function downloadEncrypted(person: Person, passphrase: string): Promise<Buffer> {
  await person.main.locator("#downloads summary", { hasText: "encrypted with a passphrase" }).click();
  await person.fills({ Passphrase: passphrase, "The passphrase again": passphrase });
  const { name, bytes } = await person.downloads("Download encrypted", "button");
  expect(name).toMatch(/^complete_archive_[a-z0-9-]+_\d\d_\d\d_\d{4}_\d\d_\d\d_\d\d\.zip\.age$/);
  return bytes;
}

/** Downloads everything as JSON. */
export async function downloadEverything(person: Person): Promise<string> {
  const { name, bytes } = await person.downloads("Everything (JSON)");
  expect(name).toMatch(/^complete_backup_\d\d_\d\d_\d{4}_\d\d_\d\d_\d\d\.json$/);
  const text = bytes.toString("utf8");
  JSON.parse(text);
  return text;
}

/** From the backup page to what takes space in a school; the store is looked through, and nothing is missing. */
export async function looksForOrphans(person: Person, slug: string, className: string, file: string): Promise<void> {
  await person.follows("Storage");
  await person.arrives(`/s/${slug}/backup/storage`);
  await expect(person.main.locator("#classes")).toContainText(className);
  await expect(person.main.locator("#kinds")).toContainText("Documents");
  await expect(person.main.locator("#largest").getByRole("link", { name: file }).first()).toBeVisible();
  const wide = person.page.viewportSize();
  await person.page.setViewportSize({ width: 390, height: 844 });
  const line = await person.main.locator("#largest tbody tr").first().boundingBox();
  expect(line?.height, "no line for each of its figures").toBeLessThan(120);
  const own = await person.main.locator("#classes tbody tr").first().boundingBox();
  expect(own?.height, "nor for each of a class").toBeLessThan(110);
  if (wide) await person.page.setViewportSize(wide);
  await person.presses("Look for orphans");
  await person.arrives(/\/backup\/storage\?look=yes#orphans$/);
  await person.sees("Everything that a row names is in the store.");
}

/** Waits until the page says something. Without a script it does not look again by itself. */
export async function waitsFor(person: Person, text: string): Promise<void> {
  await expect(async () => {
    if (!person.scripts) await person.page.reload();
    await expect(person.main.getByText(text, { exact: true }).first()).toBeVisible({ timeout: 2000 });
  }).toPass();
}

/** Makes a kept backup and waits until it lies there, checked. */
export async function makesABackup(person: Person, page: string): Promise<void> {
  await person.presses("Make a backup now");
  await person.isTold("A backup is on its way. You can see below how it goes.");
  await expect(async () => {
    // Without a script the page does not look again by itself.
    if (!person.scripts) await person.opens(page);
    await expect(person.main.locator("[data-state=kept]")).toHaveCount(1, { timeout: 1000 });
  }).toPass();
}

/** Has the newest kept backup tested by putting it back, and waits until that went well. */
export async function testsTheBackup(person: Person, page: string): Promise<void> {
  await person.presses("Test now");
  await person.isTold("The newest backup is being tested. What comes of it stands below.");
  await expect(async () => {
    if (!person.scripts) await person.opens(page);
    await expect(person.main.getByText(/^Last good restore test: /)).toBeVisible({ timeout: 1000 });
  }).toPass();
}

/** Another tab of somebody, which stands open meanwhile: what it answers passes when it has heard that the school was closed,
 * and open again. */
export async function standsOpen(person: Person, path: string): Promise<() => Promise<void>> {
  const tab = await person.page.context().newPage();
  await sharesNothing(tab);
  const hears = tab.waitForResponse(/\/live\/notifications$/);
  await tab.goto(new URL(path, person.page.url()).href);
  await hydrated(tab);
  await hears;
  await tab.evaluate(() => {
    const look = () => {
      if (document.querySelector(".closed-note")?.textContent?.trim()) document.documentElement.dataset.sawItClosed = "yes";
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return async () => {
    await expect(tab.locator("html"), "it was said there, and nothing was pressed").toHaveAttribute("data-saw-it-closed", "yes");
    await expect(tab.locator(".closed-note")).toHaveText("");
    await tab.close();
  };
}

/** Downloads the only kept backup of the page: an archive with everything inside. */
export async function downloadKept(person: Person): Promise<Buffer> {
  await person.main.locator("[data-state=kept] .menu > summary").click();
  const { name, bytes } = await person.downloads("Download");
  expect(name).toMatch(/^backup_\d\d_\d\d_\d{4}_\d\d_\d\d_\d\d_[a-z]{6}\.zip$/);
  const begun = person.main.getByRole("status").filter({ hasText: /Backup of .*: the download begins\./ });
  if (person.scripts) await expect(begun).toBeVisible();
  expect(bytes.subarray(-22, -18).toString("latin1"), "a directory at the end").toBe("PK\x05\x06");
  return bytes;
}

/** Brings an archive to the school's page, and waits for the page of the archive. */
export async function bringArchive(person: Person, name: string, bytes: Buffer): Promise<void> {
  await person.opens("/s/accra/backup/restore");
  await person.field("Archive").setInputFiles({ name, mimeType: "application/zip", buffer: bytes });
  await person.presses("Bring it here");
  await person.arrives(/\/backup\/restore\/[0-9a-f-]{36}$/);
}
