// Values of several lines in fields of one line: nothing joins them, and nothing runs them unasked.

import type { Locator } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { openAs, textOf, write } from "./support/words.ts";

/** Pastes into a field as from the clipboard; whether the browser may put it there itself is the answer. */
async function paste(field: Locator, text: string): Promise<boolean> {
  return field.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    return element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test("a keystroke in a field over a text of several lines keeps its lines", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web/edit");
  const text = page.getByLabel("YAML of the microservice");
  const before = await textOf(text);
  const several = before.replace(/( +)- key: /, (first, dent: string) =>
    `${dent}- key: CERT\n${dent}  value: |\n${dent}    one\n${dent}    two\n${first}`);
  expect(several, "the example has variables").not.toBe(before);
  await write(text, several);
  const value = page.getByRole("textbox", { name: "Value, variable 1", exact: true });
  await expect(value).toHaveValue("one\ntwo\n");
  await value.focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("x");
  await expect(value).toHaveValue("xone\ntwo\n");
  await expect(value).toBeFocused();
  await expect(text).toSay(/xone\n +two\n/);
});

test("lines pasted into any field of one line stay lines, a password of several lines stays hidden", async ({ page }) => {
  await openAs(page, "admin", "/registries/new");
  const password = page.getByLabel("Password");
  await password.fill("ab");
  await password.evaluate((field: HTMLInputElement) => field.setSelectionRange(1, 1));
  expect(await paste(password, "{\r\n1\r\n}")).toBe(false);
  await expect(password).toHaveValue("a{\n1\n}b");
  await expect(password).toBeFocused();
  expect(await password.evaluate((field) => getComputedStyle(field).getPropertyValue("-webkit-text-security"))).toBe("disc");
  await page.keyboard.type("x");
  await expect(password, "the caret stands behind what was pasted").toHaveValue("a{\n1\n}xb");

  expect(await paste(page.getByLabel("E-mail"), "one@example.com\n"), "one line is the browser's to paste").toBe(true);
});

test("a choice shows what the text says even where it is none of the choices", async ({ page }) => {
  await openAs(page, "admin", "/registries/new");
  const text = page.getByLabel("YAML of the registry");
  await write(text, (await textOf(text)).replace("private: true", "private: maybe"));
  await expect(page.getByRole("combobox", { name: "Private" })).toHaveValue("maybe");
});

test("several lines pasted into a shell run only when that was confirmed, line by line", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web/exec");
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(page.getByRole("log")).toContainText("/ #");
  const command = page.getByLabel("Command");
  await paste(command, "echo first\necho second\n");
  await expect(page.getByText("2 lines were pasted")).toBeVisible();
  await expect(page.getByRole("log")).not.toContainText("first");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(command).toHaveValue("");
  await paste(command, "echo first\necho second\n");
  await page.getByRole("button", { name: "Run line by line" }).click();
  await expect(page.getByRole("log")).toContainText("first");
  await expect(page.getByRole("log")).toContainText("second");
  await expect(page.getByText("2 lines were pasted")).toHaveCount(0);
});
