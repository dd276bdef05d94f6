// Coming in, proving who one is, going out.
import { type Mails, codeIn, linkIn } from "./mails";
import type { Person } from "./person";

export interface SchoolDetails {
  name: string;
  slug: string;
  timeZone: string;
}

export const about = (person: Person) => ({
  "Full name": person.name,
  Username: person.username,
  "E-mail": person.email,
  Password: person.password,
});

/** Types the code of the mail that a registration waits for, where it began. */
export async function finishWithCode(person: Person): Promise<void> {
  await person.arrives("/check-mail");
  await person.fills({ Code: codeIn(await person.mails.latest(person.email, /Lyceum/)) });
  await person.presses("Confirm");
}

/** Follows the link of that mail and clicks once, where the registration began or at another browser of theirs. */
export async function finishWithLink(person: Person): Promise<void> {
  await person.opens(linkIn(await person.mails.latest(person.email, /Lyceum/)));
  await person.presses("Confirm");
}

/**
 * Makes an account and a school with it, and leaves its further steps for later. On the very first run the page is /setup,
 * and nothing waits for a mail.
 */
export async function foundTheSchool(person: Person, school: SchoolDetails, page = "/found"): Promise<void> {
  await person.opens(page);
  await person.fills({ ...about(person), "School name": school.name, Address: school.slug, "Time zone": school.timeZone });
  await person.presses("Found the school");
  if (page !== "/setup") await finishWithCode(person);
  await person.arrives(`/s/${school.slug}/start`);
  await person.isTold("The school is founded");
  await person.opens(`/s/${school.slug}`);
}

/** Types a class's code; ends where it says what it leads to. */
export async function typesTheCode(person: Person, code: string): Promise<void> {
  await person.opens("/join");
  await person.fills({ "Class code": code });
  await person.presses("Continue");
  await person.arrives(/\/join\?code=/);
}

/** Signs up with a class's code; ends where the mail is waited for. */
export async function signUpWithCode(person: Person, code: string): Promise<void> {
  await typesTheCode(person, code);
  await person.fills(about(person));
  await person.presses("Join the class");
  await person.arrives("/check-mail");
}

/** Makes an account with a class's code; ends on a page of the school. */
export async function joinWithCode(person: Person, code: string): Promise<void> {
  await signUpWithCode(person, code);
  await finishWithCode(person);
  await person.arrives(/\/s\/[a-z0-9-]+/);
  await person.isTold("You are in the class.");
}

export async function logIn(person: Person, logIn = person.username): Promise<void> {
  await person.opens("/login");
  await tryToLogIn(person, logIn, person.password);
  await person.page.waitForURL((url) => url.pathname !== "/login");
  await person.settles();
}

/** Fills in the log-in page one is on and sends it. */
export async function tryToLogIn(person: Person, logIn: string, password: string): Promise<void> {
  await person.fills({ "Username or e-mail": logIn, Password: password });
  // Right or wrong, the browser gets a new document.
  const answer = person.page.waitForEvent("domcontentloaded");
  await person.presses("Log in");
  await answer;
  await person.settles();
}

export async function logOut(person: Person): Promise<void> {
  await person.page.getByRole("button", { name: "Log out", exact: true }).click();
  await person.arrives("/");
}

export async function logOutEverywhere(person: Person): Promise<void> {
  await person.opens("/me/devices");
  await person.main.locator("#log-out-all > summary").click();
  await person.main.locator("#log-out-all").getByRole("button", { name: "Log out everywhere" }).click();
  await person.arrives("/login");
  await person.isTold("You are logged out on every device.");
}

/** Types the code of the mail, where the account has been made without. */
export async function confirmWithCode(person: Person): Promise<void> {
  const code = codeIn(await person.mails.latest(person.email, /code/i));
  await person.opens("/verify");
  await person.fills({ Code: code });
  await person.presses("Confirm");
  await person.arrives("/me");
  await person.isTold("Your e-mail is confirmed.");
}

/** Asks for a link to choose a new password. */
export async function askForReset(person: Person, email = person.email): Promise<void> {
  await person.opens("/forgot");
  await person.fills({ "E-mail": email });
  await person.presses("Send the link");
  await person.isTold("a mail is on its way");
  await person.settles();
}

/** Chooses a new password by the link of the mail; returns the link. */
export async function resetPassword(person: Person, mails: Mails, password: string): Promise<string> {
  const link = linkIn(await mails.latest(person.email, /password/i));
  await person.opens(link);
  await person.sees(new RegExp(`with the username ${person.username}\\.`));
  await person.fills({ "New password": password });
  await person.presses("Save the password");
  await person.page.waitForURL(/\/login/);
  await person.settles();
  await person.isTold("Your password is changed.");
  person.password = password;
  return link;
}
