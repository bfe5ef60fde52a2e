// A Controller as slow as a real one: lists are waited for, nothing is asked twice at once, and late answers change nothing.

import type { Request, Route } from "@playwright/test";
import { reads } from "./support/faults.ts";
import { expect, test } from "./support/test.ts";
import { drop, openAs, row, step } from "./support/words.ts";

test.describe("with 400 microservices at 13 ms each", () => {
  test.use({ seed: "large", flags: ["--microservices", "400", "--cost-per-microservice", "13ms"] });

  test("the form of one appears without the list of all applications, and no list is asked for twice at once", async ({ page }) => {
    test.slow();
    const open = new Map<string, number>();
    const twice: string[] = [];
    const asked = new Set<string>();
    const list = (request: Request) => new URL(request.url()).pathname;
    page.on("request", (request) => {
      if (request.method() !== "GET" || !list(request).startsWith("/api/")) return;
      asked.add(list(request));
      const count = (open.get(list(request)) ?? 0) + 1;
      open.set(list(request), count);
      if (count > 1) twice.push(list(request));
    });
    const end = (request: Request) => open.set(list(request), Math.max(0, (open.get(list(request)) ?? 0) - 1));
    page.on("requestfinished", end);
    page.on("requestfailed", end);
    await openAs(page, "admin", "/microservices");
    const first = page.getByRole("rowheader").first().getByRole("link");
    await expect(first).toBeVisible({ timeout: 30_000 });
    asked.clear();
    await first.click();
    await page.getByRole("link", { name: "Edit" }).or(page.getByRole("tab", { name: "Edit" })).first().click();
    await expect(page.getByLabel("Agent", { exact: true })).toBeVisible({ timeout: 40_000 });
    expect([...asked].filter((path) => path.endsWith("/application"))).toEqual([]);
    expect(twice).toEqual([]);
  });
});

test("an answer that was overtaken by a newer one changes nothing", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const text = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: late\nspec:\n  x86: acme/late:1\n  registry: remote\n";
  await drop(page, [{ name: "late.yaml", content: text }]);
  await expect(step(page, "CatalogItem late")).toContainText("create");
  // The next answer with the catalog is of before the change, and comes after everything else.
  let held: { route: Route; body: string } | undefined;
  await page.route("**/api/v3/catalog/microservices", async (route, request) => {
    if (held || !reads("catalog/microservices")(request)) return route.fallback();
    held = { route, body: "" };
    held.body = await (await route.fetch()).text();
  });
  await expect.poll(() => held?.body.length ?? 0).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(page.getByRole("list", { name: "Results" })).toContainText("created");
  await expect(page.getByText("Applied").first()).toBeVisible();
  await held?.route.fulfill({ body: held.body, contentType: "application/json" });
  await page.goto("/catalog");
  await expect(row(page, "late")).toBeVisible();
});
