// The browser tests: the built app on a demo Controller of its own, in the system's Chromium.

import { defineConfig } from "@playwright/test";
import { launchOptions, report } from "./support/environment.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "results/artifacts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env["CI"]),
  retries: 0,
  reporter: [["list"], ["json", { outputFile: report }]],
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    launchOptions,
    trace: process.env["CI"] ? "off" : "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "stories", testMatch: "*.spec.ts" },
    // One after the other, or each would slow the other down.
    { name: "bench", testMatch: "*.bench.ts", timeout: 600_000, workers: 1 },
  ],
});
