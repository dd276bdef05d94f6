// What Lyceum is for, from the first start of an empty installation, by people at browsers of their own.
import { downloadCsv, downloadEverything } from "../support/backup";
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { handIn, inDays, mark, openTheSubmissionOf, readsTheFile, setTheAssignment, sha256, textFile } from "../support/assignments";
import { enterTheChat, hears, say } from "../support/chat";
import { makeAClass, makeACourse } from "../support/classes";
import { expect, test } from "../support/test";

test.use({ firstRun: true });

test("a teacher founds a school, students hand in, get marks and talk, and the admin takes a backup home", async ({ person }) => {
  test.setTimeout(150_000);
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
    await handIn(kofi, assignment, [report, table], "The third try was the best.");
    await kofi.page.reload();
    await kofi.settles();
    await kofi.sees(sha256(report));
  });

  await test.step("the teacher reads, marks and comments", async () => {
    await openTheSubmissionOf(esi, assignment, kofi);
    await esi.sees("The third try was the best.");
    await readsTheFile(esi, report);
    await readsTheFile(esi, table);
    await mark(esi, "17.5", "Clear and careful. Say how sure you are.");
  });

  await test.step("the student sees the marks, another does not", async () => {
    await kofi.opens(assignment);
    await kofi.sees(/17\.5/);
    await kofi.sees("Clear and careful. Say how sure you are.");
    await ama.opens(assignment);
    await expect(ama.main.getByText("Clear and careful")).toHaveCount(0);
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
    const everything = await downloadEverything(esi);
    expect(everything).toContain("Density of a stone");
    expect(everything, "no password hash leaves").not.toContain("$argon2");

    kofi.expects(/status of 403/);
    const answer = await kofi.page.goto("/s/accra/backup");
    expect(answer?.status()).toBe(403);
  });
});
