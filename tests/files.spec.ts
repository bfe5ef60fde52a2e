// Manifests as people have them: in archives and folders, as text from another window; and taken home again.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "./support/test.ts";
import { expectAccessible } from "./support/accessible.ts";
import { drop, expectKept, fileText, openAs, step } from "./support/words.ts";

const item = (name: string) =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: ${name}\nspec:\n  x86: acme/${name}:1\n  registry: remote\n`;
const documents = (page: Page, name: string) => page.getByRole("list", { name: `Documents of ${name}` });

/** Archives and folders need the script of the editor, which comes with the page. */
async function open(page: Page): Promise<void> {
  const script = page.waitForResponse(/editor-.*\.js$/);
  await openAs(page, "admin", "/deploy");
  await script;
}

test("the manifests of an archive are taken, and what else lies in it is named", async ({ page }) => {
  await open(page);
  const archive = zipSync({
    "shop/one.yaml": strToU8(item("one")),
    "shop/two.yml": strToU8(item("two")),
    "shop/read-me.md": strToU8("# Shop"),
    ".git/config.yaml": strToU8("kind: Hidden"),
  });
  await drop(page, [{ name: "shop.zip", content: Buffer.from(archive) }]);
  await expect(step(page, "CatalogItem one")).toContainText("create");
  await expect(step(page, "CatalogItem two")).toContainText("create");
  await expect(documents(page, "shop/one.yaml")).toBeVisible();
  await expect(page.getByText("1 file is no manifest by its name")).toBeVisible();
  await expect(page.getByText("Hidden")).toHaveCount(0);

  await drop(page, [{ name: "broken.zip", content: Buffer.from("PK\x03\x04 that is all") }]);
  await expect(page.getByRole("alert")).toContainText("broken.zip: It is no zip archive that could be opened");
  await drop(page, [{ name: "empty.zip", content: Buffer.from(zipSync({ "a.txt": strToU8("x") })) }]);
  await expect(page.getByRole("alert")).toContainText("empty.zip: There is no manifest in it");
  await expect(step(page, "CatalogItem one"), "what was there stays").toBeVisible();
});

test("a folder is chosen with everything below it", async ({ page }, info) => {
  const folder = info.outputPath("shop");
  await mkdir(`${folder}/deep`, { recursive: true });
  await writeFile(`${folder}/one.yaml`, item("one"));
  await writeFile(`${folder}/deep/one.yaml`, item("deeper"));
  await open(page);
  await page.getByLabel("Choose a folder of manifests").setInputFiles(folder);
  await expect(documents(page, "shop/one.yaml")).toContainText("one");
  await expect(documents(page, "shop/deep/one.yaml")).toContainText("deeper");
});

test("text that is dragged from elsewhere becomes a file, and into a field it is the field's", async ({ page }) => {
  await open(page);
  const dragged = async (onto: string) => {
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.setData("text/plain", text);
      return transfer;
    }, item("dragged"));
    for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent(onto, type, { dataTransfer: data });
  };
  await dragged("textarea");
  await expect(page.getByRole("region", { name: "Documents" })).toHaveCount(0);
  await dragged("main");
  await expect(fileText(page)).toSay(item("dragged"));
  await expect(documents(page, "dropped.yaml")).toBeVisible();
});

test("what is in the workspace is saved: one file as it is, several as an archive", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "one.yaml", content: item("one") }]);
  const saved = async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    return download;
  };
  const one = await saved();
  expect(one.suggestedFilename()).toBe("one.yaml");
  expect(await readFile(await one.path(), "utf8")).toBe(item("one"));

  await drop(page, [{ name: "two.yaml", content: item("two") }]);
  await expect(documents(page, "two.yaml")).toBeVisible();
  const both = await saved();
  expect(both.suggestedFilename()).toBe("manifests.zip");
  const inside = unzipSync(await readFile(await both.path()));
  expect(Object.entries(inside).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ["one.yaml", item("one")],
    ["two.yaml", item("two")],
  ]);
});

const heads = (page: Page) => page.getByRole("heading", { level: 2, name: /\.(yaml|json)/ });
const question = (page: Page) => page.getByRole("dialog", { name: "Files with the same name" });
const changed = (name: string) => item(name).replace(":1", ":2");

/** The menu of a file, open. */
async function menu(page: Page, name: string) {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  return page.getByRole("list", { name: `Actions for ${name}`, exact: true });
}

/** Opens the workspace with three files. */
async function three(page: Page): Promise<void> {
  await open(page);
  await drop(page, ["a", "b", "c"].map((name) => ({ name: `${name}.yaml`, content: item(name) })));
  await expect(heads(page)).toHaveText([/^a\.yaml/, /^b\.yaml/, /^c\.yaml/]);
}

test("files of names that are open are asked about once, and an identical one says so", async ({ page }) => {
  await three(page);
  await drop(page, [
    { name: "a.yaml", content: changed("a") },
    { name: "b.yaml", content: changed("b") },
    { name: "c.yaml", content: item("c") },
    { name: "d.yaml", content: item("d") },
  ]);
  await expect(page.getByText("c.yaml is here already, exactly so.")).toBeVisible();
  await expect(question(page).getByRole("listitem")).toHaveText([/a\.yaml.*same objects/, /b\.yaml.*same objects/]);
  await expect(question(page).getByRole("button", { name: "Keep all" })).toBeFocused();
  await expectAccessible(page);
  await question(page).getByRole("checkbox", { name: "Replace b.yaml" }).check();
  await question(page).getByRole("button", { name: "Replace 1, keep 1" }).click();
  await expect(heads(page)).toHaveText([/^a\.yaml/, /^b\.yaml/, /^c\.yaml/, /^d\.yaml/, /^a-2\.yaml/]);
  await page.getByRole("button", { name: "b.yaml", exact: true }).click();
  await expect(fileText(page)).toSay(changed("b"));
  await page.getByText("took the place").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect(fileText(page)).toSay(item("b"));

  await drop(page, ["a", "b"].map((name) => ({ name: `${name}.yaml`, content: `${item(name)}# new\n` })));
  await question(page).getByRole("checkbox", { name: "Replace all" }).check();
  await question(page).getByRole("button", { name: "Replace all 2" }).click();
  await expect(heads(page)).toHaveCount(5);
  await page.getByRole("button", { name: "a.yaml", exact: true }).click();
  await expect(fileText(page)).toSay(/# new/);
});

