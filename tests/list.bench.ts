// How long the list of 1,000 microservices takes from navigation to rows, and what a refresh costs.

import type { CDPSession, Page } from "@playwright/test";
import { publish, repeat } from "./support/bench.ts";
import { type Noted, recordRows, refreshed } from "./support/pace.ts";
import { expect, test } from "./support/test.ts";
import { openAs } from "./support/words.ts";

const runs = 7;

test.use({ seed: "large", flags: ["--microservices", "1000"] });

test("the list of 1,000 microservices", async ({ page, controller }) => {
  await recordRows(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Performance.enable");
  await openAs(page, "admin", "/microservices");
  await expect(page.getByRole("row").nth(1)).toBeVisible();

  const opening = await repeat(runs, () => open(page, cdp, controller.address));
  const slow: number[] = [];
  const refresh = await repeat(runs, () => refreshed(page, cdp, slow));
  publish("list", "1,000 microservices, release build", [
    ["navigation to rows", opening.rows, "ms"],
    ["the server's own answer to the same questions", opening.server, "ms"],
    ["ratio", opening.rows / opening.server, ""],
    ["aim: 1.5 times the server's answer plus 300 ms", 1.5 * opening.server + 300, "ms"],
    ["requests", opening.requests, ""],
    ["bytes on the wire", opening.bytes / 1000, "kB"],
    ["main thread, one refresh", refresh.busy, "ms"],
    ["tasks above 50 ms in all refreshes", slow.length, ""],
    ["the longest of them", Math.max(0, ...slow), "ms"],
    ["JavaScript heap", refresh.heap / 1e6, "MB"],
    ["wasm memory", refresh.wasm / 1e6, "MB"],
  ]);
});

/** Opens the list with an empty cache, then asks the server the same questions from here. */
async function open(page: Page, cdp: CDPSession, address: string) {
  const questions: { url: string; headers: Record<string, string> }[] = [];
  let bytes = 0;
  let requests = 0;
  const count = (event: { encodedDataLength: number }) => {
    bytes += event.encodedDataLength;
    requests += 1;
  };
  cdp.on("Network.loadingFinished", count);
  const note = (request: import("@playwright/test").Request) => {
    if (request.url().startsWith(`${address}/api/`)) questions.push({ url: request.url(), headers: request.headers() });
  };
  page.on("request", note);
  await cdp.send("Network.clearBrowserCache");
  await page.goto("/microservices");
  const handle = await page.waitForFunction(() => (globalThis as unknown as Noted).rowsAt);
  const rows = Number(await handle.jsonValue());
  cdp.off("Network.loadingFinished", count);
  page.off("request", note);

  const start = performance.now();
  await Promise.all(questions.map(async ({ url, headers }) => (await fetch(url, { headers })).arrayBuffer()));
  return { rows, server: performance.now() - start, requests, bytes };
}

test.describe("on a Controller as slow as a real one", () => {
  test.use({ flags: ["--microservices", "1000", "--cost-per-microservice", "13ms"] });

  test("the list of 1,000 microservices, and the form of one", async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => {
      if (/\/api\/.*\/(microservices|application)$/.test(request.url())) asked.push(request.url());
    });
    await openAs(page, "admin", "/microservices");
    const start = performance.now();
    const first = page.getByRole("rowheader").first().getByRole("link");
    await expect(first).toBeVisible({ timeout: 120_000 });
    const rows = performance.now() - start;
    const edit = `${(await first.getAttribute("href")) ?? ""}/edit`;
    await page.goto(edit);
    const opened = performance.now();
    await expect(page.getByRole("region", { name: "Plan and results" })).toBeVisible({ timeout: 120_000 });
    publish("slow", "1,000 microservices at 13 ms each, release build", [
      ["sign-in to rows", rows, "ms"],
      ["cold form of one microservice", performance.now() - opened, "ms"],
      ["lists of all microservices that were asked for", asked.length, ""],
    ]);
  });
});
