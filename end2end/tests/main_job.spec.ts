// What Lyceum is for, from the first start of an empty installation, by people at browsers of their own.
import {
  bringArchive, downloadArchive, downloadCsv, downloadEverything, downloadOther, looksForOrphans,
} from "../support/backup";
import { confirmWithCode, foundTheSchool, joinWithCode } from "../support/accounts";
import {
  handIn, inDays, mark, openTheSubmissionOf, readsTheFile, setTheAssignment, sha256, textFile, triesToHandIn,
} from "../support/assignments";
import { enterTheChat, hears, say } from "../support/chat";
import { makeAClass, makeACourse } from "../support/classes";
import { expect, test } from "../support/test";

test.use({ firstRun: true });

test("a teacher founds a school, students hand in, get marks and talk, and the admin takes a backup home", async ({ person }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const ama = await person("Ama Darko");

  await test.step("the first visit asks for an account and a school", async () => {
    await esi.opens("/");
    await esi.arrives("/setup");
    await foundTheSchool(esi, { name: "Accra Academy", slug: "accra", timeZone: "Africa/Accra" }, "/setup");
    await expect(esi.page.getByText("Accra Academy").first()).toBeVisible();
    // It asks once.
    await kofi.opens("/");
    await kofi.arrives("/");
  });

  await test.step("the very first account is there before its address is confirmed", async () => {
    const reminder = esi.page.getByText("Please confirm your e-mail address");
    await expect(reminder).toBeVisible();
    await esi.page.getByRole("link", { name: "Confirm your e-mail" }).click();
    await esi.arrives("/verify");
    await expect(reminder).toHaveCount(0);
    await esi.fills({ Code: "000000" });
    await esi.presses("Confirm");
    await esi.sees("This code is not right.");
    await confirmWithCode(esi);
    await esi.opens("/s/accra");
    await expect(reminder).toHaveCount(0);
  });

  const group = await test.step("a class with its two codes", () => makeAClass(esi, "accra", "Form 2 Science"));

  await test.step("students join with the code", async () => {
    await joinWithCode(kofi, group.studentCode);
    // Small letters and a space are no obstacle.
    await joinWithCode(ama, `${group.studentCode.slice(0, 4)} ${group.studentCode.slice(4).toLowerCase()}`);
    await esi.opens(group.path);
    await esi.sees(kofi.name);
    await esi.sees(ama.name);
    // Codes are for those who hand them out.
    await kofi.opens(group.path);
    await kofi.seesHeading("Form 2 Science");
    await expect(kofi.main.locator("#people")).toContainText(ama.name);
    await expect(kofi.main.locator("[data-code]")).toHaveCount(0);
  });

  const work = { title: "Density of a stone", brief: "Measure it three times and say what you learnt.", points: "20", due: inDays(7) };
  const assignment = await test.step("the teacher sets an assignment", async () => {
    const course = await makeACourse(esi, group, { title: "Physics", summary: "Measuring what is around us." });
    return setTheAssignment(esi, course, work);
  });

  const report = textFile("report (1) ä.txt", "mass 31.4 g\nvolume 12.1 ml\ndensity 2.60 g/ml\n");
  const table = textFile("table.md", "| try | g/ml |\n|---|---|\n| 1 | 2.6 |\n");
  await test.step("a student finds it, hands in two files and has a receipt", async () => {
    await kofi.opens("/");
    await kofi.follows(new RegExp(work.title));
    await kofi.arrives(new RegExp(`${assignment}$`));
    await kofi.sees(work.brief);
    // Wrong files are known before they are sent, by their names.
    await triesToHandIn(kofi, assignment, [report, { ...report, name: "photo.tiff" }], "The third try was the best.");
    await kofi.sees(/^“photo\.tiff” cannot be read as one of the kinds taken here: PDF, Word/);
    await expect(kofi.field("Files")).toBeFocused();
    // What was chosen is listed, and can be taken out again.
    await kofi.presses("Take out: photo.tiff");
    await expect(kofi.main.locator(".drop-files li")).toHaveText(/report \(1\) ä\.txt/);
    const large = { ...report, name: "film.zip", buffer: Buffer.alloc(3 * 1024 * 1024, 1) };
    await triesToHandIn(kofi, assignment, [large], "The third try was the best.");
    await kofi.sees("“film.zip” has 3 MB. A file may have at most 2 MB.");
    await expect(kofi.field("Note")).toHaveValue("The third try was the best.");

    await handIn(kofi, assignment, [report, table], "The third try was the best.");
    const received = kofi.main.getByRole("status").filter({ hasText: "Handed in. Your receipt is below." });
    await expect(received).toBeInViewport();
    await expect(received).toBeFocused();
    await kofi.page.reload();
    await kofi.settles();
    await kofi.sees(sha256(report));
  });

  await test.step("another student hands in too", () => handIn(ama, assignment, [textFile("stone.txt", "2.7 g/ml")], "Grey."));

  await test.step("the teacher reads, marks and comments", async () => {
    await openTheSubmissionOf(esi, assignment, kofi);
    await esi.sees("2 of 2 · 2 to mark");
    await esi.sees("The third try was the best.");
    await readsTheFile(esi, report);
    await readsTheFile(esi, table);
    // What is typed and not saved is not lost to a link: the page asks, and here the answer is no.
    const here = esi.page.url();
    await esi.fills({ Comment: "Half a sentence" });
    const asked = esi.page.waitForEvent("dialog").then(async (dialog) => {
      await dialog.dismiss();
      return dialog.message();
    });
    await esi.follows(`Next to mark: ${ama.name}`);
    expect(await asked).toBe("What you have typed here is not saved. Leave the page all the same?");
    await expect(esi.field("Comment")).toHaveValue("Half a sentence");
    expect(esi.page.url()).toBe(here);
    await esi.fills({ Marks: "20.5" });
    esi.expects(/status of 422/);
    await esi.presses("Save the marks");
    await esi.sees("Please give a number between 0 and 20.");
    await mark(esi, "17.5", "Clear and careful. Say how sure you are.");
  });

  await test.step("and goes on to the next by keys alone", async () => {
    const next = esi.main.getByRole("status").getByRole("link", { name: `Next to mark: ${ama.name}` });
    await expect(next).toBeFocused();
    await next.press("Enter");
    await esi.arrives(/\/submissions\/[0-9a-f-]{36}$/);
    await esi.seesHeading(ama.name);
    await esi.sees("1 of 2 · 1 to mark");
    await mark(esi, "12", "Which stone was it?");
    await esi.sees("Nothing else waits for marks.");
    await esi.follows(`Next student: ${kofi.name}`);
    await esi.seesHeading(kofi.name);
    await expect(esi.field("Marks")).toHaveValue("17.5");
    await expect(esi.main.getByText("Saved:")).toHaveCount(0);
  });

  await test.step("the student sees the marks, another does not", async () => {
    await kofi.opens(assignment);
    await kofi.sees(/17\.5/);
    await kofi.sees("Clear and careful. Say how sure you are.");
    await ama.opens(assignment);
    await ama.seesHeading(work.title);
    await ama.sees("Which stone was it?");
    await expect(ama.main.getByText("Clear and careful")).toHaveCount(0);
  });

  await test.step("a second attempt waits for marks, and the first can still be read with its own", async () => {
    await handIn(kofi, assignment, [textFile("again.txt", "2.61 g/ml, give or take 0.02")], "With how sure I am.");
    await openTheSubmissionOf(esi, assignment, kofi);
    await esi.seesHeading("Marks for attempt 2");
    const attempts = esi.main.locator("#attempts li");
    await expect(attempts).toHaveText([/Attempt 2.*Newest.*Not marked yet/s, /Attempt 1.*17\.5 of 20/s]);
    await esi.follows("Attempt 1");
    await esi.sees("The student's result is the mark of the newest attempt, attempt 2.");
    await esi.sees(sha256(report));
    await expect(esi.field("Marks")).toHaveValue("17.5");
    await esi.follows("Show attempt 2");
    await expect(esi.field("Marks")).toHaveValue("");
  });

  await test.step("they talk, and each sees at once what the other says", async () => {
    await enterTheChat(esi, group);
    await enterTheChat(kofi, group);
    await say(esi, "Well done, both of you.");
    await hears(kofi, "Well done, both of you.");
    await say(kofi, "Thank you! <b>When</b> is the next one?");
    await hears(esi, "Thank you! <b>When</b> is the next one?");
    // Who comes later, or comes back, finds everything once.
    await kofi.opens(group.path);
    await say(esi, "On Friday.");
    await enterTheChat(kofi, group);
    await hears(kofi, "Well done, both of you.");
    await hears(kofi, "On Friday.");
    await enterTheChat(ama, group);
    await hears(ama, "On Friday.");
  });

  await test.step("the admin downloads a backup, the others cannot", async () => {
    await esi.opens("/s/accra/backup");
    const students = await downloadCsv(esi, "Students");
    expect(students).toHaveLength(3);
    expect(students.join("\n")).toContain(kofi.email);
    expect((await downloadCsv(esi, "Courses")).join("\n")).toContain("Physics");
    expect((await downloadCsv(esi, "Enrollments")).join("\n")).toContain(ama.username);
    expect((await downloadOther(esi, "Assignments", "assignments")).join("\n")).toContain("Density of a stone");
    const everything = await downloadEverything(esi);
    expect(everything).toContain("Density of a stone");
    expect(everything, "no password hash leaves").not.toContain("$argon2");
    const archive = await downloadArchive(esi);
    expect(archive.includes("tables/submissions.jsonl")).toBe(true);
    await looksForOrphans(esi, "accra", "Form 2 Science", "stone.txt");

    await bringArchive(esi, "accra.zip", archive);
    await esi.sees("The archive is whole");
    await esi.seesHeading("Next step");
    await esi.sees("Try it out");
    await expect(esi.main.locator("#hand"), "it is restored by whoever brought it").toHaveCount(0);
    await bringArchive(esi, "cut.zip", archive.subarray(0, -9));
    await esi.sees("Nothing can be restored from this archive");
    await esi.sees(/its end is missing/);

    kofi.expects(/status of 403/);
    for (const part of ["", "/storage"]) {
      const answer = await kofi.page.goto(`/s/accra/backup${part}`);
      expect(answer?.status()).toBe(403);
    }
  });
});
