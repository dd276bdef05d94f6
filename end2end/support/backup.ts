// The backup page.
import { expect } from "@playwright/test";
import type { Person } from "./person";

/** Downloads a table as CSV: its rows, the header first. */
export async function downloadCsv(person: Person, table: "Students" | "Courses" | "Enrollments"): Promise<string[]> {
  const { name, bytes } = await person.downloads(`${table} (CSV)`);
  expect(name).toMatch(new RegExp(`^${table.toLowerCase()}_backup_\\d\\d_\\d\\d_\\d{4}_\\d\\d_\\d\\d_\\d\\d\\.csv$`));
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

/** Downloads everything as JSON. */
export async function downloadEverything(person: Person): Promise<string> {
  const { name, bytes } = await person.downloads("Everything (JSON)");
  expect(name).toMatch(/^complete_backup_\d\d_\d\d_\d{4}_\d\d_\d\d_\d\d\.json$/);
  const text = bytes.toString("utf8");
  JSON.parse(text);
  return text;
}

/** Makes a kept backup and waits until it lies there, checked. */
export async function makesABackup(person: Person, page: string): Promise<void> {
  await person.presses("Make a backup now");
  await person.sees("A backup is on its way. You can see below how it goes.");
  await expect(async () => {
    // Without a script the page does not look again by itself.
    if (!person.scripts) await person.opens(page);
    await expect(person.main.locator("[data-state=kept]")).toHaveCount(1, { timeout: 1000 });
  }).toPass();
}

/** Downloads the only kept backup of the page: an archive with everything inside. */
export async function downloadKept(person: Person): Promise<Buffer> {
  await person.main.locator("[data-state=kept] .menu > summary").click();
  const { name, bytes } = await person.downloads("Download");
  expect(name).toMatch(/^backup_\d\d_\d\d_\d{4}_\d\d_\d\d_\d\d_[a-z]{6}\.zip$/);
  expect(bytes.subarray(-22, -18).toString("latin1"), "a directory at the end").toBe("PK\x05\x06");
  return bytes;
}
