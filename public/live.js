// What the tabs of a browser share: a worker that holds one socket of the chat and one stream of events for each path, and
// passes on to each tab what it would have heard by itself (docs/chat-protocol.md, "Shared by tabs"). app/src/line.rs is
// the tab's side: a port for each line. The server puts its hash into its name: another release has another worker, and
// this one goes with the last tab of its own.
"use strict";

(() => {
  // The same as in app/src/line.rs and server/src/live/line.rs.
  const LOST = 1006;
  const ENDED = 1008;
  /** How long the server may be silent that was asked something: less than a tab waits, which cannot know that the line is dead. */
  const PATIENCE = 10_000;
  /** After so long without a word a stream is opened anew for whoever looks at a tab again: it only hears, and may be dead. */
  const SILENCE = 45_000;
  /** What is told as it happens, and is not how things stand (model::backup::ShutWord). */
  const HAPPENS = /^(closed|open)( |$)/;
  /** What a stream says of something beside its own figure (model::chat::News). */
  const BESIDE = /^chat /;
  /** What is told of people: only to tabs that somebody looks at. */
  const OF_PEOPLE = ["joined", "left", "typing", "presence"];

  /** By kind, path and person: what was opened as one serves nobody else. */
  const lines = new Map();

  /** One connection with the tabs on it, by their ports. It goes with the last of them. */
  class Line {
    constructor(key) {
      this.key = key;
      this.tabs = new Map();
      lines.set(key, this);
    }

    leave(port) {
      if (!this.tabs.delete(port)) return;
      if (this.tabs.size === 0) this.end();
      else this.left?.(port);
    }

    tell(...word) {
      for (const port of this.tabs.keys()) port.postMessage(word);
    }

    end() {
      this.tabs.clear();
      if (lines.get(this.key) === this) lines.delete(this.key);
      this.close();
    }
  }

  const isSeen = (room) => [...room.tabs.values()].some((it) => it.looks);

  class Stream extends Line {
    constructor(key, path) {
      super(key);
      this.path = path;
      /** How things stand, for who comes later, by what it is said of: the server says that once. */
      this.stands = new Map();
      this.begin();
    }

    begin() {
      this.heard = Date.now();
      this.source = new EventSource(this.path);
      this.source.onmessage = ({ data }) => {
        this.heard = Date.now();
        if (!HAPPENS.test(data)) this.stands.set(BESIDE.exec(data)?.[0], data);
        this.tell("said", data);
      };
      // One that is lost the browser opens again by itself, and is told anew how things stand; one that is refused stays closed.
      this.source.onerror = () => {
        this.stands.clear();
        const refused = this.source.readyState === EventSource.CLOSED;
        this.tell(...(refused ? ["closed", LOST] : ["lost"]));
        if (refused) this.end();
      };
    }

    enter(port) {
      this.tabs.set(port, null);
      for (const word of this.stands.values()) port.postMessage(["said", word]);
    }

    /** A tab is looked at again; the server says anew how things stand. */
    say() {
      if (Date.now() - this.heard < SILENCE) return;
      this.close();
      this.stands.clear();
      this.begin();
    }

    close() {
      this.source.onmessage = this.source.onerror = null;
      this.source.close();
    }
  }

  /**
   * A socket delivers each room once, in order and without gaps, from where the last `join` said. What each tab has of a room
   * is noted, so that none is told twice what it has, and none misses what another had already when it came.
   */
  class Socket extends Line {
    constructor(key, path) {
      super(key);
      /** By id: how far all are who are in it, and the tabs. */
      this.rooms = new Map();
      /** By room: the joins that are not answered, in their order, also of tabs that have gone since. */
      this.asked = new Map();
      /** The tabs that asked whether the server is there. */
      this.probes = new Set();
      this.timer = 0;
      this.socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`);
      this.socket.onopen = () => {
        this.calm();
        this.tell("opened");
      };
      this.socket.onmessage = ({ data }) => {
        this.calm();
        // Whatever it says is the answer to them.
        for (const port of this.probes) port.postMessage(["said", '{"type":"pong"}']);
        this.probes.clear();
        this.hear(JSON.parse(data), data);
      };
      this.socket.onclose = ({ code }) => this.closed(code);
      this.expect();
    }

    enter(port) {
      const open = this.socket.readyState === WebSocket.OPEN;
      // `later`: it came to a socket that was there. `sent`: messages of its that are not answered.
      this.tabs.set(port, { later: open, sent: new Set() });
      if (open) port.postMessage(["opened"]);
    }

    close() {
      this.calm();
      this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
    }

    closed(code) {
      const tabs = [...this.tabs];
      this.end();
      for (const [port, { later }] of tabs) {
        // The session has ended with which the socket was opened. Who came later may have another one, and comes back to see.
        port.postMessage(["closed", code === ENDED && later ? LOST : code]);
      }
    }

    /** The server has to say something now; a connection that is dead says nothing, and is found out only so. */
    expect() {
      this.timer ||= setTimeout(() => this.closed(LOST), PATIENCE);
    }

    calm() {
      clearTimeout(this.timer);
      this.timer = 0;
    }

    send(frame) {
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame);
    }

    /** A tab says something. */
    say(port, text) {
      const tab = this.tabs.get(port);
      if (!tab) return;
      const frame = JSON.parse(text);
      if (frame.type === "join") return this.join(port, frame);
      if (frame.type === "leave") return this.goOut(port, frame.room);
      if (frame.type === "looking") return this.look(port, frame.room, frame.on);
      if (frame.type === "ping") return this.probe(port, text);
      if (frame.type === "send") {
        tab.sent.add(frame.id);
        this.expect();
      }
      this.send(text);
    }

    /** One asks for all. */
    probe(port, text) {
      if (this.probes.size === 0) this.send(text);
      this.probes.add(port);
      this.expect();
    }

    /** The room is in sight as long as one of its tabs is. Who looks again is told who is there. */
    look(port, id, on) {
      const room = this.rooms.get(id);
      const has = room?.tabs.get(port);
      if (!has) return;
      has.looks = on;
      if (on || !isSeen(room)) this.send(JSON.stringify({ type: "looking", room: id, on }));
    }

    join(port, frame) {
      const { room: id, after, revision = 0, looking = true } = frame;
      if (!this.rooms.has(id)) this.rooms.set(id, { seq: Infinity, revision: Infinity, tabs: new Map() });
      const room = this.rooms.get(id);
      if (!room.tabs.has(port)) room.tabs.set(port, { isIn: false, seq: 0, revision: 0 });
      room.tabs.get(port).looks = looking;
      if (!this.asked.has(id)) this.asked.set(id, []);
      this.asked.get(id).push({ port, after, revision });
      // The server goes on from here for all: from what the others have, though this one has more.
      room.seq = Math.min(room.seq, after);
      room.revision = Math.min(room.revision, revision);
      // "Nothing of what was" is a number too large for JavaScript.
      const most = (number) => Math.min(number, Number.MAX_SAFE_INTEGER);
      this.expect();
      this.send(JSON.stringify({ ...frame, after: most(room.seq), revision: most(room.revision), looking: isSeen(room) }));
    }

    /** The answer to a join. */
    joined({ room: id, catch_up: { from, last, revision } }, text) {
      const asker = this.answered(id);
      const room = this.rooms.get(id);
      if (!room) return;
      room.seq = from;
      room.revision = revision;
      for (const [port, has] of room.tabs) {
        if (port === asker?.port) {
          has.isIn = true;
          has.seq = Math.max(from, Math.min(asker.after, last));
          has.revision = Math.min(asker.revision, revision);
        } else if (has.isIn && has.seq < from) {
          // The server leaves out what it has not been given: it forgets what it had, as one who comes back late.
          has.seq = from;
        } else continue;
        port.postMessage(["said", text]);
      }
    }

    /** Who asked for what is answered now. */
    answered(id) {
      const asked = this.asked.get(id);
      const asker = asked?.shift();
      if (asked?.length === 0) this.asked.delete(id);
      return asker;
    }

    /** The server says something. */
    hear(frame, text) {
      const room = this.rooms.get(frame.room);
      if (frame.type === "joined" && frame.catch_up) return this.joined(frame, text);
      if (frame.type === "error") return this.refused(frame, text);
      if (frame.type === "pong") return;
      if (!frame.room) return this.tell("said", text);
      if (!room) return;
      // Of what a room is told by numbers, each tab hears what it lacks.
      const number = { receive: "seq", changed: "revision" }[frame.type];
      const at = number && frame.message[number];
      if (number) room[number] = Math.max(room[number], at);
      for (const [port, has] of room.tabs) {
        // What it has sent comes back to it in any case: that is the receipt.
        const waits = frame.type === "receive" && this.tabs.get(port).sent.delete(frame.message.id);
        const lacks = has.isIn && !(at <= has[number]) && (has.looks || !OF_PEOPLE.includes(frame.type));
        if (lacks && number) has[number] = at;
        if (lacks || waits) port.postMessage(["said", text]);
      }
    }

    refused({ refusal, room: id, id: message }, text) {
      if (message) {
        for (const [port, { sent }] of this.tabs) if (sent.delete(message)) port.postMessage(["said", text]);
        return;
      }
      if (!id) return;
      const room = this.rooms.get(id);
      switch (refusal) {
        case "version":
          return this.answered(id)?.port.postMessage(["said", text]);
        case "too_many_rooms": {
          const asker = this.answered(id);
          if (!asker || !this.tabs.has(asker.port)) return;
          // A socket of its own has room.
          asker.port.postMessage(["alone"]);
          return this.leave(asker.port);
        }
        case "unauthorized":
        case "forbidden":
        case "not_found":
          // The room is no longer the person's, in whichever tab.
          this.rooms.delete(id);
          this.asked.delete(id);
          for (const port of room?.tabs.keys() ?? []) port.postMessage(["said", text]);
          return;
        default:
          // It passes, and does not say which of the tabs it answers: all of them begin anew.
          this.closed(LOST);
      }
    }

    left(port) {
      this.probes.delete(port);
      for (const id of [...this.rooms.keys()]) this.goOut(port, id);
    }

    /** The room is left with the last tab that is in it, and out of sight with the last that looks. */
    goOut(port, id) {
      const room = this.rooms.get(id);
      const has = room?.tabs.get(port);
      if (!has) return;
      room.tabs.delete(port);
      if (room.tabs.size > 0) {
        if (has.looks && !isSeen(room)) this.send(JSON.stringify({ type: "looking", room: id, on: false }));
        return;
      }
      this.rooms.delete(id);
      this.send(JSON.stringify({ type: "leave", room: id }));
    }
  }

  const KINDS = { socket: Socket, stream: Stream };

  addEventListener("connect", ({ ports: [port] }) => {
    let line = null;
    const gone = new AbortController();
    const leave = () => {
      gone.abort();
      line?.leave(port);
      line = null;
      port.close();
    };
    const words = {
      open(kind, path, person) {
        const key = `${kind} ${path} ${person}`;
        line = lines.get(key) ?? new KINDS[kind](key, path);
        line.enter(port);
      },
      say: (text) => line?.say?.(port, text),
      // A tab that dies lets go of what it holds, whether it can still say so or not.
      holds: (name) => navigator.locks.request(name, { signal: gone.signal }, leave).catch(() => {}),
      close: leave,
    };
    port.addEventListener("message", ({ data: [word, ...what] }) => words[word]?.(...what));
    // Said by some browsers when the other end is gone.
    port.addEventListener("close", leave);
    port.start();
    port.postMessage(["here"]);
  });
})();
