// What somebody waits for on the backup page of the demo: downloads, figures, pages, and how long a clear holds up others.
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";

import { Installation } from "./installation.mjs";

/** How often each is asked for; the slowest counts. */
const TIMES = 10;
const SCHOOL = { slug: "volta", name: "Volta Coast University" };
const STATISTICS = "/fn/app/pages/backup/api/show_backup?school=";

export async function quick(database, folder, marks) {
  const cleared = [];
  const heard = (line) => {
    const told = line.startsWith("{") ? JSON.parse(line) : {};
    if (told.message === "cleared") cleared.push(told);
    else process.stderr.write(`${line}\n`);
  };
  const it = await Installation.make(database, folder, { log: "error,domain::backup::clear=info", heard });
  try {
    const people = await it.seed();
    await it.startAgain();
    const door = await it.door();
    const enter = (login) => it.enter(door, people.find((person) => person.login === login));
    await answers(it, (await enter("platform_admin")).cookie, marks);
    await clears(it, (await enter(`${SCHOOL.slug}_admin`)).cookie, cleared, marks);
  } finally {
    await it.discard();
  }
}

async function answers(it, cookie, marks) {
  const students = await slowest(it, "/backup/download/students", cookie);
  const rows = students.text.split("\r\n").length - 2;
  marks.push([`CSV of ${rows.toLocaleString("en")} students`, students.ms, 500, "ms"]);
  const all = await slowest(it, "/backup/download/all", cookie);
  const counts = JSON.parse(all.text).counts;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  marks.push([`JSON of all ${total.toLocaleString("en")} rows of the demo`, all.ms, 2000, "ms"]);
  marks.push(["statistics of the backup page", (await slowest(it, STATISTICS, cookie, "application/json")).ms, 200, "ms"]);
  marks.push(["the backup page", (await slowest(it, "/backup", cookie)).ms, 500, "ms"]);
  if (rows < 1000) throw new Error(`the demo has ${rows} students`);
}

/** The slowest of several answers, to the last byte. */
async function slowest(it, path, cookie, accept = "text/html,*/*") {
  let [ms, text] = [0, ""];
  for (let time = 0; time < TIMES; time += 1) {
    const begun = performance.now();
    const answer = await fetch(it.url + path, { headers: { cookie, accept } });
    text = await answer.text();
    ms = Math.max(ms, performance.now() - begun);
    if (answer.status !== 200 || answer.redirected) throw new Error(`${path} answered ${answer.status}`);
  }
  return { ms, text };
}

/** Clears each kind and brings it back: how long the transaction took is in the log. */
async function clears(it, cookie, cleared, marks) {
  console.log("| cleared in the demo | rows | ms of the transaction | ms per 1,000 rows | ms until it is answered |\n|---|---:|---:|---:|---:|");
  for (const what of ["enrollments", "courses", "students", "all"]) {
    const before = cleared.length;
    const answered = await clear(it, cookie, what);
    // A backup is made between the answer and the transaction.
    for (let wait = 0; cleared.length === before && wait < 3000; wait += 1) await pause(20);
    await undo(it, cookie);
    const told = cleared[before];
    if (told?.what !== what) throw new Error(`the log does not tell of a clear of ${what}`);
    const each = (told.ms * 1000) / told.rows;
    console.log(`| ${what} | ${told.rows.toLocaleString("en")} | ${told.ms.toFixed(1)} | ${each.toFixed(1)} | ${answered.toFixed(0)} |`);
    // The marks of others are of a thousand rows.
    if (what === "enrollments") marks.push([`transaction of a clear of ${told.rows.toLocaleString("en")} rows`, told.ms, 100, "ms"]);
    if (what === "all") marks.push([`transaction of a clear of all ${told.rows.toLocaleString("en")} rows, per 1,000`, each, 100, "ms"]);
  }
}

async function clear(it, cookie, what) {
  const path = `/s/${SCHOOL.slug}/backup/clear`;
  const drawn = hidden(await it.page(`${path}?what=${what}`, cookie), "form[drawn]");
  const fields = { "form[what]": what, "form[reason]": "A new term", "form[name]": SCHOOL.name, "form[drawn]": drawn };
  const begun = performance.now();
  await sent(it, cookie, "/backup/clear", fields, path);
  return performance.now() - begun;
}

async function undo(it, cookie) {
  const path = `/s/${SCHOOL.slug}/backup/clear`;
  const id = hidden(await it.page(path, cookie), "id");
  await sent(it, cookie, "/backup/clear/undo", { id }, path);
}

/** What is refused leads to where it came from, which is nowhere here. */
async function sent(it, cookie, action, fields, expected) {
  const body = new URLSearchParams({ school: SCHOOL.slug, ...fields }).toString();
  const answer = await it.post(action, body, { cookie });
  const told = answer.headers.getSetCookie().some((line) => line.startsWith("__Host-told="));
  if (answer.status !== 303 || answer.headers.get("location") !== expected || !told) {
    throw new Error(`${action} answered ${answer.status} ${answer.headers.get("location")}`);
  }
}

/** The value of a field that a page hides. */
function hidden(page, name) {
  const field = page.split("<input").find((it) => it.includes(`name="${name}"`)) ?? "";
  const value = /value="([^"]*)"/.exec(field.split(">")[0])?.[1];
  if (!value) throw new Error(`the page hides no ${name}`);
  return value;
}
