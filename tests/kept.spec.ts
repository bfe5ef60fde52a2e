// Drafts that outlive their page: kept as one types, by user and Controller, without secrets, and brought back.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { asksToLeave, drop, expectKept, expectNothingKept, fileText, keptDrafts, openAs, outcome, problem, reopened, signIn, signOut, step, tell, write } from "./support/words.ts";

const registry = (url: string, more = "") =>
  `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: ${url}\n  username: john\n  email: j@example.com\n${more}`;

const application = (name: string) =>
  `apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: ${name}\nspec:\n  description: mine\n`;

const files = (page: Page) => page.getByRole("heading", { level: 2, name: /\.yaml/ });
const empty = (page: Page) => page.getByLabel("Paste manifest text");
const edit = "/registries/3/edit";

test("files of the workspace are there after a reload, in order, and closed ones are not", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, ["a", "b", "c"].map((name) => ({ name: `${name}.yaml`, content: application(`of-${name}`) })));
  await page.getByRole("button", { name: "Remove b.yaml from the workspace" }).click();
  await page.getByRole("list", { name: "Documents of c.yaml" }).getByRole("button").click();
  await write(fileText(page), application("mine"));
  await expectKept(page, "name: mine");
  await page.reload();
  await expect(files(page)).toHaveText([/^a\.yaml/, /^c\.yaml/]);
  await page.getByRole("list", { name: "Documents of c.yaml" }).getByRole("button").click();
  await expect(fileText(page)).toSay(application("mine"));
  await page.getByRole("button", { name: "Apply 2 changes" }).click();
  await expect(outcome(page, "mine")).toContainText("created");
  await expectNothingKept(page);
  await page.reload();
  await expect(empty(page), "what was applied need not be kept").toBeVisible();
});

test("what is typed in the last moment before a reload is there after it", async ({ page }) => {
  await openAs(page, "admin", edit);
  await page.getByLabel("User name").fill("first");
  await expectKept(page, "first");
  await page.getByLabel("User name").fill("last");
  await page.reload();
  await expect(page.getByLabel("User name")).toHaveValue("last");
});

test("the last letters that are typed into the editor before a reload are there after it", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "a.yaml", content: application("alpha") }]);
  await expectKept(page, "alpha");
  await expect(fileText(page)).toHaveAttribute("contenteditable", "true");
  await fileText(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("# the last letters");
  await page.reload();
  await expect(fileText(page)).toSay(/# the last letters$/);
});

test("documents without their secrets are blocked until they are typed, or said to need none", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const text = `${registry("one.example", "  password: hunter2\n")}---\n${application("beta")}`;
  await drop(page, [{ name: "a.yaml", content: text }]);
  await expectKept(page, "one.example");
  expect(await keptDrafts(page)).not.toContain("hunter2");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(step(page, "Registry")).toContainText("Type them again");
  await expect(step(page, "Application")).toContainText("create");
  await drop(page, [{ name: "a.yaml", content: text }]);
  await expect(page.getByText("a.yaml has its passwords and secret values again.")).toBeVisible();
  await expect(step(page, "Registry")).not.toContainText("Type them again");
  await page.reload();
  await page.getByRole("button", { name: "It is complete as it stands" }).click();
  await expect(page.getByRole("list", { name: "Problems" })).not.toContainText("Type them again");
});

test("a text that was begun and is no file yet is kept", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await empty(page).pressSequentially("kind: R");
  await expectKept(page, "kind: R");
  await page.reload();
  await expect(fileText(page)).toSay("kind: R");
});

test("a form has its text back in another window after the browser was killed, and a discarded one stays discarded", async ({ page }) => {
  await openAs(page, "admin", edit);
  await page.getByLabel("User name").fill("mine");
  await expectKept(page, "mine");
  let next = await reopened(page, edit);
  await signIn(next, "admin");
  await expect(next.getByLabel("User name")).toHaveValue("mine");
  await next.getByRole("button", { name: "Discard" }).click();
  await expectNothingKept(next);
  next = await reopened(next, edit);
  await signIn(next, "admin");
  await expect(next.getByLabel("User name")).not.toHaveValue("mine");
});

