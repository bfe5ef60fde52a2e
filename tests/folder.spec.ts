// A folder of this machine that is worked in. The browser's own private disk stands for it: choosing one needs a person.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { expectKept, fileText, openAs, signIn, signOut, step, write } from "./support/words.ts";

const item = (name: string, more = "") =>
  `apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: ${name}\nspec:\n  x86: acme/${name}:1\n  registry: remote\n${more}`;
const registry =
  "apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: one.example\n  private: true\n  username: robot\n  password: hunter2\n  email: o@example.com\n";

const heads = (page: Page) => page.getByRole("heading", { level: 2, name: /\.yaml/ });
const panel = (page: Page) => page.getByRole("region", { name: "Folder" });
const button = (page: Page, name: string) => panel(page).getByRole("button", { name, exact: true });

/** Writes a file of the folder past the console, or deletes it. */
async function put(page: Page, path: string, text: string | null): Promise<void> {
  await page.evaluate(
    async ([path, text]) => {
      const parts = (path ?? "").split("/");
      const name = parts.pop() ?? "";
      let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("shop", { create: true });
      for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
      if (text === null) return folder.removeEntry(name);
      const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await stream.write(text);
      await stream.close();
    },
    [path, text] as const,
  );
}

/** What a file of the folder says; nothing while it is not there, or is being written. */
async function disk(page: Page, path: string): Promise<string> {
  const read = page.evaluate(async (path) => {
    const parts = path.split("/");
    const name = parts.pop() ?? "";
    let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("shop");
    for (const part of parts) folder = await folder.getDirectoryHandle(part);
    return (await (await folder.getFileHandle(name)).getFile()).text();
  }, path);
  return read.catch(() => "");
}

/** Opens the folder, in which these files are. */
async function open(page: Page, files: Record<string, string>): Promise<void> {
  await page.addInitScript(() => {
    const choose = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("shop", { create: true });
    Object.assign(window, { showDirectoryPicker: choose });
  });
  await openAs(page, "admin", "/deploy");
  for (const [path, text] of Object.entries(files)) await put(page, path, text);
  await choose(page);
}

async function choose(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Work in a folder" }).click();
  await expect(panel(page).getByRole("heading")).toHaveText("shop");
}

/** Looks at the text of a file. */
async function show(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByLabel(`Text of ${name}`)).toBeVisible();
}

test("a folder is opened, changed and saved", async ({ page }) => {
  await open(page, { "one.yaml": item("one"), "deep/two.yaml": item("two"), "read-me.md": "no manifest" });
  await expect(heads(page)).toHaveText([/^shop\/deep\/two\.yaml/, /^shop\/one\.yaml/]);
  await expect(step(page, "CatalogItem two")).toContainText("create");
  await expect(panel(page)).toContainText("as on the disk");
  await expectAccessible(page);
  await show(page, "shop/deep/two.yaml");
  await write(fileText(page), item("second"));
  await expect(panel(page)).toContainText("1 file not saved");
  await button(page, "Save").click();
  await expect.poll(() => disk(page, "deep/two.yaml")).toBe(item("second"));
  await expect(panel(page)).toContainText("as on the disk");

  await show(page, "shop/one.yaml");
  await page.keyboard.press("F2");
  await page.getByLabel("Name", { exact: true }).fill("shop/new/three");
  await page.keyboard.press("Enter");
  await expect(panel(page)).toContainText("1 file not saved");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => disk(page, "new/three.yaml")).toBe(item("one"));
  await button(page, "Close folder").click();
  await expect(panel(page)).toHaveCount(0);
  await expect(heads(page), "the files stay").toHaveCount(2);
});

test("what changes on the disk is followed where nobody changed it here", async ({ page }) => {
  await open(page, { "one.yaml": item("one") });
  await expect(heads(page)).toHaveCount(1);
  await put(page, "one.yaml", item("one", "  description: from the disk\n"));
  await expect(fileText(page)).toSay(/from the disk/);
  await expect(panel(page)).toContainText("as on the disk");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(fileText(page)).toSay(item("one"));
  await put(page, "four.yaml", item("four"));
  await expect(heads(page)).toHaveText([/^shop\/one\.yaml/, /^shop\/four\.yaml/]);
  await put(page, "four.yaml", null);
  await expect(panel(page).getByRole("listitem")).toContainText("was deleted on the disk");
  await button(page, "Keep it").click();
  await button(page, "Save").click();
  await expect.poll(() => disk(page, "four.yaml")).toBe(item("four"));
});

test("nothing is written over that somebody changed on the disk", async ({ page }) => {
  await open(page, { "one.yaml": item("one") });
  await write(fileText(page), item("mine"));
  await expect(panel(page)).toContainText("1 file not saved");
  // Saved before the console has looked again.
  await put(page, "one.yaml", item("theirs"));
  await button(page, "Save").click();
  const question = panel(page).getByRole("listitem");
  await expect(question).toContainText("was changed here and on the disk");
  await expectAccessible(page);
  await expect.poll(() => disk(page, "one.yaml")).toBe(item("theirs"));
  await button(page, "Keep this one").click();
  await button(page, "Save").click();
  await expect.poll(() => disk(page, "one.yaml")).toBe(item("mine"));

  await write(fileText(page), item("mine", "# again\n"));
  await put(page, "one.yaml", item("theirs", "# again\n"));
  await button(page, "Take the one on the disk").click();
  await expect(fileText(page)).toSay(item("theirs", "# again\n"));
  await expect(panel(page)).toContainText("as on the disk");
});

test("a draft that has lost its password does not take it off the disk", async ({ page }) => {
  await open(page, { "one.yaml": registry });
  await write(fileText(page), registry.replace("robot", "mine"));
  await expectKept(page, "mine");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(heads(page)).toHaveCount(1);
  await choose(page);
  await expect(panel(page).getByRole("listitem")).toContainText("has lost its passwords here");
  await expect(button(page, "Save")).toHaveAttribute("aria-disabled", "true");
  await button(page, "Take the one on the disk").click();
  await expect(panel(page)).toContainText("as on the disk");
  await expect.poll(() => disk(page, "one.yaml")).toBe(registry);
});

test("signing out lets go of the folder", async ({ page }) => {
  await open(page, { "one.yaml": item("one") });
  await expect(heads(page)).toHaveCount(1);
  await signOut(page);
  await page.goto("/deploy");
  await signIn(page, "developer");
  await expect(page.getByLabel("Paste manifest text")).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
});

test("where the browser cannot do it, nothing offers it", async ({ page }) => {
  await page.addInitScript(() => Object.assign(window, { showDirectoryPicker: undefined }));
  const script = page.waitForResponse(/editor-.*\.js$/);
  await openAs(page, "admin", "/deploy");
  await script;
  await expect(page.getByRole("button", { name: "Add folder" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Work in a folder" })).toHaveCount(0);
});
