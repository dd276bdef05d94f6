// Reads archives, a piece at a time, and compares two of them.
import { createHash } from "node:crypto";
import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { createInflateRaw } from "node:zlib";

const [END, END_64, LOCATOR_64, ENTRY] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50];
/** What stands for a figure that is too large for its place: it is in the extra field (APPNOTE 4.5.3). */
const ELSEWHERE = 0xffffffff;
/** The part that only grows: a restore and an archive are noted in it. */
const LOG = "audit";

export class Archive {
  static open(path) {
    return new Archive(openSync(path, "r"));
  }

  constructor(fd) {
    this.fd = fd;
    this.entries = new Map(directory(fd).map((entry) => [entry.name, entry]));
  }

  close() {
    closeSync(this.fd);
  }

  /** What is in a part, piece by piece. */
  async *pieces(name) {
    const entry = this.entries.get(name);
    if (!entry) throw new Error(`the archive has no ${name}`);
    if (entry.packed === 0) return;
    const head = read(this.fd, entry.offset, 30);
    const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
    const packed = createReadStream("", { fd: this.fd, autoClose: false, start, end: start + entry.packed - 1 });
    if (entry.method === 0) {
      yield* packed;
      return;
    }
    if (entry.method !== 8) throw new Error(`${name} is packed by method ${entry.method}`);
    const inflate = createInflateRaw();
    packed.on("error", (error) => inflate.destroy(error));
    yield* packed.pipe(inflate);
  }

  /** The list of what is in it. */
  async contents() {
    const pieces = [];
    for await (const piece of this.pieces("manifest.json")) pieces.push(piece);
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  }

  /** What a part is known by. */
  async sum(name) {
    const [hash, sum] = [createHash("sha256"), { bytes: 0, lines: 0 }];
    for await (const piece of this.pieces(name)) {
      hash.update(piece);
      sum.bytes += piece.length;
      for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) sum.lines += 1;
    }
    return { ...sum, sha256: hash.digest("hex") };
  }

  /** The lines of a part. */
  async *lines(name) {
    let rest = Buffer.alloc(0);
    for await (const piece of this.pieces(name)) {
      rest = Buffer.concat([rest, piece]);
      for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
        yield rest.subarray(0, at).toString("utf8");
        rest = rest.subarray(at + 1);
      }
    }
    if (rest.length > 0) yield rest.toString("utf8");
  }
}

function read(fd, position, length) {
  const into = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const got = readSync(fd, into, at, length - at, position + at);
    if (got === 0) throw new Error("the archive is cut short");
    at += got;
  }
  return into;
}

/** The directory at its end. */
function directory(fd) {
  const { size } = fstatSync(fd);
  const tail = read(fd, Math.max(0, size - 22 - 0xffff), Math.min(size, 22 + 0xffff));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
  if (at < 0) throw new Error("the archive has no directory");
  let [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR_64) {
    const end = read(fd, Number(tail.readBigUInt64LE(at - 20 + 8)), 56);
    if (end.readUInt32LE(0) !== END_64) throw new Error("the archive has no directory where it should be");
    [bytes, offset] = [Number(end.readBigUInt64LE(40)), Number(end.readBigUInt64LE(48))];
  }
  const lines = read(fd, offset, bytes);
  const entries = [];
  for (let line = 0; line + 46 <= lines.length; ) {
    if (lines.readUInt32LE(line) !== ENTRY) throw new Error("the directory of the archive is broken");
    const [name, extra, comment] = [28, 30, 32].map((place) => lines.readUInt16LE(line + place));
    const more = lines.subarray(line + 46 + name, line + 46 + name + extra);
    const figures = { bytes: lines.readUInt32LE(line + 24), packed: lines.readUInt32LE(line + 20), offset: lines.readUInt32LE(line + 42) };
    entries.push({ name: lines.toString("utf8", line + 46, line + 46 + name), method: lines.readUInt16LE(line + 10), ...large(figures, more) });
    line += 46 + name + extra + comment;
  }
  return entries;
}

/** The figures, those too large for their place from the extra field, where they stand in this order. */
function large(figures, extra) {
  const found = { ...figures };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let place = at + 4;
    for (const [name, value] of Object.entries(figures)) {
      if (value !== ELSEWHERE) continue;
      found[name] = Number(extra.readBigUInt64LE(place));
      place += 8;
    }
  }
  return found;
}

/** In what two archives of the whole platform differ: nothing where one was restored from the other. */
export async function differences(path, other) {
  const archives = [Archive.open(path), Archive.open(other)];
  try {
    const [a, b] = [await archives[0].contents(), await archives[1].contents()];
    const found = [];
    const say = (same, what) => same || found.push(what);
    say(a.schema === b.schema && !a.school && !b.school, "what they are of");
    for (const contents of [a, b]) say(contents.missing.length + contents.damaged.length === 0, "files are missing or damaged");
    const shape = (contents) => JSON.stringify(contents.tables.map(({ name, columns }) => [name, columns]));
    say(shape(a) === shape(b), "tables and columns");
    for (const [index, table] of a.tables.entries()) {
      if (table.name !== LOG) say(await isSame(archives, table, b.tables[index]), `table ${table.name}`);
    }
    say(await hasGrown(archives, `tables/${LOG}.jsonl`), `table ${LOG}`);
    const named = archives.map((it) => JSON.stringify([...it.entries.keys()].filter(isFile).sort()));
    say(named[0] === named[1], "which files");
    for (const archive of archives) {
      // A file is named by what it holds: of one name is of one content.
      for (const name of [...archive.entries.keys()].filter(isFile)) {
        const { sha256 } = await archive.sum(name);
        say(name.endsWith(`/${sha256}`), `file ${name}`);
      }
    }
    return found;
  } finally {
    for (const archive of archives) archive.close();
  }
}

const isFile = (name) => name.startsWith("files/") || name.startsWith("photos/");

/** Whether a table is the same in both, byte by byte, and what each list says of it. */
async function isSame(archives, table, other) {
  const sums = [];
  for (const archive of archives) sums.push(await archive.sum(`tables/${table.name}.jsonl`));
  const listed = [table, other].map((it) => ({ bytes: it?.bytes, lines: it?.rows, sha256: it?.sha256 }));
  const whole = [...sums, ...listed].map(({ bytes, lines, sha256 }) => `${bytes} ${lines} ${sha256}`);
  return new Set(whole).size === 1;
}

/** Whether the second has every line of the first. Both are in the order of their ids. */
async function hasGrown([archive, later], name) {
  const lines = later.lines(name);
  for await (const line of archive.lines(name)) {
    let next = await lines.next();
    while (!next.done && next.value !== line) next = await lines.next();
    if (next.done) return false;
  }
  await lines.return();
  return true;
}
