// Names, descriptions and values full of markup are text wherever they are shown.

import { expect, test } from "./support/test.ts";
import { drop, openAs, outcome, row, step } from "./support/words.ts";

const markup = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;
const manifest = `apiVersion: datasance.com/v3
kind: Application
metadata:
  name: markup
spec:
  description: ${JSON.stringify(markup)}
  microservices:
    - name: shown
      agent:
        name: edge-1
      images:
        x86: acme/tool:1
      container:
        commands:
          - ${JSON.stringify(markup)}
        env:
          - key: TEXT
            value: ${JSON.stringify(markup)}
`;

test("markup is shown as text in the plan, in lists and on the page of a microservice", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "<b>markup</b>.yaml", content: manifest }]);
  await expect(page.getByRole("heading", { name: "<b>markup</b>.yaml" })).toBeVisible();
  await expect(step(page, "Application markup")).toContainText("create");
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "Application markup")).toContainText("created");

  await page.goto("/applications");
  await expect(row(page, /^markup/)).toContainText(markup);
  await page.goto("/microservices/markup/shown");
  await expect(page.getByRole("main")).toContainText(`TEXT=${markup}`);
  await page.goto("/microservices/markup/shown/yaml");
  await expect(page.getByRole("main")).toContainText("<img src=x onerror=");
  expect(await page.locator("main img, main script").count()).toBe(0);
  await expect(page).toHaveTitle(/ECN Console/);
});
