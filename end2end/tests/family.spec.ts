// A parent of two children in two schools, and two parents who see their own child only.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { handIn, inDays, mark, openTheSubmissionOf, setTheAssignment, textFile } from "../support/assignments";
import { makeAClass, makeACourse } from "../support/classes";
import { addAChild, comeWithACode, makeAFamilyCode } from "../support/families";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

/** A school with a class, a course and one student in it. */
async function aSchoolWith(head: Person, student: Person, course: string) {
  const slug = unique("school");
  const name = `School ${slug}`;
  await foundTheSchool(head, { name, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(head, slug, "Form 1");
  await joinWithCode(student, group.studentCode);
  const path = await makeACourse(head, group, { title: course, summary: "For the story." });
  return { slug, name, group, course: path };
}

test("a parent sees two children in two schools, with marks, until the school says otherwise", async ({ person }) => {
  test.setTimeout(300_000);
  const [esi, kwame] = [await person("Esi Mensah"), await person("Kwame Boadu")];
  const [ama, kofi] = [await person("Ama Darko"), await person("Kofi Darko")];
  const yaa = await person("Yaa Darko");
  const first = await aSchoolWith(esi, ama, "Physics");
  const second = await aSchoolWith(kwame, kofi, "History");

  const assignment = await setTheAssignment(esi, first.course, {
    title: "Density of a stone", brief: "Measure it.", points: "20", due: inDays(5),
  });
  await handIn(ama, assignment, [textFile("report.txt", "2.6 g/ml\n")], "");
  await openTheSubmissionOf(esi, assignment, ama);
  await mark(esi, "17", "Well measured.");

  await comeWithACode(yaa, await makeAFamilyCode(esi, first.slug, ama.name), "Mother");
  await addAChild(yaa, await makeAFamilyCode(kwame, second.slug, kofi.name), "Mother");
  for (const text of [ama.name, first.name, "Density of a stone", "17 of 20", kofi.name, second.name]) await yaa.sees(new RegExp(text));

  await yaa.follows(ama.name);
  await yaa.arrives(/\/parent\/children\/[^/]+\/[0-9a-f-]{36}$/);
  await yaa.sees("Well measured.");
  await expect(yaa.main.getByRole("link", { name: `Write to ${esi.name}` })).toHaveAttribute("href", `mailto:${esi.email}`);
  const child = new URL(yaa.page.url()).pathname;

  // Each school's dashboard has its own child.
  await yaa.opens(`/s/${second.slug}`);
  await yaa.sees(kofi.name);
  await expect(yaa.main.getByText(ama.name)).toHaveCount(0);

  // The school takes the marks away, then the link.
  await esi.opens(`/s/${first.slug}/guardians`);
  const line = esi.main.locator(".family-link").filter({ hasText: yaa.name });
  await line.locator("summary").first().click();
  await line.getByLabel("Marks and comments").uncheck();
  await line.getByRole("button", { name: "Save" }).click();
  await esi.isTold("The link is saved.");
  await yaa.opens(child);
  await yaa.sees("Marks are not shown to you.");
  await expect(yaa.main.getByText("Well measured.")).toHaveCount(0);

  await line.locator("summary").first().click();
  await line.getByText("Unlink", { exact: true }).click();
  await line.getByRole("button", { name: "Unlink them" }).click();
  await esi.isTold("They are no longer linked.");
  yaa.expects(/status of 404/);
  await yaa.page.goto(child);
  await expect(yaa.page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
  await yaa.opens("/parent/children");
  await expect(yaa.main.getByText(ama.name)).toHaveCount(0);
  await yaa.sees(kofi.name);
});

test("two parents each see their own child, and a code works once, also without a script", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const [ama, kojo] = [await person("Ama Darko"), await person("Kojo Ansah")];
  const school = await aSchoolWith(esi, ama, "Physics");
  await joinWithCode(kojo, school.group.studentCode);
  const yaa = await person("Yaa Darko", { javaScript: false });
  const nii = await person("Nii Ansah");
  const code = await makeAFamilyCode(esi, school.slug, ama.name);
  await comeWithACode(yaa, code, "Mother");
  await yaa.sees(ama.name);
  await expect(yaa.main.getByText(kojo.name)).toHaveCount(0);

  await nii.opens(`/family?code=${code}`);
  await nii.fills({ "Full name": nii.name, Username: nii.username, "E-mail": nii.email, Password: nii.password });
  await nii.presses("See my child");
  await nii.sees("This family code has been used or has expired.");
  await comeWithACode(nii, await makeAFamilyCode(esi, school.slug, kojo.name), "Father");
  await nii.sees(kojo.name);
  await expect(nii.main.getByText(ama.name)).toHaveCount(0);

  // A further link, by hand.
  await esi.opens(`/s/${school.slug}/guardians?parent=${nii.username}&child=${ama.username}`);
  await esi.presses("Link them");
  await esi.isTold("They are linked.");
  await nii.opens("/parent/children");
  await nii.sees(ama.name);
});
