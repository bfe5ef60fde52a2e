// Whatever goes wrong with a request: the page stays usable, says what happened, keeps what was typed, and never calls
// done what was not.

import type { Page } from "@playwright/test";
import { faults, reads, Sabotage, writes, type Fault } from "./support/faults.ts";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, outcome, row, showText, signIn, signOut, tokenFor, write } from "./support/words.ts";

test.beforeEach(({ watch }) => watch.forgive(/Failed to load resource|net::ERR_/));

const read = {
  microservices: "microservices",
  agents: "iofog-list",
  items: "catalog/microservices",
  registries: "registries",
  applications: "application",
  templates: "applicationTemplates",
  secrets: "secrets",
};

/** Each page, the lists it shows, and something that it shows of the first. */
const pages: readonly { path: string; lists: readonly [keyof typeof read, ...(keyof typeof read)[]]; shows: (page: Page) => ReturnType<Page["locator"]> }[] = [
  { path: "/", lists: ["microservices", "agents", "items", "registries"], shows: (page) => page.getByRole("heading", { name: "Needs attention" }) },
  { path: "/microservices", lists: ["microservices", "agents", "items"], shows: (page) => row(page, "web") },
  { path: "/microservices/shop/web", lists: ["microservices", "agents", "items", "registries"], shows: (page) => page.getByRole("heading", { name: "What runs" }) },
  { path: "/microservices/shop/web/yaml", lists: ["microservices", "secrets"], shows: (page) => page.getByLabel("Manifest").getByText("kind: Microservice") },
  { path: "/microservices/shop/web/edit", lists: ["microservices", "secrets"], shows: (page) => page.getByLabel("Port on the agent, port 1") },
  { path: "/applications", lists: ["applications"], shows: (page) => row(page, /^shop/) },
  { path: "/applications/shop", lists: ["applications", "microservices"], shows: (page) => row(page, "web") },
  { path: "/catalog", lists: ["items", "registries"], shows: (page) => row(page, "thermometer") },
  { path: "/catalog/6/edit", lists: ["items", "registries", "microservices"], shows: (page) => page.getByLabel("Description") },
  { path: "/registries", lists: ["registries", "items", "microservices"], shows: (page) => row(page, /docker/).first() },
  { path: "/registries/3/edit", lists: ["registries", "items"], shows: (page) => page.getByLabel("Address") },
  { path: "/agents/edge-1", lists: ["agents", "microservices"], shows: (page) => page.getByRole("heading", { name: "Machine" }) },
  { path: "/agents", lists: ["agents", "microservices"], shows: (page) => row(page, "edge-1") },
];

for (const [number, { path, lists, shows }] of pages.entries()) {
  test(`${path} says what could not be read, keeps what it has, and recovers`, async ({ page }) => {
    const sabotage = new Sabotage(page);
    await sabotage.ready();
    await page.clock.install();
    await openAs(page, "admin", path);
    await expect(shows(page)).toBeVisible();
    const [main, second] = lists;
    const coldly = number % 2 === 0 && second ? second : main;
    const cases = [
      ...faults.map((fault) => ({ fault, list: main })),
      ...lists.slice(1).map((list, at) => ({ fault: faultAt(number + at), list })),
    ];
    for (const { fault, list } of cases) {
      await test.step(`${fault.name} for ${list}`, async () => {
        sabotage.lay(fault, reads(read[list]));
        await eventually(page, () => expect(page.getByRole("alert")).toContainText(fault.says, { timeout: 200 }));
        await expect(page.getByRole("alert")).toContainText(said(list));
        await expect(shows(page)).toBeVisible();
        sabotage.lift();
        await eventually(page, () => expect(page.getByRole("alert")).toHaveCount(0, { timeout: 200 }));
      });
    }

    await test.step(`opened while ${coldly} fail`, async () => {
      sabotage.lay(faultAt(number), reads(read[coldly]));
      await page.reload();
      // Where nothing else was asked for, the banner says so as well.
      const said = page.getByRole("alert").filter({ hasText: faultAt(number).says }).first();
      await eventually(page, () => expect(said).toBeVisible({ timeout: 200 }));
      await expect(page.getByText("All is well")).toHaveCount(0);
      sabotage.lift();
      await eventually(page, () => expect(page.getByRole("alert")).toHaveCount(0, { timeout: 200 }));
      await expect(shows(page)).toBeVisible();
    });
  });
}

