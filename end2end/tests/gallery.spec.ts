// The gallery: parts of `ui` that open and close do so by keyboard, and axe finds nothing where they are.
import { expect, test } from "@playwright/test";
import { Gallery } from "../support/gallery";
import { axe, fitsNarrowScreens } from "../support/looks";

let gallery: Gallery;
let surprises: string[];
test.beforeAll(async () => {
  gallery = await Gallery.begin();
});
test.afterAll(async () => gallery.end());
test.beforeEach(async ({ page }) => {
  surprises = await gallery.openIn(page);
});
test.afterEach(() => {
  expect(surprises, "nothing went wrong in the browser").toEqual([]);
});

test("a tooltip comes with the focus and goes with Escape", async ({ page }) => {
  const button = page.getByRole("button", { name: "Step back" });
  const words = page.locator("#tip-back");
  await expect(button).toHaveAccessibleDescription("The last word stays.");
  await expect(words).toBeHidden();
  await page.getByRole("button", { name: "Who sees it" }).focus();
  await page.keyboard.press("Tab");
  await expect(button).toBeFocused();
  await expect(words).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(words).toBeHidden();
  await expect(button).toBeFocused();
});

test("messages look right, and do not go by themselves where little shall move", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.clock.install();
  await page.reload();
  const place = page.getByRole("region", { name: "Messages", exact: true });
  await page.getByRole("button", { name: "With a link" }).press("Enter");
  await page.clock.runFor(60_000);
  await expect(place.getByRole("link", { name: "See them" })).toBeVisible();
  await page.clock.resume();
  await axe(page);
  await fitsNarrowScreens(page);
});

test("tabs are links, and the one that one is on is in sight", async ({ page }) => {
  const tabs = page.getByRole("navigation", { name: "Parts of a term" });
  const current = tabs.locator('[aria-current="page"]');
  await expect(current).toHaveText("Marks");
  await page.setViewportSize({ width: 320, height: 640 });
  await page.reload();
  await expect(async () => {
    const [outer, inner] = [await tabs.boundingBox(), await current.boundingBox()];
    expect(inner?.x).toBeGreaterThanOrEqual(outer?.x ?? 0);
    expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0) + 1);
  }).toPass();
  await tabs.getByRole("link", { name: "Settings" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#ways$/);
});

test("a menu is gone through with the arrows", async ({ page }) => {
  const menu = page.locator("#menus details").first();
  const summary = menu.locator("summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("link", { name: "Rename" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(menu.getByRole("button", { name: "Remove" })).toBeFocused();
  await page.keyboard.press("Home");
  await expect(menu.getByRole("link", { name: "Rename" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).not.toHaveAttribute("open");
  await expect(summary).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Tab");
  await expect(menu, "who leaves it closes it").not.toHaveAttribute("open");
});
