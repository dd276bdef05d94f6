// The real server, on a free port with data of its own, and a real mail server for it to talk to.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Mails } from "./mails";

const root = resolve(import.meta.dirname, "../..");
const binary = process.env.E2E_BINARY ?? join(root, "target/debug/lyceum");

export class Server {
  readonly mails: Mails;
  readonly url: string;
  private readonly port: number;
  private readonly folder = mkdtempSync(join(tmpdir(), "lyceum-story-"));
  private readonly database: string | undefined;
  private readonly lines: string[] = [];
  private child: ChildProcess | undefined;

  private constructor(port: number, mails: Mails) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.mails = mails;
    this.database = process.env.E2E_DATABASE_URL && makeDatabase(process.env.E2E_DATABASE_URL, port);
  }

  static async begin(): Promise<Server> {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: \`cargo build\` makes it, and so does script/test`);
    const server = new Server(await freePort(), await Mails.begin());
    await server.start();
    return server;
  }

  /** Starts it, again on the same port and data after a stop, and waits until it is ready. */
  async start(others: NodeJS.ProcessEnv = {}): Promise<void> {
    const env = { ...this.settings(), ...others };
    const child = spawn(binary, ["serve"], { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"], env });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => this.lines.push(data.toString()));
    }
    const failed = once(child, "error").then(([error]: Error[]) => {
      throw new Error(`${binary} does not start: ${error?.message}`);
    });
    await Promise.race([failed, this.ready(child)]);
  }

  private settings(): NodeJS.ProcessEnv {
    const others = Object.entries(process.env).filter(([key]) => !key.startsWith("LYCEUM_"));
    return {
      ...Object.fromEntries(others),
      LYCEUM_ADDR: `127.0.0.1:${this.port}`,
      LYCEUM_DATA: this.folder,
      LYCEUM_PUBLIC_URL: this.url,
      LYCEUM_SITE: process.env.LYCEUM_SITE ?? join(root, "target/site"),
      LYCEUM_SMTP_URL: this.mails.url,
      ...(this.database ? { LYCEUM_DATABASE_URL: this.database } : {}),
    };
  }

  /** Fills it, while nobody has an account, with the schools of the demo. */
  async fill(): Promise<void> {
    await this.stop();
    execFileSync(binary, ["seed", "--demo"], { cwd: this.folder, stdio: "pipe", env: this.settings() });
    await this.start();
  }

  private async ready(child: ChildProcess): Promise<void> {
    for (const end = Date.now() + 20_000; Date.now() < end; await pause(25)) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}\n${this.log()}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.status === 200) return;
    }
    throw new Error(`the server is not ready after 20 s\n${this.log()}`);
  }

  /** Ends the process; its data stays. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const impatient = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(impatient);
  }

  /** Ends everything and throws the data away. */
  async end(): Promise<void> {
    await this.stop();
    await this.mails.end();
    if (this.database && process.env.E2E_DATABASE_URL) dropDatabase(process.env.E2E_DATABASE_URL, this.database);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** How many sockets and streams it holds open now, for everybody. */
  async connections(): Promise<number> {
    const numbers = await (await fetch(`${this.url}/metrics`)).text();
    return Number(/^live_sockets (\S+)$/m.exec(numbers)?.[1] ?? Number.NaN);
  }

  /** Where in the log we are: pass it to `log` later. */
  mark(): number {
    return this.lines.length;
  }

  log(since = 0): string {
    return this.lines.slice(since).join("");
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

function psql(url: string, command: string): void {
  execFileSync("psql", [url, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", command], { stdio: "pipe" });
}

function makeDatabase(url: string, port: number): string {
  const name = `lyceum_story_${process.pid}_${port}`;
  psql(url, `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

function dropDatabase(url: string, own: string): void {
  psql(url, `drop database ${new URL(own).pathname.slice(1)} with (force)`);
}
