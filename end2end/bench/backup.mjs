// The backup page: what it answers quickly, and a large school archived and put back.
import { statfsSync } from "node:fs";
import { join } from "node:path";

import { archived } from "./archived.mjs";
import { Installation, TITLES } from "./installation.mjs";
import { judge } from "./marks.mjs";
import { quick } from "./quick.mjs";
import { restored } from "./restored.mjs";

const figure = (name, usual) => Number(process.env[name] ?? usual);
/** The large school. A very large one has 1000000 messages and 20000 files. */
const MESSAGES = figure("BENCH_MESSAGES", 200_000);
const FILES = figure("BENCH_FILES", 2_000);
const FILE_BYTES = figure("BENCH_FILE_BYTES", 250_000);
/** How often its files lie on the disk at a time at most: in two archives and where they came to. */
const COPIES = 3;

export async function backup(database, folder, seconds, connections) {
  const marks = [];
  console.log(`\n### ${TITLES[database]}, backup\n`);
  await quick(database, join(folder, "demo"), marks);
  const large = await Installation.make(database, join(folder, "large"));
  try {
    const [needed, free] = [COPIES * (FILES * FILE_BYTES + MESSAGES * 1000), freeBytes(large.folder)];
    if (free < needed) throw new Error(`the large school needs ${gb(needed)} of disk and ${gb(free)} are free: TMPDIR may name another place`);
    const people = await fill(large);
    const archive = await archived(large, people, join(folder, "large.zip"), seconds, connections, marks);
    // What follows needs the room that its files take.
    await large.discard();
    await restored(database, folder, archive, marks);
  } finally {
    await large.discard();
  }
  judge(marks);
}

async function fill(large) {
  const begun = Date.now();
  const people = await large.seed(["--messages", String(MESSAGES), "--files", String(FILES), "--file-bytes", String(FILE_BYTES)]);
  const seconds = (Date.now() - begun) / 1000;
  console.log(`\nThe large school: ${MESSAGES.toLocaleString("en")} messages and ${FILES.toLocaleString("en")} files with ${gb(FILES * FILE_BYTES)} beside the demo, made in ${seconds.toFixed(0)} s.`);
  return people;
}

const gb = (bytes) => `${(bytes / 1e9).toFixed(2)} GB`;

function freeBytes(folder) {
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize;
}
