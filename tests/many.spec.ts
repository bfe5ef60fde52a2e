// Sixty documents applied while everything goes wrong: at the end the Controller has each of them once, and no request that
// made something was sent twice.

import type { Page, Request, Route } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, openAs, reopened, signIn } from "./support/words.ts";

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

const paths = ["/configmaps", "/catalog/microservices", "/microservices"];

const isCreation = (request: Request) => request.method() === "POST" && paths.some((path) => request.url().endsWith(`/api/v3${path}`));

/** Lets a test decide what becomes of each creation; `nth` counts them from 1. */
async function steer(page: Page, then: (name: string, nth: number, route: Route) => Promise<void>): Promise<void> {
  let nth = 0;
  await page.route("**/api/v3/**", async (route, request) => {
    if (!isCreation(request)) return route.fallback();
    nth += 1;
    await then((request.postDataJSON() as { name: string }).name, nth, route);
  });
}

interface Entry {
  method: string;
  endpointPath: string;
  statusCode: number;
}

/** A list of the Controller's, by a token of its own: that of the page may end at any moment. */
async function list<T>(page: Page, controller: string, path: string): Promise<T> {
  const login = await page.request.post(`${controller}/api/v3/user/login`, { data: { email: "admin@example.com", password: "password" } });
  const { accessToken } = (await login.json()) as { accessToken: string };
  const answer = await page.request.get(`${controller}/api/v3${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect(answer.ok(), path).toBe(true);
  return (await answer.json()) as T;
}

/** How often the Controller was asked to make something, by its own log: not where it refused a token that had ended. */
async function asked(page: Page, controller: string): Promise<Record<string, number>> {
  const { events, total } = await list<{ events: Entry[]; total: number }>(page, controller, "/events?limit=1000&method=POST");
  expect(events, "all of the log").toHaveLength(total);
  const counts: Record<string, number> = {};
  for (const { method, endpointPath, statusCode } of events) {
    const path = endpointPath.replace("/api/v3", "");
    if (method === "POST" && paths.includes(path) && statusCode !== 401) counts[path] = (counts[path] ?? 0) + 1;
  }
  return counts;
}

/** Each document was made, by one request. */
async function expectMadeOnce(page: Page, controller: string): Promise<void> {
  expect(await there(page, controller)).toEqual(expected);
  expect(await asked(page, controller)).toEqual(Object.fromEntries(paths.map((path) => [path, numbers.length])));
}

/** The names of what the documents are about, as far as the Controller has it. */
async function there(page: Page, controller: string): Promise<string[]> {
  const lists = ["/configmaps", "/catalog/microservices", "/microservices?application=shop"];
  const answers = await Promise.all(lists.map((path) => list<Record<string, { name: string }[]>>(page, controller, path)));
  const names = answers.flatMap((answer) => Object.values(answer).flat()).map(({ name }) => name);
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
  await steer(page, async (name, _, route) => {
    if (!/[05]$/.test(name)) return route.fallback();
    await route.fetch();
    await route.abort();
  });
  await begin(page);
  await goOn(page);
  await expectMadeOnce(page, controller.address);
});

test("a tab that is closed in the middle makes nothing twice", async ({ page, controller }) => {
  let enough = () => {};
  const half = new Promise<void>((resolve) => (enough = resolve));
  await steer(page, async (_, nth, route) => {
    if (nth === 30) enough();
    await route.fallback();
  });
  await begin(page);
  await half;
  const next = await reopened(page, "/deploy");
  await signIn(next, "admin");
  await next.getByRole("status").filter({ hasText: "Applying was cut off" }).getByRole("button", { name: "Continue" }).click();
  await goOn(next);
  await expectMadeOnce(next, controller.address);
});

test.describe("with tokens that live for seconds", () => {
  test.use({ flags: ["--token-ttl", "4", "--latency", "100-300ms"] });

  test("a token that ends in the middle makes nothing twice", async ({ page, controller }) => {
    await begin(page);
    await goOn(page);
    await expectMadeOnce(page, controller.address);
  });
});
