// Measures the release binary on one database, part by part.
//   node bench.mjs sqlite|postgres <seconds> <connections...>
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { backup } from "./backup.mjs";
import { live } from "./live.mjs";
import { pages } from "./pages.mjs";

const PARTS = { pages, backup, live };
const [database, seconds, ...connections] = process.argv.slice(2);
const folder = process.env.BENCH_FOLDER;

mkdirSync(folder, { recursive: true });
for (const name of process.env.BENCH_PARTS.split(/\s+/).filter(Boolean)) {
  if (!PARTS[name]) throw new Error(`BENCH_PARTS: there is no ${name}; there are ${Object.keys(PARTS).join(", ")}`);
  await PARTS[name](database, join(folder, name), Number(seconds), connections);
}
