// Manifests as people have them: in archives and folders, as text from another window; and taken home again.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs, step } from "./support/words.ts";

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
