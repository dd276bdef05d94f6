// Every page, for everyone who sees it: axe finds nothing in light or dark, and nothing is wider than 320 px.
import { askForReset, foundTheSchool, joinWithCode, logIn, tryToLogIn } from "../support/accounts";
import { handIn, inDays, mark, openTheSubmissionOf, setTheAssignment, textFile } from "../support/assignments";
import { enterTheChat, say } from "../support/chat";
import { makeAClass, makeACourse } from "../support/classes";
import { makeAFamilyCode } from "../support/families";
import { axe, fitsNarrowScreens, looksAt } from "../support/looks";
import { linkIn } from "../support/mails";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

test("pages for everybody", async ({ person, mails, admin }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  await looksAt(esi, ["/", "/login", "/join", "/found", "/forgot", "/check-mail", "/verify/not-a-token", "/invited/not-a-token", "/help", "/help/school_admin"]);
  if (!admin) throw new Error("nobody is the platform's admin");
  await askForReset(esi, admin.email);
  await looksAt(esi, [new URL(linkIn(await mails.latest(admin.email, /password/i))).pathname]);
});

test("a form with its mistakes", async ({ person }) => {
  const esi = await person("Esi Mensah");
  await esi.opens("/login");
  await tryToLogIn(esi, "nobody_here", "not the password");
  await esi.sees("That log-in and password do not belong together.");
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
});

test("the way past the menu is seen by those who use the keyboard, and leaves no shadow else", async ({ person }) => {
  const esi = await person("Esi Mensah");
  await esi.opens("/login");
  const skip = esi.page.locator(".skip");
  await expect(skip).toHaveCSS("box-shadow", "none");
  await skip.focus();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await expect(skip).not.toHaveCSS("box-shadow", "none");
});

test("what is not there, and what is not for one", async ({ person, admin }) => {
  const esi = await person("Esi Mensah");
  esi.expects(/status of 40[34]/);
  const gone = await esi.page.goto("/no/such/page");
  expect(gone?.status()).toBe(404);
  await esi.seesHeading("Nothing here");
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);

  const slug = unique("other");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  expect(admin).not.toBeNull();
  const foreign = await esi.page.goto("/s/first");
  expect(foreign?.status(), "another school is as good as none").toBe(404);
  await axe(esi.page);
});

test("pages of the platform's admin", async ({ person, admin }) => {
  test.setTimeout(300_000);
  const akosua = await person("Akosua Boateng", { as: admin ?? undefined });
  await logIn(akosua);
  await looksAt(akosua, ["/admin", "/admin/mails", "/admin/jobs", "/backup", "/backup/kept", "/backup/storage?look=yes", "/schools", "/me", "/verify", "/join", "/found"]);
});

test("pages of a school, for its teacher and its student", async ({ person }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu-Ansah Bartholomew");
  const slug = unique("pages");
  await foundTheSchool(esi, { name: `The School of Remarkably Long Names and Addresses ${slug}`, slug, timeZone: "Africa/Accra" });
  // Empty first: that is what everybody sees first.
  await looksAt(esi, [`/s/${slug}`, `/s/${slug}/classes`, `/s/${slug}/backup`, `/s/${slug}/backup/kept`, `/s/${slug}/backup/storage`, `/s/${slug}/invitations`]);

  const group = await makeAClass(esi, slug, "Form 2 Integrated Science and Mathematics");
  await joinWithCode(kofi, group.studentCode);
  const course = await makeACourse(esi, group, { title: "Physics", summary: "Measuring what is around us." });
  const work = { title: "Density of a stone", brief: "Measure it.\n\nhttps://lyceum.test/a/very/long/address/without/any/space/in/it", points: "20", due: inDays(5) };
  const assignment = await setTheAssignment(esi, course, work);
  await looksAt(kofi, [assignment]);
  await makeAFamilyCode(esi, slug, kofi.name);
  const sheet = await esi.main.getByRole("link", { name: "Print or send it" }).first().getAttribute("href");
  await looksAt(esi, [`${group.path}/codes/student`, `/s/${slug}/guardians`, sheet ?? ""]);
  await handIn(kofi, assignment, [textFile("a_rather_long_name_of_a_file_without_spaces.txt", "2.6 g/ml")], "Done.");
  await enterTheChat(kofi, group);
  await say(kofi, "Is it the grey stone? averyveryveryveryveryveryverylongwordthatmustbreaksomewhere");

  await handIn(kofi, assignment, [textFile("again.txt", "2.61 g/ml")], "");
  await openTheSubmissionOf(esi, assignment, kofi);
  const submission = new URL(esi.page.url()).pathname;
  await looksAt(esi, [
    `/s/${slug}`, `/s/${slug}/classes`, `/s/${slug}/classes/new`, group.path, `${group.path}/chat`, `${group.path}/courses/new`,
    course, `${course}/assignments/new`, assignment, submission, `/s/${slug}/backup`,
    `/s/${slug}/backup/storage?look=yes`,
  ]);
  await esi.opens(submission);
  await mark(esi, "18", "Well measured.");
  await looksAt(esi, [`${submission}?saved=1`]);
  await looksAt(kofi, [`/s/${slug}`, `/s/${slug}/classes`, group.path, `${group.path}/chat`, course, assignment, "/me"]);
});
