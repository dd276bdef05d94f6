// The worker that tabs share (public/live.js), with a server of which each word is known.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "@playwright/test";

type Word = [string, ...unknown[]];

/** What stands for the browser's WebSocket: the test is the server. */
class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  readonly said: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  tells(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  close(): void {
    this.readyState = 3;
  }
}

class FakeSource {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 1;
  onmessage?: (event: { data: string }) => void;
  onerror?: () => void;

  constructor(readonly url: string) {
    FakeSource.all.push(this);
  }

  close(): void {
    this.readyState = 2;
  }
}

const source = readFileSync(resolve(import.meta.dirname, "../../public/live.js"), "utf8");

/** A worker, and how a tab comes to it. */
function worker() {
  FakeSocket.all = [];
  FakeSource.all = [];
  const locks = new Map<string, () => void>();
  const timers: (() => void)[] = [];
  const clock = { now: 0 };
  let connect: (event: object) => void = () => {};
  const globals = {
    WebSocket: FakeSocket,
    EventSource: FakeSource,
    AbortController,
    Date: { now: () => clock.now },
    location: { protocol: "https:", host: "lyceum.test" },
    navigator: { locks: { request: (name: string, _: object, taken: () => void) => (locks.set(name, taken), Promise.resolve()) } },
    addEventListener: (_: string, heard: (event: object) => void) => (connect = heard),
    setTimeout: (act: () => void) => timers.push(act),
    clearTimeout: (timer: number) => timer && (timers[timer - 1] = () => {}),
  };
  runInContext(source, createContext(globals));
  const tab = (kind = "socket", path = "/s/accra/live", person = "ama") => {
    const heard: Word[] = [];
    let hear: (event: { data: Word }) => void = () => {};
    const listen = (name: string, act: typeof hear) => name === "message" && (hear = act);
    connect({ ports: [{ postMessage: (word: Word) => heard.push(structuredClone(word)), addEventListener: listen, start() {}, close() {} }] });
    const say = (...data: Word) => hear({ data });
    expect(heard.splice(0)).toEqual([["here"]]);
    say("open", kind, path, person);
    return {
      heard,
      say,
      sends: (frame: object) => say("say", JSON.stringify(frame)),
      joins: (after: number | bigint, revision = 0, room = "r") =>
        say("say", `{"type":"join","version":2,"room":"${room}","after":${after},"revision":${revision}}`),
      /** The frames it was told since it was last asked, as kind and number. */
      frames: () =>
        heard.splice(0).filter(([word]) => word === "said").map(([, text]) => {
          const { type, message, refusal } = JSON.parse(text as string);
          return [type, message?.seq ?? message?.id ?? refusal].filter((it) => it !== undefined).join(" ");
        }),
    };
  };
  return { tab, locks, clock, silence: () => timers.forEach((act) => act()) };
}

const joined = (from: number, last: number, room = "r") => ({ type: "joined", room, user_id: "ama", name: "Ama", catch_up: { from, last, revision: 0 } });
const receive = (seq: number, id = `m${seq}`, room = "r") => ({ type: "receive", room, message: { seq, id } });
const socket = (n = 0) => FakeSocket.all[n] as FakeSocket;

test("tabs of one path and person share a socket, which goes with the last of them", () => {
  const { tab } = worker();
  const [first, second, other] = [tab(), tab(), tab("socket", "/s/accra/live", "kofi")];
  expect(FakeSocket.all.map((it) => it.url)).toEqual(["wss://lyceum.test/s/accra/live", "wss://lyceum.test/s/accra/live"]);
  socket().opens();
  expect([first.heard, second.heard, other.heard]).toEqual([[["opened"]], [["opened"]], []]);
  first.joins(0);
  second.joins(0);
  second.joins(0, 0, "q");
  second.say("close");
  expect(socket().said.slice(3), "the other room is left, this one has somebody in it").toEqual([{ type: "leave", room: "q" }]);
  first.say("close");
  expect(socket().readyState).toBe(3);
  tab();
  expect(FakeSocket.all, "a new one").toHaveLength(3);
});

