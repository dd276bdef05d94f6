// What is typed and not sent: it outlives a new version, a page that is left without a network, and in forms with
// `data-draft` the closing of the page. It is put back for the same person alone. Passwords are never kept.
"use strict";

self.lyceumTyped = (() => {
  const root = document.documentElement;
  const person = root.dataset.person;
  const FIELDS = "form[action] :is(input, textarea, select)[name]";
  const NEVER = ["hidden", "password", "submit", "button", "image", "reset"];

  /** The client has taken the page over: from now on what is put into a field stays there. */
  const alive = new Promise((done) => {
    const look = () => root.hasAttribute("data-hydrated") && (watch.disconnect(), done());
    const watch = new MutationObserver(look);
    watch.observe(root, { attributes: true, attributeFilter: ["data-hydrated"] });
    look();
  });

  const isTyped = (field) => {
    if (NEVER.includes(field.type) || field.disabled) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const drawn = [...field.options].findLastIndex((it) => it.defaultSelected);
    return field.options.length > 0 && field.selectedIndex !== Math.max(0, drawn);
  };

  /** The fields of the page, each under a name that it has after a reload, too. */
  const named = () => {
    const seen = new Map();
    return [...document.querySelectorAll(FIELDS)].map((field) => {
      const name = `${field.form?.getAttribute("action")} ${field.name}`;
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      return [`${name} ${nth}`, field];
    });
  };
  const find = (wanted) => named().find(([name]) => name === wanted)?.[1];
  /** Those that say something else than they were drawn with. */
  const typed = (within = document) => named().filter(([, field]) => within.contains(field) && isTyped(field));

  const content = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

  const put = (field, value) => {
    if (value instanceof DataTransfer) field.files = value.files;
    else if (typeof value === "boolean") field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Texts lie in the tab's own memory, which goes with the tab; files do not fit there, and go with the person's drafts.
  const place = () => `typed:${location.pathname}`;
  const filesPlace = () => `${person} files ${location.pathname}`;

  /** Keeps what is typed on this page until it is drawn again. */
  const save = async () => {
    const now = typed();
    if (!now.length) return;
    const texts = now.filter(([, field]) => field.type !== "file").map(([name, field]) => [name, content(field)]);
    const files = now.filter(([, field]) => field.type === "file").map(([name, field]) => [name, [...field.files]]);
    try {
      sessionStorage.setItem(place(), JSON.stringify({ person, texts }));
      const key = filesPlace();
      if (files.length) await self.lyceum.write("drafts", key, { key, person, at: Date.now(), files });
    } catch {
      // Some browsers refuse to keep anything.
    }
  };

  const restore = async () => {
    let saved = null;
    try {
      saved = JSON.parse(sessionStorage.getItem(place()));
    } catch {
      return;
    }
    if (!saved || saved.person !== person) return;
    const files = (await self.lyceum.read("drafts", filesPlace()).catch(() => null))?.files ?? [];
    await alive;
    for (const [name, value] of saved.texts) {
      const field = find(name);
      if (field) put(field, value);
    }
    for (const [name, list] of files) {
      const field = find(name);
      const carried = new DataTransfer();
      list.forEach((file) => carried.items.add(file));
      if (field) put(field, carried);
    }
    sessionStorage.removeItem(place());
    await self.lyceum.remove("drafts", filesPlace()).catch(() => {});
  };

  // Drafts. Who keeps nothing on this device has them as long as the tab.
  const followed = new Map();
  /** A page may have more than one form of an address, such as a room and its thread: each names its draft. */
  const address = (form) =>
    [location.pathname, new URL(form.getAttribute("action"), location.href).pathname, form.dataset.draft].filter(Boolean).join(" ");
  const drafts = {
    async get(key) {
      if (await self.lyceum.keeps(person)) return self.lyceum.read("drafts", `${person} ${key}`);
      return JSON.parse(sessionStorage.getItem(`draft:${key}`));
    },
    async put(key, draft) {
      if (await self.lyceum.keeps(person)) await self.lyceum.write("drafts", `${person} ${key}`, { ...draft, key: `${person} ${key}` });
      else sessionStorage.setItem(`draft:${key}`, JSON.stringify(draft));
    },
    async drop(key) {
      sessionStorage.removeItem(`draft:${key}`);
      await self.lyceum.remove("drafts", `${person} ${key}`);
    },
  };

  /** What a form was drawn from: it goes with what was typed over that, so that the server sees what has changed since. */
  const seal = (form) => form.querySelector('input[type="hidden"][name="form[drawn]"]');

  const keepDraft = async (form) => {
    const it = followed.get(form);
    // It may be for something else by now.
    if (!it || !form.isConnected || !form.matches("[data-draft]")) return;
    const fields = typed(form).filter(([name, field]) => field.type !== "file" && it.known.get(name) !== content(field));
    // Each with what it was typed over.
    const texts = fields.map(([name, field]) => [name, content(field), it.known.get(name) ?? field.defaultValue]);
    const empty = texts.every(([, value]) => value === "");
    form.toggleAttribute("data-draft-kept", !empty);
    if (empty) return drafts.drop(it.key);
    // One that a script sends leaves the page when it is taken, and takes its draft along.
    const sent = it.sent && !it.byScript;
    await drafts.put(it.key, { person, at: Date.now(), sent, drawn: seal(form)?.value, texts });
  };

  /** What was typed over one text, where by now another one stands: neither is lost. */
  const merged = (value, before, now) => {
    if (!now || now === before || before === undefined || value.includes(now)) return value;
    if (now.includes(value)) return now;
    return `${value}\n\n${(now.startsWith(before) ? now.slice(before.length) : now).trimStart()}`;
  };

  const soon = (form, wait) => {
    const it = followed.get(form);
    if (!it) return;
    clearTimeout(it.timer);
    it.timer = setTimeout(() => keepDraft(form).catch(() => {}), wait);
  };

  const bringBack = async (form, key) => {
    const draft = await drafts.get(key);
    const [how] = performance.getEntriesByType("navigation");
    const old = draft && Date.now() - draft.at > self.lyceum.LIMITS.draftDays * self.lyceum.DAY;
    // What was sent is not written once more, unless the way led back from a page that never came.
    if (!draft || draft.person !== person || old || (draft.sent && how?.type !== "back_forward")) return drafts.drop(key);
    if (draft.sent) await drafts.put(key, { ...draft, sent: false });
    await alive;
    const drawn = seal(form);
    if (drawn && draft.drawn) drawn.value = draft.drawn;
    for (const [name, value, before] of draft.texts) {
      const field = find(name);
      if (!field || isTyped(field) || !form.contains(field)) continue;
      put(field, field.tagName === "TEXTAREA" && !drawn ? merged(value, before, field.defaultValue) : value);
    }
    form.toggleAttribute("data-draft-kept", true);
  };

  /** Follows the forms that are on the page now, and lets go of those that have left it. */
  const follow = () => {
    for (const [form, it] of followed) {
      if (form.isConnected) continue;
      followed.delete(form);
      // It was sent, and its page has led on.
      if (it.sent) drafts.drop(it.key).catch(() => {});
    }
    for (const form of document.querySelectorAll("form[data-draft]")) {
      if (followed.has(form)) continue;
      const key = address(form);
      followed.set(form, { key, sent: false, byScript: false, timer: 0, known: new Map() });
      bringBack(form, key).catch(() => {});
    }
  };

  const of = (event) => event.target.closest?.("form[data-draft]");
  document.addEventListener("input", (event) => {
    const form = of(event);
    if (!form) return;
    const it = followed.get(form);
    if (it) it.sent = false;
    soon(form, 400);
  });
  // A form may be for something else as soon as its page has heard that it is sent.
  let sends = null;
  document.addEventListener("submit", (event) => (sends = of(event)), true);
  document.addEventListener("submit", (event) => {
    const form = sends;
    const it = followed.get(form);
    if (!it) return;
    it.sent = true;
    it.byScript = event.defaultPrevented;
    if (!it.byScript) remember(it.key);
    keepDraft(form).catch(() => {});
    // A form that still says so then was not taken.
    soon(form, 1500);
  });
  for (const name of ["reset", "keydown"]) {
    document.addEventListener(name, (event) => {
      if (name === "reset" || event.key === "Enter") soon(of(event), 100);
    });
  }

  // A form that the browser sends itself has arrived when its answer is there: the next page, which is led to from its own.
  const SENT = "draft-sent";
  const remember = (key) => {
    try {
      sessionStorage.setItem(SENT, key);
    } catch {
      // Its draft goes when the page of the form is opened again.
    }
  };
  const arrived = async () => {
    const key = sessionStorage.getItem(SENT);
    if (!key) return;
    sessionStorage.removeItem(SENT);
    const [how] = performance.getEntriesByType("navigation");
    const from = document.referrer && new URL(document.referrer).pathname;
    if (how?.type === "navigate" && from && key.startsWith(`${from} `)) await drafts.drop(key);
  };
  // The way led back from a page that never came: nothing else has asked for what was sent.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    const lost = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    for (const [form, it] of followed) {
      if (it.key !== lost) continue;
      it.sent = false;
      soon(form, 0);
    }
  });

  // The server has what is typed, as a draft of its own: brought back from here it would stand over what is written elsewhere.
  addEventListener("lyceum:drafted", ({ detail }) => {
    const path = JSON.parse(detail);
    for (const [form, it] of followed) {
      if (new URL(form.getAttribute("action"), location.href).pathname !== path) continue;
      for (const [name, field] of named()) if (form.contains(field)) it.known.set(name, content(field));
      soon(form, 0);
    }
  });

  // What another person has typed in this tab goes.
  const isMine = (text) => {
    try {
      return Boolean(person) && JSON.parse(text).person === person;
    } catch {
      return false;
    }
  };
  try {
    const all = Object.keys(sessionStorage).filter((key) => /^(draft|typed):/.test(key));
    for (const key of all) if (!isMine(sessionStorage.getItem(key))) sessionStorage.removeItem(key);
  } catch {
    // Nothing is kept, then.
  }
  if (person) {
    restore().catch(() => {});
    arrived().catch(() => {});
    let planned = false;
    const look = () => {
      planned = false;
      follow();
    };
    new MutationObserver(() => {
      if (planned) return;
      planned = true;
      requestAnimationFrame(look);
    }).observe(document.body, { childList: true, subtree: true });
    follow();
  }

  return { alive, isAny: () => typed().length > 0, put, save };
})();
