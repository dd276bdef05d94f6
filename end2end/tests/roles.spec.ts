// Everybody of the demo finds their work: each role has a dashboard, a menu that opens, and what it may find.
import type { Locator } from "@playwright/test";
import { logIn } from "../support/accounts";
import { SCHOOL, ofTheDemo } from "../support/demo";
import { axe, barIsWhole, fitsNarrowScreens } from "../support/looks";
import { linkIn } from "../support/mails";
import type { Person } from "../support/person";
import { expect, test } from "../support/test";

test.use({ demo: true });

const ROLES = [
  "admin", "principal", "deputy_principal", "academic_head", "department_head", "management", "registrar", "bursar", "librarian",
  "it_support", "security", "mentor", "corporate_rep", "teacher", "form_teacher", "parent", "student",
];

/** The addresses of the menu, those behind "More" too. */
async function menuOf(person: Person): Promise<string[]> {
  const links = person.page.locator("nav.sidebar .sidebar-all a");
  const paths = await links.evaluateAll((all) => all.map((it) => it.getAttribute("href") ?? ""));
  expect(paths.length).toBeGreaterThan(1);
  return paths;
}

for (const role of ROLES) {
  test(`${role}: the dashboard and every entry of the menu`, async ({ person }) => {
    const somebody = await person(role, { as: ofTheDemo(role) });
    await logIn(somebody);
    await somebody.opens(`/s/${SCHOOL}`);
    await expect(somebody.main.getByRole("heading", { level: 1 })).toHaveCount(1);
    await axe(somebody.page);
    await fitsNarrowScreens(somebody.page);
    for (const path of await menuOf(somebody)) {
      await test.step(path, async () => {
        const answer = await somebody.page.goto(path);
        expect.soft(answer?.status(), path).toBe(200);
        await somebody.settles();
        // It is a page, and not the refusal of one.
        await expect.soft(somebody.main.getByRole("heading", { level: 1 }), path).toHaveCount(1);
        await expect.soft(somebody.main.locator(".error-page"), path).toHaveCount(0);
      });
    }
    await somebody.opens(`/s/${SCHOOL}/help`);
    await axe(somebody.page);
  });
}

const initialsOf = (name: string) => name.split(" ").map((word) => word.charAt(0)).join("").toLowerCase();

/** A student whom two letters name: nobody else of the list has these initials, and nobody is called something that begins so. */
function studentByInitials(list: string): string {
  const people = list.split(/\r?\n/).slice(1).map((line) => {
    const [name = "", username = "", , role = ""] = line.split(",");
    return { name, username, role };
  });
  const student = people.find(({ name, role }) => {
    const initials = initialsOf(name);
    const rivals = people.filter((it) =>
      initialsOf(it.name) === initials || it.name.toLowerCase().startsWith(initials) || it.username.startsWith(initials));
    return role === "student" && /^[A-Z][a-z]+ [A-Z][a-z]+$/.test(name) && rivals.length === 1;
  });
  if (!student) throw new Error("every student of the demo shares their initials");
  return student.name;
}

test("an invited registrar finds a student in two keystrokes", async ({ person, mails }) => {
  const admin = await person("admin", { as: ofTheDemo("admin") });
  const nia = await person("Nia Osei");
  await logIn(admin);
  await admin.opens(`/s/${SCHOOL}/invitations`);
  await admin.fills({ People: `${nia.name} <${nia.email}>`, Role: "registrar" });
  await admin.presses("Send the invitations");
  await admin.isTold("The invitations are on their way.");
  await nia.opens(linkIn(await mails.latest(nia.email, /invites you/)));
  await nia.fills({ Username: nia.username, Password: nia.password });
  await nia.presses("Sign up and come in");
  await nia.arrives(`/s/${SCHOOL}`);

  await nia.opens(`/s/${SCHOOL}/people`);
  const name = studentByInitials((await nia.downloads("Export as CSV")).bytes.toString());
  await nia.opens(`/s/${SCHOOL}`);
  await nia.page.keyboard.press("Control+k");
  const field = nia.page.getByRole("combobox", { name: "Find people, classes, courses and pages" });
  await expect(field).toBeFocused();
  await nia.page.keyboard.type("password");
  await expect(nia.page.getByRole("option", { name: "Password and e-mail" })).toBeVisible();
  await field.fill("");
  await nia.page.keyboard.type(initialsOf(name));
  const best = nia.page.getByRole("option").first();
  await expect(best).toContainText(name);
  await expect(best).toContainText(/\w · Student/);
  await axe(nia.page);
  await nia.page.keyboard.press("Enter");
  await nia.arrives(new RegExp(`/s/${SCHOOL}/people/[0-9a-f-]{36}$`));
  await nia.seesHeading(name);
  await expect(field).toBeHidden();
});

