// Copying, on every page: browsers lend their clipboard only to https, and a button that does nothing is worse than none.

import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { act, openAs } from "./support/words.ts";

/** The page as a browser shows it that came over plain http. */
async function withoutClipboard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "clipboard", { configurable: true, get: () => undefined });
  });
}

/** What is on the clipboard, as a person finds out. */
async function pasted(page: Page): Promise<string> {
  await page.keyboard.press("Control+k");
  const search = page.getByRole("combobox", { name: "Search" });
  await search.press("Control+v");
  const text = await search.inputValue();
  await page.keyboard.press("Escape");
  return text;
}

test("a link is copied over plain http, with the view that it was copied on", async ({ page, controller }) => {
  await withoutClipboard(page);
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await act(page, "Copy link");
  await expect(page.getByRole("status").filter({ hasText: "Link copied" })).toBeVisible();
  expect(await pasted(page)).toBe(`${controller.address}/microservices/shop/web/logs`);
  await page.goto("/applications/shop/yaml");
  await act(page, "Copy link");
  await expect(page.getByRole("status").filter({ hasText: "Link copied" })).toBeVisible();
  expect(await pasted(page)).toBe(`${controller.address}/applications/shop/yaml`);
});

test("a command is copied inside the dialog that asks, and the button says so", async ({ page }) => {
  await withoutClipboard(page);
  await openAs(page, "developer", "/microservices/shop/web");
  await act(page, "Rebuild");
  const dialog = page.getByRole("dialog", { name: "Confirm" });
  const command = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByRole("button", { name: "Command copied" })).toBeVisible();
  await expect(dialog.getByRole("textbox"), "nothing is left behind").toHaveCount(0);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await pasted(page)).toBe(command);
});

test("where no way of copying is left, the text lies there selected", async ({ page }) => {
  await withoutClipboard(page);
  await page.addInitScript(() => {
    document.execCommand = () => false;
  });
  await openAs(page, "developer", "/microservices/shop/web");
  await act(page, "Rebuild");
  const question = page.getByRole("dialog", { name: "Confirm" });
  const command = await question.locator("code").textContent();
  await question.getByRole("button", { name: "Copy" }).click();
  const byHand = page.getByRole("dialog", { name: "Copy by hand" });
  await expect(byHand.getByRole("heading", { name: "Press Ctrl-C to copy" })).toBeVisible();
  const text = byHand.getByLabel("Text to copy");
  await expect(text).toBeFocused();
  const selected = () => text.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  await expect.poll(selected).toBe(command);
  await byHand.getByRole("button", { name: "Close" }).click();
  await expect(byHand).toHaveCount(0);
  await expect(question, "the question stays").toBeVisible();
});
