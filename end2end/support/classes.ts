// Class groups and the courses taught to them.
import { expect } from "@playwright/test";
import type { Person } from "./person";

export interface Class {
  /** Path of the class's page. */
  path: string;
  studentCode: string;
  lecturerCode: string;
}

export async function makeAClass(person: Person, school: string, name: string): Promise<Class> {
  await person.opens(`/s/${school}/classes`);
  await person.follows("New class");
  await person.arrives(`/s/${school}/classes/new`);
  await person.fills({ Name: name });
  await person.presses("Create the class");
  await person.seesHeading(name);
  await person.isTold("The class is made.");
  const code = async (kind: string) => (await person.main.locator(`[data-code=${kind}]`).innerText()).trim();
  const made = { path: new URL(person.page.url()).pathname, studentCode: await code("student"), lecturerCode: await code("lecturer") };
  expect(made.path).toMatch(new RegExp(`^/s/${school}/classes/[0-9a-f-]{36}$`));
  return made;
}

/** Returns the path of the course's page. */
export async function makeACourse(person: Person, group: Class, course: { title: string; summary: string }): Promise<string> {
  await person.opens(group.path);
  await person.follows("New course");
  await person.arrives(`${group.path}/courses/new`);
  await person.fills({ Title: course.title, Summary: course.summary });
  await person.presses("Create the course");
  await person.seesHeading(course.title);
  await person.isTold("The course is set up.");
  return new URL(person.page.url()).pathname;
}
