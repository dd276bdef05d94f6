// The scores that Lighthouse gives pages of the demo school, as a Markdown table, and what costs points in each.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Installation } from "./installation.mjs";

const run = promisify(execFile);
/** The categories, with the least score of each. */
const LEAST = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };

const [folder, ...asked] = process.argv.slice(2);
const it = await Installation.make("sqlite", join(folder, "lyceum"));
let held = true;
try {
  const people = await it.seed();
  await it.start();
  const [session] = await it.enterAll(await it.door(), people.slice(0, 20));
  if (!session) throw new Error("nobody of the demo begins in a school");
  const headers = join(folder, "headers.json");
  writeFileSync(headers, JSON.stringify({ Cookie: session.cookie }));
  const inside = [session.home, `${session.home}/announcements`, `${session.home}/chat`, ...(await further(session)), "/notifications", "/me"];
  const paths = asked.length ? asked : ["/", "/login", ...inside];
  const lost = [];
  console.log(`\n| page | ${Object.keys(LEAST).join(" | ")} |\n|---|${"---:|".repeat(Object.keys(LEAST).length)}`);
  for (const path of paths) {
    const report = await look(path, ["/", "/login"].includes(path) ? null : headers);
    const scores = Object.entries(LEAST).map(([name, least]) => {
      const score = Math.round((report.categories[name]?.score ?? 0) * 100);
      held &&= score >= least;
      return score >= least ? `${score}` : `**${score}**`;
    });
    console.log(`| ${path} | ${scores.join(" | ")} |`);
    for (const name of Object.keys(LEAST)) {
      for (const { id, weight } of report.categories[name]?.auditRefs ?? []) {
        const { score, title, displayValue = "" } = report.audits[id];
        if (weight > 0 && score !== null && score < 1) lost.push(`- ${path}, ${name}: ${title} ${displayValue}`.trim());
      }
    }
  }
  console.log(`\n${lost.join("\n")}`);
} finally {
  await it.discard();
}
process.exitCode = held ? 0 : 1;

/** A room, a thread and an assignment that the person of the session sees. */
async function further({ cookie, home }) {
  const first = async (path, kind) => {
    const link = new RegExp(`href="?(/s/[^"\\s>]+/${kind}/[0-9a-f-]{36})["\\s>?#]`);
    return path && link.exec(await it.page(path, cookie))?.[1];
  };
  const group = await first(`${home}/classes`, "classes");
  const board = await first(`${home}/forum`, "forum/threads") ?? (group && (await first(`${home}/forum/class-${group.split("/").at(-1)}`, "forum/threads")));
  const work = await first(await first(group, "courses"), "assignments");
  const found = { room: await first(`${home}/chat`, "chat"), thread: board, assignment: work };
  for (const [what, path] of Object.entries(found)) if (!path) throw new Error(`nobody of the demo sees a ${what}`);
  return Object.values(found);
}

async function look(path, headers) {
  const file = join(folder, "report.json");
  const flags = ["--quiet", "--output=json", `--output-path=${file}`, `--only-categories=${Object.keys(LEAST).join(",")}`];
  flags.push("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage");
  if (headers) flags.push(`--extra-headers=${headers}`);
  await run(process.env.LIGHTHOUSE, [it.url + path, ...flags], { maxBuffer: 1 << 26 });
  return JSON.parse(readFileSync(file, "utf8"));
}
