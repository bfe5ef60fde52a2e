// Every page: it opens cold, says its name, and breaks no rule of accessibility, light and dark, wide and narrow.

import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { openAs, row, signIn, tokenFor } from "./support/words.ts";

const pages = [
  ["/", "Overview"],
  ["/microservices", "Microservices"],
  ["/microservices/shop/web", "web"],
  ["/microservices/shop/web/yaml", "web"],
  ["/microservices/shop/web/logs", "web"],
  ["/microservices/shop/web/exec", "web"],
  ["/microservices/new", "New microservice"],
  ["/microservices/shop/web/edit", "web"],
  ["/applications", "Applications"],
  ["/applications/shop", "shop"],
  ["/applications/shop/edit", "shop"],
  ["/applications/shop/yaml", "shop"],
  ["/catalog", "Catalog"],
  ["/catalog/new", "New catalog item"],
  ["/catalog/6", "thermometer"],
  ["/catalog/6/edit", "thermometer"],
  ["/registries", "Registries"],
  ["/registries/new", "New registry"],
  ["/registries/3", "registry.example.com"],
  ["/registries/3/edit", "registry.example.com"],
  ["/registries/3/yaml", "registry.example.com"],
  ["/agents", "Agents"],
  ["/agents/edge-1", "edge-1"],
  ["/deploy", "Deploy"],
  ["/activity", "Activity"],
  ["/settings", "Settings"],
  ["/nowhere", "Not found"],
] as const;

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });

    test("the sign-in page is accessible", async ({ page }) => {
      await page.goto("/sign-in");
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
      await expectAccessible(page);
    });

    test("every page opens and is accessible, wide and narrow", async ({ page }) => {
      test.slow();
      await openAs(page, "admin", "/settings");
      for (const [path, title] of pages) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
        await expect(page.getByText(/^Loading /)).toHaveCount(0);
        await page.setViewportSize({ width: 1400, height: 900 });
        await expectAccessible(page);
        // As tall as the page, so that nothing of it lies below the tabs at the window's edge.
        await page.setViewportSize({ width: 390, height: 844 });
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        // With room to spare: a list turns into cards a moment later.
        await page.setViewportSize({ width: 390, height: Math.max(844, height) + 600 });
        await expectAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${path} is not wider than a phone`).toBeLessThanOrEqual(0);
      }
    });
  });
}

test("filters and order live in the address, and a link to them opens cold", async ({ page }) => {
  await page.goto("/microservices?application=shop&sort=-name&q=e");
  await signIn(page, "viewer");
  await expect(page).toHaveURL(/application=shop&sort=-name&q=e$/);
  await expect(page.getByLabel("Filter microservices")).toHaveValue("e");
  await expect(page.getByRole("rowheader").first()).toHaveText("web");
  await page.getByRole("button", { name: "Name" }).click();
  await expect(page.getByRole("rowheader").last()).toHaveText("web");
  await page.getByLabel("All applications").selectOption("sensors");
  await expect(row(page, "web")).toHaveCount(0);
  await expect(page).toHaveURL(/application=sensors/);
});

test("a microservice that is gone says so, and its id leads to its name", async ({ page, controller }) => {
  await openAs(page, "admin", "/microservices/shop/no-such-thing");
  await expect(page.getByText("Application shop has no microservice no-such-thing")).toBeVisible();
  const authorization = `Bearer ${await tokenFor(page, controller.address)}`;
  const answer = await page.request.get("/api/v3/microservices", { headers: { authorization } });
  const { microservices } = (await answer.json()) as { microservices: { uuid: string; name: string }[] };
  const uuid = microservices.find(({ name }) => name === "web")?.uuid;
  await page.goto(`/microservices/${uuid}`);
  await expect(page).toHaveURL(/\/microservices\/shop\/web$/);
});

test("a wrong password is answered in words and keeps what was typed", async ({ page, watch }) => {
  watch.forgive(/401/);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("The e-mail, the password or the one-time code is wrong");
  await expect(page.getByLabel("E-mail")).toHaveValue("admin@example.com");
});

test("a failure inside shows a message with a way on", async ({ page, watch }) => {
  watch.forgive(/The console failed|unreachable|RuntimeError/);
  await openAs(page, "admin", "/agents");
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  await page.evaluate(() => {
    const { wasmBindings } = globalThis as unknown as { wasmBindings: { failOnPurpose(): void } };
    try {
      wasmBindings.failOnPurpose();
    } catch {
      // The failure is what this is about.
    }
  });
  const message = page.getByRole("alertdialog", { name: "The console stopped working" });
  await expect(message).toBeVisible();
  await message.getByRole("link", { name: "Reload" }).click();
  await expect(message).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
});

test("a Controller that does not answer is said, and what is on screen stays", async ({ page, watch }) => {
  watch.forgive(/ERR_|Failed to load/);
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByRole("alert")).toContainText("The Controller does not answer");
  await expect(page.getByRole("alert")).toContainText(/last answer was at \d/);
  await expect(row(page, "web")).toBeVisible();
  // The browser says when it is online again, and nobody has to press anything.
  await page.context().setOffline(false);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a Controller that came back is asked at once by who does not want to wait", async ({ page, watch }) => {
  watch.forgive(/ERR_|Failed to load/);
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  await page.clock.install();
  await page.route("**/api/v3/**", (route) => route.abort());
  await page.clock.fastForward("00:30");
  await expect(page.getByRole("alert")).toContainText("The Controller does not answer");
  // No time passes until the button has asked, so that nothing else can.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 500));
  await page.unroute("**/api/v3/**");
  const answered = page.waitForResponse((response) => response.ok());
  await page.getByRole("button", { name: "Try now" }).click();
  await answered;
  await page.clock.resume();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a refresh asks as often with many applications as with few, and not at all in a hidden tab", async ({ page }) => {
  await page.clock.install();
  await openAs(page, "admin", "/microservices");
  await expect(row(page, "web")).toBeVisible();
  let asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/")) asked.push(new URL(request.url()).pathname);
  });
  const round = ["/api/v3/catalog/microservices", "/api/v3/iofog-list", "/api/v3/microservices"];
  const next = page.waitForResponse(/\/microservices$/);
  await page.clock.runFor(6_000);
  await next;
  await expect.poll(() => [...new Set(asked)].toSorted()).toEqual(round);

  await see(page, false);
  await page.waitForLoadState("networkidle");
  asked = [];
  await page.clock.runFor(60_000);
  const again = page.waitForResponse(/\/microservices$/);
  await see(page, true);
  await again;
  await expect.poll(() => asked.toSorted(), "one round, made when the tab is seen again").toEqual(round);
});

/** Hides the tab or shows it again, as far as a page can tell. */
async function see(page: import("@playwright/test").Page, seen: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, !seen);
}
