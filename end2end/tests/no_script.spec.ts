// Every form without JavaScript: in the minutes before it has arrived, and for those who have none.
import {
  askForReset, foundTheSchool, joinWithCode, logIn, logOut, logOutEverywhere, resetPassword, tryToLogIn, typesTheCode,
} from "../support/accounts";
import {
  handIn, inDays, mark, openTheSubmissionOf, readsTheFile, setTheAssignment, textFile, triesToHandIn,
} from "../support/assignments";
import { downloadCsv, downloadEverything, downloadOther, looksForOrphans } from "../support/backup";
import { enterTheChat, hears, say } from "../support/chat";
import { makeAClass, makeACourse } from "../support/classes";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

test("the whole main job", async ({ person }) => {
  test.setTimeout(300_000);
  const yaa = await person("Yaa Asante", { javaScript: false });
  const kwame = await person("Kwame Addo", { javaScript: false });
  const slug = unique("quiet");

  await foundTheSchool(yaa, { name: `The Quiet School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(yaa, slug, "Form 1 Arts");
  await joinWithCode(kwame, group.studentCode);

  const course = await makeACourse(yaa, group, { title: "Drawing", summary: "Looking first." });
  const work = { title: "A chair", brief: "Draw the chair you sit on.", points: "10", due: inDays(3) };
  const assignment = await setTheAssignment(yaa, course, work);

  // What is refused leads to the message, not to the top of the page.
  const file = textFile("chair.txt", "four legs and a back\n");
  await triesToHandIn(kwame, assignment, [{ ...file, name: "chair.tiff" }], "From memory.");
  await kwame.arrives(/#refused$/);
  const refused = kwame.main.getByRole("alert").filter({ hasText: "This has not been handed in." });
  await expect(refused).toBeInViewport();
  await expect(refused).toBeFocused();
  await expect(kwame.main.getByText(/^“chair\.tiff” cannot be read as one of the kinds taken here: PDF, Word/)).toBeInViewport();
  await expect(kwame.field("Note")).toHaveValue("From memory.");

  await handIn(kwame, assignment, [file], "From memory.");
  await kwame.arrives(/#own$/);
  await expect(kwame.main.getByText("Handed in. Your receipt is below.")).toBeInViewport();
  await openTheSubmissionOf(yaa, assignment, kwame);
  await readsTheFile(yaa, file);
  await yaa.fills({ Marks: "10.5", Comment: "One leg is short." });
  await yaa.presses("Save the marks");
  await expect(yaa.main.getByText("Please give a number between 0 and 10.")).toBeInViewport();
  await mark(yaa, "8", "One leg is short.");
  await yaa.sees("Nothing else waits for marks.");
  await kwame.opens(assignment);
  await kwame.sees("One leg is short.");

  await enterTheChat(yaa, group);
  await say(yaa, "See you on Monday.");
  await enterTheChat(kwame, group);
  await hears(kwame, "See you on Monday.");
  await expect(kwame.main.getByText("Enter sends"), "here it would make a new line").toHaveCount(0);

  await yaa.opens(`/s/${slug}/backup`);
  expect((await downloadCsv(yaa, "Students")).join("\n")).toContain(kwame.username);
  expect((await downloadOther(yaa, "Classes", "class_groups")).join("\n")).toContain("Form 1 Arts");
  await downloadEverything(yaa);
  await looksForOrphans(yaa, slug, "Form 1 Arts", file.name);
});

test("an account's life", async ({ person, mails }) => {
  const abena = await person("Abena Sarpong", { javaScript: false });
  const slug = unique("still");
  await foundTheSchool(abena, { name: `The Still School ${slug}`, slug, timeZone: "Europe/Lisbon" });
  await logOut(abena);
  await askForReset(abena);
  await resetPassword(abena, mails, "another calm sentence");
  await logIn(abena, abena.email);
  await logOutEverywhere(abena);
});

test("a form that is refused comes back with what was typed and what to do", async ({ person }) => {
  const abla = await person("Abla Tetteh", { javaScript: false });

  await abla.opens("/login");
  await tryToLogIn(abla, "nobody_here", "not the password");
  await abla.sees("That log-in and password do not belong together.");
  await expect(abla.field("Username or e-mail")).toHaveValue("nobody_here");
  await expect(abla.field("Password")).toHaveValue("");

  await typesTheCode(abla, "ZZZZ9999");
  await abla.sees("No class uses this code.");
  await expect(abla.field("Class code")).toHaveValue("ZZZZ9999");

  await abla.opens("/found");
  await abla.fills({
    "Full name": abla.name, Username: abla.username, "E-mail": abla.email, Password: abla.password,
    "School name": unique("A School"), Address: "Not An Address!", "Time zone": "Africa/Accra",
  });
  await abla.presses("Found the school");
  await abla.sees("2 to 40 small letters, digits or hyphens.");
  await abla.sees("1 field needs another look before this can be sent.");
  await abla.sees("Type the password again: it is not kept.");
  await expect(abla.field("Password")).toHaveValue("");
  await expect(abla.field("Full name")).toHaveValue(abla.name);
  await expect(abla.field("Time zone")).toHaveValue("Africa/Accra");
});
