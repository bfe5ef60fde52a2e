// Staying signed in: over a reload, an ended session, several tabs; signing in elsewhere; what a role may do.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, outcome, row, showText, signIn, signOut, step } from "./support/words.ts";

const seed = readFileSync(new URL("fixtures/edge-guard.yaml", import.meta.url), "utf8");
const corrected = seed.replace("my-agent-name", "edge-1").replace("catalogId: 4", "catalogId: 6");

test("a reload does not sign out, and another tab is signed in too", async ({ page, context }) => {
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  await page.reload();
  await expect(row(page, "web")).toBeVisible();
  const second = await context.newPage();
  await second.goto("/agents");
  await expect(second.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();

  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(second).toHaveURL(/\/sign-in/);
});

test("a one-time code is asked for where the account has one", async ({ page, watch }) => {
  watch.forgive(/401/);
  await page.goto("/agents");
  await page.getByLabel("E-mail").fill("totp@example.com");
  await page.getByLabel("Password").fill("password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("one-time code");
  await page.getByLabel("One-time code").fill("123456");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
});

test.describe("with tokens that live for seconds", () => {
  test.use({ flags: ["--token-ttl", "4"] });

  test("tokens are renewed before they end, and nobody notices", async ({ page }) => {
    await openAs(page, "admin", "/microservices");
    const renewed = () => page.waitForResponse((answer) => answer.url().endsWith("/user/refresh") && answer.ok());
    await renewed();
    await renewed();
    await expect(row(page, "web")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("a session that ends in the middle of work asks over the page, and the work goes on", async ({ page, watch }) => {
    watch.forgive(/401/);
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "edge-guard.yaml", content: corrected }]);
    await expect(step(page, "Application edge-guard")).toContainText("create");
    await page.route("**/user/refresh", (route) => route.fulfill({ status: 401, json: { name: "InvalidCredentialsError", message: "Invalid credentials" } }));
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog).toBeVisible();
    await page.unroute("**/user/refresh");
    await signIn(page, "admin");
    await expect(dialog).toBeHidden();
    await showText(page);
    await expect(fileText(page)).toSay(corrected);
    await page.getByRole("button", { name: "Apply 4 changes" }).click();
    await expect(outcome(page, "Microservice edge-guard")).toContainText("created");
  });
});

test.describe("with an identity provider", () => {
  test.use({ flags: ["--idp"] });

  test("signing in there comes back to exactly the page that was asked for", async ({ page }) => {
    await page.goto("/microservices?application=shop");
    await page.getByRole("button", { name: "Sign in through the identity provider" }).click();
    await page.getByLabel(/mail|user/i).fill("admin@example.com");
    await page.getByLabel(/password/i).fill("password");
    await page.getByRole("button", { name: /sign in|log in/i }).click();
    await expect(page).toHaveURL(/\/microservices\?application=shop$/);
    await expect(row(page, "web")).toBeVisible();
    expect(await page.evaluate(() => sessionStorage.getItem("ecn-console.sign-in"))).toBeNull();
  });
});

test("a viewer sees the plan, and why it cannot be applied", async ({ page }) => {
  await openAs(page, "viewer", "/deploy");
  await drop(page, [{ name: "edge-guard.yaml", content: corrected }]);
  await expect(step(page, "Application edge-guard")).toContainText("create");
  await expect(page.getByText(/The role viewer may not create/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply 4 changes" })).toHaveAttribute("aria-disabled", "true");
});

test("links cannot lead out of the app", async ({ page }) => {
  const overview = page.getByRole("heading", { level: 1, name: "Overview" });
  const links = ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"];
  const signInTo = (next: string) => `/sign-in?next=${encodeURIComponent(next)}`;
  for (const next of links) {
    await openAs(page, "admin", signInTo(next));
    await expect(overview).toBeVisible();
    await signOut(page);
    await expect(page).toHaveURL(/\/sign-in/);
  }
  // Who is signed in already is sent on at once: that way must be as safe.
  await openAs(page, "admin", "/agents");
  for (const next of links) {
    await page.goto(signInTo(next));
    await expect(overview).toBeVisible();
  }
});

test("a Controller without an identity provider is explained, and nobody is let in to fail", async ({ page }) => {
  await page.route("**/user/login", (route) =>
    route.fulfill({ json: { accessToken: "mock-access-token", refreshToken: "mock-refresh-token" } }),
  );
  await page.goto("/agents");
  await signInAsAnybody(page);
  await expect(page.getByRole("alert")).toContainText("This Controller has no identity provider");
  await expect(page.getByRole("alert")).toContainText("KC_URL, KC_REALM and KC_CLIENT");
  await expect(page.getByLabel("E-mail")).toHaveValue("anybody@example.com");
});

test("a Controller that refuses the token it gave is explained", async ({ page, watch }) => {
  watch.forgive(/401/);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const accessToken = `${part({ alg: "RS256" })}.${part({ exp: 4_000_000_000, preferred_username: "anybody" })}.forged`;
  await page.route("**/user/login", (route) => route.fulfill({ json: { accessToken, refreshToken: "forged" } }));
  await page.goto("/agents");
  await signInAsAnybody(page);
  await expect(page.getByRole("dialog")).toContainText("The Controller refuses this sign-in");
});

async function signInAsAnybody(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill("anybody@example.com");
  await page.getByLabel("Password").fill("anything");
  await page.getByRole("button", { name: "Sign in" }).click();
}
