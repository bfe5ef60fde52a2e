// Faults of a Controller, one at a time, for requests that a test chooses.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page, Request, Route } from "@playwright/test";

/** One way for a request to go wrong. */
export interface Fault {
  readonly name: string;
  /** What the console says about it. */
  readonly says: RegExp;
  /** Whether the answer alone does not tell what became of a write, so that it has to be read back. */
  readonly inDoubt: boolean;
  /** Answers the request, or does not. */
  serve(route: Route): Promise<void>;
}

const page502 = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
const loginPage = "<!doctype html><html><body><form>Please sign in to the network</form></body></html>";

const failed = { name: "TypeError", message: "Cannot read properties of null (reading 'nothing')" };

function answers(name: string, status: number, body: object | string, says: RegExp): Fault {
  const html = typeof body === "string";
  const answer = html ? { status, body, contentType: "text/html" } : { status, json: body };
  return { name, says, inDoubt: status < 400 || body === failed, serve: (route) => route.fulfill(answer) };
}

/** Every fault but those of the session. */
export const faults: readonly Fault[] = [
  answers("an internal error", 500, failed, /The Controller failed while it handled the request/),
  answers("a right that is missing", 403, { error: "Forbidden", message: "" }, /Your role does not allow this/),
  answers("a missing object, as 500", 500, { name: "Error", message: "Invalid router 'r'" }, /There is no router `r`/),
  answers("the page of a gateway", 502, page502, /A gateway answered, but no Controller behind it/),
  answers("a page that claims to be the answer", 200, loginPage, /The Controller's answer cannot be read/),
  { name: "a connection that drops", says: /The Controller cannot be reached/, inDoubt: true, serve: dropped },
  { name: "an answer that breaks off", says: /The Controller's answer broke off/, inDoubt: true, serve: cutShort },
  { name: "an answer that never comes", says: /The Controller did not answer in time/, inDoubt: true, serve: never },
];

/** Requests that a fault is laid on; lifted with `lift`. */
export class Sabotage {
  readonly #page: Page;
  #fault: Fault | undefined;
  #fits: (request: Request) => boolean = () => false;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Stands between page and Controller from now on. */
  async ready(): Promise<void> {
    await this.#page.route("**/api/v3/**", async (route, request) => {
      await (this.#fault && this.#fits(request) ? this.#fault.serve(route) : route.fallback());
    });
  }

  /** Lets requests fail that fit. */
  lay(fault: Fault, fits: (request: Request) => boolean): void {
    this.#fault = fault;
    this.#fits = fits;
  }

  lift(): void {
    this.#fault = undefined;
  }
}

/** Asks for a list, by the last part of its path. */
export function reads(list: string): (request: Request) => boolean {
  return (request) => request.method() === "GET" && new URL(request.url()).pathname === `/api/v3/${list}`;
}

/** Changes something, other than who is signed in. */
export function writes(request: Request): boolean {
  return request.method() !== "GET" && !new URL(request.url()).pathname.startsWith("/api/v3/user/");
}

async function dropped(route: Route): Promise<void> {
  if (writes(route.request())) await route.fetch();
  await route.abort("connectionreset");
}

async function never(route: Route): Promise<void> {
  if (writes(route.request())) await route.fetch();
}

async function cutShort(route: Route): Promise<void> {
  if (writes(route.request())) await route.fetch();
  const { port } = (await breaker()).address() as AddressInfo;
  await route.continue({ url: `http://127.0.0.1:${port}/` });
}

let running: Promise<Server> | undefined;

/** A server whose answers break off: the browser's own tools can only drop a connection before the answer begins. */
function breaker(): Promise<Server> {
  running ??= new Promise((resolve) => {
    const server = createServer((_, answer) => {
      answer.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      answer.write('{"microservices": [{"name": ');
      setTimeout(() => answer.destroy(), 20);
    });
    server.unref();
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
  return running;
}
