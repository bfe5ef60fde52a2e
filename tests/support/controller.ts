// A demo Controller of a test's own: started on a free port, ended with the test.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { app, demoController } from "./environment.ts";

/** A running demo Controller that serves the app too. */
export interface Controller {
  /** Where app and API are, without a slash at the end. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts one with the given seed and further flags of the program. */
export async function startController(seed: string, flags: readonly string[] = []): Promise<Controller> {
  const words = ["--port", "0", "--seed", seed, "--app", app, ...flags];
  const child = spawn(demoController, words, { stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const ready = /^demo-controller listening on (\S+)$/.exec(line);
      if (ready?.[1]) resolve(ready[1]);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The demo Controller ended (${code}): ${said.join("\n")}`)));
  });
  return {
    address,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
