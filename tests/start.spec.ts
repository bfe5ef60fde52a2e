// A console that cannot start says why, in the page, in words for whoever serves it. None of this leaves a page blank.

import type { Page, Route } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const said = (page: Page) => page.getByRole("alert");

/** Lets one file come otherwise than it was built. */
async function spoil(page: Page, pattern: RegExp, how: (route: Route) => Promise<void>): Promise<void> {
  await page.route(pattern, how);
}

test.beforeEach(({ watch }) => {
  watch.forgive(/./);
});

const wasm = /_bg\.wasm$|\/app-[0-9a-f]+\.wasm$/;
const script = /\/start-[0-9a-f]+\.js$/;

test("a page that the host still has, of files that it no longer has", async ({ page }) => {
  await spoil(page, script, (route) => route.fulfill({ status: 404, body: "Not found" }));
  await page.goto("/microservices");
  await expect(said(page)).toContainText(/The console cannot start\. start-[0-9a-f]+\.js is not there \(status 404\)\./);
  await expect(said(page)).toContainText("If the console was updated a moment ago, reload.");
  await expect(said(page)).toContainText("--base-path");
  await expect(said(page).getByRole("link", { name: "Reload" })).toBeVisible();
});

test("a host that answers everything with the page", async ({ page }) => {
  await spoil(page, script, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>x</title>" }));
  await page.goto("/");
  await expect(said(page)).toContainText(/In place of start-[0-9a-f]+\.js the host sends a page\./);
});

test("a wasm that is not there, or compressed without saying so", async ({ page }) => {
  await spoil(page, wasm, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("/");
  await expect(said(page)).toContainText(/wasm is not there \(status 404\)/);
  await page.unroute(wasm);
  await spoil(page, wasm, (route) => route.fulfill({ contentType: "application/wasm", body: Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]) }));
  await page.goto("/");
  await expect(said(page)).toContainText(/wasm is not what was built: the host sends it compressed without saying so/);
  await expect(said(page)).toContainText("Content-Encoding");
});

test("a wasm under a wrong type still starts", async ({ page }) => {
  await spoil(page, wasm, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-type": "application/octet-stream" } });
  });
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expect(page.getByText("The ECN Console is loading.")).toHaveCount(0);
});

test("a policy that forbids WebAssembly, and a script under a wrong type", async ({ page }) => {
  await spoil(page, /\/$/, async (route) => {
    const answer = await route.fetch();
    const policy = (answer.headers()["content-security-policy"] ?? "").replace(" 'wasm-unsafe-eval'", "");
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-security-policy": policy } });
  });
  await page.goto("/");
  await expect(said(page)).toContainText("The Content-Security-Policy of this page forbids WebAssembly.");
  await page.unroute(/\/$/);
  await spoil(page, script, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-type": "text/plain" } });
  });
  await page.goto("/");
  await expect(said(page)).toContainText(/start-[0-9a-f]+\.js is sent as text\/plain/);
});

for (const [what, body, expected] of [
  ["is empty", "", /controller-config\.js sets no window\.controllerConfig/],
  ["is broken", "window.controllerConfig = {\n", /controller-config\.js is broken in line \d/],
  ["has a bad address", 'window.controllerConfig = { url: "controller dot example" };', /The url in controller-config\.js is no address/],
  ["has a port that is none", "window.controllerConfig = { port: 99999 };", /The port in controller-config\.js is none/],
] as const) {
  test(`a controller-config.js that ${what} is said on the sign-in page, and the console starts`, async ({ page }) => {
    await spoil(page, /controller-config\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body }));
    await page.goto("/");
    await expect(page.getByRole("status").filter({ hasText: expected })).toBeVisible();
    await page.getByLabel("E-mail").fill("viewer@example.com");
    await page.getByLabel("Password").fill("password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  });
}

test("without its style sheet and scripts, the page still says something", async ({ page }) => {
  await spoil(page, /\.(js|css|wasm)$/, (route) => route.abort());
  await page.goto("/");
  await expect(page.getByText("a file of it did not arrive")).toBeVisible();
});

test("a controller-config.js that never comes leaves no blank page", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await spoil(page, /controller-config\.js$/, async (route) => {
    await held;
    await route.fallback();
  });
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.getByText("The ECN Console is loading.")).toBeVisible();
  release();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a policy that forbids the page its own files is named, and so is a file without contents", async ({ page }) => {
  await spoil(page, /\/$/, async (route) => {
    const answer = await route.fetch();
    const policy = (answer.headers()["content-security-policy"] ?? "").replace(/connect-src[^;]*/, "connect-src 'none'");
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-security-policy": policy } });
  });
  await page.goto("/");
  await expect(said(page)).toContainText("Let the host send connect-src 'self'");
  await page.unroute(/\/$/);
  await spoil(page, wasm, (route) => route.fulfill({ contentType: "application/wasm", body: "" }));
  await page.goto("/");
  await expect(said(page)).toContainText(/wasm came without contents/);
});
