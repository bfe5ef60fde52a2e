// Texts that somebody is writing: nothing takes them away, not somebody else's change, not a deletion, not a closed file,
// not the end of the program; and nobody else gets to see them.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import type { Controller } from "./support/controller.ts";
import { expect, test } from "./support/test.ts";
import { asksToLeave, drop, expectKept, expectNothingKept, fileText, openAs, outcome, row, showText, signIn, signOut, step, textOf, tokenFor, view, write } from "./support/words.ts";

const registry = (url: string, more = "") =>
  `apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: ${url}\n  username: john\n  email: j@example.com\n${more}`;

const application = (name: string, more = "") =>
  `apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: ${name}\nspec:\n  description: mine\n${more}`;

/** Another person's work, done at the Controller itself. */
async function elsewhere(page: Page, controller: Controller, method: string, path: string, data?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${await tokenFor(page, controller.address)}` };
  const answer = await page.request.fetch(`${controller.address}/api/v3${path}`, { method, headers, ...(data && { data }) });
  expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
  const text = await answer.text();
  return text ? (JSON.parse(text) as unknown) : undefined;
}

async function uuidOf(page: Page, controller: Controller, name: string): Promise<string> {
  const answer = (await elsewhere(page, controller, "GET", "/microservices")) as { microservices: { uuid: string; name: string }[] };
  return answer.microservices.find((one) => one.name === name)?.uuid ?? "";
}

/** Goes to a page of the running console by its main navigation. */
async function to(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
}

test.describe("somebody else changes the object of an open form", () => {
  test("a form that nobody touched follows, and sends nothing", async ({ page, controller }) => {
    await openAs(page, "admin", "/registries/3/edit");
    await expect(page.getByLabel("E-mail")).not.toHaveValue("");
    await elsewhere(page, controller, "PATCH", "/registries/3", { email: "theirs@example.com" });
    await expect(page.getByLabel("E-mail")).toHaveValue("theirs@example.com");
    await expect(page.getByRole("button", { name: "Nothing to apply" })).toBeVisible();
    await expect(page.getByText("Changed by somebody else")).toHaveCount(0);
  });

  test("a form that was touched keeps its text, sends its own change only, and shows the other", async ({ page, controller }) => {
    await openAs(page, "admin", "/registries/3/edit");
    await page.getByLabel("User name").fill("mine");
    await elsewhere(page, controller, "PATCH", "/registries/3", { email: "theirs@example.com" });
    const theirs = page.getByRole("list", { name: "Changed by somebody else" }).getByRole("listitem");
    await expect(theirs).toContainText(/spec\.email: \S+ → theirs@example\.com/);
    await expect(step(page, "Registry")).toContainText("username");
    await expect(step(page, "Registry")).not.toContainText("email");
    await expectAccessible(page);
    const sent = page.waitForRequest((request) => request.method() === "PATCH");
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    expect((await sent).postDataJSON()).toEqual({ username: "mine" });
    await expect(outcome(page, "Registry")).toContainText("updated");
  });

  test("a field that both changed waits for a decision", async ({ page, controller }) => {
    await openAs(page, "admin", "/registries/3/edit");
    await page.getByLabel("E-mail").fill("mine@example.com");
    await elsewhere(page, controller, "PATCH", "/registries/3", { email: "theirs@example.com" });
    await expect(page.getByRole("list", { name: "Changed by somebody else" })).toContainText("and changed by you");
    await expect(step(page, "Registry")).toContainText("blocked");
    await page.getByRole("button", { name: "Take mine: spec.email" }).click();
    await expect(step(page, "Registry")).toContainText("theirs@example.com → mine@example.com");
    await expect(page.getByRole("button", { name: "Apply 1 change" })).toBeVisible();
  });

  test("theirs can be kept, and undone when that is asked for", async ({ page, controller }) => {
    const uuid = await openAs(page, "admin", "/microservices/shop/web/edit").then(() => uuidOf(page, controller, "web"));
    await page.getByLabel("Port on the agent, port 1").fill("18080");
    await elsewhere(page, controller, "PATCH", `/microservices/${uuid}`, { agentName: "edge-1", hostNetworkMode: true });
    await expect(page.getByRole("list", { name: "Changed by somebody else" })).toContainText("hostNetworkMode");
    await page.getByRole("button", { name: /^Keep theirs/ }).click();
    await expect(page.getByText("Changed by somebody else")).toHaveCount(0);
    await expect(page.getByLabel("Host network")).toHaveValue("true");
    await expect(page.getByLabel("Port on the agent, port 1")).toHaveValue("18080");
  });
});

test.describe("somebody else deletes the object that is being edited", () => {
  for (const kind of ["registry", "catalog item", "microservice", "application"] as const) {
    test(`a ${kind} leaves its text, which makes it anew`, async ({ page, controller }) => {
      await openAs(page, "admin", "/agents");
      await expect(row(page, "edge-1")).toBeVisible();
      const { edit, path, label } = await made(page, controller, kind);
      await page.goto(edit);
      const text = page.getByLabel(`YAML of the ${kind}`);
      await expect(text).toSay(/kind:/);
      await text.focus();
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type("# mine");
      const before = await textOf(text);
      await elsewhere(page, controller, "DELETE", path);
      await expect(page.getByText("Deleted in the meantime")).toBeVisible();
      await expect(text).toSay(before);
      await expect(text).toBeFocused();
      await expect(page.getByLabel(label, { exact: true })).toBeVisible();
      // Nobody can read a password back, so making a registry anew asks for it.
      if (kind === "registry") await page.getByLabel("Password").fill("anew");
      await expect(step(page, "")).toContainText("create");
      await page.getByRole("button", { name: /^Apply/ }).click();
      await expect(outcome(page, "")).toContainText("created");
    });
  }

  test("a manifest that is being read stays too", async ({ page, controller }) => {
    await openAs(page, "admin", "/microservices/shop/web/yaml");
    await expect(page.getByLabel("Manifest")).toContainText("name: web");
    await elsewhere(page, controller, "DELETE", `/microservices/${await uuidOf(page, controller, "web")}`);
    await expect(page.getByText("Deleted in the meantime")).toBeVisible();
    await expect(page.getByLabel("Manifest")).toContainText("name: web");
  });
});

/** An object to delete: where it is edited, where it is deleted, and a field of its form. */
async function made(page: Page, controller: Controller, kind: string): Promise<{ edit: string; path: string; label: string }> {
  if (kind === "registry") {
    const body = { url: "gone.example.com", isPublic: true, username: "u", password: "", email: "u@example.com" };
    const { id } = (await elsewhere(page, controller, "POST", "/registries", body)) as { id: number };
    return { edit: `/registries/${id}/edit`, path: `/registries/${id}`, label: "Address" };
  }
  if (kind === "catalog item") {
    const body = { name: "gone", registryId: 1, images: [{ containerImage: "a:1", fogTypeId: 1 }] };
    const { id } = (await elsewhere(page, controller, "POST", "/catalog/microservices", body)) as { id: number };
    return { edit: `/catalog/${id}/edit`, path: `/catalog/microservices/${id}`, label: "Image for x86" };
  }
  if (kind === "microservice") {
    const uuid = await uuidOf(page, controller, "web");
    return { edit: "/microservices/shop/web/edit", path: `/microservices/${uuid}`, label: "Agent" };
  }
  return { edit: "/applications/shop/edit", path: "/application/shop", label: "Description" };
}

test("one history takes back what was typed, mended and set in a form", async ({ page }) => {
  await openAs(page, "admin", "/registries/new");
  const text = page.getByLabel("YAML of the registry");
  const begun = await textOf(text);
  await text.focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("# note");
  await page.getByLabel("Address").fill("hub.example.com");
  await page.getByLabel("Private").selectOption("false");
  await text.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByLabel("Private")).toHaveValue("true");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByLabel("Address")).toHaveValue("");
  await expect(text).toSay(`${begun}# note`);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(page.getByLabel("Address")).toHaveValue("hub.example.com");
  for (const _ of [1, 2, 3]) await page.getByRole("button", { name: "Undo" }).click();
  await expect(text).toSay(begun);
  await expect(page.getByRole("button", { name: "Undo" })).toHaveAttribute("aria-disabled", "true");
});

