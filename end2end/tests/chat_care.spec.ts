// Keeping the peace in the chat, whom one writes to there, and what of it one is told.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { aClass, acts, enterTheChat, hears, log, message, say } from "../support/chat";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

test("a teacher makes the chat one to read, and the field goes and comes back for all", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(kofi, group);
  await enterTheChat(esi, group);
  // On a phone the keyboard has the emoji.
  const chooses = test.info().project.name !== "phone";
  const emoji = kofi.page.getByRole("dialog", { name: "Emoji" });
  if (chooses) {
    await kofi.presses("Add an emoji");
    await emoji.getByRole("searchbox", { name: "Find an emoji" }).fill("glowing");
    await expect(emoji.getByRole("button", { name: "glowing star" })).toBeVisible();
  }
  await esi.unfoldsHead();
  await esi.main.locator("summary", { hasText: "Moderate" }).click();
  await esi.main.getByLabel("Only teachers write here").check();
  await esi.main.locator("form", { hasText: "Only teachers write here" }).getByRole("button", { name: "Save" }).click();
  await expect(kofi.main.getByText("You can read here, but not write.")).toBeVisible();
  await expect(kofi.field("Message")).toHaveCount(0);
  if (chooses) {
    await emoji.getByRole("button", { name: "glowing star" }).click();
    await expect(emoji).toBeHidden();
    await expect(log(kofi), "there is no pen to go back to").toBeFocused();
  }
});

test("who disturbs is muted from the message, told so at the pen, and let write again", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await say(kofi, "Noise");
  await hears(esi, "Noise");
  const menu = await acts(esi, "Noise");
  await menu.locator("summary", { hasText: /^Mute$/ }).click();
  await menu.getByRole("button", { name: "1 hour", exact: true }).click();
  await esi.isTold("They can read, and not write for that time.");
  await expect(kofi.main.getByText("You are muted in this chat by those who look after it.")).toBeVisible();
  await expect(kofi.field("Message")).toHaveCount(0);
  await esi.unfoldsHead();
  const moderate = esi.main.locator("summary", { hasText: "Moderate" });
  await moderate.click();
  await expect(esi.main.locator(".muted-now")).toContainText(`by ${esi.name}`);
  await esi.presses(`Let ${kofi.name} write again`);
  await expect(esi.main.locator(".muted-now")).toHaveCount(0);
  // What lies over the talk goes with the key, and whoever pressed it stands where they opened it.
  await moderate.focus();
  await moderate.press("Escape");
  await expect(esi.main.getByLabel("Only teachers write here")).toBeHidden();
  await expect(kofi.field("Message")).toBeVisible();

  await test.step("everybody is called at once", async () => {
    await esi.field("Message").pressSequentially("@al");
    await expect(esi.main.getByRole("listbox").getByRole("option", { name: /^all/ })).toBeVisible();
    await esi.field("Message").press("Enter");
    await expect(esi.field("Message")).toHaveValue("@all ");
    await esi.field("Message").pressSequentially("the bus leaves at eight");
    await esi.presses("Send");
    await expect(message(kofi, "the bus leaves at eight")).toHaveClass(/message-calls/);
    await expect(message(kofi, "the bus leaves at eight").locator(".mention")).toHaveText("@all");
  });
});

test("on the smallest screens the chat is for what is said, and what else it has is behind one button", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(kofi, group);
  const long = `Two ${"lines at the least ".repeat(12).trim()}`;
  for (const words of ["One", long, "Three"]) await say(kofi, words);
  await enterTheChat(esi, group);
  for (const [width, height] of [[375, 667], [320, 640], [390, 480], [320, 380]] as const) {
    await esi.page.setViewportSize({ width, height });
    const [page, said, pen] = [await esi.main.boundingBox(), await log(esi).boundingBox(), await esi.field("Message").boundingBox()];
    expect.soft(said?.height, `of ${width} × ${height}`).toBeGreaterThan(0.55 * (page?.height ?? height));
    expect.soft((pen?.y ?? height) + (pen?.height ?? 0), `the pen in ${width} × ${height}`).toBeLessThan(height);
    await expect(message(esi, "Three")).toBeInViewport();
    // No button lies over another one.
    const buttons = await log(esi).locator(".message-acts > .menu > summary").evaluateAll((all) =>
      all.map((it) => it.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
    );
    expect(buttons).toHaveLength(3);
    const over = buttons.filter(({ top }, at) => top < (buttons[at - 1]?.bottom ?? top) - 1);
    expect.soft(over, `buttons over others in ${width} × ${height}`).toEqual([]);
    // Nor does a message over the next one.
    const out = await log(esi).locator(".message").evaluateAll((all) =>
      all.filter((it) => it.querySelector(".message-body")!.getBoundingClientRect().bottom > it.getBoundingClientRect().bottom + 1).length,
    );
    expect.soft(out, `messages out of their place in ${width} × ${height}`).toBe(0);
  }
  await esi.page.setViewportSize({ width: 320, height: 640 });
  await expect(esi.main.getByRole("link", { name: "Chats", exact: true })).toBeInViewport();
  await expect(esi.main.getByRole("link", { name: "Search the chat", exact: true })).toBeInViewport();
  const moderate = esi.main.locator("summary", { hasText: "Moderate" });
  await expect(moderate).toBeHidden();
  await esi.unfoldsHead();
  await expect(moderate).toBeInViewport({ ratio: 1 });
  await moderate.click();
  await expect(esi.main.getByLabel("Only teachers write here")).toBeInViewport();
  await axe(esi.page, "an open list");
  await esi.page.keyboard.press("Escape");
  await expect(esi.main.getByLabel("Only teachers write here")).toBeHidden();
  // A press elsewhere closes it.
  await esi.field("Message").click();
  await expect(moderate).toBeHidden();

  // Whatever it is written in, what is said stands beside who says it.
  const words = message(esi, "Three").locator(".message-body p");
  await expect(words).toHaveCSS("unicode-bidi", "plaintext");
  await expect(words).toHaveCSS("text-align", "left");
  await esi.page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await expect(words).toHaveCSS("text-align", "right");
});

