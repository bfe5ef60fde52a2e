// The pages of one application and of one agent, and what can be done there.

import type { Page } from "@playwright/test";
import { faults, Sabotage, writes } from "./support/faults.ts";
import { expect, test } from "./support/test.ts";
import { act, actions, entry, openAs, outcome, row, step, textOf, write } from "./support/words.ts";

test.use({ flags: ["--speed", "50"] });

const dialog = (page: Page) => page.getByRole("dialog");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const badge = (page: Page, words: string) => page.getByRole("main").getByText(words, { exact: true }).first();

test("an application is stopped with all its microservices, and started again", async ({ page }) => {
  await openAs(page, "admin", "/applications");
  await row(page, /^shop/).getByRole("link").click();
  await expect(row(page, "web")).toContainText("edge-1");
  await act(page, "Stop");
  await expect(dialog(page)).toContainText(/Stops the containers of .*web/);
  await expect(dialog(page)).toContainText("potctl stop application shop");
  await dialog(page).getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByText("shop was stopped. The agents do their part.")).toBeVisible();
  await expect(badge(page, "Stopped")).toBeVisible();
  await expect(row(page, "web")).toContainText("Stopped");
  await act(page, "Start");
  await dialog(page).getByRole("button", { name: "Start", exact: true }).click();
  await expect(row(page, "web")).toContainText("Running");
});

test("a new application is written in the workspace", async ({ page }) => {
  await openAs(page, "admin", "/applications");
  await page.getByRole("link", { name: "New application" }).click();
  await expect(page.getByLabel("Text of application.yaml")).toSay(/kind: Application/);
  await expect(page).toHaveURL(/\/deploy(\/[^?]+)?$/);
  const text = await textOf(page.getByLabel("Text of application.yaml"));
  await write(page.getByLabel("Text of application.yaml"), text.replace("my-application", "brand-new"));
  await button(page, "Apply 1 change").click();
  await outcome(page, "Application").getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "brand-new" })).toBeVisible();
});

test("a deletion lists what goes with it and wants the name", async ({ page }) => {
  await openAs(page, "admin", "/applications/shop");
  await act(page, "Delete");
  await expect(dialog(page)).toContainText(/These microservices are deleted with it: .*web/);
  const confirm = dialog(page).getByRole("button", { name: "Delete", exact: true });
  await expect(confirm).toHaveAttribute("aria-disabled", "true");
  await dialog(page).getByLabel("Type shop to confirm").fill("sho");
  await expect(confirm).toHaveAttribute("aria-disabled", "true");
  await dialog(page).getByLabel("Type shop to confirm").fill("shop");
  await confirm.click();
  await expect(page.getByText("shop was deleted.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Applications" })).toBeVisible();
  await expect(row(page, /^shop/)).toHaveCount(0);
});

test("a deletion that is refused is no deletion, and one whose answer is lost is looked up", async ({ page, watch }) => {
  watch.forgive(/Failed to load resource|net::ERR_/);
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  await openAs(page, "admin", "/applications/shop");
  await act(page, "Delete");
  await dialog(page).getByLabel("Type shop to confirm").fill("shop");
  const confirm = dialog(page).getByRole("button", { name: "Delete", exact: true });
  for (const name of ["a right that is missing", "the page of a gateway", "a page that claims to be the answer"]) {
    const fault = faults.find((fault) => fault.name === name);
    if (!fault) throw new Error(name);
    sabotage.lay(fault, writes);
    await confirm.click();
    await expect(dialog(page).getByRole("alert")).toContainText("It was not done");
    await expect(dialog(page).getByRole("alert")).toContainText(fault.says);
    await expect(row(page, "web")).toBeVisible();
  }
  const dropped = faults.find(({ name }) => name === "a connection that drops");
  if (!dropped) throw new Error("there is such a fault");
  sabotage.lay(dropped, writes);
  await confirm.click();
  await expect(page.getByText("shop was deleted.")).toBeVisible();
  sabotage.lift();
  await expect(row(page, /^shop/)).toHaveCount(0);
});

test("its manifest is changed on its own page, and a member that is taken out needs its own tick", async ({ page }) => {
  await openAs(page, "admin", "/applications/shop/edit");
  await expect(button(page, "Nothing to apply")).toBeVisible();
  await page.getByLabel("Description").fill("All that sells");
  await expect(step(page, "Application")).toContainText("All that sells");
  const text = page.getByLabel("YAML of the application");
  const whole = await textOf(text);
  await write(text, whole.replace(/\n {4}- name: web\n[\s\S]*?(?=\n {4}- |\n*$)/, ""));
  await expect(page.getByRole("checkbox", { name: "Delete this microservice" })).toBeVisible();
  await write(text, whole);
  await button(page, "Apply 1 change").click();
  await expect(outcome(page, "Application")).toContainText("updated");
  await page.getByRole("navigation", { name: "Views of this application" }).getByRole("link", { name: "YAML" }).click();
  await expect(page.getByLabel("Manifest")).toContainText("description: All that sells");
});

test("who may not change applications is told why", async ({ page }) => {
  await openAs(page, "viewer", "/applications/shop");
  const menu = await actions(page);
  for (const what of ["Stop", "Delete"]) {
    await expect(entry(menu, what)).toHaveAttribute("aria-disabled", "true");
    await expect(entry(menu, what)).toHaveAccessibleDescription(/^The role viewer may not (change|delete) applications/);
  }
});

test("an agent's page says how it is and what runs on it", async ({ page }) => {
  await openAs(page, "admin", "/agents");
  await row(page, "edge-1").getByRole("link", { name: "edge-1", exact: true }).click();
  await expect(page).toHaveURL(/\/agents\/edge-1$/);
  await expect(badge(page, "Online")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("x86");
  await expect(row(page, "web")).toContainText("shop");
  await row(page, "web").getByRole("link", { name: "shop" }).click();
  await expect(page).toHaveURL(/\/applications\/shop$/);
  await row(page, "web").getByRole("link", { name: "edge-1" }).click();
  await expect(page).toHaveURL(/\/agents\/edge-1$/);
});

test("what is not there is said", async ({ page }) => {
  await openAs(page, "admin", "/applications/nothing");
  await expect(page.getByRole("main")).toContainText("This application is not there");
  await page.goto("/agents/nothing");
  await expect(page.getByRole("main")).toContainText("This agent is not there");
});
