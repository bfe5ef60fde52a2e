// A config map: what it holds is read when somebody asks for it, and one that is immutable stays as it is.

import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { act, openAs, outcome, row, step, view } from "./support/words.ts";

test("what a config map holds is read on demand", async ({ page }) => {
  await openAs(page, "admin", "/config-maps");
  await expect(row(page, "settings")).toContainText("immutable");
  await expectAccessible(page);
  await row(page, "proxy-files").getByRole("link").click();
  await expect(page.getByRole("main").getByRole("link", { name: "proxy-config" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("worker_processes");
  await page.getByRole("button", { name: "Show contents" }).click();
  await expect(page.getByRole("row").filter({ hasText: "nginx.conf" })).toContainText("worker_processes 1;");
  await expectAccessible(page);
});

test("a config map is made, and changed by its form with what every change must repeat", async ({ page }) => {
  await openAs(page, "admin", "/config-maps");
  await page.getByRole("link", { name: "New config map" }).click();
  await page.getByLabel("Name", { exact: true }).fill("levels");
  await page.getByLabel("New key").fill("level");
  await page.getByRole("button", { name: "Add key" }).click();
  await page.getByLabel("Value of level").fill("7");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "ConfigMap")).toContainText("created");
  await outcome(page, "ConfigMap").getByRole("link", { name: "Open" }).click();
  await view(page, "Edit");
  await page.getByLabel("Value of level").fill("8");
  await expect(step(page, "ConfigMap")).toContainText("update");
  const sent = page.waitForRequest((request) => request.method() === "PATCH");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON()).toEqual({ immutable: false, data: { level: "8" } });
  await expect(outcome(page, "ConfigMap")).toContainText("updated");
});

test("an immutable config map says that it cannot be changed, and is deleted with who uses it named", async ({ page }) => {
  await openAs(page, "admin", "/config-maps/settings");
  await view(page, "Edit");
  await expect(step(page, "ConfigMap")).toContainText("immutable");
  await view(page, "Overview");
  await act(page, "Delete");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("shop/web");
  await expect(dialog).toContainText("delete configmap settings");
});
