// The chat with very many people in it: memory, how quickly they hear each other, how much is stored.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { Installation, TITLES } from "./installation.mjs";
import { judge } from "./marks.mjs";

/** Classes, and how many are in each: 10,000 people with a socket each. */
const GATHERED = process.env.BENCH_GATHERED ?? "1x1000,20x100,700x10";

export async function live(database, folder, seconds) {
  const it = await Installation.make(database, folder);
  try {
    const sessions = join(folder, "sessions.tsv");
    await it.seed(["--gathered", GATHERED, "--sessions", sessions]);
    await it.startAgain();
    console.log(`\n### ${TITLES[database]}, chat\n`);
    judge(marks(await load(it, sessions, seconds)));
  } finally {
    await it.discard();
  }
}

/** Lets the load loose; prints its tables and answers its figures. */
async function load(it, sessions, seconds) {
  const args = ["--server", it.url.slice("http://".length), "--pid", String(it.server.pid), "--sessions", sessions, "--seconds", String(seconds)];
  const child = spawn(process.env.BENCH_LIVE, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  let result;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("RESULT ")) result = JSON.parse(line.slice("RESULT ".length));
    else console.log(line);
  }
  const [code] = await ended;
  if (code !== 0 || !result) throw new Error(`the load ended with ${code}`);
  return result;
}

function marks(found) {
  const marks = [
    ["memory of the server with 10,000 sockets in their rooms", found.for10000, 600, "MB"],
    ["the same with 50,000, at this rate", found.for50000, 3000, "MB"],
    ["messages stored and answered", found.stored, 2000, "a second", "least"],
    ["sockets lost", found.lost, 0, ""],
  ];
  const slowest = found.slowest["1000"];
  if (slowest !== undefined) marks.push(["the slowest message in a room of 1,000, until all have it", slowest, 250, "ms"]);
  return marks;
}