test("a new object that was begun is there when its page is opened again", async ({ page }) => {
  await openAs(page, "admin", "/registries/new");
  await page.getByLabel("Address").fill("begun.example");
  await expectKept(page, "begun.example");
  await page.reload();
  await expect(page.getByLabel("Address")).toHaveValue("begun.example");
});

test("the three sides are there after coming back", async ({ page, controller }) => {
  await openAs(page, "admin", edit);
  await page.getByLabel("User name").fill("mine");
  await expectKept(page, "mine");
  await tell(page, controller.address, "PATCH", "/registries/3", { email: "theirs@example.com" });
  await page.reload();
  const theirs = page.getByRole("list", { name: "Changed by somebody else" }).getByRole("listitem");
  await expect(theirs).toContainText(/spec\.email: \S+ → theirs@example\.com/);
  await expect(step(page, "Registry")).toContainText("username");
  await expect(step(page, "Registry")).not.toContainText("email");
});

test("somebody else in the same browser sees nothing, and signing in again brings all back", async ({ page }) => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    return dialog.accept();
  });
  await openAs(page, "admin", edit);
  await page.getByLabel("User name").fill("mine");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Deploy" }).click();
  await drop(page, [{ name: "a.yaml", content: registry("secretive.example") }]);
  await expect(fileText(page)).toBeVisible();
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, "developer");
  await page.goto("/deploy");
  await expect(empty(page)).toBeVisible();
  await page.goto(edit);
  await expect(page.getByLabel("User name")).not.toHaveValue("mine");
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, "admin");
  await expect(page.getByLabel("User name")).toHaveValue("mine");
  await page.goto("/deploy");
  await expect(fileText(page)).toSay(registry("secretive.example"));
  expect(asked, "nothing was lost, so nothing was asked").toEqual([]);
});

test.describe("beside another Controller", () => {
  test.use({ others: [[]] });

  test("drafts stay with the Controller that they were written for", async ({ page, neighbours, watch }) => {
    const [neighbour] = neighbours;
    watch.allow(neighbour?.address ?? "");
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await expectKept(page, "mine");
    await page.goto(`/registries/3/edit?controller=${neighbour?.address}`);
    await page.getByRole("button", { name: "Add it and continue" }).click();
    await signIn(page, "admin");
    await expect(page.getByLabel("User name")).toBeVisible();
    await expect(page.getByLabel("User name")).not.toHaveValue("mine");
    await page.goto(edit);
    await expect(page.getByLabel("User name")).toHaveValue("mine");
  });
});

test.describe("turning to another Controller", () => {
  test.use({ others: [[]] });

  test("an open file goes along with its person, and is kept where it is now", async ({ page, neighbours, watch }) => {
    const [neighbour] = neighbours;
    watch.allow(neighbour?.address ?? "");
    const rail = page.getByRole("navigation", { name: "Main" });
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "a.yaml", content: application("of-a") }]);
    await expectKept(page, "of-a");
    await rail.getByRole("link", { name: "Settings" }).click();
    await page.getByLabel("Address").fill(neighbour?.address ?? "");
    await page.getByLabel("Name", { exact: true }).fill("Line 3");
    await page.getByRole("button", { name: "Add Controller" }).click();
    await page.getByRole("button", { name: "Switch to Line 3" }).click();
    await signIn(page, "admin");
    await rail.getByRole("link", { name: /^Deploy/ }).click();
    await expect(fileText(page)).toSay(application("of-a"));
    await expect.poll(async () => (await keptDrafts(page)).match(/"owner":"[^"]*"/g)).toEqual([`"owner":"${neighbour?.address} admin"`]);
    await page.reload();
    await expect(fileText(page)).toSay(application("of-a"));
    await page.goto("/deploy");
    await expect(empty(page), "the console's own Controller").toBeVisible();
  });
});

