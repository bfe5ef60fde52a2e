// Going anywhere by a few letters.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { openAs } from "./support/words.ts";

const search = (page: Page) => page.getByRole("combobox", { name: "Search" });
const found = (page: Page) => page.getByRole("listbox", { name: "Found" }).getByRole("option");

test("a microservice is gone to without the mouse", async ({ page }) => {
  await openAs(page, "admin", "/settings");
  await page.keyboard.press("Control+k");
  await expect(search(page)).toBeFocused();
  await expect(found(page).first()).toContainText("page");
  await page.keyboard.type("web");
  await expect(found(page).first()).toContainText("web");
  await expect(found(page).first()).toHaveAttribute("aria-selected", "true");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/microservices\/shop\/web$/);
  await expect(page.getByRole("heading", { level: 1, name: "web" })).toBeVisible();
  await expect(search(page)).toHaveCount(0);
});

test("arrows choose, every kind is found, and Escape gives the focus back", async ({ page }) => {
  await openAs(page, "admin", "/microservices");
  await page.getByRole("button", { name: "Search" }).click();
  for (const [typed, kind, path] of [
    ["edge-1 agent", "agent", /\/agents\/edge-1$/],
    ["thermometer", "catalog item", /\/catalog\/6$/],
    ["registry.example", "registry", /\/registries\/3$/],
    ["shop application", "application", /\/applications\/shop$/],
    ["new registry", "page", /\/registries\/new$/],
  ] as const) {
    await search(page).fill(typed);
    await expect(found(page).first()).toContainText(kind);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(path);
    await page.keyboard.press("Control+k");
  }
  await search(page).fill("e");
  await expect(found(page).nth(2)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(found(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await search(page).fill("nothing is called so");
  await expect(page.getByText("Nothing has that name.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(search(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(search(page)).toHaveCount(0);
});

test("it is as good with a finger on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openAs(page, "admin", "/settings");
  await page.getByRole("button", { name: "Search" }).click();
  await search(page).fill("cart");
  await found(page).filter({ hasText: "microservice" }).first().click();
  await expect(page).toHaveURL(/\/microservices\/shop\/cart$/);
});
