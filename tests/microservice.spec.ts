// A microservice as a form and as YAML: made, changed, and nothing sent that did not change.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { openAs, outcome, row, step, textOf, write } from "./support/words.ts";

const yaml = "YAML of the microservice";
const text = (page: Page) => page.getByLabel(yaml);

test("a new microservice is made with the form", async ({ page }) => {
  await openAs(page, "admin", "/microservices");
  await page.getByRole("link", { name: "New microservice" }).click();
  await page.getByLabel("Name", { exact: true }).fill("greeter");
  await page.getByLabel("Application").selectOption("shop");
  await page.getByLabel("Agent", { exact: true }).selectOption("edge-1");
  await page.getByLabel("Image for x86").fill("acme/greeter:1");
  await page.getByRole("button", { name: "Add port" }).click();
  await page.getByLabel("Port on the agent, port 1").fill("15099");
  await page.getByLabel("Port in the container, port 1").fill("8080");
  await page.getByLabel("Protocol, port 1").selectOption("udp");
  await page.getByRole("button", { name: "Add variable", exact: true }).click();
  await page.getByLabel("Name, variable 1").fill("TZ");
  await page.getByLabel("Value, variable 1").fill("Europe/Istanbul");
  await page.getByRole("button", { name: "Add volume" }).click();
  await page.getByLabel("On the agent, volume 1").fill("data");
  await page.getByLabel("In the container, volume 1").fill("/data");
  await page.getByLabel("Host network").selectOption("true");
  await expect(text(page)).toSay(/^ {4}hostNetworkMode: true$/m);
  await expect(text(page)).toSay(/external: 15099/);
  await expect(text(page)).toSay(/internal: 8080/);
  await expect(step(page, "Microservice")).toContainText("create");
  await expectAccessible(page);
  // As tall as the form: what lies half under the tabs of a phone is no small target.
  await page.setViewportSize({ width: 390, height: 4000 });
  await expectAccessible(page);

  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/microservices"));
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON()).toMatchObject({
    name: "greeter",
    application: "shop",
    ports: [{ internal: 8080, external: 15099, protocol: "udp" }],
    env: [{ key: "TZ", value: "Europe/Istanbul" }],
    volumeMappings: [{ hostDestination: "data", containerDestination: "/data", accessMode: "rw", type: "volume" }],
  });
  await expect(outcome(page, "Microservice")).toContainText("created");
  await outcome(page, "Microservice").getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("main")).toContainText("15099 → 8080/udp");
});

test("an existing one is changed by its form, and only what changed is sent", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web");
  await page.getByRole("navigation", { name: "Views of this microservice" }).getByRole("link", { name: "Edit" }).click();
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("8080");
  await expect(page.getByLabel("Value from config map, variable 1")).toHaveValue("settings/language");
  await page.getByLabel("Port on the agent, port 1").fill("18080");
  await expect(step(page, "Microservice")).toContainText("Restarts the container of shop/web.");
  const sent = page.waitForRequest((request) => request.method() === "PATCH");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  const body = (await sent).postDataJSON() as Record<string, unknown>;
  expect(body).toMatchObject({ ports: [{ internal: 80, external: 18080 }] });
  expect(Object.keys(body)).not.toContain("env");
  await expect(outcome(page, "Microservice")).toContainText("updated");
});

test("a refresh moves nothing that is being typed, and a row that goes takes only its own lines", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web/edit");
  await write(text(page), (await textOf(text(page))) + "# mine\n");
  await page.getByRole("button", { name: "Add port" }).click();
  await page.getByLabel("Port on the agent, port 2").fill("80");
  await expect(page.getByLabel("Port on the agent, port 2")).toBeFocused();
  await page.waitForResponse(/\/api\/v3\/microservices/);
  await page.waitForResponse(/\/api\/v3\/microservices/);
  await expect(page.getByLabel("Port on the agent, port 2")).toBeFocused();
  await expect(page.getByLabel("Port on the agent, port 2")).toHaveValue("80");
  await page.getByRole("button", { name: "Remove port 1" }).click();
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("80");
  await expect(page.getByLabel("Port on the agent, port 2")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Add port" })).toBeFocused();
  await expect(text(page)).toSay(/# mine/);
});

test("what is wrong with a row is said below it", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web/edit");
  await page.getByLabel("Port on the agent, port 1").fill("eighty");
  await expect(page.getByRole("group", { name: "Ports" })).toContainText("must be an integer from 1 to 65535");
  await expect(page.getByRole("list", { name: "Plan" })).toContainText("blocked");
  await page.getByLabel("Port on the agent, port 1").fill("8080");
  await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
});

