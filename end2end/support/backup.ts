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

/** Downloads everything as JSON. */
export async function downloadEverything(person: Person): Promise<string> {
  const { name, bytes } = await person.downloads("Everything (JSON)");
  expect(name).toMatch(/^complete_backup_\d\d_\d\d_\d{4}_\d\d_\d\d_\d\d\.json$/);
  const text = bytes.toString("utf8");
  JSON.parse(text);
  return text;
}
