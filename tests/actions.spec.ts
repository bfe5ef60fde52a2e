// What can be done to a microservice from its page: asked about first, done once, and told as it is.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { faults, Sabotage, writes } from "./support/faults.ts";
import { expect, test } from "./support/test.ts";
import { act, actions, entry, openAs, row, tell, tokenFor } from "./support/words.ts";

test.use({ flags: ["--speed", "50"] });

const dialog = (page: Page) => page.getByRole("dialog");

/** Chooses from the page's menu; the dialog that it opens is left standing. */
async function ask(page: Page, what: string): Promise<void> {
  await act(page, what);
  await expect(dialog(page).getByRole("heading")).toHaveText(new RegExp(`^${what} `));
}

async function confirm(page: Page, what: string): Promise<void> {
  await dialog(page).getByRole("button", { name: what, exact: true }).click();
}

test("a microservice is stopped and started again", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web");
  await ask(page, "Stop");
  await expect(dialog(page)).toContainText(/Its container on \S+ stops/);
  await expect(dialog(page)).toContainText("potctl stop microservice shop/web");
  await expectAccessible(page);
  await confirm(page, "Stop");
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByText("web was stopped. Its agent will end it.")).toBeVisible();
  await expect(page.getByRole("main").getByText("Stopped", { exact: true })).toBeVisible();
  await ask(page, "Start");
  await confirm(page, "Start");
  await expect(page.getByRole("main").getByText("Running", { exact: true })).toBeVisible();
});

test("nothing is sent when the question is not answered", async ({ page }) => {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (writes(request)) sent.push(request.url());
  });
  await openAs(page, "admin", "/microservices/shop/web");
  await ask(page, "Delete");
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await ask(page, "Rebuild");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Actions", exact: true })).toBeFocused();
  expect(sent).toEqual([]);
});

test("a question stays on the screen while the microservice changes below it", async ({ page, controller }) => {
  await openAs(page, "admin", "/microservices/shop/web");
  const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
  const answer = await page.request.get(`${controller.address}/api/v3/microservices?application=shop`, { headers });
  const { microservices } = (await answer.json()) as { microservices: { name: string; uuid: string }[] };
  const uuid = microservices.find(({ name }) => name === "web")?.uuid;
  await ask(page, "Delete");
  expect(await tell(page, controller.address, "PATCH", `/microservices/${uuid}/stop`, {})).toBe(204);
  await expect(page.getByText("Stopped", { exact: true })).toBeVisible();
  await expect(dialog(page).getByRole("heading")).toHaveText("Delete web?");
});

test("a rebuild sends the microservice through its states again", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web");
  await ask(page, "Rebuild");
  await expect(dialog(page)).toContainText(/is removed and created again/);
  const rebuilt = page.waitForRequest((request) => request.method() === "PATCH" && request.url().endsWith("/rebuild"));
  await confirm(page, "Rebuild");
  await rebuilt;
  await expect(page.getByText("web will be rebuilt by its agent.")).toBeVisible();
});

test("a deletion names those that depend on it and wants the name", async ({ page, controller }) => {
  await openAs(page, "admin", "/microservices/shop/web");
  const body = {
    name: "mirror",
    application: "shop",
    agentName: "edge-1",
    images: [{ containerImage: "acme/mirror:1", fogTypeId: 1 }],
    registryId: 1,
    extraHosts: [{ name: "upstream", address: "${Apps.shop.web.local}" }],
  };
  expect(await tell(page, controller.address, "POST", "/microservices", body)).toBe(201);
  await page.reload();
  await expect(page.getByRole("main").getByRole("link", { name: "shop/mirror" })).toBeVisible();
  await ask(page, "Delete");
  await expect(dialog(page)).toContainText("These reach it by its name and will lose it: shop/mirror.");
  await expect(dialog(page).getByRole("button", { name: "Delete", exact: true })).toHaveAttribute("aria-disabled", "true");
  await dialog(page).getByLabel("Type web to confirm").fill("web");
  await confirm(page, "Delete");
  await expect(page.getByText("web was deleted.")).toBeVisible();
  await expect(page).toHaveURL(/\/microservices$/);
  await expect(row(page, "mirror")).toBeVisible();
  await expect(row(page, /^web/)).toHaveCount(0);
});

