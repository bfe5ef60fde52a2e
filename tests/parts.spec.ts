// What is loaded when it is needed: that the first list does without it, and what happens when it does not come.

import { readdirSync } from "node:fs";
import { app } from "./support/environment.ts";
import { expect, test } from "./support/test.ts";
import { drop, openAs, outline, row } from "./support/words.ts";

const cut = readdirSync(app).some((name) => /^parts-.*\.js$/.test(name));
test.skip(!cut, "only the release build is cut into parts");

const manifest = `apiVersion: datasance.com/v3
kind: CatalogItem
metadata:
  name: later
spec:
  x86: example/later:1
`;

test("the first list loads neither the workbench nor the other pages", async ({ page }) => {
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await expect(row(page, "web")).toBeVisible();
  const wasm = asked.filter((path) => path.endsWith(".wasm")).map((path) => path.replace(/-[0-9a-f]+/, ""));
  expect(wasm).toEqual(["/app.wasm"]);
});

test("a part is taken from a host that sends wasm under another type", async ({ page, watch }) => {
  watch.forgive(/wasm/i);
  await page.route(/\/pages-[0-9a-f]+\.wasm$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-type": "application/octet-stream" } });
  });
  await openAs(page, "admin", "/agents");
  await expect(row(page, "edge-1")).toBeVisible();
});

test("a part that an update took away is said to be that", async ({ page, watch }) => {
  watch.forgive(/wasm|Failed to load resource|status 404/i);
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  await page.route(/\/pages-[0-9a-f]+\.wasm$/, (route) => route.fulfill({ status: 404, body: "Not found" }));
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Agents/ }).click();
  const failed = page.getByRole("alert").filter({ hasText: "A part of the console could not be loaded" });
  await expect(failed).toContainText("The console was updated since this page was opened");
  await expect(failed.getByRole("button", { name: "Reload the page" })).toBeVisible();
});

test("a page that does not come is said and tried again, and a dropped file waits for the workbench", async ({ page, watch }) => {
  watch.forgive(/wasm|Failed to load resource|fetch/i);
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  await page.route(/\/(pages|workbench)-[0-9a-f]+\.wasm$/, (route) => route.abort());

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Agents/ }).click();
  const failed = page.getByRole("alert").filter({ hasText: "A part of the console could not be loaded" });
  await expect(failed).toBeVisible();
  await page.unroute(/\/(pages|workbench)-[0-9a-f]+\.wasm$/);
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  await expect(row(page, "edge-1")).toBeVisible();

  await page.route(/\/workbench-[0-9a-f]+\.wasm$/, (route) => route.abort());
  await drop(page, [{ name: "later.yaml", content: manifest }]);
  await expect(failed).toBeVisible();
  await page.unroute(/\/workbench-[0-9a-f]+\.wasm$/);
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(outline(page, "CatalogItem")).toContainText("later");
});
