// An applied run is turned back: what stood before is planned and applied like any other text.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { drop, expectNothingKept, fileText, openAs, outcome, reopened, signIn, step } from "./support/words.ts";

const item = (description: string) =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: thermometer\nspec:\n  description: ${description}\n  x86: acme/thermometer:9\n  registry: remote\n`;
const made = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: brand-new\nspec:\n  x86: acme/brand-new:1\n  registry: remote\n";

const apply = (page: Page, changes: string) => page.getByRole("button", { name: `Apply ${changes}`, exact: true }).click();

test("a run is turned back: changes as a plan, what was made by name", async ({ page }) => {
  await openAs(page, "admin", "/catalog");
  await page.getByRole("link", { name: "thermometer" }).click();
  const before = await page.getByRole("main").innerText();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Deploy" }).click();
  await drop(page, [{ name: "both.yaml", content: `${item("changed by mistake")}---\n${made}` }]);
  await expect(step(page, "CatalogItem thermometer")).toContainText("changed by mistake");
  await apply(page, "2 changes");
  await expect(outcome(page, "CatalogItem thermometer")).toContainText("updated");
  await expect(outcome(page, "CatalogItem brand-new")).toContainText("created");

  await page.getByRole("button", { name: "Turn back" }).click();
  await expect(page.getByText("This is what stood before")).toBeVisible();
  await expect(fileText(page)).toSay(/name: thermometer/);
  await expect(step(page, "CatalogItem thermometer")).toContainText("changed by mistake →");
  await expect(step(page, "CatalogItem brand-new")).toHaveCount(0);
  await expect(page.getByRole("list", { name: "Made by the run" }).getByRole("link")).toHaveText(["catalog item brand-new"]);
  await expectAccessible(page);
  await apply(page, "1 change");
  await expect(outcome(page, "CatalogItem thermometer")).toContainText("updated");
  await outcome(page, "CatalogItem thermometer").getByRole("link", { name: "Open" }).click();
  const description = /Description\n[^\n]*/.exec(before)?.[0] ?? "Thermometer";
  await expect(page.getByRole("main")).toContainText(description.split("\n").at(-1) ?? "");
  await expect(page.getByRole("main")).not.toContainText("changed by mistake");
});

test("a run is turned back from the activity, after the tab that applied it is gone", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "both.yaml", content: `${item("changed by mistake")}---\n${made}` }]);
  await apply(page, "2 changes");
  await expect(outcome(page, "CatalogItem brand-new")).toContainText("created");
  await expect(page.getByRole("button", { name: "Turn back" })).toBeVisible();
  // What was applied is no draft any more; a tab that dies before that leaves it beside what stood before.
  await expectNothingKept(page);
  const next = await reopened(page, "/activity?view=applied");
  await signIn(next, "admin");
  await next.getByRole("button", { name: /^Show the run of/ }).click();
  await expectAccessible(next);
  await next.getByRole("button", { name: /^Turn back the run of/ }).click();
  await expect(next.getByText("This is what stood before")).toBeVisible();
  await expect(step(next, "CatalogItem thermometer")).toContainText("changed by mistake →");
  await expect(next.getByRole("list", { name: "Made by the run" }).getByRole("link")).toHaveText(["catalog item brand-new"]);
  await apply(next, "1 change");
  await expect(outcome(next, "CatalogItem thermometer")).toContainText("updated");
});

test("a run that only made something leaves no text, and says what it made", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "new.yaml", content: made }]);
  await apply(page, "1 change");
  await page.getByRole("button", { name: "Turn back" }).click();
  await expect(page.getByText("Nothing stood there before")).toBeVisible();
  await page.getByRole("list", { name: "Made by the run" }).getByRole("link", { name: "catalog item brand-new" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "brand-new" })).toBeVisible();
});

test("the form of an object gets its former text back", async ({ page }) => {
  await openAs(page, "admin", "/catalog");
  await page.getByRole("link", { name: "thermometer" }).click();
  await page.getByRole("navigation", { name: /^Views of/ }).getByRole("link", { name: "Edit" }).click();
  const description = page.getByLabel("Description");
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
  const before = await description.inputValue();
  await description.fill("changed by mistake");
  await apply(page, "1 change");
  await expect(outcome(page, "CatalogItem")).toContainText("updated");
  await page.getByRole("button", { name: "Turn back" }).click();
  await expect(description).toHaveValue(before);
  await expect(step(page, "CatalogItem")).toContainText("changed by mistake →");
  await apply(page, "1 change");
  await expect(outcome(page, "CatalogItem")).toContainText("updated");
});
