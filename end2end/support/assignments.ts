// Setting work, handing it in, marking it.
import { createHash } from "node:crypto";
import { expect } from "@playwright/test";
import { type Person, literally } from "./person";

export interface Work {
  title: string;
  brief: string;
  points: string;
  /** As `datetime-local` writes it, in the school's zone. */
  due: string;
}

export interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const sha256 = (file: File) => createHash("sha256").update(file.buffer).digest("hex");

/** A text file with lines of its own. */
export function textFile(name: string, text: string): File {
  return { name, mimeType: "text/plain", buffer: Buffer.from(text) };
}

/** Days from now at 17:00, as `datetime-local` writes it. */
export function inDays(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T17:00`;
}

/** Returns the path of the assignment's page. */
export async function setTheAssignment(person: Person, course: string, work: Work): Promise<string> {
  await person.opens(course);
  await person.follows("New assignment");
  await person.arrives(`${course}/assignments/new`);
  await person.fills({ Title: work.title, Brief: work.brief, Points: work.points, Due: work.due });
  await person.presses("Set the assignment");
  await person.seesHeading(work.title);
  // Setting it may lead back to the course: then go on to the assignment.
  if (!/\/assignments\/[0-9a-f-]{36}$/.test(new URL(person.page.url()).pathname)) {
    await person.follows(work.title);
    await person.arrives(/\/assignments\/[0-9a-f-]{36}$/);
  }
  return new URL(person.page.url()).pathname;
}

/** Hands files in and looks at the receipt. */
export async function handIn(person: Person, assignment: string, files: File[], note: string): Promise<void> {
  await person.opens(assignment);
  await person.field("Files").setInputFiles(files);
  await person.fills({ Note: note });
  await person.presses("Hand in");
  for (const file of files) {
    await person.sees(file.name);
    await person.sees(sha256(file));
  }
}

/** Chooses files that will not be taken, and sends them. */
export async function triesToHandIn(person: Person, assignment: string, files: File[], note: string): Promise<void> {
  await person.opens(assignment);
  await person.field("Files").setInputFiles(files);
  await person.fills({ Note: note });
  await person.presses("Hand in");
}

/** Opens a student's submission from the table of the assignment. */
export async function openTheSubmissionOf(teacher: Person, assignment: string, student: Person): Promise<void> {
  await teacher.opens(assignment);
  await teacher.follows(new RegExp(student.name));
  await teacher.arrives(/\/submissions\/[0-9a-f-]{36}$/);
}

/** Downloads a file of the submission one looks at; it is what was handed in, to the byte. */
export async function readsTheFile(teacher: Person, file: File): Promise<void> {
  const got = await teacher.downloads(new RegExp(literally(file.name)));
  expect(got.name).toBe(file.name);
  expect(got.bytes.equals(file.buffer), `${file.name} came back as it was sent`).toBe(true);
}

/** Gives marks and is told that they are saved, on the same page, with the marks in the field. */
export async function mark(teacher: Person, marks: string, comment: string): Promise<void> {
  const path = new URL(teacher.page.url()).pathname;
  await teacher.fills({ Marks: marks, Comment: comment });
  await teacher.sends("Save the marks");
  const told = teacher.main.getByRole("status").filter({ hasText: `Saved: ${marks} of` });
  await expect(told).toBeInViewport();
  await expect(teacher.field("Marks")).toHaveValue(marks);
  expect(new URL(teacher.page.url()).pathname).toBe(path);
}
