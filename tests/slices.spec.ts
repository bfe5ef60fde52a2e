// Many documents are read, checked and planned in slices. Whatever happens in between, nothing is shown or offered that is of
// some of them only, or of what was there before.

import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, signIn, signOut, step } from "./support/words.ts";

const many = 4_000;

const item = (name: string) =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: ${name}\nspec:\n  x86: acme/${name}:1\n  registry: remote\n`;
const long = Array.from({ length: many }, (_, number) => item(`item-${number}`)).join("---\n");

const plan = (page: Page) => page.getByRole("region", { name: "Plan and results" });
const working = (page: Page) => plan(page).getByRole("status").filter({ hasText: /^(Checking|Planning) \d+ of \d+ documents…$/ });
const apply = (page: Page, changes: string) => page.getByRole("button", { name: `Apply ${changes}`, exact: true });

/** Opens the workspace. From then on the next slice of anything waits until the test lets it go. */
async function open(page: Page): Promise<void> {
  await openAs(page, "admin", "/deploy");
  await expect(page.getByLabel("Paste manifest text")).toBeVisible();
  await page.evaluate(() => {
    const waiting: (() => void)[] = [];
    const held = { next: () => waiting.splice(0).forEach((go) => go()), go: () => {} };
    const { scheduler } = window as unknown as { scheduler: { yield: () => Promise<void> } };
    const own = scheduler.yield.bind(scheduler);
    scheduler.yield = () => new Promise<void>((go) => void waiting.push(go));
    held.go = () => {
      scheduler.yield = own;
      held.next();
    };
    Object.assign(window, { held });
  });
}

/** Lets slices go one by one until documents are being looked at. */
async function untilWorking(page: Page): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => (window as unknown as { held: { next: () => void } }).held.next());
    await expect(working(page)).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [0] });
}

/** Lets all of them go. */
async function goOn(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { held: { go: () => void } }).held.go());
}

/** Notes everything that the button which applies ever says. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  const said = await page.evaluateHandle(() => {
    const said = new Set<string>();
    const look = () => {
      for (const button of document.querySelectorAll("button")) {
        if (/^Apply \d/.test(button.textContent ?? "")) said.add(button.textContent ?? "");
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
    return said;
  });
  return () => said.evaluate((said) => [...said]);
}

test.beforeEach(() => test.slow());

test("a long text is offered to be applied when all of it is planned, and not before", async ({ page }) => {
  await open(page);
  const said = await listen(page);
  await drop(page, [{ name: "long.yaml", content: long }]);
  await untilWorking(page);
  await expect(plan(page).getByRole("button")).toHaveText("Checking the documents");
  await goOn(page);
  await expect(apply(page, `${many} changes`)).toBeVisible();
  await expect(working(page)).toHaveCount(0);
  expect(await said()).toEqual([`Apply ${many} changes`]);
});

test("what is typed while a text is looked at is in the plan", async ({ page }) => {
  await open(page);
  const said = await listen(page);
  await drop(page, [{ name: "long.yaml", content: long }]);
  await untilWorking(page);
  const text = fileText(page);
  await expect(text).toHaveAttribute("contenteditable", "true");
  await text.focus();
  await text.press("ControlOrMeta+Home");
  for (let line = 0; line < 3; line += 1) await text.press("ArrowDown");
  await text.press("End");
  await page.keyboard.type("-renamed");
  await goOn(page);
  await expect(step(page, "CatalogItem item-0-renamed")).toContainText("create");
  await expect(apply(page, `${many} changes`)).toBeVisible();
  expect(await said()).toEqual([`Apply ${many} changes`]);
});

test("a file that is closed while it is looked at leaves nothing behind", async ({ page }) => {
  await open(page);
  const said = await listen(page);
  await drop(page, [{ name: "long.yaml", content: long }]);
  await untilWorking(page);
  await page.getByRole("button", { name: "Remove long.yaml from the workspace" }).click();
  await expect(page.getByLabel("Paste manifest text")).toBeVisible();
  await goOn(page);
  await drop(page, [{ name: "short.yaml", content: item("short") }]);
  await expect(apply(page, "1 change")).toBeVisible();
  await expect(step(page, "CatalogItem short")).toContainText("create");
  expect(await said()).toEqual(["Apply 1 change"]);
});

test("what is dropped while another text is looked at is planned with it", async ({ page }) => {
  await open(page);
  const said = await listen(page);
  await drop(page, [{ name: "long.yaml", content: long }]);
  await untilWorking(page);
  await drop(page, [{ name: "more.yaml", content: item("more") }]);
  await expect(page.getByText(`2 files, ${many + 1} documents`)).toBeVisible();
  await goOn(page);
  await expect(apply(page, `${many + 1} changes`)).toBeVisible();
  expect(await said()).toEqual([`Apply ${many + 1} changes`]);
});

test("three hundred files that come together are planned once, all of them", async ({ page }) => {
  await open(page);
  const said = await listen(page);
  await drop(
    page,
    Array.from({ length: 300 }, (_, number) => ({ name: `file-${number}.yaml`, content: item(`item-${number}`) })),
  );
  await goOn(page);
  await expect(apply(page, "300 changes")).toBeVisible();
  expect(await said()).toEqual(["Apply 300 changes"]);
});

test("who signs out while a text is looked at leaves it to nobody", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "long.yaml", content: long }]);
  await untilWorking(page);
  await signOut(page);
  await goOn(page);
  await signIn(page, "viewer");
  await page.getByRole("link", { name: "Deploy", exact: true }).click();
  await expect(page.getByLabel("Paste manifest text")).toBeVisible();
  await expect(page.getByText("item-0")).toHaveCount(0);
});
