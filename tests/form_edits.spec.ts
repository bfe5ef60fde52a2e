// What is done in a form changes what it is about and nothing else: rows, many at once, by keyboard, on a phone.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { openAs, write } from "./support/words.ts";

const yaml = (page: Page) => page.getByLabel("YAML of the microservice");
const index = (page: Page) => page.getByRole("navigation", { name: "Sections" });

test("comments, layout and spelling stay, whatever is done in the form", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/microservices/new");
  const text =
    "# ours\napiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: shop/odd}   # the name\nspec:\n" +
    "  agent: {name: edge-1}\n  images:\n    x86: 'acme/odd:1'\n  container:\n    ports:\n      # the door\n" +
    "      - {internal: 80, external: 15097}   # http\n      # the window\n      - {internal: 443, external: 15098}\n" +
    "    env:\n      - key: ZERO   # leading\n        value: '007'\n      - key: LONG\n        value: \"12345678901234567890\"\n";
  await write(yaml(page), text);
  await page.getByLabel("Image for x86").fill("acme/odd:2");
  await expect(yaml(page)).toSay(text.replace("odd:1", "odd:2"));
  await page.getByRole("button", { name: "More for port 2" }).click();
  await page.getByRole("button", { name: "Move up" }).click();
  const moved = text
    .replace("odd:1", "odd:2")
    .replace(/( {6}# the door\n.*\n)( {6}# the window\n.*\n)/, "$2$1");
  await expect(yaml(page)).toSay(moved);
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("15098");
  await page.getByRole("button", { name: "More for variable 2" }).click();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(yaml(page)).toSay(/value: "12345678901234567890"\n {6}- key: LONG\n {8}value: "12345678901234567890"\n$/);
  await page.getByRole("button", { name: "Remove variable 3" }).click();
  await expect(yaml(page)).toSay(moved);
});

/** Pastes into a field as from the clipboard. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test("many variables, ports and parts of a command are pasted at once", async ({ page }) => {
  await openAs(page, "admin", "/microservices/new");
  await page.getByRole("button", { name: "Add variable" }).click();
  await paste(page.getByLabel("Name, variable 1"), "# for the shop\nexport TZ=Europe/Istanbul\nEMPTY=\nLEVEL=007\n");
  await expect(page.getByLabel("Value, variable 1")).toHaveValue("Europe/Istanbul");
  await expect(page.getByLabel("Name, variable 2")).toHaveValue("EMPTY");
  await expect(page.getByLabel("Value, variable 3")).toHaveValue("007");
  await expect(yaml(page)).toSay(/value: ['"]007['"]/);
  await paste(page.getByLabel("Value, variable 1"), "A=1\nB=2");
  await expect(page.getByLabel("Value, variable 1"), "lines in a value are a value").toHaveValue("Europe/IstanbulA=1\nB=2");
  await page.getByRole("button", { name: "Add port" }).click();
  await paste(page.getByLabel("Port on the agent, port 1"), "8080:80\n5353:53/udp");
  await expect(page.getByLabel("Port on the agent, port 2")).toHaveValue("5353");
  await expect(page.getByLabel("Protocol, port 2")).toHaveValue("udp");
  await page.getByRole("button", { name: "Add part" }).click();
  await paste(page.getByLabel("Command, part 1"), "--verbose\n--level=3");
  await expect(page.getByLabel("Command, part 2")).toHaveValue("--level=3");
});

test("what is wrong with a configuration is said, and the last one that could be read stays", async ({ page }) => {
  await openAs(page, "admin", "/microservices/new");
  const config = page.getByLabel("Configuration", { exact: true });
  await config.fill("level: 1");
  await expect(yaml(page)).toSay(/config:\n {4}level: 1/);
  await config.fill("level: [1");
  await expect(page.getByRole("region", { name: "Form" }).getByText(/^Line \d+: /)).toBeVisible();
  await expect(config).toHaveAttribute("aria-invalid", "true");
  await expect(yaml(page)).toSay(/config:\n {4}level: 1/);
  await config.fill('{\n  "level": 2,\n  "tags": ["a"]\n}');
  await config.blur();
  await expect(yaml(page)).toSay(/config:\n {4}level: 2\n {4}tags:\n +- ['"]?a/);
  await expect(config).toHaveValue(/^level: 2\n/);
  await config.fill("");
  await expect(yaml(page)).toSay(/^(?![\s\S]*config:)/);
});

test("what is set in a folded section is said without opening it, and a field that is needed says so", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/microservices/new");
  const form = page.getByRole("region", { name: "Form" });
  await expect(form).toContainText("nothing set");
  await index(page).getByRole("button", { name: "Limits" }).click();
  await page.getByLabel("Memory limit").fill("512");
  await page.getByLabel("CPU set").fill("0-1");
  await page.getByRole("heading", { name: "Limits" }).click();
  await expect(page.getByLabel("Memory limit")).toBeHidden();
  await expect(form).toContainText("2 set: Memory limit, CPU set");
  await index(page).getByRole("button", { name: "Rights" }).click();
  await page.getByLabel("Kind of role").fill("Role");
  await page.getByLabel("Role", { exact: true }).focus();
  await page.getByLabel("API group").focus();
  await expect(form).toContainText("Role is needed here.");
  await page.getByLabel("Kind of role").fill("");
  await expect(yaml(page)).toSay(/^(?![\s\S]*serviceAccount)/);
});

test("a port is added, filled in, moved and taken out without a mouse", async ({ page }) => {
  await openAs(page, "admin", "/microservices/new");
  const add = page.getByRole("button", { name: "Add port" });
  await add.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Port on the agent, port 1").fill("15001");
  await add.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Port on the agent, port 2").fill("15002");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("15002");
  await expect(page.getByLabel("Port on the agent, port 1")).toBeFocused();
  const more = page.getByRole("button", { name: "More for port 1" });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Duplicate" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("15001");
  await expect(more).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Remove port 1" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("15002");
  await expect(add).toBeFocused();
  const limits = page.getByRole("heading", { name: "Limits" });
  await expect(page.getByLabel("Memory limit")).toHaveCount(0);
  await limits.locator("xpath=..").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Memory limit")).toBeVisible();
});

test("the whole form of a microservice fits a phone, in both themes", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/microservices/shop/web/edit");
  for (const section of ["Limits", "Health", "Rights", "Advanced"]) {
    await index(page).getByRole("button", { name: section }).click();
  }
  await expect(page.getByRole("group", { name: "Ports" })).toBeVisible();
  // As tall as the form: what lies half under the tabs of a phone is no small target.
  for (const viewport of [{ width: 1400, height: 5000 }, { width: 390, height: 9000 }]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  }
});

test("a press counts although what is said of the field before moves the button", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/microservices/new");
  await page.getByLabel("Name", { exact: true }).fill("No Name At All");
  await page.getByRole("button", { name: "Add port" }).click();
  await expect(page.getByLabel("Port on the agent, port 1")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
});
