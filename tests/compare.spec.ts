// A draft beside what is live, line by line: what differs, taking lines over, and what somebody else changed meanwhile.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { picture } from "./support/picture.ts";
import { expect, test } from "./support/test.ts";
import { drop, expectKept, fileText, openAs, outcome, outline, problem, step, tell, textOf } from "./support/words.ts";

/** The seed's microservice as somebody would write it: in another order, with a comment, and another theme. */
const web = `apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: shop/web
spec:
  config: {theme: dark, features: {search: true}}
  # where it runs
  agent: {name: edge-1}
  images: {registry: remote, x86: example/shop-web:3.1, arm: example/shop-web:3.1}
  container:
    isPrivileged: false
    ports:
      - {internal: 80, external: 8080, protocol: tcp}
    env:
      - {key: LANGUAGE, valueFromConfigMap: settings/language}
      - {key: LOG_LEVEL, value: info}
    healthCheck: {test: [CMD, curl, -f, http://localhost/], interval: 30, retries: 3}
`;

const registry = (email: string) =>
  `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  id: 3\n  url: https://registry.example.com\n  private: true\n  username: robot\n  email: ${email}\n`;

const item = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: gauge\nspec:\n  x86: acme/gauge:1\n  registry: remote\n";

async function open(page: Page, content: string): Promise<void> {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "one.yaml", content }]);
  await expect(fileText(page)).toHaveAttribute("contenteditable", "true");
}

async function choose(page: Page, what: string): Promise<void> {
  await page.getByRole("radio", { name: what, exact: true }).check();
}

async function compare(page: Page, content: string): Promise<void> {
  await open(page, content);
  await choose(page, "Compare with live");
}

/** What is said of a document. */
function compared(page: Page, name: string): Locator {
  const heading = page.getByRole("heading", { name, exact: true });
  return page.getByRole("list", { name: "Comparison" }).getByRole("listitem").filter({ has: heading });
}

const side = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const takeLive = (page: Page) => page.getByRole("button", { name: "Take live" });
const folded = (page: Page) => page.getByRole("button", { name: /unchanged lines/ });

/** The text of the file. */
async function text(page: Page): Promise<string> {
  await choose(page, "Text");
  await expect(fileText(page)).toHaveAttribute("contenteditable", "true");
  return textOf(fileText(page));
}

test("only what differs is shown, side by side, in the draft's own order and words", async ({ page }) => {
  await compare(page, web);
  await expect(side(page, "Microservice shop/web, Live")).toContainText("theme: light");
  await expect(side(page, "Microservice shop/web, Draft")).toContainText("theme: dark");
  await expect(takeLive(page)).toHaveCount(1);
  await expect(folded(page).first()).toBeVisible();
  await expect(side(page, "Microservice shop/web, Live")).not.toContainText("isPrivileged");
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await picture(page, "compare");
});

test("live is taken over change by change, each one step that can be undone", async ({ page }) => {
  const changed = web.replace("value: info", "value: debug");
  await compare(page, changed);
  await expect(takeLive(page)).toHaveCount(2);
  await takeLive(page).first().click();
  await expect(takeLive(page)).toHaveCount(1);
  await expect(takeLive(page), "the next one is at hand").toBeFocused();
  await expect(step(page, "shop/web")).toContainText("debug");
  await expect(step(page, "shop/web")).not.toContainText("theme");
  await page.keyboard.press("Enter");
  await expect(compared(page, "Microservice shop/web")).toContainText("The same as what is live.");
  await expect(step(page, "shop/web")).toContainText("no change");
  // Who took over the last one is still here.
  await page.keyboard.press("ControlOrMeta+z");
  await expect(takeLive(page)).toHaveCount(1);
  expect(await text(page)).toBe(changed.replace("dark", "light"));
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fileText(page)).toSay(changed);
});