test("leaving the question keeps both, and nothing is lost", async ({ page }) => {
  await three(page);
  await drop(page, [{ name: "a.yaml", content: item("other") }]);
  await expect(question(page)).toContainText("about other objects");
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await expect(heads(page)).toHaveText([/^a\.yaml/, /^b\.yaml/, /^c\.yaml/, /^a-2\.yaml/]);
  await expect(fileText(page)).toSay(item("other"));
});

test("a file gets another name, which it has after a reload and when it is saved", async ({ page }) => {
  await three(page);
  await page.getByRole("button", { name: "b.yaml", exact: true }).click();
  await page.keyboard.press("F2");
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toBeFocused();
  for (const [typed, why] of [["", "needs a name"], ["a", "called so already"], ["../x", "slash"]] as const) {
    await name.fill(typed);
    await expect(page.getByRole("dialog")).toContainText(why);
    await name.press("Enter");
  }
  await name.fill("shop/web");
  await name.press("Enter");
  await expect(heads(page)).toHaveText([/^a\.yaml/, /^shop\/web\.yaml/, /^c\.yaml/]);
  await expect(page.getByLabel("Text of shop/web.yaml")).toSay(item("b"));
  await expectKept(page, "shop/web.yaml");
  await page.reload();
  await expect(heads(page)).toHaveText([/^a\.yaml/, /^shop\/web\.yaml/, /^c\.yaml/]);
  const download = page.waitForEvent("download");
  await (await menu(page, "shop/web.yaml")).getByRole("button", { name: "Download" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("web.yaml");
  expect(await readFile(await saved.path(), "utf8")).toBe(item("b"));
});

test("files are put in order by keys, by the menu and by dragging, and stay so", async ({ page }) => {
  await three(page);
  const first = page.getByRole("button", { name: "a.yaml", exact: true });
  await first.press("Alt+ArrowDown");
  await expect(heads(page)).toHaveText([/^b\.yaml/, /^a\.yaml/, /^c\.yaml/]);
  await expect(first, "the focus goes along").toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(heads(page)).toHaveText([/^b\.yaml/, /^c\.yaml/, /^a\.yaml/]);
  await heads(page).nth(2).dragTo(heads(page).nth(0));
  await expect(heads(page)).toHaveText([/^a\.yaml/, /^b\.yaml/, /^c\.yaml/]);
  await (await menu(page, "c.yaml")).getByRole("button", { name: "Move up" }).click();
  await expect(page.getByRole("button", { name: "Actions for c.yaml" })).toBeFocused();
  await (await menu(page, "a.yaml")).getByRole("button", { name: "Move down" }).click();
  await expect(heads(page)).toHaveText([/^c\.yaml/, /^a\.yaml/, /^b\.yaml/]);
  await expectKept(page, "a.yaml");
  await page.reload();
  await expect(heads(page)).toHaveText([/^c\.yaml/, /^a\.yaml/, /^b\.yaml/]);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const inside = unzipSync(await readFile(await (await download).path()));
  expect(Object.keys(inside)).toEqual(["c.yaml", "a.yaml", "b.yaml"]);
});
