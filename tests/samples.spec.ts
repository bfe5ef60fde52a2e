// Documents to begin from, and answers of a Controller that become documents.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, outcome, step, tokenFor } from "./support/words.ts";

const KINDS = ["Microservice", "Application", "Catalog item", "Registry", "Volume mount", "Application template", "Config map", "Secret"];
const problems = (page: Page) => page.getByRole("list", { name: "Problems" }).getByRole("listitem");
const errors = (page: Page) => problems(page).filter({ has: page.getByText("error", { exact: true }) });
const notice = (page: Page) => page.getByRole("status").filter({ hasText: "This is an answer of a Controller, not a manifest" });

/** Begins a sample, from the menu. */
async function begin(page: Page, what: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "New", exact: true }).click();
  await page.getByRole("list", { name: "New" }).getByRole("button", { name: what, exact: true }).click();
}

test("every kind has a sample without errors, with the names of this Controller", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  for (const kind of KINDS) {
    await begin(page, kind);
    await expect(fileText(page)).toSay(new RegExp(`^kind: ${kind.replace(/ (.)/g, (_, letter: string) => letter.toUpperCase())}$`, "m"));
    await expect(errors(page)).toHaveCount(0);
  }
  await expect(step(page, "Microservice")).toContainText("create");
  await page.getByRole("button", { name: "microservice.yaml", exact: true }).click();
  await expect(fileText(page)).not.toSay(/my-agent|my-application/);
  await begin(page, "Empty text");
  await expect(fileText(page)).toSay("");
  await begin(page, "Secret");
  await expect(page.getByRole("button", { name: "secret-2.yaml", exact: true })).toBeVisible();
});

test("the empty workspace offers samples, which can be applied", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await expectAccessible(page);
  await page.getByRole("group", { name: "New from a sample" }).getByRole("button", { name: "Config map" }).click();
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "ConfigMap")).toContainText("created");
  await begin(page, "Config map");
  await expect(fileText(page), "a name that is free").toSay(/name: my-settings-2/);
});

test.describe("where the Controller has nothing", () => {
  test.use({ seed: "0" });

  test("samples say made-up names", async ({ page }) => {
    await openAs(page, "admin", "/deploy");
    await begin(page, "Microservice");
    await expect(fileText(page)).toSay(/my-agent/);
    await expect(problems(page).filter({ hasText: "my-agent" })).not.toHaveCount(0);
  });
});

test("a Controller's answer becomes manifests in one step, which can be undone", async ({ page, controller }) => {
  await openAs(page, "admin", "/deploy");
  const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
  const answer = await (await page.request.get(`${controller.address}/api/v3/registries`, { headers })).text();
  await drop(page, [{ name: "registries.json", content: answer }]);
  await expect(notice(page)).toContainText("It is about registries");
  await expect(notice(page)).toContainText("2 objects belong to the Controller itself");
  await expectAccessible(page);
  await notice(page).getByRole("button", { name: "Turn into manifests" }).click();
  await expect(fileText(page)).toSay(/^kind: Registry$/m);
  await expect(fileText(page)).not.toSay(/^ {2}id: [12]$/m);
  await expect(notice(page)).toHaveCount(0);
  await expect(step(page, "Registry")).toContainText("no change");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fileText(page)).toSay(answer);
  await expect(notice(page)).toBeVisible();
});

test("what an answer of another Controller does not tell is asked for", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const registry = { id: 3, url: "elsewhere.example", isPublic: false, username: "robot", userEmail: "ops@example.com" };
  await page.getByLabel("Paste manifest text").fill(JSON.stringify({ registries: [registry] }));
  await page.getByLabel("Paste manifest text").blur();
  await notice(page).getByRole("button", { name: "Turn into manifests" }).click();
  await expect(fileText(page)).toSay(/The password is not told/);
  await expect(errors(page)).toContainText("password");
  await expect(step(page, "Registry")).toContainText("blocked");
});
