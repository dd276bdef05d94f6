// Tabs of one browser that share their line to the server.
import { foundTheSchool, joinWithCode, logIn } from "../support/accounts";
import { enterTheChat, hears, say } from "../support/chat";
import { makeAClass } from "../support/classes";
import { sharesNothing } from "../support/lines";
import { Person, unique } from "../support/person";
import type { Server } from "../support/server";
import { expect, test } from "../support/test";

type Meet = (name: string) => Promise<Person>;

/** A teacher and a student, both in the chat of their class. */
async function aChat(person: Meet) {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("tabs");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await joinWithCode(kofi, group.studentCode);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await isHere(esi, kofi);
  await isHere(kofi, esi);
  return { esi, kofi, group };
}

/** Sees somebody in the room, once. */
const isHere = (person: Person, other: Person) =>
  expect(person.main.getByText(`Here now: ${other.name}`, { exact: true })).toBeVisible();

/** Another tab of the same browser, in front of which the person may be another. */
const anotherTab = async (of: Person, server: Server, as: Person = of) =>
  new Person(as, await of.context.newPage(), of.context, true, server.url, of.mails);

test("two tabs hold one socket and one stream, show all there is, and the one that stays goes on", async ({ person, server }) => {
  const { esi, kofi, group } = await aChat(person);
  // A socket and a bell each.
  await expect.poll(() => server.connections()).toBe(4);
  const other = await anotherTab(kofi, server);
  await other.opens(`${group.path}/chat`);
  await isHere(other, esi);
  await say(esi, "Good morning");
  await hears(kofi, "Good morning");
  await hears(other, "Good morning");
  await say(other, "From the second tab");
  await hears(kofi, "From the second tab");
  await hears(esi, "From the second tab");
  await isHere(esi, kofi);
  expect(await server.connections()).toBe(4);

  // A third one that shares nothing is counted: the figure would show it.
  const alone = await anotherTab(kofi, server);
  await sharesNothing(alone.page);
  await alone.opens(`${group.path}/chat`);
  await isHere(alone, esi);
  await expect.poll(() => server.connections()).toBe(6);
  await hears(alone, "From the second tab");
  await alone.page.close();
  await expect.poll(() => server.connections()).toBe(4);

  // The first one goes, which had opened them.
  await kofi.page.close();
  await say(esi, "Are you still there?");
  await hears(other, "Are you still there?");
  await say(other, "I am");
  await hears(esi, "I am");
  await isHere(esi, kofi);
  expect(await server.connections()).toBe(4);

  await other.page.close();
  await expect(esi.main.getByText(`Here now: ${kofi.name}`)).toHaveCount(0);
  await expect.poll(() => server.connections()).toBe(2);
});

test("what one tab missed it is told when it comes back, and the other hears none of it twice", async ({ person, server }) => {
  const { esi, kofi, group } = await aChat(person);
  const other = await anotherTab(kofi, server);
  await other.opens(`${group.path}/chat`);
  await isHere(other, esi);
  // As when a page is left, and stands in the browser's memory.
  await kofi.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  await say(esi, "First");
  await say(esi, "Second");
  for (const tab of [kofi, other]) {
    await hears(tab, "First");
    await hears(tab, "Second");
  }
});

test("a tab that nobody sees goes on to say in its title what waits, also when the network has changed", async ({ person }) => {
  const { esi, kofi, group } = await aChat(person);
  await kofi.opens(group.path);
  await expect(kofi.page.locator("details.bell summary")).toBeVisible();
  await expect(esi.main.getByText(`Here now: ${kofi.name}`)).toHaveCount(0);
  await kofi.looksAway();
  await kofi.page.evaluate(() => dispatchEvent(new Event("online")));
  await say(esi, `Where are you, @${kofi.name}`);
  await expect(kofi.page).toHaveTitle(/^\(1\) /);
});

test("a tab that stands open is served nothing of whoever logs in next", async ({ person, server }) => {
  const { esi, kofi, group } = await aChat(person);
  const another = await anotherTab(kofi, server);
  await another.opens(group.path);
  kofi.expects(/401/);
  await another.page.getByRole("button", { name: "Log out" }).click();
  await expect(kofi.main.getByText("This chat is no longer open to you.")).toBeVisible();
  const next = await anotherTab(kofi, server, esi);
  await logIn(next);
  await next.opens(`${group.path}/chat`);
  await say(next, "It is somebody else now");
  await hears(esi, "It is somebody else now");
  await expect(kofi.main.getByText("It is somebody else now")).toHaveCount(0);
});

test("a tab that connects again with somebody else's cookie finds out, and says nothing in their name", async ({ person, server }) => {
  const { esi, kofi, group } = await aChat(person);
  // Their own is lost, and nobody has said goodbye: the socket goes on until it breaks.
  await kofi.context.clearCookies();
  const next = await anotherTab(kofi, server, esi);
  await logIn(next);
  await next.opens(`${group.path}/chat`);
  await say(next, "While it holds");
  await hears(kofi, "While it holds");
  await kofi.page.evaluate(() => dispatchEvent(new Event("offline")));
  await expect(kofi.main.getByText("This chat is no longer open to you.")).toBeVisible();
  await say(next, "Now it is broken");
  await hears(esi, "Now it is broken");
  await expect(kofi.main.getByText("Now it is broken")).toHaveCount(0);
});
