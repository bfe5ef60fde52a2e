// What the deploy page costs beside 5,000 live microservices: a refresh while a text is open, a keystroke, and a plan of 1,000
// documents.

import { publish, repeat } from "./support/bench.ts";
import { type Noted, recordRows, refreshed } from "./support/pace.ts";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs } from "./support/words.ts";

const runs = 7;

test.use({ seed: "large", flags: ["--microservices", "5000"] });

test("a text beside 5,000 microservices", async ({ page }) => {
  test.setTimeout(240_000);
  await recordRows(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "web.yaml", content: manifest }]);
  const problems = page.getByRole("list", { name: "Problems" });
  await expect(problems).toContainText('no agent "nowhere"', { timeout: 120_000 });

  const slow: number[] = [];
  const refresh = await repeat(runs, () => refreshed(page, cdp, slow));

  const text = fileText(page);
  await text.focus();
  await text.press("Control+End");
  const typed: string[] = [];
  const key = await repeat(runs, async (at) => {
    const name = `-${at}`;
    typed.push(name);
    const shown = page.waitForFunction((said) => document.body.innerText.includes(said), `nowhere${typed.join("")}"`, {
      polling: "raf",
    });
    const start = performance.now();
    await page.keyboard.insertText(name);
    await shown;
    return { problems: performance.now() - start };
  });
  publish("deploy", "the deploy page beside 5,000 microservices, release build", [
    ["main thread, one refresh", refresh.busy, "ms"],
    ["tasks above 50 ms in all refreshes", slow.length, ""],
    ["the longest of them", Math.max(0, ...slow), "ms"],
    ["from a keystroke to its problem", key.problems, "ms"],
    ["JavaScript heap", refresh.heap / 1e6, "MB"],
    ["wasm memory", refresh.wasm / 1e6, "MB"],
  ]);

  const content = Array.from({ length: 1_000 }, (_, number) => planned(number)).join("---\n");
  await page.evaluate(() => (globalThis as unknown as Noted).slow?.splice(0));
  const start = performance.now();
  await drop(page, [{ name: "thousand.yaml", content }]);
  await expect(page.getByRole("button", { name: "Apply 1000 changes" })).toBeVisible({ timeout: 60_000 });
  const whole = performance.now() - start;
  const tasks = await page.evaluate(() => (globalThis as unknown as Noted).slow ?? []);
  publish("thousand", "1,000 documents beside 5,000 microservices, release build", [
    ["from the drop to the plan", whole, "ms"],
    ["tasks above 50 ms", tasks.length, ""],
    ["the longest of them", Math.max(0, ...tasks), "ms"],
  ]);
});

/** A microservice that is not there yet. */
const planned = (number: number) => `apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: app-01/planned-${number}
spec:
  agent:
    name: agent-001
  images:
    x86: acme/planned:${number}
  container:
    env:
      - key: NUMBER
        value: "${number}"
`;

/** Its last word is the agent's name, which the benchmark goes on writing. */
const manifest = `apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: line-a/bench
spec:
  images:
    x86: nginx:1
  agent:
    name: nowhere`;
