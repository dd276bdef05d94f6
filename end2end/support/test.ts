// `test` with a server for each worker, people with browsers of their own, and their mail.
import { type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { foundTheSchool } from "./accounts";
import type { Mails } from "./mails";
import { type Details, Person, detailsOf } from "./person";
import { Server } from "./server";

export interface Options {
  /** Leaves the server as it is on its very first start, without an account. */
  firstRun: boolean;
  /** Fills the server with the schools of the demo. */
  demo: boolean;
}

interface Worker extends Options {
  server: Server;
  /** The platform's admin, who also has a school; null on a first run and in the demo. */
  admin: Details | null;
}

interface Story {
  /** A new person with a browser of their own; `javaScript: false` for one without scripts. */
  person: (name: string, options?: PersonOptions) => Promise<Person>;
  mails: Mails;
  logOfTheServer: void;
}

interface PersonOptions {
  javaScript?: boolean;
  /** What their browser asks for; `en-GB` unless told. */
  locale?: string;
  /** Somebody who has an account already. */
  as?: Details;
}

export const test = base.extend<Story, Worker>({
  firstRun: [false, { scope: "worker", option: true }],
  demo: [false, { scope: "worker", option: true }],

  server: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await Server.begin();
      await use(server);
      await server.end();
    },
    { scope: "worker" },
  ],

  admin: [
    async ({ browser, server, firstRun, demo }, use) => {
      if (demo) await server.fill();
      if (firstRun || demo) return use(null);
      const details = detailsOf("Akosua Boateng");
      const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
      const admin = new Person(details, await context.newPage(), context, false, server.url, server.mails);
      await foundTheSchool(admin, { name: "The First School", slug: "first", timeZone: "Africa/Accra" }, "/setup");
      await context.close();
      await use(details);
    },
    { scope: "worker" },
  ],

  person: async ({ browser, server, admin }, use) => {
    void admin;
    const people: Person[] = [];
    await use(async (name, options = {}) => {
      const scripts = options.javaScript ?? true;
      const settings: BrowserContextOptions = { baseURL: server.url, javaScriptEnabled: scripts, acceptDownloads: true };
      if (options.locale) settings.locale = options.locale;
      const context = await browser.newContext(settings);
      if (scripts) {
        // The console tells most of them; this tells all.
        await context.addInitScript(() => {
          addEventListener("securitypolicyviolation", (event) =>
            console.error(`content security policy: ${event.violatedDirective} refuses ${event.blockedURI}`),
          );
        });
      }
      const details = options.as ?? detailsOf(name);
      const person = new Person(details, await context.newPage(), context, scripts, server.url, server.mails);
      people.push(person);
      return person;
    });
    const surprises = people.flatMap((it) => it.surprises());
    for (const it of people) await it.context.close();
    expect(surprises, "nothing went wrong in anybody's browser").toEqual([]);
  },

  mails: async ({ server }, use) => use(server.mails),

  // What the server said during a story that failed.
  logOfTheServer: [
    async ({ server }, use, info) => {
      const mark = server.mark();
      await use();
      if (info.status !== info.expectedStatus) {
        console.log(`---- the server during "${info.title}"\n${server.log(mark).split("\n").slice(-80).join("\n")}----`);
      }
    },
    { auto: true },
  ],
});

export { expect };
