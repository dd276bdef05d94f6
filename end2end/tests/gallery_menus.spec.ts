// The menus of the gallery: gone through by keys, read where they ask first, and in sight where they open low.
import { expect, test } from "../support/gallery";
import { axe, fitsNarrowScreens } from "../support/looks";

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
  await page.evaluate(() => {
    const hear = (event: KeyboardEvent) => event.key === "Escape" && document.documentElement.toggleAttribute("data-escaped", true);
    addEventListener("keydown", hear);
  });
  await page.keyboard.press("Escape");
  await expect(menu).not.toHaveAttribute("open");
  await expect(summary).toBeFocused();
  await expect(page.locator("html"), "what is around it hears nothing").not.toHaveAttribute("data-escaped");
  await page.keyboard.press("Escape");
  await expect(page.locator("html"), "but the next one").toHaveAttribute("data-escaped");
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Tab");
  await expect(menu, "who leaves it closes it").not.toHaveAttribute("open");
});

test("an entry of a menu that asks first is read in the menu", async ({ page }) => {
  const menu = page.locator("#menus details.menu").nth(1);
  const [asks, now] = [menu.locator(".ask > summary"), menu.getByRole("button", { name: "Archive now" })];
  await menu.locator("> summary").click();
  await expect(now).toBeHidden();
  await menu.locator("> summary").focus();
  await page.keyboard.press("ArrowUp");
  await expect(asks, "a button that is not in sight is none of the entries").toBeFocused();
  await page.keyboard.press("Enter");
  await expect(now).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(now).toBeFocused();
  await menu.getByText("31 students keep reading").click();
  await expect(menu, "what it asks is no entry").toHaveAttribute("open");
  await axe(page, "an open list");
  await fitsNarrowScreens(page);
  await menu.getByRole("button", { name: "Copy" }).click();
  await expect(menu).not.toHaveAttribute("open");
});

test("a menu that opens low comes into sight, and so does what it asks", async ({ page }) => {
  const menu = page.locator("#menus details.menu").nth(1);
  const [button, list] = [menu.locator("> summary"), menu.locator(".menu-list")];
  const below = () => list.evaluate((it) => it.getBoundingClientRect().bottom - innerHeight);
  await button.evaluate((it) => scrollBy({ top: it.getBoundingClientRect().bottom - innerHeight + 8, behavior: "instant" }));
  await button.press("Enter");
  await expect(list).toBeVisible();
  await expect.poll(below, "the list").toBeLessThanOrEqual(0);
  await menu.locator(".ask > summary").press("Enter");
  await expect(menu.getByRole("button", { name: "Archive now" })).toBeVisible();
  await expect.poll(below, "the list with the question").toBeLessThanOrEqual(0);
});
