// What no page may do, whatever the test is about: complain, fail, break the policy, or ask a foreign host.

import type { BrowserContext } from "@playwright/test";

/** Collects the complaints of every page of the contexts it watches; a test may forgive what it provokes. */
export class Watch {
  readonly #complaints: string[] = [];
  /** Whether the name of an application is free is asked by its name, and "no such application" is the answer hoped for. */
  readonly #forgiven: RegExp[] = [/status of 404 \(Not Found\) \(\S+\/api\/v3\/application\/[^/?]+\)$/];

  readonly #addresses: string[];

  /** Only requests to this address are the console's own, until a test allows more. */
  constructor(address: string) {
    this.#addresses = [address];
  }

  /** Lets requests to another Controller pass. */
  allow(address: string): void {
    this.#addresses.push(address);
  }

  /** Watches every page of a context, those that open later too. */
  over(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        const { url } = message.location();
        this.#complaints.push(`console ${message.type()}: ${message.text()} (${url})`);
      }
    });
    context.on("weberror", (error) => {
      this.#complaints.push(`page error: ${error.error().stack ?? error.error().message}`);
    });
    context.on("request", (request) => {
      const url = request.url();
      const own = this.#addresses.some((address) => url.startsWith(`${address}/`)) || /^(data|blob|about):/.test(url);
      if (!own) this.#complaints.push(`foreign request: ${request.method()} ${url}`);
    });
  }

  /** Lets complaints pass that match, because the test provokes them: a refused sign-in is an error to Chromium. */
  forgive(pattern: RegExp): void {
    this.#forgiven.push(pattern);
  }

  /** What was complained about and not forgiven. */
  complaints(): string[] {
    return this.#complaints.filter((text) => !this.#forgiven.some((pattern) => pattern.test(text)));
  }
}
