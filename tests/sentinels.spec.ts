// The demo Controller's own faults, by the name of an object: nothing stands between the console and the Controller here.

import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, outcome, row, write } from "./support/words.ts";

test.beforeEach(({ watch }) => watch.forgive(/Failed to load resource|net::ERR_/));

const item = (name: string, description = "new") =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: ${name}\nspec:\n  description: ${description}\n  x86: acme/tool:1\n  registry: remote\n`;

const results = (page: Page) => page.getByRole("region", { name: "Plan and results" });
const again = (page: Page) => page.getByRole("button", { name: /^(Continue|Retry failed)$/ });

async function apply(page: Page, text: string): Promise<void> {
  await write(fileText(page), text);
  await page.getByRole("button", { name: "Apply 1 change" }).click();
}

test.beforeEach(async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "item.yaml", content: item("begin") }]);
});

test("a creation that the Controller refuses is said, and can be tried again", async ({ page }) => {
  await apply(page, item("fail-create-probe"));
  await expect(results(page)).toContainText("The Controller failed");
  await expect(outcome(page, "CatalogItem")).not.toContainText("created");
  await again(page).click();
  await expect(results(page)).toContainText("The Controller failed");
  await expect(fileText(page)).toSay(item("fail-create-probe"));
  await page.getByRole("button", { name: "Back to the plan" }).click();
  await apply(page, item("honest-probe"));
  await expect(outcome(page, "CatalogItem")).toContainText("created");
});

test("a creation whose answer is lost is looked for before it is sent again", async ({ page }) => {
  const posted: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/catalog/microservices")) posted.push(request.url());
  });
  await apply(page, item("fail-lost-probe"));
  await expect(results(page)).toContainText("The Controller cannot be reached");
  await expect(outcome(page, "CatalogItem")).not.toContainText("created");
  await again(page).click();
  await expect(outcome(page, "CatalogItem")).toContainText("created");
  expect(posted).toHaveLength(1);
  await page.getByRole("link", { name: "Catalog" }).click();
  await expect(row(page, "fail-lost-probe")).toHaveCount(1);
});

test("a change that fails, or whose answer is lost, is not called done", async ({ page }) => {
  for (const [name, says] of [
    ["fail-500-probe", "The Controller failed"],
    ["fail-drop-probe", "The Controller cannot be reached"],
  ] as const) {
    await apply(page, item(name));
    await expect(outcome(page, "CatalogItem")).toContainText("created");
    await page.getByRole("button", { name: "Back to the plan" }).click();
    await apply(page, item(name, "changed"));
    await expect(results(page)).toContainText(says);
    await expect(outcome(page, "CatalogItem")).not.toContainText("updated");
    await page.getByRole("button", { name: "Back to the plan" }).click();
  }
});

test("a Controller that takes its time is waited for, and can be watched", async ({ page }) => {
  await apply(page, item("slow-probe"));
  await expect(outcome(page, "CatalogItem")).toContainText("applying");
  await expect(outcome(page, "CatalogItem")).toContainText("created");
});
