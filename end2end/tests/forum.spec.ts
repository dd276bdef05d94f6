// The forum: asked, answered, found, marked, locked, and written in without a name.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

/** A picture of one point. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`a question is asked, answered, found and locked, ${how}`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = unique("forum");
    await foundTheSchool(esi, { name: `The School of ${slug}`, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 1");
    await joinWithCode(kofi, group.studentCode);

    await kofi.opens(`/s/${slug}/forum`);
    await kofi.follows("Form 1");
    await kofi.sees("No threads yet");
    await kofi.follows("New thread");
    await kofi.fills({ Title: "Élodie's fractions", Text: "How do **fractions** work?\n\n<script>alert(1)</script>" });
    if (javaScript) {
      await axe(kofi.page);
      await fitsNarrowScreens(kofi.page);
    }
    await kofi.field("Files").setInputFiles({ name: "thirds.png", mimeType: "image/png", buffer: DOT });
    await kofi.presses("Begin the thread");
    await kofi.arrives(/\/forum\/threads\/[0-9a-f-]{36}$/);
    await kofi.isTold("The thread has begun.");
    await expect(kofi.main.locator("#post-1").getByRole("img", { name: "thirds.png" })).toBeVisible();
    await expect(kofi.main.locator("strong").getByText("fractions")).toBeVisible();
    await kofi.sees("<script>alert(1)</script>");
    const address = new URL(kofi.page.url()).pathname;
    const first = kofi.main.locator("#post-1");
    await first.getByText("Add files").click();
    await first.locator("input[type=file]").setInputFiles({ name: "half.png", mimeType: "image/png", buffer: DOT });
    await first.getByRole("button", { name: "Add", exact: true }).click();
    await expect(first.getByRole("img", { name: "half.png" })).toBeVisible();
    await expect(first.getByRole("img", { name: "half.png" }), "its place is known").toHaveAttribute("width", "1");

    await esi.opens(`/s/${slug}/forum`);
    await expect(esi.page.locator(".sidebar-all a[href$='/forum']")).toContainText("1");
    await esi.sees("1 thread with news");
    await esi.presses("Mark all as read");
    await esi.isTold("Marked as read.");
    await expect(esi.main.getByText("1 thread with news")).toHaveCount(0);
    await expect(esi.main.getByRole("button", { name: "Mark all as read" })).toHaveCount(0);
    await esi.opens(`/s/${slug}/forum?q=elodie`);
    await esi.follows("Élodie's fractions");
    await esi.fills({ Text: "By halves, and halves of halves." });
    await esi.presses("Reply");
    await expect(esi.main.locator("#post-2")).toContainText("By halves, and halves of halves.");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await kofi.opens(address);
    await kofi.sees("By halves, and halves of halves.");
    await kofi.main.getByRole("button", { name: "This is the answer: post 2" }).click();
    await kofi.sees("To the answer, post 2");
    await esi.opens(address);
    await esi.presses("Lock");
    await kofi.opens(address);
    await kofi.sees("This thread is locked: nobody replies to it any more.");
  });
}

test("an open thread says what is new, and what changes does so in its place", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("open");
  await foundTheSchool(esi, { name: `The School of ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 1");
  await joinWithCode(kofi, group.studentCode);
  await kofi.opens(`/s/${slug}/forum`);
  await kofi.follows("Form 1");
  await kofi.follows("New thread");
  await kofi.fills({ Title: "Fractions", Text: "How do they work?" });
  await kofi.presses("Begin the thread");
  await kofi.arrives(/\/forum\/threads\/[0-9a-f-]{36}$/);
  const address = new URL(kofi.page.url()).pathname;
  await kofi.settles();
  await esi.opens(address);
  await esi.settles();
  // Whatever is done in place leaves the page where it is.
  for (const reader of [esi, kofi]) await reader.page.evaluate(() => ((self as any).stays = true));
  const stays = (reader: typeof esi) => reader.page.evaluate(() => (self as any).stays);

  const vote = esi.main.locator("#post-1").getByRole("button", { name: "Helpful: post 1", exact: true });
  await vote.click();
  const voted = esi.main.locator("#post-1").getByRole("button", { name: "Helpful: post 1, 1 finds it helpful", exact: true });
  await expect(voted).toHaveAttribute("aria-pressed", "true");
  await expect(voted).toHaveText("Helpful · 1");
  await expect(kofi.main.locator("#post-1").getByText("1 finds it helpful")).toBeVisible();
  await esi.presses("Follow");
  await esi.sees("You hear of new replies.");
  await expect(esi.main.getByRole("button", { name: "Follow no more" })).toBeVisible();
  expect(await stays(esi)).toBe(true);

  await esi.fills({ Text: "By halves." });
  await esi.presses("Reply");
  await expect(esi.main.locator("#post-2")).toContainText("By halves.");
  await kofi.sees("1 new reply");
  await expect(kofi.main.locator("#post-2"), "nothing moves before it is asked for").toHaveCount(0);
  await fitsNarrowScreens(kofi.page);
  await kofi.presses("Show");
  await expect(kofi.main.locator("#post-2")).toContainText("By halves.");
  await expect(kofi.main.locator("#post-2 > article")).toBeFocused();
  await expect(kofi.main.getByText("1 new reply")).toHaveCount(0);
  await axe(kofi.page);

  await kofi.main.getByRole("button", { name: "This is the answer: post 2" }).click();
  await kofi.sees("To the answer, post 2");
  await esi.sees("To the answer, post 2");
  await expect(esi.main.locator("#post-2.answer")).toBeVisible();
  expect(await stays(kofi)).toBe(true);
});

test("what is written is marked by buttons and keys, and looked at before it is sent", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("pen");
  await foundTheSchool(esi, { name: `The School of ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 1");
  await joinWithCode(kofi, group.studentCode);
  await esi.opens(`/s/${slug}/forum`);
  await esi.follows("Form 1");
  await esi.follows("New thread");
  await esi.arrives(/\/new$/);
  await esi.settles();
  const text = esi.field("Text");
  await esi.fills({ Title: "Fractions", Text: "halves" });
  await text.selectText();
  await text.press("Control+b");
  await expect(text).toHaveValue("**halves**");
  await text.press("Control+b");
  await expect(text).toHaveValue("halves");
  await esi.main.getByRole("button", { name: "Slanted" }).click();
  await esi.main.getByRole("button", { name: "List" }).click();
  await expect(text).toHaveValue("- *halves*");
  await expect(text).toBeFocused();
  await esi.main.getByRole("button", { name: "Preview" }).click();
  const preview = esi.main.getByRole("region", { name: "Preview" });
  await expect(preview.locator("li em")).toHaveText("halves");
  await text.press("End");
  await text.pressSequentially("\nand <b>more</b>");
  await expect(preview).toContainText("and <b>more</b>");
  await text.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["By halves."], "notes.txt", { type: "text/plain" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(esi.main.locator(".drop-files").getByText("notes.txt")).toBeVisible();
  // A name is completed to what mentions its person.
  await text.press("Control+End");
  await text.pressSequentially("\n\nAsk @Kof");
  await expect(esi.main.getByRole("option", { name: "Kofi Owusu" })).toBeVisible();
  await axe(esi.page);
  await text.press("Enter");
  await expect(text).toHaveValue(new RegExp(`Ask @${kofi.username} $`));
  await expect(esi.main.getByRole("option")).toHaveCount(0);
  await fitsNarrowScreens(esi.page);
  await esi.presses("Begin the thread");
  await expect(esi.main.locator("#post-1 li em")).toHaveText("halves");
  await expect(esi.main.locator("#post-1 .mention")).toHaveText(`@${kofi.username}`);
  await expect(esi.main.locator("#post-1").getByRole("link", { name: "notes.txt" })).toBeVisible();
});

for (const javaScript of [true, false]) {
  test(`what is saved is found again, and threads are sorted, ${javaScript ? "with" : "without"} scripts`, async ({ person }) => {
    const esi = await person("Esi Mensah", { javaScript });
    const slug = unique("saved");
    await foundTheSchool(esi, { name: `The School of ${slug}`, slug, timeZone: "Africa/Accra" });
    await makeAClass(esi, slug, "Form 1");
    for (const title of ["Rivers", "Lakes"]) {
      await esi.opens(`/s/${slug}/forum`);
      await esi.follows("Form 1");
      await esi.follows("New thread");
      await esi.fills({ Title: title, Text: `Where are the ${title}?` });
      await esi.presses("Begin the thread");
      await esi.arrives(/\/forum\/threads\/[0-9a-f-]{36}$/);
    }
    await esi.main.getByRole("button", { name: "Save for later: post 1" }).click();
    await expect(esi.main.getByRole("button", { name: "Remove from saved: post 1" })).toBeVisible();
    for (const text of ["In the north.", "In the south."]) {
      await esi.fills({ Text: text });
      await esi.presses("Reply");
      await expect(esi.main.locator(".post").last()).toContainText(text);
    }
    await esi.main.getByRole("button", { name: "This is the answer: post 3" }).click();
    const solution = esi.main.locator("#post-1").getByRole("complementary", { name: "Answer" });
    await expect(solution).toContainText("In the south.");
    await expect(solution.getByRole("link", { name: "To the answer, post 3" })).toBeVisible();

    await esi.opens(`/s/${slug}/forum`);
    await esi.follows("Saved");
    await esi.seesHeading("Saved");
    await esi.sees("Where are the Lakes?");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.main.getByRole("button", { name: "Remove from saved: Lakes" }).click();
    await esi.sees("Nothing saved yet");

    await esi.opens(`/s/${slug}/forum`);
    await esi.follows("Form 1");
    await expect(esi.main.locator(".thread .title").first()).toHaveText("Lakes");
    await esi.opens(`${new URL(esi.page.url()).pathname}?sort=unanswered`);
    await expect(esi.main.locator(".thread .title").first()).toHaveText("Rivers");
    await expect(esi.main.getByLabel("Order")).toHaveValue("unanswered");
  });
}

test("a post is reported with a reason, and the teacher leaves it or takes it away", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const ama = await person("Ama Darko");
  const slug = unique("reported");
  await foundTheSchool(esi, { name: `The School of ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 1");
  await joinWithCode(kofi, group.studentCode);
  await joinWithCode(ama, group.studentCode);
  await kofi.opens(`/s/${slug}/forum`);
  await kofi.follows("Form 1");
  await kofi.follows("New thread");
  await kofi.fills({ Title: "The match", Text: "You are bad losers." });
  await kofi.presses("Begin the thread");
  await kofi.arrives(/\/forum\/threads\//);
  await expect(kofi.main.getByRole("link", { name: "Report: post 1" }), "nobody reports themselves").toHaveCount(0);
  const address = new URL(kofi.page.url()).pathname;
  await ama.opens(address);
  await ama.main.getByRole("link", { name: "Report: post 1" }).click();
  await ama.seesHeading("Report a post");
  await axe(ama.page);
  await fitsNarrowScreens(ama.page);
  await ama.fills({ "What is wrong with it": "It hurts." });
  await ama.presses("Send the report");
  await ama.isTold("Thank you. Those who look after the forum will look at the post.");

  await esi.opens("/notifications");
  await esi.sees("A post was reported in the forum Form 1");
  await esi.opens(`/s/${slug}/forum`);
  await esi.follows("Reports");
  await esi.seesHeading("Reports");
  await esi.sees("You are bad losers.");
  await esi.sees("It hurts.");
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
  await esi.presses("Leave it");
  await esi.sees("No post is reported");

  // What the school does not want said is said here as little as in the chat.
  await esi.opens(`/s/${slug}/forum`);
  await esi.follows("Unwanted words");
  await esi.fills({ "Words not wanted in the chats and forums, one a line": "losers" });
  await esi.presses("Save");
  await esi.isTold("The words are saved.");
  await ama.opens(address);
  await ama.fills({ Text: "Losers yourselves!" });
  await ama.presses("Reply");
  await ama.sees("Your school does not want one of these words said here.");
});

test("a student writes without a name, and the teacher knows it all the same", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const ama = await person("Ama Darko");
  const slug = unique("hidden");
  await foundTheSchool(esi, { name: `The School of ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 1");
  await joinWithCode(kofi, group.studentCode);
  await joinWithCode(ama, group.studentCode);
  await esi.opens(`/s/${slug}/forum`);
  await esi.follows("Form 1");
  await esi.follows("Settings of the forum");
  await axe(esi.page);
  await esi.presses("Let students write without a name");
  await esi.sees("Students may write without a name.");
  await ama.opens(`/s/${slug}/forum`);
  await ama.follows("Form 1");
  await ama.presses("Follow this forum");
  await ama.isTold("Saved.");
  await kofi.opens(`/s/${slug}/forum`);
  await kofi.follows("Form 1");
  await kofi.follows("New thread");
  await kofi.fills({ Title: "The exam", Text: "I am afraid of it." });
  await kofi.main.getByRole("checkbox", { name: "Write without my name" }).check();
  await kofi.presses("Begin the thread");
  await kofi.arrives(/\/forum\/threads\//);
  await kofi.sees("You, without a name");
  // What they say there next would give them away.
  await expect(kofi.main.getByRole("checkbox", { name: "Write without my name" })).toBeChecked();
  const address = new URL(kofi.page.url()).pathname;
  await ama.opens("/notifications");
  await ama.sees("Somebody began a thread: The exam");
  await ama.opens(address);
  await ama.sees("Without a name");
  await expect(ama.main).not.toContainText("Kofi");
  expect(await ama.page.content()).not.toContain("Kofi Owusu");
  await esi.opens(address);
  await esi.sees("Kofi Owusu");

  // Names are asked for while somebody still writes without theirs.
  await kofi.opens(`/s/${slug}/forum`);
  await kofi.follows("Form 1");
  await kofi.follows("New thread");
  await kofi.fills({ Title: "The teacher", Text: "I am afraid of her, too." });
  await kofi.main.getByRole("checkbox", { name: "Write without my name" }).check();
  await esi.opens(`/s/${slug}/forum`);
  await esi.follows("Form 1");
  await esi.follows("Settings of the forum");
  await esi.presses("Ask for names again");
  await esi.sees("Everybody writes with their name.");
  await kofi.presses("Begin the thread");
  await kofi.sees("Nothing was published: this forum asks for names by now.");
  await expect(kofi.main.getByLabel("Title")).toHaveValue("The teacher");
  await expect(kofi.main.getByRole("checkbox", { name: "Write without my name" })).toHaveCount(0);
  await esi.opens(`/s/${slug}/forum`);
  await esi.follows("Form 1");
  await esi.sees("The exam");
  await expect(esi.main).not.toContainText("The teacher");
});
