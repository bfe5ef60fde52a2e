// Says in the page why the console does not start, for whoever serves it: without this, a file that is missing or sent
// wrongly leaves a blank page. It reads nothing but the files that the page itself names, and falls silent when the
// console has started. What is wrong with controller-config.js is kept for the console to say.
(() => {
  "use strict";
  const config = "controller-config.js";
  const known = { config: "" };
  const self = document.currentScript;
  let policy = "";
  window.ecnConsole = known;

  const place = () => document.getElementById("start-why");
  const name = (url) => new URL(url, document.baseURI).pathname.split("/").pop() || url;

  const tell = (...sentences) => {
    const why = place();
    if (!why) return;
    why.className = "start-why";
    why.setAttribute("role", "alert");
    why.textContent = sentences.join(" ");
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = "Reload";
    why.append(" ", again);
  };

  const updated =
    "If the console was updated a moment ago, reload. If that does not help, index.html is an old copy that a cache keeps, " +
    "or the console is served below another path than it was built for (cargo xtask dist --base-path /path/).";

  /** What is wrong with one file, or nothing. */
  const fault = async (url, isScript) => {
    let answer;
    try {
      answer = await fetch(url, { cache: "no-cache" });
    } catch {
      // The browser tells of its policy a moment after it has refused.
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (policy) return policy;
      return `${name(url)} could not be loaded: its host did not answer, or something in the browser blocked it.`;
    }
    if (answer.status === 404 || answer.status === 410) return `${name(url)} is not there (status ${answer.status}). ${updated}`;
    if (!answer.ok) return `${name(url)} could not be loaded: the host answered with status ${answer.status}.`;
    const type = (answer.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
    if (type === "text/html") return `In place of ${name(url)} the host sends a page. ${updated}`;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const isWasm = url.endsWith(".wasm");
    if (bytes.length === 0) return `${name(url)} came without contents. ${updated}`;
    if (isWasm ? !isModule(bytes) : !isText(bytes)) {
      return `${name(url)} is not what was built: the host sends it compressed without saying so. Let it send the header Content-Encoding with compressed files.`;
    }
    if (isScript && !/javascript|ecmascript/.test(type)) {
      return `${name(url)} is sent as ${type || "a file without a type"}: browsers run it only as text/javascript. Let the host send that Content-Type.`;
    }
    return "";
  };

  const isModule = (bytes) => [0, 97, 115, 109].every((byte, at) => bytes[at] === byte);

  const isText = (bytes) => {
    try {
      return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
    } catch {
      return false;
    }
  };

  const noWasm = () => {
    if (typeof WebAssembly !== "object") return "This browser has no WebAssembly, or it is switched off in its settings.";
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
      return "";
    } catch {
      return "The Content-Security-Policy of this page forbids WebAssembly. Let the host send script-src 'self' 'wasm-unsafe-eval'.";
    }
  };

  let looking = false;
  const look = async (said) => {
    if (looking || !place()) return;
    looking = true;
    const forbidden = noWasm();
    if (forbidden) return tell("The console cannot start.", forbidden);
    const scripts = [...document.querySelectorAll("script[src], link[rel=modulepreload]")];
    const files = [...scripts, ...document.querySelectorAll("link[rel=preload], link[rel=stylesheet]")];
    for (const file of files) {
      const url = file.src || file.href;
      if (file === self || name(url) === config || new URL(url).origin !== location.origin) continue;
      const why = await fault(url, scripts.includes(file));
      if (why) return tell("The console cannot start.", why);
    }
    tell("The console cannot start.", said ? `The browser says: ${said}` : "The browser does not say why.");
  };

  addEventListener("securitypolicyviolation", (event) => {
    if (event.effectiveDirective === "connect-src") {
      policy = "The Content-Security-Policy of this page forbids it to load its own files. Let the host send connect-src 'self', and the Controller's address where that is another one.";
    }
  });
  addEventListener(
    "error",
    (event) => {
      const url = event.target?.src || event.target?.href || "";
      if (name(url || event.filename || "/") === config) {
        known.config = url ? `${config} could not be loaded.` : `${config} is broken in line ${event.lineno}: ${event.message}.`;
      } else if (url || event.message) {
        void look(event.message);
      }
    },
    true,
  );
  addEventListener("unhandledrejection", (event) => void look(event.reason?.message));
})();
