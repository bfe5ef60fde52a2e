// The words that stories are told in. They find things as a person does: by role and by name.

import { expect, type Locator, type Page } from "@playwright/test";

/** Opens a page of the console cold, and signs in where it asks for it. */
export async function openAs(page: Page, user: string, path: string): Promise<void> {
  await page.goto(path);
  await signIn(page, user);
}

/** Signs in on the page that stands. Names without an at sign are users of the demo Controller. */
export async function signIn(page: Page, user: string, password = "password"): Promise<void> {
  await page.getByLabel("E-mail").fill(user.includes("@") ? user : `${user}@example.com`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  // The button says something else while the answer is under way; the field goes only when it has come.
  await expect(page.getByLabel("One-time code")).toHaveCount(0);
}

/** Signs out, by the menu of who is signed in. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account: / }).click();
  await page.getByRole("list", { name: "Account" }).getByRole("button", { name: "Sign out" }).click();
}

/** Closes the page as a browser does that is killed, and opens another one in its place. */
export async function reopened(page: Page, path: string): Promise<Page> {
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  const next = await context.newPage();
  await next.goto(path);
  return next;
}

/** The access token that the tab keeps for a Controller. */
export async function tokenFor(page: Page, controller: string): Promise<string> {
  const stored = await page.evaluate((key) => sessionStorage.getItem(key), `ecn-console.session ${controller}`);
  return (JSON.parse(stored ?? "{}") as { access?: string }).access ?? "";
}

/** The row of a table that names something. */
export function row(page: Page, name: string | RegExp): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
}

/** The menu of what can be done with the object whose page stands, open. */
export async function actions(page: Page): Promise<Locator> {
  const list = page.getByRole("list", { name: "Actions", exact: true });
  if (!(await list.isVisible())) await page.getByRole("main").getByRole("button", { name: "Actions", exact: true }).click();
  return list;
}

/** An entry of a menu. What asks first ends in dots. */
export function entry(menu: Locator, what: string): Locator {
  const name = new RegExp(`^${what}( …)?$`);
  return menu.getByRole("button", { name }).or(menu.getByRole("link", { name }));
}

/** Chooses what is to be done with the object whose page stands. */
export async function act(page: Page, what: string): Promise<void> {
  await entry(await actions(page), what).click();
}

/** The menu at the end of the row that names something, open. */
export async function rowMenu(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  return page.getByRole("list", { name: `Actions for ${name}`, exact: true });
}

/** Drops files on the page, as dragged from a desktop. */
export async function drop(page: Page, files: readonly { name: string; content: string | Buffer }[]): Promise<void> {
  const plain = files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString("base64") }));
  const data = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, plain);
  for (const type of ["dragenter", "dragover", "drop"]) {
    await page.dispatchEvent("body", type, { dataTransfer: data });
  }
}

/** The editor of the selected file in the deploy workspace. */
export function fileText(page: Page): Locator {
  return page.getByLabel(/^Text of /);
}

/** What an editor says as it is seen: dots for what is covered. */
export function textOf(editor: Locator): Promise<string> {
  return editor.evaluate((text) => (text as HTMLTextAreaElement).value);
}

/** Writes a text in place of what an editor has, and turns elsewhere. */
export async function write(editor: Locator, text: string): Promise<void> {
  // What is shown until the editor has come would go in the middle of this.
  await expect(editor).toHaveAttribute("contenteditable", "true");
  await editor.focus();
  await editor.press("ControlOrMeta+a");
  if (text) await editor.page().keyboard.insertText(text);
  else await editor.press("Delete");
  await editor.blur();
}

/** Shows the values of a text that are covered. */
export async function showText(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show all", exact: true }).click();
}

/** The document of a kind in the outline. */
export function outline(page: Page, kind: string): Locator {
  return page.getByRole("region", { name: "Documents" }).getByRole("button", { name: new RegExp(`\\b${kind}\\b`) });
}

/** Where a text first stands in another: line and column from 1. */
export function place(text: string, what: string): string {
  const before = text.slice(0, text.indexOf(what)).split("\n");
  return `${before.length}:${(before.at(-1) ?? "").length + 1}`;
}

/** The problem at a line and column. */
export function problem(page: Page, at: string): Locator {
  const [line, column] = at.split(":");
  const jump = page.getByRole("button", { name: `${at}, go to line ${line}, column ${column}`, exact: true });
  return page.getByRole("list", { name: "Problems" }).getByRole("listitem").filter({ has: jump });
}

/** The step of a plan that names something. */
export function step(page: Page, what: string): Locator {
  return page.getByRole("list", { name: "Plan" }).getByRole("listitem").filter({ hasText: new RegExp(what) });
}

/** The row of results that names something. */
export function outcome(page: Page, what: string): Locator {
  return page.getByRole("list", { name: "Results" }).getByRole("listitem").filter({ hasText: new RegExp(what) });
}

/** Goes to another view of the object whose page stands. */
export async function view(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: /^Views of / }).getByRole("link", { name, exact: true }).click();
}

/** Sends something to the Controller past the console. */
export async function tell(page: Page, controller: string, method: string, path: string, data?: object): Promise<number> {
  const headers = { authorization: `Bearer ${await tokenFor(page, controller)}` };
  return (await page.request.fetch(`${controller}/api/v3${path}`, { method, headers, data })).status();
}

/** Everything that the browser keeps of drafts, as one text. */
export async function keptDrafts(page: Page): Promise<string> {
  return kept(page, "drafts");
}

/** Everything that the browser keeps of what was applied, as one text. */
export async function keptRuns(page: Page): Promise<string> {
  return kept(page, "runs");
}

async function kept(page: Page, store: string): Promise<string> {
  return page.evaluate(async (store) => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === "ecn-console")) return "";
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("refused"));
      });
    const open = await answer(indexedDB.open("ecn-console"));
    const texts = await answer(open.transaction(store).objectStore(store).getAll());
    open.close();
    return texts.map(String).join("\n");
  }, store);
}

/** Waits until a draft is kept that says something. */
export async function expectKept(page: Page, text: string | RegExp): Promise<void> {
  await expect.poll(() => keptDrafts(page), { message: `kept: ${text}` }).toMatch(typeof text === "string" ? new RegExp(text) : text);
}

/** Waits until no draft is kept. */
export async function expectNothingKept(page: Page): Promise<void> {
  await expect.poll(() => keptDrafts(page), { message: "nothing is kept" }).toBe("");
}

/** Whether the browser asks before the page goes. */
export async function asksToLeave(page: Page): Promise<boolean> {
  return page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
}
