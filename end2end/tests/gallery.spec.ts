// The gallery: every part of `ui` in every state, without a server. axe finds nothing, in both themes and directions,
// and every part looks as it did in snapshots/. A picture that is missing is made and fails its test once, so that
// nobody forgets to look at it; `npx playwright test gallery --update-snapshots` makes those anew that have changed.
import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { Gallery } from "../support/gallery";
import { axe, fitsNarrowScreens } from "../support/looks";

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await Gallery.begin();
});
test.afterAll(async () => gallery.end());

/** The gallery, drawn; what goes wrong in the browser is put into the list. */
async function open(page: Page): Promise<string[]> {
  const surprises: string[] = [];
  page.on("console", (line) => line.type() === "error" && surprises.push(line.text()));
  page.on("pageerror", (error) => surprises.push(error.message));
  await page.goto(gallery.url);
  await expect(page.getByRole("heading", { level: 1, name: "Every part in every state" })).toBeVisible();
  return surprises;
}

test("every part in every state", async ({ page }) => {
  test.setTimeout(180_000);
  const surprises = await open(page);
  const parts = await page.locator("nav[aria-label=Parts] a").allTextContents();
  expect(parts.length).toBeGreaterThan(8);
  for (const part of parts) {
    await expect(page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  // The tables under the charts as well.
  await page.locator("details.chart-table").evaluateAll((all) => all.forEach((it) => it.setAttribute("open", "")));
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

test("rows are chosen, counted and sent by their ids", async ({ page }) => {
  const surprises = await open(page);
  const form = page.locator("form.selection");
  const box = (name: string) => form.getByRole("checkbox", { name });
  const all = box("Select all on this page");
  const sent = () => form.evaluate((it: HTMLFormElement) => new FormData(it).getAll("ids[]"));

  await expect(form.locator(".selection-bar")).toContainText("2 selected");
  expect(await sent()).toEqual(["aline", "bosco"]);
  await all.check();
  await expect(form.locator(".selection-bar")).toContainText("3 selected");
  await expect(box("Select Dora")).not.toBeChecked();
  expect(await sent()).toEqual(["aline", "bosco", "chantal"]);
  await box("Select Aline Uwase").uncheck();
  await expect(all).not.toBeChecked();
  await expect(form.getByRole("status")).toHaveText("2 selected");

  await form.getByRole("button", { name: "Clear" }).click();
  await expect(form.locator(".selection-bar")).toBeHidden();
  await expect(all).toBeFocused();
  expect(await sent()).toEqual([]);
  // Enter in a box sends nothing.
  await box("Select Aline Uwase").press("Enter");
  await expect(page).toHaveURL(`${gallery.url}/`);
  expect(surprises, "nothing went wrong in the browser").toEqual([]);
});

test("a chart tells its figures in a table as well", async ({ page }) => {
  await open(page);
  const chart = page.getByRole("figure", { name: "Average marks by class" });
  await expect(chart.getByRole("img", { name: "Average marks by class" })).toBeVisible();
  await chart.getByText("The figures as a table").click();
  await expect(chart.getByRole("row", { name: /^Week 5/ })).toHaveText("Week 5–5286477536");
  await expect(page.getByRole("figure", { name: "A chart without a figure" })).toContainText("Nothing has been marked yet.");
});

const looks = [
  { look: "light", theme: "light", direction: "ltr" },
  { look: "dark", theme: "dark", direction: "ltr" },
  { look: "right-to-left", theme: "light", direction: "rtl" },
];
for (const { look, theme, direction } of looks) {
  test(`every part looks as it did, ${look}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(page);
    await page.locator("html").evaluate((html, [theme, direction]) => {
      html.setAttribute("data-theme", theme);
      html.setAttribute("dir", direction);
    }, [theme, direction] as const);
    await page.addStyleTag({ path: join(import.meta.dirname, "../support/screenshot.css") });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    for (const part of await page.locator("main > section.panel").all()) {
      const id = await part.getAttribute("id");
      await expect.soft(part, `${id}, ${look}`).toHaveScreenshot(`${id}-${look}.png`);
    }
  });
}
