// Pages that show something only where much is going on, each for somebody who opens it: axe finds nothing in light or
// dark, and nothing is wider than 320 px.
import { logIn } from "../support/accounts";
import { PLATFORM_ADMIN, SCHOOL, ofTheDemo } from "../support/demo";
import { looksAt } from "../support/looks";
import { expect, test } from "../support/test";

test.use({ demo: true });

const base = `/s/${SCHOOL}`;

test("pages of the platform's admin", async ({ person }) => {
  const nora = await person("Nora Whitfield", { as: PLATFORM_ADMIN });
  await logIn(nora);
  await looksAt(nora, [
    "/admin/audit", "/admin/audit?q=nothing+has+this", "/admin/people", "/admin/schools", "/admin/schools?admins=none", "/help",
    "/help/school_admin",
  ]);
});

test("pages of a school's admin", async ({ person }) => {
  test.setTimeout(300_000);
  const admin = await person("admin", { as: ofTheDemo("admin") });
  await logIn(admin);
  await looksAt(admin, [
    `${base}/audit`, `${base}/guardians?q=linden_student`, `${base}/view-as?q=linden_student`, `${base}/find?q=ma`,
    `${base}/find?q=nothing+has+this`, `${base}/announcements`, `${base}/settings`, `${base}/settings/departments`,
    `${base}/settings/storage`, `${base}/calendar`,
  ]);
  await admin.opens(`${base}/view-as?q=linden_student`);
  await admin.main.getByRole("link", { name: /^View as / }).first().click();
  await admin.arrives(/\/view-as\?member=[0-9a-f-]{36}$/);
  await expect(admin.field("Reason")).toBeVisible();
  const { pathname, search } = new URL(admin.page.url());
  await looksAt(admin, [`${pathname}${search}`]);
});

test("pages of a class, for its teacher", async ({ person }) => {
  const teacher = await person("teacher", { as: ofTheDemo("teacher") });
  await logIn(teacher);
  await teacher.opens(`${base}/classes`);
  await teacher.follows(/^8 a/);
  await teacher.arrives(/\/classes\/[0-9a-f-]{36}$/);
  const { pathname } = new URL(teacher.page.url());
  const parts = ["people?q=linden", "statistics", "settings", "announcements"];
  await looksAt(teacher, parts.map((part) => `${pathname}/${part}`));
  await teacher.opens(`${pathname}/statistics`);
  await expect(teacher.main.getByRole("img", { name: "Average mark of the latest assignments" })).toBeVisible();
});

test("pages of a parent", async ({ person }) => {
  const parent = await person("parent", { as: ofTheDemo("parent") });
  await logIn(parent);
  await parent.opens("/parent/children");
  // A child here and one in another school.
  const children = parent.main.getByRole("article").getByRole("heading").getByRole("link");
  await expect(children).toHaveCount(2);
  const child = await children.first().getAttribute("href");
  expect(child).toMatch(/^\/parent\/children\/[a-z]+\/[0-9a-f-]{36}$/);
  await looksAt(parent, ["/parent/children", child ?? "", "/family"]);
});

test("pages of somebody without an account, who may be a parent", async ({ person }) => {
  const stranger = await person("Yaa Darko");
  await looksAt(stranger, ["/family", "/help", "/help/parent"]);
});
