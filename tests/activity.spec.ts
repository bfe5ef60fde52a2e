// The Controller's audit log: who did what, and how it ended.

import { expectAccessible } from "./support/accessible.ts";
import { faults, reads, Sabotage } from "./support/faults.ts";
import { expect, test } from "./support/test.ts";
import { openAs, row, tokenFor } from "./support/words.ts";

test("what was done, by whom and whether it worked stands in the log", async ({ page, controller, watch }) => {
  watch.forgive(/Failed to load resource/);
  await openAs(page, "admin", "/activity");
  const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
  const api = `${controller.address}/api/v3`;
  const stopped = (await (await page.request.get(`${api}/microservices?application=shop`, { headers })).json()) as { microservices: { uuid: string }[] };
  await page.request.patch(`${api}/microservices/${stopped.microservices[0]?.uuid}/stop`, { headers });
  await page.request.delete(`${api}/registries/1`, { headers });
  await page.getByRole("button", { name: "Refresh" }).click();
  const done = page.getByRole("row").filter({ hasText: "stopped" });
  await expect(done).toContainText("admin");
  await expect(done).toContainText("Done");
  await expect(done, "by its name, not by its id").toContainText(/microservice shop\/[a-z]/);
  const refused = page.getByRole("row").filter({ hasText: /deleted\s*registry registry\.hub\.docker\.com/ });
  await expect(refused).toContainText(/Failed\s+\d{3}/);
  await expect(page.getByRole("row").filter({ hasText: "signed in" })).toContainText("admin@example.com");
  await expectAccessible(page);
  await page.getByLabel("All outcomes").selectOption("Failed");
  await expect(done).toHaveCount(0);
  await expect(page).toHaveURL(/outcome=Failed/);
});

test("a long log is read a page at a time", async ({ page, controller }) => {
  test.slow();
  await openAs(page, "admin", "/settings");
  const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
  for (let at = 0; at < 210; at += 1) {
    await page.request.head(`${controller.address}/api/v3/microservices`, { headers });
  }
  await page.goto("/activity");
  await expect(page.getByText(/^200/).first()).toBeVisible();
  await page.getByRole("button", { name: "Load older entries" }).click();
  await expect(page.getByRole("button", { name: "Load older entries" })).toHaveCount(0);
  await page.getByLabel("Filter entries").fill("signed in");
  await expect(row(page, /./)).toHaveCount(1);
});

test("a log that cannot be read says so, and is read when it can be", async ({ page, watch }) => {
  watch.forgive(/Failed to load resource|net::ERR_/);
  const sabotage = new Sabotage(page);
  await sabotage.ready();
  const fault = faults[0];
  if (!fault) throw new Error("there are faults");
  sabotage.lay(fault, reads("events"));
  await openAs(page, "admin", "/activity");
  await expect(page.getByRole("alert")).toContainText(fault.says);
  sabotage.lift();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByRole("row").filter({ hasText: "signed in" })).toBeVisible();
});

test("who may not read it, and which Controller has none, is said", async ({ page }) => {
  await openAs(page, "developer", "/activity");
  await expect(page.getByRole("main")).toContainText("The role developer may not see the audit log.");
});

test.describe("on the older Controller", () => {
  test.use({ flags: ["--api", "3.0"] });

  test("there is no log to be read", async ({ page }) => {
    await openAs(page, "admin", "/activity");
    await expect(page.getByRole("main")).toContainText("Events came with later Controllers");
  });
});
