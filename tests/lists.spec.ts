// Lists: what they say before their rows are there, when nothing matches, and how they are searched and put in order.

import type { Page, Route } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { actions, entry, openAs, row, rowMenu, tokenFor } from "./support/words.ts";

const names = (page: Page) => page.getByRole("rowheader").allTextContents();

/** Changes what the Controller says about the rows of a list. */
async function rewrite(page: Page, list: string, change: (rows: Record<string, never>[]) => void): Promise<void> {
  await page.route(`**/api/v3/${list}`, async (route: Route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as Record<string, Record<string, never>[]>;
    for (const rows of Object.values(body)) if (Array.isArray(rows)) change(rows);
    await route.fulfill({ response: answer, json: body });
  });
}

test("a list without a match is filled by the first one, says when there is none, and the filter can be cleared", async ({ page }) => {
  await openAs(page, "viewer", "/microservices?q=no-such-thing&application=shop");
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await page.getByLabel("Filter microservices").fill("web");
  await expect(row(page, "web")).toBeVisible();
  await page.getByLabel("Filter microservices").fill("no-such-thing");
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await expect(page.getByRole("table"), "no head without rows").toHaveCount(0);
  await page.getByRole("button", { name: "Clear filter" }).click();
  await expect(row(page, "web")).toBeVisible();
  await expect(page.getByLabel("Filter microservices")).toHaveValue("");
  await expect(page).toHaveURL(/\/microservices$/);
});

test.describe("on an empty Controller", () => {
  test.use({ seed: "0" });

  test("a list is filled by what is made elsewhere, found without accents, in the order of the language", async ({ page, controller }) => {
    await openAs(page, "admin", "/applications");
    await expect(page.getByRole("heading", { name: "No applications yet" })).toBeVisible();
    const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
    const make = async (name: string, description: string) => {
      const answer = await page.request.post(`${controller.address}/api/v3/application`, { headers, data: { name, description } });
      expect(answer.ok(), await answer.text()).toBe(true);
    };
    await make("line-10", "Straße in İSTANBUL");
    await make("line-9", "Fühler in Zu\u0308rich");
    await make("line-2", "plain");
    await expect(row(page, "line-10")).toBeVisible();
    await expect.poll(() => names(page)).toEqual(["line-2", "line-9", "line-10"]);
    const filter = page.getByLabel("Filter applications");
    for (const [typed, found] of [
      ["strasse istanbul", "line-10"],
      ["ıstanbul", "line-10"],
      ["FUHLER ZÜRICH", "line-9"],
    ] as const) {
      await filter.fill(typed);
      await expect.poll(() => names(page)).toEqual([found]);
    }
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search" }).fill("zurich");
    await expect(page.getByRole("option", { name: /line-9/ })).toBeVisible();
  });

  test("nothing is well where there is nothing yet", async ({ page }) => {
    await openAs(page, "admin", "/");
    await expect(page.getByRole("heading", { name: "No agents yet" })).toBeVisible();
    await expect(page.getByText("All is well")).toHaveCount(0);
  });
});

test("what pulls is one state, however far each has come", async ({ page }) => {
  await rewrite(page, "microservices", (rows) => {
    rows.forEach((one, at) => {
      Object.assign(one, { status: { ...(one["status"] as object), status: "PULLING", percentage: 37 + at, errorMessage: "" } });
    });
  });
  await openAs(page, "viewer", "/microservices");
  await expect(page.getByText("Pulling 37 %")).toBeVisible();
  const states = page.getByLabel("All states").getByRole("option");
  await expect(states.filter({ hasText: "Pulling" })).toHaveText(["Pulling"]);
  await page.getByLabel("All states").selectOption("Pulling");
  await expect(page.getByText("Pulling 38 %")).toBeVisible();
});

test("what the choices left out is said, and each is taken back by itself or all at once", async ({ page }) => {
  await openAs(page, "viewer", "/microservices?application=shop&status=Running");
  await expect(page.getByText("Application: shop")).toBeVisible();
  await expect(row(page, "web").getByRole("link", { name: "shop" })).toHaveAttribute("href", "/applications/shop");
  await page.getByRole("button", { name: "Remove the filter by application" }).click();
  await expect(page).toHaveURL(/\/microservices\?status=Running$/);
  await expect(page.getByText("State: Running")).toBeVisible();
  await page.getByLabel("All agents").selectOption("edge-1");
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(/\/microservices$/);
  await expect(page.getByText("State: Running")).toHaveCount(0);
});

