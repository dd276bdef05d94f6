// Talking live, and going on after the line broke.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { arrived, bodies, enterTheChat, hears, log, say, write } from "../support/chat";
import { makeAClass } from "../support/classes";
import { sharesNothing } from "../support/lines";
import type { Person } from "../support/person";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

type Meet = (name: string) => Promise<Person>;

/** A teacher and a student of one class. */
async function aClass(person: Meet) {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("talk");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await joinWithCode(kofi, group.studentCode);
  return { esi, kofi, group };
}

const distanceFromTheEnd = (person: Person) =>
  log(person).evaluate((it) => Math.round(it.scrollHeight - it.scrollTop - it.clientHeight));

/** The numbers up to which the person's browser says that it was read, as it says them from its next page on. */
async function whatWasRead(person: Person): Promise<number[]> {
  const told: number[] = [];
  await sharesNothing(person.page);
  person.page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const frame = JSON.parse(payload.toString());
      if (frame.type === "read") told.push(frame.seq);
    }),
  );
  return told;
}

test("two people see who is here, who types, and each message once", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await expect(esi.main.getByText(`Here now: ${kofi.name}`)).toBeVisible();
  await expect(kofi.main.getByText(`Here now: ${esi.name}`)).toBeVisible();
  // Where there are keys Enter sends; under a finger it makes a line.
  const keys = test.info().project.name !== "phone";
  const hint = keys ? "Enter sends, Shift and Enter make a new line." : "Enter makes a new line, the button sends.";
  // A phone keeps the room for what is said; it is said of the field all the same.
  await expect(kofi.main.getByText(hint)).toBeVisible({ visible: keys });
  await expect(kofi.field("Message")).toHaveAccessibleDescription(hint);

  await kofi.field("Message").pressSequentially("Good ");
  await expect(esi.main.getByText(`${kofi.name} is typing`)).toBeVisible();
  await kofi.field("Message").press(keys ? "Shift+Enter" : "Enter");
  await kofi.field("Message").pressSequentially("morning https://lyceum.test/a.");
  if (keys) await kofi.field("Message").press("Enter");
  else await kofi.presses("Send");
  await expect(arrived(esi, "Good \nmorning https://lyceum.test/a.")).toHaveCount(1);
  await expect(arrived(kofi, "Good \nmorning https://lyceum.test/a.")).toHaveCount(1);
  await expect(kofi.field("Message")).toHaveValue("");
  await expect(esi.main.getByText("is typing")).toHaveCount(0);
  const link = log(esi).getByRole("link", { name: "https://lyceum.test/a", exact: true });
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");

  // Nothing is sent of nothing.
  await kofi.field("Message").press("Enter");
  await kofi.field("Message").fill("  \n ");
  await kofi.presses("Send");
  await say(kofi, "<script>document.title = 'taken'</script>");
  await hears(esi, "<script>document.title = 'taken'</script>");
  expect(await bodies(esi)).toHaveLength(2);
  expect(await esi.page.title()).not.toBe("taken");

  await kofi.opens(group.path);
  await expect(esi.main.getByText(`Here now: ${kofi.name}`)).toHaveCount(0);
});

