// Leaving a page with the caret in a field: a browser tells an element that it loses the focus while it is taken away,
// and nothing that hears it may stop the console.

import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, row, write } from "./support/words.ts";

const pages = [
  "/microservices",
  "/microservices/shop/web/edit",
  "/microservices/shop/web/logs",
  "/microservices/shop/web/exec",
  "/microservices/new",
  "/applications/shop/edit",
  "/catalog/6/edit",
  "/catalog/new",
  "/registries/3/edit",
  "/registries/new",
  "/agents",
  "/activity",
  "/deploy",
  "/settings",
];

/** Every field of the page that takes the focus. */
const fields = (page: Page) => page.getByRole("main").locator("input:visible, textarea:visible, select:visible, [contenteditable]:visible");

test("every field of every page can be left with the caret in it, changed or not", async ({ page }) => {
  test.slow();
  await openAs(page, "admin", "/agents");
  await expect(row(page, "edge-1")).toBeVisible();
  for (const path of pages) {
    await go(page, path);
    const count = await fields(page).count();
    expect(count, `fields of ${path}`).toBeGreaterThan(0);
    for (let at = 0; at < count; at += 1) {
      const field = fields(page).nth(at);
      await field.focus();
      if ((await field.evaluate((element) => element.tagName)) !== "SELECT" && (await field.isEditable())) {
        await page.keyboard.press("End");
        await page.keyboard.type("x");
      }
      await go(page, "/agents");
      await expect(page.getByRole("alertdialog"), `${path}, field ${at + 1}`).toHaveCount(0);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Agents");
      await go(page, path);
      await expect(fields(page).nth(at), `${path}, field ${at + 1}`).toBeVisible();
    }
  }
});

test("the editor can be left by Back, by the palette and by a key while something is proposed", async ({ page }) => {
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  const begin = async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Deploy" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deploy");
    if ((await fileText(page).count()) === 0) await drop(page, [{ name: "a.yaml", content: "kind: Microservice\n" }]);
    await write(fileText(page), "kind: Microservice\n");
    await fileText(page).focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("sp");
    await expect(page.getByRole("listbox", { name: "Suggestions" })).toBeVisible();
  };
  await begin();
  await page.goBack();
  await expect(row(page, "web")).toBeVisible();
  await begin();
  await page.keyboard.press("ControlOrMeta+k");
  // The search is a part of its own, which is loaded when somebody first opens it.
  await expect(page.getByRole("dialog", { name: "Search" })).toBeVisible();
  await page.keyboard.type("registries");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Registries");
  await begin();
  await page.getByRole("button", { name: /^Remove a\.yaml/ }).focus();
  await page.keyboard.press("Enter");
  await expect(fileText(page)).toHaveCount(0);
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
});

/** Goes to a page of the running console, without loading it anew. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await expect(page.getByText(/^Loading /)).toHaveCount(0);
}
