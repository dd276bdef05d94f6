// Talking in the class.
import { type Locator, expect } from "@playwright/test";
import type { Class } from "./classes";
import type { Person } from "./person";

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
