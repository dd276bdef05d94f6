// What Lyceum keeps on a device, for the pages and for the service worker.
//
// Pages, drafts and what waits to be sent belong to one person, whom every answer names (server/src/whose.rs). Nothing of
// theirs is kept unless they have said so on this device, or use Lyceum as an installed app: then the device is taken to
// be their own, until they say otherwise. What is kept for reading goes when the person logs out, when somebody else logs
// in, and with the first answer that says their session has ended, wherever it was ended; and it counts for two weeks
// without a word from the server. Of a log-out without a network the server hears before anything else (sw.js). What waits to be sent is typed and nowhere else yet: it stays for its person alone when
// a session ends by itself, and goes when they log out.
"use strict";

self.lyceum = (() => {
  const DATABASE = "lyceum";
  // `device`: by name. `writes`: what waits to be sent. `drafts`: what is typed and not sent.
  const STORES = ["device", "writes", "drafts"];
  const DAY = 24 * 60 * 60 * 1000;
  const PAGES = "lyceum-pages-";
  const NOBODY = "none";
  // `fileBytes`: of all files together that wait to be sent.
  const LIMITS = { pages: 60, pageDays: 14, writeDays: 30, draftDays: 14, sharedDays: 1, fileBytes: 50 * 1024 * 1024 };

  let opened = null;
  const open = () => {
    opened ??= new Promise((done, fail) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
      request.onsuccess = () => {
        // Another tab may bring a newer layout; a browser may close it when it wants its room back.
        request.result.onversionchange = () => request.result.close();
        request.result.onclose = () => (opened = null);
        done(request.result);
      };
      request.onerror = () => fail(request.error);
    });
    // A failure now is no failure for ever.
    opened.catch(() => (opened = null));
    return opened;
  };

  const run = async (store, mode, act) => {
    const database = await open();
    return new Promise((done, fail) => {
      const work = database.transaction(store, mode);
      const request = act(work.objectStore(store));
      work.oncomplete = () => done(request.result);
      work.onabort = work.onerror = () => fail(work.error);
    });
  };
  const read = (store, key) => run(store, "readonly", (it) => it.get(key));
  const all = (store) => run(store, "readonly", (it) => it.getAll());
  const write = (store, key, value) => run(store, "readwrite", (it) => it.put(value, key));
  const remove = (store, key) => run(store, "readwrite", (it) => it.delete(key));

  /** Whether a person's pages and drafts are kept here: what they left open keeps nothing once somebody else is here. */
  const keeps = async (person) => {
    if (!person || person === NOBODY) return false;
    try {
      const here = await read("device", "person");
      if (here && here !== person) return false;
      return (await read("device", `keep:${person}`)) ?? (await read("device", "installed")) ?? false;
    } catch {
      // A private window: nothing is kept at all.
      return false;
    }
  };

  /** What is kept for reading goes, but for the pages of `person`. */
  const forgetPages = async (person = NOBODY) => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PAGES) && !name.endsWith(`-${person}`)) await caches.delete(name);
    }
  };

  /** Takes a person's drafts and pages away; with `writes` what waits to be sent, too. */
  const forget = async (person, { writes = false } = {}) => {
    await forgetPages();
    for (const draft of await all("drafts")) if (draft.person === person) await remove("drafts", draft.key);
    if (!writes) return;
    for (const it of await all("writes")) if (it.person === person) await remove("writes", it.key);
  };

  /** Somebody else is at the device now, or nobody; answers whether somebody has gone. */
  const changeTo = async (person) => {
    const before = await read("device", "person");
    if (before === person) return false;
    await write("device", "person", person);
    await forgetPages(person);
    if (!before || before === NOBODY) return false;
    await remove("device", "shared");
    await forget(before);
    return true;
  };

  /** Takes away what nobody has come back to in its time. */
  const sweep = async () => {
    for (const draft of await all("drafts")) {
      const days = draft.files ? LIMITS.sharedDays : LIMITS.draftDays;
      if (!(Date.now() - draft.at < days * DAY)) await remove("drafts", draft.key);
    }
    const shared = await read("device", "shared");
    if (shared && Date.now() - shared.at > LIMITS.sharedDays * DAY) await remove("device", "shared");
  };

  /** What waits for a person, in the order it was written; what nobody asked for in a month is thrown away. */
  const waiting = async (person) => {
    const mine = [];
    for (const it of await all("writes")) {
      if (Date.now() - it.at > LIMITS.writeDays * DAY) await remove("writes", it.key);
      else if (it.person === person) mine.push(it);
    }
    return mine.sort((a, b) => a.at - b.at);
  };

  const files = ({ fields }) => fields.map(([, value]) => value).filter((value) => value instanceof Blob);
  const bytes = (it) => files(it).reduce((sum, file) => sum + file.size, 0);

  /** Whether the files of what is about to wait have room beside those of the person's that wait already. */
  const fits = async (entry) => {
    if (!bytes(entry)) return true;
    const others = (await waiting(entry.person)).filter((it) => it.key !== entry.key);
    return others.reduce((sum, it) => sum + bytes(it), bytes(entry)) <= LIMITS.fileBytes;
  };

  /** Tells the other tabs, and from the service worker all, that something waits no longer as it did. */
  const tell = (sent) => {
    if (!("BroadcastChannel" in self)) return;
    const channel = new BroadcastChannel("lyceum-writes");
    channel.postMessage(sent && !sent.room ? sent.page : "");
    channel.close();
  };

  const body = ({ fields, multipart }) => {
    const form = multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of fields) form.append(name, value);
    return form;
  };

  // Nothing is wrong with what was sent: it may pass later, or once its person has logged in again.
  const PASSES = [401, 408, 425, 429];

  /**
   * Sends what waits for a person, one after the other, until something has to wait longer. The key of its form goes with
   * every try, so that the server takes it once; and so does the person, as whom alone the server takes it.
   * `skip` says what this page sends itself; `told` hears of every change. Answers whether all is done.
   */
  const send = async (person, { skip = () => false, told = () => {} } = {}) => {
    if (!person || person === NOBODY) return true;
    const run = async () => {
      for (const it of await waiting(person)) {
        if (it.state === "refused" || skip(it)) continue;
        const save = async (change) => {
          // It may have been thrown away meanwhile.
          if (!(await read("writes", it.key))) return;
          await write("writes", it.key, { ...it, ...change });
          await told();
        };
        await save({ state: "sending", problem: "" });
        let answer;
        try {
          answer = await fetch(it.path, {
            method: "POST",
            headers: { accept: "application/json", "lyceum-as": person },
            body: body(it),
            redirect: "manual",
          });
        } catch {
          await save({ state: "waiting" });
          return false;
        }
        if (answer.ok || answer.type === "opaqueredirect") {
          await remove("writes", it.key);
          await told(it);
          continue;
        }
        const problem = await answer.text().catch(() => "");
        if (answer.status >= 500 || PASSES.includes(answer.status)) {
          await save({ state: "waiting", problem });
          return false;
        }
        await save({ state: "refused", problem });
      }
      return true;
    };
    // One tab at a time, so that what was written first is there first.
    return navigator.locks ? navigator.locks.request("lyceum-writes", run) : run();
  };

  return { DAY, LIMITS, NOBODY, PAGES, all, changeTo, fits, forget, forgetPages, keeps, read, remove, send, sweep, tell, waiting, write };
})();
