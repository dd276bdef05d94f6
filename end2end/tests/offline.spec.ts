// Lyceum without a network: what one has visited opens, what one writes waits and arrives once, and nothing of it is anybody
// else's.
import { foundTheSchool, joinWithCode, logIn, logOut, logOutEverywhere } from "../support/accounts";
import { inDays, setTheAssignment, textFile } from "../support/assignments";
import { enterTheChat, hears } from "../support/chat";
import { makeAClass, makeACourse } from "../support/classes";
import { GONE, keepsPages, kept, served } from "../support/device";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

type Meet = (name: string, options?: { as?: Person }) => Promise<Person>;

async function aClass(person: Meet) {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("offline");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await joinWithCode(kofi, group.studentCode);
  kofi.expects(...GONE);
  return { esi, kofi, slug, group };
}

const waiting = (person: Person) => person.page.locator("details.waiting");

test("nothing of a person is kept on a device before they say that it is their own", async ({ person }) => {
  const { kofi, group } = await aClass(person);
  await kofi.opens(group.path);
  await served(kofi.page);
  await kofi.opens(group.path);
  await kofi.settles();
  expect(await kept(kofi)).toEqual([]);
  await kofi.context.setOffline(true);
  await kofi.page.goto(group.path);
  await expect(kofi.page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await expect(kofi.page.getByText("Kept on this device")).toBeHidden();
  await kofi.context.setOffline(false);
});

test("pages one has visited open without a network, say how old they are, and come anew with it", async ({ person }) => {
  test.setTimeout(300_000);
  const { esi, kofi, slug, group } = await aClass(person);
  await keepsPages(kofi);
  await kofi.opens(group.path);
  await expect.poll(() => kept(kofi)).toContain(group.path);
  expect(await kept(kofi), "the account is no reading").not.toContain("/me/devices");

  await kofi.context.setOffline(true);
  await kofi.page.goto(group.path);
  await kofi.settles();
  await kofi.seesHeading("Form 2 Science");
  // As everywhere, on the clock of the account.
  await expect(kofi.page.getByText(/You see this page as it was on \w{3} \d{1,2} \w{3} \d{4}, \d\d:\d\d\./)).toBeVisible();
  // A link to what is not kept says so, and leaves the page as it is.
  await kofi.page.locator(`.sidebar a[href="/s/${slug}/announcements"]`).first().click();
  await expect(kofi.page.getByText("That page is not kept on this device.")).toBeVisible();
  await kofi.seesHeading("Form 2 Science");
  await kofi.page.goto("/nowhere");
  await kofi.page.getByRole("link", { name: /Form 2 Science/ }).first().click();
  await kofi.settles();
  await kofi.seesHeading("Form 2 Science");

  await makeACourse(esi, group, { title: "Physics", summary: "Heat and light" });
  await kofi.context.setOffline(false);
  await kofi.sees("Physics");
  await expect(kofi.page.getByText(/You see this page as it was on/)).toBeHidden();
});

test("what is kept goes with a log-out, with the session ended elsewhere, and with the next person", async ({ person }) => {
  test.setTimeout(300_000);
  const { esi, kofi, group } = await aClass(person);
  await keepsPages(kofi);
  await kofi.opens(group.path);
  await expect.poll(() => kept(kofi)).toContain(group.path);

  await test.step("ended on another device", async () => {
    const elsewhere = await person("Kofi Owusu", { as: kofi });
    await logIn(elsewhere);
    await logOutEverywhere(elsewhere);
    await kofi.page.goto(group.path);
    await kofi.arrives(/\/login/);
    await expect.poll(() => kept(kofi)).toEqual([]);
  });

  await test.step("logged out here, without a network", async () => {
    await logIn(kofi);
    await kofi.opens(group.path);
    await expect.poll(() => kept(kofi)).toContain(group.path);
    await kofi.context.setOffline(true);
    await kofi.page.getByRole("button", { name: "Log out" }).click();
    await expect(kofi.page.getByRole("heading", { name: "You are offline" })).toBeVisible();
    await expect(kofi.page.getByText("You are logged out on this device.")).toBeVisible();
    expect(await kept(kofi)).toEqual([]);
    await kofi.context.setOffline(false);
    // The page comes back by itself; the server hears of it before it shows anything to whoever is there now.
    await expect(kofi.page.getByRole("heading", { name: "You are offline" })).toHaveCount(0);
    await kofi.arrives(/\/login/);
    await kofi.page.goto(group.path);
    await kofi.arrives(/\/login/);
  });

  await test.step("somebody else logs in", async () => {
    await kofi.context.clearCookies();
    await logIn(kofi);
    await kofi.opens(group.path);
    await expect.poll(() => kept(kofi)).toContain(group.path);
    const before = await kofi.page.evaluate(() => document.documentElement.dataset.person);
    // The cookie alone is lost: nobody has said goodbye.
    await kofi.context.clearCookies();
    await kofi.page.goto("/login");
    await kofi.settles();
    await kofi.fills({ "Username or e-mail": esi.username, Password: esi.password });
    await kofi.presses("Log in");
    await kofi.page.waitForURL((url) => url.pathname !== "/login");
    await expect.poll(() => kept(kofi)).not.toContain(group.path);
    const keeps = await kofi.page.evaluate((id) => (self as any).lyceum.keeps(id), before);
    expect(keeps, "what they have left open in another tab keeps nothing").toBe(false);
    await kofi.context.setOffline(true);
    await kofi.page.goto(group.path);
    await expect(kofi.page.getByRole("heading", { name: "You are offline" })).toBeVisible();
    await kofi.context.setOffline(false);
  });
});

test("what is said in a chat without a network outlives its page and arrives once, in order", async ({ person }) => {
  test.setTimeout(300_000);
  const { esi, kofi, group } = await aClass(person);
  await keepsPages(kofi);
  await enterTheChat(esi, group);
  await kofi.opens(`${group.path}/chat`);
  await expect.poll(() => kept(kofi)).toContain(`${group.path}/chat`);
  await kofi.opens(group.path);
  await expect.poll(() => kept(kofi)).toContain(group.path);
  await kofi.opens(`${group.path}/chat`);
  await kofi.context.setOffline(true);
  for (const text of ["First", "Second"]) {
    await kofi.fills({ Message: text });
    await kofi.presses("Send");
    await expect(kofi.main.locator(".message.pending").getByText(text, { exact: true })).toBeVisible();
  }
  await kofi.fills({ Message: "Half a thou" });
  await expect(kofi.main.locator("form[data-draft-kept]")).toBeVisible();

  // The page is closed; another one says what waits.
  await kofi.page.goto(group.path);
  await kofi.settles();
  await expect(waiting(kofi).getByText("2 things wait to be sent")).toBeVisible();
  await waiting(kofi).locator("summary").click();
  await expect(waiting(kofi).getByText("Second", { exact: true })).toBeVisible();

  // And the chat itself has them again, with what was being written.
  await kofi.page.goto(`${group.path}/chat`);
  await kofi.settles();
  await expect(kofi.main.locator(".message.pending")).toHaveCount(2);
  await expect(kofi.field("Message")).toHaveValue("Half a thou");
  await expect(waiting(kofi), "what the chat shows is not shown twice").toHaveCount(0);
  await kofi.context.setOffline(false);
  await hears(esi, "First");
  await hears(esi, "Second");
  const bodies = await esi.main.getByRole("log", { name: "Messages", exact: true }).locator(".message .message-body").allInnerTexts();
  expect(bodies).toEqual(["First", "Second"]);
  await expect(waiting(kofi)).toHaveCount(0);
});

test("work is handed in without a network, waits in sight, and arrives once when there is one", async ({ person }) => {
  test.setTimeout(300_000);
  const { esi, kofi, group } = await aClass(person);
  const course = await makeACourse(esi, group, { title: "Physics", summary: "Heat and light" });
  const assignment = await setTheAssignment(esi, course, { title: "Essay", brief: "Write.", points: "10", due: inDays(3) });
  await keepsPages(kofi);
  await kofi.opens(assignment);
  const essay = textFile("essay.txt", "Written on the bus");
  await kofi.context.setOffline(true);
  await kofi.field("Files").setInputFiles([essay]);
  await kofi.fills({ Note: "From the bus" });
  await kofi.presses("Hand in");
  await expect(waiting(kofi).getByText("1 thing waits to be sent")).toBeVisible();
  await waiting(kofi).locator("summary").click();
  await expect(waiting(kofi).getByText("From the bus")).toBeVisible();
  await expect(waiting(kofi).getByText(/Kept on this device/)).toBeVisible();
  await kofi.context.setOffline(false);
  await expect(waiting(kofi)).toHaveCount(0);
  await kofi.sees("essay.txt");
  await kofi.opens(assignment);
  await expect(kofi.main.locator("article[id^='attempt-']")).toHaveCount(1);
});

test("what waits is sent for nobody else, and what is refused keeps its words", async ({ person }) => {
  test.setTimeout(300_000);
  const { kofi, group } = await aClass(person);
  await keepsPages(kofi);
  await kofi.opens(group.path);
  // As if it had been written here before somebody else logged in, and into a room that is not theirs.
  await kofi.page.evaluate(async () => {
    const { lyceum } = self as any;
    const person = document.documentElement.dataset.person;
    const entry = { person, path: "/fn/app/pages/chat/api/say", multipart: false, title: "A room", text: "My words", page: "", state: "waiting" };
    const nowhere = "0192a000-0000-7000-8000-000000000000";
    const fields = [["school", location.pathname.split("/")[2]], ["room", nowhere], ["id", nowhere], ["form[body]", "My words"]];
    await lyceum.write("writes", "mine", { ...entry, key: "mine", at: Date.now(), fields });
    await lyceum.write("writes", "other", { ...entry, key: "other", person: nowhere, text: "Not mine", at: Date.now(), fields });
  });
  const sent: string[] = [];
  kofi.page.on("request", (request) => request.url().endsWith("/say") && sent.push(request.headers()["lyceum-as"] ?? ""));
  kofi.expects(/404/);
  await kofi.opens(group.path);
  await expect(waiting(kofi).getByText("1 thing waits to be sent")).toBeVisible();
  await waiting(kofi).locator("summary").click();
  await expect(waiting(kofi).getByText(/^Not sent\./)).toBeVisible();
  await expect(waiting(kofi).getByText("My words")).toBeVisible();
  await expect(waiting(kofi).getByText("Not mine")).toHaveCount(0);
  expect(sent, "once, and as oneself").toHaveLength(1);
  kofi.page.on("dialog", (dialog) => dialog.accept());
  await waiting(kofi).getByRole("button", { name: "Throw away" }).click();
  await expect(waiting(kofi)).toHaveCount(0);
});

/** What the device keeps of what is typed. */
const drafts = (person: Person): Promise<string[]> =>
  person.page.evaluate(async () => {
    const all: { texts: [string, string][] }[] = await (self as any).lyceum.all("drafts");
    return all.flatMap(({ texts }) => texts.map(([, text]) => text));
  });

test("what is written in the forum and in an announcement outlives a lost page, until it is sent or its person goes", async ({ person }) => {
  test.setTimeout(300_000);
  const { esi, kofi, slug } = await aClass(person);
  await test.step("an announcement", async () => {
    await keepsPages(esi);
    await esi.opens(`/s/${slug}/announcements/new`);
    await esi.fills({ Title: "The fair", Text: "Bring your parents." });
    await expect(esi.main.locator("form[data-draft-kept]")).toBeVisible();
    await expect.poll(() => drafts(esi)).toEqual(expect.arrayContaining(["The fair", "Bring your parents."]));
    await esi.page.goto("/help");
    await esi.opens(`/s/${slug}/announcements/new`);
    await expect(esi.field("Title")).toHaveValue("The fair");
    await expect(esi.field("Text")).toHaveValue("Bring your parents.");
    await esi.main.getByRole("radio", { name: "The whole school" }).check();
    await esi.presses("Publish now");
    await esi.isTold("The announcement is out.");
    await expect.poll(() => drafts(esi), "what is sent is kept no longer").toEqual([]);
  });

  await test.step("the forum", async () => {
    // A page that came over plain HTTP has no such function.
    await kofi.context.addInitScript(() => Reflect.deleteProperty(Crypto.prototype, "randomUUID"));
    await keepsPages(kofi);
    await kofi.opens(`/s/${slug}/forum`);
    await kofi.follows("Form 2 Science");
    await kofi.follows("New thread");
    await kofi.arrives(/\/new$/);
    await kofi.fills({ Title: "Fractions", Text: "How do they work?" });
    await kofi.presses("Begin the thread");
    await kofi.arrives(/\/forum\/threads\/[0-9a-f-]{36}$/);
    await expect.poll(() => drafts(kofi), "the next page says that it has arrived").toEqual([]);
    const address = new URL(kofi.page.url()).pathname;
    await kofi.context.setOffline(true);
    await kofi.fills({ Text: "I have it now." });
    await expect.poll(() => drafts(kofi)).toContain("I have it now.");
    await kofi.context.setOffline(false);
    await kofi.opens(address);
    await expect(kofi.field("Text")).toHaveValue("I have it now.");
    await kofi.presses("Reply");
    await expect(kofi.main.locator("#post-2")).toContainText("I have it now.");
    await kofi.settles();
    await expect(kofi.field("Text")).toHaveValue("");
    await expect.poll(() => drafts(kofi)).toEqual([]);

    // What is sent without a network waits in sight, each by itself, and arrives once.
    await kofi.context.setOffline(true);
    for (const text of ["Written on the bus", "And at the stop"]) {
      await kofi.fills({ Text: text });
      await kofi.presses("Reply");
      await expect(kofi.field("Text")).toHaveValue("");
    }
    await expect(waiting(kofi).getByText("2 things wait to be sent")).toBeVisible();
    await waiting(kofi).locator("summary").click();
    await expect(waiting(kofi).getByText("Written on the bus", { exact: true })).toBeVisible();
    await kofi.context.setOffline(false);
    await expect(waiting(kofi)).toHaveCount(0);
    await kofi.opens(`${address}?page=1`);
    await expect(kofi.main.locator("#post-3")).toContainText("Written on the bus");
    await expect(kofi.main.locator("#post-4")).toContainText("And at the stop");
    await expect(kofi.main.locator(".posts > .post")).toHaveCount(4);

    await kofi.context.setOffline(true);
    await kofi.fills({ Text: "Nobody else's" });
    await expect.poll(() => drafts(kofi)).toContain("Nobody else's");
    await kofi.context.setOffline(false);
    await logOut(kofi);
    expect(await drafts(kofi), "and goes with its person").toEqual([]);
  });
});

test("what is typed outlives the reload that brings a new version", async ({ person }) => {
  const { kofi } = await aClass(person);
  await kofi.opens("/me");
  await kofi.fills({ Phone: "020 123" });
  await kofi.page.evaluate(() => (self as any).lyceumTyped.save());
  await kofi.page.reload();
  await kofi.settles();
  await expect(kofi.field("Phone")).toHaveValue("020 123");
});

test("a photo that is shared to the app goes into the work it is chosen for", async ({ person }) => {
  test.setTimeout(300_000);
  const { esi, kofi, group } = await aClass(person);
  const course = await makeACourse(esi, group, { title: "Physics", summary: "Heat and light" });
  await setTheAssignment(esi, course, { title: "Experiment", brief: "A photo.", points: "10", due: inDays(3) });
  await kofi.opens(group.path);
  await served(kofi.page);
  // As the phone does it: a form that is posted to the address of the manifest.
  await kofi.page.evaluate(() => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "/share", enctype: "multipart/form-data" });
    const input = Object.assign(document.createElement("input"), { type: "file", name: "files" });
    const carried = new DataTransfer();
    carried.items.add(new File(["What I saw"], "photo.txt", { type: "text/plain" }));
    input.files = carried.files;
    form.append(input);
    document.body.append(form);
    form.submit();
  });
  await kofi.arrives("/share");
  await kofi.sees("photo.txt");
  await kofi.follows("Experiment");
  await kofi.page.waitForURL(/\/assignments\//);
  await kofi.settles();
  await expect(kofi.main.locator(".drop-files").getByText("photo.txt")).toBeVisible();
  await kofi.presses("Hand in");
  await expect(kofi.main.locator("#own").getByText("photo.txt")).toBeVisible();
});

