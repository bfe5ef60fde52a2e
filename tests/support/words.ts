// The words that stories are told in. They find things as a person does: by role and by name.

import { expect, type Locator, type Page } from "@playwright/test";

/** Opens a page of the console cold, and signs in where it asks for it. */
export async function openAs(page: Page, user: string, path: string): Promise<void> {
  await page.goto(path);
  await signIn(page, user);
}

/** Signs in on the page that stands. Names without an at sign are users of the demo Controller. */
export async function signIn(page: Page, user: string, password = "password"): Promise<void> {
  await page.getByLabel("Email").fill(user.includes("@") ? user : `${user}@example.com`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toHaveCount(0);
}

/** The row of a table that names something. */
export function row(page: Page, name: string | RegExp): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
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
