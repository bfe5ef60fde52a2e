// A catalog item as a form and as YAML, side by side on one text.

import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { act, actions, entry, openAs, outcome, row, textOf, view, write } from "./support/words.ts";

const yaml = "YAML of the catalog item";

test("a new catalog item is made with the form, which edits only its own characters", async ({ page }) => {
  await openAs(page, "admin", "/catalog/new");
  const text = page.getByLabel(yaml);
  await expect(text).toSay(/kind: CatalogItem/);
  await write(text, "# ours\napiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: tool   # the name\nspec:\n  x86: 'acme/tool:1'\n  registry: remote\n",
  );
  await expect(page.getByLabel("Name")).toHaveValue("tool");
  await page.getByLabel("Name").fill("my-tool");
  await page.getByLabel("Image for x86").fill("acme/tool:2");
  await page.getByLabel("Image for ARM").fill("acme/tool:2-arm");
  await expect(text).toSay(
    /^# ours\napiVersion: datasance.com\/v3\nkind: CatalogItem\nmetadata:\n {2}name: my-tool {3}# the name\nspec:\n {2}x86: 'acme\/tool:2'\n {2}registry: remote\n {2}arm: '?acme\/tool:2-arm'?\n$/,
  );
  await expectAccessible(page);

  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "CatalogItem")).toContainText("created");
  await outcome(page, "CatalogItem").getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "my-tool" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("acme/tool:2-arm");
  await view(page, "Edit");
  await expect(page.getByLabel("Name")).toHaveValue("my-tool");
});

test("an existing catalog item is edited, and a save that changes nothing sends nothing", async ({ page }) => {
  await openAs(page, "admin", "/catalog");
  await row(page, "thermometer").getByRole("link", { name: "thermometer" }).click();
  await view(page, "Edit");
  await expect(page.getByLabel("Name")).toHaveValue("thermometer");
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
  await page.getByLabel("Description").fill("Reads many probes");
  await expect(page.getByRole("list", { name: "Plan" })).toContainText("Reads many probes");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "CatalogItem")).toContainText("updated");
});

test("an item says what it runs and who uses it, and one is deployed from it", async ({ page }) => {
  await openAs(page, "admin", "/catalog/6");
  await expect(page.getByRole("heading", { level: 1, name: "thermometer" })).toBeVisible();
  const users = page.getByRole("main").getByRole("listitem").filter({ hasText: "/" });
  await users.first().getByRole("link").click();
  await expect(page).toHaveURL(/\/microservices\/[^/]+\/[^/]+$/);
  await page.getByRole("listitem").filter({ hasText: "catalog item" }).getByRole("link", { name: "thermometer" }).click();
  await expect(page).toHaveURL(/\/catalog\/6$/);
  await act(page, "Deploy from this");
  await expect(page.getByLabel("YAML of the microservice")).toSay(/^ {4}catalogId: 6$/m);
  await expect(page.getByLabel("Catalog item")).toHaveValue("6");
});

test("an item of the system is shown, and cannot be changed", async ({ page }) => {
  await openAs(page, "admin", "/catalog?kind=system");
  await page.getByRole("rowheader").first().getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("It belongs to the Controller");
  const menu = await actions(page);
  await expect(entry(menu, "Copy link")).toBeVisible();
  await expect(entry(menu, "Delete")).toHaveCount(0);
  await expect(entry(menu, "Deploy from this")).toHaveCount(0);
  await view(page, "YAML");
  await expect(page.getByLabel("Manifest")).toContainText("kind: CatalogItem");
  await view(page, "Edit");
  await expect(page.getByRole("main")).toContainText("belongs to the Controller and cannot be changed");
});

test("a text that does not parse says at which line, and the form waits", async ({ page }) => {
  await openAs(page, "admin", "/catalog/new");
  await page.getByLabel("Name").fill("kept");
  const text = page.getByLabel(yaml);
  const good = await textOf(text);
  await write(text, good.replace("spec:", "spec: ["));
  await expect(page.getByText(/cannot be read from line \d+/)).toBeVisible();
  await expect(page.getByLabel("Name")).toBeDisabled();
  await write(text, good);
  await expect(page.getByLabel("Name")).toHaveValue("kept");
  await expect(page.getByLabel("Name")).toBeEnabled();
});

test("who may not make catalog items is told so in the list and in the form", async ({ page }) => {
  await openAs(page, "viewer", "/catalog");
  const add = page.getByRole("button", { name: "New catalog item" });
  await expect(add).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("main")).toContainText("The role viewer may not create catalog items.");
  await expectAccessible(page);
  await page.goto("/catalog/new");
  await page.getByLabel("Image for x86").fill("acme/tool:1");
  await expect(page.getByText("The role viewer may not create catalog items.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply 1 change" })).toHaveAttribute("aria-disabled", "true");
});

test("a form that was left is found as it was", async ({ page }) => {
  await openAs(page, "admin", "/catalog/new");
  await page.getByLabel("Name").fill("half-written");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Name")).toHaveValue("half-written");
});
