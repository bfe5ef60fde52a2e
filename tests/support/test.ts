// The `test` of this project: a demo Controller of its own behind every page, and no complaint overlooked.
//
//   import { expect, test } from "./support/test.ts";
//   test.use({ seed: "0" });
//   test("an empty Controller says what to do next", async ({ page }) => { ... });

import { expect as plain, type Locator, type Page, test as base } from "@playwright/test";
import { startController, type Controller } from "./controller.ts";
import { Watch } from "./watch.ts";
import { textOf } from "./words.ts";

interface Options {
  /** The demo Controller's seed: "0", "small" or "large". */
  seed: string;
  /** Further flags of the demo Controller. */
  flags: readonly string[];
  /** Further demo Controllers that the page's policy allows: the flags of each. */
  others: readonly (readonly string[])[];
}

interface Fixtures {
  /** This test's own demo Controller. */
  controller: Controller;
  /** The further demo Controllers; whether the page may ask them is for `watch.allow` to say. */
  neighbours: readonly Controller[];
  /** The complaints of this test's pages; checked when the test ends. */
  watch: Watch;
  /** A page in another browser that knows nothing of this test's session. */
  stranger: Page;
}

export const test = base.extend<Options & Fixtures>({
  seed: ["small", { option: true }],
  flags: [[], { option: true }],

  others: [[], { option: true }],

  neighbours: async ({ seed, others }, use) => {
    const running = await Promise.all(others.map((flags) => startController(seed, flags)));
    await use(running);
    await Promise.all(running.map((one) => one.stop()));
  },

  controller: async ({ seed, flags, neighbours }, use) => {
    const connect = neighbours.flatMap(({ address }) => ["--connect", address]);
    const controller = await startController(seed, [...flags, ...connect]);
    await use(controller);
    await controller.stop();
  },

  baseURL: async ({ controller }, use) => {
    await use(controller.address);
  },

  watch: [
    async ({ context, controller }, use) => {
      const watch = new Watch(controller.address);
      watch.over(context);
      await use(watch);
      const complaints = watch.complaints();
      if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join("\n")}`);
    },
    { auto: true },
  ],

  stranger: async ({ browser, controller, watch }, use) => {
    const context = await browser.newContext({ baseURL: controller.address });
    watch.over(context);
    await use(await context.newPage());
    await context.close();
  },
});

/** What a test may expect; `toSay` is of an editor, and waits until its text is so, as a person sees it. */
export const expect = plain.extend({
  async toSay(editor: Locator, expected: string | RegExp) {
    const name = "toSay";
    const said = plain.poll(() => textOf(editor), { message: `${editor} says` });
    const wanted = this.isNot ? said.not : said;
    try {
      if (typeof expected === "string") await wanted.toBe(expected);
      else await wanted.toMatch(expected);
      return { name, pass: !this.isNot, message: () => "" };
    } catch (error) {
      return { name, pass: this.isNot, message: () => String(error) };
    }
  },
});