test("the figure on the icon follows what is unread, and the browser finds nothing wrong with the app", async ({ person }) => {
  const { esi, kofi, slug, group } = await aClass(person);
  await kofi.context.addInitScript(() => {
    const badges: number[] = ((self as any).badges = []);
    Object.assign(navigator, { setAppBadge: async (n: number) => void badges.push(n), clearAppBadge: async () => void badges.push(0) });
  });
  await kofi.opens(group.path);
  await expect.poll(() => kofi.page.evaluate(() => (self as any).badges.length)).toBeGreaterThan(0);
  // The bell tells of an announcement, which is one thing to read.
  await esi.opens(`/s/${slug}/announcements/new`);
  await esi.fills({ Title: "The fair", Text: "Bring your parents." });
  await esi.main.getByRole("radio", { name: "The whole school" }).check();
  await esi.presses("Publish now");
  await esi.isTold("The announcement is out.");
  await expect(kofi.page.locator(".bell .count").first()).toHaveText("1");
  await expect.poll(() => kofi.page.evaluate(() => (self as any).badges.at(-1))).toBe(1);

  await served(kofi.page);
  const devtools = await kofi.context.newCDPSession(kofi.page);
  const manifest = await devtools.send("Page.getAppManifest");
  expect(manifest.errors).toEqual([]);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // Each person of a story has a private window, which no app is installed from.
  expect(installabilityErrors.map((it) => it.errorId).filter((it) => it !== "in-incognito")).toEqual([]);
});

test("that Lyceum can be an app is said once, and in an iPhone's words on an iPhone", async ({ person }) => {
  const { kofi, group } = await aClass(person);
  await kofi.context.addInitScript(() => Object.defineProperty(navigator, "userAgent", { get: () => "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)" }));
  await kofi.opens(group.path);
  const hint = kofi.page.locator(".banner-install");
  await expect(hint.getByText(/tap Share, then Add to Home Screen/)).toBeVisible();
  await hint.getByRole("button", { name: "Not now" }).click();
  await expect(hint).toBeHidden();
  await kofi.opens(group.path);
  await expect(hint).toBeHidden();
});
