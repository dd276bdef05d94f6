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

/** Brings an archive to the school's page, and waits for the page of the archive. */
export async function bringArchive(person: Person, name: string, bytes: Buffer): Promise<void> {
  await person.opens("/s/accra/backup/restore");
  await person.field("Archive").setInputFiles({ name, mimeType: "application/zip", buffer: bytes });
  await person.presses("Bring it here");
  await person.arrives(/\/backup\/restore\/[0-9a-f-]{36}$/);
}