test("typing goes on behind a fix, and both can be undone", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  const wrong = "apiVersion: datasance.com/v3\nkind: registry\nspec: {url: a, username: u, email: e@x.io}\n";
  await drop(page, [{ name: "a.yaml", content: wrong }]);
  await page.getByRole("list", { name: "Problems" }).locator(".chip").first().click();
  await expect(fileText(page)).not.toSay(wrong);
  await fileText(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("#x");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(fileText(page)).toSay(wrong);
});

test("a closed file can be had back, with what was typed into it", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "a.yaml", content: registry("a.example") }, { name: "b.yaml", content: registry("b.example") }]);
  await page.getByRole("list", { name: "Documents of a.yaml" }).getByRole("button").click();
  await write(fileText(page), registry("mine.example"));
  await page.getByRole("button", { name: "Remove a.yaml from the workspace" }).click();
  await expect(page.getByRole("heading", { name: "a.yaml" })).toHaveCount(0);
  await page.getByText("Closed a.yaml.").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 2, name: /\.yaml/ })).toHaveText([/^a\.yaml/, /^b\.yaml/]);
  await expect(fileText(page)).toSay(registry("mine.example"));
});

test("a file that is dropped again takes the place of its older state, which can be had back", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "a.yaml", content: registry("a.example") }]);
  await drop(page, [{ name: "a.yaml", content: registry("a.example", "  private: true\n") }]);
  await page.getByRole("dialog").getByRole("button", { name: "Replace" }).click();
  await expect(fileText(page)).toSay(/private/);
  await expect(page.getByRole("heading", { name: "a.yaml" })).toHaveCount(1);
  await expect(step(page, "Registry")).toHaveCount(1);
  await page.getByText("took the place").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect(fileText(page)).toSay(registry("a.example"));
  await drop(page, [{ name: "a.yaml", content: registry("other.example") }]);
  await page.getByRole("dialog").getByRole("button", { name: "Keep both" }).click();
  await expect(page.getByRole("heading", { level: 2, name: /\.yaml/ })).toHaveText([/^a\.yaml/, /^a-2\.yaml/]);
});

