// Everybody of the demo finds their work: each role has a dashboard, a menu that opens, and what it may find.
import { logIn } from "../support/accounts";
import { axe, fitsNarrowScreens } from "../support/looks";
import { type Details, type Person } from "../support/person";
import { expect, test } from "../support/test";

test.use({ demo: true });

// A school of the demo that has one of each role.
const SCHOOL = "linden";
const ROLES = [
  "admin", "principal", "deputy_principal", "academic_head", "department_head", "management", "registrar", "bursar", "librarian",
  "it_support", "security", "mentor", "corporate_rep", "teacher", "form_teacher", "parent", "student",
];

function ofTheDemo(role: string): Details {
  const username = `${SCHOOL}_${role}`.slice(0, 20);
  return { name: role, username, email: `${username}@linden.example`, password: "lyceum-demo" };
}

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
      });
    }
    await somebody.opens(`/s/${SCHOOL}/help`);
    await axe(somebody.page);
  });
}

test("a registrar finds a student by the keys alone", async ({ person }) => {
  const student = ofTheDemo("student");
  const registrar = await person("registrar", { as: ofTheDemo("registrar") });
  await logIn(registrar);
  await registrar.opens(`/s/${SCHOOL}`);
  await registrar.page.keyboard.press("Control+k");
  const field = registrar.page.getByRole("combobox", { name: "Find people, classes, courses and pages" });
  await expect(field).toBeFocused();
  await field.fill(student.username);
  const first = registrar.page.getByRole("option").first();
  await expect(first).toContainText("Student");
  await expect(first).toHaveAttribute("href", new RegExp(`^/s/${SCHOOL}/people/`));
  await axe(registrar.page);
  await registrar.page.keyboard.press("Escape");
  await expect(field).toBeHidden();
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
  await expect(menu.getByRole("link")).toHaveCount(4);
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
