// The text editor of the console: CodeMirror in a shadow root, where the strict policy lets it have its style sheet.
// What manifests are, it does not know: that it asks the console.

import { type Extension, type Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";
import { fromOutside, Pending } from "./changes.ts";
import { type Compared, Comparison, type Taker } from "./compare.ts";
import type { Console, Flat, Wanted } from "./console.ts";
import { save, unpack, walk } from "./files.ts";
import { lookInto, openFolder, readFrom, writeInto } from "./folder.ts";
import { pack, unpackLink } from "./links.ts";
import { caretWatch, extensions } from "./extensions.ts";
import { coverAgain, covered, forgetCopied, revealAll, setSecrets } from "./masks.ts";
import { type Problem, showProblems } from "./problems.ts";

/** How many editors are open. */
let opened = 0;

/** What the console does with an open editor. Places are UTF-16 units of the text; every line end is one. */
export class Handle {
  readonly #view: EditorView;
  readonly #pending: Pending;
  #isOpen = true;

  constructor(host: HTMLElement, wanted: Wanted, console: Console) {
    const ask = whileOpen(console, () => this.#isOpen);
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const pending = new Pending((changes, byHand) => ask.typed(changes, byHand));
    const own: Extension = [
      EditorView.updateListener.of((update) => {
        update.transactions.filter(isTyped).forEach((typed) => pending.take(typed.changes, isByHand(typed)));
      }),
      whenLeaving(pending, ask),
      caretWatch(ask, pending),
      // Whoever leaves the text is about to press something that is about it.
      EditorView.domEventHandlers({
        blur: () => {
          pending.flush();
          ask.rest();
        },
      }),
    ];
    const view = new EditorView({
      doc: wanted.text,
      root,
      parent: root,
      extensions: [own, extensions(wanted, ask, pending)],
    });
    this.#view = view;
    this.#pending = pending;
    opened += 1;
    // What a person sees, for whoever asks the element what it holds: covered values stay covered.
    Object.defineProperty(view.contentDOM, "value", { get: () => covered(view.state, 0, view.state.doc.length) });
  }

  /** Hands over what was typed and has not been told yet. */
  flush(): void {
    this.#pending.flush();
  }

  /** Takes over what changed elsewhere. A caret that is not -1 goes where it says. */
  change(changes: Flat, caret: number): void {
    const specs = [];
    for (let at = 0; at + 2 < changes.length; at += 3) {
      specs.push({ from: Number(changes[at]), to: Number(changes[at + 1]), insert: String(changes[at + 2]) });
    }
    this.#view.dispatch({ changes: specs, annotations: fromOutside.of(true) });
    if (caret >= 0) this.select(caret, caret);
  }

  /** Shows what is wrong, in place of what was. */
  problems(problems: readonly Problem[]): void {
    showProblems(this.#view, problems);
  }

  /** Says where secret values stand: from, to, from, to. */
  secrets(ranges: readonly number[]): void {
    this.#view.dispatch({ effects: setSecrets.of(ranges) });
  }

  /** Shows all secret values, or covers them again. */
  reveal(all: boolean): void {
    this.#view.dispatch({ effects: all ? revealAll.of(null) : coverAgain.of(null) });
  }

  /** Selects a range, shows it and goes there. */
  select(from: number, to: number): void {
    const end = this.#view.state.doc.length;
    const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
    const effects = EditorView.scrollIntoView(selection.anchor, { y: "center" });
    this.#view.dispatch({ selection, effects });
    this.#view.focus();
  }

  /** Where the selection begins and ends. */
  selection(): [number, number] {
    const { from, to } = this.#view.state.selection.main;
    return [from, to];
  }

  close(): void {
    this.#pending.flush();
    this.#isOpen = false;
    this.#view.destroy();
    opened -= 1;
    // Turning to another file closes one editor and opens the next; signing out closes all.
    setTimeout(() => {
      if (opened === 0) forgetCopied();
    });
  }
}

/** Tells what was typed last before the page is hidden, which may be for good. The console listens to that, too: later. */
function whenLeaving(pending: Pending, ask: Console): Extension {
  return ViewPlugin.define(() => {
    const tell = () => {
      pending.flush();
      ask.rest();
    };
    const capture = { capture: true };
    for (const event of ["pagehide", "visibilitychange"]) window.addEventListener(event, tell, capture);
    return {
      destroy: () => ["pagehide", "visibilitychange"].forEach((event) => window.removeEventListener(event, tell, capture)),
    };
  });
}

/** Some parts of an editor ask a moment later, when it may be gone, and the console with it. */
function whileOpen(console: Console, isOpen: () => boolean): Console {
  return {
    typed: (changes, byHand) => void (isOpen() && console.typed(changes, byHand)),
    step: (back) => void (isOpen() && console.step(back)),
    propose: (at) => (isOpen() ? console.propose(at) : []),
    about: (at) => (isOpen() ? console.about(at) : null),
    caret: (at) => void (isOpen() && console.caret(at)),
    rest: () => void (isOpen() && console.rest()),
    fix: (problem, fix) => void (isOpen() && console.fix(problem, fix)),
    tidy: () => void (isOpen() && console.tidy()),
    anchor: (at) => (isOpen() ? console.anchor(at) : null),
    rename: (at, name) => (isOpen() ? console.rename(at, name) : ""),
  };
}

function isTyped(transaction: Transaction): boolean {
  return transaction.docChanged && !transaction.annotation(fromOutside);
}

function isByHand(transaction: Transaction): boolean {
  const deleted = transaction.isUserEvent("delete") && !transaction.isUserEvent("delete.cut");
  return transaction.isUserEvent("input.type") || deleted;
}

declare global {
  interface Window {
    ecnConsole?: {
      editor?: (host: HTMLElement, wanted: Wanted, ask: Console) => Handle;
      compare?: (host: HTMLElement, wanted: Compared, taker: Taker) => Comparison;
      files?: typeof files;
    };
  }
}

const files = { unpack, walk, save, pack, unpackLink, openFolder, lookInto, readFrom, writeInto };

window.ecnConsole ??= {};
window.ecnConsole.files = files;
window.ecnConsole.editor = (host, wanted, ask) => new Handle(host, wanted, ask);
window.ecnConsole.compare = (host, wanted, taker) => new Comparison(host, wanted, taker);
