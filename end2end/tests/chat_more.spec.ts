// Answering, changing, finding and keeping the peace in the chat.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { enterTheChat, hears, say } from "../support/chat";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
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
/** The message that says it, not those that quote it. */
const message = (person: Person, text: string) =>
  log(person)
    .locator(".message:not(.pending)")
    .filter({ has: person.page.locator(".message-body", { hasText: text }) });

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

  await test.step("linked to, and nothing is loaded anew", async () => {
    await message(kofi, "Who has the book?").locator(".message-head a:has(time)").click();
    await expect(kofi.page).toHaveURL(/\?at=1#m1$/);
    await kofi.fills({ Message: "Still here" });
    await kofi.page.evaluate(() => {
      const writeText = async (text: string) => {
        document.body.dataset.copied = text;
      };
      Object.defineProperty(navigator, "clipboard", { value: { writeText } });
    });
    const menu = await acts(kofi, "Who has the book?");
    await menu.getByRole("link", { name: "Copy link", exact: true }).click();
    await expect(kofi.main.getByText("The link to the message is copied.")).toBeVisible();
    await expect(kofi.page.locator("body")).toHaveAttribute("data-copied", /^https?:.*\?at=1#m1$/);
    await expect(kofi.field("Message")).toHaveValue("Still here");
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
    await esi.presses("Send");
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

  await test.step("what is put aside is new again until one comes back", async () => {
    const menu = await acts(kofi, "Bring a pen");
    await menu.getByRole("button", { name: "Mark as unread from here" }).click();
    await expect(kofi.main.getByText("Marked as unread from there.")).toBeVisible();
    await expect(log(kofi).locator(".unread-mark + .message")).toContainText("Bring a pen");
    await kofi.opens(`/s/${slug}/chat`);
    await expect(room.getByText("1 new message")).toBeAttached();
  });
});

test("an emoji is found by its name, for what one writes and as a sign under it", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  const field = kofi.field("Message");
  await field.pressSequentially("Well done :party");
  await expect(kofi.main.getByRole("listbox", { name: "Emoji" }).getByRole("option").first()).toContainText("party");
  await field.press("Enter");
  await expect(field).toHaveValue("Well done 🎉 ");
  await field.pressSequentially(":rocket:");
  await expect(field).toHaveValue("Well done 🎉 🚀");
  if (test.info().project.name !== "phone") {
    await kofi.presses("Add an emoji");
    const dialog = kofi.page.getByRole("dialog", { name: "Emoji" });
    await dialog.getByRole("searchbox", { name: "Find an emoji" }).fill("نجمة لامعة");
    await expect(dialog.getByRole("button", { name: "glowing star" })).toBeVisible();
    await axe(kofi.page);
    await kofi.page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(field).toHaveValue("Well done 🎉 🚀🌟");
    await expect(field).toBeFocused();
  }
  await kofi.presses("Send");
  await expect(message(esi, "Well done")).toBeVisible();

  const menu = await acts(esi, "Well done");
  await menu.getByRole("button", { name: "React with another emoji" }).click();
  const signs = esi.page.getByRole("dialog", { name: "React with another emoji" });
  const search = signs.getByRole("searchbox", { name: "Find an emoji" });
  await search.fill("nothing so");
  await expect(signs.getByText("No emoji is called so.")).toBeVisible();
  await search.fill("rain");
  await expect(signs.getByRole("grid", { name: "Animals and nature" }).getByRole("button")).toHaveCount(2);
  await search.press("ArrowDown");
  await expect(signs.getByRole("button", { name: "rain", exact: true })).toBeFocused();
  await esi.page.keyboard.press("ArrowRight");
  await esi.page.keyboard.press("Enter");
  await expect(signs).toBeHidden();
  const sign = message(kofi, "Well done").locator(".reactions > form").getByRole("button", { name: `🌈 from ${esi.name}` });
  await expect(sign).toBeVisible();
});

test("words lead to an address that they say, and what is pinned says by whom", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(kofi, group);
  await enterTheChat(esi, group);
  await esi.fills({ Message: "Read [the book](https://books.test/a) and [do not](javascript:alert(1))" });
  await esi.presses("Send");
  const link = message(kofi, "the book").getByRole("link", { name: "the book (books.test)" });
  await expect(link).toHaveAttribute("href", "https://books.test/a");
  await expect(message(kofi, "[do not](javascript:alert(1))")).toHaveCount(1);
  const menu = await acts(esi, "the book");
  await menu.getByRole("button", { name: "Pin", exact: true }).click();
  await kofi.main.locator("summary", { hasText: "1 pinned message" }).click();
  await expect(kofi.main.locator(".pins")).toContainText(`Pinned by ${esi.name}`);
});

