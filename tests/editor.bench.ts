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
