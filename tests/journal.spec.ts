// Runs that outlive their page: written down before each request, gone on with after a crash, and told in the activity.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { drop, keptRuns, openAs, outcome, reopened, signIn, signOut, step, tokenFor } from "./support/words.ts";

test.use({ flags: ["--speed", "50"] });
test.beforeEach(({ watch }) => watch.forgive(/Failed to load resource|net::ERR_/));

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const results = (page: Page) => page.getByRole("region", { name: "Plan and results" });
const cutOff = (page: Page) => page.getByRole("status").filter({ hasText: "Applying was cut off" });

const item = (name: string) =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: ${name}\nspec:\n  description: d\n  x86: acme/${name}:1\n  registry: remote\n`;
const registry = (url: string) =>
  `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: ${url}\n  username: john\n  email: j@example.com\n  private: true\n  password: hunter2\n`;
const microservice = (name: string) =>
  `apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: shop/${name}\nspec:\n  agent:\n    name: edge-1\n  images:\n    x86: acme/${name}:1\n`;

const isCreation = (of: string) => (request: { method(): string; url(): string }) =>
  request.method() === "POST" && request.url().endsWith(`/api/v3/${of}`);

/** Lets creations through to the Controller, and keeps their answers from the page. */
async function swallowAnswers(page: Page, of: string): Promise<{ reached: Promise<void> }> {
  let tell = () => {};
  const reached = new Promise<void>((resolve) => (tell = resolve));
  await page.route(`**/api/v3/${of}`, async (route, request) => {
    if (!isCreation(of)(request)) return route.fallback();
    await route.fetch();
    // What is held back when a page goes would be sent once more by the browser.
    await route.abort();
    tell();
  });
  return { reached };
}

/** Opens the page again after the browser was killed, and signs in. */
async function killed(page: Page, path: string): Promise<Page> {
  const next = await reopened(page, path);
  await signIn(next, "admin");
  return next;
}

/** The names in a list of the Controller, in order. */
async function names(page: Page, controller: string, path: string, list: string, key: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${await tokenFor(page, controller)}` };
  const answer = (await (await page.request.get(`${controller}/api/v3${path}`, { headers })).json()) as Record<string, Record<string, string>[]>;
  return (answer[list] ?? []).map((one) => one[key] ?? "").sort();
}

test("a run whose browser was killed is gone on with, and nothing is made twice", async ({ page, controller }) => {
  await openAs(page, "admin", "/deploy");
  const texts = [item("one"), item("two"), microservice("alpha")];
  await drop(page, [{ name: "all.yaml", content: texts.join("---\n") }]);
  const { reached } = await swallowAnswers(page, "catalog/microservices");
  await button(page, "Apply 3 changes").click();
  await reached;
  const next = await killed(page, "/deploy");
  await expect(cutOff(next)).toContainText(/in doubt/);
  await expectAccessible(next);
  await cutOff(next).getByRole("button", { name: "Continue" }).click();
  await expect(results(next)).toContainText("This is left to do");
  await expect(outcome(next, "CatalogItem one")).toContainText("created");
  await expect(step(next, "Microservice shop/alpha")).toContainText("create");
  await results(next).getByRole("button", { name: "Continue" }).click();
  await expect(results(next)).toContainText("Applied");
  await expect(outcome(next, "Microservice shop/alpha")).toContainText("created");
  const items = await names(next, controller.address, "/catalog/microservices", "catalogItems", "name");
  expect(items.filter((name) => ["one", "two"].includes(name))).toEqual(["one", "two"]);
  await expect(cutOff(next)).toHaveCount(0);
  await next.reload();
  await expect(next.getByRole("heading", { level: 1, name: "Deploy" })).toBeVisible();
  await expect(cutOff(next)).toHaveCount(0);
});

test("a registry that was being made when the browser was killed is not made twice", async ({ page, controller }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "r.yaml", content: `${registry("once.example")}---\n${item("later")}` }]);
  const { reached } = await swallowAnswers(page, "registries");
  await button(page, "Apply 2 changes").click();
  await reached;
  expect(await keptRuns(page), "no secret is written down").not.toContain("hunter2");
  const next = await killed(page, "/deploy");
  await cutOff(next).getByRole("button", { name: "Continue" }).click();
  await expect(results(next)).toContainText("This is left to do");
  await expect(outcome(next, "Registry once.example")).toContainText("created");
  await results(next).getByRole("button", { name: "Continue" }).click();
  await expect(outcome(next, "CatalogItem later")).toContainText("created");
  const urls = await names(next, controller.address, "/registries", "registries", "url");
  expect(urls.filter((url) => url === "once.example")).toHaveLength(1);
});

test("a run that was cut off can be left, and is offered to nobody else", async ({ page, stranger }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "one.yaml", content: item("one") }]);
  const { reached } = await swallowAnswers(page, "catalog/microservices");
  await button(page, "Apply 1 change").click();
  await reached;
  const next = await killed(page, "/deploy");
  await expect(cutOff(next)).toBeVisible();
  await signOut(next);
  await signIn(next, "sre");
  await next.goto("/deploy");
  await expect(next.getByLabel("Paste manifest text")).toBeVisible();
  await expect(cutOff(next)).toHaveCount(0);
  await signOut(next);
  await signIn(next, "admin");
  await next.goto("/deploy");
  await cutOff(next).getByRole("button", { name: "Leave it" }).click();
  await expect(cutOff(next)).toHaveCount(0);
  await openAs(stranger, "admin", "/deploy");
  await expect(cutOff(stranger)).toHaveCount(0);
});

test("what was applied is told in the activity, with its texts, and without secrets", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const text = `${registry("told.example")}---\n${item("told")}`;
  await drop(page, [{ name: "told.yaml", content: text }]);
  await button(page, "Apply 2 changes").click();
  await expect(results(page)).toContainText("Applied");
  await page.getByRole("navigation").getByRole("link", { name: "Activity" }).click();
  await page.getByRole("radio", { name: "From this browser" }).check();
  const run = page.getByRole("list", { name: "Runs" }).getByRole("listitem").first();
  await expect(run).toContainText("Applied");
  await expect(run).toContainText("told.yaml");
  await expect(run).toContainText("2 applied");
  await run.getByRole("button", { name: /^Show the run/ }).click();
  await expect(run).toContainText("Registry told.example");
  await expect(run).toContainText("created");
  await expectAccessible(page);
  await expect(page).toHaveURL(/view=applied/);
  await run.getByRole("button", { name: "Open told.yaml in the workspace" }).click();
  await expect(page.getByLabel("Text of told.yaml")).toBeVisible();
  expect(await keptRuns(page)).not.toContain("hunter2");
});
