// A volume mount: a secret or a config map as files, with the ways to what it is made from and to who mounts it.

import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { act, openAs, outcome, row, step, view } from "./support/words.ts";

test("a volume mount leads to what it is made from and to who uses it", async ({ page }) => {
  await openAs(page, "admin", "/volume-mounts");
  await expect(row(page, "proxy-config")).toContainText("config map proxy-files");
  await expectAccessible(page);
  await row(page, "proxy-config").getByRole("link").click();
  await expect(page.getByRole("main").getByRole("link", { name: "gateway/proxy" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "proxy-files" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "proxy-files" })).toBeVisible();
});

test("a volume mount is made of a secret that is chosen by its name", async ({ page }) => {
  await openAs(page, "admin", "/volume-mounts");
  await page.getByRole("link", { name: "New volume mount" }).click();
  await page.getByLabel("Name", { exact: true }).fill("tls-files");
  await page.getByLabel("Secret").selectOption("gateway-tls");
  await expect(step(page, "VolumeMount")).toContainText("create");
  await expectAccessible(page);
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/volumeMounts"));
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON()).toEqual({ name: "tls-files", secretName: "gateway-tls" });
  await expect(outcome(page, "VolumeMount")).toContainText("created");
  await outcome(page, "VolumeMount").getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("main")).toContainText("secret gateway-tls");
  await view(page, "YAML");
  await expect(page.getByLabel("Manifest", { exact: true })).toContainText("secretName: gateway-tls");
});

test("it cannot be made from the other kind, and deleting it names who mounts it", async ({ page }) => {
  await openAs(page, "admin", "/volume-mounts/proxy-config/edit");
  await page.getByLabel("Secret").selectOption("db-login");
  await page.getByLabel("Config map").selectOption("");
  await expect(step(page, "VolumeMount")).toContainText("cannot change");
  await view(page, "Overview");
  await act(page, "Delete");
  await expect(page.getByRole("dialog")).toContainText("These use it: gateway/proxy.");
});