test.describe("in two tabs", () => {
  test("a draft is open in one of them only, and free when that is closed", async ({ page, context }) => {
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "a.yaml", content: registry("a.example") }]);
    await expectKept(page, "a.example");
    const second = await context.newPage();
    await second.goto("/deploy");
    await expect(second.getByRole("heading", { level: 1, name: "Deploy" })).toBeVisible();
    await drop(second, [{ name: "b.yaml", content: registry("b.example") }]);
    await expect(files(second)).toHaveText([/^b\.yaml/]);
    await expectKept(second, "b.example");
    await second.reload();
    await expect(files(second), "its own at once").toHaveText([/^b\.yaml/]);
    await page.close({ runBeforeUnload: false });
    await second.reload();
    await expect(files(second)).toHaveCount(2);
  });

  test("a form says that its draft is open elsewhere, and begins one of its own", async ({ page, context }) => {
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await expectKept(page, "mine");
    const second = await context.newPage();
    await second.goto(edit);
    await expect(second.getByText("A draft of this form is open in another tab.")).toBeVisible();
    await expect(second.getByLabel("User name")).not.toHaveValue("mine");
    await second.getByLabel("User name").fill("second");
    await expectKept(page, /mine[^]*second|second[^]*mine/);
    await second.close({ runBeforeUnload: false });
    await page.reload();
    await expect(page.getByLabel("User name"), "its own, not the newest").toHaveValue("mine");
  });

  test("nobody writes over what somebody else wrote meanwhile", async ({ page }) => {
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await expectKept(page, "mine");
    await page.evaluate(async () => {
      const answer = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
      const open = await answer(indexedDB.open("ecn-console"));
      const drafts = open.transaction("drafts", "readwrite").objectStore("drafts");
      const [key] = await answer(drafts.getAllKeys());
      const record = JSON.parse(String(await answer(drafts.get(key ?? "")))) as { revision: number; kept: { text: string } };
      record.revision += 5;
      record.kept.text = record.kept.text.replace("mine", "theirs");
      await answer(drafts.put(JSON.stringify(record), key));
      open.close();
    });
    await page.getByLabel("User name").fill("more of mine");
    await expect(page.getByText(/was changed in another tab, too\. Both texts are kept/)).toBeVisible();
    await expectKept(page, /theirs[^]*more of mine|more of mine[^]*theirs/);
  });
});

test.describe("a password", () => {
  test("is kept nowhere, is asked for again, and closing the window over one asks", async ({ page }) => {
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    expect(await asksToLeave(page)).toBe(false);
    await page.getByLabel("Password").fill("hunter2");
    expect(await asksToLeave(page), "it would be lost").toBe(true);
    await expectKept(page, /"left_out":true/);
    page.on("dialog", (dialog) => dialog.accept());
    await page.reload();
    await expect(page.getByText("Passwords and other secrets were left out; type them again.")).toBeVisible();
    await expect(page.getByLabel("User name")).toHaveValue("mine");
    await expect(problem(page, "1:1")).toContainText("Type them again");
    await expect(step(page, "Registry"), "what is empty now is not sent so").toContainText("blocked");
    expect(await asksToLeave(page), "there is none to lose").toBe(false);
    await page.getByLabel("Password").fill("hunter3");
    await expect(problem(page, "1:1")).toHaveCount(0);
    const everything = await keptDrafts(page) + (await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])));
    expect(everything).not.toMatch(/hunter/);
  });
});

for (const { what, breaks, says } of [
  {
    what: "refuses storage",
    breaks: () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("refused", "SecurityError");
      };
    },
    says: "it refuses storage to this page",
  },
  {
    what: "is full",
    breaks: () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
    says: "its storage is full",
  },
]) {
  test(`a browser that ${what} loses nothing while the tab is open, and it is said once`, async ({ page }) => {
    await page.addInitScript(breaks);
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await expect(page.getByText(`Drafts cannot be kept in this browser: ${says}. They are lost when this tab is closed.`)).toBeVisible();
    expect(await asksToLeave(page)).toBe(true);
    await page.getByLabel("User name").fill("more of mine");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Deploy" }).click();
    await expect(page.getByText("Kept until this tab is closed.")).toBeVisible();
    await expect(page.getByText("Drafts cannot be kept")).toHaveCount(1);
    await drop(page, [{ name: "a.yaml", content: registry("a.example") }]);
    await expect(fileText(page)).toSay(registry("a.example"));
    await page.goBack();
    await expect(page.getByLabel("User name")).toHaveValue("more of mine");
  });
}

