// The gallery by keys: what opens, closes, is written and chosen without a pointer, and from right to left as well.
import { expect, test } from "../support/gallery";
import { axe, fitsNarrowScreens } from "../support/looks";

test("a dialog keeps the focus, asks for what it needs and gives the focus back", async ({ page }) => {
  const dialog = page.getByRole("dialog", { name: "Archive the class?" });
  const button = page.locator("#surfaces").getByRole("button", { name: "Archive", exact: true }).first();
  await button.press("Enter");
  await expect(dialog).toBeVisible();
  await axe(page);
  await fitsNarrowScreens(page);
  const reason = dialog.getByRole("textbox", { name: "Reason" });
  // Around and around, and never out of it to the page behind.
  for (let at = 0; at < 6; at += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest("dialog"))).toBe(true);
  }
  await reason.focus();
  await page.keyboard.press("Enter");
  await expect(dialog, "a reason is needed").toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await button.press("Space");
  await reason.fill("The year is over.");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await button.press("Enter");
  await dialog.getByRole("button", { name: "Close" }).press("Enter");
  await expect(dialog).toBeHidden();
});

test("what lies folded opens by keys: a question, further settings", async ({ page }) => {
  const ask = page.locator("#surfaces details.ask").filter({ hasText: "New code" });
  await ask.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(ask.getByText("The code above stops working at once.")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(ask.getByRole("button", { name: "Replace the code" })).toBeFocused();
  await ask.locator("summary").press("Space");
  await expect(ask.getByText("The code above stops working at once.")).toBeHidden();
  const more = page.locator("#ways details.disclosure").first();
  await more.locator("summary").press("Enter");
  await page.keyboard.press("Tab");
  await expect(more.getByRole("switch", { name: "Late work is taken" })).toBeFocused();
});

test("a day, a time and a figure are written by keys", async ({ page }) => {
  const part = page.locator("#times-and-files");
  const field = (name: string) => part.locator(`[name="time[${name}]"]`);
  await expect(field("due")).toHaveAccessibleDescription(/UTC−3.*Work that comes later is told apart\./);
  const moments = [
    ["day", "2026-03-09", "2026-04-09"],
    ["bell", "07:45", "08:45"],
    ["due", "2026-03-09T18:00", "2026-04-09T18:00"],
  ] as const;
  for (const [name, before, after] of moments) {
    await expect(field(name)).toHaveValue(before);
    await field(name).focus();
    await page.keyboard.press("ArrowUp");
    await expect(field(name), "the first of its parts is one more").toHaveValue(after);
  }
  await field("points").focus();
  await page.keyboard.press("ArrowUp");
  await expect(field("points")).toHaveValue("21");
  // A share may be written as its reader writes it, with a comma.
  await field("share").focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("7,5");
  await expect(field("share")).toHaveValue("7,5");
});

test("files are asked for by keys, and dropped", async ({ page }) => {
  const part = page.locator("#times-and-files");
  const field = part.locator('[name="time[files]"]');
  const asked = page.waitForEvent("filechooser");
  await field.focus();
  await page.keyboard.press("Enter");
  const chooser = await asked;
  expect(chooser.isMultiple()).toBe(true);
  await chooser.setFiles({ name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("one") });
  await expect(part.locator(".drop-files li")).toHaveText([/one\.txt/]);
  // On the way to the place it says that it takes them.
  const place = part.locator(".drop").first();
  await place.dispatchEvent("dragenter");
  await expect(place).toHaveClass(/drop-over/);
  await place.dispatchEvent("dragleave");
  await expect(place).not.toHaveClass(/drop-over/);
});

test("rows are chosen by keys", async ({ page }) => {
  const form = page.locator("form.selection");
  const box = (name: string) => form.getByRole("checkbox", { name });
  await box("Select Aline Uwase").focus();
  await page.keyboard.press("Space");
  await expect(form.getByRole("status")).toHaveText("1 selected");
  await box("Select all on this page").focus();
  await page.keyboard.press("Space");
  await expect(form.getByRole("status")).toHaveText("3 selected");
  await expect(box("Select Chantal Ingabire")).toBeChecked();
  await form.getByRole("button", { name: "Clear" }).press("Enter");
  await expect(box("Select all on this page")).toBeFocused();
  await expect(form.locator(".selection-bar")).toBeHidden();
});

test("from right to left the keys go where the eyes go", async ({ page }, info) => {
  await page.getByRole("button", { name: "Direction" }).press("Enter");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const drawer = page.getByRole("dialog", { name: "Aline Uwase" });
  await page.getByRole("button", { name: "Aline Uwase" }).press("Enter");
  const [sheet, screen] = [await drawer.locator(".drawer-sheet").boundingBox(), page.viewportSize()];
  expect(sheet?.x, "at the end of the line").toBeLessThan(2);
  expect(sheet?.width).toBeLessThanOrEqual(screen?.width ?? 0);
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  const menu = page.locator("#menus details").first();
  await menu.locator("summary").press("Enter");
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("link", { name: "Rename" })).toBeFocused();
  const [list, button] = [await menu.locator(".menu-list").boundingBox(), await menu.locator("summary").boundingBox()];
  // A phone gives it the whole width.
  if (info.project.name !== "phone") expect(list?.x, "it begins where the button ends").toBeCloseTo(button?.x ?? 0, 0);
  expect(list?.y).toBeGreaterThanOrEqual(button?.y ?? 0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go to a page or a person" });
  await page.keyboard.type("eric");
  await expect(palette.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#tables$/);
});

test("a menu stays on a narrow screen, from both sides", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const dir of ["ltr", "rtl"]) {
    if (dir === "rtl") await page.getByRole("button", { name: "Direction" }).press("Enter");
    await expect(page.locator("html")).toHaveAttribute("dir", dir);
    for (const menu of await page.locator("#menus details.menu").all()) {
      const opens = menu.locator("> summary");
      await opens.press("Enter");
      const [list, button] = [await menu.locator(".menu-list").boundingBox(), await opens.boundingBox()];
      expect(list?.x, dir).toBeGreaterThanOrEqual(0);
      expect((list?.x ?? 0) + (list?.width ?? 390), dir).toBeLessThanOrEqual(390);
      expect(list?.y, "under its button").toBeGreaterThanOrEqual((button?.y ?? 0) + (button?.height ?? 0));
      await page.keyboard.press("Escape");
      await expect(menu.locator(".menu-list")).toBeHidden();
    }
  }
});
