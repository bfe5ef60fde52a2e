// One manifest, all the way: drop, check, correct, plan, apply, watch it run, and share its link.

import { readFileSync } from "node:fs";
import { expectAccessible } from "./support/accessible.ts";
import { picture } from "./support/picture.ts";
import { expect, test } from "./support/test.ts";
import { act, drop, expectNothingKept, fileText, openAs, outcome, outline, place, problem, showText, signIn, step, write } from "./support/words.ts";

const seed = readFileSync(new URL("fixtures/edge-guard.yaml", import.meta.url), "utf8");
const corrected = seed.replace("my-agent-name", "edge-1").replace("catalogId: 4", "catalogId: 6");

const agent = place(seed, "my-agent-name");
const item = place(seed, "4\n  container");

test("the manifests of the docs are dropped, corrected, planned, applied and linked", async ({ page, browser, controller }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openAs(page, "admin", "/microservices");
  await expect(page).toHaveURL(/\/microservices$/);
  const writes = recordWrites(page);

  await drop(page, [{ name: "edge-guard.yaml", content: seed }]);
  await expect(outline(page, "CatalogItem")).toContainText("my-multiplatform-microservice");
  await expect(outline(page, "Registry")).toContainText("new");
  await expect(outline(page, "Application")).toContainText("edge-guard");
  await expect(outline(page, "Microservice")).toContainText("1 problem");
  await expect(problem(page, agent)).toContainText(/no agent "my-agent-name".*edge-1/i);
  await expect(problem(page, item)).toContainText(/Debug.*6 \(/);
  await expectAccessible(page);
  await picture(page, "deploy");

  await showText(page);
  await write(fileText(page), corrected);
  await expect(problem(page, agent)).toHaveCount(0);
  for (const what of ["CatalogItem my-multiplatform", "Registry registry.hub", "Application edge-guard", "Microservice edge-guard/edge-guard"]) {
    await expect(step(page, what)).toContainText("create");
  }
  expect(writes, "nothing is written before the plan is applied").toEqual([]);

  await page.getByRole("button", { name: "Apply 4 changes" }).click();
  for (const what of ["CatalogItem", "Registry", "Application", "Microservice"]) {
    await expect(outcome(page, what)).toContainText("created");
  }
  expect(writes).toHaveLength(4);

  await outcome(page, "Microservice").getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "edge-guard" })).toBeVisible();
  await expect(page.locator(".head").getByText("Running", { exact: true })).toBeVisible({ timeout: 30_000 });

  await act(page, "Copy link");
  await expect(page.getByRole("status").filter({ hasText: "Link copied" })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${controller.address}/microservices/edge-guard/edge-guard`);

  const stranger = await browser.newContext();
  const cold = await stranger.newPage();
  await cold.goto(link);
  await signIn(cold, "viewer");
  await expect(cold).toHaveURL(link);
  await expect(cold.getByRole("heading", { level: 1, name: "edge-guard" })).toBeVisible();
  await stranger.close();
});

test("dropping the same file again changes only what has no name", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "edge-guard.yaml", content: corrected }]);
  await page.getByRole("button", { name: "Apply 4 changes" }).click();
  await expect(outcome(page, "Microservice")).toContainText("created");

  // The tab remembers which registry it made, but not with which password.
  const remove = () => page.getByRole("button", { name: "Remove edge-guard.yaml from the workspace" }).click();
  await remove();
  await drop(page, [{ name: "edge-guard.yaml", content: corrected }]);
  await expect(step(page, "Registry")).toContainText("spec.password: hidden (cannot be compared; sent again)");
  await remove();
  await expectNothingKept(page);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Deploy" })).toBeVisible();
  await drop(page, [{ name: "edge-guard.yaml", content: corrected }]);
  for (const what of ["CatalogItem my-multiplatform", "Application edge-guard", "Microservice edge-guard/edge-guard"]) {
    await expect(step(page, what)).toContainText("no change");
  }
  await expect(step(page, "Registry")).toContainText(/has no name/);
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
  const choice = step(page, "Registry").getByLabel("What to do with this registry");
  await choice.selectOption({ label: "Create another registry" });
  await expect(page.getByRole("button", { name: "Apply 1 change" })).toBeVisible();
  await choice.selectOption({ label: "Choose what to do" });
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
});

test("a tick stays with its application when another document is put above it", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const emptied = (name: string) => `kind: Application\napiVersion: datasance.com/v3\nmetadata: {name: ${name}}\nspec: {microservices: []}\n`;
  await drop(page, [{ name: "empty.yaml", content: emptied("shop") }]);
  const tick = (name: string) => step(page, `Application ${name}`).getByRole("checkbox");
  await tick("shop").check();
  await write(fileText(page), `${emptied("sensors")}---\n${emptied("shop")}`);
  await expect(tick("sensors")).not.toBeChecked();
  await expect(tick("shop")).toBeChecked();
});

test("several files are one set: what one of them makes, another may name", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const head = "apiVersion: datasance.com/v3\n";
  const image = "agent: {name: edge-1}, images: {x86: 'example/web:1'}";
  const web = `${head}kind: Microservice\nmetadata: {name: set-apart/web}\nspec: {${image}}\n`;
  await drop(page, [{ name: "web.yaml", content: web }]);
  await expect(outline(page, "Microservice")).toContainText("1 problem");
  await drop(page, [{ name: "app.yaml", content: `${head}kind: Application\nmetadata: {name: set-apart}\nspec: {}\n` }]);
  await expect(outline(page, "Microservice")).toContainText("new");
  await expect(step(page, "Microservice set-apart/web")).toContainText("create");
  await write(fileText(page), `${head}kind: Application\nmetadata: {name: set-apart}\nspec: {microservices: [{name: web, ${image}}]}\n`);
  await expect(outline(page, "Microservice")).toContainText("blocked");
  await expect(step(page, "Microservice set-apart/web").last()).toContainText("blocked");
});

test("no plan is made of lists from before what was applied", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "new.yaml", content: "apiVersion: datasance.com/v3\nkind: Application\nmetadata: {name: after-all}\nspec: {}\n" }]);
  await expect(page.getByText(/^Compared with the Controller as it was at/)).toBeVisible();
  let hold = false;
  let release = () => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route(/\/api\/v3\/application$/, async (route) => {
    if (route.request().method() === "POST") hold = true;
    else if (hold) await released;
    await route.fallback();
  });
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "Application")).toContainText("created");
  await page.getByRole("button", { name: "Back to the plan" }).click();
  await expect(page.getByRole("button", { name: "Waiting for the Controller's lists" })).toBeVisible();
  await expect(step(page, "Application")).toHaveCount(0);
  release();
  await expect(step(page, "Application")).toContainText("no change");
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
});

test("a microservice goes from queued to running without a reload", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "edge-guard.yaml", content: corrected }]);
  await page.getByRole("button", { name: "Apply 4 changes" }).click();
  await outcome(page, "Microservice").getByRole("link", { name: "Open" }).click();
  const states = page.locator(".head");
  await expect(states.getByText(/Queued|Pulling|Starting/)).toBeVisible();
  await expect(states.getByText("Running", { exact: true })).toBeVisible({ timeout: 30_000 });
});

test("broken, binary and huge files lose nothing and send nothing", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const writes = recordWrites(page);
  await drop(page, [{ name: "good.yaml", content: corrected }]);
  await expect(step(page, "Application edge-guard")).toContainText("create");

  const tabs = "apiVersion: datasance.com/v3\nkind: Registry\nspec:\n\turl: a\n";
  const huge = "# a comment line that is only here to make the file large\n".repeat(90_000) + corrected;
  await drop(page, [
    { name: "tabs.yaml", content: tabs },
    { name: "picture.png", content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]) },
    { name: "huge.yaml", content: huge },
  ]);

  await expect(page.getByRole("alert")).toContainText("picture.png: It is not a text file");
  await expect(page.getByRole("heading", { name: "tabs.yaml" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "huge.yaml" })).toBeVisible();
  await expect(fileText(page)).toSay(/^# a comment line/);
  await page.getByRole("list", { name: "Documents of tabs.yaml" }).getByRole("button").first().click();
  await expect(page.getByRole("list", { name: "Problems" })).toContainText(/tab/i);
  await expect(fileText(page)).toSay(tabs);
  await page.getByRole("list", { name: "Documents of good.yaml" }).getByRole("button").first().click();
  await showText(page);
  await expect(fileText(page)).toSay(corrected);
  expect(writes).toEqual([]);
});

/** Notes every request that could change something. */
function recordWrites(page: import("@playwright/test").Page): string[] {
  const writes: string[] = [];
  page.on("request", (request) => {
    const writing = request.method() !== "GET" && request.url().includes("/api/");
    if (writing && !request.url().includes("/user/")) writes.push(`${request.method()} ${request.url()}`);
  });
  return writes;
}
