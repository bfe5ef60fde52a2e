// How long a key takes to its letter on the screen, in short and long texts, on this machine and on one that is four
// times slower; and what opening the editor costs.

import type { Page } from "@playwright/test";
import { type Line, median, publish } from "./support/bench.ts";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs } from "./support/words.ts";

const keys = 25;

const document = (number: number) =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: item-${number}\nspec:\n  description: number ${number}\n  x86: acme/item-${number}:1\n  registry: remote\n`;

/** A text of about so many lines. */
function text(lines: number): string {
  return Array.from({ length: Math.ceil(lines / 9) }, (_, number) => document(number)).join("---\n");
}

/** A catalog item of 2 KB. */
const large = (number: number) => document(number).replace(`number ${number}`, `number ${number}, ${"as long as such texts are; ".repeat(68)}`);

/** Types into the description of the first document; the times from key to painted frame, and the long tasks. */
async function type(page: Page): Promise<{ frames: number[]; longest: number }> {
  await fileText(page).focus();
  await page.keyboard.press("ControlOrMeta+Home");
  for (let line = 0; line < 5; line += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  const measured = await page.evaluateHandle(() => {
    const measured = { frames: [] as number[], longest: 0 };
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) measured.longest = Math.max(measured.longest, task.duration);
    }).observe({ type: "longtask" });
    const pressed = () => {
      const start = performance.now();
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => measured.frames.push(performance.now() - start);
        painted.port2.postMessage(0);
      });
    };
    window.addEventListener("keydown", pressed, { capture: true });
    return measured;
  });
  for (let key = 0; key < keys; key += 1) {
    // As fast as a quick typist: what a key sets off is there for the next ones.
    await page.keyboard.press("x", { delay: 60 });
    await expect.poll(() => measured.evaluate((it) => it.frames.length)).toBeGreaterThan(key);
  }
  return measured.jsonValue();
}

test("keys in texts of 100, 1,000 and 20,000 lines", async ({ page }) => {
  test.setTimeout(600_000);
  const cdp = await page.context().newCDPSession(page);
  const rows: Line[] = [];
  await openAs(page, "admin", "/deploy");
  for (const lines of [100, 1000, 20_000]) {
    await drop(page, [{ name: `of-${lines}.yaml`, content: text(lines) }]);
    await expect(fileText(page)).toSay(new RegExp(`item-${Math.ceil(lines / 9) - 1}:1`));
    for (const rate of [1, 4]) {
      await cdp.send("Emulation.setCPUThrottlingRate", { rate });
      const { frames, longest } = await type(page);
      const late = frames.toSorted((one, other) => one - other)[Math.floor(frames.length * 0.95)] ?? 0;
      rows.push([`${lines} lines, ${rate} × slower: a key to its frame`, median(frames), "ms"]);
      rows.push([`${lines} lines, ${rate} × slower: the same, 95 of 100`, late, "ms"]);
      rows.push([`${lines} lines, ${rate} × slower: the longest task`, longest, "ms"]);
    }
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await page.getByRole("button", { name: `Remove of-${lines}.yaml from the workspace` }).click();
  }
  publish("editor", "typing, release build", rows);
});

test("550 documents of 1.1 MB, dropped, planned and typed in", async ({ page }) => {
  test.setTimeout(600_000);
  const cdp = await page.context().newCDPSession(page);
  await openAs(page, "admin", "/deploy");
  const content = Array.from({ length: 550 }, (_, number) => large(number)).join("---\n");
  const longest = await page.evaluateHandle(() => {
    const tasks = { longest: 0 };
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) tasks.longest = Math.max(tasks.longest, task.duration);
    }).observe({ type: "longtask" });
    return tasks;
  });
  await expect(page.getByLabel("Paste manifest text")).toBeVisible();
  const start = performance.now();
  await drop(page, [{ name: "all.yaml", content }]);
  await expect(page.getByRole("button", { name: "Apply 550 changes" })).toBeVisible();
  const planned = performance.now() - start;
  const rows: Line[] = [
    [`${(content.length / 1e6).toFixed(1)} MB in 550 documents: from the drop to the plan`, planned, "ms"],
    ["the longest task", await longest.evaluate((tasks) => tasks.longest), "ms"],
  ];
  for (const rate of [1, 4]) {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    const { frames, longest } = await type(page);
    const late = frames.toSorted((one, other) => one - other)[Math.floor(frames.length * 0.95)] ?? 0;
    rows.push([`${rate} × slower: a key to its frame`, median(frames), "ms"]);
    rows.push([`${rate} × slower: the same, 95 of 100`, late, "ms"]);
    rows.push([`${rate} × slower: the longest task`, longest, "ms"]);
  }
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  publish("documents", "550 documents, release build", rows);
});

test("what is asked for in 30 seconds while nobody does anything", async ({ page }) => {
  test.setTimeout(120_000);
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/api/v3/")) asked += 1;
  });
  // Time has to pass: nothing else is measured.
  const idle = async () => {
    await page.waitForTimeout(5_000);
    asked = 0;
    await page.waitForTimeout(30_000);
    return asked;
  };
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "idle.yaml", content: document(1) }]);
  await expect(page.getByRole("button", { name: "Apply 1 change" })).toBeVisible();
  const deploy = await idle();
  await page.goto("/microservices/shop/web/edit");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  publish("idle", "requests in 30 s with a draft open, release build", [
    ["the deploy page", deploy, ""],
    ["a form", await idle(), ""],
  ]);
});
