// What every page must be: usable by all, and never wider than the screen.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import type { Person } from "./person";

/** axe finds nothing, in light and in dark, also where one of them is chosen. It looks from the top of the page: what has
 * been scrolled half under a bar is no small target, and neither is what an open list lies over. */
export async function axe(page: Page, over: "nothing" | "an open list" = "nothing"): Promise<void> {
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  const chosen = await page.locator("html").getAttribute("data-theme");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (chosen) await choose(page, colorScheme);
    await settled(page);
    const builder = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
    const { violations } = await (over === "an open list" ? builder.disableRules("target-size") : builder).analyze();
    const found = violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${it.help}: ${node.target.join(" ")}: ${node.failureSummary}`));
    expect.soft(found, `axe on ${new URL(page.url()).pathname} in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (chosen) await choose(page, chosen);
}

/** What is chosen holds against what the device asks for. */
async function choose(page: Page, theme: string): Promise<void> {
  await page.locator("html").evaluate((it, theme) => it.setAttribute("data-theme", theme), theme);
}

/** The page does not scroll sideways on the narrowest phone. */
export async function fitsNarrowScreens(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => {
    const seen = document.documentElement.scrollWidth;
    const guilty = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > 321);
    return seen > 320 ? [`${seen} px`, ...guilty.slice(0, 5).map((it) => `${it.tagName}.${it.className}`)] : [];
  });
  expect.soft(wide, `${new URL(page.url()).pathname} at 320 px`).toEqual([]);
  if (before) await page.setViewportSize(before);
}

/** On the narrowest phone the words of the bar at its foot are whole: none is cut, none is broken, two lines at most. */
export async function barIsWhole(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const words = page.locator(".sidebar-bar > li").locator("> a > span:not(.count, .visually-hidden), summary > span");
  await expect(words.first()).toBeVisible();
  const guilty = await words.evaluateAll((spans) =>
    spans
      .filter((it) => {
        const lines = Math.round(it.clientHeight / parseFloat(getComputedStyle(it).lineHeight));
        const most = Math.min(2, (it.textContent ?? "").trim().split(/\s+/).length);
        return it.scrollWidth > it.clientWidth || lines > most;
      })
      .map((it) => it.textContent),
  );
  expect.soft(guilty, "words of the bar that are cut").toEqual([]);
  if (before) await page.setViewportSize(before);
}

/** Looks at pages, one after the other. */
export async function looksAt(person: Person, paths: string[]): Promise<void> {
  for (const path of paths) {
    await test.step(path, async () => {
      await person.opens(path);
      // It is this page, and not the refusal of it.
      await expect.soft(person.main.getByRole("heading", { level: 1 }), path).toHaveCount(1);
      await expect.soft(person.main.locator(".error-page"), path).toHaveCount(0);
      await axe(person.page);
      await fitsNarrowScreens(person.page);
    });
  }
}

/** The new colours are drawn, and whatever moved has come to rest. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().filter((it) => it.playState === "running" && it.effect?.getComputedTiming().iterations !== Infinity).map((it) => it.finished));
  });
}
