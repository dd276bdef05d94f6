// Lets wrk loose on a server.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Writes what is asked for in turn, "cookie<TAB>path" or "path<TAB>body" a line; answers the file. */
export function list(folder, name, lines) {
  const file = join(folder, `${name}.tsv`);
  writeFileSync(file, lines.join("\n") + "\n");
  return file;
}

/** So many connections for so many seconds; times come in microseconds. `kind` is `page` or `login`. */
export async function wrk(url, kind, file, count, seconds) {
  const threads = Number(count) === 1 ? "1" : "2";
  const script = join(import.meta.dirname, "sessions.lua");
  const { stdout } = await run("wrk", ["-t", threads, "-c", String(count), "-d", `${seconds}s`, "--timeout", "10s", "-s", script, url, "--", kind, file]);
  return JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]);
}

export const ms = (micros) => (micros / 1000).toFixed(micros < 10_000 ? 2 : 1);