test("what a refused creation left behind is deleted from its page", async ({ page, controller }) => {
  await openAs(page, "admin", "/microservices");
  const body = {
    name: "half",
    application: "shop",
    agentName: "edge-1",
    images: [{ containerImage: "acme/half:1", fogTypeId: 1 }],
    registryId: 1,
    env: [{ key: "A", valueFromSecret: "nowhere/key" }],
  };
  expect(await tell(page, controller.address, "POST", "/microservices", body)).toBe(500);
  await page.goto("/microservices/shop/half");
  await expect(page.getByRole("main")).toContainText("Half-created");
  await ask(page, "Delete");
  await confirm(page, "Delete");
  await expect(page.getByText("half was deleted.")).toBeVisible();
  await expect(row(page, "half")).toHaveCount(0);
});

test("a role that may not is told why", async ({ page }) => {
  await openAs(page, "viewer", "/microservices/shop/web");
  const menu = await actions(page);
  for (const what of ["Rebuild", "Stop", "Delete"]) {
    const refused = entry(menu, what);
    await expect(refused).toHaveAttribute("aria-disabled", "true");
    await expect(refused).toHaveAccessibleDescription(/^The role viewer may not (change|delete) microservices/);
    await refused.click({ force: true });
    await expect(dialog(page)).toHaveCount(0);
  }
  await expect(menu.getByText("The role viewer may not delete microservices.").first(), "to be read where it was pressed").toBeVisible();
  await expectAccessible(page);
});

test("the menu is gone through by keys, and gives the focus back", async ({ page }) => {
  await openAs(page, "admin", "/microservices/shop/web");
  const button = page.getByRole("main").getByRole("button", { name: "Actions", exact: true });
  await expect(page.getByRole("heading", { level: 1, name: "web" })).toBeVisible();
  await button.focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("list", { name: "Actions", exact: true });
  await expect(entry(menu, "Rebuild")).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await expect(entry(menu, "Stop")).toBeFocused();
  await page.keyboard.press("End");
  await expect(entry(menu, "Delete")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(entry(menu, "Rebuild")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(entry(menu, "Delete")).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
  await button.click();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(menu).toBeHidden();
});

test("whatever goes wrong, the question stays and nothing is called done that is not", async ({ page, watch }) => {
  test.slow();
  watch.forgive(/Failed to load resource|net::ERR_/);
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  await page.clock.install();
  await openAs(page, "admin", "/microservices/shop/web");
  let what = "Stop";
  for (const fault of faults) {
    await test.step(fault.name, async () => {
      await ask(page, what);
      sabotage.lay(fault, writes);
      await confirm(page, what);
      // Some answers never come: time is what ends the waiting for them. What was done after all closes the dialog; the
      // message about that may be gone again by the time that somebody looks.
      await expect(async () => {
        await page.clock.runFor(10_000);
        const failed = await dialog(page).getByRole("alert").isVisible();
        expect(failed || (await dialog(page).count()) === 0).toBe(true);
      }).toPass();
      sabotage.lift();
      if (await dialog(page).getByRole("alert").isVisible()) {
        await expect(dialog(page).getByRole("alert")).toContainText("It was not done");
        await expect(dialog(page).getByRole("alert")).toContainText(fault.says);
        await confirm(page, what);
      }
      await expect(dialog(page)).toHaveCount(0);
      what = what === "Stop" ? "Start" : "Stop";
      await expect(entry(await actions(page), what)).toBeVisible();
      await page.clock.runFor(20_000);
    });
  }
});

test.describe("on the older Controller", () => {
  test.use({ flags: ["--api", "3.0"] });

  test("what it cannot do is said, and rebuilding and deleting work", async ({ page }) => {
    await openAs(page, "admin", "/microservices/shop/web");
    await expect(entry(await actions(page), "Stop")).toHaveAccessibleDescription(/came with later Controllers/);
    await ask(page, "Rebuild");
    await confirm(page, "Rebuild");
    await expect(page.getByText("web will be rebuilt by its agent.")).toBeVisible();
    await ask(page, "Delete");
    await expect(dialog(page)).toContainText("iofogctl delete microservice shop/web");
    await confirm(page, "Delete");
    await expect(page.getByText("web was deleted.")).toBeVisible();
  });
});