test("the plan says which list it waits for, and the text stays", async ({ page }) => {
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  await page.clock.install();
  const fault = faultAt(0);
  sabotage.lay(fault, reads(read.templates));
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "item.yaml", content: kinds[0]?.text("some") ?? "" }]);
  const plan = page.getByRole("region", { name: "Plan and results" });
  await eventually(page, () => expect(plan.getByRole("alert")).toContainText(fault.says, { timeout: 200 }));
  await expect(plan.getByRole("alert")).toContainText("application templates");
  sabotage.lift();
  await eventually(page, () => expect(page.getByRole("button", { name: "Apply 1 change" })).toBeVisible({ timeout: 200 }));
});

test("a plan that cannot be compared once more is not sent", async ({ page }) => {
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  await page.clock.install();
  await openAs(page, "admin", "/deploy");
  const text = kinds[0]?.text("some") ?? "";
  await drop(page, [{ name: "item.yaml", content: text }]);
  const apply = page.getByRole("button", { name: "Apply 1 change" });
  await expect(apply).toBeVisible();
  let sent = 0;
  page.on("request", (request) => { if (writes(request)) sent += 1; });
  for (const fault of faults) {
    sabotage.lay(fault, reads(read.registries));
    await apply.click();
    const plan = page.getByRole("region", { name: "Plan and results" });
    await eventually(page, () => expect(plan.getByRole("alert")).toContainText(fault.says, { timeout: 200 }));
    await expect(plan.getByRole("alert")).toContainText("Nothing was sent");
    await expect(fileText(page)).toSay(text);
    sabotage.lift();
    await expect(apply).toBeVisible();
  }
  expect(sent).toBe(0);
});

const kinds: readonly { kind: string; list: string; text: (name: string) => string }[] = [
  {
    kind: "CatalogItem",
    list: read.items,
    text: (name) => `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: ${name}\nspec:\n  x86: acme/tool:1\n  registry: remote\n`,
  },
  {
    kind: "Registry",
    list: read.registries,
    text: (name) => `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: ${name}\n  username: john\n  password: secret\n  email: john@example.com\n`,
  },
  {
    kind: "Application",
    list: read.applications,
    text: (name) => `apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: ${name}\nspec:\n  microservices:\n    - name: one\n      agent:\n        name: edge-1\n      images:\n        x86: acme/tool:1\n`,
  },
  {
    kind: "Microservice",
    list: read.microservices,
    text: (name) => `apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: shop/${name}\nspec:\n  agent:\n    name: edge-1\n  images:\n    x86: acme/tool:1\n`,
  },
  {
    kind: "ApplicationTemplate",
    list: read.templates,
    text: (name) => `apiVersion: datasance.com/v3\nkind: ApplicationTemplate\nmetadata:\n  name: ${name}\nspec:\n  name: ${name}\n  application:\n    microservices: []\n`,
  },
];

for (const { kind, list, text } of kinds) {
  test(`${kind}: what went wrong while it was applied is said, and going on makes exactly one`, async ({ page }) => {
    const sabotage = new Sabotage(page);
    await sabotage.ready();
    await page.clock.install();
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "one.yaml", content: text("begin") }]);
    if (kind === "Registry") await showText(page);
    // The form below has all of them; here are those that each kind of object is read back after in its own way.
    for (const [at, fault] of faults.filter((fault) => fault.inDoubt).entries()) {
      await test.step(fault.name, async () => {
        const name = `made-${at}`;
        await applyUnder(page, sabotage, fault, { kind, text: text(name), becomes: "created" });
        const made = (await entries(page, list)).filter((entry) => [entry.name, entry.url].includes(name));
        expect(made, `${kind} after ${fault.name}`).toHaveLength(1);
        await page.getByRole("button", { name: "Back to the plan" }).click();
      });
    }
  });
}