test("what is not read yet is not none", async ({ page }) => {
  await page.route("**/api/v3/microservices", () => undefined);
  await page.route("**/api/v3/catalog/microservices", () => undefined);
  await openAs(page, "admin", "/microservices");
  await expect(page.getByText("Loading microservices")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(/\b0\b/);
  await page.goto("/registries");
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("nothing");
  await page.goto("/agents");
  await expect(row(page, "edge-1")).toBeVisible();
  await expect(row(page, "edge-1").getByRole("cell").nth(7)).toHaveText("");
  await page.goto("/agents/edge-1");
  await expect(page.getByText("Loading the microservices")).toBeVisible();
});

test("figures of an agent that fell silent are not shown as those of now", async ({ page }) => {
  await rewrite(page, "iofog-list", (rows) => {
    for (const agent of rows) {
      if (agent["name"] === "edge-1") Object.assign(agent, { daemonStatus: "UNKNOWN", memoryUsage: 128, diskUsage: 2, cpuUsage: 5 });
    }
  });
  await openAs(page, "admin", "/agents");
  await expect(row(page, "edge-1")).toContainText("Not reporting");
  await expect(row(page, "edge-1")).not.toContainText(/MB|GB|%/);
  await page.goto("/agents/edge-1");
  await expect(page.getByText(/^As edge-1 last reported/).first()).toBeVisible();
  const agent = page.locator("section").filter({ has: page.getByRole("heading", { name: "Agent process" }) });
  await expect(agent).toContainText("128.0 MB");
  await expect(agent, "an agent's disk is in GB").toContainText("2.0 GB");
  await page.goto("/microservices?agent=edge-1");
  await expect(page.getByRole("row").filter({ hasText: "Agent offline" }).first()).not.toContainText(/MB|%/);
});

test("a list fits its page, and the settings can be reached from a phone", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/settings");
  for (const path of ["/catalog", "/microservices", "/registries", "/agents", "/applications", "/activity"]) {
    await page.goto(path);
    await expect(page.getByRole("rowheader").first()).toBeVisible();
    const table = page.getByRole("table");
    const beyond = await table.evaluate((grid) => grid.scrollWidth - (grid.parentElement?.clientWidth ?? 0));
    expect(beyond, `${path} has no column out of view`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/agents");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
});

test("why an entry cannot be chosen is to be read, not only to be hovered", async ({ page }) => {
  await openAs(page, "viewer", "/microservices/shop/web");
  await expect((await actions(page)).getByText("The role viewer may not delete microservices.")).toBeVisible();
  await page.goto("/applications/shop");
  await expect((await actions(page)).getByText("The role viewer may not delete applications.")).toBeVisible();
});

test("a row offers what its object's page does, and nothing of it is there before somebody asks", async ({ page }) => {
  await openAs(page, "admin", "/microservices?application=shop");
  await expect(row(page, "web")).toBeVisible();
  await expect(page.getByRole("list", { name: /^Actions/ })).toHaveCount(0);
  const menu = await rowMenu(page, "web");
  await expect(entry(menu, "Open")).toBeFocused();
  await expect(menu.getByRole("listitem")).toHaveText(["shop/web", "Open", "Edit", "YAML", "Logs", "Rebuild …", "Stop …", "Copy link", "Delete …"]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Actions for web", exact: true })).toBeFocused();

  await entry(await rowMenu(page, "web"), "Stop").click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByText("web was stopped. Its agent will end it.")).toBeVisible();
  await entry(await rowMenu(page, "db"), "Delete").click();
  await expect(page.getByRole("dialog").getByRole("heading")).toHaveText("Delete db?");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/application=shop/);
  await entry(await rowMenu(page, "web"), "Edit").click();
  await expect(page).toHaveURL(/\/microservices\/shop\/web\/edit$/);
});

test("a row can be asked on a phone, and one of another kind in its own words", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openAs(page, "viewer", "/microservices");
  const menu = await rowMenu(page, "web");
  await expect(menu.getByText("The role viewer may not delete microservices.")).toBeVisible();
  await expect(entry(menu, "Delete"), "it opens where there is room").toBeInViewport({ ratio: 1 });
  await page.goto("/catalog");
  await expect(entry(await rowMenu(page, "http-proxy"), "Deploy from this")).toBeVisible();
});