test("a tab that comes with more than the first was told takes nothing away from it", () => {
  const { tab } = worker();
  const [first, second] = [tab(), tab()];
  socket().opens();
  first.joins(5);
  socket().tells(joined(5, 6));
  socket().tells(receive(6));
  expect(first.frames()).toEqual(["joined", "receive 6"]);
  // Numbers 7 and 8 are stored, and on their way to the first; the page of the second came with them.
  second.joins(8);
  expect(socket().said.at(-1)).toMatchObject({ after: 6 });
  socket().tells(joined(6, 8));
  for (const seq of [7, 8, 9]) socket().tells(receive(seq));
  expect(first.frames(), "each once, and not the answer to another").toEqual(["receive 7", "receive 8", "receive 9"]);
  expect(second.frames(), "what it lacks").toEqual(["joined", "receive 9"]);
});

test("who comes back late is given what was missed, and the others none of it", () => {
  const { tab } = worker();
  const [first, late] = [tab(), tab()];
  socket().opens();
  first.joins(9);
  late.joins(2);
  expect(socket().said.map((it) => it.after)).toEqual([9, 2]);
  socket().tells(joined(9, 9));
  expect(late.frames(), "not the answer to another").toEqual([]);
  socket().tells(joined(2, 9));
  for (const seq of [3, 4, 5, 6, 7, 8, 9, 10]) socket().tells(receive(seq));
  expect(first.frames()).toEqual(["joined", "receive 10"]);
  expect(late.frames()).toHaveLength(9);
});

test("who reads further up names a number that JavaScript does not know, and the server gets one that it does", () => {
  const { tab } = worker();
  const reader = tab();
  socket().opens();
  reader.joins(9223372036854775807n);
  expect(socket().said[0]).toMatchObject({ after: Number.MAX_SAFE_INTEGER });
  socket().tells(joined(40, 40));
  socket().tells(receive(41));
  expect(reader.frames()).toEqual(["joined", "receive 41"]);
});

test("receipts and refusals come to who sent the message, and what nobody can place begins all anew", () => {
  const { tab, silence } = worker();
  const [first, second] = [tab(), tab()];
  socket().opens();
  for (const it of [first, second]) it.joins(3);
  for (const _ of [first, second]) socket().tells(joined(3, 3));
  first.frames();
  second.frames();
  second.sends({ type: "send", room: "r", id: "mine", body: "Hello" });
  socket().tells(receive(4, "mine"));
  second.sends({ type: "send", room: "r", id: "mine", body: "Hello" });
  socket().tells(receive(4, "mine"));
  expect(first.frames()).toEqual(["receive 4"]);
  expect(second.frames(), "sent again it is answered again").toEqual(["receive 4", "receive 4"]);
  second.sends({ type: "send", room: "r", id: "no", body: "" });
  socket().tells({ type: "error", refusal: "empty", room: "r", id: "no" });
  expect([first.frames(), second.frames()]).toEqual([[], ["error empty"]]);
  socket().tells({ type: "error", refusal: "not_found", room: "r", id: null });
  expect([first.frames(), second.frames()]).toEqual([["error not_found"], ["error not_found"]]);

  const third = tab();
  third.joins(1, 0, "full");
  third.heard.splice(0);
  socket().tells({ type: "error", refusal: "too_many_rooms", room: "full", id: null });
  expect(third.heard).toEqual([["alone"]]);
  first.joins(4);
  silence();
  expect([first.heard, second.heard], "a line that says nothing is dead").toEqual([[["closed", 1006]], [["closed", 1006]]]);
});

test("who comes and goes is told to tabs that are looked at, and the room is out of sight with the last of them", () => {
  const { tab } = worker();
  const [first, second] = [tab(), tab()];
  socket().opens();
  first.joins(3);
  second.say("say", '{"type":"join","version":2,"room":"r","after":3,"revision":0,"looking":false}');
  for (const _ of [first, second]) socket().tells(joined(3, 3));
  expect(socket().said.splice(0).map((it) => it.looking), "the first looks for both").toEqual([true, true]);
  for (const it of [first, second]) it.frames();
  const turns = (on: boolean) => ({ type: "looking", room: "r", on });
  const typing = { type: "typing", room: "r", user_id: "kofi", name: "Kofi" };
  socket().tells(typing);
  socket().tells(receive(4));
  expect([first.frames(), second.frames()]).toEqual([["typing", "receive 4"], ["receive 4"]]);

  second.sends(turns(true));
  first.sends(turns(false));
  expect(socket().said.splice(0), "who looks is told who is there, and one of them still looks").toEqual([turns(true)]);
  socket().tells(typing);
  expect([first.frames(), second.frames()]).toEqual([[], ["typing"]]);
  second.sends(turns(false));
  second.sends(turns(true));
  expect(socket().said.splice(0)).toEqual([turns(false), turns(true)]);
  second.say("close");
  expect(socket().said.splice(0), "the other is there, and nobody looks at it").toEqual([turns(false)]);
  first.joins(4);
  expect(socket().said.at(-1)).toMatchObject({ after: 4, looking: true });
});