/** What each kind has in the small seed, changed; `stored` finds the change in the Controller's list. */
const changes: readonly { kind: string; list: string; text: (value: string) => string; stored: (entry: Entry) => unknown }[] = [
  {
    kind: "Registry",
    list: read.registries,
    text: (value) => `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  id: 3\n  url: https://registry.example.com\n  private: true\n  username: ${value}\n  email: robot@example.com\n`,
    stored: (entry) => entry.id === 3 && entry.username,
  },
  {
    kind: "Application",
    list: read.applications,
    text: (value) => `apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: shop\nspec:\n  description: ${value}\n`,
    stored: (entry) => entry.name === "shop" && entry.description,
  },
  {
    kind: "Microservice",
    list: read.microservices,
    text: (value) => `apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: shop/cart\nspec:\n  agent:\n    name: edge-1\n  container:\n    runAsUser: ${value}\n`,
    stored: (entry) => entry.name === "cart" && entry.runAsUser,
  },
  {
    kind: "ApplicationTemplate",
    list: read.templates,
    text: (value) => `apiVersion: datasance.com/v3\nkind: ApplicationTemplate\nmetadata:\n  name: probe\nspec:\n  description: ${value}\n  application:\n    microservices: []\n`,
    stored: (entry) => entry.name === "probe" && entry.description,
  },
];

for (const { kind, list, text, stored } of changes) {
  test(`${kind}: a change that fails is not called done, and going on carries it out`, async ({ page }) => {
    const sabotage = new Sabotage(page);
    await sabotage.ready();
    await page.clock.install();
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "one.yaml", content: text("begin") }]);
    for (const [at, fault] of faults.entries()) {
      await test.step(fault.name, async () => {
        const value = `changed-${at}`;
        await applyUnder(page, sabotage, fault, { kind, text: text(value), becomes: "updated" });
        expect((await entries(page, list)).map(stored), `${kind} after ${fault.name}`).toContain(value);
        await page.getByRole("button", { name: "Back to the plan" }).click();
      });
    }
  });
}

test("a deletion that fails is not called done, and going on deletes just what was ticked", async ({ page }) => {
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  await page.clock.install();
  await openAs(page, "admin", "/deploy");
  // The applications of the seed, each emptied under another fault.
  const emptied = (name: string) =>
    `apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: ${name}\nspec:\n  microservices: []\n`;
  await drop(page, [{ name: "one.yaml", content: emptied("shop") }]);
  const chosen = faults.filter((fault) => fault.inDoubt).slice(0, 3);
  for (const [at, fault] of chosen.entries()) {
    const name = ["shop", "sensors", "gateway"][at] ?? "";
    await test.step(`${fault.name} while ${name} is emptied`, async () => {
      const tick = () => page.getByRole("checkbox").first().check();
      await applyUnder(page, sabotage, fault, { kind: "Application", text: emptied(name), becomes: "updated", tick });
      const left = await entries(page, read.microservices);
      expect(left.filter((entry) => entry.application === name)).toEqual([]);
      expect(left.filter((entry) => entry.application === "reports"), "nothing else was deleted").not.toEqual([]);
      await page.getByRole("button", { name: "Back to the plan" }).click();
    });
  }
});

test("the catalog item's form keeps what was typed through every fault", async ({ page }) => {
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  await page.clock.install();
  await openAs(page, "admin", "/catalog/6/edit");
  const results = page.getByRole("region", { name: "Plan and results" });
  for (const [at, fault] of faults.entries()) {
    await test.step(fault.name, async () => {
      const typed = `typed ${at}`;
      await page.getByLabel("Description").fill(typed);
      sabotage.lay(fault, writes);
      await page.getByRole("button", { name: "Apply 1 change" }).click();
      await eventually(page, () => expect(results).toContainText(fault.says, { timeout: 200 }));
      await expect(outcome(page, "CatalogItem")).not.toContainText("updated");
      await expect(page.getByLabel("Description")).toHaveValue(typed);
      sabotage.lift();
      await page.getByRole("button", { name: /^(Continue|Retry failed)$/ }).click();
      await expect(outcome(page, "CatalogItem")).toContainText("updated");
      await page.getByRole("button", { name: "Back to the plan" }).click();
    });
  }
});

