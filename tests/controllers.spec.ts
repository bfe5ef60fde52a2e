// Several Controllers in one console: each with its own session, lists and plans; links that say which; nothing sent to
// one that nobody has agreed to.

import { readFileSync } from "node:fs";
import type { BrowserContext, Locator, Page, Request } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { startController, type Controller } from "./support/controller.ts";
import { expect, test } from "./support/test.ts";
import { act, drop, fileText, openAs, outcome, place, problem, row, showText, signIn, signOut, step, tokenFor } from "./support/words.ts";

const seed = readFileSync(new URL("fixtures/edge-guard.yaml", import.meta.url), "utf8");
const manifest = seed.replace("my-agent-name", "edge-1").replace("catalogId: 4", "catalogId: 6");
const slow = `apiVersion: datasance.com/v3
kind: CatalogItem
metadata:
  name: slow-probe
spec:
  x86: hub.example/probe:1
  registry: remote
`;

test.describe("with a neighbour that is new", () => {
  test.use({ others: [["--seed", "0"]] });

  test("it is added, named, turned to and removed; each has its own session and lists", async ({ page, controller, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    const sent = requests(page.context(), neighbour.address);
    await openAs(page, "admin", "/microservices");
    await expect(row(page, "web")).toBeVisible();
    await add(page, neighbour, "Line 3");
    expect(sent, "adding sends nothing").toEqual([]);
    await expectAccessible(page);

    await turnFromSettings(page, "Line 3");
    await expect(page.getByText(`Controller 3.7.3 at ${neighbour.address}`)).toBeVisible();
    await expectAccessible(page);
    await signIn(page, "viewer");
    await visit(page, "Microservices");
    await expect(page.getByText("No microservices yet")).toBeVisible();
    await expect(row(page, "web")).toHaveCount(0);
    await expect(page).toHaveURL(naming(neighbour));

    const own = await tokenFor(page, controller.address);
    const theirs = await tokenFor(page, neighbour.address);
    expect(own.length * theirs.length).toBeGreaterThan(0);
    const tokens = new Set(sent.map((request) => request.headers()["authorization"] ?? "none"));
    expect([...tokens].toSorted(), "a token goes to its own Controller only").toEqual([`Bearer ${theirs}`, "none"]);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(theirs);

    await turn(page, host(controller));
    await expect(row(page, "web")).toBeVisible();
    await expect(page).toHaveURL(`${controller.address}/microservices`);
    await signOut(page);
    await expect(page.getByText(`Controller 3.7.3 at ${controller.address}`)).toBeVisible();
    await turn(page, "Line 3");
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

    await visitSettings(page);
    await page.getByRole("button", { name: "Remove Line 3" }).click();
    await expect(page.getByText(`Controller 3.7.3 at ${controller.address}`)).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem("ecn-console.controllers"))).toBe("[]");
    await expect.poll(() => tokenFor(page, neighbour.address)).toBe("");
  });

  test("a link to it names it and asks, and nothing is sent to it before the answer", async ({ page, controller, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    const link = `/microservices?controller=${encodeURIComponent(neighbour.address)}`;
    const sent = requests(page.context(), neighbour.address);
    await openAs(page, "admin", "/agents");
    await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();

    const question = page.getByRole("heading", { level: 1, name: "Work with another Controller?" });
    await page.goto(link);
    await expect(question).toBeVisible();
    await expect(page.getByText(neighbour.address)).toBeVisible();
    await expectAccessible(page);
    await page.reload();
    await expect(question).toBeVisible();
    await page.getByRole("button", { name: `Stay on ${host(controller)}` }).click();
    await expect(row(page, "web")).toBeVisible();
    await expect(page).toHaveURL(`${controller.address}/microservices`);
    expect(sent, "nothing without an answer, nor after a no").toEqual([]);

    await page.goto(link);
    await page.getByLabel("Name").fill("Line 3");
    await page.getByRole("button", { name: "Add it and continue" }).click();
    await expect(page.getByText(`at ${neighbour.address}`)).toBeVisible();
    await signIn(page, "admin");
    await expect(page.getByText("No microservices yet")).toBeVisible();
    await expect(page).toHaveURL(naming(neighbour));

    // Now it is known: the same link leads there at once, in a new tab too.
    const second = await page.context().newPage();
    await second.goto(link);
    await expect(second.getByText("No microservices yet")).toBeVisible();
  });

  test("a text that is being written stays, and is checked and planned against the other one", async ({ page, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    await openAs(page, "admin", "/settings");
    await add(page, neighbour, "Line 3");
    await visit(page, "Deploy");
    await drop(page, [{ name: "edge-guard.yaml", content: manifest }]);
    const unknown = problem(page, place(manifest, "edge-1"));
    await expect(step(page, "Microservice edge-guard").first()).toContainText("create");
    await expect(unknown).toHaveCount(0);

    await turn(page, "Line 3");
    await signIn(page, "admin");
    await visit(page, "Deploy");
    await showText(page);
    await expect(fileText(page)).toSay(manifest);
    await expect(unknown).toBeVisible();
    await expect(step(page, "Microservice edge-guard")).toContainText("blocked");
    await expect(step(page, "Microservice edge-guard")).toContainText('There is no agent "edge-1" on this Controller');
  });

  test("while changes are being applied, the console stays with their Controller", async ({ page, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    await openAs(page, "admin", "/settings");
    await add(page, neighbour, "Line 3");
    await visit(page, "Deploy");
    await drop(page, [{ name: "slow.yaml", content: slow }]);
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    await expect(outcome(page, "slow-probe")).toContainText("applying");
    await turn(page, "Line 3");
    await expect(page.getByRole("status").filter({ hasText: /Changes are being applied to .* Stop that or wait/ })).toBeVisible();
    await expect(outcome(page, "slow-probe")).toContainText("created");
    await turn(page, "Line 3");
    await expect(page.getByText(`at ${neighbour.address}`)).toBeVisible();
  });
});

test.describe("with a neighbour in use", () => {
  test.use({ others: [[]] });

  test("a copied link and a link opened in another tab say which Controller", async ({ page, context, stranger, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openAs(page, "admin", "/settings");
    await add(page, neighbour, "Line 3");
    await turn(page, "Line 3");
    await signIn(page, "admin");
    await visit(page, "Microservices");
    const link = row(page, "web").getByRole("link", { name: "web" });
    const opened = context.waitForEvent("page");
    await link.click({ modifiers: ["ControlOrMeta"] });
    await expect(await opened).toHaveURL(naming(neighbour));

    await link.click();
    await expect(page).toHaveURL(naming(neighbour));
    await act(page, "Copy link");
    await expect(page.getByRole("status")).toContainText("Link copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(new URL(copied).searchParams.get("controller")).toBe(neighbour.address);
    await stranger.goto(copied);
    await expect(stranger.getByRole("heading", { level: 1, name: "Work with another Controller?" })).toBeVisible();
  });

  test("an address that names no Controller is about the console's own, also in a tab that is on another one", async ({ page, controller, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    await openAs(page, "admin", "/registries/3/edit");
    const address = page.getByLabel("Address");
    await expect(address).toBeVisible();
    await add(page, neighbour, "Line 3");
    await turn(page, "Line 3");
    await signIn(page, "admin");
    await visit(page, "Registries");
    await expect(page).toHaveURL(naming(neighbour));

    const own = page.waitForRequest(`${controller.address}/api/v3/registries`);
    await page.goto("/registries/3/edit");
    await own;
    await expect(address).toBeVisible();
    await expect(page).toHaveURL(`${controller.address}/registries/3/edit`);
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: "Registries" })).toBeVisible();
    await expect(page).toHaveURL(naming(neighbour));
    // Back to where the tab was on the console's own, without loading the page anew.
    await turn(page, host(controller));
    await visit(page, "Agents");
    await turn(page, "Line 3");
    await page.goBack();
    await expect(page).toHaveURL(`${controller.address}/agents`);
    await expect(page.getByRole("button", { name: /^Controller: / })).toContainText(host(controller));
  });

  test("a shell is given back where it was opened, wherever the tab turns", async ({ page, controller, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    await openAs(page, "admin", "/settings");
    await add(page, neighbour, "Line 3");
    await turn(page, "Line 3");
    await signIn(page, "admin");
    await visit(page, "Microservices");
    await row(page, "web").getByRole("link", { name: "web" }).click();
    await page.getByRole("link", { name: "Terminal" }).click();
    await page.getByRole("button", { name: "Open a shell" }).click();
    await expect(page.getByRole("button", { name: "Close the shell" })).toBeVisible();
    const given = page.waitForRequest((request) => request.method() === "DELETE" && request.url().endsWith("/exec"));
    await turn(page, host(controller));
    expect((await given).url()).toContain(`${neighbour.address}/api/v3/microservices/`);
  });

  test("signing out of one ends its session in all tabs, and no other", async ({ page, context, controller, neighbours, watch }) => {
    const neighbour = allowed(neighbours, watch);
    await openAs(page, "admin", "/settings");
    await add(page, neighbour, "Line 3");
    const second = await context.newPage();
    await second.goto(`/microservices?controller=${encodeURIComponent(neighbour.address)}`);
    await signIn(second, "admin");
    await expect(row(second, "web")).toBeVisible();
    const third = await context.newPage();
    await third.goto("/microservices");
    await expect(row(third, "web")).toBeVisible();

    await signOut(page);
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(third).toHaveURL(/\/sign-in/);
    const again = second.waitForResponse(`${neighbour.address}/api/v3/microservices`);
    await again;
    await expect(second).toHaveURL(naming(neighbour));
    expect(await tokenFor(second, controller.address)).toBe("");
    expect(await tokenFor(second, neighbour.address)).not.toBe("");
  });
});

test("a link whose controller is no address of one is refused in words", async ({ page, controller }) => {
  await openAs(page, "admin", "/agents");
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  const refused = [
    ["javascript:alert(1)", "must start with http:// or https://"],
    ["javascript://evil.example/%0aalert(1)", "must start with http:// or https://"],
    ["data:text/html,<script>alert(1)</script>", "must start with http:// or https://"],
    ["ftp://evil.example", "must start with http:// or https://"],
    ["https://admin:hunter2@evil.example", "must not hold a user name or password"],
    ["https://evil.example?next=x", "must not hold a query"],
    ["https://evil.example/../x", "path of the address"],
    ["//evil.example", "needs a host name"],
    ["https://evil.example:99999", "The port must be a number"],
    ["https://evil example", "needs a host name"],
  ] as const;
  for (const [text, reason] of refused) {
    await page.goto(`/agents?controller=${encodeURIComponent(text)}`);
    const alert = page.getByRole("alert").filter({ hasText: "This link names no Controller" });
    await expect(alert, text).toContainText(reason);
    await expect(alert).not.toContainText("hunter2");
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: `Continue with ${host(controller)}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  await expect(page).toHaveURL(`${controller.address}/agents`);
});

test("an address that is none cannot be added, and what was typed stays", async ({ page }) => {
  await openAs(page, "admin", "/settings");
  await page.getByLabel("Address").fill("javascript:alert(1)");
  await page.getByRole("button", { name: "Add Controller" }).click();
  await expect(page.getByText("The address must start with http:// or https://.")).toBeVisible();
  await expect(page.getByLabel("Address")).toHaveValue("javascript:alert(1)");
  await expect(known(page).getByRole("listitem")).toHaveCount(1);
});

test("a Controller that the page's policy forbids is explained, and there is a way back", async ({ page, controller, watch }) => {
  watch.forgive(/Content Security Policy|foreign request/);
  const forbidden = await startController("0");
  await openAs(page, "admin", "/settings");
  await add(page, forbidden, "Far");
  await turnFromSettings(page, "Far");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText(`does not allow it to talk to ${forbidden.address}`);
  await expect(alert).toContainText("connect-src");
  await expectAccessible(page);
  await turn(page, host(controller));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await forbidden.stop();
});

test.describe("on an Eclipse ioFog Controller 3.0", () => {
  test.use({ flags: ["--api", "3.0"] });

  test("it is known by its status, asked once, and spoken to as it wants", async ({ page, controller }) => {
    const sent = requests(page.context(), controller.address);
    const refused: string[] = [];
    page.on("response", (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
    });
    await page.goto("/microservices");
    await expect(page.getByText(`Eclipse ioFog Controller 3.0.4 at ${controller.address}`)).toBeVisible();
    await signIn(page, "admin");
    await expect(row(page, "web")).toBeVisible();
    const token = await tokenFor(page, controller.address);
    const list = sent.find((request) => request.url().endsWith("/api/v3/microservices"));
    expect(list?.headers()["authorization"], "the bare token").toBe(token);

    for (const [path, text] of [["/", "Needs attention"], ["/registries", "registry.hub.docker.com"], ["/agents", "edge-1"]] as const) {
      await page.goto(path);
      await expect(page.getByText(text).first()).toBeVisible();
      await expectAccessible(page);
    }
    for (const view of ["logs", "exec"]) {
      await page.goto(`/microservices/shop/web/${view}`);
      await expect(page.getByRole("main")).toContainText("Eclipse ioFog Controller 3.0.4 hands out neither logs nor shells");
    }
    await page.goto("/deploy");
    await expect(page.getByRole("heading", { level: 1, name: "Deploy" })).toBeVisible();
    await drop(page, [{ name: "edge-guard.yaml", content: manifest }]);
    await page.getByRole("button", { name: /^Apply/ }).click();
    await expect(outcome(page, "Microservice edge-guard").first()).toContainText("created");
    // Directly before it is made, the name is asked for: nobody has it.
    expect(refused.filter((answer) => !/^404 .*\/application\/edge-guard$/.test(answer))).toEqual([]);
    const status = sent.filter((request) => request.url().endsWith("/api/v3/status"));
    expect(status.length, "asked once, however many pages were opened").toBe(1);
  });
});

/** The neighbour, which this test's pages may ask. */
function allowed(neighbours: readonly Controller[], watch: { allow(address: string): void }): Controller {
  const [neighbour] = neighbours;
  if (!neighbour) throw new Error("This test has no further Controller.");
  watch.allow(neighbour.address);
  return neighbour;
}

/** Everything that is sent to an address from now on. */
function requests(context: BrowserContext, address: string): Request[] {
  const sent: Request[] = [];
  context.on("request", (request) => {
    if (request.url().startsWith(`${address}/api/`)) sent.push(request);
  });
  return sent;
}

/** What a Controller without a name is called. */
function host(controller: Controller): string {
  return new URL(controller.address).host;
}

/** An address of the page that says which Controller it is about. */
function naming(controller: Controller): (url: URL) => boolean {
  return (url) => url.searchParams.get("controller") === controller.address;
}

function known(page: Page): Locator {
  return page.getByRole("list", { name: "Known Controllers" });
}

async function visitSettings(page: Page): Promise<void> {
  await visit(page, "Settings");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
}

/** Goes to a page by the navigation, which keeps what is in memory. */
async function visit(page: Page, title: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: new RegExp(`^${title}`) }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** Puts a Controller on the list, in the settings. */
async function add(page: Page, controller: Controller, name: string): Promise<void> {
  await visitSettings(page);
  await page.getByLabel("Address").fill(controller.address);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add Controller" }).click();
  await expect(known(page).getByLabel(`Name of ${controller.address}`)).toHaveValue(name);
}

async function turnFromSettings(page: Page, name: string): Promise<void> {
  await known(page).getByRole("button", { name: `Switch to ${name}` }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

/** Turns to another Controller by the switcher. */
async function turn(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Controller: / }).click();
  const list = page.getByRole("list", { name: "Controllers", exact: true });
  await list.getByRole("button", { name: new RegExp(`^${name.replaceAll(".", "\\.")}`) }).click();
}
