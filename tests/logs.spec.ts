// A microservice's log and a shell in it: streaming, stopping, scrolling, and why it cannot be had.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { picture } from "./support/picture.ts";
import { expect, test } from "./support/test.ts";
import { openAs, signIn } from "./support/words.ts";

const log = (page: Page) => page.getByRole("log", { name: "Log" });
const shell = (page: Page) => page.getByRole("log", { name: "Shell" });
const state = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });

test("a log streams, stops, starts again, and can be cleared", async ({ page }) => {
  await openAs(page, "developer", "/microservices/shop/web");
  await page.getByRole("navigation", { name: "Views of this microservice" }).getByRole("link", { name: "Logs" }).click();
  await expect(page).toHaveURL(/\/microservices\/shop\/web\/logs$/);
  await expect(state(page, "following")).toBeVisible();
  await expect(log(page)).toContainText(/INFO {2}GET .* 200 in \d+ ms/);
  const rows = log(page).locator("div");
  const before = await rows.count();
  await expect.poll(() => rows.count(), "new lines come by themselves").toBeGreaterThan(before);
  await expectAccessible(page);
  await picture(page, "logs");

  await page.getByRole("button", { name: "Stop following" }).click();
  await expect(page.getByText("You stopped it.")).toBeVisible();
  await expect(state(page, "ended")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(rows).toHaveCount(0);
  await page.getByRole("button", { name: "Follow" }).click();
  await expect(state(page, "following")).toBeVisible();
  await expect(log(page)).toContainText("GET ");
});

test("a log follows its end until somebody scrolls up", async ({ page }) => {
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await page.getByLabel("Lines of history").selectOption("500");
  await expect(log(page)).toContainText("GET ");
  await expect.poll(() => fromEnd(page)).toBeLessThan(8);
  await log(page).hover();
  await page.mouse.wheel(0, -600);
  await expect(page.getByRole("button", { name: "Go to the end" })).toBeVisible();
  const rows = log(page).locator("div");
  const before = await rows.count();
  await expect.poll(() => rows.count()).toBeGreaterThan(before);
  expect(await fromEnd(page), "new lines do not move what is being read").toBeGreaterThan(100);
  await page.getByRole("button", { name: "Go to the end" }).click();
  await expect.poll(() => fromEnd(page)).toBeLessThan(8);
  await expect(page.getByRole("button", { name: "Go to the end" })).toHaveCount(0);
});

test("a shell runs commands line by line, and is given back when it is left", async ({ page }) => {
  await openAs(page, "developer", "/microservices/shop/web/exec");
  const command = page.getByLabel("Command");
  await command.fill("pwd");
  await command.press("Enter");
  await expect(command, "nothing typed is lost while there is no shell").toHaveValue("pwd");
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(state(page, "open")).toBeVisible();
  await expect(shell(page)).toContainText("/ #");
  await command.fill("echo '<b>$HOSTNAME</b>'");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(shell(page)).toContainText("<b>web</b>");
  await command.fill("no-such-thing");
  await command.press("Enter");
  await expect(shell(page)).toContainText("sh: no-such-thing: not found");
  await page.getByRole("button", { name: "Interrupt" }).click();
  await expect(shell(page)).toContainText("^C");
  await expectAccessible(page);
  await picture(page, "shell");

  await command.fill("exit");
  await command.press("Enter");
  await expect(page.getByText("The shell has ended.")).toBeVisible();
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(state(page, "open")).toBeVisible();
  const given = page.waitForResponse((answer) => answer.request().method() === "DELETE" && answer.url().endsWith("/exec"));
  await page.getByRole("link", { name: "Overview" }).last().click();
  expect((await given).ok()).toBe(true);
});

test("a shell that somebody else has is told, and theirs goes on", async ({ page, stranger, watch }) => {
  watch.forgive(/Failed to load resource/);
  await openAs(page, "developer", "/microservices/shop/web/exec");
  await page.getByRole("button", { name: "Open a shell" }).click();
  await expect(state(page, "open")).toBeVisible();
  const ended: string[] = [];
  stranger.on("request", (request) => {
    if (request.method() === "DELETE") ended.push(request.url());
  });
  await stranger.goto("/microservices/shop/web/exec");
  await signIn(stranger, "admin");
  await stranger.getByRole("button", { name: "Open a shell" }).click();
  await expect(stranger.getByRole("alert")).toContainText(/Somebody has a shell open|already/);
  await stranger.getByRole("link", { name: "Overview" }).last().click();
  await expect(stranger.getByRole("heading", { name: "What runs" })).toBeVisible();
  await page.getByLabel("Command").fill("echo still-$HOSTNAME");
  await page.getByLabel("Command").press("Enter");
  await expect(shell(page)).toContainText("still-web");
  expect(ended).toEqual([]);
});

test("who may not see logs or open shells is told so, before anything is asked", async ({ page }) => {
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await openAs(page, "viewer", "/microservices/shop/web/logs");
  await expect(page.getByRole("main")).toContainText("The role viewer may not see logs.");
  await page.goto("/microservices/shop/web/exec");
  await expect(page.getByRole("main")).toContainText("The role viewer may not create shells.");
  expect(sockets).toEqual([]);
});

test("a connection that is lost is said, what came stays, and it can be started again", async ({ page }) => {
  let drop = true;
  await page.routeWebSocket(/\/logs\?/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      socket.send(message);
      if (drop && message.length > 400) void socket.close({ code: 4000 });
    });
  });
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await expect(page.getByRole("alert")).toContainText("The Controller closed it without a reason (code 4000).");
  await expect(log(page)).toContainText("GET ");
  drop = false;
  await page.getByRole("button", { name: "Follow" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(state(page, "following")).toBeVisible();
});

test("a log that a proxy cuts is taken up again, with what was read kept", async ({ page }) => {
  const asked: URL[] = [];
  await page.routeWebSocket(/\/logs\?/, (socket) => {
    asked.push(new URL(socket.url()));
    const first = asked.length === 1;
    const server = socket.connectToServer();
    server.onMessage((message) => {
      socket.send(message);
      if (first && message.length > 400) void socket.close({ code: 1001 });
    });
  });
  await openAs(page, "developer", "/microservices/shop/web/logs");
  const lost = log(page).getByText("The connection was lost and is back.");
  await expect(lost).toBeVisible();
  await expect(state(page, "following")).toBeVisible();
  expect(await log(page).locator("div").first().textContent(), "what came before is kept").not.toContain("The connection");
  expect(asked[1]?.searchParams.get("since")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await page.getByRole("button", { name: "Stop following" }).click();
  await expect(page.getByText("You stopped it.")).toBeVisible();
});

test("a quiet log tells the proxies on its way that it is still wanted", async ({ page }) => {
  const sent: string[] = [];
  await page.routeWebSocket(/\/logs\?/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      sent.push(message.toString());
      server.send(message);
    });
  });
  await page.clock.install();
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await expect(state(page, "following")).toBeVisible();
  await page.clock.runFor(26_000);
  await expect.poll(() => sent.some((message) => message.includes("keepalive"))).toBe(true);
});

async function fromEnd(page: Page): Promise<number> {
  return log(page).evaluate((place) => place.scrollHeight - place.clientHeight - place.scrollTop);
}
