// Coming in, proving who one is, going out.
import {
  askForReset, finishWithCode, finishWithLink, foundTheSchool, joinWithCode, logIn, logOut, logOutEverywhere, resetPassword,
  signUpWithCode, tryToLogIn, typesTheCode,
} from "../support/accounts";
import { makeAClass } from "../support/classes";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

async function aSchoolOf(founder: Person): Promise<string> {
  const slug = unique("school");
  await foundTheSchool(founder, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  return slug;
}

test("an account is made by the code of the mail, or by its link, which logs in only where one signed up", async ({ person }) => {
  const efua = await person("Efua Quaye");
  const slug = await aSchoolOf(efua);
  await expect(efua.page.getByText("Please confirm your e-mail address")).toHaveCount(0);
  await efua.opens("/me/devices");
  // The device has a name people know, not the one browsers have for themselves.
  await efua.sees(/^(Chrome|Chromium) on /);
  const group = await makeAClass(efua, slug, "Form 3");

  const abena = await person("Abena Boadi");
  await signUpWithCode(abena, group.studentCode);
  await abena.fills({ Code: "000000" });
  await abena.presses("Confirm");
  await abena.sees("This code is not right.");
  await finishWithCode(abena);
  await abena.arrives(group.path);
  await abena.isTold("You are in the class.");

  const yaw = await person("Yaw Boadi");
  await signUpWithCode(yaw, group.studentCode);
  await finishWithLink(yaw);
  await yaw.arrives(group.path);
  await yaw.isTold("You are in the class.");

  const nana = await person("Nana Boadi");
  await signUpWithCode(nana, group.studentCode);
  const phone = await person("Nana Boadi", { as: nana });
  await finishWithLink(phone);
  await phone.arrives("/login");
  await phone.isTold("your account is ready. Log in with the password you chose");
  await tryToLogIn(phone, nana.username, nana.password);
  for (const it of [abena, yaw, phone]) {
    await it.opens("/me");
    await it.sees("E-mail confirmed");
  }
});

test("the lecturer code makes a teacher", async ({ person }) => {
  const efua = await person("Efua Quaye");
  const slug = await aSchoolOf(efua);
  const group = await makeAClass(efua, slug, "Form 4");
  const nana = await person("Nana Agyeman");
  await joinWithCode(nana, group.lecturerCode);
  await nana.opens(group.path);
  await expect(nana.main.getByRole("link", { name: "New course" })).toBeVisible();
});

test("who is in a class already is led there by its code", async ({ person }) => {
  const efua = await person("Efua Quaye");
  const slug = await aSchoolOf(efua);
  const group = await makeAClass(efua, slug, "Form 5");
  const abena = await person("Abena Sarpong");
  await joinWithCode(abena, group.studentCode);
  await typesTheCode(abena, group.studentCode);
  await abena.sees("You are in this class already.");
  await abena.follows("To the class");
  await abena.arrives(group.path);
});

test("a wrong password says nothing about the account, the right one lands where one wanted to go", async ({ person }) => {
  const adwoa = await person("Adwoa Frimpong");
  const slug = await aSchoolOf(adwoa);
  await logOut(adwoa);

  const refusal = "That log-in and password do not belong together.";
  await adwoa.opens("/login");
  await adwoa.fills({ Password: "not the password" });
  await adwoa.presses("Show what is typed: Password");
  await expect(adwoa.field("Password")).toHaveAttribute("type", "text");
  await adwoa.presses("Hide what is typed: Password");
  await expect(adwoa.field("Password")).toHaveAttribute("type", "password");
  const answerTo = async (name: string) => {
    await tryToLogIn(adwoa, name, "not the password");
    await adwoa.sees(refusal);
    // What scripts draw is a part of the answer: it is there.
    await expect(adwoa.main.getByRole("button", { name: "Show what is typed: Password", exact: true })).toBeVisible();
    return adwoa.main.innerText();
  };
  const answer = await answerTo(adwoa.username);
  expect(await answerTo("nobody_at_all")).toBe(answer);

  // A page for people who are logged in asks first, then opens.
  await adwoa.page.goto(`/s/${slug}/classes`);
  await adwoa.page.waitForURL(/\/login\?next=/);
  await adwoa.settles();
  await tryToLogIn(adwoa, adwoa.email.toUpperCase(), adwoa.password);
  await adwoa.arrives(`/s/${slug}/classes`);
});

test("a forgotten password is replaced once, by the link of the mail", async ({ person, mails }) => {
  const akua = await person("Akua Osei");
  await aSchoolOf(akua);
  const phone = await person("Akua Osei", { as: akua });
  await logIn(phone);
  await logOut(akua);

  // Whether an address has an account is nobody's business: the answer is the same.
  const answerTo = async (email: string) => {
    await askForReset(akua, email);
    return [akua.page.url(), await akua.page.locator("body").innerText(), await akua.field("E-mail").inputValue()];
  };
  const unknown = await answerTo("nobody@lyceum.test");
  expect(await answerTo(akua.email)).toEqual(unknown);
  const link = await resetPassword(akua, mails, "a new and calm sentence");
  await logIn(akua);

  // Every other session has ended, and the link is spent.
  await phone.page.goto("/me");
  await phone.page.waitForURL(/\/login\?next=/);
  await phone.opens(link);
  await phone.sees("This link has been used or has expired.");
  await expect(phone.main.getByLabel("New password")).toHaveCount(0);
});

test("logging out everywhere ends the sessions of all one's devices", async ({ person }) => {
  const kojo = await person("Kojo Ansah");
  const slug = await aSchoolOf(kojo);
  const phone = await person("Kojo Ansah", { as: kojo });
  await logIn(phone);
  await phone.opens(`/s/${slug}`);

  await logOutEverywhere(kojo);
  await phone.page.goto(`/s/${slug}`);
  await phone.page.waitForURL(/\/login\?next=/);
});
