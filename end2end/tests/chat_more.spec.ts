// Answering, changing and finding in the chat.
import { aClass, acts, enterTheChat, hears, log, message, say } from "../support/chat";
import { axe, fitsNarrowScreens } from "../support/looks";
import { expect, test } from "../support/test";

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

test("a teacher sees who has read what they said, as soon as they have, and a student does not", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await say(esi, "Bring a pen");
  const said = message(esi, "Bring a pen");
  await expect(said.locator(".seen-by")).toHaveCount(0);
  await enterTheChat(kofi, group);
  await hears(kofi, "Bring a pen");
  await expect(said.getByText("Seen by 1")).toBeVisible();
  await expect(said.locator(".seen-by > summary"), "the talk is still one stop of the Tab key").toHaveAttribute("tabindex", "-1");
  await said.getByText("Seen by 1").click();
  await expect(said.locator(".seen-by")).toContainText(kofi.name);
  await say(kofi, "I will");
  await hears(esi, "I will");
  await expect(message(kofi, "I will").locator(".seen-by")).toHaveCount(0);
  // It goes down with what is read.
  await say(esi, "And paper");
  await hears(kofi, "And paper");
  await expect(message(esi, "And paper").getByText("Seen by 1")).toBeVisible();
  await expect(said.locator(".seen-by")).toHaveCount(0);
  await esi.page.reload();
  await esi.settles();
  await expect(message(esi, "And paper").getByText("Seen by 1")).toBeVisible();
});

test("a message that was answered opens its answers as a thread, in which both go on", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  const phone = test.info().project.name === "phone";
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await say(esi, "Who brings the ball?");
  await hears(kofi, "Who brings the ball?");
  const menu = await acts(kofi, "Who brings the ball?");
  await menu.getByRole("link", { name: "Reply", exact: true }).click();
  await say(kofi, "I can");
  await hears(esi, "I can");
  const opens = message(esi, "Who brings the ball?").getByRole("link", { name: "1 answer", exact: true });
  await opens.click();
  const thread = esi.main.getByRole("log", { name: "Thread", exact: true });
  await expect(thread.getByText("I can", { exact: true })).toBeVisible();
  // Beside the room where there is room for both.
  await expect(log(esi)).toHaveCount(phone ? 0 : 1);
  await esi.field("Answer").fill("And I the net");
  await esi.field("Answer").press(phone ? "Control+Enter" : "Enter");
  await expect(thread.getByText("And I the net", { exact: true })).toHaveCount(1);
  await expect(thread.locator(".message.pending")).toHaveCount(0);
  await hears(kofi, "And I the net");
  await expect(message(kofi, "Who brings the ball?").getByRole("link", { name: "2 answers", exact: true })).toBeVisible();
  await say(kofi, "Not of the thread");
  const again = await acts(kofi, "And I the net");
  await again.getByRole("link", { name: "Reply", exact: true }).click();
  await say(kofi, "Thank you");
  await expect(thread.getByText("Thank you", { exact: true })).toBeVisible();
  await expect(thread.getByText("Not of the thread", { exact: true })).toHaveCount(0);
  if (!phone) {
    await hears(esi, "Not of the thread");
    const thanks = thread.locator(".message").filter({ has: esi.page.locator(".message-body", { hasText: "Thank you" }) });
    await thanks.locator(".message-acts > .menu > summary").focus();
    await esi.page.keyboard.press("Enter");
    await thanks.getByRole("button", { name: "React with another emoji" }).click();
    const signs = esi.page.getByRole("dialog", { name: "React with another emoji" });
    await signs.getByRole("searchbox", { name: "Find an emoji" }).fill("rocket");
    await signs.getByRole("button", { name: "rocket" }).click();
    await expect(thanks.locator(".reactions")).toContainText("🚀");
    await expect(esi.main.locator(".thread-beside :focus"), "who gives a sign in a thread stays there").toHaveCount(1);
    const answers = message(esi, "Who brings the ball?").getByRole("link", { name: "3 answers", exact: true });
    await esi.field("Answer").fill("What is begun");
    await expect(esi.main.locator(".thread-beside form[data-draft-kept]")).toBeVisible();
    await answers.click();
    await expect(esi.main.locator(".thread-beside"), "it is open already").toBeFocused();
    await expect(esi.field("Answer")).toHaveValue("What is begun");
    await esi.presses("Close the thread");
    await expect(thread).toHaveCount(0);
    await expect(answers).toBeFocused();
    await answers.click();
    await expect(esi.field("Answer"), "is there when it is opened again").toHaveValue("What is begun");
    await expect(esi.field("Message"), "and not the room's").toHaveValue("");
  }
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
    // Words of another direction than the page are not under the button either.
    await field.fill("مرحبا بكم");
    await expect(field).toHaveCSS("direction", "rtl");
    await expect(field).toHaveCSS("padding-right", "48px");
    await field.fill("Well done 🎉 🚀");
    await kofi.presses("Add an emoji");
    const dialog = kofi.page.getByRole("dialog", { name: "Emoji" });
    await dialog.getByRole("searchbox", { name: "Find an emoji" }).fill("نجمة لامعة");
    await expect(dialog.getByRole("button", { name: "glowing star" })).toBeVisible();
    await axe(kofi.page);
    await kofi.page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(field).toHaveValue("Well done 🎉 🚀🌟");
    await expect(field).toBeFocused();
    // What was chosen last is in the draft.
    await expect.poll(() => kofi.page.evaluate(() => JSON.stringify(sessionStorage))).toContain("🚀🌟");
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

  // Other words for a message are no draft of another one: what was begun before is.
  await expect(kofi.main.locator("form[data-draft-kept]")).toBeVisible();
  await (await acts(kofi, "First")).getByRole("link", { name: "Edit", exact: true }).click();
  await expect(field).toHaveValue("First");
  await kofi.fills({ Message: "First of all" });
  await expect(kofi.main.locator("form[data-draft]")).toHaveCount(0);
  await kofi.presses("Save");
  await hears(esi, "First of all");
  await expect(field).toHaveValue("Begun");
  await (await acts(kofi, "First of all")).getByRole("link", { name: "Edit", exact: true }).click();
  await kofi.fills({ Message: "Last of all" });
  await kofi.page.goto(`/s/${slug}`);
  await kofi.settles();
  await kofi.page.goto(`${group.path}/chat`);
  await kofi.settles();
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

test("what was said is found by who said it and marked, and a day of the chat is gone to", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await say(esi, "The exam is on Monday");
  await say(kofi, "Which exam?");
  await esi.main.getByRole("link", { name: "Search the chat" }).click();
  await esi.seesHeading("Search the chat");
  await esi.unfoldsFilters();
  await esi.fills({ Words: "exam", From: kofi.name });
  await esi.presses("Search");
  await expect(esi.page).toHaveURL(/q=exam/);
  await esi.settles();
  await expect(esi.main.locator(".found")).toHaveCount(1);
  await expect(esi.main.locator(".found mark")).toHaveText("exam");
  await esi.fills({ Day: new Date().toISOString().slice(0, 10) });
  await esi.presses("Go there");
  await expect(esi.page).toHaveURL(/\?at=1#m1$/);
  await esi.settles();
  await expect(message(esi, "The exam is on Monday")).toBeInViewport();
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
    await expect(beside.locator(".room.open time")).toHaveText(/^\d\d:\d\d$/);
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