test("signing in says what went wrong and keeps what was typed; signing out always works", async ({ page }) => {
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  await page.clock.install();
  await page.goto("/agents");
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password").fill("password");
  const user = (end: string) => (request: { url(): string }) => request.url().endsWith(`/user/${end}`);
  for (const fault of faults) {
    await test.step(fault.name, async () => {
      sabotage.lay(fault, user("login"));
      await page.getByRole("button", { name: "Sign in" }).click();
      await eventually(page, () => expect(page.getByRole("alert")).toContainText(fault.says, { timeout: 200 }));
      await expect(page.getByLabel("E-mail")).toHaveValue("admin@example.com");
      await expect(page.getByLabel("Password")).toHaveValue("password");
    });
  }
  for (const fault of faults) {
    await test.step(`signing out with ${fault.name}`, async () => {
      sabotage.lift();
      await signIn(page, "admin");
      await expect(page).not.toHaveURL(/sign-in/);
      sabotage.lay(fault, user("logout"));
      await signOut(page);
      await eventually(page, () => expect(page).toHaveURL(/sign-in/, { timeout: 200 }));
    });
  }
});

test.describe("with a Controller that fails now and then", () => {
  test.use({ flags: ["--fail", "20%", "--latency", "0-30ms"] });

  test("every page opens all the same", async ({ page }) => {
    test.slow();
    await page.clock.install();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill("admin@example.com");
    await page.getByLabel("Password").fill("password");
    await expect(async () => {
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByLabel("Password")).toHaveCount(0, { timeout: 1_000 });
    }).toPass();
    for (const { path, shows } of pages) {
      await page.goto(path);
      await eventually(page, () => expect(shows(page)).toBeVisible({ timeout: 200 }));
    }
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
  });
});

/** Applies a text under a fault: it is said, nothing is called done, the text stays, and going on carries it out. */
async function applyUnder(
  page: Page,
  sabotage: Sabotage,
  fault: Fault,
  { kind, text, becomes, tick }: { kind: string; text: string; becomes: "created" | "updated"; tick?: () => Promise<void> },
): Promise<void> {
  await write(fileText(page), text);
  await tick?.();
  sabotage.lay(fault, writes);
  await page.getByRole("button", { name: /^Apply 1 change/ }).click();
  const results = page.getByRole("region", { name: "Plan and results" });
  await eventually(page, () => expect(results).toContainText(fault.says, { timeout: 200 }));
  await expect(outcome(page, kind)).not.toContainText(/created|updated|deleted/);
  await expect(fileText(page)).toSay(text);
  sabotage.lift();
  await page.getByRole("button", { name: /^(Continue|Retry failed)$/ }).click();
  // What has no name is looked for a while.
  await eventually(page, () => expect(outcome(page, kind)).toContainText(becomes, { timeout: 200 }));
}

/** The faults in turn, so that each is laid on many lists. */
function faultAt(at: number): Fault {
  const fault = faults[(at * 3) % faults.length];
  if (!fault) throw new Error("There is at least one fault.");
  return fault;
}

/** How a list is called where it could not be read. */
function said(list: keyof typeof read): RegExp {
  // A page whose only list is lost says so for the Controller as a whole, with the path it asked for.
  const words = { items: "catalog items", templates: "application templates", applications: "applications|GET /application" };
  return new RegExp(list in words ? words[list as keyof typeof words] : list);
}

/** Lets the page's time run until something holds: refreshes, pauses and time limits pass quickly. */
async function eventually(page: Page, holds: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(3_000);
    await holds();
  }).toPass({ intervals: [20] });
}

type Entry = Partial<Record<"name" | "url" | "application" | "description" | "username" | "runAsUser", string>> & { id?: number };

/** The entries of a list as the Controller answers it to the signed-in user. */
async function entries(page: Page, list: string): Promise<Entry[]> {
  const authorization = `Bearer ${await tokenFor(page, new URL(page.url()).origin)}`;
  const answer = await page.request.get(`/api/v3/${list}`, { headers: { authorization } });
  const body = (await answer.json()) as Record<string, unknown>;
  return (Object.values(body).find(Array.isArray) ?? []) as Entry[];
}
