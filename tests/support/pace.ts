// What a page costs its browser: when rows stand, tasks that hold it up, main-thread time and memory.

import type { CDPSession, Page } from "@playwright/test";

/** What is noted in the page for the numbers. */
export type Noted = { rowsAt?: number; slow?: number[]; wasm?: { memory: WebAssembly.Memory } };

/** Notes in every page when the first row stood, each task above 50 ms, and the memory of the wasm. */
export async function recordRows(page: Page): Promise<void> {
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

/** The main thread's work from one answer of the server until the page is idle again; its slow tasks go to `slow`. */
export async function refreshed(page: Page, cdp: CDPSession, slow: number[]) {
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

export async function metrics(cdp: CDPSession): Promise<{ TaskDuration: number; JSHeapUsedSize: number }> {
  const { metrics: list } = await cdp.send("Performance.getMetrics");
  const value = (name: string) => list.find((metric) => metric.name === name)?.value ?? 0;
  return { TaskDuration: value("TaskDuration"), JSHeapUsedSize: value("JSHeapUsedSize") };
}
