// Texts that are shared by a link: what goes along, what does not, and what becomes of the link.

import { deflateSync, strToU8 } from "fflate";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { drop, expectKept, fileText, openAs, signIn, step } from "./support/words.ts";

const item = (name: string) =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: ${name}\nspec:\n  x86: acme/${name}:1\n  registry: remote\n`;
const registry =
  "apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: one.example\n  private: true\n  username: robot\n  password: hunter2\n  email: o@example.com\n";

const heads = (page: Page) => page.getByRole("heading", { level: 2, name: /\.yaml/ });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Share as a link" });
const cameFrom = (page: Page) => page.getByRole("status").filter({ hasText: "From a shared link" });
const packed = (value: unknown) => `1${Buffer.from(deflateSync(strToU8(JSON.stringify(value)))).toString("base64url")}`;

/** Opens the workspace with its script, which packs and unpacks. */
async function open(page: Page, path = "/deploy"): Promise<void> {
  const script = page.waitForResponse(/editor-.*\.js$/);
  await openAs(page, "admin", path);
  await script;
}

/** The link that the dialog shows. */
async function link(page: Page): Promise<string> {
  await page.getByRole("main").getByRole("button", { name: "Share", exact: true }).click();
  return dialog(page).getByLabel("Link", { exact: true }).inputValue();
}

test("a link carries a text to somebody who signs in, without its secrets", async ({ page, stranger, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await drop(page, [{ name: "shop/one.yaml", content: registry }]);
  await expect(heads(page)).toHaveText([/^shop\/one\.yaml/]);
  const address = await link(page);
  expect(address).toMatch(/\/deploy#share=1[\w-]+$/);
  await expect(dialog(page)).toContainText("Passwords and secret values were left out.");
  await expect(dialog(page)).toContainText(`${address.length} characters`);
  await expectAccessible(page);
  await expect(dialog(page).getByRole("button", { name: "Link copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  await page.evaluate(() => navigator.clipboard.writeText("something else"));
  await dialog(page).getByRole("button", { name: /Copy link|Link copied/ }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(address);

  const asked: string[] = [];
  stranger.on("request", (request) => asked.push(request.url()));
  await stranger.goto(address);
  await signIn(stranger, "developer");
  await expect(heads(stranger)).toHaveText([/^shop\/one\.yaml/]);
  await expect(fileText(stranger)).toSay(registry.replace("hunter2", ""));
  await expect(cameFrom(stranger)).toContainText("1 file came with it; nothing was applied.");
  await expect(step(stranger, "Registry")).toContainText("Type them again");
  await expectAccessible(stranger);
  expect(asked.filter((url) => new URL(url).href.includes("share="))).toEqual([]);
  await expectKept(stranger, "one.example");
  await expect(stranger, "the text has left the address").toHaveURL(/\/deploy(\/[^#?]+)?$/);
  await stranger.reload();
  await expect(heads(stranger)).toHaveCount(1);
  await expect(cameFrom(stranger)).toHaveCount(0);
});

test("all files go into one link, and what is open already is not taken twice", async ({ page }) => {
  await open(page);
  await drop(page, ["one", "two"].map((name) => ({ name: `${name}.yaml`, content: item(name) })));
  await expect(heads(page)).toHaveCount(2);
  const one = await link(page);
  await dialog(page).getByRole("radio", { name: "All 2 files" }).check();
  await expect(dialog(page).getByLabel("Link", { exact: true })).not.toHaveValue(one);
  const both = await dialog(page).getByLabel("Link", { exact: true }).inputValue();
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Remove one.yaml from the workspace" }).click();
  await page.getByRole("button", { name: "two.yaml", exact: true }).click();

  // A link that is opened while the page stands does not load it again.
  await page.evaluate((hash) => (location.hash = hash), new URL(both).hash);
  await expect(cameFrom(page)).toContainText("1 file came with it, 1 file is here already, exactly so; nothing was applied.");
  await expect(heads(page)).toHaveText([/^two\.yaml/, /^one\.yaml/]);
  await cameFrom(page).getByRole("button", { name: "Close" }).click();
  await expect(cameFrom(page)).toHaveCount(0);
});

test("a text of the same name is kept beside the open one", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "one.yaml", content: item("one") }]);
  await page.evaluate((hash) => (location.hash = hash), `#share=${packed([["one.yaml", item("other"), 0]])}`);
  await expect(heads(page)).toHaveText([/^one\.yaml/, /^one-2\.yaml/]);
  await page.evaluate((hash) => (location.hash = hash), `#share=${packed([["../../etc/x", item("third"), 0]])}`);
  await expect(heads(page)).toHaveText([/^one\.yaml/, /^one-2\.yaml/, /^shared\.yaml/]);
});