test("keys lead to what one said last, out of it again, and to a chat by its name", async ({ person }) => {
  const { esi, kofi, group, slug } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await say(kofi, "Firts");
  await say(esi, "Second");
  const field = kofi.field("Message");
  await field.press("ArrowUp");
  await expect(field).toHaveValue("Firts");
  await expect(kofi.main.getByText("Editing your message")).toBeVisible();
  await field.press("Escape");
  await expect(field).toHaveValue("");
  await expect(kofi.main.getByText("Editing your message")).toHaveCount(0);
  await field.press("ArrowUp");
  await kofi.fills({ Message: "First" });
  await kofi.presses("Save");
  await hears(esi, "First");
  // In a field that says something the arrow is the field's.
  await kofi.fills({ Message: "Begun" });
  await field.press("ArrowUp");
  await expect(field).toHaveValue("Begun");
  await kofi.fills({ Message: "" });

  await kofi.opens(`/s/${slug}`);
  await kofi.page.keyboard.press("Control+k");
  await kofi.page.keyboard.type("form sci");
  const chats = kofi.page.getByRole("group", { name: "Chats" });
  await chats.getByRole("option", { name: "Form 2 Science" }).click();
  await kofi.arrives(/\/chat\/[0-9a-f-]{36}$/);
  await expect(message(kofi, "Second")).toBeVisible();
});

test("whoever is elsewhere sees what is new in the menu, in the title and in the list, and reads it away", async ({ person }) => {
  const { esi, kofi, group, slug } = await aClass(person);
  await enterTheChat(esi, group);
  await kofi.opens(`/s/${slug}/classes`);
  const inTheMenu = kofi.page.locator(".sidebar a[href$='/chat'] .count").locator("visible=true");
  await expect(inTheMenu).toHaveCount(0);
  await say(esi, "Bring a ruler");
  await expect(inTheMenu).toHaveText("1");
  await say(esi, `And a pen, @${kofi.name}`);
  await expect(inTheMenu).toHaveText("2");
  // What is for oneself alone is counted there, too.
  await expect(kofi.page).toHaveTitle(/^\(1\) /);

  const room = kofi.main.locator(".room", { hasText: "Form 2 Science" });
  await test.step("the list follows by itself", async () => {
    await kofi.opens(`/s/${slug}/chat`);
    await expect(room.getByText("2 new messages")).toBeAttached();
    await expect(room).toContainText(`${esi.name}: And a pen`);
    await axe(kofi.page);
    await fitsNarrowScreens(kofi.page);
    await say(esi, "That is all");
    await expect(room).toContainText(`${esi.name}: That is all`);
    await expect(room.getByText("3 new messages")).toBeAttached();
  });

  await test.step("what is read is new nowhere", async () => {
    await room.getByRole("link", { name: "Form 2 Science" }).click();
    await hears(kofi, "That is all");
    await expect(inTheMenu).toHaveCount(0);
    await expect(kofi.page).toHaveTitle(/^Chat of Form 2 Science/);
    // What comes before one's eyes is read as it comes.
    await say(esi, "Are you there?");
    await hears(kofi, "Are you there?");
    await say(kofi, "Yes");
    await expect(inTheMenu).toHaveCount(0);
  });

  const beside = kofi.main.getByRole("navigation", { name: "Chats", exact: true });
  if (test.info().project.name === "phone") {
    await expect(beside).toBeHidden();
    return;
  }
  await test.step("the other rooms stand beside the open one", async () => {
    await expect(beside.locator(".room.open")).toContainText("You: Yes");
    await esi.opens(`/s/${slug}/chat`);
    await esi.fills({ Name: "Homework" });
    await esi.presses("Open it");
    await expect(esi.field("Message")).toBeVisible();
    await say(esi, "Page 12");
    const first = beside.locator(".room").first();
    await expect(first).toContainText(`${esi.name}: Page 12`);
    await expect(first.getByText("1 new message")).toBeAttached();
    await expect(inTheMenu).toHaveText("1");
    await axe(kofi.page);
    await first.getByRole("link", { name: "Homework" }).click();
    await hears(kofi, "Page 12");
    await expect(inTheMenu).toHaveCount(0);
    await expect(beside.locator(".room.open")).toContainText("Homework");
  });
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
