// The editor of a text: colours, folding, search, secrets covered one by one, problems and their fixes by keys, names of
// anchors, layout; and the plain one where its file does not come.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, problem, textOf } from "./support/words.ts";

const registry = (url: string, password: string) =>
  `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: ${url}\n  private: true\n  username: robot\n  password: ${password}\n  email: robot@example.com\n`;
const item = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: gauge\nspec:\n  x86: acme/gauge:1\n  registry: remote\n";

async function open(page: Page, content: string): Promise<Locator> {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "one.yaml", content }]);
  await expect(fileText(page)).toHaveAttribute("contenteditable", "true");
  return fileText(page);
}

const cover = (page: Page) => page.getByRole("button", { name: "Show the value" });

/** Copies what is chosen and says what would be on the clipboard. */
function copied(editor: Locator): Promise<string> {
  return editor.evaluate((element) => {
    const clipboardData = new DataTransfer();
    element.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData("text/plain");
  });
}

test("secret values are covered one by one, in the page and in what is copied", async ({ page }) => {
  const text = `${registry("one.example", "hunter-one")}---\n${registry("two.example", "hunter-two")}`;
  const editor = await open(page, text);
  await expect(cover(page)).toHaveCount(2);
  const whole = await page.evaluate(() => {
    const inside = (root: Document | ShadowRoot): string =>
      [...root.querySelectorAll("*")].map((element) => (element.shadowRoot ? inside(element.shadowRoot) : "")).join("") +
      (root.textContent ?? "") + (root as ShadowRoot).innerHTML;
    return inside(document);
  });
  expect(whole).not.toContain("hunter");
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+a");
  expect(await copied(editor)).toBe(text.replace("hunter-one", "••••••••").replace("hunter-two", "••••••••"));
  await expectAccessible(page);

  await cover(page).first().click();
  await expect(cover(page)).toHaveCount(1);
  await expect(editor).toSay(text.replace("hunter-two", "••••••••"));
  await page.getByRole("button", { name: "Show all", exact: true }).click();
  await expect(editor).toSay(text);
  await page.getByRole("button", { name: "Cover them" }).click();
  await expect(cover(page)).toHaveCount(2);
});

test("a text with covered values can be typed into, and a value that is typed stays readable", async ({ page }) => {
  const editor = await open(page, registry("one.example", "hunter-one"));
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("---\npassword: typed");
  await expect(editor).toSay(/password: ••••••••\n.*---\npassword: typed$/s);
  // The caret steps over a value that is covered; Ctrl+. shows it.
  await page.keyboard.press("ControlOrMeta+Home");
  for (let line = 1; line < 7; line += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ControlOrMeta+.");
  await expect(editor).toSay(/password: hunter-one/);
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await expect(editor).toSay(/password: hunter-one!/);
});

/** Cuts or pastes as the browser does, with a clipboard of its own. */
function clip(editor: Locator, type: "cut" | "paste", text = ""): Promise<string> {
  return editor.evaluate(
    (element, [type, text]) => {
      const clipboardData = new DataTransfer();
      if (type === "paste") clipboardData.setData("text/plain", text);
      element.dispatchEvent(new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData("text/plain");
    },
    [type, text] as const,
  );
}

test("a covered value that is cut and pasted is still what it was, and still covered", async ({ page }) => {
  const text = registry("one.example", "hunter-one");
  const editor = await open(page, text);
  await expect(cover(page)).toHaveCount(1);
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+a");
  const seen = await clip(editor, "cut");
  expect(seen).not.toContain("hunter");
  await expect(editor).toSay("");
  await clip(editor, "paste", seen);
  await expect(editor).toSay(text.replace("hunter-one", "••••••••"));
  await page.getByRole("button", { name: "Show all", exact: true }).click();
  await expect(editor).toSay(text);
});

test("F8 comes to every problem, also to one within another", async ({ page }) => {
  const member = "    - name: one\n      agnt: {name: edge-1}\n      images: {x86: acme/one:1}\n      discription: none\n";
  const editor = await open(page, `apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: many\nspec:\n  microservices:\n${member}`);
  const list = page.getByRole("list", { name: "Problems" }).getByRole("listitem");
  await expect(list).not.toHaveCount(0);
  const places = new Set((await list.getByRole("button", { name: /go to line/ }).allInnerTexts()).map((at) => at.split(":")[0] ?? ""));
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+Home");
  const line = page.locator(".cm-lineNumbers .cm-activeLineGutter");
  const been = new Set<string>();
  for (let press = 0; press < (await list.count()) + 1; press += 1) {
    await page.keyboard.press("F8");
    been.add(await line.innerText());
  }
  expect(been).toEqual(places);
});

test("who presses a fix is in the text then, and takes it back with a key", async ({ page }) => {
  const wrong = item.replace("registry: remote", "registry: remote\n  discription: probe");
  const editor = await open(page, wrong);
  await page.getByRole("list", { name: "Problems" }).getByRole("button", { name: "Change to description" }).click();
  await expect(editor).toSay(/^ {2}description: probe$/m);
  await expect(editor).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor).toSay(wrong);
});

test("problems are gone through with F8 and mended with Ctrl+.", async ({ page }) => {
  const editor = await open(page, item.replace("registry: remote", "registry: remote\n  discription: probe"));
  await expect(problem(page, "8:3")).toBeVisible();
  await editor.focus();
  await page.keyboard.press("F8");
  await expect(page.locator(".cm-lineNumbers .cm-activeLineGutter")).toHaveText("8");
  await page.keyboard.press("ControlOrMeta+.");
  await page.getByRole("listbox", { name: "Suggestions" }).getByRole("option", { selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await expect(editor).toSay(/^ {2}description: probe$/m);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor).toSay(/discription/);
});

test("words are found and replaced, and parts are folded", async ({ page }) => {
  const editor = await open(page, item);
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+f");
  await page.getByRole("textbox", { name: "Find" }).fill("gauge");
  await page.getByRole("textbox", { name: "Replace", exact: true }).fill("meter");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Replace all" }).click();
  await expect(editor).toSay(item.replaceAll("gauge", "meter"));
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: "Find" })).toHaveCount(0);
  await page.getByTitle("Fold line").last().click();
  await expect(editor).not.toContainText("registry: remote");
  expect(await textOf(editor), "what is folded is still there").toContain("registry: remote");
});

