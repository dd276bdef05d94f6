// Answering, changing, finding and keeping the peace in the chat.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { enterTheChat, hears, say } from "../support/chat";
import { makeAClass } from "../support/classes";
import type { Person } from "../support/person";
import { axe, fitsNarrowScreens } from "../support/looks";
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
  await esi.main.locator("summary", { hasText: "Moderate" }).click();
  await expect(esi.main.locator(".muted-now")).toContainText(`by ${esi.name}`);
  await esi.presses(`Let ${kofi.name} write again`);
  await expect(esi.main.locator(".muted-now")).toHaveCount(0);
  await expect(kofi.field("Message")).toBeVisible();

  await test.step("everybody is called at once", async () => {
    await esi.field("Message").pressSequentially("@al");
    await expect(esi.main.getByRole("listbox").getByRole("option", { name: /^all/ })).toBeVisible();
    await esi.field("Message").press("Enter");
    await expect(esi.field("Message")).toHaveValue("@all ");
    await esi.field("Message").pressSequentially("the bus leaves at eight");
    await esi.field("Message").press("Enter");
    await expect(message(kofi, "the bus leaves at eight")).toHaveClass(/message-calls/);
    await expect(message(kofi, "the bus leaves at eight").locator(".mention")).toHaveText("@all");
  });
});

test("a further chat gets another name, is closed with what was said, and opened again", async ({ person }) => {
  const { esi, kofi, slug } = await aClass(person);
  await esi.opens(`/s/${slug}/chat`);
  await esi.fills({ Name: "Homewrok" });
  await esi.presses("Open it");
  await esi.arrives(/\/chat\/[0-9a-f-]{36}$/);
  await say(esi, "Page 12 for tomorrow");
  const moderate = esi.main.locator("summary", { hasText: "Moderate" });
  await moderate.click();
  await esi.fills({ Name: "Homework" });
  await esi.presses("Rename");
  await esi.isTold("The chat has its new name.");
  await esi.seesHeading("Homework");
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
  await yaw.presses("Hide this chat");
  await yaw.isTold("The chat is hidden.");
  await expect(yaw.main.getByRole("link", { name: ama.name, exact: true })).toHaveCount(0);
  await say(ama, "I need them today");
  await yaw.opens(`/s/${slug}/chat`);
  await expect(yaw.main.getByRole("link", { name: ama.name, exact: true })).toBeVisible();
});
