// The line of a chat: cut on both sides, dead without a word, refused, out of sight, and left with something unsent.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { arrived, bodies, enterTheChat, hears, log, say, write } from "../support/chat";
import { makeAClass } from "../support/classes";
import { goesDeaf, mayGoDeaf } from "../support/lines";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

type Meet = (name: string) => Promise<Person>;

/** A teacher and a student of one class. */
async function aClass(person: Meet) {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("line");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await joinWithCode(kofi, group.studentCode);
  return { esi, kofi, slug, group };
}

const pending = (person: Person) => log(person).locator(".message.pending");
const isHere = (seen: Person, by: Person) => by.main.getByText(`Here now: ${seen.name}`, { exact: true });

test("two who are both cut off and both write have each message once, and in one order, when they are back", async ({ person, server }) => {
  const { esi, kofi, group } = await aClass(person);
  const both = [esi, kofi];
  for (const one of both) {
    one.expects(/WebSocket/, /ERR_INTERNET_DISCONNECTED/, /ERR_CONNECTION_REFUSED/);
    await enterTheChat(one, group);
  }
  await say(kofi, "Before");
  await hears(esi, "Before");
  const said = ["Before"];
  const bothWrite = async (when: string) => {
    for (const n of [1, 2, 3]) {
      for (const [who, one] of [["Esi", esi], ["Kofi", kofi]] as const) {
        await write(one, `${who} ${when} ${n}`);
        said.push(`${who} ${when} ${n}`);
      }
    }
    for (const one of both) {
      await expect(pending(one)).toHaveCount(3);
      await one.fills({ Message: `${one.name} has more to say` });
    }
  };
  const bothHaveAll = async () => {
    for (const one of both) {
      for (const text of said) await expect(arrived(one, text)).toHaveCount(1);
      await expect(pending(one)).toHaveCount(0);
      await expect(one.main.locator(".connection")).toHaveCount(0);
      await expect(one.field("Message"), "what is not finished stays in the field").toHaveValue(`${one.name} has more to say`);
    }
    const order = await bodies(esi);
    expect(await bodies(kofi)).toEqual(order);
    expect([...order].sort(), "nothing doubled").toEqual([...said].sort());
    for (const who of ["Esi", "Kofi"]) {
      const own = (all: string[]) => all.filter((text) => text.startsWith(who));
      expect(own(order), "as it was written").toEqual(own(said));
    }
  };

  await test.step("the network of both is gone", async () => {
    for (const one of both) {
      await one.context.setOffline(true);
      await expect(one.main.getByText("You are offline.")).toBeVisible();
    }
    await bothWrite("offline");
    await Promise.all(both.map((one) => one.context.setOffline(false)));
    await bothHaveAll();
  });

  await test.step("the server is gone", async () => {
    await server.stop();
    for (const one of both) await expect(one.main.getByText("Connecting again")).toBeVisible();
    await bothWrite("alone");
    await server.start();
    await bothHaveAll();
  });

  await test.step("it stands so in the room", async () => {
    const order = await bodies(esi);
    await kofi.page.reload();
    await kofi.settles();
    expect(await bodies(kofi)).toEqual(order);
  });
});

test("what waits on a device that is not one's own says so, and is not left without a question", async ({ person, server }) => {
  const { esi, kofi, group } = await aClass(person);
  for (const one of [esi, kofi]) one.expects(/WebSocket/, /ERR_CONNECTION_REFUSED/);
  await enterTheChat(kofi, group);
  await say(kofi, "Before");
  await server.stop();
  await expect(kofi.main.getByText("Connecting again")).toBeVisible();
  await write(kofi, "Do not lose me");
  await expect(pending(kofi).getByText(/Keep this page open: it waits here and nowhere else/)).toBeVisible();

  const asked: string[] = [];
  kofi.page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  const stays = async (...questions: string[]) => {
    await expect.poll(() => asked).toEqual(questions);
    await expect.poll(() => new URL(kofi.page.url()).pathname).toBe(`${group.path}/chat`);
    await expect(pending(kofi).getByText("Do not lose me", { exact: true })).toBeVisible();
  };
  await test.step("by a link", async () => {
    await kofi.page.evaluate(() => document.querySelector<HTMLElement>("main a[href$='/chat']")?.click());
    await stays("confirm");
  });
  await test.step("by the way back", async () => {
    await kofi.page.evaluate(() => history.back());
    await stays("confirm", "confirm");
  });
  await test.step("by closing the tab", async () => {
    await kofi.page.close({ runBeforeUnload: true });
    await stays("confirm", "confirm", "beforeunload");
    expect(kofi.page.isClosed()).toBe(false);
  });

  await server.start();
  await expect(arrived(kofi, "Do not lose me")).toHaveCount(1);
  await expect(pending(kofi)).toHaveCount(0);
  await kofi.opens(group.path);
  expect(asked, "what has arrived asks nothing").toHaveLength(3);
});

test("who looks at another tab is not here, hears what is said all the same, and is back at once", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await expect(isHere(kofi, esi)).toBeVisible();
  await esi.page.evaluate(() => {
    const seen: (string | null)[] = [];
    const here = document.querySelector(".presence") as Node;
    Object.assign(globalThis, { seen });
    new MutationObserver(() => seen.push(here.textContent)).observe(here, { childList: true, characterData: true, subtree: true });
  });
  await kofi.looksAway();
  await kofi.comesBack(0);
  await kofi.looksAway();
  await expect(isHere(kofi, esi)).toHaveCount(0);
  expect(await esi.page.evaluate(() => (globalThis as any).seen), "a glance is nothing to tell").toEqual([""]);
  await say(esi, "For when you are back");
  await expect(arrived(kofi, "For when you are back")).toHaveCount(1);
  await kofi.comesBack(0);
  await expect(isHere(kofi, esi)).toBeVisible();
  await expect(isHere(esi, kofi)).toBeVisible();
  await kofi.field("Message").pressSequentially("I am ");
  await expect(esi.main.getByText(`${kofi.name} is typing`)).toBeVisible();
});

test("a line that died without a word is noticed when its page is looked at", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await mayGoDeaf(kofi.page);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await say(esi, "Before");
  await hears(kofi, "Before");
  await goesDeaf(kofi.page);
  await say(esi, "Do you hear me?");
  await kofi.looksAway();
  await kofi.comesBack();
  await expect(arrived(kofi, "Do you hear me?")).toHaveCount(1);
  await say(kofi, "I do");
  await hears(esi, "I do");
});

test("who holds as many lines as they may is told so, and connects when one is free", async ({ person }) => {
  const { kofi, slug, group } = await aClass(person);
  kofi.expects(/WebSocket/, /429/);
  const other = await kofi.context.newPage();
  await other.goto(group.path);
  await other.evaluate(async (path) => {
    const held = Array.from({ length: 8 }, () => new WebSocket(`${location.origin.replace(/^http/, "ws")}${path}`));
    Object.assign(globalThis, { held });
    await Promise.all(held.map((socket) => new Promise((done) => socket.addEventListener("open", done))));
  }, `/s/${slug}/live`);
  await enterTheChat(kofi, group);
  await expect(kofi.main.getByText(/^Your chats are open in too many tabs/)).toBeVisible();
  await write(kofi, "When there is room");
  await other.close();
  await expect(arrived(kofi, "When there is room")).toHaveCount(1, { timeout: 60_000 });
  await expect(kofi.main.locator(".connection")).toHaveCount(0);
});
