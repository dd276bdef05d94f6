// One login, several schools: role, menu and data follow the school one switches to, without loading the page anew.
import { foundTheSchool, joinWithCode, typesTheCode } from "../support/accounts";
import { makeAClass, makeACourse } from "../support/classes";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

test("a teacher here is a student there, and the switch changes role, menu and data", async ({ person }) => {
  test.setTimeout(300_000);
  const ama = await person("Ama Owusu");
  const ben = await person("Ben Tetteh");
  const kofi = await person("Kofi Agyeman");
  const [north, south] = [unique("north"), unique("south")];
  await foundTheSchool(ama, { name: `North ${north}`, slug: north, timeZone: "Africa/Accra" });
  await foundTheSchool(ben, { name: `South ${south}`, slug: south, timeZone: "Africa/Accra" });
  const taught = await makeAClass(ama, north, "Form 2B");
  const attended = await makeAClass(ben, south, "Evening class");
  await makeACourse(ben, attended, { title: "Ceramics", summary: "" });

  await joinWithCode(kofi, taught.lecturerCode);
  await typesTheCode(kofi, attended.studentCode);
  await kofi.presses("Join the class");
  await kofi.isTold("You are in the class.");

  const menu = kofi.page.getByRole("navigation", { name: "Main menu" });
  const switcher = kofi.page.locator(".switcher");
  await kofi.opens(`/s/${north}`);
  await expect(switcher).toContainText("Teacher");
  await kofi.sees("Form 2B");
  await kofi.opens(`/s/${north}/classes`);
  await expect(kofi.main.getByRole("link", { name: "New class" })).toBeVisible();

  // A mark that a new document would not have.
  await kofi.page.evaluate(() => Object.assign(window, { stayed: true }));
  await switcher.locator("summary").click();
  await switcher.getByRole("link", { name: new RegExp(`South ${south}`) }).click();
  await kofi.arrives(`/s/${south}`);
  await expect(switcher).toContainText("Student");
  await kofi.sees("Evening class");
  await expect(kofi.main.getByText("Form 2B")).toHaveCount(0);
  await menu.getByRole("link", { name: "Classes" }).first().click();
  await kofi.arrives(`/s/${south}/classes`);
  await expect(kofi.main.getByRole("link", { name: "New class" })).toHaveCount(0);
  // What is gone to is of the school one is in now, and the other school is found by its name.
  await kofi.page.keyboard.press("Control+k");
  await expect(kofi.page.getByRole("combobox", { name: "Find people, classes, courses and pages" })).toBeFocused();
  await expect(kofi.page.getByRole("option", { name: "Classes", exact: true })).toHaveAttribute("href", `/s/${south}/classes`);
  await kofi.page.keyboard.type(`north ${north}`);
  await kofi.page.getByRole("option").filter({ hasText: `North ${north}` }).click();
  await kofi.arrives(`/s/${north}`);
  expect(await kofi.page.evaluate(() => "stayed" in window), "the page was never loaded anew").toBe(true);

  // Two tabs may be in two schools.
  const tab = await kofi.context.newPage();
  await tab.goto(`/s/${north}/classes`);
  await expect(tab.getByRole("main").getByRole("link", { name: "New class" })).toBeVisible();
  await kofi.opens(`/s/${south}`);
  await kofi.sees("Evening class");

  // What is not theirs is not there, whatever the address says.
  kofi.expects(/status of 404/);
  const foreign = taught.path.replace(`/s/${north}/`, `/s/${south}/`);
  expect((await kofi.page.goto(foreign))?.status()).toBe(404);
});