test("a link that is broken, from elsewhere or a bomb says so, and nothing is lost", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "one.yaml", content: item("one") }]);
  const whole = packed([["two.yaml", item("two"), 0]]);
  for (const [hash, why] of [
    [whole.slice(0, -9), "a part of it is missing"],
    ["1!!!", "a part of it is missing"],
    [packed({ not: "files" }), "a part of it is missing"],
    [`7${whole}`, "another version of the console"],
    [packed([["bomb.yaml", "x".repeat(30_000_000), 0]]), "more than 20 MB of text"],
  ] as const) {
    await page.evaluate((value) => (location.hash = value), `#share=${hash}`);
    await expect(page.getByRole("alert").filter({ hasText: "The shared link could not be opened" })).toContainText(why);
    await page.getByRole("alert").getByRole("button", { name: "Close" }).click();
  }
  await expect(heads(page)).toHaveText([/^one\.yaml/]);
});

test("long links are warned of, and too long ones are none", async ({ page }) => {
  await open(page);
  // What cannot be compressed.
  let seed = 1;
  const noise = (length: number) =>
    Array.from({ length }, () => ((seed = (seed * 48_271) % 2_147_483_647) % 36).toString(36)).join("");
  const text = (length: number) => `${item("noise")}# ${noise(length)}\n`;
  await drop(page, [{ name: "long.yaml", content: text(20_000) }]);
  expect((await link(page)).length).toBeGreaterThan(8_000);
  await expect(dialog(page)).toContainText("A long link");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await drop(page, [{ name: "longer.yaml", content: text(200_000) }]);
  await expect(heads(page)).toHaveCount(2);
  await page.getByRole("main").getByRole("button", { name: "Share", exact: true }).click();
  await expect(dialog(page)).toContainText("Too long for a link");
  await expect(dialog(page).getByLabel("Link", { exact: true })).toHaveCount(0);
});

test.describe("with an identity provider", () => {
  test.use({ flags: ["--idp"] });

  test("a link is opened after signing in there, and the provider is told nothing of it", async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
    const share = packed([["one.yaml", item("one"), 0]]);
    await page.goto(`/deploy#share=${share}`);
    await page.getByRole("button", { name: "Sign in through the identity provider" }).click();
    await page.getByLabel(/mail|user/i).fill("admin@example.com");
    await page.getByLabel(/password/i).fill("password");
    await page.getByRole("button", { name: /sign in|log in/i }).click();
    await expect(heads(page)).toHaveText([/^one\.yaml/]);
    await expect(fileText(page)).toSay(item("one"));
    expect(asked.filter((text) => text.includes(share))).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.getItem("ecn-console.sign-in"))).toBeNull();
  });
});

test.describe("for another Controller", () => {
  test.use({ seed: "0", others: [[]] });

  test("a link asks whether to trust that one, and is opened there", async ({ page, neighbours, watch }) => {
    const [neighbour] = neighbours;
    if (!neighbour) throw new Error("no neighbour was started");
    watch.allow(neighbour.address);
    await page.goto(`/deploy?controller=${encodeURIComponent(neighbour.address)}#share=${packed([["one.yaml", item("one"), 0]])}`);
    await expect(page.getByRole("heading", { level: 1, name: "Work with another Controller?" })).toBeVisible();
    await page.getByLabel("Name").fill("Line 3");
    await page.getByRole("button", { name: "Add it and continue" }).click();
    await signIn(page, "admin");
    await expect(heads(page)).toHaveText([/^one\.yaml/]);
    await expect(page).toHaveURL(/\/deploy[^#]*controller=/);
    expect(await link(page)).toMatch(/\/deploy\?controller=[^#]+#share=1/);
  });
});
