// The least that must hold: the console opens, signs in, and every page is clean.

import { expect, test } from "./support/test.ts";

test("the console opens with its name", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/ECN Console/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
