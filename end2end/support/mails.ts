// A mail server that keeps what it is given.
import { EventEmitter, once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Mail {
  to: string[];
  subject: string;
  body: string;
}

export class Mails {
  private readonly kept: { mail: Mail; read: boolean }[] = [];
  private readonly came = new EventEmitter().setMaxListeners(100);
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["AUTH", "STARTTLS"],
      logger: false,
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          const to = session.envelope.rcptTo.map((it) => it.address.toLowerCase());
          this.kept.push({ mail: { to, ...parse(Buffer.concat(parts).toString("latin1")) }, read: false });
          done();
          this.came.emit("mail");
        });
      },
    });
  }

  static async begin(): Promise<Mails> {
    const mails = new Mails();
    // A client that goes away in the middle is its own affair.
    mails.server.on("error", () => {});
    const listening = mails.server.listen(0, "127.0.0.1");
    await once(listening, "listening");
    return mails;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** The newest mail to an address that has not been looked at; waits for it if need be. */
  async latest(to: string, subject = /./): Promise<Mail> {
    const deadline = AbortSignal.timeout(15_000);
    for (;;) {
      const fits = this.kept.filter((it) => !it.read && it.mail.to.includes(to.toLowerCase()) && subject.test(it.mail.subject));
      const newest = fits.at(-1);
      if (newest) {
        for (const it of fits) it.read = true;
        return newest.mail;
      }
      await once(this.came, "mail", { signal: deadline }).catch(() => {
        const all = this.kept.map((it) => `${it.mail.to.join()}: ${it.mail.subject}${it.read ? " (read)" : ""}`);
        throw new Error(`no mail to ${to} with ${subject}; there are:\n${all.join("\n")}`);
      });
    }
  }

  async end(): Promise<void> {
    await new Promise<void>((done) => this.server.close(done));
  }
}

/** The link in a mail, below the server's own address. */
export function linkIn(mail: Mail): string {
  const link = /https?:\/\/\S+/.exec(mail.body)?.[0];
  if (!link) throw new Error(`no link in:\n${mail.body}`);
  return link;
}

/** The six digits in a mail. */
export function codeIn(mail: Mail): string {
  const code = /\b\d{6}\b/.exec(mail.body)?.[0];
  if (!code) throw new Error(`no code in:\n${mail.body}`);
  return code;
}

/** Subject and text of a message of one part. */
function parse(raw: string): { subject: string; body: string } {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const header = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(head.replace(/\r\n[ \t]+/g, " "))?.[1] ?? "";
  const bytes = decode(rest.join("\r\n\r\n"), header("content-transfer-encoding"));
  return { subject: words(header("subject")), body: bytes.toString("utf8").replaceAll("\r\n", "\n") };
}

function decode(body: string, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64");
  if (/quoted-printable/i.test(encoding)) return quoted(body.replace(/=\r?\n/g, ""));
  return Buffer.from(body, "latin1");
}

const quoted = (text: string) =>
  Buffer.from(text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), "latin1");

/** Encoded words (RFC 2047). */
const words = (text: string) =>
  text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, it: string) =>
      (/b/i.test(kind) ? Buffer.from(it, "base64") : quoted(it.replaceAll("_", " "))).toString("utf8"),
    );
