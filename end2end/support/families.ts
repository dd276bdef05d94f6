// Parents and their children.
import { type Locator, expect } from "@playwright/test";
import { about, finishWithCode } from "./accounts";
import type { Person } from "./person";

/** Types a name into a field of a panel and chooses who is offered. */
export async function choosesMember(panel: Locator, label: string, name: string): Promise<void> {
  const field = panel.getByRole("combobox", { name: label, exact: true });
  await field.fill(name);
  await panel.getByRole("option").filter({ hasText: name }).first().click();
  await expect(field).toHaveValue(new RegExp(`^${name} \\(.+\\)$`));
}

/** The code that was made in a part of the page a moment ago: one is led to it, and can print it. */
export async function codeMadeIn(part: Locator): Promise<string> {
  const made = part.locator("#made-code");
  await expect(made).toBeFocused();
  await expect(made.getByRole("link", { name: "Print or send it" })).toBeVisible();
  return made.locator("code").innerText();
}

/** Makes a family code for a student found by name; returns it. */
export async function makeAFamilyCode(registrar: Person, school: string, child: string): Promise<string> {
  await registrar.opens(`/s/${school}/guardians`);
  const panel = registrar.main.locator("#family-codes");
  await choosesMember(panel, "Student", child);
  await panel.getByRole("button", { name: "Make a code" }).click();
  await registrar.arrives(`/s/${school}/guardians#made-code`);
  await registrar.isTold(`The family code for ${child} is made.`);
  return (await codeMadeIn(panel)).trim();
}

/** Makes an account with a family code; ends on the page of the children. */
export async function comeWithACode(parent: Person, code: string, relation: string): Promise<void> {
  await parent.opens(`/family?code=${code}`);
  await parent.field("You are the child's").selectOption({ label: relation });
  await parent.fills(about(parent));
  await parent.presses("See my child");
  await finishWithCode(parent);
  await parent.arrives("/parent/children");
  await parent.isTold("You see your child here");
}

/** Adds a child to the account one is logged in with. */
export async function addAChild(parent: Person, code: string, relation: string): Promise<void> {
  await parent.opens(`/family?code=${code}`);
  await parent.field("You are the child's").selectOption({ label: relation });
  await parent.presses("See my child");
  await parent.arrives("/parent/children");
}
