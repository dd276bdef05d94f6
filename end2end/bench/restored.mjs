// An archive put back into empty installations of both databases: how fast, in how much memory, and whether it is the same.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { MEMORY } from "./archived.mjs";
import { Installation, TITLES } from "./installation.mjs";
import { differences } from "./zip.mjs";

export async function restored(database, folder, archive, marks) {
  console.log(`\n| the archive of ${TITLES[database]} | seconds | rows/s | MB/s | MB of memory at the most | of it beyond idle |\n|---|---:|---:|---:|---:|---:|`);
  const found = [];
  for (const target of process.env.TEST_POSTGRES_URL ? ["sqlite", "postgres"] : ["sqlite"]) {
    const into = await Installation.make(target, join(folder, `into-${target}`));
    // What a command needs that only opens what there is.
    const { peak: idle } = await into.measured(["kept"]);
    const second = join(folder, `from-${target}.zip`);
    const step = async (name, args) => {
      const { seconds, peak } = await into.measured(args);
      const rate = (amount) => Math.round(amount / seconds).toLocaleString("en");
      console.log(`| ${name} ${TITLES[target]} | ${seconds.toFixed(1)} | ${rate(archive.rows)} | ${rate(archive.bytes / 1e6)} | ${peak.toFixed(0)} | ${(peak - idle).toFixed(0)} |`);
      return peak - idle;
    };
    try {
      const dry = await step("dry run on", ["restore", archive.file, "--dry-run"]);
      const real = await step("restored to", ["restore", archive.file, "--yes", "--no-backup"]);
      const again = await step("archived again from", ["backup", "--to", second]);
      marks.push([`memory of a restore from ${TITLES[database]} to ${TITLES[target]}, beyond idle`, Math.max(dry, real), MEMORY, "MB"]);
      marks.push([`memory of an archive of the command line, from ${TITLES[target]}, beyond idle`, again, MEMORY, "MB"]);
      found.push([target, await differences(archive.file, second)]);
    } finally {
      await into.discard();
      rmSync(second, { force: true });
    }
  }
  rmSync(archive.file, { force: true });
  console.log();
  for (const [target, differing] of found) {
    const way = `${TITLES[database]} to ${TITLES[target]} and archived again`;
    const words = differing.length === 0 ? "equal, row by row and file by file" : `NOT EQUAL: ${differing.slice(0, 10).join("; ")}`;
    console.log(`${way}: ${words}.`);
    marks.push([`differences, ${way}`, differing.length, 0, "parts"]);
  }
  console.log("By design the log has grown, and when it was made and the seal of the installation are others.");
}
