// How long the list of 1,000 microservices takes from navigation to rows, and what a refresh costs.

import type { CDPSession, Page } from "@playwright/test";
import { publish, repeat } from "./support/bench.ts";
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

/** What is noted in the page for the numbers. */
type Noted = { rowsAt?: number; slow?: number[]; wasm?: { memory: WebAssembly.Memory } };

/** Notes in every page when the first row stood, each task above 50 ms, and the memory of the wasm. */
async function recordRows(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted = globalThis as unknown as Noted;
    const slow: number[] = (noted.slow = []);
    new PerformanceObserver((list) => list.getEntries().forEach((task) => slow.push(task.duration))).observe({
      type: "longtask",
    });
    new MutationObserver((_, observer) => {
      if (!document.querySelector("tbody tr")) return;
      noted.rowsAt = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
    addEventListener("TrunkApplicationStarted", (event) => {
      noted.wasm = (event as CustomEvent<{ wasm: { memory: WebAssembly.Memory } }>).detail.wasm;
    });
  });
}

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

/** The main thread's work from one answer of the server until the page is idle again; its slow tasks go to `slow`. */
async function refreshed(page: Page, cdp: CDPSession, slow: number[]) {
  await page.evaluate(() => (globalThis as unknown as Noted).slow?.splice(0));
  const before = await metrics(cdp);
  const answer = await page.waitForResponse(/\/api\//);
  await answer.finished();
  await page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));
  const after = await metrics(cdp);
  const noted = await page.evaluate(() => {
    const { slow = [], wasm } = globalThis as unknown as Noted;
    return { slow, wasm: wasm?.memory.buffer.byteLength ?? 0 };
  });
  slow.push(...noted.slow);
  return { busy: (after.TaskDuration - before.TaskDuration) * 1000, heap: after.JSHeapUsedSize, wasm: noted.wasm };
}

async function metrics(cdp: CDPSession): Promise<{ TaskDuration: number; JSHeapUsedSize: number }> {
  const { metrics: list } = await cdp.send("Performance.getMetrics");
  const value = (name: string) => list.find((metric) => metric.name === name)?.value ?? 0;
  return { TaskDuration: value("TaskDuration"), JSHeapUsedSize: value("JSHeapUsedSize") };
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
