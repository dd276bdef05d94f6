// The archive of a large school, downloaded: how fast, in how much memory, and how the site is meanwhile.
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";

import { list, ms, wrk } from "./load.mjs";
import { Archive } from "./zip.mjs";

const run = promisify(execFile);
/** MB that a server may have beyond what it has at rest. */
export const MEMORY = 150;
/** Sessions that look at their dashboard meanwhile. */
const PEOPLE = 20;

/** Answers the archive: its file, rows, and bytes. */
export async function archived(it, people, file, seconds, connections, marks) {
  await it.startAgain();
  const door = await it.door();
  const admin = await it.enter(door, people.find(({ login }) => login === "platform_admin"));
  const take = (to) => run("curl", ["-sS", "--fail", "-H", `cookie: ${admin.cookie}`, "-o", to, `${it.url}/backup/download/archive`]);

  const idle = it.memory();
  it.resetPeak();
  const begun = performance.now();
  await take(file);
  const taken = (performance.now() - begun) / 1000;
  const beyond = it.peak() - idle;
  const bytes = statSync(file).size;
  const archive = Archive.open(file);
  const contents = await archive.contents();
  archive.close();
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
  if (contents.missing.length + contents.damaged.length > 0) throw new Error("the archive lacks files");
  console.log(
    `Its archive: ${rows.toLocaleString("en")} rows, ${contents.files.length.toLocaleString("en")} files, ${(bytes / 1e6).toFixed(0)} MB, downloaded in ${taken.toFixed(1)} s: ` +
      `${Math.round(rows / taken).toLocaleString("en")} rows/s, ${(bytes / 1e6 / taken).toFixed(0)} MB/s; ` +
      `${idle.toFixed(0)} MB of memory at rest, ${beyond.toFixed(0)} MB more at the most.`,
  );
  marks.push(["memory of the server while it makes the archive, beyond idle", beyond, MEMORY, "MB"]);

  const sessions = await it.enterAll(door, people.filter(({ login }) => login !== "platform_admin").slice(0, PEOPLE));
  const lines = list(it.folder, "dashboards", sessions.map(({ cookie, home }) => `${cookie}\t${home}`));
  console.log("\n| dashboard, connections | idle requests/s | p95 ms | during a backup requests/s | p95 ms | times |\n|---:|---:|---:|---:|---:|---:|");
  for (const count of connections) {
    await wrk(it.url, "page", lines, count, 2);
    const quiet = await wrk(it.url, "page", lines, count, seconds);
    const { busy, backups } = await during(() => take("/dev/null"), () => wrk(it.url, "page", lines, count, seconds));
    if (quiet.errors + busy.errors > 0) throw new Error(`${quiet.errors + busy.errors} dashboards were refused or failed`);
    const [each, ratio] = [(found) => Math.round(found.requests / (found.micros / 1e6)).toLocaleString("en"), busy.p95 / quiet.p95];
    console.log(`| ${count} | ${each(quiet)} | ${ms(quiet.p95)} | ${each(busy)} (${backups} begun) | ${ms(busy.p95)} | ${ratio.toFixed(2)} |`);
    // With more of them the load alone takes all the cores there are, and the load's own share is what is measured.
    if (count === connections[0]) marks.push([`p95 of the dashboard during a backup, against idle, at ${count} connections`, ratio, 2, "times"]);
  }
  return { file, rows, bytes };
}

/** Makes one backup after the other while something is measured. */
async function during(backup, measured) {
  let [over, backups] = [false, 0];
  const making = (async () => {
    while (!over) {
      backups += 1;
      await backup();
    }
  })();
  try {
    // What ends the backups early ends the measurement too.
    const busy = await Promise.race([measured(), making.then(() => Promise.reject(new Error("no backup runs any more")))]);
    return { busy, backups };
  } finally {
    over = true;
    await making;
  }
}