test("the layout is remembered", async ({ page }) => {
  await compare(page, web);
  await expect(side(page, "Microservice shop/web, Draft")).toBeVisible();
  await choose(page, "Unified");
  const both = side(page, "Microservice shop/web, Live and Draft");
  await expect(both).toContainText("theme: light");
  await expect(both).toContainText("theme: dark");
  await expectAccessible(page);
  await takeLive(page).click();
  await expect(compared(page, "Microservice shop/web")).toContainText("The same as what is live.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expectKept(page, "theme: dark");
  await page.reload();
  await choose(page, "Compare with live");
  await expect(page.getByRole("radio", { name: "Unified" })).toBeChecked();
  await expect(both).toBeVisible();
});

test("what is about nothing live says so, and a registry waits until it is known which", async ({ page }) => {
  const other = registry("other@example.com");
  await compare(page, `${item}---\n${other.replace("  id: 3\n", "")}---\n${other}---\nkind: CatalogItem\nmetadata: {name: broken\n`);
  await expect(compared(page, "CatalogItem gauge")).toContainText("New: nothing to compare with.");
  await expect(page.getByRole("list", { name: "Comparison" })).toContainText("Choose in the plan which registry is meant");
  await compared(page, "Registry #3").scrollIntoViewIfNeeded();
  await expect(side(page, "Registry #3, Live")).toContainText("robot@example.com");
  await expect(page.getByRole("list", { name: "Comparison" })).toContainText("It cannot be read to its end");
  // Asking for a place in the text leads back to it.
  await page.getByRole("list", { name: "Problems" }).getByRole("button", { name: /go to line/ }).first().click();
  await expect(fileText(page)).toBeFocused();
});

test("no secret value is in the page, and what differs in one is told by its key", async ({ page }) => {
  const secret = "apiVersion: datasance.com/v3\nkind: Secret\nmetadata:\n  name: db-login\nspec:\n  type: Opaque\ndata:\n  user: hunter-one\n  more: hunter-two\n";
  const typed = registry("other@example.com").replace("  email", "  password: hunter-three\n  email");
  await compare(page, `${secret}---\n${typed}`);
  await expect(compared(page, "Secret db-login")).toContainText("Another value, which is not shown: user.");
  await expect(side(page, "Secret db-login, Draft")).toContainText("more: ••••••••");
  await expect(side(page, "Registry #3, Draft")).toContainText("password: ••••••••");
  const whole = await page.evaluate(() => {
    const inside = (root: Document | ShadowRoot): string =>
      [...root.querySelectorAll("*")].map((element) => (element.shadowRoot ? inside(element.shadowRoot) : "")).join("") +
      (root.textContent ?? "") + ((root as ShadowRoot).innerHTML ?? "");
    return inside(document);
  });
  expect(whole).not.toContain("hunter");
  // What is taken over is what it is, not its dots.
  await takeLive(page).last().click();
  await expect.poll(async () => (await text(page)).includes("email: robot@example.com")).toBe(true);
  expect(await text(page)).not.toContain("•••••••••");
});

test("of a long file the first documents are compared, and more when asked for", async ({ page }) => {
  const many = Array.from({ length: 40 }, (_, at) => item.replace("gauge", `gauge-${at}`));
  await compare(page, many.join("---\n"));
  const list = page.getByRole("list", { name: "Comparison" }).getByRole("listitem");
  await expect(list).toHaveCount(30);
  await expect(page.getByText("10 documents are not compared yet.")).toBeVisible();
  await page.getByRole("button", { name: "Compare 10 more" }).click();
  await expect(list).toHaveCount(40);
  await expect(page.getByRole("button", { name: /^Compare \d+ more/ })).toHaveCount(0);
});

test("on a phone the two are one below the other", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await compare(page, web);
  const both = side(page, "Microservice shop/web, Live and Draft");
  await expect(both).toContainText("theme: light");
  await expect(page.getByRole("radio", { name: "Unified" })).toBeHidden();
  await expectAccessible(page);
  await picture(page, "compare-phone");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, "nothing reaches over the edge").toBeLessThanOrEqual(390);
  await takeLive(page).click();
  await expect(compared(page, "Microservice shop/web")).toContainText("The same as what is live.");
});

