// An Eclipse ioFog Controller 3.0: what only it has is kept, and what belongs to others is left alone.

import { type Page } from "@playwright/test";

import { type Controller } from "./support/controller.ts";
import { expect, test } from "./support/test.ts";
import { act, drop, openAs, outcome, row, view } from "./support/words.ts";

test.use({ flags: ["--api", "3.0"] });

/** What a user says to the Controller without the console. */
async function spoken(page: Page, controller: Controller, user: string) {
  const api = `${controller.address}/api/v3`;
  const login = await page.request.post(`${api}/user/login`, { data: { email: `${user}@example.com`, password: "password" } });
  const { accessToken } = (await login.json()) as { accessToken: string };
  const headers = { authorization: accessToken };
  return {
    post: async (path: string, data: object) => (await (await page.request.post(`${api}${path}`, { headers, data })).json()) as { uuid: string },
    get: async (path: string) => (await (await page.request.get(`${api}${path}`, { headers })).json()) as unknown,
  };
}

const images = [{ containerImage: "web:1", fogTypeId: 1 }];

test("a public port opens where it did after another port was changed", async ({ page, controller }) => {
  const admin = await spoken(page, controller, "admin");
  const ports = [{ internal: 80, external: 7200, public: { schemes: ["https"], protocol: "http" } }, { internal: 81, external: 7201 }];
  const { uuid } = await admin.post("/microservices", { name: "open", application: "shop", agentName: "edge-1", images, ports, rootHostAccess: true });
  await openAs(page, "admin", "/microservices/shop/open");
  await view(page, "YAML");
  await expect(page.getByLabel("Manifest")).toContainText("apiVersion: iofog.org/v3");
  await expect(page.getByLabel("Manifest")).toContainText("schemes");
  await page.goto("/deploy");
  const content = `apiVersion: iofog.org/v3
kind: Microservice
metadata: {name: shop/open}
spec:
  agent: {name: edge-1}
  images: {x86: "web:1"}
  schedule: 60
  container:
    rootHostAccess: true
    ports:
      - {internal: 80, external: 7200, public: {schemes: [https], protocol: http}}
      - {internal: 81, external: 7202}
`;
  await drop(page, [{ name: "open.yaml", content }]);
  await expect(page.getByText(/"schedule" came with Controller 3\.5\.0/).first()).toBeVisible();
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "Microservice shop/open").first()).toContainText("updated");
  const now = (await admin.get(`/microservices/${uuid}`)) as { ports: { external: number; public?: { router: object } }[]; rootHostAccess: boolean };
  expect(now.ports.map((port) => port.external)).toEqual([7200, 7202]);
  expect(now.ports[0]?.public?.router).toEqual({ port: 6000, host: "default-router" });
  expect(now.rootHostAccess).toBe(true);
});

test("deleting an application leaves that of another user alone", async ({ page, controller }) => {
  const other = await spoken(page, controller, "sre");
  await other.post("/iofog", { name: "theirs", fogType: 1, host: "10.0.0.9" });
  await other.post("/application", { name: "shop", microservices: [{ name: "kept", agentName: "theirs", images }] });
  await openAs(page, "admin", "/applications/shop");
  const sent = page.waitForRequest((request) => request.method() === "DELETE");
  await act(page, "Delete");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Type shop to confirm").fill("shop");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  expect((await sent).url()).toMatch(/\/flow\/\d+$/);
  await expect(page.getByText("shop was deleted.")).toBeVisible();
  const { microservices } = (await other.get("/microservices")) as { microservices: { name: string }[] };
  expect(microservices.map((one) => one.name)).toEqual(["kept"]);
});

test("what came with the Controller and what others share is shown, and cannot be changed", async ({ page, controller }) => {
  const other = await spoken(page, controller, "sre");
  await other.post("/registries", { url: "shared.example.com", isPublic: true, username: "u", password: "p", email: "u@example.com" });
  await openAs(page, "admin", "/catalog");
  await row(page, "Hello Web Demo").getByRole("link", { name: "Hello Web Demo" }).click();
  await expect(page.getByRole("main")).toContainText("It came with the Controller");
  await view(page, "Edit");
  await expect(page.getByRole("main")).toContainText("everybody can use it, and nobody can change it");
  await page.goto("/registries");
  await row(page, /shared/).getByRole("link").click();
  await view(page, "Edit");
  await expect(page.getByRole("main")).toContainText("belongs to another user");
});
