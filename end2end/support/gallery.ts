// The gallery of parts as `trunk serve` shows it, built by script/test with cargo and wasm-bindgen into target/gallery,
// and `test` with a page that has it open.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { type Page, test as base, expect } from "@playwright/test";

const root = resolve(import.meta.dirname, "../..");
const built = process.env.E2E_GALLERY ?? join(root, "target/gallery");
const page = join(root, "app/crates/gallery/index.html");
const types: Record<string, string> = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** What trunk makes of its own tags in the page. */
function html(): string {
  const start = 'import start from "/gallery.js"; await start({ module_or_path: "/gallery_bg.wasm" });';
  return readFileSync(page, "utf8")
    .replace(/<link data-trunk rel="scss"[^>]*>/, '<link rel="stylesheet" href="/main.css">')
    .replace(/<link data-trunk rel="rust"[^>]*>/, `<script type="module">${start}</script>`)
    .replace(/<link data-trunk [^>]*>/g, "");
}

class Gallery {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async begin(): Promise<Gallery> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://gallery");
      if (pathname === "/") return response.setHeader("content-type", "text/html; charset=utf-8").end(html());
      const folder = /^\/(fonts|icons?\.svg)/.test(pathname) ? join(root, "public") : built;
      try {
        response.setHeader("content-type", types[extname(pathname)] ?? "application/octet-stream");
        response.end(readFileSync(join(folder, pathname)));
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no address");
    return new Gallery(server, `http://127.0.0.1:${address.port}`);
  }

  /** Goes there; what goes wrong in the browser is gathered in what comes back. */
  async openIn(page: Page): Promise<string[]> {
    const surprises: string[] = [];
    page.on("console", (line) => line.type() === "error" && surprises.push(line.text()));
    page.on("pageerror", (error) => surprises.push(error.message));
    await page.goto(this.url);
    await expect(page.getByRole("heading", { level: 1, name: "Every part in every state" })).toBeVisible();
    return surprises;
  }

  async end(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }
}

export const test = base.extend<object, { gallery: Gallery }>({
  gallery: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const gallery = await Gallery.begin();
      await use(gallery);
      await gallery.end();
    },
    { scope: "worker" },
  ],

  page: async ({ page, gallery }, use) => {
    const surprises = await gallery.openIn(page);
    await use(page);
    expect(surprises, "nothing went wrong in the browser").toEqual([]);
  },
});

export { expect };
