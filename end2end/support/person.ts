// A person at a browser of their own.
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import type { Mails } from "./mails";

/** What a person types about themselves. */
export interface Details {
  name: string;
  username: string;
  email: string;
  password: string;
}

let count = 0;

/** Details nobody else in this process has. */
export function detailsOf(name: string): Details {
  count += 1;
  const username = `${name.toLowerCase().replace(/[^a-z0-9]+/g, "_").slice(0, 12)}_${count}`.replace(/^_+/, "person_");
  return { name, username, email: `${username}@lyceum.test`, password: `a calm sentence ${count}` };
}

/** A word nobody else in this process has, fit for an address. */
export function unique(word: string): string {
  count += 1;
  return `${word}-${count}`;
}

export class Person implements Details {
  readonly name: string;
  readonly username: string;
  readonly email: string;
  password: string;
  /** What went wrong in their browser, in words. */
  private problems: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(
    details: Details,
    readonly page: Page,
    readonly context: BrowserContext,
    readonly scripts: boolean,
    private readonly origin: string,
    /** Where their mail arrives. */
    readonly mails: Mails,
  ) {
    this.name = details.name;
    this.username = details.username;
    this.email = details.email;
    this.password = details.password;
    this.watch();
  }

  /** Names a problem that belongs to the story, such as the 404 it provokes. */
  expects(...problems: RegExp[]): void {
    this.expected.push(...problems);
  }

  /** Names problems that belonged to the story up to now: from here on they are problems again. */
  forgives(...problems: RegExp[]): void {
    this.problems = this.problems.filter((it) => !problems.some((pattern) => pattern.test(it)));
  }

  /** Problems that do not belong to the story. */
  surprises(): string[] {
    return this.problems.filter((it) => !this.expected.some((pattern) => pattern.test(it)));
  }

