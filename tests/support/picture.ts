// Pictures of the console for the documents: `cargo xtask e2e --pictures` takes them anew.

import { join } from "node:path";
import type { Page } from "@playwright/test";
import { pictures } from "./environment.ts";

/** Saves what the page shows as NAME.png: beside the documents when they were asked for, else with the results. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled", caret: "hide" });
}