test("a teacher finds a student of theirs and no colleague", async ({ person }) => {
  const teacher = await person("teacher", { as: ofTheDemo("teacher") });
  await logIn(teacher);
  await teacher.opens(`/s/${SCHOOL}/classes`);
  await teacher.follows(/^8 a/);
  await teacher.arrives(/\/classes\/[0-9a-f-]{36}$/);
  await teacher.opens(`${new URL(teacher.page.url()).pathname}/people`);
  const student = teacher.main.locator("#members li").filter({ has: teacher.page.locator(".roster-role", { hasText: /^\s*Student/ }) });
  const known = (it: Locator) => Promise.all([it.getAttribute("id"), it.locator(".meta").innerText()]);
  const [[line, username], [first, firstName]] = await Promise.all([known(student.last()), known(student.first())]);
  await teacher.opens(`/s/${SCHOOL}`);
  await teacher.page.keyboard.press("Control+k");
  const field = teacher.page.getByRole("combobox", { name: "Find people, classes, courses and pages" });
  await expect(field).toBeFocused();
  await field.fill("linden_registrar");
  await expect(teacher.page.getByText("Nothing has these words.")).toBeVisible();
  await field.fill(username);
  const found = teacher.page.getByRole("group", { name: "Your students" }).locator(`[href$="#${line}"]`);
  await expect(found).toContainText(username);
  await axe(teacher.page);
  await found.click();
  await teacher.arrives(/\/classes\/[0-9a-f-]{36}\/people(\?page=\d+)?#person-[0-9a-f-]{36}$/);
  const there = teacher.main.locator(`#${line}`);
  await expect(there).toContainText(username);
  await expect(there).toBeFocused();
  await expect(there).toBeInViewport();
  await expect(teacher.main.locator(".is-sought")).toHaveId(line ?? "");
  // From there to another student of the class.
  await teacher.page.keyboard.press("Control+k");
  await field.fill(firstName);
  await teacher.page.getByRole("group", { name: "Your students" }).locator(`[href$="#${first}"]`).click();
  await expect(teacher.main.locator(`#${first}`)).toBeFocused();
  await expect(teacher.main.locator(`#${first}`)).toBeInViewport();
  await expect(teacher.main.locator(".is-sought")).toHaveId(first ?? "");
});

test("a student finds an own class and nobody else", async ({ person }) => {
  const student = await person("student", { as: ofTheDemo("student") });
  await logIn(student);
  await student.opens(`/s/${SCHOOL}`);
  await student.page.getByRole("button", { name: "Go to" }).click();
  const own = student.page.getByRole("option").filter({ hasText: /student/ }).first();
  await expect(own).toHaveAttribute("href", new RegExp(`^/s/${SCHOOL}/classes/`));
  const field = student.page.getByRole("combobox", { name: "Find people, classes, courses and pages" });
  await field.fill("linden_teacher");
  await expect(student.page.getByText("Nothing has these words.")).toBeVisible();
  await student.page.keyboard.press("Escape");
});

test("on a phone four entries are in sight and the others behind one", async ({ person }) => {
  const admin = await person("admin", { as: ofTheDemo("admin") });
  await admin.page.setViewportSize({ width: 320, height: 640 });
  await logIn(admin);
  await admin.opens(`/s/${SCHOOL}`);
  const menu = admin.page.getByRole("navigation", { name: "Main menu" });
  await expect(menu.getByRole("link")).toHaveText(["Home", /^News/, "Classes", /^Chats/]);
  await barIsWhole(admin.page);
  await menu.getByText("More").click();
  await menu.getByRole("link", { name: "Help" }).click();
  await admin.arrives(`/s/${SCHOOL}/help`);
  await expect(menu.getByRole("link", { name: "Help" })).toBeHidden();
});

test("outside of a school the switch names the last one", async ({ person }) => {
  const admin = await person("admin", { as: ofTheDemo("admin") });
  await logIn(admin);
  await admin.opens(`/s/${SCHOOL}/classes`);
  const name = await admin.page.locator(".switcher-name").innerText();
  await admin.opens("/me");
  await expect(admin.page.locator(".switcher-name")).toHaveText(name);
});
