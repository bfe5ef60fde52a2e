// Writing a manifest with the editor's help: proposals at the caret from the declarations and the live lists, and what
// stands there.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { picture } from "./support/picture.ts";
import { expect, test } from "./support/test.ts";
import { drop, fileText, openAs } from "./support/words.ts";

const begun = `apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: shop/new
spec:
  agent:
    name: edge-1
  images:
    x86: acme/new:1
`;

const proposals = (page: Page) => page.getByRole("listbox", { name: "Suggestions" });
const help = (page: Page) => page.getByRole("note", { name: "About the field at the cursor" });

async function write(page: Page, text: string): Promise<void> {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "new.yaml", content: text }]);
  await fileText(page).click();
  await page.keyboard.press("ControlOrMeta+End");
}

test("keys are proposed while they are typed, and accepted by keyboard", async ({ page }) => {
  await write(page, begun);
  await page.keyboard.type("  cont");
  await expect(proposals(page).getByRole("option")).toHaveText([/^container/]);
  await page.keyboard.press("ArrowDown");
  await expect(proposals(page).getByRole("option", { selected: true })).toContainText("container");
  await expect(page.getByText(/Ports, volumes, environment/)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "proposals");
  await page.keyboard.press("Enter");
  await expect(fileText(page)).toSay(`${begun}  container:\n    `);
  await expect(proposals(page).getByRole("option", { name: "ports" }), "what comes next is proposed at once").toBeVisible();
  await page.keyboard.type("ports:");
  await expect(proposals(page)).toHaveCount(0);
  await expect(fileText(page)).toSay(`${begun}  container:\n    ports:`);
});

test("the agents of the Controller are proposed where one is named", async ({ page }) => {
  await write(page, begun.replace("edge-1", ""));
  await page.keyboard.press("ControlOrMeta+Home");
  for (let line = 1; line < 7; line += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Space");
  for (const agent of ["edge-1", "edge-2", "edge-arm", "gate-arm"]) {
    await expect(proposals(page).getByRole("option", { name: agent })).toBeVisible();
  }
  await proposals(page).getByRole("option", { name: "edge-2" }).click();
  await expect(fileText(page)).toSay(begun.replace("edge-1", "edge-2"));
  await expect(fileText(page)).toBeFocused();
  await expect(help(page)).toContainText("spec.agent.name");
  await expect(help(page)).toContainText("Agent edge-2: x86");
});

test("the list takes no key that was meant for the text", async ({ page }) => {
  await write(page, begun);
  await page.keyboard.type("  sched");
  await expect(proposals(page)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(proposals(page)).toHaveCount(0);
  await expect(fileText(page), "a new line begins below the last one").toSay(`${begun}  sched\n  `);
  await page.keyboard.press("Shift+Home");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("u");
  await expect(proposals(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(proposals(page)).toHaveCount(0);
  await expect(fileText(page)).toSay(`${begun}  schedu`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(fileText(page), "Escape, then Tab leads out").not.toBeFocused();
});

test("what was accepted can be undone like typing", async ({ page }) => {
  await write(page, begun);
  await page.keyboard.type("  sched");
  await expect(proposals(page)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(fileText(page)).toSay(`${begun}  schedule: `);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(fileText(page)).toSay(`${begun}  sched`);
});

test("problems of one sort are mended with one press, and one step back undoes it", async ({ page }) => {
  const member = (name: string) => `    - name: ${name}\n      agent: {name: edge-1}\n      image: acme/${name}:1\n`;
  const text = `apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: many\nspec:\n  microservices:\n${member("one")}${member("two")}`;
  await write(page, text);
  const problems = page.getByRole("list", { name: "Problems" });
  await expect(problems.getByRole("button", { name: "Change to images and x86" })).toHaveCount(2);
  await problems.getByRole("button", { name: "Fix all 2 of these" }).click();
  const mended = (name: string) => `      images:\n        x86: acme/${name}:1\n`;
  await expect(fileText(page)).toSay(text.replace("      image: acme/one:1\n", mended("one")).replace("      image: acme/two:1\n", mended("two")));
  await expect(problems.getByRole("listitem")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fileText(page)).toSay(text);
});
