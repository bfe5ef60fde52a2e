// A shell in a microservice: a terminal to type into, a line below it, and why it cannot be had.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { picture } from "./support/picture.ts";
import { expect, test } from "./support/test.ts";
import { openAs, signIn } from "./support/words.ts";

const shell = (page: Page) => page.getByRole("log", { name: "Shell" });
const state = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });

test("a shell runs commands line by line, and is given back when it is left", async ({ page }) => {
  await openAs(page, "developer", "/microservices/shop/web/exec");
  const command = page.getByLabel("Command");
  await command.fill("pwd");
  await command.press("Enter");
  await expect(command, "nothing typed is lost while there is no shell").toHaveValue("pwd");
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(state(page, "open")).toBeVisible();
  await expect(shell(page)).toContainText("/ #");
  await command.fill("echo '<b>$HOSTNAME</b>'");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(shell(page)).toContainText("<b>web</b>");
  await command.fill("no-such-thing");
  await command.press("Enter");
  await expect(shell(page)).toContainText("sh: no-such-thing: not found");
  await page.getByRole("button", { name: "Interrupt" }).click();
  await expect(shell(page)).toContainText("^C");
  await expectAccessible(page);
  await picture(page, "shell");

  await command.fill("exit");
  await command.press("Enter");
  await expect(page.getByText("The shell has ended.")).toBeVisible();
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(state(page, "open")).toBeVisible();
  const given = page.waitForResponse((answer) => answer.request().method() === "DELETE" && answer.url().endsWith("/exec"));
  await page.getByRole("link", { name: "Overview" }).last().click();
  expect((await given).ok()).toBe(true);
});

test("a terminal shows programs that draw on the whole screen, and takes keys", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openAs(page, "developer", "/microservices/shop/web/exec");
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(shell(page)).toContainText("/ #");
  await shell(page).focus();
  const type = async (text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  };
  await type("top");
  await expect(shell(page)).toContainText("top, 24 rows of 80, round 1");
  await expect(shell(page), "it draws again by itself").toContainText("round 3");
  await expect(shell(page), "a program has the whole screen").not.toContainText("/ #");
  await expectAccessible(page);
  await picture(page, "terminal");
  await page.keyboard.press("q");
  await expect(shell(page)).toContainText("/ # top");
  await expect(shell(page)).not.toContainText("round");

  await page.getByRole("button", { name: "Fit to window" }).click();
  await expect(shell(page)).toContainText(/stty rows \d+ cols 1\d\d/);
  await expect(page.getByText(/^1\d\d × \d+$/)).toBeVisible();
  await shell(page).focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(shell(page)).toContainText(/top, \d+ rows of 1\d\d, round/);
  await page.keyboard.press("Control+C");
  await type("colors");
  await expect(shell(page).getByText("colour 31")).toHaveClass("ink-1");

  await page.evaluate(() => navigator.clipboard.writeText("echo one-$HOSTNAME\necho two-$HOSTNAME\n"));
  await page.keyboard.press("Control+v");
  await expect(page.getByText("2 lines were pasted")).toBeVisible();
  await expect(shell(page)).not.toContainText("one-web");
  await page.getByRole("button", { name: "Run line by line" }).click();
  await expect(shell(page)).toContainText("two-web");
  await shell(page).focus();
  await page.keyboard.press("Shift+Tab");
  await expect(shell(page), "one can leave it by keys").not.toBeFocused();
  for (const [colorScheme, width] of [["light", 390], ["dark", 390], ["dark", 1400]] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  }
});

test("a shell that somebody else has is told, and theirs goes on", async ({ page, stranger, watch }) => {
  watch.forgive(/Failed to load resource/);
  await openAs(page, "developer", "/microservices/shop/web/exec");
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(state(page, "open")).toBeVisible();
  const ended: string[] = [];
  stranger.on("request", (request) => {
    if (request.method() === "DELETE") ended.push(request.url());
  });
  await stranger.goto("/microservices/shop/web/exec");
  await signIn(stranger, "admin");
  await stranger.getByRole("button", { name: "Open a shell" }).click();
  await expect(stranger.getByRole("alert")).toContainText(/Somebody has a shell open|already/);
  await stranger.getByRole("link", { name: "Overview" }).last().click();
  await expect(stranger.getByRole("heading", { name: "What runs" })).toBeVisible();
  await page.getByLabel("Command").fill("echo still-$HOSTNAME");
  await page.getByLabel("Command").press("Enter");
  await expect(shell(page)).toContainText("still-web");
  expect(ended).toEqual([]);
});
