// A plan being applied, when something comes between: a refusal that names a field, a pause in which the world changes, and
// a question whose lists are not there.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { type Fault, faults, reads, Sabotage } from "./support/faults.ts";
import { expect, test } from "./support/test.ts";
import { act, drop, fileText, openAs, outcome, step, tell, tokenFor, write } from "./support/words.ts";

test.use({ flags: ["--speed", "50"] });

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const dialog = (page: Page) => page.getByRole("dialog");
const results = (page: Page) => page.getByRole("region", { name: "Plan and results" });

function fault(name: string): Fault {
  const found = faults.find((one) => one.name === name);
  if (!found) throw new Error(`There is no fault called ${name}.`);
  return found;
}

const microservice = `apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: shop/fresh
spec:
  agent:
    name: edge-1
  images:
    x86: acme/fresh:1
  container:
    env:
      - key: MODE
        value: auto
      - key: LEVEL
        value: "3"
`;

/** What a Controller 3.7.3 answers to a variable that it does not take. */
const violation = {
  name: "ValidationError",
  message: JSON.stringify({
    path: ["env", 1],
    property: "instance.env[1]",
    message: "is not exactly one from [subschema 0],[subschema 1],[subschema 2]",
    schema: "/env",
    instance: { key: "LEVEL", value: "3" },
    name: "oneOf",
    argument: ["[subschema 0]"],
    stack: "instance.env[1] is not exactly one from [subschema 0],[subschema 1],[subschema 2]",
  }),
};

test("a refusal that names a field leads to its line", async ({ page, watch }) => {
  watch.forgive(/Failed to load resource/);
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "fresh.yaml", content: microservice }]);
  await page.route("**/api/v3/microservices", (route, request) =>
    request.method() === "POST" ? route.fulfill({ status: 400, json: violation }) : route.fallback(),
  );
  await button(page, "Apply 1 change").click();
  const failed = outcome(page, "Microservice shop/fresh");
  await expect(failed).toContainText("failed");
  await expect(failed).toContainText("container.env[1] (LEVEL)");
  await failed.getByRole("button", { name: /go to line 14$/ }).click();
  await expect(fileText(page)).toBeFocused();
  await expect(page.locator(".cm-lineNumbers .cm-activeLineGutter")).toHaveText("14");
});

const gauge =
  "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: gauge\nspec:\n  description: new\n  x86: acme/gauge:1\n  registry: remote\n";
const web = microservice.replace("shop/fresh", "shop/web");

test("what has changed during a pause is shown before the rest is sent", async ({ page, controller }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "two.yaml", content: `${gauge}---\n${web}` }]);
  await expect(step(page, "Microservice shop/web")).toContainText("update");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/v3/catalog/microservices", async (route, request) => {
    if (request.method() === "POST") await held;
    await route.fallback();
  });
  await button(page, "Apply 2 changes").click();
  await expect(outcome(page, "CatalogItem gauge")).toContainText("applying");
  await button(page, "Stop").click();
  release();
  await expect(results(page)).toContainText("Stopped");
  await expect(outcome(page, "CatalogItem gauge")).toContainText("created");

  const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
  const list = await page.request.get(`${controller.address}/api/v3/microservices?application=shop`, { headers });
  const { microservices } = (await list.json()) as { microservices: { name: string; uuid: string }[] };
  const uuid = microservices.find(({ name }) => name === "web")?.uuid;
  expect(await tell(page, controller.address, "DELETE", `/microservices/${uuid}`)).toBe(204);

  await button(page, "Continue").click();
  await expect(results(page)).toContainText("What is left to do has changed");
  await expect(step(page, "Microservice shop/web")).toContainText("create");
  await expect(step(page, "CatalogItem")).toHaveCount(0);
  await expectAccessible(page);
  await button(page, "Continue").click();
  await expect(outcome(page, "Microservice shop/web")).toContainText("created");
  await expect(outcome(page, "CatalogItem gauge")).toContainText("created");
  await expect(results(page)).toContainText("Applied");
});

test("what is typed while a run is under way is not called applied", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "gauge.yaml", content: gauge }]);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/v3/catalog/microservices", async (route, request) => {
    if (request.method() === "POST") await held;
    await route.fallback();
  });
  await button(page, "Apply 1 change").click();
  await expect(outcome(page, "CatalogItem gauge")).toContainText("applying");
  await write(fileText(page), gauge.replace("description: new", "description: typed meanwhile"));
  release();
  await expect(outcome(page, "CatalogItem gauge")).toContainText("created");
  await expect(results(page)).toContainText("The text was changed after this run began");
  await button(page, "Back to the plan").click();
  await expect(button(page, "Apply 1 change")).toBeVisible();
});

test("nothing is asked about an application before it is known what goes with it", async ({ page, watch, controller }) => {
  watch.forgive(/Failed to load resource|net::ERR_/);
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  sabotage.lay(fault("an internal error"), reads("microservices"));
  await openAs(page, "admin", "/applications/shop");
  await act(page, "Delete");
  await expect(dialog(page)).toContainText("Could not check what depends on it");
  await expectAccessible(page);

  sabotage.lay(fault("a right that is missing"), reads("microservices"));
  await dialog(page).getByRole("button", { name: "Try again" }).click();
  await expect(dialog(page)).toContainText("Which these are is not known: Your role does not allow this.");
  await expect(dialog(page).getByRole("button", { name: "Delete", exact: true })).toHaveAttribute("aria-disabled", "true");

  sabotage.lift();
  await dialog(page).getByLabel("Type shop to confirm").fill("shop");
  await dialog(page).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog(page)).toContainText("It has changed");
  await expect(dialog(page)).toContainText(/These microservices are deleted with it: .*web/);
  await expectAccessible(page);

  const fresh = {
    name: "fresh",
    application: "shop",
    agentName: "edge-1",
    images: [{ containerImage: "acme/fresh:1", fogTypeId: 1 }],
    registryId: 1,
  };
  expect(await tell(page, controller.address, "POST", "/microservices", fresh)).toBe(201);
  await dialog(page).getByLabel("Type shop to confirm").fill("shop");
  await dialog(page).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog(page)).toContainText(/These microservices are deleted with it: .*fresh/);
  expect(await tell(page, controller.address, "GET", "/application/shop")).toBe(200);
});

test("a change that somebody else makes during the run is not written over", async ({ page, controller }) => {
  const document = (kind: string, name: string, rest: string) => `apiVersion: datasance.com/v3\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}\n`;
  const files = [document("ConfigMap", "mine", "data:\n  a: b"), document("VolumeMount", "proxy-config", "spec:\n  configMapName: mine")];
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "mount.yaml", content: files.join("---\n") }]);
  await page.route("**/api/v3/configmaps", async (route, request) => {
    if (request.method() !== "POST") return route.fallback();
    expect(await tell(page, controller.address, "POST", "/configmaps", { name: "theirs", data: { a: "c" } })).toBe(201);
    expect(await tell(page, controller.address, "PATCH", "/volumeMounts/proxy-config", { configMapName: "theirs" })).toBe(200);
    await route.fallback();
  });
  await button(page, "Apply 2 changes").click();
  await expect(outcome(page, "ConfigMap mine")).toContainText("created");
  const stopped = outcome(page, "VolumeMount proxy-config");
  await expect(stopped).toContainText("Somebody changed it since the plan was made: configMapName.");
  await expect(stopped).toContainText("It was not sent, so that their change stays.");
  await button(page, "Back to the plan").click();
  await expect(step(page, "VolumeMount proxy-config")).toContainText(/theirs.*mine/);
});
