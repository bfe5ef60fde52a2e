// What agents make of an applied run: each microservice is followed until it runs or fails.

import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { drop, openAs, outcome } from "./support/words.ts";

test.use({ flags: ["--speed", "4"] });

const microservice = (name: string, image: string) => `apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: ${name}
spec:
  agent:
    name: edge-1
  images:
    x86: ${image}
`;

test("what a run has made is followed until it runs or fails, and one line sums it up", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const application = `apiVersion: datasance.com/v3
kind: Application
metadata:
  name: fleet
spec: {}
`;
  const texts = [
    application,
    microservice("fleet/good", "acme/good:1"),
    microservice("fleet/bad", "acme/missing:1"),
    microservice("fleet/broken", "acme/crash:1"),
  ];
  await drop(page, [{ name: "fleet.yaml", content: texts.join("---\n") }]);
  await page.getByRole("button", { name: "Apply 4 changes" }).click();
  await expect(outcome(page, "Microservice fleet/good")).toContainText(/Queued|Pulling \d+ %|Starting/);
  await expect(outcome(page, "Microservice fleet/good")).toContainText("Running");
  await expect(outcome(page, "Microservice fleet/bad")).toContainText("image not found: acme/missing:1");
  const results = page.getByRole("region", { name: "Plan and results" });
  await expect(results).toContainText(/1 of 3 microservices running, 2 failed/);
  // The application sums up what belongs to it, and names what does not run.
  const whole = outcome(page, "Application fleet");
  await expect(whole.getByRole("link", { name: "fleet/bad" })).toBeVisible();
  await expect(whole.getByRole("link", { name: "fleet/good" })).toHaveCount(0);
  await expect(outcome(page, "Microservice fleet/broken")).toContainText(/Stuck in restart|Exiting/);
  await expectAccessible(page);
});

test("a change that makes another container is not called running while the old one runs", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "one.yaml", content: microservice("shop/web", "acme/web:99") }]);
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  const row = outcome(page, "Microservice shop/web");
  await expect(row).toContainText(/Not restarted yet|Queued|Pulling|Starting/);
  await expect(row).toContainText("Running");
  await expect(page.getByRole("region", { name: "Plan and results" })).toContainText("The microservice runs");
});
