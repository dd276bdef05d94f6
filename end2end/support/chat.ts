// Talking in the class.
import { type Locator, expect } from "@playwright/test";
import { foundTheSchool, joinWithCode } from "./accounts";
import { type Class, makeAClass } from "./classes";
import { type Person, unique } from "./person";

export async function enterTheChat(person: Person, group: Class): Promise<void> {
  await person.opens(group.path);
  await person.follows("Chat");
  await person.arrives(`${group.path}/chat`);
  await expect(person.field("Message")).toBeVisible();
}

export const log = (person: Person): Locator => person.main.getByRole("log", { name: "Messages", exact: true });

/** What all messages say, those on their way too. */
export const bodies = (person: Person): Promise<string[]> => log(person).locator(".message .message-body").allInnerTexts();

/** A message that has arrived, not one that is on its way. */
export const arrived = (person: Person, text: string): Locator =>
  log(person).locator(".message:not(.pending, .failed)").getByText(text, { exact: true });

/** Says something and waits until the server has it. */
export async function say(person: Person, text: string): Promise<void> {
  await write(person, text);
  await expect(person.main.locator(".message.pending")).toHaveCount(0);
}

/** Says something that may still be on its way, as without a connection. */
export async function write(person: Person, text: string): Promise<void> {
  await person.fills({ Message: text });
  await person.presses("Send");
  await hears(person, text);
}

/** Sees a message, once. */
export async function hears(person: Person, text: string): Promise<void> {
  await expect(person.main.getByText(text, { exact: true })).toHaveCount(1);
  await expect(person.main.getByText(text, { exact: true })).toBeVisible();
}

type Meet = (name: string) => Promise<Person>;

/** A school with a class, its teacher and a student. */
export async function aClass(person: Meet) {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("more");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await joinWithCode(kofi, group.studentCode);
  return { esi, kofi, group, slug };
}

/** The message that says it, not those that quote it. */
export const message = (person: Person, text: string): Locator =>
  log(person)
    .locator(".message:not(.pending)")
    .filter({ has: person.page.locator(".message-body", { hasText: text }) });

/** Opens what can be done with a message, by the keyboard as anybody can. */
export async function acts(person: Person, text: string): Promise<Locator> {
  const summary = message(person, text).locator(".message-acts > .menu > summary");
  await summary.focus();
  await summary.press("Enter");
  const opened = message(person, text).locator(".message-acts");
  // It has room for its words, and is not under the pen, on a phone too.
  const list = opened.locator(".menu-list");
  await expect(list).toBeInViewport({ ratio: 0.9 });
  expect((await list.boundingBox())?.width).toBeGreaterThan(150);
  return opened;
}
