// The demo school's pages under load, with a school of very many people beside it.
import { get } from "node:http";

import { Installation, TITLES, logInBody } from "./installation.mjs";
import { list, ms, wrk } from "./load.mjs";
import { judge } from "./marks.mjs";
import { storm } from "./storm.mjs";

/** Sessions that requests rotate over. */
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 50);
/** People of the school whose lists are measured. */
const CROWD = process.env.BENCH_CROWD ?? "10000";
const CROWDED_BY = "volta_admin";
/** Seconds of the storm of log-ins. */
const STORM = Number(process.env.BENCH_STORM ?? 60);

export async function pages(database, folder, seconds, connections) {
  const it = await Installation.make(database, folder);
  try {
    judge(await measureAll(it, seconds, connections));
  } finally {
    await it.discard();
  }
}

async function measureAll(it, seconds, connections) {
  const marks = [];
  const people = await it.seed(["--people", CROWD]);
  const cold = await it.startAgain();
  const idle = it.memory();
  const door = await it.door();
  const sessions = await it.enterAll(door, people.slice(0, PEOPLE));
  const lines = await addresses(it, sessions);
  // The school with very many people, and who may look for them.
  const [registrar] = await it.enterAll(door, people.filter(({ login }) => login === CROWDED_BY));
  const letters = [..."aeiou"].flatMap((vowel) => [..."bdkmnrst"].map((consonant) => consonant + vowel));
  const asked = (address) => letters.map((letter) => `${registrar.cookie}\t${registrar.home}${address(letter)}`);
  lines.people = Array.from({ length: 40 }, (_, page) => `${registrar.cookie}\t${registrar.home}/people?page=${page + 1}`);
  lines["people searched"] = asked((letter) => `/people?q=${letter}`);
  lines["people found"] = asked((letter) => `/find?q=${letter}`);
  // Each log-in another person, so that the limit for each account is not what is measured.
  lines["log-in"] = people.map(({ login, password }) => `${door}\t${logInBody(login, password)}`);

  console.log(`\n### ${TITLES[it.database]}, ${sessions.length} sessions\n`);
  console.log("| page | connections | requests/s | p50 ms | p95 ms | p99 ms | CPU ms/request | queries/request | refused or failed |");
  console.log("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
  for (const [page, entries] of Object.entries(lines)) {
    if (entries.length === 0) {
      console.log(`| ${page} | | nobody in the demo sees one | | | | | | |`);
      continue;
    }
    const file = list(it.folder, page, entries);
    for (const count of connections) {
      const found = await measure(it, page, file, count, seconds);
      console.log(found.line);
      if (count !== "1") continue;
      if (page === "people") marks.push(["CPU of a page of the list of people", found.cpu, 5, "ms"]);
      if (page === "people searched") marks.push(["a search in the list of people", found.p50, 20, "ms"]);
      if (page === "people found") marks.push(["people found by a few letters", found.p50, 20, "ms"]);
    }
  }
  console.log(`\n${idle.toFixed(0)} MB of memory at rest, ${it.memory().toFixed(0)} MB after it all; cold start ${cold.toFixed(0)} ms to the first answer.`);
  const [hits, misses, nanoseconds] = [
    await it.counter("context_cache_total", "hit"),
    await it.counter("context_cache_total", "miss"),
    await it.counter("context_cache_nanoseconds_total"),
  ];
  console.log(`Who is behind a session: ${((100 * hits) / (hits + misses)).toFixed(2)} % found in memory, in ${(nanoseconds / hits / 1000).toFixed(2)} µs each.`);
  marks.push(["finding who is behind a session", nanoseconds / hits / 1000, 50, "µs"]);
  const stormy = await storm(it.url, sessions, people, (person, number) => it.logIn(door, person, number), STORM);
  console.log(stormy.line);
  marks.push(["p95 of the dashboard while 500 log in within a minute, against idle", stormy.ratio, 2, "times"]);
  const first = await firstLoad(it.url, "/login");
  console.log(`First load of /login until it is hydrated: ${(first.bytes / 1024).toFixed(1)} KiB in ${first.files} requests (brotli where the browser takes it).`);
  return marks;
}

/** Each session with what it looks at. */
async function addresses(it, sessions) {
  const lines = { dashboard: [], class: [], assignment: [] };
  const firstLink = async (cookie, path, pattern) => pattern.exec(await it.page(path, cookie))?.[1];
  for (const { cookie, home } of sessions) {
    lines.dashboard.push(`${cookie}\t${home}`);
    const group = await firstLink(cookie, `${home}/classes`, /href="?(\/s\/[^"\s>]+\/classes\/[0-9a-f-]{36})["\s>]/);
    if (!group) continue;
    lines.class.push(`${cookie}\t${group}`);
    const course = await firstLink(cookie, group, /href="?(\/s\/[^"\s>]+\/courses\/[0-9a-f-]{36})["\s>]/);
    const work = course && (await firstLink(cookie, course, /href="?(\/s\/[^"\s>]+\/assignments\/[0-9a-f-]{36})["\s>]/));
    if (work) lines.assignment.push(`${cookie}\t${work}`);
  }
  return lines;
}

/** One line of the table, with the figures that marks are about. */
async function measure(it, page, file, count, seconds) {
  const kind = page === "log-in" ? "login" : "page";
  if (kind === "page") await wrk(it.url, kind, file, count, 2);
  const queries = () => it.counter("db_queries_total");
  const before = { cpu: it.cpu(), queries: await queries() };
  const found = await wrk(it.url, kind, file, count, seconds);
  const after = { cpu: it.cpu(), queries: await queries() };
  const each = (value) => (found.requests ? value / found.requests : 0);
  const cpuEach = each((after.cpu - before.cpu) * 1000);
  const line = `| ${[
    page,
    count,
    Math.round(found.requests / (found.micros / 1e6)).toLocaleString("en"),
    ms(found.p50),
    ms(found.p95),
    ms(found.p99),
    cpuEach.toFixed(3),
    after.queries === null ? "not counted" : each(after.queries - before.queries).toFixed(2),
    found.errors,
  ].join(" | ")} |`;
  return { line, cpu: cpuEach, p50: found.p50 / 1000 };
}

/** What a browser fetches for a page it has never seen: the page, what it names, and what its stylesheet names. */
async function firstLoad(url, path) {
  const page = await raw(url, path);
  const css = /href="?(\/pkg\/[^"\s>]+\.css)/.exec(page.text)?.[1];
  const named = (text, pattern) => [...text.matchAll(pattern)].map(([, address]) => address);
  const files = new Set([
    ...named(page.text, /<(?:link|script)[^>]*? (?:href|src)="?(\/[^"\s>#]+)/g),
    ...named(page.text, /href="?(\/icons\.svg)#/g),
    ...named(await fetch(url + css).then((it) => it.text()), /url\("?(\/fonts\/[^")]+)/g),
  ]);
  let bytes = page.bytes;
  for (const file of files) bytes += (await raw(url, file)).bytes;
  return { bytes, files: files.size + 1 };
}

/** Bytes on the wire, and the text where it came as it is. */
async function raw(url, path) {
  const coded = await new Promise((done) => get(url + path, { headers: { accept: "text/html,*/*", "accept-encoding": "br, gzip" } }, done));
  let bytes = 0;
  for await (const piece of coded) bytes += piece.length;
  const text = coded.headers["content-type"]?.startsWith("text/html")
    ? await fetch(url + path, { headers: { accept: "text/html" } }).then((it) => it.text())
    : "";
  return { bytes, text };
}
