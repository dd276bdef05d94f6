// The gallery: every part of `ui` in every state, without a server. axe finds nothing, in both themes and directions,
// and what opens, closes and chooses does so by keyboard.
import { expect, test } from "../support/gallery";
import { axe, fitsNarrowScreens } from "../support/looks";

test("every part in every state", async ({ page }) => {
  test.setTimeout(300_000);
  const parts = await page.locator("nav[aria-label=Parts] a").allTextContents();
  expect(parts.length).toBeGreaterThan(12);
  for (const part of parts) {
    await expect(page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  // The tables under the charts as well.
  await page.locator("details.chart-table").evaluateAll((all) => all.forEach((it) => it.setAttribute("open", "")));
  for (const direction of ["ltr", "rtl"]) {
    await expect(page.locator("html")).toHaveAttribute("dir", direction);
    await axe(page);
    await fitsNarrowScreens(page);
    await page.getByRole("button", { name: "Direction" }).click();
  }
  for (const theme of ["light", "dark"]) {
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await page.getByRole("button", { name: "Theme" }).click();
  }
});

test("a long list is chosen from by typing", async ({ page }) => {
  const part = page.locator("#choices");
  const zone = part.getByRole("combobox", { name: "Time zone" });
  const options = part.getByRole("listbox", { name: "Time zone" }).getByRole("option");
  const sent = part.locator('input[type="hidden"][name="choice[zone]"]');
  await expect(zone).toHaveAttribute("aria-expanded", "false");
  await zone.focus();

  await page.keyboard.press("ArrowDown");
  await expect(zone).toHaveAttribute("aria-expanded", "true");
  await expect(options).toHaveCount(6);
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("End");
  await expect(options.last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(zone).toHaveAttribute("aria-expanded", "false");
  await expect(sent).toHaveValue("");

  // Without the accent, and by what stands beside the name.
  await page.keyboard.type("sao");
  await expect(options).toHaveCount(1);
  await axe(page);
  await page.keyboard.press("Enter");
  await expect(zone).toHaveValue("America/São Paulo");
  await expect(zone).toBeFocused();
  await expect(sent).toHaveValue("America/Sao_Paulo");
  await zone.fill("utc+2");
  await expect(options).toHaveCount(2);
  await options.nth(1).click();
  await expect(sent).toHaveValue("Africa/Kigali");

  await zone.fill("nowhere");
  await expect(part.getByText("No such zone.")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(zone, "what is not there is not chosen, and stays to be put right").toHaveValue("nowhere");
  await expect(part.getByText("No such zone.")).toBeVisible();
  await expect(zone).toHaveAttribute("aria-invalid", "true");
  await expect(zone).toHaveAccessibleDescription(/No such zone\.$/);
  expect(await zone.evaluate((it: HTMLInputElement) => it.checkValidity()), "the form is not sent with it").toBe(false);
  await expect(sent).toHaveValue("");
  await axe(page);
  await fitsNarrowScreens(page);

  // Words that several have are not chosen either; those of one alone are.
  await zone.fill("africa");
  await expect(part.getByText("No such zone.")).toHaveCount(0);
  await zone.blur();
  await expect(part.getByText("Choose one from the list.")).toBeVisible();
  await expect(zone).toHaveValue("africa");
  await expect(sent).toHaveValue("");
  await zone.fill("são paulo");
  await zone.blur();
  await expect(zone).toHaveValue("America/São Paulo");
  await expect(sent).toHaveValue("America/Sao_Paulo");
  await expect(zone).not.toHaveAttribute("aria-invalid", "true");
  expect(await zone.evaluate((it: HTMLInputElement) => it.checkValidity())).toBe(true);
  await zone.fill("");
  await zone.blur();
  await expect(sent).toHaveValue("");
});

test("people are looked up while one types", async ({ page }) => {
  const part = page.locator("#choices");
  const student = part.getByRole("combobox", { name: /^Student/ });
  const options = part.getByRole("listbox", { name: "Student" }).getByRole("option");
  await student.focus();
  await page.keyboard.type("er");
  await expect(options).toHaveCount(1);
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(student).toHaveValue("Eric Ndayisaba");
  const sent = part.locator('input[type="hidden"][name="choice[student]"]');
  await expect(sent).toHaveValue("10");
  await student.fill("zz");
  await expect(part.getByText("Nobody has this name.")).toBeVisible();
  await expect(sent, "other words are sent without what was chosen before them").toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(student).toHaveValue("Eric Ndayisaba");
  await expect(sent).toHaveValue("10");

  await student.fill("zz");
  await student.blur();
  await expect(part.getByText("Nobody has this name.")).toBeVisible();
  await expect(student, "what was typed stays").toHaveValue("zz");
  await expect(sent).toHaveValue("");
  await student.fill("fatima");
  await student.blur();
  await expect(student).toHaveValue("Fatima Hassan");
  await expect(sent).toHaveValue("11");
});

test("one of a few, and on or off", async ({ page }) => {
  const part = page.locator("#choices");
  const shown = part.getByRole("radiogroup", { name: "Shown by" }).first();
  await shown.getByRole("radio", { name: "Week" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(shown.getByRole("radio", { name: "Month" })).toBeChecked();
  const blind = part.getByRole("switch", { name: "Names are hidden while marking" });
  await blind.focus();
  await page.keyboard.press("Space");
  await expect(blind).toBeChecked();
});

test("a password can be looked at, and is one again when it is sent", async ({ page }) => {
  const part = page.locator("#times-and-files");
  const field = part.locator('[name="time[password]"]');
  await field.fill("correct horse");
  await part.getByRole("button", { name: "Show the password" }).first().press("Enter");
  await expect(field).toHaveAttribute("type", "text");
  await field.evaluate((it: HTMLInputElement) => it.form?.dispatchEvent(new Event("submit", { bubbles: true })));
  await expect(field).toHaveAttribute("type", "password");
  await expect(field).toHaveValue("correct horse");
});

test("files are gathered, and taken out again", async ({ page }) => {
  const part = page.locator("#times-and-files");
  const field = part.locator('[name="time[files]"]');
  const file = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) });
  const sent = () => field.evaluate((it: HTMLInputElement) => [...(it.files ?? [])].map((file) => file.name));
  await field.setInputFiles([file("one.txt"), file("two.txt")]);
  await field.setInputFiles([file("three.txt")]);
  await expect(part.locator(".drop-files li")).toHaveCount(3);
  // The same file in a newer version takes the place of the older.
  await field.setInputFiles([{ ...file("three.txt"), buffer: Buffer.from("better") }]);
  await expect(part.locator(".drop-files li")).toHaveCount(3);
  expect(await sent()).toEqual(["one.txt", "two.txt", "three.txt"]);
  await part.getByRole("button", { name: "Remove: two.txt" }).press("Enter");
  await expect(part.locator(".drop-files li")).toHaveCount(2);
  await expect(field).toBeFocused();
  expect(await sent()).toEqual(["one.txt", "three.txt"]);
});

test("the palette opens by keys, finds and goes", async ({ page }) => {
  const palette = page.getByRole("dialog", { name: "Go to a page or a person" });
  const options = palette.getByRole("option");
  await page.keyboard.press("Control+k");
  await expect(palette).toBeVisible();
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  await expect(options).toHaveCount(4);
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  // What does not fit beside the title stands below it, and is told whole.
  const hint = options.first().locator("small");
  await expect(hint).toHaveAttribute("title", (await hint.textContent()) ?? "");
  const cut = await palette.locator(".palette-line > span").evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth).length);
  expect(cut, "titles that are cut").toBe(0);
  await axe(page);
  await fitsNarrowScreens(page);
  await page.keyboard.press("ArrowUp");
  await expect(options.last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Home");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("End");
  await expect(options.last()).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", (await options.last().getAttribute("id")) ?? "");

  await page.keyboard.type("slow");
  await expect(palette.getByRole("listbox")).toBeHidden();
  await expect(palette.getByText("Looking")).toBeVisible();
  await field.fill("nowhere");
  await expect(palette.getByText("Nothing has these words.")).toBeVisible();
  await field.fill("eric");
  await expect(options).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(/#tables$/);

  // Who is quicker than the answer goes to the best of the answer.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("settings");
  await page.keyboard.press("Enter");
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(/#entry$/);

  const button = page.getByRole("button", { name: "Go to", exact: true });
  const complaints: string[] = [];
  page.on("console", (line) => complaints.push(line.text()));
  await button.press("Enter");
  await expect(field).toBeFocused();
  expect(complaints.filter((it) => it.includes("already open")), "it is opened once").toEqual([]);
  await expect(field, "it begins anew").toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(button).toBeFocused();
});

test("a drawer keeps the focus and gives it back", async ({ page }) => {
  const drawer = page.getByRole("dialog", { name: "Aline Uwase" });
  const button = page.getByRole("button", { name: "Aline Uwase" });
  await button.press("Enter");
  await expect(drawer).toBeVisible();
  await expect(drawer.getByRole("button", { name: "Close the drawer" })).toBeFocused();
  await axe(page);
  await fitsNarrowScreens(page);
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(button).toBeFocused();
  await button.press("Enter");
  await drawer.getByRole("button", { name: "Close the drawer" }).press("Enter");
  await expect(drawer).toBeHidden();
  await button.press("Enter");
  await expect(drawer).toBeVisible();
  await page.mouse.click(8, 8);
  await expect(drawer).toBeHidden();
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

test("messages are said, stay while they are read, and go", async ({ page }) => {
  // In real time: the numbers of a made-up clock's timers are too large for a program to give them back.
  const place = page.getByRole("region", { name: "Messages", exact: true });
  await expect(place.getByRole("list")).toHaveAttribute("aria-live", "polite");
  await page.getByRole("button", { name: "A message that stays" }).press("Enter");
  await page.getByRole("button", { name: "A refusal" }).press("Enter");
  await page.getByRole("button", { name: "With something to do" }).press("Enter");
  await expect(place.getByRole("listitem")).toHaveCount(3);
  const back = place.getByRole("button", { name: "Take back" });
  await back.focus();
  await expect(place.getByText("It could not be sent.")).toBeHidden();
  await expect(place.getByRole("listitem")).toHaveCount(2);
  await page.waitForTimeout(8_000);
  await expect(back, "nothing goes under the fingers").toBeVisible();
  await back.press("Enter");
  await expect(page.getByText("Taken back.")).toBeVisible();
  await place.getByRole("button", { name: "Close the message" }).press("Enter");
  await expect(place.getByRole("listitem")).toHaveCount(0);
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

test("a code says that it is copied when it is, and when it is not", async ({ page }) => {
  const button = page.locator("#tables .copy button");
  await page.evaluate(() => {
    const answer = (event: string) => new Promise<void>((done, refuse) => addEventListener(event, () => (event === "taken" ? done() : refuse(new Error(event))), { once: true }));
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.race([answer("taken"), answer("refused")]) } });
  });
  await button.click();
  await expect(button).toHaveText("Copy");
  await page.evaluate(() => dispatchEvent(new Event("refused")));
  await expect(button).toHaveText("Not copied");
  await button.click();
  await page.evaluate(() => dispatchEvent(new Event("taken")));
  await expect(button).toHaveText("Copied");
  await expect(button).toHaveText("Copy");
});

test("rows are chosen, counted and sent by their ids", async ({ page }) => {
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
  // Enter in a box sends nothing, and a button does: the form counts how often it is sent.
  await form.evaluate((it: HTMLFormElement) => {
    it.addEventListener("submit", (event) => {
      event.preventDefault();
      it.dataset.sent = `${Number(it.dataset.sent ?? 0) + 1}`;
    });
  });
  await box("Select Aline Uwase").press("Enter");
  await box("Select Aline Uwase").check();
  await form.getByRole("button", { name: "Write to them" }).click();
  await expect(form).toHaveAttribute("data-sent", "1");
});

for (const edge of ["bar", "head"] as const) {
  test(`what the keyboard comes to in a long list is never under its ${edge}`, async ({ page }, info) => {
    test.skip(edge === "head" && info.project.name === "phone", "a phone shows cards");
    const form = page.locator("form.selection");
    await expect(form.locator(".selection-bar")).toBeVisible();
    const stops = form.locator("tbody :is(a, input:enabled)");
    const count = await stops.count();
    expect(count).toBeGreaterThan(3);
    for (let step = 1; step < count; step++) {
      const [from, to] = edge === "bar" ? [step - 1, step] : [count - step, count - step - 1];
      await stops.nth(from).focus();
      // The next one lies at the edge of the window, behind what stands there.
      await stops.nth(to).evaluate((it, edge) => {
        const place = it.getBoundingClientRect();
        const bar = document.querySelector(".topbar")?.getBoundingClientRect().bottom ?? 0;
        scrollBy({ top: edge === "bar" ? place.bottom - innerHeight + 8 : place.top - bar - 8, behavior: "instant" });
      }, edge);
      await page.keyboard.press(edge === "bar" ? "Tab" : "Shift+Tab");
      await expect(stops.nth(to)).toBeFocused();
      const apart = () =>
        stops.nth(to).evaluate((it, edge) => {
          const place = it.getBoundingClientRect();
          const over = it.closest("form")?.querySelector(edge === "bar" ? ".selection-bar" : "thead th")?.getBoundingClientRect();
          return edge === "bar" ? (over?.top ?? 0) - place.bottom : place.top - (over?.bottom ?? 0);
        }, edge);
      await expect.poll(apart, `stop ${to}`).toBeGreaterThanOrEqual(0);
    }
  });
}

test("a chart tells its figures in a table as well", async ({ page }) => {
  const chart = page.getByRole("figure", { name: "Average marks by class" });
  await expect(chart.getByRole("img", { name: "Average marks by class" })).toBeVisible();
  await chart.getByText("The figures as a table").click();
  await expect(chart.getByRole("row", { name: /^Week 5/ })).toHaveText("Week 5–5286477536");
  await expect(page.getByRole("figure", { name: "A chart without a figure" })).toContainText("Nothing has been marked yet.");
});
