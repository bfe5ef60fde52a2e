// Names, descriptions and values full of markup are text wherever they are shown.

import { expect, test } from "./support/test.ts";
import { act, actions, drop, entry, openAs, outcome, row, step } from "./support/words.ts";

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

const harmful = `<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>\u001b[31m`;
const shown = `<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>`;

test("log lines, a shell's output and reasons to end full of markup are text", async ({ page }) => {
  await page.routeWebSocket(/\/logs\?/, (socket) => {
    for (const [type, text] of [[7, "{}"], [7, "{}"], [6, `${harmful}\n`], [6, "<b>cut "], [6, "here</b>\n"], [9, `failed: ${harmful}`]] as const) {
      socket.send(frame(type, text));
    }
  });
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await expect(page.getByRole("log")).toContainText(shown);
  await expect(page.getByRole("log")).toContainText("<b>cut here</b>");
  await expect(page.getByRole("alert")).toContainText(`failed: ${shown}`);
  await unharmed(page);

  await page.routeWebSocket(/\/exec\//, (socket) => {
    socket.send(frame(1, harmful));
    socket.send(frame(2, `\r\nerror ${harmful}\r\n`));
    void socket.close({ code: 1008, reason: "<script>window.harmed=1</script>" });
  });
  await page.goto("/microservices/shop/web/exec");
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(page.getByRole("log")).toContainText(`error ${shown}`);
  await expect(page.getByRole("alert")).toContainText("<script>window.harmed=1</script>");
  await unharmed(page);
});

test("the Controller's own messages full of markup are text, for lists, plans and sign-in", async ({ page, watch }) => {
  watch.forgive(/Failed to load resource/);
  const refusal = { status: 400, json: { name: "ValidationError", message: shown } };
  const page400 = { status: 400, contentType: "text/html", body: `<pre>Error: ${shown}</pre>` };
  await page.route("**/user/login", (route) => route.fulfill(refusal), { times: 1 });
  await page.goto("/agents");
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password").fill("password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText(shown);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("Password")).toHaveCount(0);

  for (const answer of [refusal, page400]) {
    await page.route("**/api/v3/iofog-list", (route) => route.fulfill(answer));
    for (const path of ["/agents", "/microservices"]) {
      await page.goto(path);
      await expect(page.getByRole("alert")).toContainText(shown);
      await unharmed(page);
    }
    await page.unroute("**/api/v3/iofog-list");
  }

  await page.route("**/api/v3/application", (route) => (route.request().method() === "GET" ? route.fallback() : route.fulfill(refusal)));
  await page.goto("/deploy");
  await drop(page, [{ name: "markup.yaml", content: manifest }]);
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(outcome(page, "Application markup")).toContainText(shown);
  await unharmed(page);
});

test("names and values that no Controller should accept are text too", async ({ page }) => {
  await page.route("**/api/v3/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.includes("/user/") || route.request().method() !== "GET") return route.fallback();
    const answer = await route.fetch();
    const body = JSON.stringify(await answer.json(), (key, value: unknown) => (marked.has(key) && typeof value === "string" ? `${value}${shown}` : value));
    return route.fulfill({ response: answer, body });
  });
  await openAs(page, "admin", "/");
  const name = encodeURIComponent(`web${shown}`);
  const application = encodeURIComponent(`shop${shown}`);
  const one = `/microservices/${application}/${name}`;
  const agent = `/agents/${encodeURIComponent(`edge-1${shown}`)}`;
  const paths = [
    ...["/", "/microservices", one, `${one}/edit`, `${one}/yaml`],
    ...["/applications", `/applications/${application}`, `/applications/${application}/edit`],
    ...["/catalog", "/catalog/6", "/catalog/6/edit", "/registries", "/registries/3", "/registries/3/edit", "/agents", agent],
  ];
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByText(/^Loading /)).toHaveCount(0);
    await expect.poll(() => page.getByRole("main").evaluate((main) => main.textContent + [...main.querySelectorAll("input, textarea")].map((field) => (field as HTMLInputElement).value).join())).toContain("window.harmed=1");
    await unharmed(page);
    // What is asked before something is done names the object as well.
    const menu = page.getByRole("main").getByRole("button", { name: "Actions", exact: true });
    if ((await menu.isVisible()) && (await entry(await actions(page), "Delete").isVisible())) {
      await act(page, "Delete");
      await expect(page.getByRole("dialog")).toContainText("window.harmed=1");
      await unharmed(page);
    }
  }
});

/** The fields that a page shows as they come. */
const marked = new Set(["name", "description", "url", "userName", "userEmail", "errorMessage", "application", "containerImage", "host", "value", "category", "version"]);

/** A frame of the Controller's sockets: a MessagePack map of a type and some bytes. */
function frame(type: number, text: string): Buffer {
  const data = Buffer.from(text);
  const head = Buffer.from([0x82, 0xa4, ...Buffer.from("type"), type, 0xa4, ...Buffer.from("data"), 0xc5, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, data]);
}

async function unharmed(page: import("@playwright/test").Page): Promise<void> {
  const harm = await page.evaluate(() => ({
    ran: "harmed" in window,
    elements: document.querySelectorAll("body img, body script:not([src])").length,
  }));
  expect(harm).toEqual({ ran: false, elements: 0 });
}