test.describe("the list of drafts", () => {
  const list = (page: Page) => page.getByRole("list", { name: "Kept drafts" });
  const draft = (page: Page, name: string) => list(page).getByRole("listitem").filter({ hasText: name });
  const deploy = (page: Page) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Deploy/ });

  test("has all of them with age and state, and the navigation says how many", async ({ page, controller }) => {
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await expect(deploy(page)).toHaveText(/Deploy\s*1$/);
    await deploy(page).click();
    await expect(draft(page, "Registry 3")).toContainText(/form.*differs from live.*changed just now/);
    await drop(page, [{ name: "a.yaml", content: registry("a.example") }]);
    await expect(draft(page, "a.yaml")).toContainText(/file.*open here/);
    await expect(deploy(page)).toHaveText(/Deploy\s*2$/);
    await expectAccessible(page);
    await tell(page, controller.address, "PATCH", "/registries/3", { username: "mine" });
    await expect(draft(page, "Registry 3")).toContainText("same as live");
    await page.getByRole("link", { name: "Open Registry 3" }).click();
    await expect(page.getByLabel("User name")).toHaveValue("mine");
  });

  /** Discards the draft of the form, takes that back, and opens it as it was. */
  async function discardAndUndo(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Discard Registry 3" }).click();
    await expect(list(page)).toHaveCount(0);
    await expectNothingKept(page);
    await page.getByText("Discarded Registry 3.").locator("..").getByRole("button", { name: "Undo" }).click();
    await expectKept(page, "mine");
    await page.getByRole("link", { name: "Open Registry 3" }).click();
    await expect(page.getByLabel("User name")).toHaveValue("mine");
  }

  test("opens and discards what is open nowhere, and gives it back", async ({ page }) => {
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await expectKept(page, "mine");
    await page.reload();
    await deploy(page).click();
    await discardAndUndo(page);
  });

  test("is discarded as a whole, and given back as a whole", async ({ page }) => {
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await deploy(page).click();
    await drop(page, [{ name: "a.yaml", content: registry("a.example") }, { name: "b.yaml", content: registry("b.example") }]);
    await expect(list(page).getByRole("listitem")).toHaveCount(3);
    await page.getByRole("button", { name: "Discard all" }).click();
    await expect(list(page)).toHaveCount(0);
    await expectNothingKept(page);
    await page.getByText("Discarded 3 drafts.").locator("..").getByRole("button", { name: "Undo" }).click();
    await expect(list(page).getByRole("listitem")).toHaveCount(3);
    await expect(page.getByRole("button", { name: /^[ab]\.yaml$/ })).toHaveText(["a.yaml", "b.yaml"]);
    await page.getByRole("link", { name: "Open Registry 3" }).click();
    await expect(page.getByLabel("User name")).toHaveValue("mine");
  });

  test("gives back a form that was discarded, with the password that was typed there", async ({ page }) => {
    await openAs(page, "admin", edit);
    await page.getByLabel("User name").fill("mine");
    await page.getByLabel("Password").fill("hunter2");
    await deploy(page).click();
    await discardAndUndo(page);
    await expect(page.getByLabel("Password")).toHaveValue("hunter2");
  });

  test("leaves to another tab what that one has open", async ({ page, context }) => {
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "a.yaml", content: registry("a.example") }]);
    await expectKept(page, "a.example");
    const second = await context.newPage();
    await second.goto("/deploy");
    await expect(draft(second, "a.yaml")).toContainText("open in another tab");
    await expect(second.getByRole("button", { name: "Open a.yaml" })).toHaveCount(0);
    await page.close({ runBeforeUnload: false });
    await second.reload();
    await expect(second.getByRole("button", { name: "Open a.yaml" })).toBeVisible();
  });

  test("a draft of the workspace has an address", async ({ page }) => {
    await openAs(page, "admin", "/deploy");
    await drop(page, ["a", "b"].map((name) => ({ name: `${name}.yaml`, content: registry(`${name}.example`) })));
    await expect(page).toHaveURL(/\/deploy\/[^/]+$/);
    const second = page.url();
    await page.getByRole("list", { name: "Documents of a.yaml" }).getByRole("button").click();
    await expect(page).not.toHaveURL(second);
    await expect(page).toHaveURL(/\/deploy\/[^/]+$/);
    await expectKept(page, /a\.example[^]*b\.example|b\.example[^]*a\.example/);
    await page.goto(second);
    await expect(fileText(page)).toSay(registry("b.example"));
    await page.goto("/deploy/none");
    await expect(page.getByText("This draft is not here")).toBeVisible();
    await expect(list(page).getByRole("listitem")).toHaveCount(2);
  });
});
