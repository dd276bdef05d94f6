// A parent of two children in two schools, two parents who see their own child only, and one who is invited for a child.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { handIn, inDays, mark, openTheSubmissionOf, setTheAssignment, textFile } from "../support/assignments";
import { makeAClass, makeACourse } from "../support/classes";
import { addAChild, choosesMember, codeMadeIn, comeWithACode, makeAFamilyCode } from "../support/families";
import { axe, fitsNarrowScreens } from "../support/looks";
import { linkIn } from "../support/mails";
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

  // Whoever has to phone about the child finds the parent on the child's page.
  await esi.opens(`/s/${first.slug}/guardians`);
  await esi.follows(ama.name);
  await esi.arrives(new RegExp(`/s/${first.slug}/people/[0-9a-f-]{36}$`));
  const family = esi.main.locator("#family");
  await expect(family.getByRole("link", { name: yaa.name })).toBeVisible();
  await expect(family).toContainText("Mother");
  await family.getByRole("button", { name: `New family code for ${ama.name}` }).click();
  await esi.arrives(/\/people\/[0-9a-f-]{36}#made-code$/);
  await codeMadeIn(family);
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
  await esi.follows("Look after the links");
  await esi.arrives(new RegExp(`/s/${first.slug}/guardians`));

  // The school takes the marks away, then the link.
  await esi.opens(`/s/${first.slug}/guardians`);
  const line = esi.main.locator(".family-link").filter({ hasText: yaa.name });
  const pencil = line.locator("summary").first();
  const closed = await pencil.boundingBox();
  await pencil.click();
  await expect(line.getByRole("button", { name: "Save" })).toBeVisible();
  expect((await pencil.boundingBox())?.x, "the pencil stays where it was pressed").toBeCloseTo(closed?.x ?? -1, 0);
  await line.getByLabel("Marks, comments and work handed in").uncheck();
  await line.getByRole("button", { name: "Save" }).click();
  await esi.isTold("The link is saved.");
  await yaa.opens(child);
  await yaa.sees("Marks and work handed in are not shown to you.");
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
  await expect(esi.main.locator("#family-codes .list > li").filter({ hasText: ama.name })).toContainText(`${ama.username} · Form 1`);
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

  // A further link, by hand. Nobody is chosen at first, and what is written and means nobody stays to be put right.
  await esi.opens(`/s/${school.slug}/guardians`);
  const link = esi.main.locator("#link");
  const child = link.getByRole("combobox", { name: "Student", exact: true });
  await expect(child).toHaveValue("");
  await child.fill("Nobody At All");
  await child.blur();
  await expect(link.getByText("No student of this name is at the school.")).toBeVisible();
  await expect(child).toHaveValue("Nobody At All");
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
  await choosesMember(link, "Parent", nii.name);
  await choosesMember(link, "Student", ama.name);
  await link.getByLabel("Relation", { exact: true }).selectOption({ label: "Guardian" });
  await link.getByRole("button", { name: "Link them" }).click();
  await esi.isTold("They are linked.");
  const family = esi.main.locator(".family").filter({ hasText: ama.username });
  await expect(family.locator(".family-link")).toHaveCount(2);
  await family.getByRole("button", { name: `New family code for ${ama.name}` }).click();
  await esi.arrives(/#made-code$/);
  await codeMadeIn(family);
  await nii.opens("/parent/children");
  await nii.sees(ama.name);
});