test("a further chat gets another name, is closed with what was said, and opened again", async ({ person }) => {
  const { esi, kofi, slug } = await aClass(person);
  await esi.opens(`/s/${slug}/chat`);
  await esi.fills({ Name: "Homewrok" });
  await esi.presses("Open it");
  await esi.arrives(/\/chat\/[0-9a-f-]{36}$/);
  await say(esi, "Page 12 for tomorrow");
  const moderate = esi.main.locator("summary", { hasText: "Moderate" });
  await esi.unfoldsHead();
  await moderate.click();
  await esi.fills({ Name: "Homework" });
  await esi.presses("Rename");
  await esi.isTold("The chat has its new name.");
  await esi.seesHeading("Homework");
  await esi.unfoldsHead();
  await moderate.click();
  await esi.main.locator("summary", { hasText: "Close this chat" }).click();
  await esi.presses("Close it");
  await esi.isTold("The chat is closed.");
  await esi.sees("This chat is closed.");
  await kofi.opens(`/s/${slug}/chat`);
  await kofi.main.locator("summary", { hasText: "Closed chats" }).click();
  await kofi.follows("Homework");
  await kofi.sees("Page 12 for tomorrow");
  await expect(kofi.field("Message")).toHaveCount(0);
  await esi.unfoldsHead();
  await moderate.click();
  await esi.presses("Open it again");
  await esi.isTold("The chat is open again.");
  await expect(kofi.field("Message")).toBeVisible();
});

test("a teacher writes to a colleague of another class, who hides the chat until more is said", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const ama = await person("Ama Boateng");
  const yaw = await person("Yaw Darko");
  const slug = unique("colleagues");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  await joinWithCode(ama, (await makeAClass(esi, slug, "Form 1")).lecturerCode);
  await joinWithCode(yaw, (await makeAClass(esi, slug, "Form 2")).lecturerCode);
  await esi.opens(`/s/${slug}/settings/features`);
  await esi.presses("Turn on: Direct messages");
  await esi.isTold("It is turned on.");
  await ama.opens(`/s/${slug}/chat`);
  await ama.follows("Write to somebody");
  await ama.arrives(`/s/${slug}/chat/new`);
  await axe(ama.page);
  await fitsNarrowScreens(ama.page);
  await ama.fills({ "Name or username": "yaw" });
  await ama.presses("Search");
  await ama.presses(`Write to ${yaw.name}`);
  await ama.arrives(/\/chat\/[0-9a-f-]{36}$/);
  await say(ama, "Do you have the keys?");
  await yaw.opens(`/s/${slug}/chat`);
  await yaw.follows(ama.name);
  await hears(yaw, "Do you have the keys?");
  await yaw.unfoldsHead();
  await yaw.presses("Hide this chat");
  await yaw.isTold("The chat is hidden.");
  await expect(yaw.main.getByRole("link", { name: ama.name, exact: true })).toHaveCount(0);
  await say(ama, "I need them today");
  await yaw.opens(`/s/${slug}/chat`);
  await expect(yaw.main.getByRole("link", { name: ama.name, exact: true })).toBeVisible();
});

for (const javaScript of [true, false]) {
  test(`one chooses what of a chat one is told, ${javaScript ? "with scripts" : "without scripts"}`, async ({ person }) => {
    const { esi, kofi, group, slug } = await aClass((name) => person(name, { javaScript: javaScript || name.startsWith("Esi") }));
    await kofi.opens(`${group.path}/chat`);
    const menu = kofi.main.locator("details.menu", { has: kofi.page.getByText("Notifications", { exact: true }) }).first();
    const choose = async (level: string) => {
      await kofi.unfoldsHead();
      await menu.locator("summary").click();
      await menu.getByRole("button", { name: level, exact: true }).click();
      if (!javaScript) await kofi.isTold("What you are told of this chat is saved.");
      await expect(menu.locator("[aria-current]")).toHaveText(level);
    };
    await choose("Everything");
    await enterTheChat(esi, group);
    await kofi.opens(`/s/${slug}`);
    await say(esi, "Good morning");
    const bell = javaScript ? kofi.page.locator("details.bell summary .count") : kofi.page.locator("a.bell-link .count");
    await expect(async () => {
      if (!javaScript) await kofi.opens(`/s/${slug}`);
      await expect(bell).toHaveText("1", { timeout: javaScript ? 5000 : 100 });
    }).toPass();
    await kofi.opens("/notifications");
    await kofi.sees(`${esi.name} wrote in the chat of Form 2 Science`);
    await kofi.presses("Mark all as read");

    await kofi.opens(`${group.path}/chat`);
    await choose("Nothing");
    await kofi.opens(`/s/${slug}/chat`);
    await expect(kofi.main.locator(".room", { hasText: "Form 2 Science" }).getByText("Muted", { exact: true })).toBeVisible();
    await say(esi, `And you, @${kofi.name}?`);
    await kofi.opens("/notifications?show=unread");
    await kofi.sees("You have read everything");
  });
}
