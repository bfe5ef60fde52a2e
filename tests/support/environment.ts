// What `cargo xtask` tells the browser tests: which app, which demo Controller, which Chromium.

import type { LaunchOptions } from "@playwright/test";

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests with \`cargo xtask e2e\`.`);
  return value;
}

/** The folder of the built app. */
export const app = given("ECN_CONSOLE_APP");

/** The demo Controller's program. */
export const demoController = given("ECN_CONSOLE_DEMO_CONTROLLER");

/** Where the counts of a run go. */
export const report = given("ECN_CONSOLE_REPORT");

/** Where pictures of the console go. */
export const pictures = given("ECN_CONSOLE_PICTURES");

/** Chromium without the traffic of its own that would hide a foreign request of the app. */
export const launchOptions: LaunchOptions = {
  executablePath: given("ECN_CONSOLE_CHROMIUM"),
  args: [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    // Chromium refuses its sandbox to root, and in most containers it has none.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
};
