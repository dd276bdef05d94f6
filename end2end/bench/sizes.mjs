// Sizes of what a browser loads: raw, gzip, brotli.   node sizes.mjs <folder>
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const kib = (bytes) => (bytes / 1024).toFixed(1);
const total = [0, 0, 0];

console.log("\n### Sizes in KiB\n\n| file | raw | gzip | brotli |\n|---|---:|---:|---:|");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((it) => /\.(wasm|js|css)$/.test(it)).sort();
for (const file of files) {
  const raw = readFileSync(join(folder, file));
  const brotli = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } });
  const sizes = [raw.length, gzipSync(raw, { level: 9 }).length, brotli.length];
  sizes.forEach((size, i) => (total[i] += size));
  console.log(`| ${file} | ${sizes.map(kib).join(" | ")} |`);
}
console.log(`| all, with every lazy chunk | ${total.map(kib).join(" | ")} |`);