test("files dropped on the workspace add no step to Back, and an address begins a document of any kind", async ({ page }) => {
  await openAs(page, "admin", "/registries");
  await expect(row(page, /remote/)).toBeVisible();
  await to(page, "Deploy");
  await drop(page, [{ name: "a.yaml", content: registry("a.example") }]);
  await expect(fileText(page)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Registries");
  for (const [word, kind] of [["application", "Application"], ["microservice", "Microservice"], ["catalog-item", "CatalogItem"], ["registry", "Registry"]] as const) {
    await page.goto(`/deploy?new=${word}`);
    await expect(fileText(page)).toSay(new RegExp(`^kind: ${kind}$`, "m"));
    await expect(page, "the file that was begun").toHaveURL(/\/deploy\/[^?]+$/);
  }
});

test.describe("leaving", () => {
  test("loses nothing and asks nothing: what stands nowhere else is kept, and nothing more", async ({ page }) => {
    await openAs(page, "admin", "/deploy");
    await page.getByLabel("Paste manifest text").pressSequentially("kind: R");
    await expectKept(page, "kind: R");
    await to(page, "Agents");
    await to(page, "Deploy");
    await expect(fileText(page), "a file by now").toSay("kind: R");
    await expectKept(page, "kind: R");
    await write(fileText(page), "");
    await expectNothingKept(page);
    await drop(page, [{ name: "a.yaml", content: application("alpha") }]);
    await expectKept(page, "alpha");
    expect(await asksToLeave(page), "a file that nobody changed").toBe(false);
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    await expect(outcome(page, "Application")).toContainText("created");
    await expectNothingKept(page);
    await write(fileText(page), application("alpha", "# later\n"));
    await expectKept(page, "# later");
    expect(await asksToLeave(page)).toBe(false);
  });

  test("keeps a document that was blocked when the rest was applied", async ({ page }) => {
    await openAs(page, "admin", "/deploy");
    const blocked = "---\napiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: x}\nspec: {application: nowhere}\n";
    await drop(page, [{ name: "a.yaml", content: application("alpha") + blocked }]);
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    await expect(outcome(page, "Application")).toContainText("created");
    await expectKept(page, /"safe":\[0\]/);
  });

  test("a form says that it is kept, also when it was changed after its text was applied", async ({ page }) => {
    await openAs(page, "admin", "/registries/3/edit");
    await page.getByLabel("E-mail").fill("one@example.com");
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    await expect(outcome(page, "Registry")).toContainText("updated");
    await expectNothingKept(page);
    await page.getByLabel("E-mail").fill("two@example.com");
    await expect(page.getByRole("list", { name: "Results" })).toHaveCount(0);
    await to(page, "Agents");
    await expect(page.getByText("Kept as a draft.")).toBeVisible();
    await expectKept(page, "two@example.com");
    await to(page, "Registries");
    await row(page, /registry\.example\.com/).getByRole("link").click();
    await view(page, "Edit");
    await expect(page.getByLabel("E-mail")).toHaveValue("two@example.com");
  });

  test("asks while changes are being applied", async ({ page }) => {
    await openAs(page, "admin", "/registries/3/edit");
    await page.getByLabel("E-mail").fill("one@example.com");
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/v3/registries/3", async (route) => {
      await held;
      await route.fallback();
    });
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    await expect(outcome(page, "Registry")).toContainText("applying");
    expect(await asksToLeave(page)).toBe(true);
    release();
    await expect(outcome(page, "Registry")).toContainText("updated");
  });
});