test("a long talk is read from its end, back to its beginning and on from the first new message", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  const told = await whatWasRead(kofi);
  await enterTheChat(kofi, group);
  await enterTheChat(esi, group);
  for (let n = 1; n <= 70; n += 1) await say(esi, `Number ${n}`);
  await expect(arrived(esi, "Number 70")).toHaveCount(1, { timeout: 30_000 });
  await hears(kofi, "Number 70");
  await expect.poll(() => distanceFromTheEnd(kofi)).toBeLessThan(5);

  await test.step("older messages come above without moving what is read", async () => {
    // What was seen is told a moment later; else the page would begin at what is new.
    await expect.poll(() => told.at(-1)).toBe(70);
    await kofi.page.reload();
    await kofi.settles();
    await expect(arrived(kofi, "Number 21")).toHaveCount(1);
    await expect(arrived(kofi, "Number 20")).toHaveCount(0);
    await expect.poll(() => distanceFromTheEnd(kofi)).toBeLessThan(5);
    await log(kofi).evaluate((it) => it.scrollTo(0, 0));
    await expect(arrived(kofi, "Number 1")).toHaveCount(1);
    await expect(log(kofi).getByText("Number 21", { exact: true })).toBeInViewport();
    await expect(log(kofi).getByRole("link", { name: "Older messages" })).toHaveCount(0);
    expect(await bodies(kofi)).toEqual(Array.from({ length: 70 }, (_, n) => `Number ${n + 1}`));
  });

  await test.step("who reads further up is told of what is new, and not carried away", async () => {
    await log(kofi).evaluate((it) => it.scrollTo(0, 0));
    await say(esi, "Number 71");
    await kofi.presses("New messages below");
    await expect.poll(() => distanceFromTheEnd(kofi)).toBeLessThan(5);
    await hears(kofi, "Number 71");
  });

  await test.step("who comes back finds a mark before the first new message", async () => {
    // What was seen is told a moment later.
    await expect.poll(() => told.at(-1)).toBe(71);
    await kofi.opens(group.path);
    await say(esi, "Number 72");
    await expect(arrived(esi, "Number 72")).toHaveCount(1);
    await enterTheChat(kofi, group);
    const mark = log(kofi).locator(".unread-mark + .message");
    await expect(mark).toContainText("Number 72");
  });
});

test("a first visit begins at what waits, and what was not in sight is not read", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  const told = await whatWasRead(kofi);
  await enterTheChat(esi, group);
  for (let n = 1; n <= 40; n += 1) await say(esi, `Number ${n}`);
  await expect(arrived(esi, "Number 40")).toHaveCount(1, { timeout: 30_000 });

  await enterTheChat(kofi, group);
  await expect(log(kofi).locator(".unread-mark + .message")).toContainText("Number 1");
  await expect(log(kofi).getByText("Number 1", { exact: true })).toBeInViewport();
  await expect(kofi.main.getByRole("link", { name: "40 new messages" })).toBeVisible();
  // Who leaves again finds it so.
  await kofi.opens(group.path);
  await enterTheChat(kofi, group);
  await expect(kofi.main.getByRole("link", { name: "40 new messages" })).toBeVisible();
  expect(told).toEqual([]);
  await log(kofi).evaluate((it) => it.scrollTo(0, it.scrollHeight));
  await expect.poll(() => told.at(-1)).toBe(40);
  await kofi.opens(group.path);
  await enterTheChat(kofi, group);
  await expect.poll(() => distanceFromTheEnd(kofi)).toBeLessThan(5);
  await expect(log(kofi).locator(".unread-mark")).toHaveCount(0);
});

test("what is written without a connection is kept and arrives in order, and nothing is missed", async ({ person, server }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  kofi.expects(/WebSocket/, /ERR_INTERNET_DISCONNECTED/);
  esi.expects(/WebSocket/, /ERR_CONNECTION_REFUSED/);
  kofi.expects(/ERR_CONNECTION_REFUSED/);
  await say(kofi, "Before");
  await hears(esi, "Before");

  await test.step("offline", async () => {
    await kofi.context.setOffline(true);
    await expect(kofi.main.getByText("You are offline.")).toBeVisible();
    for (const text of ["First", "Second", "Third"]) await write(kofi, text);
    await expect(log(kofi).locator(".message.pending")).toHaveCount(3);
    await say(esi, "Meanwhile");
    await expect(arrived(esi, "Meanwhile")).toHaveCount(1);
    await kofi.context.setOffline(false);
    await hears(esi, "Third");
    await expect(log(kofi).locator(".message.pending")).toHaveCount(0);
    await expect(kofi.main.locator(".connection")).toHaveCount(0);
    const all = ["Before", "Meanwhile", "First", "Second", "Third"];
    expect(await bodies(esi)).toEqual(all);
    expect(await bodies(kofi)).toEqual(all);
  });

  await test.step("the server is started anew", async () => {
    await server.stop();
    await expect(esi.main.getByText("Connecting again")).toBeVisible();
    await write(esi, "Are you there?");
    await server.start();
    await expect(arrived(esi, "Are you there?")).toHaveCount(1, { timeout: 30_000 });
    await expect(arrived(kofi, "Are you there?")).toHaveCount(1, { timeout: 30_000 });
    await expect(esi.main.locator(".connection")).toHaveCount(0);
  });
});
