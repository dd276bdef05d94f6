// Help where it is needed: from a page to its place in the help.
import { logIn } from "../support/accounts";
import { SCHOOL, ofTheDemo } from "../support/demo";
import { expect, test } from "../support/test";

test.use({ demo: true });

// A page of a school and one of none: its help, the place in it, and what stands there.
const PAGES = [
  { page: `/s/${SCHOOL}/backup`, help: `/s/${SCHOOL}/help`, place: "backup", heading: "Take a backup home" },
  { page: "/me/security", help: "/help", place: "password", heading: "Change your password or address" },
];

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`a page leads to its own place in the help, ${how}`, async ({ person }) => {
    const admin = await person("admin", { as: ofTheDemo("admin"), javaScript });
    await logIn(admin);
    for (const { page, help, place, heading } of PAGES) {
      await admin.opens(page);
      await admin.follows("Help about this page");
      await admin.arrives(new RegExp(`${help}#${place}$`));
      await expect(admin.main.locator(`#${place}`).getByRole("heading", { name: heading, exact: true })).toBeInViewport({ ratio: 1 });
      // It is far down: one is not simply at the top.
      await expect(admin.main.getByRole("heading", { level: 1 })).not.toBeInViewport();
    }
  });
}
