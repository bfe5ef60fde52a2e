// Numbers for `cargo xtask bench`: medians of several runs, written where the command reads them.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { report } from "./environment.ts";

/** One line of the table: what was measured, the number and its unit. */
export type Line = readonly [what: string, value: number, unit: string];

/** The middle of the numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new Error("There is no median of nothing.");
  return (lower + upper) / 2;
}

/** Hands a table to the command. */
export function publish(name: string, title: string, lines: readonly Line[]): void {
  const rows = lines.map(([what, value, unit]) => [what, rounded(value), unit]);
  const file = join(dirname(report), "bench", `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ title, rows: [["", "median", "unit"], ...rows] }));
}

/** Runs something several times and gives the median of each of its numbers. */
export async function repeat<Names extends string>(
  times: number,
  run: (at: number) => Promise<Record<Names, number>>,
): Promise<Record<Names, number>> {
  const all: Record<Names, number>[] = [];
  for (let at = 0; at < times; at += 1) all.push(await run(at));
  const names = Object.keys(all[0] ?? {}) as Names[];
  return Object.fromEntries(names.map((name) => [name, median(all.map((one) => one[name]))])) as Record<Names, number>;
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
