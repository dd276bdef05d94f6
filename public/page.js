// What a page does on a device of its own: it sends what was written without a network and shows how that is getting on,
// brings what was shared to the app into a form, counts on the app's icon, and says once that it can be installed.
"use strict";

(() => {
  const { lyceum, lyceumTyped: typed } = self;
  const root = document.documentElement;
  const person = root.dataset.person;
  /** Files go beside what is said: they are no JSON. */
  const say = (name, detail, files) =>
    dispatchEvent(Object.assign(new CustomEvent(`lyceum:${name}`, { detail: JSON.stringify(detail) }), { files }));
  const isOffline = () => !navigator.onLine;
  const isOld = () => root.hasAttribute("data-kept");

  // What waits to be sent.

  let waiting = 0;
  /** The chats that are open here, each as often as it is drawn: they show and send themselves what waits in them. */
  const rooms = new Map();
  const others = "BroadcastChannel" in self ? new BroadcastChannel("lyceum-writes") : null;

  const show = async () => {
    const all = await lyceum.waiting(person);
    waiting = all.length;
    // What the chat that is open shows itself is not shown twice.
    const shown = all.filter((it) => !isMine(it));
    say("waiting", shown.map(({ key, title, text, page, at, state, problem }) => ({ key, title, text, page, at, state, problem: problem ?? "" })));
  };
  const isMine = (it) => it.room && (rooms.get(it.room) > 0 || it.page === location.pathname);
  /** Something has changed; what arrived for this page is shown by it, unless somebody is writing on it. */
  const heard = async (arrivedFor) => {
    await show();
    if (arrivedFor === location.pathname && !typed.isAny()) location.reload();
  };
  const told = async (sent) => {
    lyceum.tell(sent);
    await heard(sent && !sent.room ? sent.page : "");
  };

  let later = 0;
  const flush = async () => {
    if (!person || isOffline()) return;
    clearTimeout(later);
    const done = await lyceum.send(person, { skip: isMine, told }).catch(() => false);
    if (!done) later = setTimeout(flush, 30_000);
  };

  /** Keeps what waits, where there is room for it: not on a full disk, nor in a browser that refuses to keep anything. */
  const keepEntry = async (entry) => {
    try {
      if (!(await lyceum.fits(entry))) return false;
      await lyceum.write("writes", entry.key, entry);
      return true;
    } catch {
      return false;
    }
  };

  /** An id as the server makes them (UUIDv7). `crypto.randomUUID` is missing where the page came over plain HTTP. */
  const newId = () => {
    const at = Date.now().toString(16).padStart(12, "0");
    const bytes = crypto.getRandomValues(new Uint8Array(10));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${at.slice(0, 8)}-${at.slice(8)}-7${hex.slice(2, 5)}-${"89ab"[bytes[0] & 3]}${hex.slice(5, 8)}-${hex.slice(8)}`;
  };
  /** The next that is written in a form is another thing than what waits now: with a key of its own, and no word of it. */
  const begin = (form, key) => {
    form.elements.namedItem(key).value = newId();
    for (const field of form.querySelectorAll("textarea, input[type=text], input:not([type])")) field.value = field.defaultValue = "";
  };

  /** What is no word of a form, but a choice in it. */
  const UNSAID = ["hidden", "checkbox", "radio", "select-one"];

  /** Keeps a form until it can be sent. Its key, made with the page, makes it harmless to send it more than once. */
  const queue = async (form) => {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string" || value.size > 0);
    const { queue: name, queueTitle: title, queueAsk: ask, queueLost: lost } = form.dataset;
    const path = new URL(form.getAttribute("action"), location.href).pathname;
    // Who keeps nothing here says for this one whether it may wait here.
    if (!(await lyceum.keeps(person)) && !confirm(ask)) return;
    const words = fields.filter(([field, value]) => value && !UNSAID.includes(form.elements.namedItem(field)?.type));
    const text = words.map(([, value]) => (typeof value === "string" ? value : value.name)).join("\n");
    const key = `${path} ${fields.find(([field]) => field === name)?.[1]}`;
    const multipart = form.enctype === "multipart/form-data";
    const entry = { key, person, path, fields, multipart, title, text, page: location.pathname, at: Date.now(), state: "waiting" };
    if (!(await keepEntry(entry))) {
      // It stays in the form.
      alert(lost);
      return;
    }
    form.reset();
    if (form.hasAttribute("data-queue-renews")) begin(form, name);
    await told();
    const registration = await navigator.serviceWorker?.ready;
    await registration?.sync?.register("lyceum-writes").catch(() => {});
    await flush();
  };

  addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (person && form.dataset.queue && (isOffline() || isOld())) {
        event.preventDefault();
        event.stopImmediatePropagation();
        // A button of another name keeps it for the server to know: what is typed stays, and is kept here meanwhile.
        if (!event.submitter?.name) queue(form).catch(() => {});
        return;
      }
      if (!person || !/\/log_out(_everywhere)?$/.test(form.getAttribute("action") ?? "")) return;
      const question = document.querySelector("[data-leave-ask]")?.dataset.leaveAsk;
      if (waiting && question && !confirm(question)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      lyceum.forget(person, { writes: true }).catch(() => {});
    },
    true,
  );

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-waiting-again], [data-waiting-drop]");
    if (!button) return;
    const { waitingAgain, waitingDrop, ask } = button.dataset;
    if (waitingDrop) {
      if (!confirm(ask)) return;
      await lyceum.remove("writes", waitingDrop);
    } else {
      const it = await lyceum.read("writes", waitingAgain);
      if (it) await lyceum.write("writes", waitingAgain, { ...it, state: "waiting", problem: "" });
    }
    await told();
    await flush();
  });

  // A chat hands over what it has not sent yet, and takes it up again when it is opened.
  /** Each by its key, with its room and its state. */
  const mirrored = new Map();
  let turn = Promise.resolve();
  const inTurn = (act) => (turn = turn.then(act, act).catch(() => {}));
  addEventListener("lyceum:mirror", ({ detail, files = {} }) =>
    inTurn(async () => {
      const { room, title, messages } = JSON.parse(detail);
      const page = location.pathname;
      if (!(await lyceum.keeps(person))) return;
      const [kept, full] = [[], []];
      for (const { id, path, text, at, reply, fields, refused } of messages) {
        const key = `chat ${id}`;
        const state = refused ? "refused" : "waiting";
        const carried = files[id] ?? [];
        // Files are written once for each state.
        if (!carried.length || mirrored.get(key)?.state !== state) {
          const multipart = carried.length > 0;
          const all = [...fields, ...carried.map((file) => ["files", file])];
          const shown = [text, ...carried.map((file) => file.name)].filter(Boolean).join("\n");
          const entry = { key, person, path, fields: all, multipart, title, text: shown, body: text, reply, page, at, state, room, id };
          if (!(await keepEntry(entry))) {
            full.push(id);
            continue;
          }
          mirrored.set(key, { room, state });
        }
        kept.push(id);
      }
      const now = new Set(messages.map(({ id }) => `chat ${id}`));
      for (const [key, its] of mirrored) {
        if (its.room !== room || now.has(key)) continue;
        mirrored.delete(key);
        await lyceum.remove("writes", key);
      }
      say("mirrored", { room, kept, full, most: lyceum.LIMITS.fileBytes });
      await told();
    }),
  );
  const turns = (room, by) => rooms.set(room, (rooms.get(room) ?? 0) + by);
  addEventListener("lyceum:restore", ({ detail }) => {
    const room = JSON.parse(detail);
    turns(room, 1);
    inTurn(async () => {
      const mine = person ? (await lyceum.waiting(person)).filter((it) => it.room === room) : [];
      mine.forEach((it) => mirrored.set(it.key, { room, state: it.state }));
      const values = (it, wanted) => it.fields.filter(([name]) => name === wanted).map(([, value]) => value);
      const messages = mine.map((it) => ({ id: it.id, text: it.body ?? it.text, at: it.at, reply: it.reply ?? null, alts: values(it, "alt") }));
      const files = Object.fromEntries(mine.map((it) => [it.id, values(it, "files")]));
      if (mine.length) say("kept", messages, files);
    });
  });
  addEventListener("lyceum:left", ({ detail }) => {
    turns(JSON.parse(detail), -1);
    if (person) show().then(flush, () => {});
  });

  if (person) {
    addEventListener("lyceum:ask", () => show().catch(() => {}));
    others?.addEventListener("message", ({ data }) => heard(data).catch(() => {}));
    addEventListener("online", flush);
    document.addEventListener("visibilitychange", () => document.hidden || flush());
    flush();
  }

  // Somebody else is at the device now, or nobody: what is open here is not for them, wherever they come back to it.

  const giveWay = async (left) => {
    if (!person || !navigator.serviceWorker?.controller) return;
    const here = await lyceum.read("device", "person");
    // Whose session has ended may come back to what they have begun in a tab, but not by the way back.
    if (here && here !== person && (left || here !== lyceum.NOBODY)) location.reload();
  };
  addEventListener("pageshow", ({ persisted }) => persisted && giveWay(true).catch(() => {}));
  document.addEventListener("visibilitychange", () => document.hidden || giveWay(false).catch(() => {}));

  // Where there is no network, pages that are kept are opened as they were; who writes loses nothing on the way.

  const go = async (href) => {
    const url = new URL(href);
    url.hash = "";
    const name = (await caches.keys()).find((it) => it.startsWith(lyceum.PAGES) && it.endsWith(`-${person}`));
    const known = name && (await (await caches.open(name)).match(url.href, { ignoreVary: true }));
    root.toggleAttribute("data-not-kept", isOffline() && !known);
    if (isOffline() && !known) return;
    await typed.save();
    location.assign(href);
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
      if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
      if (!isOffline() && !isOld() && !root.hasAttribute("data-outdated")) return;
      event.preventDefault();
      event.stopPropagation();
      go(link.href).catch(() => location.assign(link.href));
    },
    true,
  );
  addEventListener("online", () => {
    root.removeAttribute("data-not-kept");
    if (isOld() && !typed.isAny()) location.reload();
  });

  // The service worker hears which pages the client goes to by itself.
  const visited = () => {
    if (person && !isOffline()) navigator.serviceWorker?.controller?.postMessage({ type: "visited", url: location.href });
  };
  self.navigation?.addEventListener("currententrychange", () => setTimeout(visited, 1000));
  navigator.serviceWorker?.addEventListener("controllerchange", visited);

  // What is drawn now and then: the switch of this device, and what was shared.

  const drawSwitch = async (box) => {
    box.checked = await lyceum.keeps(person);
    box.disabled = !("serviceWorker" in navigator);
  };
  /** The person says whether this device is their own. */
  const keep = async (on) => {
    await lyceum.write("device", `keep:${person}`, on);
    if (!on) return lyceum.forget(person);
    visited();
    // A browser that wants its room back takes it elsewhere, then.
    navigator.storage?.persist?.().catch(() => {});
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-keep-pages]") && person) keep(event.target.checked).catch(() => {});
  });
  if (person) {
    // A page asks whether anything is kept here, or has it kept from now on; it hears what is so then.
    const answer = async () => say("keeping", await lyceum.keeps(person));
    addEventListener("lyceum:keeps", answer);
    addEventListener("lyceum:keep", () => keep(true).then(answer, answer));
  }

  const shared = async () => {
    const it = await lyceum.read("device", "shared");
    if (!it || Date.now() - it.at > lyceum.LIMITS.sharedDays * lyceum.DAY) return null;
    return it;
  };
  const listShared = async (list) => {
    const it = await shared();
    if (!it) return;
    for (const text of [...it.files.map((file) => file.name), ...(it.text ? [it.text] : [])]) {
      const line = document.createElement("li");
      line.textContent = text;
      line.dir = "auto";
      list.append(line);
    }
    list.parentElement.querySelector("[data-shared-none]")?.setAttribute("hidden", "");
  };
  const attach = async (form) => {
    const it = await shared();
    if (!it) return;
    const [files, text] = [form.querySelector("input[type=file]"), form.querySelector("textarea")];
    if (files && it.files.length) {
      const carried = new DataTransfer();
      it.files.forEach((file) => carried.items.add(file));
      typed.put(files, carried);
    }
    if (text && it.text && !text.value) typed.put(text, it.text);
    form.addEventListener("submit", () => lyceum.remove("device", "shared"), { once: true });
    form.scrollIntoView({ block: "nearest" });
  };

  const drawn = new WeakSet();
  const draw = (selector, act) => {
    for (const it of document.querySelectorAll(selector)) {
      if (drawn.has(it)) continue;
      drawn.add(it);
      act(it).catch(() => {});
    }
  };
  const look = () => {
    draw("[data-keep-pages]", drawSwitch);
    draw("[data-shared-list]", listShared);
    if (new URLSearchParams(location.search).has("shared")) draw("form[data-takes-shared]", attach);
  };
  if (person) {
    let planned = false;
    typed.alive.then(() => {
      look();
      new MutationObserver(() => {
        if (planned) return;
        planned = true;
        requestAnimationFrame(() => ((planned = false), look()));
      }).observe(document.body, { childList: true, subtree: true });
    });
  }

  lyceum.sweep().catch(() => {});

  // The figure on the icon of the app; a page as it was knows no newer one.
  const count = () => {
    if (isOld()) return;
    const unread = Number(root.dataset.unread ?? 0);
    (unread > 0 ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.())?.catch(() => {});
    // What was read elsewhere this device need not show any more.
    if (person && !isOffline()) navigator.serviceWorker?.controller?.postMessage({ type: "counted" });
  };
  new MutationObserver(count).observe(root, { attributes: true, attributeFilter: ["data-unread"] });
  if (!person) count();

  // The app on the phone: said once, to somebody who is logged in, until they go or put it away.
  const alone = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
  if (alone && person) lyceum.read("device", "installed").then((known) => known || lyceum.write("device", "installed", true).then(visited)).catch(() => {});
  const HINT = "install-hint";
  const mayHint = () => {
    try {
      // Once is one visit, whatever it is answered with.
      if (localStorage.getItem(HINT) && !sessionStorage.getItem(HINT)) return false;
      if (localStorage.getItem(HINT) === "closed") return false;
      localStorage.setItem(HINT, "shown");
      sessionStorage.setItem(HINT, "shown");
      return true;
    } catch {
      return false;
    }
  };
  const close = () => {
    root.removeAttribute("data-install");
    try {
      localStorage.setItem(HINT, "closed");
    } catch {
      // It comes again, then.
    }
  };
  let prompt = null;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event;
    root.toggleAttribute("data-installable", true);
    if (person && !alone && mayHint()) root.dataset.install = "offer";
  });
  addEventListener("appinstalled", close);
  const apple = /iphone|ipad|ipod/i.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  if (apple && person && !alone && mayHint()) root.dataset.install = "ios";
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-install-later]")) close();
    if (!event.target.closest?.("[data-install-now]")) return;
    prompt?.prompt();
    close();
  });
})();