test("signing out asks only over what cannot be kept, and keeps the rest", async ({ page }) => {
  await openAs(page, "admin", "/deploy");
  await drop(page, [{ name: "a.yaml", content: registry("a.example", "  password: hunter2\n") }]);
  await showText(page);
  const asked: string[] = [];
  let answer = false;
  page.on("dialog", async (dialog) => {
    asked.push(dialog.message());
    await (answer ? dialog.accept() : dialog.dismiss());
  });
  await signOut(page);
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]).toContain("such as a password");
  await expect(fileText(page)).toSay(/hunter2/);
  answer = true;
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, "developer");
  await to(page, "Deploy");
  await expect(page.getByLabel("Paste manifest text")).toBeVisible();
  expect(await page.content()).not.toContain("hunter2");
  await signOut(page);
  await signIn(page, "admin");
  await to(page, "Deploy");
  await expect(fileText(page)).toSay(registry("a.example", "  password: \n"));
  expect(asked.length, "asked twice, both times over the password").toBe(2);
});

test.describe("the console stops", () => {
  test.beforeEach(({ watch }) => watch.forgive(/The console failed|unreachable|RuntimeError/));

  async function fail(page: Page): Promise<void> {
    await page.evaluate(() => {
      const { wasmBindings } = globalThis as unknown as { wasmBindings: { failOnPurpose(): void } };
      try {
        wasmBindings.failOnPurpose();
      } catch {
        // The failure is what this is about.
      }
    });
  }

  test("texts are kept without their secrets and offered after the reload", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openAs(page, "admin", "/registries/3/edit");
    await page.getByLabel("E-mail").fill("mine@example.com");
    await page.getByLabel("Password").fill("hunter2");
    await to(page, "Deploy");
    await drop(page, [{ name: "a.yaml", content: registry("a.example") }]);
    await expect(fileText(page)).toBeVisible();
    await fail(page);
    const message = page.getByRole("alertdialog", { name: "The console stopped working" });
    await expect(message).toContainText("What you were writing is kept, without passwords");
    await expect(message, "no path of a compiler").not.toContainText(/\.rs|\//);
    await message.getByRole("button", { name: "Copy report" }).click();
    await expect(message.getByRole("button", { name: "Report copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ECN Console \S+ failed at src\/panic\.rs:\d+$/);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("hunter2");
    await message.getByRole("link", { name: "Reload" }).click();
    await expect(page.getByText(/What you were writing when the console stopped .* Passwords/)).toBeVisible();
    await page.getByRole("button", { name: "Show it" }).click();
    await expect(page.getByRole("heading", { level: 2, name: /\.yaml/ }), "no file but the one that was one").toHaveText([/^a\.yaml/]);
    await expect(fileText(page)).toSay(registry("a.example"));
    await to(page, "Registries");
    await row(page, /registry\.example\.com/).getByRole("link").click();
    await view(page, "Edit");
    await expect(page.getByLabel("E-mail")).toHaveValue("mine@example.com");
    await expect(page.getByLabel("Password")).toHaveValue("");
    expect(await page.evaluate(() => Object.keys({ ...sessionStorage }).join())).not.toContain("rescued");
  });

  test("somebody else who signs in then does not get them", async ({ page }) => {
    await openAs(page, "admin", "/deploy");
    await drop(page, [{ name: "a.yaml", content: registry("mine.example") }]);
    await expect(fileText(page)).toBeVisible();
    await fail(page);
    await page.evaluate(() => {
      for (const key of Object.keys(sessionStorage)) if (!key.includes("rescued")) sessionStorage.removeItem(key);
    });
    await page.getByRole("link", { name: "Reload" }).click();
    await signIn(page, "developer");
    await to(page, "Deploy");
    await expect(page.getByLabel("Paste manifest text")).toBeVisible();
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("mine.example");
  });
});
