// Every widget in every state, light and dark side by side: all are there, none breaks a rule of accessibility, and a
// side looks the same whatever the system asks for. Pictures of other machines have other fonts, so that a run compares
// its own.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";

const widgets = [
  "Mark", "Type", "Buttons", "Segments", "Fields", "States", "Badges", "Plan signs", "Tabs", "Facts", "Notices", "Skeleton",
  "Empty", "Code", "Icons", "Menu", "Dialog", "Toasts", "Copy", "Table",
];

const side = (page: Page, name: "Light" | "Dark") => page.getByRole("region", { name, exact: true });

// The release build goes without it.
test.beforeEach(async ({ page }) => {
  await page.goto("/gallery");
  await expect(page).not.toHaveTitle("ECN Console");
  test.skip((await page.title()) !== "Gallery · ECN Console", "this build has no gallery");
});

for (const width of [1400, 390]) {
  test(`every widget is there and accessible, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const name of ["Light", "Dark"] as const) {
      await expect(side(page, name).getByRole("heading", { level: 3 })).toHaveText(widgets);
    }
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, "it is not wider than the window").toBeLessThanOrEqual(0);
  });
}

test("what opens is accessible while it is open, in both themes", async ({ page }) => {
  for (const name of ["Light", "Dark"] as const) {
    const own = side(page, name);
    await own.getByRole("button", { name: "Actions" }).click();
    await expect(own.getByRole("button", { name: "Rebuild …" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(own.getByRole("button", { name: "Rebuild …" })).toBeHidden();
    await expect(own.getByRole("button", { name: "Actions" })).toBeFocused();
    await own.getByRole("button", { name: "Offer" }).click();
    await own.getByRole("button", { name: "Ask" }).click();
    await expect(page.getByRole("dialog", { name: "Delete it?" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});

test("a side looks the same whatever the system asks for, and the sides differ", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const pictures = async (colorScheme: "light" | "dark") => {
    await page.emulateMedia({ colorScheme });
    const take = async (name: "Light" | "Dark") => (await side(page, name).screenshot({ animations: "disabled" })).toString("base64");
    return { light: await take("Light"), dark: await take("Dark") };
  };
  const [bright, gloomy] = [await pictures("light"), await pictures("dark")];
  expect(gloomy.light === bright.light, "the light side").toBe(true);
  expect(gloomy.dark === bright.dark, "the dark side").toBe(true);
  expect(bright.light === bright.dark, "one is the other").toBe(false);
});