test("a parent invited for a child sees the child, and reads what the child's class is told", async ({ person, mails }) => {
  const esi = await person("Esi Mensah");
  const ama = await person("Ama Darko", { javaScript: false });
  const yaa = await person("Yaa Darko", { javaScript: false });
  const slug = unique("school");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 1");
  await joinWithCode(ama, group.studentCode);

  await test.step("the way from the families to the invitation names the child", async () => {
    await esi.opens(`/s/${slug}/guardians`);
    const panel = esi.main.locator("#family-codes");
    await panel.getByText("Or invite a parent by mail").click();
    await choosesMember(panel, "A parent of", ama.name);
    await panel.getByRole("button", { name: "Invite by mail" }).click();
    await esi.arrives(new RegExp(`/invitations\\?child=${ama.username}&`));
    await expect(esi.field("Role")).toHaveValue("parent");
    await expect(esi.field("Children")).toHaveValue(ama.username);
    await esi.fills({ People: `${yaa.name} <${yaa.email}>` });
    await esi.presses("Send the invitations");
    await esi.isTold("The invitations are on their way.");
    await expect(esi.main.locator("#open")).toContainText(ama.name);
  });

  await test.step("the parent comes by the link of the mail and sees the child", async () => {
    await yaa.opens(linkIn(await mails.latest(yaa.email, /invites you/)));
    await yaa.sees(`You will see how they are doing at school: ${ama.name}.`);
    await yaa.fills({ Username: yaa.username, Password: yaa.password });
    await yaa.presses("Sign up and come in");
    await yaa.arrives(`/s/${slug}`);
    await yaa.isTold("Welcome. You are a member of the school.");
    await yaa.page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: "Your children" }).first().click();
    await yaa.arrives("/parent/children");
    await expect(yaa.main.getByRole("article").getByRole("link")).toHaveText([ama.name]);
    await yaa.opens(`/s/${slug}/announcements`);
    await yaa.sees("No announcements");
  });

  await test.step("what the class is told reaches the parent", async () => {
    await esi.opens(`${group.path}/announcements`);
    await esi.follows("New announcement");
    await esi.arrives(/\/announcements\/new\?class=[0-9a-f-]{36}$/);
    await expect(esi.main.getByRole("checkbox", { name: "Form 1" })).toBeChecked();
    await esi.fills({ Title: "A trip on Thursday", Text: "Bring a coat." });
    await esi.presses("Publish now");
    await esi.arrives(/\/announcements\/[0-9a-f-]{36}$/);
    await esi.sees("0 of 2 have read it");
    const address = new URL(esi.page.url()).pathname;
    await yaa.opens(`/s/${slug}/announcements`);
    await yaa.follows("A trip on Thursday");
    await yaa.arrives(address);
    await yaa.sees("Bring a coat.");
    await yaa.presses("Mark as read");
    await yaa.isTold("Marked as read.");
    await expect(yaa.main.getByRole("button", { name: "Mark as read" })).toHaveCount(0);
    await esi.opens(address);
    await esi.sees("1 of 2 have read it");
  });
});

test("a teacher with a child at the own school sees the child and stays a teacher, also without a script", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const ama = await person("Ama Darko", { javaScript: false });
  const kojo = await person("Kojo Darko", { javaScript: false });
  const school = await aSchoolWith(esi, ama, "Physics");
  await joinWithCode(kojo, school.group.lecturerCode);
  const menu = kojo.page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: "Your children" });
  await kojo.opens(`/s/${school.slug}`);
  await expect(menu).toHaveCount(0);

  await addAChild(kojo, await makeAFamilyCode(esi, school.slug, ama.name), "Father");
  await kojo.isTold("Your place at the school is unchanged.");
  await kojo.sees(ama.name);
  await kojo.opens(`/s/${school.slug}/classes`);
  await kojo.sees("Form 1");
  await menu.first().click();
  await kojo.arrives("/parent/children");
  await kojo.follows(ama.name);
  await kojo.arrives(/\/parent\/children\/[^/]+\/[0-9a-f-]{36}$/);
  await kojo.seesHeading(ama.name);

  await esi.opens(`/s/${school.slug}/guardians`);
  const line = esi.main.locator(".family-link").filter({ hasText: kojo.name });
  await line.locator("summary").first().click();
  await line.getByText("Unlink", { exact: true }).click();
  await line.getByRole("button", { name: "Unlink them" }).click();
  await esi.isTold("They are no longer linked.");
  await kojo.opens(`/s/${school.slug}`);
  await expect(menu).toHaveCount(0);
});
