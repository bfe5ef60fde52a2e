// Passwords, secret values and tokens stay where they belong: in requests to the Controller, and the token in the tab's
// sessionStorage. A tour of all pages finds them nowhere else.

import type { Page, Request } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, expectKept, fileText, keptDrafts, openAs, outcome, row, signOut, step } from "./support/words.ts";

/** What the demo Controller's seed keeps secret. */
const seeded = ["a-demo-password", "a-demo-secret", "ZGVtbw=="];
const typed = "typed-by-hand-4711";
const registry = `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: private.example\n  username: john\n  password: ${typed}\n  email: john@example.com\n`;

const pages = [
  "/",
  "/microservices",
  "/microservices/shop/web",
  "/microservices/shop/cart",
  "/microservices/shop/cart/yaml",
  "/microservices/shop/web/logs",
  "/microservices/shop/web/exec",
  "/microservices/shop/cart/edit",
  "/applications",
  "/applications/shop",
  "/applications/shop/edit",
  "/applications/shop/yaml",
  "/agents/edge-1",
  "/catalog",
  "/catalog/new",
  "/catalog/6/edit",
  "/registries",
  "/registries/new",
  "/registries/3/edit",
  "/agents",
  "/deploy",
  "/activity",
  "/settings",
  "/nowhere",
];

test("no password, secret value or token is in a page, an address, a lasting storage, the console or a Referer", async ({ page, context, controller }) => {
  test.slow();
  const told: string[] = [];
  const sent: Promise<void>[] = [];
  context.on("console", (message) => told.push(`console: ${message.text()}`));
  context.on("request", (request) => sent.push(note(request, told)));

  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  const tokens = await page.evaluate((key) => {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, unknown>;
    return Object.values(stored).filter((value): value is string => typeof value === "string" && value.length > 60);
  }, `ecn-console.session ${controller.address}`);
  expect(tokens.length, "access and refresh token").toBeGreaterThan(1);
  const secrets = [...seeded, ...tokens, ...tokens.map((token) => token.split(".").at(-1) ?? token)];

  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText(/^Loading /)).toHaveCount(0);
    if (path.endsWith("/logs")) await expect(page.getByRole("log")).toContainText("GET ");
    if (path.endsWith("/exec")) {
      await page.getByRole("button", { name: "Open a shell" }).click();
      await expect(page.getByRole("log")).toContainText("/ #");
    }
    expectNone(await visible(page), secrets, path);
    expectNone(await kept(page), [...secrets, "ecn-console.session"], `what lasts after ${path}`);
  }

  await page.goto("/deploy");
  await drop(page, [{ name: "registry.yaml", content: registry }]);
  await expect(fileText(page)).toSay(registry.replace(typed, "••••••••"));
  expectNone(await visible(page), [typed], "a dropped file with a password");
  await expectKept(page, "private.example");
  expectNone(await kept(page), [typed], "the draft of it");
  await expect(step(page, "Registry")).toContainText("create");
  await expect(page.getByRole("region", { name: "Plan and results" }), "the plan does not show the password").not.toContainText(typed);
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "Registry")).toContainText("created");
  await expect(page.getByRole("region", { name: "Plan and results" })).not.toContainText(typed);
  expectNone(await kept(page), [...secrets, typed], "what lasts after a password was applied");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Registries" }).click();
  await expect(page.getByText("private.example")).toBeVisible();
  expectNone(await visible(page), [...secrets, typed], "the list of registries");

  await Promise.all(sent);
  expectNone(told.join("\n"), [...secrets, typed], "console, addresses and Referers");

  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  const left = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expectNone(left, secrets, "what is left after signing out");
});

/** Notes the address of a request and who it says it comes from. A WebSocket is none: its token can be nowhere else. */
async function note(request: Request, told: string[]): Promise<void> {
  told.push(`address: ${request.url()}`);
  // A request that its page left behind has no headers any more.
  const referer = await request.headerValue("referer").catch(() => null);
  if (referer) told.push(`referer: ${referer}`);
}

/** Everything that the page shows or could show. */
async function visible(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
    return [document.documentElement.outerHTML, location.href, ...fields.map((field) => field.value)].join("\n");
  });
}

/** Everything that outlives the tab. */
async function kept(page: Page): Promise<string> {
  const inPage = await page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name !== "ecn-console");
    const caches = await globalThis.caches?.keys();
    return JSON.stringify({ local: { ...localStorage }, databases, caches, cookie: document.cookie, name: window.name });
  });
  expect(inPage, "nothing but drafts is kept in a database").toMatch(/"databases":\[\]/);
  return inPage + (await keptDrafts(page)) + JSON.stringify(await page.context().cookies());
}

function expectNone(text: string, secrets: readonly string[], where: string): void {
  for (const secret of secrets) {
    expect(text.includes(secret), `${where}: holds a secret that begins with ${secret.slice(0, 6)}`).toBe(false);
  }
}