test("who may not make microservices is told so", async ({ page }) => {
  await openAs(page, "viewer", "/microservices");
  await expect(page.getByRole("button", { name: "New microservice" })).toHaveAttribute("aria-disabled", "true");
  await page.goto("/microservices/shop/web/edit");
  await page.getByLabel("Port on the agent, port 1").fill("18080");
  await expect(page.getByRole("button", { name: "Apply 1 change" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Microservices" }).click();
  await expect(row(page, "web")).toBeVisible();
});

test("a new form is calm until a field is left, and the index says where something is wrong", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/microservices/new");
  const index = page.getByRole("navigation", { name: "Sections" });
  const image = page.getByLabel("Image for x86");
  await expect(index.getByRole("button")).toHaveText([
    "Where", "Image", "Network", "Environment", "Storage", "Limits", "Health", "Rights", "Advanced",
  ]);
  await expect(page.locator("[aria-invalid=true]")).toHaveCount(0);
  await page.getByLabel("Name", { exact: true }).fill("No Name");
  await expect(page.locator("[aria-invalid=true]"), "it is still being typed").toHaveCount(0);
  await image.focus();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(index.getByRole("button", { name: "Where has a problem" })).toBeVisible();
  await expect(page.getByLabel("Agent", { exact: true }), "nobody was there yet").toHaveAttribute("aria-invalid", "false");
  await index.getByRole("button", { name: "Storage" }).click();
  await expect(page.getByRole("heading", { name: "Storage" })).toBeFocused();
  await page.getByRole("button", { name: "Review and apply" }).click();
  await expect(page.getByRole("region", { name: "Plan and results" })).toBeFocused();
  await expect(page.getByLabel("Agent", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
});

test("the foot of a form says how much is changed, and what is discarded can be had back", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/microservices/shop/web/edit");
  const foot = page.getByRole("region", { name: "Changes" });
  await expect(foot).toContainText("No changes");
  await expect(foot.getByRole("button", { name: "Discard" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Port on the agent, port 1").fill("18080");
  await expect(foot).toContainText("1 change");
  await expect(foot).toContainText("restarts shop/web");
  await expect(page.getByRole("navigation", { name: "Sections" }).getByRole("button", { name: "Network changed" })).toBeVisible();
  await foot.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("8080");
  await expect(foot).toContainText("No changes");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("18080");
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(foot.getByRole("button", { name: "Review and apply" })).toBeInViewport();
});

test("a microservice names what it takes values from, with the way there", async ({ page }) => {
  let letThrough = () => {};
  const late = new Promise<void>((done) => (letThrough = done));
  await page.route("**/api/v3/registries**", async (route) => {
    await late;
    await route.continue();
  });
  await openAs(page, "admin", "/microservices/shop/cart");
  const secret = page.getByRole("main").getByRole("link", { name: "db-login", exact: true });
  const pressed = await secret.elementHandle();
  letThrough();
  const needs = page.locator("section").filter({ has: page.getByRole("heading", { name: "Needs" }) });
  await expect(needs).toContainText("registry");
  // What came later has not become what was about to be pressed.
  expect(await pressed?.textContent()).toBe("db-login");
  expect(await pressed?.evaluate((link) => link.isConnected)).toBe(true);
  await secret.click();
  await expect(page.getByRole("heading", { level: 1, name: "db-login" })).toBeVisible();
});

test("a form that nobody has begun is not called wrong before it is reviewed", async ({ page }) => {
  await openAs(page, "admin", "/microservices/new");
  const foot = page.getByRole("region", { name: "Changes" });
  await expect(foot).toContainText("New microservice");
  await expect(foot).not.toContainText("problem");
  await page.getByRole("button", { name: "Review and apply" }).click();
  await expect(foot).toContainText("3 problems");
});

test("the form offers secrets and volume mounts by their names", async ({ page }) => {
  const offered = (input: Locator) =>
    input.evaluate((one) => [...((one as HTMLInputElement).list?.options ?? [])].map((option) => option.value));
  await openAs(page, "admin", "/microservices/shop/web/edit");
  await page.getByRole("button", { name: "Add variable" }).click();
  await page.getByRole("combobox", { name: /^From, variable/ }).last().selectOption("valueFromSecret");
  const source = page.getByRole("combobox", { name: /^Value from secret, variable/ });
  await expect.poll(() => offered(source)).toContain("db-login/");
  await source.fill("db-login/user");
  await page.getByRole("button", { name: "Add volume" }).click();
  await page.getByRole("combobox", { name: /^Type, volume/ }).last().selectOption("volumeMount");
  const mount = page.getByRole("combobox", { name: /^On the agent, volume/ }).last();
  await expect.poll(() => offered(mount)).toContain("proxy-config");
  await mount.fill("proxy-config");
  await expect(page.getByRole("textbox", { name: "YAML of the microservice" })).toSay(/valueFromSecret: "db-login\/user"/);
});
