// Pictures and files in the chat.
import { deflateSync } from "node:zlib";
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { acts, enterTheChat, hears, message, say } from "../support/chat";
import { makeAClass } from "../support/classes";
import { GONE, keepsPages, kept } from "../support/device";
import type { Person } from "../support/person";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

type Meet = (name: string, options?: { javaScript?: boolean }) => Promise<Person>;

async function aClass(person: Meet) {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("pictures");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await joinWithCode(kofi, group.studentCode);
  return { esi, kofi, group, slug };
}

/** As PNG counts it (ISO 3309). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A picture of one colour (PNG, RFC 2083). */
function png(width: number, height: number, shade: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, shade);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
const board = file("board.png", "image/png", png(900, 600, 90));
const map = file("map.png", "image/png", png(300, 400, 200));
const notes = file("notes.txt", "text/plain", Buffer.from("Bring a hat."));

const log = (person: Person) => person.main.getByRole("log", { name: "Messages", exact: true });
const picks = (person: Person) => person.main.locator("#message-files");
const picked = (person: Person) => person.main.locator(".composer-files > li");
const said = (person: Person) => log(person).locator(".message:not(.pending, .failed)");

test("pictures and files are sent with words or without, and looked at by the others", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);

  await test.step("however many are picked, the pen stays in sight", async () => {
    const many = Array.from({ length: 10 }, (_, n) => file(`a-photo-of-the-board-${n}.png`, "image/png", map.buffer));
    await picks(kofi).setInputFiles(many);
    await expect(picked(kofi)).toHaveCount(10);
    await expect(kofi.main.getByRole("button", { name: "Send", exact: true })).toBeInViewport({ ratio: 1 });
    await expect(kofi.field("Message")).toBeInViewport({ ratio: 1 });
    await expect.poll(() => kofi.main.locator(".composer-files").evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    for (let left = 9; left >= 0; left -= 1) {
      await picked(kofi).first().getByRole("button").click();
      await expect(picked(kofi)).toHaveCount(left);
    }
  });

  await test.step("picked, with what a picture shows", async () => {
    await picks(kofi).setInputFiles([board, notes]);
    await picks(kofi).setInputFiles([map]);
    await expect(picked(kofi)).toHaveCount(3);
    await expect(picked(kofi).locator("canvas.drawn"), "pictures are seen before they are sent").toHaveCount(2);
    await kofi.main.getByLabel("What board.png shows", { exact: true }).fill("The board before the test");
    await kofi.fills({ Message: "From today" });
    await kofi.presses("Send");
    await expect(picked(kofi)).toHaveCount(0);
    await hears(esi, "From today");
    await expect(log(esi).getByRole("img", { name: "The board before the test", exact: true })).toBeVisible();
    await expect(log(esi).getByRole("img", { name: "Picture map.png", exact: true })).toBeVisible();
    const whole = await esi.downloads(/notes\.txt/);
    expect(whole.bytes.toString()).toBe("Bring a hat.");
    const [width, height] = ["320", "213"];
    await expect(log(esi).getByRole("img", { name: "The board before the test" })).toHaveAttribute("width", width);
    await expect(log(esi).getByRole("img", { name: "The board before the test" })).toHaveAttribute("height", height);
  });

  await test.step("looked at whole, by the keyboard too", async () => {
    await log(esi).getByRole("link", { name: "The board before the test" }).press("Enter");
    const dialog = esi.page.getByRole("dialog", { name: "Pictures of this chat", exact: true });
    await expect(dialog.getByRole("img", { name: "The board before the test", exact: true })).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Previous picture" })).toHaveAttribute("aria-disabled", "true");
    await esi.page.keyboard.press("ArrowRight");
    await expect(dialog.getByRole("img", { name: "Picture map.png", exact: true })).toBeVisible();
    await dialog.getByRole("button", { name: "Previous picture" }).press("Enter");
    await expect(dialog.getByRole("img", { name: "The board before the test", exact: true })).toBeVisible();
    await esi.page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("pasted and dropped, without a word", async () => {
    for (const way of ["paste", "drop"] as const) {
      await kofi.page.evaluate(
        ([way, bytes]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], `${way}.png`, { type: "image/png" }));
          const event =
            way === "paste"
              ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
              : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
          document.querySelector("#message")?.dispatchEvent(event);
        },
        [way, [...map.buffer]] as const,
      );
      await expect(picked(kofi)).toHaveText([new RegExp(`${way}\\.png`)]);
      await kofi.presses("Send");
      await expect(log(esi).getByRole("img", { name: `Picture ${way}.png`, exact: true })).toBeVisible();
    }
    await expect(said(esi)).toHaveCount(3);
    await expect(said(kofi)).toHaveCount(3);
  });

  await test.step("deleted with its message", async () => {
    const own = said(kofi).filter({ has: kofi.page.getByRole("img", { name: "Picture drop.png" }) });
    const summary = own.locator(".message-acts > .menu > summary");
    await summary.focus();
    await summary.press("Enter");
    await own.locator(".message-acts").getByText("Delete", { exact: true }).first().click();
    await kofi.presses("Delete the message");
    await expect(log(esi).getByRole("img", { name: "Picture drop.png" })).toHaveCount(0);
    await hears(esi, "This message was deleted.");
  });
});

