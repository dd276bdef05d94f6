// The audit log: a change is found by the person it was made to, read before and after, and taken along as a file.
import { logIn } from "../support/accounts";
import { SCHOOL, ofTheDemo } from "../support/demo";
import { axe, fitsNarrowScreens } from "../support/looks";
import { expect, test } from "../support/test";

test.use({ demo: true });

// Two of the demo: the one is changed, the other is not.
const MENTOR = "Irmgard Kuhn";
const LIBRARIAN = "Margot Feldmann";

test("an admin changes a role and finds it in the log, before and after, and in a file", async ({ person }) => {
  const admin = await person("admin", { as: ofTheDemo("admin") });
  await logIn(admin);
  await admin.opens(`/s/${SCHOOL}/people?q=linden_mentor`);
  await admin.follows(MENTOR);
  await admin.seesHeading(MENTOR);
  await admin.fills({ "New role": "librarian" });
  await admin.presses("Change");
  await admin.sees(`${MENTOR}: Role changed from Mentor to Librarian`);
  const changed = admin.page.url();

  await admin.opens(`/s/${SCHOOL}/audit`);
  await admin.fills({ Search: LIBRARIAN, What: "member" });
  await admin.presses("Show");
  await admin.arrives(/\/audit\?q=Margot/);
  await admin.sees("Nothing fits");
  await admin.fills({ Search: MENTOR, What: "member" });
  await admin.presses("Show");
  await admin.arrives(/\/audit\?q=Irmgard/);
  const lines = admin.main.locator("ul.audit > li");
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("changed a member's role");
  await expect(lines).toContainText(MENTOR);
  await expect(lines).toContainText("linden_admin");
  const summary = lines.locator("summary");
  await expect(summary, "words are apart").toContainText(`changed a member's role ${MENTOR} linden_admin`);
  const gap = await summary.evaluate((it) => parseFloat(getComputedStyle(it).columnGap));
  expect(gap, "and are seen apart").toBeGreaterThan(4);
  const table = lines.getByRole("table");
  await expect(table).toBeHidden();
  const arrow = () => summary.evaluate((it) => getComputedStyle(it, "::before").rotate);
  expect(await arrow(), "along the line").toBe("-45deg");
  await summary.click();
  await expect.poll(arrow, "down").toBe("45deg");
  await expect(table.getByRole("row")).toHaveText([/Before.*After/, /mentor.*librarian/i]);
  await expect(lines).toContainText(/Device.* on /);
  await axe(admin.page);
  await fitsNarrowScreens(admin.page);

  const file = await admin.downloads("Download as CSV");
  expect(file.name).toMatch(/^audit_.*\.csv$/);
  const [head, ...rows] = file.bytes.toString().split(/\r?\n/).filter(Boolean);
  expect(head).toContain("when,username,name,action,subject,detail");
  expect(rows, "as the page is filtered").toHaveLength(1);
  for (const part of ["linden_admin", "member.role_changed", MENTOR, "mentor", "librarian", "Mentor → Librarian"]) expect(rows[0]).toContain(part);
  // That it was taken along is in the log itself.
  await admin.follows("Clear");
  await expect(lines.filter({ hasText: "downloaded data" })).toHaveCount(1);

  await admin.opens(changed);
  await admin.presses("Undo");
  await admin.isTold("It is undone.");
  await expect(admin.main.locator("#profile")).toContainText("Mentor");
});
