// Help at a place of the text: what could be written there, what mends it, and what is known about it.

import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
  type CompletionResult,
  completionStatus,
  selectedCompletion,
  setSelectedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import type { Pending } from "./changes.ts";
import type { Console, Proposal } from "./console.ts";
import { revealAtCaret } from "./masks.ts";
import { type Fix, fixesHere } from "./problems.ts";

/** More would not be read; typing on narrows them down. */
const SHOWN = 50;

/** Why the list opens: a word is typed, somebody asks, a value comes next, or mends are asked for. */
type Why = "typed" | "asked" | "next" | "fixes";
const wanted = StateEffect.define<Why>();
const why = StateField.define<Why>({
  create: () => "typed",
  update: (now, transaction) => {
    const told = transaction.effects.find((effect) => effect.is(wanted));
    if (told?.is(wanted)) return told.value;
    return transaction.docChanged ? "typed" : now;
  },
});

function option(proposal: Proposal): Completion {
  return {
    label: proposal.label,
    detail: proposal.detail,
    ...(proposal.help ? { info: proposal.help } : {}),
    apply: (view) => {
      const { from, to, text } = proposal;
      view.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length },
        userEvent: "input.complete",
        scrollIntoView: true,
      });
      if (text.endsWith(" ")) open(view, "next");
    },
  };
}

function fixing(fix: Fix, ask: Console): Completion {
  return { label: fix.title, apply: () => ask.fix(fix.problem, fix.fix) };
}

function source(ask: Console, pending: Pending) {
  return (context: CompletionContext): CompletionResult | null => {
    const { state, pos, view } = context;
    const reason = context.explicit ? state.field(why) : "typed";
    if (reason === "fixes" && view) {
      const options = fixesHere(view).map((fix) => fixing(fix, ask));
      return options.length > 0 ? { from: pos, options, filter: false } : null;
    }
    const before = state.sliceDoc(Math.max(0, pos - 2), pos);
    if (reason === "typed" && !/[\p{L}\p{N}\-_./]$/u.test(before)) return null;
    pending.flush();
    const proposals = ask.propose(pos).slice(0, SHOWN);
    const first = proposals[0];
    if (!first) return null;
    // Nothing would change.
    if (reason !== "asked" && state.sliceDoc(first.from, first.to) === first.text.replace(/[: ]+$/, "")) return null;
    const from = Math.min(pos, ...proposals.map((proposal) => proposal.from));
    return { from, options: proposals.map(option), filter: false };
  };
}

function open(view: EditorView, reason: Why): boolean {
  view.dispatch({ effects: wanted.of(reason) });
  return startCompletion(view);
}

/** Whoever asks gets the first chosen; whoever types chooses none unless an arrow says so. */
const chooseFirst = EditorView.updateListener.of(({ view, state }) => {
  const asked = ["asked", "fixes"].includes(state.field(why));
  if (!asked || completionStatus(state) !== "active" || selectedCompletion(state)) return;
  queueMicrotask(() => {
    if (completionStatus(view.state) === "active" && !selectedCompletion(view.state)) {
      view.dispatch({ effects: [setSelectedCompletion(0), wanted.of("typed")] });
    }
  });
});

function fixOrReveal(view: EditorView, ask: Console, pending: Pending): boolean {
  if (revealAtCaret(view)) return true;
  pending.flush();
  ask.rest();
  return fixesHere(view).length > 0 && open(view, "fixes");
}

function hover(ask: Console, pending: Pending): Extension {
  return hoverTooltip((view, pos) => {
    pending.flush();
    const about = ask.about(pos);
    if (!about) return null;
    const word = view.state.wordAt(pos);
    const create = () => {
      const dom = document.createElement("div");
      dom.className = "ecn-about";
      const title = dom.appendChild(document.createElement("b"));
      title.textContent = about.title;
      for (const line of about.lines) dom.appendChild(document.createElement("p")).textContent = line;
      return { dom };
    };
    return { pos: word?.from ?? pos, end: word?.to ?? pos, above: true, create };
  });
}

export function assist(ask: Console, pending: Pending): Extension {
  const keys = [
    { key: "Ctrl-Space", run: (view: EditorView) => open(view, "asked") },
    { key: "Tab", run: acceptCompletion },
    { key: "Mod-.", run: (view: EditorView) => fixOrReveal(view, ask, pending) },
    ...completionKeymap.filter(({ key, mac }) => key !== "Ctrl-Space" && !mac),
  ];
  return [
    why,
    autocompletion({
      override: [source(ask, pending)],
      selectOnOpen: false,
      interactionDelay: 0,
      icons: false,
      defaultKeymap: false,
    }),
    chooseFirst,
    Prec.highest(keymap.of(keys)),
    hover(ask, pending),
  ];
}