test("a file that is not taken is said before it is sent, and one waits for the network", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await picks(kofi).setInputFiles([file("page.svg", "image/svg+xml", Buffer.from("<svg/>"))]);
  await kofi.sees(/“page\.svg” cannot be read as one of the kinds taken here/);
  await expect(picked(kofi)).toHaveCount(0);

  kofi.expects(/WebSocket/, /ERR_INTERNET_DISCONNECTED/);
  await kofi.context.setOffline(true);
  await expect(kofi.main.getByText("You are offline.")).toBeVisible();
  await picks(kofi).setInputFiles([board]);
  await kofi.presses("Send");
  await kofi.sees(/Keep this page open: files are kept nowhere else/);
  await picks(kofi).setInputFiles([map]);
  await kofi.presses("Send");
  await log(kofi).locator(".message.pending").last().getByRole("button", { name: "Cancel" }).click();
  await expect(log(kofi).locator(".message.pending")).toHaveCount(1);
  await kofi.context.setOffline(false);
  await expect(log(esi).getByRole("img", { name: "Picture board.png", exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(log(kofi).locator(".message.pending")).toHaveCount(0);
  await expect(said(esi)).toHaveCount(1);
  await say(kofi, "After it");
  await hears(esi, "After it");
});

test("files that wait for the network outlive their page, arrive once, and go with their person", async ({ person }) => {
  test.setTimeout(300_000);
  const { esi, kofi, group } = await aClass(person);
  kofi.expects(...GONE);
  await keepsPages(kofi);
  await enterTheChat(esi, group);
  await kofi.opens(`${group.path}/chat`);
  await expect.poll(() => kept(kofi)).toContain(`${group.path}/chat`);
  const pending = log(kofi).locator(".message.pending");
  const waits = () => kofi.page.evaluate(async () => (await (self as any).lyceum.all("writes")).length);

  await test.step("the page is closed and opened again, without a network", async () => {
    await kofi.context.setOffline(true);
    await picks(kofi).setInputFiles([board, notes]);
    await kofi.main.getByLabel("What board.png shows", { exact: true }).fill("The board");
    await kofi.fills({ Message: "From today" });
    await kofi.presses("Send");
    await kofi.sees("Kept on this device. Will be sent when you are connected again.");
    await kofi.page.goto(`${group.path}/chat`);
    await kofi.settles();
    await expect(pending).toHaveCount(1);
    await expect(pending).toContainText("From today");
    await expect(pending).toContainText("notes.txt");
  });

  await test.step("and arrives once", async () => {
    await kofi.context.setOffline(false);
    await expect(log(esi).getByRole("img", { name: "The board", exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(pending).toHaveCount(0);
    await expect.poll(waits).toBe(0);
    await kofi.opens(`${group.path}/chat`);
    await expect(said(kofi)).toHaveCount(1);
    await expect(said(esi)).toHaveCount(1);
    expect((await esi.downloads(/notes\.txt/)).bytes.toString()).toBe("Bring a hat.");
  });

  await test.step("more than there is room for stays on its page", async () => {
    await kofi.context.setOffline(true);
    await kofi.page.evaluate(() => void ((self as any).lyceum.LIMITS.fileBytes = 1000));
    await picks(kofi).setInputFiles([file("long.txt", "text/plain", Buffer.alloc(5000, "x"))]);
    await kofi.presses("Send");
    await kofi.sees(/Keep this page open: files of more than .* together are not kept on this device/);
    expect(await waits()).toBe(0);
    await pending.getByRole("button", { name: "Cancel" }).click();
    await expect(pending).toHaveCount(0);
  });

  await test.step("who logs out is asked, and takes it along", async () => {
    await picks(kofi).setInputFiles([notes]);
    await kofi.presses("Send");
    await expect.poll(waits).toBe(1);
    const asked: string[] = [];
    kofi.page.on("dialog", (dialog) => {
      asked.push(dialog.message());
      void dialog.accept();
    });
    await kofi.page.getByRole("button", { name: "Log out" }).click();
    await expect(kofi.page.getByText("You are logged out on this device.")).toBeVisible();
    expect(asked.join()).toContain("Log out all the same?");
    expect(await waits()).toBe(0);
    await kofi.context.setOffline(false);
  });
});

test("files that are picked in a chat or in a thread beside it are not left without a question", async ({ person }) => {
  test.skip(test.info().project.name === "phone", "there a thread is a page of its own");
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await say(esi, "Who has the photos?");
  await enterTheChat(kofi, group);
  await (await acts(kofi, "Who has the photos?")).getByRole("link", { name: "Reply", exact: true }).click();
  await say(kofi, "I do");
  const asked: string[] = [];
  kofi.page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const thread = kofi.main.locator(".thread-beside");
  const opens = message(kofi, "Who has the photos?").getByRole("link", { name: "1 answer", exact: true });
  const own = kofi.main.locator(".chat .composer-files > li");
  const page = /^What you have typed here is not saved/;
  await picks(kofi).setInputFiles([map]);
  await expect(own).toHaveCount(1);
  await opens.click();
  await thread.locator("#answer-files").setInputFiles([board, notes]);
  await expect(thread.locator(".composer-files > li")).toHaveCount(2);
  await thread.getByLabel("What board.png shows", { exact: true }).press("Escape");
  await expect(thread, "in a field the key is the field's").toBeVisible();
  expect(asked, "nothing is left yet").toEqual([]);
  await kofi.presses("Close the thread");
  await expect.poll(() => asked.splice(0)).toEqual([expect.stringMatching(/^The files that you have picked here are not sent/)]);
  await expect(thread.locator(".composer-files > li"), "it stays").toHaveCount(2);
  for (const left of [1, 0]) {
    await thread.locator(".composer-files > li").first().getByRole("button").click();
    await expect(thread.locator(".composer-files > li")).toHaveCount(left);
  }
  await kofi.presses("Close the thread");
  await expect(thread).toHaveCount(0);
  expect(asked, "with nothing picked there it just goes").toEqual([]);
  await kofi.page.evaluate(() => document.querySelector<HTMLElement>("main a[href$='/chat']")?.click());
  await expect.poll(() => asked.splice(0), "what is picked in the room is still there").toEqual([expect.stringMatching(page)]);
  await expect(own).toHaveCount(1);
});

test("without a script a picture is sent by the browser's own form", async ({ person }) => {
  const esi = await person("Esi Mensah", { javaScript: false });
  const slug = unique("plain");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 2 Science");
  await esi.opens(`${group.path}/chat`);
  await esi.main.locator(".composer-pick > summary").click();
  await picks(esi).setInputFiles([board]);
  await esi.main.getByLabel("What the first picture shows (for those who do not see it)").fill("The board");
  await esi.presses("Send");
  await expect(esi.main.getByRole("img", { name: "The board", exact: true })).toBeVisible();
  // What can be heard is played where it stands, by the browser's own controls.
  await esi.main.locator(".composer-pick > summary").click();
  await picks(esi).setInputFiles([{ name: "note.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("ID3\u0004\0\0\0\0\0\0sound", "latin1") }]);
  await esi.presses("Send");
  await expect(esi.main.locator("audio.played")).toHaveAttribute("aria-label", "note.mp3");
  await expect(esi.main.getByRole("link", { name: "note.mp3" })).toHaveAttribute("download", "");
});

test("a picture is taken for what it is, and what is refused goes back into the pen", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await picks(kofi).setInputFiles([file("photo.jpg", "image/jpeg", board.buffer)]);
  await kofi.presses("Send");
  await expect(log(esi).getByRole("img", { name: "Picture photo.png", exact: true })).toBeVisible();

  kofi.expects(/422/, /Failed to load resource/);
  await picks(kofi).setInputFiles([file("page.jpg", "image/jpeg", Buffer.from("<html>")), notes]);
  await kofi.fills({ Message: "With my words" });
  await kofi.presses("Send");
  await log(kofi).locator(".message.failed").getByRole("button", { name: "Edit", exact: true }).click();
  await expect(log(kofi).locator(".message.failed")).toHaveCount(0);
  await expect(kofi.field("Message")).toHaveValue("With my words");
  await expect(kofi.field("Message")).toBeFocused();
  await expect(picked(kofi)).toHaveCount(2);
  await picked(kofi).filter({ hasText: "page.jpg" }).getByRole("button").click();
  await kofi.presses("Send");
  await hears(esi, "With my words");
  expect((await esi.downloads(/notes\.txt/)).bytes.toString()).toBe("Bring a hat.");
});
