// An installation to measure: a folder, a database, and the release binary on both.
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const binary = process.env.BENCH_BINARY;
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"]));
let databases = 0;

export const TITLES = { sqlite: "SQLite", postgres: "PostgreSQL" };

export class Installation {
  /** Of one kind of database, in a folder of its own. With `heard` the server's log goes there line by line. */
  static async make(database, folder, { log = "error", heard } = {}) {
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const made = database === "postgres" ? makeDatabase() : null;
    const env = {
      ...process.env,
      LYCEUM_ADDR: `127.0.0.1:${port}`,
      LYCEUM_DATA: folder,
      LYCEUM_PUBLIC_URL: url,
      LYCEUM_LOG: log,
      // Log-ins come from many addresses, as the load says, so that the limit for each is not what is measured.
      LYCEUM_TRUSTED_PROXIES: "127.0.0.1",
    };
    if (made) env.LYCEUM_DATABASE_URL = made.url;
    return new Installation({ database, folder, url, env, made, heard });
  }

  constructor(parts) {
    Object.assign(this, parts);
    this.server = null;
  }

  /** Runs a command of the binary to its end. */
  lyceum(args) {
    return run(binary, args, { env: this.env, cwd: this.folder, maxBuffer: 1 << 26 });
  }

  /** The same, measured: seconds, and the most memory it ever had in MB. */
  async measured(args) {
    const begun = performance.now();
    const child = spawn(binary, args, { env: this.env, cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-2000)));
    const ended = once(child, "close");
    let peak = 0;
    while (child.exitCode === null && child.signalCode === null) {
      peak = Math.max(peak, status(child.pid, "VmHWM"));
      await pause(20);
    }
    await ended;
    const seconds = (performance.now() - begun) / 1000;
    if (child.exitCode !== 0) throw new Error(`lyceum ${args.join(" ")} ended with ${child.exitCode ?? child.signalCode}:\n${said}`);
    return { seconds, peak };
  }

  /** Fills it; answers everybody's log-in. */
  async seed(more = []) {
    const list = join(this.folder, "log-ins.tsv");
    await this.lyceum(["seed", "--demo", "--log-ins", list, ...more]);
    // One a line: username, tab, password.
    const lines = readFileSync(list, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => {
      const [login, password] = line.split("\t");
      return { login, password };
    });
  }

  async start(path) {
    this.server = spawn(binary, ["serve"], {
      env: this.env,
      cwd: this.folder,
      stdio: ["ignore", "ignore", this.heard ? "pipe" : "inherit"],
    });
    this.server.on("error", (error) => {
      throw error;
    });
    if (this.heard) createInterface({ input: this.server.stderr }).on("line", this.heard);
    await this.ready(path);
  }

  /** The second start is the one that counts: nothing to migrate, files in the cache. Answers ms to the first answer. */
  async startAgain() {
    await this.start();
    await this.stop();
    const begun = performance.now();
    await this.start("/health");
    const cold = performance.now() - begun;
    await this.ready();
    return cold;
  }

  async stop() {
    if (!this.server || this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = once(this.server, "exit");
    this.server.kill("SIGTERM");
    await ended;
  }

  /** Ends it and leaves nothing of it behind. */
  async discard() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.made) psql(`drop database if exists ${this.made.name} with (force)`);
  }

  async ready(path = "/health/ready") {
    for (const end = performance.now() + 30_000; performance.now() < end; await pause(2)) {
      if (this.server.exitCode !== null) throw new Error(`the server ended with ${this.server.exitCode}`);
      const answer = await fetch(this.url + path).catch(() => null);
      if (answer?.ok) return;
    }
    throw new Error("the server is not ready after 30 s");
  }

  /** CPU seconds of the server so far. */
  cpu() {
    const fields = readFileSync(`/proc/${this.server.pid}/stat`, "utf8").split(") ").at(-1).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  }

  /** Resident memory of the server in MB. */
  memory() {
    return status(this.server.pid, "VmRSS");
  }

  /** From now on `peak` is the most memory since now. */
  resetPeak() {
    writeFileSync(`/proc/${this.server.pid}/clear_refs`, "5");
  }

  peak() {
    return status(this.server.pid, "VmHWM");
  }

  /** A counter of the server, over all its labels or those named. */
  async counter(name, labels = "") {
    const text = await fetch(`${this.url}/metrics`).then((it) => it.text());
    const values = [...text.matchAll(new RegExp(`^${name}(\\{[^}]*\\})? (\\d+)`, "gm"))].filter(([, given]) => (given ?? "").includes(labels));
    return values.length ? values.reduce((sum, [, , value]) => sum + Number(value), 0) : null;
  }

  /** Where the log-in page posts to. */
  async door() {
    const page = await this.page("/login");
    const path = /<form[^>]* action="(\/fn\/[^"]*log_in[^"]*)"/.exec(page)?.[1];
    if (!path) throw new Error("the log-in page has no form");
    return path;
  }

  /** Sends a form as a browser does. Each number is an address of its own. */
  post(path, body, { cookie, number = 0 } = {}) {
    return fetch(this.url + path, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "text/html",
        origin: this.url,
        "sec-fetch-site": "same-origin",
        "x-forwarded-for": `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
        ...(cookie ? { cookie } : {}),
      },
      body,
    });
  }

  logIn(door, { login, password }, number = 0) {
    return this.post(door, logInBody(login, password), { number });
  }

  /** The cookie of somebody who has logged in, and the page that the start leads them to. */
  async enter(door, person) {
    const answer = await this.logIn(door, person);
    const cookie = answer.headers.getSetCookie().map((it) => it.split(";")[0]).join("; ");
    if (answer.status !== 303 || !cookie) throw new Error(`${person.login} cannot log in: ${answer.status} ${answer.headers.get("location")}`);
    const start = await fetch(`${this.url}/`, { redirect: "manual", headers: { cookie, accept: "text/html" } });
    return { cookie, home: start.headers.get("location") ?? "/" };
  }

  /** Those of the people whose own page is one of a school. */
  async enterAll(door, people) {
    const sessions = [];
    for (const person of people) sessions.push(await this.enter(door, person));
    return sessions.filter(({ home }) => home.startsWith("/s/"));
  }

  /** What a browser is shown there, whatever it is. */
  page(path, cookie = "") {
    return fetch(this.url + path, { headers: { accept: "text/html", cookie } }).then((it) => it.text());
  }
}

export function logInBody(login, password) {
  return new URLSearchParams({ "form[log_in]": login, "form[password]": password }).toString();
}

/** A figure of a process in MB; 0 for one that has just ended. */
function status(pid, name) {
  try {
    const found = new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return found ? Number(found[1]) / 1024 : 0;
  } catch {
    return 0;
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}

function psql(statement) {
  execFileSync("psql", [process.env.TEST_POSTGRES_URL, "-qX", "-v", "ON_ERROR_STOP=1", "-c", statement]);
}

function makeDatabase() {
  const own = new URL(process.env.TEST_POSTGRES_URL);
  const name = `lyceum_bench_${process.pid}_${++databases}`;
  psql(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  own.pathname = `/${name}`;
  return { name, url: own.href };
}
