// The browser tests test themselves: what no page may do is seen, and told with its cause.

import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import type { Watch } from "./support/watch.ts";

const misdeeds: readonly { does: string; act: (page: Page) => Promise<unknown>; told: RegExp }[] = [
  {
    does: "throws",
    act: (page) => page.evaluate(() => setTimeout(() => { throw new Error("thrown by the page"); })),
    told: /page error: Error: thrown by the page/,
  },
  {
    does: "writes an error to the console",
    act: (page) => page.evaluate(() => console.error("said by the page")),
    told: /console error: said by the page/,
  },
  {
    does: "runs an inline script",
    act: (page) => page.evaluate(() => document.head.append(Object.assign(document.createElement("script"), { text: "1" }))),
    told: /inline script violates .* Content Security Policy/,
  },
  {
    does: "sets an inline style",
    act: (page) => page.evaluate(() => document.body.setAttribute("style", "color: red")),
    told: /inline style violates .* Content Security Policy/,
  },
  {
    does: "asks another host",
    act: (page) => page.evaluate(() => fetch("http://127.0.0.2:9/").catch(() => undefined)),
    told: /127\.0\.0\.2/,
  },
];

for (const { does, act, told } of misdeeds) {
  test(`a page that ${does} fails its test`, async ({ page, watch }) => {
    await page.goto("/");
    await act(page);
    await expect.poll(() => complaints(watch)).toMatch(told);
    watch.forgive(/./);
  });
}

function complaints(watch: Watch): string {
  return watch.complaints().join("\n");
}