  private watch(): void {
    this.context.on("console", (message) => {
      if (message.type() === "error") this.problems.push(`${this.name}'s console on ${this.page.url()}: ${message.text()} (${message.location().url})`);
    });
    this.context.on("weberror", (error) => this.problems.push(`${this.name}'s page: ${error.error().stack ?? error.error()}`));
    this.context.on("response", (response) => {
      if (response.status() >= 500 && response.url().startsWith(this.origin)) {
        this.problems.push(`${this.name} got ${response.status()} for ${response.request().method()} ${response.url()}`);
      }
    });
    this.context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // A page one leaves takes its requests with it, and a download is no answer to a navigation.
      // Without scripts a browser refuses what a page would have loaded for them.
      const refused = !this.scripts && reason === "csp" && /\.js$/.test(request.url());
      if (request.url().startsWith(this.origin) && reason !== "net::ERR_ABORTED" && !refused) {
        this.problems.push(`${this.name} got ${reason} for ${request.method()} ${request.url()}`);
      }
    });
  }

  /** Opens an address of ours and waits until the page is alive. */
  async opens(path: string): Promise<void> {
    await this.page.goto(path);
    await this.settles();
  }

  /** Waits until hydration is done, where there are scripts. */
  async settles(): Promise<void> {
    if (this.scripts) await hydrated(this.page);
  }

  /** The page's own part, without the frame around it. */
  get main(): Locator {
    return this.page.getByRole("main");
  }

  /** A field by its label; "(optional)" and the like may follow. */
  field(label: string): Locator {
    const name = exactly(label);
    return this.main.getByLabel(name).or(this.main.getByRole("combobox", { name }));
  }

  async fills(fields: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      // A list one types in: what is typed in full is chosen with Enter.
      const typing = this.main.getByRole("combobox", { name: exactly(label) }).and(this.page.locator("input"));
      if ((await typing.count()) === 1) {
        await typing.fill(value.replaceAll("_", " "));
        await typing.press("Enter");
        continue;
      }
      const field = this.field(label);
      if ((await field.evaluate((it) => it.tagName)) === "SELECT") await field.selectOption(value);
      else await field.fill(value);
    }
  }

  /** Opens the filters of a list, which a phone folds behind one line. */
  async unfoldsFilters(): Promise<void> {
    const fold = this.main.locator(".filters-fold");
    if (!(await fold.isVisible()) || (await fold.getAttribute("open")) !== null) return;
    await fold.locator("summary").click();
    await expect(fold).toHaveAttribute("open", "");
  }

  /** Opens what the head of a page folds behind one button where there is little room. */
  async unfoldsHead(): Promise<void> {
    const fold = this.main.locator(".head-fold > details");
    if (!(await fold.isVisible()) || (await fold.getAttribute("open")) !== null) return;
    await fold.locator("summary").click();
    await expect(fold).toHaveAttribute("open", "");
  }

  async presses(button: string): Promise<void> {
    await this.main.getByRole("button", { name: button, exact: true }).click();
  }

  /** Presses a button that sends its form, and waits for the answer to that form. */
  async sends(button: string): Promise<void> {
    const pressed = this.main.getByRole("button", { name: button, exact: true });
    const action = await pressed.evaluate((it) => it.closest("form")?.getAttribute("action") ?? "");
    expect(action, `where "${button}" sends its form`).toMatch(/^\//);
    const { pathname } = new URL(action, this.page.url());
    const answer = this.page.waitForResponse((it) => it.request().method() === "POST" && new URL(it.url()).pathname === pathname);
    await this.presses(button);
    expect((await answer).status(), `answer to "${button}"`).toBeLessThan(400);
    await this.settles();
  }

  async follows(link: string | RegExp): Promise<void> {
    await this.main.getByRole("link", { name: link, exact: typeof link === "string" }).first().click();
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.main.getByText(text).first()).toBeVisible();
  }

  /** Is told over the page what has just been done. */
  async isTold(text: string | RegExp): Promise<void> {
    await expect(this.page.getByRole("status").getByText(text)).toBeVisible();
  }

  async seesHeading(name: string | RegExp): Promise<void> {
    await expect(this.main.getByRole("heading", { name }).first()).toBeVisible();
  }

  /** Is on a page of ours now, and it is alive. */
  async arrives(path: string | RegExp): Promise<void> {
    await this.page.waitForURL(typeof path === "string" ? `${this.origin}${path}` : path);
    await this.settles();
  }

  /** Turns to another tab. */
  async looksAway(): Promise<void> {
    await this.page.evaluate(turn, { hidden: true, later: 0 });
  }

  /** Turns back to this one, so many milliseconds later by its clock. */
  async comesBack(later = 60_000): Promise<void> {
    // A pointer that rests on a button is about to press it.
    await this.page.mouse.move(0, 0);
    await this.page.evaluate(turn, { hidden: false, later });
  }

  /** Clicks something that downloads, and returns the file's name and bytes. */
  async downloads(link: string | RegExp, role: "link" | "button" = "link"): Promise<{ name: string; bytes: Buffer }> {
    // On a phone the files of a page are entries of a menu in its head.
    const more = this.main.locator(".head-more summary");
    if (await more.isVisible()) await more.click();
    const coming = this.page.waitForEvent("download");
    await this.main.getByRole(role, { name: link, exact: typeof link === "string" }).first().click();
    const download = await coming;
    const parts: Buffer[] = [];
    for await (const part of await download.createReadStream()) parts.push(part as Buffer);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) };
  }
}

/** Tells a page that it is behind another one, or before all others: to Playwright every page is in front. */
function turn({ hidden, later }: { hidden: boolean; later: number }): void {
  const before = Date.now;
  Date.now = () => before() + later;
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  Object.defineProperty(document, "visibilityState", { configurable: true, value: hidden ? "hidden" : "visible" });
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

/** The client says when it has taken the page over. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", /.*/);
}

/** A text as a pattern. */
export const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function exactly(label: string): RegExp {
  return new RegExp(`^\\s*${literally(label)}\\s*(\\*|\\(.*\\)|optional|اختياري)?\\s*$`, "i");
}
