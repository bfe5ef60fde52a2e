// How fast manifests are read and checked and answers decoded, beside js-yaml and JSON.parse in the same Chromium.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { median, publish, repeat } from "./support/bench.ts";
import { expect, test } from "./support/test.ts";

const runs = 15;

/** What `xtask/probe` offers, and what it is compared with. */
interface Probe {
  default(): Promise<{ memory: WebAssembly.Memory }>;
  read(text: string): number;
  decode(body: Uint8Array): number;
  release(): void;
  Desk: new (text: string, lists: string) => Desk;
}
interface Desk {
  check(text: string): number;
  replace(at: number, length: number, with_: string): number;
  set(document: number, path: string, value: number): number;
}
interface Yaml {
  loadAll(text: string): unknown[];
}
type Bench = { probe: Probe; yaml: Yaml; desk: Desk; text: string; answer: string };

test("a manifest of 1 MB and an answer of 5,000 microservices", async ({ page, watch }) => {
  // A bare text file links no icon, so Chromium looks for one.
  watch.forgive(/favicon\.ico/);
  // Any file of the build will do: this is about its scripts, not about the console.
  await page.goto("/licenses.txt");
  const { text, lists } = manifests(550);
  const sizes = await prepare(page, text, lists, answer(5000));
  expect(sizes).toMatchObject({ documents: 550, problems: 0, edits: 1, decoded: 5000 });

  const medians = await repeat(runs, () => page.evaluate(measure));
  const { json, decode } = await page.evaluate(measureAnswers, runs);
  publish("manifest", `${sizes.bytes / 1e6} MB of YAML in 550 documents; ${sizes.answer / 1e6} MB of JSON`, [
    ["js-yaml: loadAll", medians.yaml, "ms"],
    ["read into documents with positions", medians.read, "ms"],
    ["ratio to js-yaml", medians.read / medians.yaml, ""],
    ["read and check against the lists", medians.check, "ms"],
    ["ratio to js-yaml", medians.check / medians.yaml, ""],
    ["ratio to reading alone", medians.check / medians.read, ""],
    ["one keystroke in the middle, checked", medians.keystroke, "ms"],
    ["reading and checking, against one keystroke", medians.check / medians.keystroke, ""],
    ["one value set in the middle", medians.set, "ms"],
    ["reading and checking, against one value set", medians.check / medians.set, ""],
    ["JSON.parse of the text of 5,000 microservices", median(json), "ms"],
    ["decode 5,000 microservices from its bytes", median(decode), "ms"],
    ["ratio to JSON.parse", median(decode) / median(json), ""],
    ["memory kept per microservice", sizes.kept / 1000, "kB"],
    ["its share of the answer", sizes.answer / 5000 / 1000, "kB"],
  ]);
});

/** Loads everything into the page, warms it up, and looks at what does not change from run to run. */
async function prepare(page: Page, text: string, lists: string, answer: string) {
  return await page.evaluate(
    async ([text, lists, answer]) => {
      const probe = (await import("/bench/probe.js" as string)) as Probe;
      const yaml = (await import("/bench/js-yaml.mjs" as string)) as Yaml;
      const { memory } = await probe.default();
      const bytes = new TextEncoder().encode(answer);
      const decoded = probe.decode(bytes);
      // The second one fills what the first left free.
      probe.decode(bytes);
      const before = memory.buffer.byteLength;
      for (let more = 0; more < 4; more += 1) probe.decode(bytes);
      const kept = (memory.buffer.byteLength - before) / 4 / decoded;
      probe.release();
      const desk = new probe.Desk(text, lists);
      Object.assign(globalThis, { probe, yaml, desk, text, answer });
      return {
        documents: probe.read(text),
        problems: desk.check(text),
        edits: desk.set(300, "spec.container.ports[0].external", 12_345),
        decoded,
        kept,
        bytes: new TextEncoder().encode(text).length,
        answer: bytes.length,
      };
    },
    [text, lists, answer] as const,
  );
}

/** Runs in the page: one run of everything. */
function measure() {
  const { probe, yaml, desk, text } = globalThis as unknown as Bench;
  const time = (work: () => unknown) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  // The text holds characters of two bytes, and the desk counts in bytes.
  const at = new TextEncoder().encode(text.slice(0, text.indexOf("acme/reader:1.300"))).length;
  // One alone would measure how the engine meets code for the first time.
  const strokes = [..."AaAaAaAaAaAaAaAaAaAa"];
  const ports = strokes.map((_, stroke) => 20_000 + stroke);
  return {
    yaml: time(() => yaml.loadAll(text)),
    read: time(() => probe.read(text)),
    check: time(() => desk.check(text)),
    keystroke: time(() => strokes.forEach((letter) => desk.replace(at, 1, letter))) / strokes.length,
    set: time(() => ports.forEach((port) => desk.set(300, "spec.container.ports[0].external", port))) / ports.length,
  };
}

/** Runs in the page: decoding the answer and JSON.parse, each by itself, so that neither cleans up after the other. */
function measureAnswers(runs: number) {
  const { probe, answer } = globalThis as unknown as Bench;
  const bytes = new TextEncoder().encode(answer);
  const times = (work: () => unknown, after: () => void) =>
    Array.from({ length: runs }, () => {
      const start = performance.now();
      work();
      const end = performance.now();
      after();
      return end - start;
    });
  return {
    // Letting go is timed on neither side.
    decode: times(() => probe.decode(bytes), () => probe.release()),
    json: times(() => JSON.parse(answer), () => undefined),
  };
}

/** The documents of the native benchmark, each with every kind of field, and the live lists that they belong to. */
function manifests(documents: number): { text: string; lists: string } {
  const template = readFileSync(new URL("../crates/manifest/benches/microservice.yaml", import.meta.url), "utf8");
  const document = (at: number) => {
    const values: Record<string, number> = {
      n: at,
      app: Math.trunc(at / 25),
      agent: at % 40,
      schedule: 6 + (at % 90),
      web: 10_000 + at,
      metrics: 30_000 + at,
    };
    return template.replace(/<(\w+)>/g, (mark, name: string) => String(values[name] ?? mark));
  };
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ name: `${prefix}${at}`, uuid: `${prefix}${at}`, fogTypeId: 1 }));
  const lists = {
    agents: named("edge-", 40),
    applications: named("line-", Math.trunc(documents / 25) + 1),
    microservices: [],
    systemMicroservices: [],
    secrets: [{ name: "reader" }],
    secretKeys: { reader: Array.from({ length: documents }, (_, at) => `password-${at}`) },
  };
  const text = Array.from({ length: documents }, (_, at) => document(at)).join("");
  return { text, lists: JSON.stringify(lists) };
}

/** What a Controller answers for that many microservices: one as it was recorded, under other names. */
function answer(count: number): string {
  const recording = readFileSync(
    new URL("../crates/client/tests/fixtures/controller-3.7.3.jsonl", import.meta.url),
    "utf8",
  );
  const line = recording.split("\n").find((line) => line.includes('"microservices/get-full"'));
  if (!line) throw new Error("The recording has no full microservice.");
  const recorded = JSON.stringify((JSON.parse(line) as { responseBody: unknown }).responseBody)
    .replaceAll("<time>", "2026-11-21T19:51:06.947Z")
    .replace(/"<id:[^"]*"/g, "7");
  const one = (at: number) =>
    recorded
      .replaceAll("<uuid:12>", `60851f1c-0000-4000-8000-${String(at).padStart(12, "0")}`)
      .replaceAll('"full"', `"sensor-${at}"`);
  return `{"microservices":[${Array.from({ length: count }, (_, at) => one(at)).join(",")}]}`;
}
