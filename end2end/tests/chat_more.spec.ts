// Answering, changing, finding and keeping the peace in the chat.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { enterTheChat, hears, say } from "../support/chat";
import { makeAClass } from "../support/classes";
import type { Person } from "../support/person";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

type Meet = (name: string) => Promise<Person>;

async function aClass(person: Meet) {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("more");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await joinWithCode(kofi, group.studentCode);
  return { esi, kofi, group, slug };
}

const log = (person: Person) => person.main.getByRole("log", { name: "Messages", exact: true });
const message = (person: Person, text: string) =>
  log(person).locator(".message:not(.pending)").filter({ hasText: text });

/** Opens what can be done with a message, by the keyboard as anybody can. */
async function acts(person: Person, text: string) {
  const summary = message(person, text).locator(".message-acts > .menu > summary");
  await summary.focus();
  await summary.press("Enter");
  const opened = message(person, text).locator(".message-acts");
  // It has room for its words, and is not under the pen, on a phone too.
  const list = opened.locator(".menu-list");
  await expect(list).toBeInViewport({ ratio: 0.9 });
  expect((await list.boundingBox())?.width).toBeGreaterThan(150);
  return opened;
}

test("a message is answered, given a sign, edited and deleted, and the other sees each at once", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await say(kofi, "Who has the bok?");
  await hears(esi, "Who has the bok?");

  await test.step("edited", async () => {
    await kofi.fills({ Message: "Something begun" });
    const menu = await acts(kofi, "Who has the bok?");
    await menu.getByRole("link", { name: "Edit", exact: true }).click();
    await expect(kofi.field("Message")).toHaveValue("Who has the bok?");
    await kofi.fills({ Message: "Who has the **book**?" });
    await kofi.presses("Save");
    await expect(message(esi, "Who has the book?").locator("strong", { hasText: "book" })).toBeVisible();
    await expect(message(esi, "Who has the book?").getByText("Edited")).toBeVisible();
    // What was begun before comes back.
    await expect(kofi.field("Message")).toHaveValue("Something begun");
    await kofi.fills({ Message: "" });
  });

  await test.step("answered, and the asker is called", async () => {
    const menu = await acts(esi, "Who has the book?");
    await menu.getByRole("link", { name: "Reply", exact: true }).click();
    await expect(esi.main.getByText(`Answering ${kofi.name}`)).toBeVisible();
    await esi.field("Message").pressSequentially("I have, @ko");
    await expect(esi.main.getByRole("listbox").getByRole("option", { name: kofi.name })).toBeVisible();
    await esi.field("Message").press("Enter");
    await expect(esi.field("Message")).toHaveValue(`I have, @${kofi.name} `);
    await esi.field("Message").press("Enter");
    const answer = message(kofi, "I have,");
    await expect(answer.locator(".message-quote")).toContainText("Who has the book?");
    await expect(answer.locator(".mention")).toHaveText(`@${kofi.name}`);
    await expect(answer).toHaveClass(/message-calls/);
  });

  await test.step("given a sign", async () => {
    const menu = await acts(kofi, "I have,");
    await menu.getByRole("button", { name: "React with 👍" }).click();
    const sign = message(esi, "I have,").locator(".reactions > form").getByRole("button", { name: `👍 from ${kofi.name}` });
    await expect(sign).toBeVisible();
    await expect(sign).toHaveAttribute("aria-pressed", "false");
  });

  await test.step("deleted", async () => {
    const menu = await acts(kofi, "Who has the book?");
    await menu.locator("summary", { hasText: "Delete" }).click();
    await menu.getByRole("button", { name: "Delete the message" }).click();
    await expect(log(esi).getByText("This message was deleted.").first()).toBeVisible();
    await expect(log(esi).locator(".message-body").getByText("Who has the")).toHaveCount(0);
  });
});

test("the list counts what is new, words are found, and a message leads to its place", async ({ person }) => {
  const { esi, kofi, group, slug } = await aClass(person);
  await enterTheChat(esi, group);
  await say(esi, "The exam is on Monday");
  await say(esi, `Bring a pen, @${kofi.name}`);
  await kofi.opens(`/s/${slug}/chat`);
  await expect(kofi.page.locator("details.bell summary .count")).toHaveText("1");
  const room = kofi.main.locator(".room", { hasText: "Form 2 Science" });
  await expect(room.getByText("2 new messages")).toBeAttached();
  await kofi.opens(`/s/${slug}/chat/search?q=exa+mon`);
  await expect(kofi.main.locator(".found")).toHaveCount(1);
  await kofi.main.locator(".found").getByRole("link", { name: esi.name }).click();
  await expect(message(kofi, "The exam is on Monday")).toBeInViewport();
  // What is read in the chat is read in the bell.
  await expect(kofi.page.locator("details.bell .count")).toHaveCount(0);
});

test("a teacher makes the chat one to read, and the field goes and comes back for all", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(kofi, group);
  await enterTheChat(esi, group);
  await esi.main.locator("summary", { hasText: "Moderate" }).click();
  await esi.main.getByLabel("Only teachers write here").check();
  await esi.main.locator("form", { hasText: "Only teachers write here" }).getByRole("button", { name: "Save" }).click();
  await expect(kofi.main.getByText("You can read here, but not write.")).toBeVisible();
  await expect(kofi.field("Message")).toHaveCount(0);
});

for (const javaScript of [true, false]) {
  test(`one chooses what of a chat one is told, ${javaScript ? "with scripts" : "without scripts"}`, async ({ person }) => {
    const { esi, kofi, group, slug } = await aClass((name) => person(name, { javaScript: javaScript || name.startsWith("Esi") }));
    await kofi.opens(`${group.path}/chat`);
    const menu = kofi.main.locator("details.menu", { has: kofi.page.getByText("Notifications", { exact: true }) }).first();
    const choose = async (level: string) => {
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
