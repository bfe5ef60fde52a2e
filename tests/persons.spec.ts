// Whose a session is: somebody else who signs in gets nothing of the one before; what ends at the identity provider; and
// what keeps a session from lasting.

import type { Page, Route } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, row, signIn, signOut, step } from "./support/words.ts";

const text = `apiVersion: datasance.com/v3
kind: CatalogItem
metadata:
  name: probe
spec:
  x86: acme/probe:1
  registry: remote
`;

const again = (page: Page) => page.getByRole("dialog", { name: "Sign in again" });

test.describe("with tokens that live for seconds", () => {
  test.use({ flags: ["--token-ttl", "4"] });

  test("somebody else who signs in over the page gets nothing of the one before", async ({ page, watch }) => {
    watch.forgive(/401|403/);
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "probe.yaml", content: text }]);
    await expect(step(page, "CatalogItem probe")).toContainText("create");
    await page.route("**/user/refresh", refuse);
    await expect(again(page)).toBeVisible();
    const written: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET" && !request.url().includes("/user/")) written.push(request.url());
    });
    const shown = page.getByRole("heading", { level: 1 });
    await page.unroute("**/user/refresh");
    await signIn(page, "viewer");
    await expect(again(page)).toBeHidden();
    await expect(shown).toBeVisible();
    expect(written, "nothing of the first person's was sent").toEqual([]);
    await page.goto("/activity");
    await expect(page.getByRole("main")).toContainText("The role viewer may not see the audit log.");
  });

  test("the same person goes on where the work stopped", async ({ page, watch }) => {
    watch.forgive(/401/);
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "probe.yaml", content: text }]);
    await page.route("**/user/refresh", refuse);
    await expect(again(page)).toBeVisible();
    await expect(again(page)).toContainText("You were signed in as admin");
    await page.unroute("**/user/refresh");
    await signIn(page, "admin");
    await expect(again(page)).toBeHidden();
    await expect(fileText(page)).toSay(text);
  });
});

test("tokens that are over when they come are renewed a few times, and then the reason is said", async ({ page, watch }) => {
  watch.forgive(/401/);
  let renewals = 0;
  const over = () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iat: 1_000, exp: 1_000, preferred_username: "admin", jti: renewals };
    return { accessToken: `${part({ alg: "RS256" })}.${part(claims)}.none`, refreshToken: `r${renewals}` };
  };
  await page.route("**/user/login", (route) => route.fulfill({ json: over() }));
  await page.route("**/user/refresh", (route) => {
    renewals += 1;
    return route.fulfill({ json: over() });
  });
  await openAs(page, "admin", "/microservices");
  await expect(again(page)).toContainText("Your session ends as soon as it begins", { timeout: 15_000 });
  expect(renewals).toBeLessThanOrEqual(3);
});

test.describe("with an identity provider", () => {
  test.use({ flags: ["--idp", "--token-ttl", "6"] });

  test("signing out ends the session there, too", async ({ page }) => {
    await page.goto("/agents");
    await atProvider(page, page);
    await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
    await signOut(page);
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByRole("button", { name: "Sign in through the identity provider" }).click();
    await expect(page.getByLabel("Password")).toBeVisible();
  });

  test("a session that ends while one writes is taken up again in a window of its own, and the text stays", async ({ page, watch }) => {
    watch.forgive(/400|401/);
    await page.goto("/deploy");
    await atProvider(page, page);
    await expect(page.getByRole("heading", { level: 1, name: "Deploy" })).toBeVisible();
    await drop(page, [{ name: "probe.yaml", content: text }]);
    await expect(step(page, "CatalogItem probe")).toContainText("create");
    await page.route("**/openid-connect/token", refuse);
    await expect(again(page)).toBeVisible({ timeout: 15_000 });
    await page.unroute("**/openid-connect/token");
    const opened = page.waitForEvent("popup");
    await again(page).getByRole("button", { name: "Sign in through the identity provider" }).click();
    await opened;
    await expect(again(page)).toBeHidden({ timeout: 15_000 });
    await expect(fileText(page)).toSay(text);
    await expect(page.getByRole("button", { name: "Apply 1 change" })).toBeVisible();
  });
});

for (const { who, left } of [
  { who: "admin", left: true },
  { who: "developer", left: false },
]) {
  test(`a sign-out in another tab ${left ? "keeps" : "takes away"} what was being written when ${who} signs in next`, async ({ page, context, watch }) => {
    watch.forgive(/401/);
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "probe.yaml", content: text }, { name: "other.yaml", content: text }]);
    await page.getByRole("button", { name: "Remove other.yaml from the workspace" }).click();
    await expect(page.getByRole("status").getByRole("button", { name: "Undo" })).toBeVisible();
    const other = await context.newPage();
    await other.goto("/agents");
    await signOut(other);
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByRole("status").getByRole("button", { name: "Undo" })).toHaveCount(0);
    await other.close();
    await signIn(page, who);
    await expect(page.getByRole("heading", { level: 1, name: "Deploy" })).toBeVisible();
    if (left) await expect(fileText(page)).toSay(text);
    else await expect(fileText(page)).toHaveCount(0);
  });
}

test("a token that one request refuses is renewed, and nobody has to sign in", async ({ page, watch }) => {
  watch.forgive(/401/);
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  const renewed = page.waitForResponse((answer) => answer.url().endsWith("/user/refresh") && answer.ok());
  await page.route(/\/api\/v3\/microservices(\?|$)/, refuse, { times: 1 });
  await renewed;
  await expect(row(page, "web")).toBeVisible();
  await expect(again(page)).toHaveCount(0);
});

test("an object's name may look like that of a file", async ({ page }) => {
  await openAs(page, "admin", "/agents/edge.1");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("edge.1");
  await page.goto("/microservices");
  await expect(row(page, "web")).toBeVisible();
});

async function refuse(route: Route): Promise<void> {
  await route.fulfill({ status: route.request().url().includes("openid") ? 400 : 401, json: { error: "invalid_grant", name: "InvalidCredentialsError", message: "Invalid credentials" } });
}

async function atProvider(page: Page, provider: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign in through the identity provider" }).click();
  await provider.getByLabel(/mail|user/i).fill("admin@example.com");
  await provider.getByLabel(/password/i).fill("password");
  await provider.getByRole("button", { name: /sign in|log in/i }).click();
}
