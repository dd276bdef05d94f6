// What a device shows of notifications (public/sw.js), with a browser of which each answer is known.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "@playwright/test";

const source = readFileSync(resolve(import.meta.dirname, "../../public/sw.js"), "utf8");
const id = (n: number) => `0190a000-0000-7000-8000-00000000000${n}`;

/** A service worker, with what stands on the screen. */
function worker(tags: string[]) {
  const heard = new Map<string, (event: object) => void>();
  const asked: string[] = [];
  const server = { unread: [] as string[], ok: true };
  const notes = tags.map((tag) => ({ tag, isClosed: false, close() { this.isClosed = true; } }));
  const globals: Record<string, unknown> = {
    URL,
    URLSearchParams,
    importScripts() {},
    addEventListener: (name: string, act: (event: object) => void) => heard.set(name, act),
    navigator: {},
    location: { origin: "https://lyceum.test" },
    lyceum: { NOBODY: "none", read: () => Promise.resolve("ama") },
    registration: {
      getNotifications: () => Promise.resolve(notes.filter((it) => !it.isClosed)),
      showNotification: (_: string, { tag }: { tag: string }) => {
        notes.push({ tag, isClosed: false, close() { this.isClosed = true; } });
        return Promise.resolve();
      },
    },
    fetch: (address: string) => {
      asked.push(new URL(address, "https://lyceum.test").searchParams.get("ids") ?? "");
      const unread = [...server.unread];
      return Promise.resolve({ ok: server.ok, json: () => Promise.resolve(unread) });
    },
  };
  globals.self = globals;
  runInContext(source, createContext(globals));
  const happens = async (name: string, event: object) => {
    const waits: Promise<unknown>[] = [];
    heard.get(name)?.({ ...event, waitUntil: (it: Promise<unknown>) => waits.push(it) });
    await Promise.all(waits);
  };
  return {
    asked,
    server,
    shown: () => notes.filter((it) => !it.isClosed).map((it) => it.tag),
    counted: () => happens("message", { data: { type: "counted" } }),
    pushed: (told: object) => happens("push", { data: { json: () => told } }),
  };
}

test("what was read elsewhere is shown no more once a page hears of it", async () => {
  const it = worker([id(1), id(2), "test"]);
  it.server.unread = [id(2)];
  await it.counted();
  expect(it.asked).toEqual([`${id(1)},${id(2)}`]);
  expect(it.shown()).toEqual([id(2), "test"]);
  it.server.ok = false;
  it.server.unread = [];
  await it.counted();
  expect(it.shown(), "a server that does not answer says nothing").toEqual([id(2), "test"]);
});

test("a device whose pages are closed learns of it with the next push, and what that says stays", async () => {
  const it = worker([id(1)]);
  it.server.unread = [id(3)];
  await it.pushed({ to: "ama", title: "Three", tag: id(3), unread: 1 });
  expect(it.shown()).toEqual([id(3)]);
});

test("many tabs that hear the same ask a time more at most, and nobody asks of nothing", async () => {
  const it = worker([id(1), id(2)]);
  it.server.unread = [id(1), id(2)];
  await Promise.all(Array.from({ length: 10 }, () => it.counted()));
  expect(it.asked.length).toBeLessThanOrEqual(2);
  const none = worker(["test"]);
  await none.counted();
  expect(none.asked).toEqual([]);
});
