// Sixty documents applied while everything goes wrong: at the end the Controller has each of them once, and no request that
// made something was sent twice.

import type { Page, Request, Route } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, openAs, signIn, tokenFor } from "./support/words.ts";

const numbers = Array.from({ length: 20 }, (_, index) => index + 10);
const documents = [
  ...numbers.map((n) => `apiVersion: datasance.com/v3\nkind: ConfigMap\nmetadata:\n  name: map-${n}\ndata:\n  a: "${n}"\n`),
  ...numbers.map(
    (n) => `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: item-${n}\nspec:\n  description: d\n  x86: acme/item:${n}\n  registry: remote\n`,
  ),
  ...numbers.map(
    (n) => `apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: shop/ms-${n}\nspec:\n  agent:\n    name: edge-1\n  images:\n    x86: acme/ms:${n}\n`,
  ),
];
const expected = numbers.flatMap((n) => [`item-${n}`, `map-${n}`, `ms-${n}`]).sort();

const results = (page: Page) => page.getByRole("region", { name: "Plan and results" });

const isCreation = (request: Request) =>
  request.method() === "POST" && /\/api\/v3\/(configmaps|catalog\/microservices|microservices)$/.test(request.url());

/** What was made, in the order in which the Controller was asked for it. */
class Creations {
  readonly asked: string[] = [];

  /** Notes each creation that reaches the Controller; `then` decides what becomes of its answer. */
  async over(page: Page, then: (name: string, route: Route) => Promise<void>): Promise<void> {
    await page.route("**/api/v3/**", async (route, request) => {
      if (!isCreation(request)) return route.fallback();
      const name = (request.postDataJSON() as { name: string }).name;
      this.asked.push(name);
      await then(name, route);
    });
  }
}

/** The names of what the documents are about, as far as the Controller has it. */
async function there(page: Page, controller: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${await tokenFor(page, controller)}` };
  const lists = ["/configmaps", "/catalog/microservices", "/microservices?application=shop"];
  const answers = await Promise.all(lists.map(async (path) => (await page.request.get(`${controller}/api/v3${path}`, { headers })).json()));
  const names = answers.flatMap((answer) => Object.values(answer as Record<string, { name: string }[]>).flat()).map(({ name }) => name);
  return names.filter((name) => /^(map|item|ms)-\d\d$/.test(name)).sort();
}

async function begin(page: Page): Promise<void> {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "sixty.yaml", content: documents.join("---\n") }]);
  await page.getByRole("button", { name: "Apply 60 changes" }).click();
}

/** Presses Continue until everything is applied. */
async function goOn(page: Page): Promise<void> {
  const over = results(page).getByText(/^Applied/);
  const again = results(page).getByRole("button", { name: "Continue" });
  await expect(async () => {
    await expect(over.or(again).first()).toBeVisible();
    if (await over.isVisible()) return;
    await again.click();
    await expect(over).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 90_000, intervals: [0] });
}

test.beforeEach(({ watch }) => {
  watch.forgive(/Failed to load resource|net::ERR_/);
  test.slow();
});

test("a connection that drops again and again makes nothing twice", async ({ page, controller }) => {
  const creations = new Creations();
  await creations.over(page, async (name, route) => {
    if (!/[05]$/.test(name)) return route.fallback();
    await route.fetch();
    await route.abort();
  });
  await begin(page);
  await goOn(page);
  expect(await there(page, controller.address)).toEqual(expected);
  expect(creations.asked.slice().sort()).toEqual(expected);
});

test("a tab that is closed in the middle makes nothing twice", async ({ page, controller }) => {
  const creations = new Creations();
  let enough = () => {};
  const half = new Promise<void>((resolve) => (enough = resolve));
  await creations.over(page, async (_, route) => {
    if (creations.asked.length === 30) enough();
    if (creations.asked.length < 30) return route.fallback();
    await route.fetch();
    await route.abort();
  });
  await begin(page);
  await half;
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  const next = await context.newPage();
  await creations.over(next, (_, route) => route.fallback());
  await next.goto("/deploy");
  await signIn(next, "admin");
  await next.getByRole("status").filter({ hasText: "Applying was cut off" }).getByRole("button", { name: "Continue" }).click();
  await goOn(next);
  expect(await there(next, controller.address)).toEqual(expected);
  expect(creations.asked.slice().sort()).toEqual(expected);
});

test.describe("with tokens that live for seconds", () => {
  test.use({ flags: ["--token-ttl", "4", "--latency", "100-300ms"] });

  test("a token that ends in the middle makes nothing twice", async ({ page, controller }) => {
    const creations = new Creations();
    await creations.over(page, (_, route) => route.fallback());
    await begin(page);
    await goOn(page);
    expect(await there(page, controller.address)).toEqual(expected);
    expect(creations.asked.slice().sort()).toEqual(expected);
  });
});
