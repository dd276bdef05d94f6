// How the gallery looks: every part as it did in snapshots/, and what no picture shows. A picture that is missing is made
// and fails its test once, so that nobody forgets to look at it; `npx playwright test gallery --update-snapshots` makes
// those anew that have changed.
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/gallery";

test("the contents list stands in from the side it begins at", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "a phone has it in the middle of a bar");
  const entry = page.locator(".sidebar a").first();
  const widths = () => entry.evaluate((it) => [getComputedStyle(it).paddingInlineStart, getComputedStyle(it).paddingInlineEnd]);
  const before = await widths();
  await page.getByRole("button", { name: "Direction" }).click();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  expect(await widths()).toEqual(before);
});

test("the heads of a table that is shown as cards are no stops of the keyboard", async ({ page }, info) => {
  const links = page.locator(".table-cards thead a");
  expect(await links.count()).toBeGreaterThan(0);
  for (const link of await links.all()) await expect(link).toBeVisible({ visible: info.project.name !== "phone" });
});

test("what is current and what is chosen is marked in the reader's own colours", async ({ page }, info) => {
  await page.emulateMedia({ forcedColors: "active" });
  const edge = info.project.name === "phone" ? "border-block-start-color" : "border-inline-start-color";
  const marks = [
    [".tabs a[aria-current]", ".tabs a:not([aria-current])", "border-block-end-color"],
    [".sidebar a[aria-current]", ".sidebar a:not([aria-current])", edge],
    [".pager a[aria-current]", ".pager a:not([aria-current])", "border-block-end-color"],
    [".pills a[aria-current]", ".pills a:not([aria-current])", "background-color"],
    [".radios-segmented :checked + label", ".radios-segmented :not(:checked) + label", "background-color"],
    [".way [aria-current] .way-mark", ".way li:not([aria-current]) .way-mark", "background-color"],
  ] as const;
  for (const [marked, other, property] of marks) {
    const [one, two] = await Promise.all(
      [marked, other].map((it) => page.locator(it).first().evaluate((it, name) => getComputedStyle(it).getPropertyValue(name), property)),
    );
    expect(one, marked).not.toBe(two);
  }
});

test("what can be done here stands apart, on a phone in one width", async ({ page }, info) => {
  const group = page.locator("#buttons .actions");
  const [first, second] = await Promise.all([group.locator("> .button").boundingBox(), group.locator("summary").boundingBox()]);
  if (!first || !second) throw new Error("one of the two is not drawn");
  if (info.project.name === "phone") {
    expect(second.y - first.y - first.height).toBeGreaterThanOrEqual(8);
    expect(Math.abs(second.width - first.width)).toBeLessThan(1);
  } else {
    expect(second.x - first.x - first.width).toBeGreaterThanOrEqual(8);
  }
});

test("the steps of a way have their names, on a phone one under another", async ({ page }, info) => {
  const names = page.locator("#ways .way").first().locator(".way-name");
  const boxes = await names.evaluateAll((all) => all.map((it) => it.getBoundingClientRect()).map(({ width, top }) => ({ width, top })));
  expect(Math.min(...boxes.map((it) => it.width)), "none is hidden").toBeGreaterThan(10);
  const lines = new Set(boxes.map((it) => Math.round(it.top)));
  expect(lines.size === boxes.length).toBe(info.project.name === "phone");
});

test("choices and steps are each of one height", async ({ page }) => {
  for (const of of ["#entry .choices > li > .choice", "#surfaces .steps > li"]) {
    const heights = await page.locator(of).evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
    expect(heights.length, of).toBeGreaterThan(1);
    expect(Math.max(...heights) - Math.min(...heights), of).toBeLessThan(1);
  }
});

test("of a few people together each is seen, of more the most of each", async ({ page }) => {
  const overlaps = (nth: number) =>
    page.locator("#signs .avatar-stack").nth(nth).locator("> .avatar").evaluateAll((all) => {
      const edges = all.map((it) => it.getBoundingClientRect());
      return edges.slice(1).map((it, at) => edges[at]!.right - it.left);
    });
  for (const overlap of await overlaps(0)) expect(overlap).toBeLessThan(4.5);
  for (const overlap of await overlaps(1)) expect(overlap, "two have room").toBeLessThan(0);
});

const looks = [
  { look: "light", theme: "light", direction: "ltr", on: ["desktop", "phone"] },
  { look: "dark", theme: "dark", direction: "ltr", on: ["desktop"] },
  { look: "right-to-left", theme: "light", direction: "rtl", on: ["desktop"] },
  { look: "dark-right-to-left", theme: "dark", direction: "rtl", on: ["phone"] },
];
for (const { look, theme, direction, on } of looks) {
  test(`every part looks as it did, ${look}`, async ({ page }, info) => {
    test.skip(!on.includes(info.project.name), "a look of the other screen");
    test.setTimeout(300_000);
    await forPictures(page, theme, direction);
    const parts = page.locator("main > section.panel");
    await expect(parts).not.toHaveCount(0);
    for (const part of await parts.all()) {
      const id = await part.getAttribute("id");
      if (info.project.name === "phone") await wholeOnScreen(page, part);
      await expect.soft(part, `${id}, ${look}`).toHaveScreenshot(`${id}-${look}.png`);
    }
  });
}

/** A phone scrolls by itself while something taller than its screen is drawn, and the picture is of what stands above. */
async function wholeOnScreen(page: Page, part: Locator): Promise<void> {
  const screen = { width: 390, height: 844 };
  await page.setViewportSize(screen);
  const { height } = (await part.boundingBox()) ?? screen;
  await page.setViewportSize({ ...screen, height: Math.max(screen.height, Math.ceil(height) + 200) });
}

/** At rest, in one theme and one direction, with the letters that every machine has. */
async function forPictures(page: Page, theme: string, direction: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  // The page sets its own look once it is there; what is set before is lost.
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await page.locator("html").evaluate((html, [theme, direction]) => {
    html.setAttribute("data-theme", theme);
    html.setAttribute("dir", direction);
  }, [theme, direction] as const);
  await page.addStyleTag({ path: join(import.meta.dirname, "../support/screenshot.css") });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
