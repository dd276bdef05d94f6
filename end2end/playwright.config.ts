import { defineConfig } from "@playwright/test";
import type { Options } from "./support/test";

export default defineConfig<object, Options>({
  testDir: "tests",
  fullyParallel: true,
  workers: 2,
  // A story that fails sometimes is a fault to be found, not to be tried again.
  retries: 0,
  forbidOnly: !!process.env.CI,
  // A shared machine may be slow; a story that hangs still ends.
  timeout: 240_000,
  expect: {
    timeout: 30_000,
    // Machines draw the edges of letters and curves a little differently.
    toHaveScreenshot: { maxDiffPixelRatio: 0.01, animations: "disabled", caret: "hide", scale: "css" },
  },
  // One picture for all machines: what differs between them is what screenshot.css takes out.
  snapshotPathTemplate: "snapshots/{projectName}/{arg}{ext}",
  reporter: [["list"]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 45_000,
    screenshot: "only-on-failure",
    locale: "en-GB",
    timezoneId: "UTC",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
    // What a narrow page, a touch and a small keyboard change; the other stories tell the same on every screen.
    {
      name: "phone",
      testMatch: /\/(main_job|pages|chat|chat_line|chat_more|chat_care|chat_files|forum|classes|people|joining|school|account|gallery|gallery_keys|gallery_looks|gallery_menus)\.spec\.ts$/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
  ],
});
