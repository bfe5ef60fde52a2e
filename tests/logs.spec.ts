// Logs: streaming, stopping, scrolling, searching, colours, lost connections, and why one cannot be had.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { frame } from "./support/frames.ts";
import { picture } from "./support/picture.ts";
import { expect, test } from "./support/test.ts";
import { openAs } from "./support/words.ts";

const log = (page: Page) => page.getByRole("log", { name: "Log" });
const state = (page: Page, words: string | RegExp) => page.getByRole("status").filter({ hasText: words });

test("a log streams, stops, starts again, and can be cleared", async ({ page }) => {
  await openAs(page, "developer", "/microservices/shop/web");
  await page.getByRole("navigation", { name: "Views of this microservice" }).getByRole("link", { name: "Logs" }).click();
  await expect(page).toHaveURL(/\/microservices\/shop\/web\/logs$/);
  await expect(state(page, "following")).toBeVisible();
  await expect(log(page)).toContainText(/INFO {2}GET .* 200 in \d+ ms/);
  const rows = log(page).locator("div");
  const before = await lineCount(page);
  await expect.poll(() => lineCount(page), "new lines come by themselves").toBeGreaterThan(before);
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
  const jump = page.getByRole("button", { name: /Go to the end|go on/ });
  await expect(jump).toHaveText(/^[12] new lines?: go on$/);
  expect(await fromEnd(page), "new lines do not move what is being read").toBeGreaterThan(100);
  await jump.click();
  await expect.poll(() => fromEnd(page)).toBeLessThan(8);
  await expect(jump).toHaveCount(0);
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

test("a log that is cut in the middle goes on with nothing doubled, and says that nothing is missing", async ({ page }) => {
  const sockets: { close: (how: { code: number }) => Promise<void> }[] = [];
  await page.routeWebSocket(/\/logs\?/, (socket) => {
    sockets.push(socket);
    socket.connectToServer();
  });
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await expect.poll(() => lineCount(page)).toBeGreaterThanOrEqual(100);
  await sockets[0]?.close({ code: 1001 });
  await expect(log(page).getByText("Nothing is missing.")).toBeVisible();
  const before = await lineCount(page);
  await expect.poll(() => lineCount(page)).toBeGreaterThan(before);
  const lines = (await saved(page)).split("\n").filter((line) => line && !line.startsWith("---"));
  expect(new Set(lines).size, "each line has its own time").toBe(lines.length);
  const times = lines.map((line) => Date.parse(line.slice(0, 24)));
  expect(times.every((time, at) => at === 0 || time - (times[at - 1] ?? 0) === 1500), "one every 1.5 s, none missing").toBe(true);
});

test("what is looked for is marked, counted and gone to, as text and as an expression", async ({ page }) => {
  await written(page, Array.from({ length: 300 }, (_, n) => `2026-11-30T10:00:00.000Z INFO  GET /item/${n}`));
  const search = page.getByLabel("Search in the lines");
  const said = page.getByRole("search").getByRole("status").first();
  await search.fill("ITEM/29");
  await expect(said).toHaveText("11 lines");
  await expect(log(page).locator("mark").last()).toHaveText("item/29");
  await search.press("Enter");
  await expect(said).toHaveText("11 of 11");
  await search.press("Shift+Enter");
  await expect(said).toHaveText("10 of 11");
  await page.getByRole("button", { name: "Next line found" }).click();
  await page.getByRole("button", { name: "Next line found" }).click();
  await expect(said).toHaveText("1 of 11");
  await expect(log(page).locator("mark.is-on"), "the first one is far above").toBeInViewport();
  await expect(page.getByRole("button", { name: "Go to the end" })).toBeVisible();

  await page.getByRole("button", { name: "Regular expression" }).click();
  await search.fill("/[12]?5$");
  await expect(said).toHaveText("3 lines");
  await search.fill("([");
  await expect(page.getByText(/^This is no regular expression: /)).toBeVisible();
  await expect(search).toHaveAttribute("aria-invalid", "true");
  await search.press("Escape");
  await expect(log(page).locator("mark")).toHaveCount(0);
});

test("twenty thousand lines are as fluid as ten, and are searched, saved and copied whole", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const long = `long ${"0123456789".repeat(500)} end`;
  const all = [...Array.from({ length: 20_000 }, (_, n) => `line ${n} ${"abc ".repeat(n % 60)}`.trim()), long];
  await written(page, all);
  await expect(page.getByText(/^20003 lines, /), "the long one stands in three").toBeVisible();
  expect(await log(page).locator("div").count(), "only what is in view is drawn").toBeLessThan(150);
  await expect.poll(() => fromEnd(page)).toBeLessThan(8);
  const [still, scrolling] = await page.evaluate(async () => {
    const place = document.querySelector<HTMLElement>("[role=log]");
    const median = async (move: (step: number) => void) => {
      const times: number[] = [];
      for (let step = 0; step < 60; step++) {
        move(step);
        times.push(await new Promise<number>((drawn) => requestAnimationFrame((from) => requestAnimationFrame((to) => drawn(to - from)))));
      }
      return times.sort((one, other) => one - other)[30] ?? Infinity;
    };
    if (!place) return [0, Infinity];
    return [await median(() => {}), await median((step) => (place.scrollTop = (place.scrollHeight / 60) * step))];
  });
  expect(scrolling, "a frame while one scrolls through all, beside one of a page at rest").toBeLessThan(still * 2 + 34);
  const first = log(page).getByText("line 0", { exact: true });
  await log(page).press("Home");
  await expect(first).toBeVisible();
  await page.getByLabel("Search in the lines").fill("line 19999 ");
  await expect(page.getByRole("search").getByRole("status").first()).toHaveText("1 line");
  await page.getByLabel("Search in the lines").press("Enter");
  await expect(log(page).locator("mark.is-on")).toBeInViewport();

  expect(await saved(page)).toBe(`${all.join("\n")}\n`);
  await log(page).press("End");
  await expect.poll(() => fromEnd(page)).toBeLessThan(8);
  await log(page).evaluate((place) => {
    const rows = place.querySelectorAll("[data-n]");
    const [from, to] = [rows[rows.length - 3], rows[rows.length - 1]];
    if (from && to) getSelection()?.setBaseAndExtent(from, 0, to, to.childNodes.length);
  });
  await page.keyboard.press("ControlOrMeta+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(long);
});

test("older lines make room for newer ones, which is said", async ({ page }) => {
  const page1 = `${Array.from({ length: 50_000 }, (_, n) => `early ${n}`).join("\n")}\n`;
  const page2 = `${Array.from({ length: 50_010 }, (_, n) => `late ${n}`).join("\n")}\n`;
  await written(page, [page1 + page2.trimEnd()]);
  await expect(page.getByText("10 older lines made room: the newest are kept")).toBeVisible();
  await expect(page.getByText(/^100000 lines, /)).toBeVisible();
  await log(page).press("Home");
  await expect(log(page).getByText("early 10", { exact: true })).toBeVisible();
});

test("colours and levels can be read in both themes and on a phone", async ({ page }) => {
  const colours = Array.from({ length: 16 }, (_, n) => {
    const [ink, ground] = n < 8 ? [30 + n, 40 + n] : [82 + n, 92 + n];
    return `\u{1b}[${ink}mink ${n}\u{1b}[0m \u{1b}[${ground}mground ${n}\u{1b}[0m \u{1b}[2;${ink}mfaint\u{1b}[0m`;
  });
  const levels = ["DEBUG", "INFO", "WARN", "ERROR"].map((level) => `2026-11-30T10:00:00.000Z ${level} a line of this level, \u{1b}[34mblue\u{1b}[0m`);
  await written(page, [...colours, ...levels, "    at the same place", "\u{1b}[1;3;4;9mbold\u{1b}[0m <b>no markup</b>"]);
  await expect(log(page).locator("div").last()).toHaveText("bold <b>no markup</b>");
  await expect(page.getByText("2 errors, 1 warning")).toBeVisible();
  for (const [colorScheme, width] of [["light", 1400], ["dark", 1400], ["dark", 390], ["light", 390]] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  }
});

test("lines are wrapped or not and show their times or not, as one likes, and so the next time", async ({ page }) => {
  const line = `2026-11-30T10:00:00.000Z INFO ${"word ".repeat(200)}`.trim();
  await written(page, [line]);
  const row = log(page).locator("div").first();
  const height = async () => (await row.boundingBox())?.height ?? 0;
  expect(await height()).toBeGreaterThan(100);
  await page.getByRole("button", { name: "Wrap long lines" }).click();
  await expect.poll(height).toBe(20);
  await page.getByRole("button", { name: "Times" }).click();
  await expect(row.getByText("10:00:00")).toBeHidden();
  await page.reload();
  await expect(page.getByRole("button", { name: "Wrap long lines" })).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByRole("button", { name: "Times" })).toHaveAttribute("aria-pressed", "false");
});

test("a log can begin minutes ago, or be of a time that is over", async ({ page }) => {
  const asked: URL[] = [];
  page.on("websocket", (socket) => asked.push(new URL(socket.url())));
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await expect(state(page, "following")).toBeVisible();
  await page.getByLabel("Lines of history").selectOption("Last 5 minutes");
  await expect.poll(() => lineCount(page)).toBeGreaterThan(150);
  const since = Date.parse(asked.at(-1)?.searchParams.get("since") ?? "");
  expect(Math.abs(Date.now() - 300_000 - since)).toBeLessThan(60_000);
  expect(asked.at(-1)?.searchParams.get("tail")).toBe("10000");

  await page.getByLabel("Lines of history").selectOption("From … until …");
  const local = (minutes: number) => {
    const at = new Date(Date.now() - minutes * 60_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  };
  await page.getByLabel("From", { exact: true }).fill(local(10));
  await page.getByLabel("Until", { exact: true }).fill(local(8));
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("The log has ended.")).toBeVisible();
  await expect(page.getByText(/^80 lines, /)).toBeVisible();
});

test("the logs of an application's microservices are read together, in the order of their times", async ({ page }) => {
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await page.getByRole("link", { name: "Beside others" }).click();
  await expect(page).toHaveURL(/\/applications\/shop\/logs$/);
  await expect(state(page, /^following \d$/)).toBeVisible();
  await expect.poll(() => lineCount(page)).toBeGreaterThan(150);
  const lines = (await saved(page, "shop.log")).trim().split("\n");
  const parts = lines.map((line) => /^(\S+) +(\S+Z) /.exec(line)?.slice(1) ?? []);
  expect(new Set(parts.map(([name]) => name)).size, "each line says who wrote it").toBeGreaterThan(1);
  const times = parts.map(([, time]) => time ?? "").slice(0, 150);
  expect(times).toEqual([...times].sort());
  await expectAccessible(page);
  await picture(page, "logs-together");

  const who = page.getByRole("group", { name: "Microservices" });
  await who.getByRole("button", { name: "web", exact: true }).click();
  await expect(log(page)).toContainText("GET ");
  await expect(log(page)).not.toContainText("web ");
  await who.getByRole("button", { name: "web", exact: true }).click();
  await page.getByText("Side by side").click();
  await expect(page.getByRole("log", { name: "Log of web" })).toContainText("GET ");
  expect(await page.getByRole("log").count()).toBeGreaterThan(1);
  await page.setViewportSize({ width: 390, height: 844 });
  // The last log stands whole above the navigation, which would cover half the buttons of another one.
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
});

/** Opens the log of a microservice that wrote these lines and nothing since. */
async function written(page: Page, lines: readonly string[]): Promise<void> {
  await page.routeWebSocket(/\/logs\?/, (socket) => {
    socket.send(frame("start", "{}"));
    socket.send(frame("start", "{}"));
    for (let from = 0; from < lines.length; from += 1_000) {
      socket.send(frame("line", `${lines.slice(from, from + 1_000).join("\n")}\n`));
    }
  });
  await openAs(page, "developer", "/microservices/shop/web/logs");
  await expect(state(page, "following")).toBeVisible();
}

/** How many lines there are, as it is said below them. */
async function lineCount(page: Page): Promise<number> {
  return Number.parseInt((await page.getByText(/^\d+ lines?, /).textContent()) ?? "", 10);
}

/** The text that is saved as a file. */
async function saved(page: Page, name = "web.log"): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(name);
  return readFileSync(await file.path(), "utf8");
}

async function fromEnd(page: Page): Promise<number> {
  return log(page).evaluate((place) => place.scrollHeight - place.clientHeight - place.scrollTop);
}
