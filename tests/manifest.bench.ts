// How fast manifests are read and checked and answers decoded, beside js-yaml and JSON.parse in the same Chromium.

import type { Page } from "@playwright/test";
import { publish, repeat } from "./support/bench.ts";
import { expect, test } from "./support/test.ts";

const runs = 15;

/** What `xtask/probe` offers, and what it is compared with. */
interface Probe {
  default(): Promise<unknown>;
  read(text: string): number;
  check(text: string): number;
  decode(body: Uint8Array): number;
  Typing: new (text: string) => { replace(at: number, length: number, with_: string): number };
}
interface Yaml {
  loadAll(text: string): unknown[];
}
type Bench = { probe: Probe; yaml: Yaml; text: string; answer: string };

test("a manifest of 1 MB and an answer of 5,000 microservices", async ({ page, watch }) => {
  // A bare text file links no icon, so Chromium looks for one.
  watch.forgive(/favicon\.ico/);
  // Any file of the build will do: this is about its scripts, not about the console.
  await page.goto("/licenses.txt");
  const sizes = await prepare(page, manifest(550), answer(5000));
  expect(sizes.documents).toBe(550);
  expect(sizes.decoded).toBe(5000);

  const medians = await repeat(runs, () => page.evaluate(measure));
  publish("manifest", `${sizes.bytes / 1e6} MB of YAML in 550 documents; ${sizes.answer / 1e6} MB of JSON`, [
    ["js-yaml: loadAll", medians.yaml, "ms"],
    ["read into documents with positions", medians.read, "ms"],
    ["read and check", medians.check, "ms"],
    ["ratio to js-yaml", medians.check / medians.yaml, ""],
    ["one keystroke, checked", medians.keystroke, "ms"],
    ["reading and checking, against one keystroke", medians.check / medians.keystroke, ""],
    ["JSON.parse of 5,000 microservices", medians.json, "ms"],
    ["decode 5,000 microservices", medians.decode, "ms"],
    ["ratio to JSON.parse", medians.decode / medians.json, ""],
  ]);
});

/** Loads everything into the page, and warms it up. */
async function prepare(page: Page, text: string, answer: string) {
  return await page.evaluate(
    async ([text, answer]) => {
      const probe = (await import("/bench/probe.js" as string)) as Probe;
      const yaml = (await import("/bench/js-yaml.mjs" as string)) as Yaml;
      await probe.default();
      Object.assign(globalThis, { probe, yaml, text, answer });
      const bytes = new TextEncoder().encode(answer);
      return {
        documents: probe.read(text),
        decoded: probe.decode(bytes),
        bytes: text.length,
        answer: bytes.length,
      };
    },
    [text, answer] as const,
  );
}

/** Runs in the page: one run of everything. */
function measure() {
  const { probe, yaml, text, answer } = globalThis as unknown as Bench;
  const time = (work: () => unknown) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const bytes = new TextEncoder().encode(answer);
  const typing = new probe.Typing(text);
  const at = text.indexOf("image-300");
  // One alone would measure how the engine meets code for the first time.
  const strokes = [..."IiIiIiIiIiIiIiIiIiIi"];
  return {
    yaml: time(() => yaml.loadAll(text)),
    read: time(() => probe.read(text)),
    check: time(() => probe.check(text)),
    keystroke: time(() => strokes.forEach((letter) => typing.replace(at, 1, letter))) / strokes.length,
    json: time(() => JSON.parse(new TextDecoder().decode(bytes))),
    decode: time(() => probe.decode(bytes)),
  };
}

/** Microservices as people write them, with comments, environment and ports. */
function manifest(documents: number): string {
  const variables = (at: number) =>
    Array.from({ length: 18 }, (_, key) => `      - key: SETTING_${key}\n        value: "value ${key} of ${at}"`);
  const document = (at: number) => `---
# Reads the sensors of line ${at}.
apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: sensor-reader-${at}
spec:
  application: line-${at % 20}
  agent:
    name: edge-${at % 10}
  images:
    amd64: example/image-${at}:1.10
    arm64: example/image-${at}:1.10
    registry: 1
  container:
    rootHostAccess: false
    env:
${variables(at).join("\n")}
    ports:
      - internal: 80
        external: ${5000 + at}
        protocol: tcp
    volumes:
      - hostDestination: /var/data/${at}
        containerDestination: /data
        accessMode: rw
        type: bind
  config:
    interval: ${at}
    thresholds: [1, 2.5, 10]
`;
  return Array.from({ length: documents }, (_, at) => document(at)).join("");
}

/** What a Controller answers for that many microservices, with the fields of the contract. */
function answer(count: number): string {
  const one = (at: number) => ({
    uuid: `uuid-${at}`.padEnd(32, "0"),
    name: `sensor-reader-${at}`,
    config: JSON.stringify({ interval: at, thresholds: [1, 2.5, 10] }),
    annotations: "{}",
    rebuild: false,
    rootHostAccess: false,
    logSize: 50,
    schedule: 50,
    delete: false,
    deleteWithCleanup: false,
    applicationId: at % 20,
    application: `line-${at % 20}`,
    catalogItemId: null,
    registryId: 1,
    iofogUuid: `agent-${at % 10}`.padEnd(32, "0"),
    images: [1, 2].map((fogTypeId) => ({ fogTypeId, containerImage: `example/image-${at}:1.10` })),
    env: Array.from({ length: 12 }, (_, key) => ({ key: `SETTING_${key}`, value: `value ${key} of ${at}` })),
    cmd: ["--verbose", "--line", String(at)],
    ports: [{ internal: 80, external: 5000 + at, protocol: "tcp" }],
    volumeMappings: [
      { hostDestination: `/var/data/${at}`, containerDestination: "/data", accessMode: "rw", type: "bind" },
    ],
    extraHosts: [],
    pubTags: [],
    subTags: [],
    status: {
      status: "RUNNING",
      startTime: 1_760_000_000_000 + at,
      operatingDuration: 100_000 + at,
      memoryUsage: 1_000_000 + at,
      cpuUsage: 0.5 + at / 10_000,
      containerId: "c".repeat(64),
      percentage: 0,
      errorMessage: "",
    },
  });
  return JSON.stringify({ microservices: Array.from({ length: count }, (_, at) => one(at)) });
}