test("everything in it can be done by keys", async ({ page }) => {
  await open(page, web);
  await page.getByRole("radio", { name: "Text", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await folded(page).first().focus();
  const before = await folded(page).count();
  await page.keyboard.press("Enter");
  await expect(folded(page)).toHaveCount(before - 2);
  await takeLive(page).focus();
  await page.keyboard.press("Space");
  await expect(compared(page, "Microservice shop/web")).toContainText("The same as what is live.");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(takeLive(page)).toHaveCount(1);
});

test.describe("somebody else changes the object of a file that is open", () => {
  const theirs = (page: Page) => page.getByRole("list", { name: "Somebody else changed Registry #3" });

  test("it is not undone before a person has decided, and three sides can be seen", async ({ page, controller }) => {
    await open(page, registry("mine@example.com"));
    await expect(step(page, "Registry")).toContainText("update");
    expect(await tell(page, controller.address, "PATCH", "/registries/3", { username: "theirs" })).toBe(204);
    await expect(theirs(page)).toContainText("spec.username: robot → theirs");
    await expect(step(page, "Registry")).toContainText("blocked");
    await expectAccessible(page);
    await page.getByRole("button", { name: "See it as text" }).click();
    await expect(side(page, "Registry #3, Live when this was opened")).toContainText("username: robot");
    await expect(side(page, "Registry #3, Live now")).toContainText("username: theirs");
    await expect(takeLive(page)).toHaveCount(0);
    await choose(page, "What I changed");
    await expect(side(page, "Registry #3, Live when this was opened")).toContainText("email: robot@example.com");
    await expect(side(page, "Registry #3, Draft")).toContainText("email: mine@example.com");
    await choose(page, "Draft against live");
    await expect(side(page, "Registry #3, Live")).toContainText("username: theirs");
    await picture(page, "compare-three");

    await page.getByRole("button", { name: "Keep theirs: spec.username" }).click();
    await expect(theirs(page)).toHaveCount(0);
    const sent = page.waitForRequest((request) => request.method() === "PATCH");
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    expect((await sent).postDataJSON()).toEqual({ email: "mine@example.com" });
    await expect(outcome(page, "Registry")).toContainText("updated");
    // What was applied here is nobody else's change.
    await page.getByRole("button", { name: "Back to the plan" }).click();
    await expect(step(page, "Registry")).toContainText("no change");
    await expect(page.getByText("Somebody else changed")).toHaveCount(0);
  });

  test("it is undone when that is asked for", async ({ page, controller }) => {
    await open(page, registry("robot@example.com"));
    await expect(step(page, "Registry")).toContainText("no change");
    await tell(page, controller.address, "PATCH", "/registries/3", { email: "theirs@example.com" });
    await expect(theirs(page)).toContainText("spec.email: robot@example.com → theirs@example.com");
    await page.getByRole("button", { name: "Take mine: spec.email" }).click();
    await expect(step(page, "Registry")).toContainText("theirs@example.com → robot@example.com");
    await expect(page.getByRole("button", { name: "Apply 1 change" })).toBeVisible();
  });

  test("taking their lines over decides, too", async ({ page, controller }) => {
    await open(page, `${registry("robot@example.com")}---\n${item}`);
    await expect(outline(page, "Registry")).toContainText("same");
    await tell(page, controller.address, "PATCH", "/registries/3", { email: "theirs@example.com" });
    await expect(problem(page, "1:1")).toContainText("Somebody else changed spec.email since this was opened");
    await choose(page, "Compare with live");
    await takeLive(page).click();
    await expect(theirs(page)).toHaveCount(0);
    await expect(outline(page, "Registry")).toContainText("same");
    expect(await text(page)).toBe(`${registry("theirs@example.com")}---\n${item}`);
  });

  test("a draft that comes back knows what it began from", async ({ page, controller }) => {
    await open(page, registry("mine@example.com"));
    await expect(step(page, "Registry")).toContainText("update");
    await page.getByRole("radio", { name: "Text", exact: true }).focus();
    await expectKept(page, "begun.*robot@example.com");
    await tell(page, controller.address, "PATCH", "/registries/3", { username: "theirs" });
    await page.reload();
    await expect(theirs(page)).toContainText("spec.username: robot → theirs");
    await expect(step(page, "Registry")).toContainText("blocked");
  });

  test("the form of one shows it as text, too", async ({ page, controller }) => {
    await openAs(page, "admin", "/registries/3/edit");
    await page.getByLabel("Address").fill("https://mine.example.com");
    await tell(page, controller.address, "PATCH", "/registries/3", { email: "theirs@example.com" });
    await page.getByRole("button", { name: "See it as text" }).click();
    await expect(page.getByRole("radio", { name: "What changed live" })).toBeChecked();
    await expect(page.getByRole("region", { name: "YAML" })).toContainText("theirs@example.com");
    await expect(page.getByRole("list", { name: "Comparison" })).toBeInViewport();
    await expectAccessible(page);
    await choose(page, "Draft against live");
    await expect(takeLive(page)).toHaveCount(2);
    await takeLive(page).last().click();
    await expect(page.getByLabel("E-mail")).toHaveValue("theirs@example.com");
    await expect(page.getByText("Changed by somebody else")).toHaveCount(0);
  });
});
