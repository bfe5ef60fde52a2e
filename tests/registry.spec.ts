// A registry as a form and as YAML; its password is written, and never read.

import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { act, actions, entry, openAs, outcome, row, step, tokenFor, view } from "./support/words.ts";

const yaml = "YAML of the registry";
const password = "typed-by-hand-4711";

test("a private registry is made with the form, and its password is shown only when asked for", async ({ page }) => {
  await openAs(page, "admin", "/registries");
  await page.getByRole("link", { name: "New registry" }).click();
  await page.getByLabel("Address").fill("hub.example.com");
  await page.getByLabel("User name").fill("robot");
  await page.getByLabel("E-mail").fill("ops@example.com");
  await expect(page.getByLabel(yaml)).toSay(/username: '?robot/);
  await page.getByLabel("Password").fill(password);
  await expect(page.getByLabel(yaml)).toSay(/password: '?••••••••/);
  await expect(page.getByRole("region", { name: "YAML" })).toContainText("Secret values are covered");
  await expect(step(page, "Registry")).toContainText("create");
  expect(await page.content()).not.toContain(password);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByLabel(yaml)).toSay(new RegExp(password));

  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "Registry")).toContainText("created");
  await outcome(page, "Registry").getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "hub.example.com" })).toBeVisible();
  await view(page, "Edit");
  await expect(page.getByLabel("Address")).toHaveValue("hub.example.com");
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(page.getByLabel("Private")).toHaveValue("true");
});

test("a change sends what changed, and not the password that nobody typed", async ({ page }) => {
  await openAs(page, "admin", "/registries");
  await row(page, /registry\.example\.com/).getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("robot");
  await view(page, "Edit");
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
  await page.getByLabel("E-mail").fill("new@example.com");
  const sent = page.waitForRequest((request) => request.method() === "PATCH");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON()).toEqual({ email: "new@example.com" });
  await expect(outcome(page, "Registry")).toContainText("updated");
});

test("whether it is private is chosen, and the text says true or false", async ({ page }) => {
  await openAs(page, "admin", "/registries/3/edit");
  await page.getByLabel("Private").selectOption("false");
  await expect(page.getByLabel(yaml)).toSay(/^ {2}private: false$/m);
  await page.getByLabel("Private").selectOption("true");
  await expect(page.getByLabel(yaml)).toSay(/^ {2}private: true$/m);
});

test("a registry that is in use says by whom and stays", async ({ page }) => {
  await openAs(page, "admin", "/registries/3/edit");
  const dialog = page.getByRole("dialog");
  await act(page, "Delete");
  await expect(dialog).toContainText(/In use by \S+/);
  await expect(dialog.getByRole("button")).toHaveText(["Close"]);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
});

test("a registry that only a catalog item names goes when its address is typed", async ({ page, controller }) => {
  await openAs(page, "admin", "/registries");
  const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(`${controller.address}/api/v3${path}`, { headers, data });
    return ((await answer.json()) as { id: number }).id;
  };
  const body = { url: "spare.example.com", isPublic: true, username: "u", password: "", email: "u@example.com" };
  const registryId = await post("/registries", body);
  await post("/catalog/microservices", { name: "spare", registryId, images: [{ containerImage: "a:1", fogTypeId: 1 }] });
  await page.reload();
  await row(page, /spare/).getByRole("link").click();
  const dialog = page.getByRole("dialog");
  await act(page, "Delete");
  await expect(dialog).toContainText("These catalog items will be left without a registry: spare.");
  await expect(dialog).toContainText(`potctl delete registry ${registryId}`);
  const confirm = dialog.getByRole("button", { name: "Delete", exact: true });
  await expect(confirm).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("Type spare.example.com to confirm").fill("spare.example.com");
  await confirm.click();
  await expect(page.getByText("spare.example.com was deleted.")).toBeVisible();
  await expect(row(page, /spare/)).toHaveCount(0);
});

test("the Controller's own registries are not offered to be changed", async ({ page }) => {
  await openAs(page, "admin", "/registries");
  await expect(row(page, /remote/)).toBeVisible();
  await row(page, /remote/).getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("remote in manifests");
  await expect(entry(await actions(page), "Copy link")).toBeVisible();
  await expect(entry(await actions(page), "Delete")).toHaveCount(0);
  await view(page, "Edit");
  await expect(page.getByRole("main")).toContainText("belongs to the Controller and cannot be changed");
  await expect(entry(await actions(page), "Copy link")).toBeVisible();
  await expect(entry(await actions(page), "Delete")).toHaveCount(0);
  await page.goto("/registries/99/edit");
  await expect(page.getByRole("main")).toContainText("This registry is not there");
});
