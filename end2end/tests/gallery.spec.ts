// The gallery: every part of `ui` in every state, without a server. axe finds nothing, in both themes and directions.
import { expect, test } from "@playwright/test";
import { Gallery } from "../support/gallery";
import { axe, fitsNarrowScreens } from "../support/looks";

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await Gallery.begin();
});
test.afterAll(async () => gallery.end());

test("every part in every state", async ({ page }) => {
  test.setTimeout(120_000);
  const surprises: string[] = [];
  page.on("console", (line) => line.type() === "error" && surprises.push(line.text()));
  page.on("pageerror", (error) => surprises.push(error.message));
  await page.goto(gallery.url);
  await expect(page.getByRole("heading", { level: 1, name: "Every part in every state" })).toBeVisible();
  for (const part of ["Buttons", "Fields", "Tables", "Signs", "Chat", "Surfaces", "Moving", "Menus", "Entry"]) {
    await expect(page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  for (const direction of ["ltr", "rtl"]) {
    await expect(page.locator("html")).toHaveAttribute("dir", direction);
    for (const theme of ["light", "dark"]) {
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      await axe(page);
      await page.getByRole("button", { name: "Theme" }).click();
    }
    await fitsNarrowScreens(page);
    await page.getByRole("button", { name: "Direction" }).click();
  }
  expect(surprises, "nothing went wrong in the browser").toEqual([]);
});