test("tabs that ask whether the server is there ask once, and take any word of it for an answer", () => {
  const { tab, silence } = worker();
  const [first, second] = [tab(), tab()];
  socket().opens();
  first.joins(0);
  socket().tells(joined(0, 0));
  for (const it of [first, second]) it.heard.splice(0);
  for (const it of [first, second]) it.sends({ type: "ping" });
  expect(socket().said.filter((it) => it.type === "ping")).toHaveLength(1);
  socket().tells(receive(1));
  expect([first.frames(), second.frames()]).toEqual([["pong", "receive 1"], ["pong"]]);
  silence();
  expect([first.heard, second.heard], "it has answered").toEqual([[], []]);
  second.sends({ type: "ping" });
  socket().tells({ type: "pong" });
  expect([first.frames(), second.frames()]).toEqual([[], ["pong"]]);
  second.sends({ type: "ping" });
  silence();
  expect([first.heard, second.heard], "it does not").toEqual([[["closed", 1006]], [["closed", 1006]]]);
});

test("an ended session ends those who were there, and whoever came later looks for themselves", () => {
  const { tab } = worker();
  const first = tab();
  socket().opens();
  const later = tab();
  socket().onclose?.({ code: 1008 });
  expect([first.heard.at(-1), later.heard.at(-1)]).toEqual([["closed", 1008], ["closed", 1006]]);
});

test("a tab that dies without a word is noticed by what it held", () => {
  const { tab, locks } = worker();
  const first = tab();
  socket().opens();
  first.say("holds", "a lock");
  expect(socket().readyState).toBe(1);
  locks.get("a lock")?.();
  expect(socket().readyState).toBe(3);
});

test("who comes to a stream later is told how things stand, and not what happened once", () => {
  const { tab } = worker();
  const bell = () => tab("stream", "/live/notifications");
  const first = bell();
  const [stream] = FakeSource.all as [FakeSource];
  const words = ["3", 'chat {"stamp":1}', "4", 'chat {"stamp":2}', "closed accra"];
  for (const data of words) stream.onmessage?.({ data });
  expect(first.heard).toEqual(words.map((data) => ["said", data]));
  expect(bell().heard, "of the bell and of the chats").toEqual([["said", "4"], ["said", 'chat {"stamp":2}']]);
  stream.onerror?.();
  expect(first.heard.at(-1)).toEqual(["lost"]);
  expect(bell().heard, "what stood then may stand no more").toEqual([]);
  stream.readyState = 2;
  stream.onerror?.();
  expect(first.heard.at(-1)).toEqual(["closed", 1006]);
  expect(FakeSource.all).toHaveLength(1);
  bell();
  expect(FakeSource.all).toHaveLength(2);
});

test("a stream that has said nothing for long is opened anew for whoever looks at a tab again", () => {
  const { tab, clock } = worker();
  const bell = () => tab("stream", "/live/notifications");
  const [first, second] = [bell(), bell()];
  const [dead] = FakeSource.all as [FakeSource];
  dead.onmessage?.({ data: "3" });
  clock.now = 40_000;
  first.say("say", "seen");
  expect(FakeSource.all, "it has said something just now").toHaveLength(1);
  clock.now = 50_000;
  first.say("say", "seen");
  second.say("say", "seen");
  expect(FakeSource.all, "for all of them").toHaveLength(2);
  expect(dead.readyState).toBe(FakeSource.CLOSED);
  expect(bell().heard, "what stood then may stand no more").toEqual([]);
  FakeSource.all[1]?.onmessage?.({ data: "4" });
  expect([first.heard.at(-1), second.heard.at(-1)]).toEqual([["said", "4"], ["said", "4"]]);
});
