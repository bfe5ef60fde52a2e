// A secret: its values are read only when somebody asks, and stand in the page only while they are shown.

import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { act, openAs, outcome, row, rowMenu, step, tell, view } from "./support/words.ts";

const value = "a-demo-secret";

test("the values of a secret are read on demand and shown one at a time", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/\/secrets\/./.test(request.url())) asked.push(request.url());
  });
  await openAs(page, "admin", "/secrets");
  await expect(row(page, "db-login")).toContainText("Opaque");
  await expect(row(page, "db-login")).toContainText("1 microservice");
  await expectAccessible(page);
  await row(page, "db-login").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "db-login" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "shop/cart" })).toBeVisible();
  expect(asked, "nothing is asked for before somebody does").toEqual([]);

  await page.getByRole("button", { name: "Show keys" }).click();
  await expect(page.getByRole("rowheader", { name: "password" })).toBeVisible();
  expect(await page.content()).not.toContain(value);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(page.getByRole("row").filter({ hasText: value })).toBeVisible();
  await page.getByRole("button", { name: "Hide password" }).click();
  expect(await page.content()).not.toContain(value);
});

test("a secret is made with the form, and its value is in no plan", async ({ page }) => {
  await openAs(page, "admin", "/secrets");
  await page.getByRole("link", { name: "New secret" }).click();
  await page.getByLabel("Name", { exact: true }).fill("mail-login");
  await page.getByLabel("New key").fill("password");
  await page.getByRole("button", { name: "Add key" }).click();
  await page.getByLabel("Value of password").fill("typed-4711");
  await expect(step(page, "Secret")).toContainText("create");
  await expect(page.getByRole("region", { name: "Plan and results" })).not.toContainText("typed-4711");
  expect(await page.content()).not.toContain("typed-4711");
  await expectAccessible(page);
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/secrets"));
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON()).toEqual({ name: "mail-login", type: "Opaque", data: { password: "typed-4711" } });
  await expect(outcome(page, "Secret")).toContainText("created");
});

test("a change of one value keeps the others, and repeats the type", async ({ page }) => {
  await openAs(page, "admin", "/secrets/db-login");
  await view(page, "Edit");
  await page.getByLabel("Value of password").fill("new-4711");
  await expect(step(page, "Secret")).toContainText("Used by shop/cart");
  const sent = page.waitForRequest((request) => request.method() === "PATCH");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON()).toEqual({ type: "Opaque", data: { user: "shop", password: "new-4711" } });
  await expect(outcome(page, "Secret")).toContainText("updated");
});

test("a new secret never writes over one of that name", async ({ page }) => {
  await openAs(page, "admin", "/secrets/new");
  await page.getByLabel("Name", { exact: true }).fill("db-login");
  await expect(step(page, "Secret")).toContainText("There is a secret db-login already");
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Name", { exact: true }).fill("db-login-2");
  await page.getByLabel("New key").fill("token");
  await page.getByLabel("New key").press("Enter");
  await page.getByLabel("Value of token").fill("typed-4711");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "Secret")).toContainText("created");
});

test("what somebody else changed in a secret since its form was opened is not lost", async ({ page, controller }) => {
  await openAs(page, "admin", "/secrets/db-login/edit");
  await expect(page.getByRole("region", { name: "Changes" })).toContainText("No changes");
  await page.getByLabel("Value of password").fill("mine-4711");
  const theirs = { type: "Opaque", data: { user: "theirs-4711", password: value, more: "x" } };
  expect(await tell(page, controller.address, "PATCH", "/secrets/db-login", theirs)).toBe(200);
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(page.getByText("Somebody else changed this")).toBeVisible();
  const told = page.getByRole("list", { name: "Changed by somebody else" });
  await expect(told).toContainText("data.user: another value");
  await expect(told).toContainText("data.more: added");
  expect(await page.content()).not.toContain("theirs-4711");
  const sent = page.waitForRequest((request) => request.method() === "PATCH");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON().data).toEqual({ user: "theirs-4711", password: "mine-4711", more: "x" });
  await expect(outcome(page, "Secret")).toContainText("updated");
});

test("the manifest of a secret has its keys and none of its values", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openAs(page, "admin", "/secrets/db-login/yaml");
  await expect(page.getByText("password: ••••••••")).toBeVisible();
  expect(await page.content()).not.toContain(value);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByText("Manifest copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("password: ••••••••");
});

test("deleting a secret says who uses it", async ({ page }) => {
  await openAs(page, "admin", "/secrets/db-login");
  await act(page, "Delete");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("These use it: shop/cart.");
  await expect(dialog).toContainText("delete secret db-login");
  await dialog.getByLabel("Type db-login to confirm").fill("db-login");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Secrets" })).toBeVisible();
  await expect(row(page, "gateway-tls")).toBeVisible();
  await expect(row(page, "db-login")).toHaveCount(0);
});

test("the menu of a row that somebody else deleted closes and says so", async ({ page, controller }) => {
  await openAs(page, "admin", "/secrets");
  const menu = await rowMenu(page, "gateway-tls");
  await expect(menu.getByRole("link", { name: "Open" })).toBeVisible();
  expect(await tell(page, controller.address, "DELETE", "/secrets/gateway-tls")).toBeLessThan(300);
  await expect(page.getByText("gateway-tls is no longer there.")).toBeVisible();
  await expect(menu).toBeHidden();
});