test("an anchor is given another name with all that refer to it", async ({ page }) => {
  const text = "a: &one 1\nb: *one\nc: [*one, one]\n";
  const editor = await open(page, text);
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+Home");
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F2");
  const name = page.getByRole("textbox", { name: "New name of &one" });
  await name.fill("first");
  await name.press("Enter");
  await expect(editor).toSay("a: &first 1\nb: *first\nc: [*first, one]\n");
});

test("Tidy evens the layout, keeps comments, and can be undone", async ({ page }) => {
  const text = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n    name:   gauge   # ours\nspec:\n    x86: acme/gauge:1\n    registry: remote\n";
  const editor = await open(page, text);
  await page.getByRole("button", { name: "Tidy" }).click();
  await expect(editor).toSay(/^metadata:\n {2}name: gauge +# ours\nspec:\n {2}x86: acme\/gauge:1\n {2}registry: remote$/m);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(editor).toSay(text);
});

test("line ends and characters of every width stay where they are", async ({ page }) => {
  const text = "# ü🙂\r\napiVersion: datasance.com/v3\r\nkind: CatalogItem\r\nmetadata:\r\n  name: gauge\r\nspec:\r\n  x86: acme/gauge:1\r\n  registry: remote\r\n  discription: 🙂\r\n";
  const editor = await open(page, text);
  await problem(page, "9:3").getByRole("button", { name: /go to line/ }).click();
  await expect(editor).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type("ö\n");
  await page.getByRole("list", { name: "Problems" }).getByRole("button", { name: "Change to description" }).click();
  await expect(editor).toSay(/^ {2}description: 🙂ö\n {2}\n?$/m);
  await expect(problem(page, "9:3")).toHaveCount(0);
});

test("what is typed in several places at once is one text in the form, too", async ({ page }) => {
  await openAs(page, "admin", "/registries/new");
  const editor = page.getByLabel("YAML of the registry");
  await expect(editor).toHaveAttribute("contenteditable", "true");
  await page.getByLabel("Address").fill("hub.example.com");
  await page.getByLabel("User name").fill("hub.example.com");
  await expect(editor).toSay(/username: '?hub\.example\.com/);
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ControlOrMeta+f");
  await page.getByRole("textbox", { name: "Find" }).fill("hub");
  await page.getByRole("button", { name: "Select all", exact: true }).click();
  await editor.focus();
  await page.keyboard.type("box");
  await expect(page.getByLabel("Address")).toHaveValue("box.example.com");
  await expect(page.getByLabel("User name")).toHaveValue("box.example.com");
});

test("where the editor does not come, a plain text area serves", async ({ page, watch }) => {
  watch.forgive(/Failed to load resource|editor-/);
  await page.route("**/editor-*.js", (route) => route.abort());
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "one.yaml", content: registry("one.example", "hunter-one") }]);
  const area = page.getByLabel("Text of one.yaml, secret values hidden");
  await expect(area).toHaveValue(/password: ••••••••/);
  await page.getByRole("button", { name: "Show all", exact: true }).click();
  await page.getByLabel("Text of one.yaml", { exact: true }).fill(item);
  await expect(page.getByRole("region", { name: "Plan and results" })).toContainText("gauge");
});
