// Secret values are covered one by one until somebody asks to see one. What is copied has dots in their place, and what
// is typed stays readable: whoever types it sees it already.

import {
  type EditorState,
  type Extension,
  type Range,
  RangeSet,
  RangeValue,
  StateEffect,
  StateField,
  type Transaction,
} from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

const DOTS = "••••••••";

/** Where secret values stand: from, to, from, to. */
export const setSecrets = StateEffect.define<readonly number[]>();
export const revealAll = StateEffect.define<null>();
export const coverAgain = StateEffect.define<null>();
/** Shows the value that begins or ends here, or has this inside. */
const revealAt = StateEffect.define<number>({ map: (at, changes) => changes.mapPos(at) });

class Place extends RangeValue {
  override startSide = -1;
  override endSide = 1;
  override eq(): boolean {
    return true;
  }
}
const PLACE = new Place();

interface Masks {
  readonly secrets: RangeSet<Place>;
  /** What may be read: a value that touches one of these is not covered. */
  readonly open: RangeSet<Place>;
  readonly decorations: DecorationSet;
}

class Cover extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(view: EditorView): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ecn-cover";
    button.tabIndex = -1;
    button.textContent = DOTS;
    button.title = "Show the value";
    button.setAttribute("aria-label", "Show the value");
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      view.dispatch({ effects: revealAt.of(view.posAtDOM(button)) });
      view.focus();
    });
    return button;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
const COVER = Decoration.replace({ widget: new Cover() });

function spans(set: RangeSet<Place>): { from: number; to: number }[] {
  const found = [];
  for (const at = set.iter(); at.value; at.next()) found.push({ from: at.from, to: at.to });
  return found;
}

function touches(set: RangeSet<Place>, from: number, to: number): boolean {
  let found = false;
  set.between(from, to, () => {
    found = true;
    return false;
  });
  return found;
}

function masksOf(secrets: RangeSet<Place>, open: RangeSet<Place>): Masks {
  const closed = spans(secrets).filter(({ from, to }) => to > from && !touches(open, from, to));
  return { secrets, open, decorations: Decoration.set(closed.map(({ from, to }) => COVER.range(from, to))) };
}

/** What a hand wrote in this change, which is not covered; what was pasted is. */
function typed(transaction: Transaction): Range<Place>[] {
  const byHand = transaction.isUserEvent("input.type") || transaction.isUserEvent("delete");
  const found: Range<Place>[] = [];
  if (byHand) transaction.changes.iterChangedRanges((_from, _to, start, end) => found.push(PLACE.range(start, end)));
  return found.filter(({ from, to }) => to > from);
}

function next(masks: Masks, transaction: Transaction): Masks {
  let { secrets, open } = masks;
  if (transaction.docChanged) {
    secrets = secrets.map(transaction.changes);
    // What was written by hand and is gone opens nothing any more.
    open = open.map(transaction.changes).update({ add: typed(transaction), sort: true, filter: (from, to) => to > from });
  }
  for (const effect of transaction.effects) {
    if (effect.is(setSecrets)) {
      const found = [];
      for (let at = 0; at + 1 < effect.value.length; at += 2) {
        const end = Math.min(effect.value[at + 1] ?? 0, transaction.newDoc.length);
        found.push(PLACE.range(Math.min(effect.value[at] ?? 0, end), end));
      }
      secrets = RangeSet.of(found, true);
    } else if (effect.is(revealAll)) {
      open = RangeSet.of([PLACE.range(0, transaction.newDoc.length)]);
    } else if (effect.is(coverAgain)) {
      open = RangeSet.empty;
    } else if (effect.is(revealAt)) {
      const here = spans(secrets).filter(({ from, to }) => from <= effect.value && effect.value <= to);
      open = open.update({ add: here.map(({ from, to }) => PLACE.range(from, to)), sort: true });
    }
  }
  if (secrets === masks.secrets && open === masks.open) return masks;
  return masksOf(secrets, open);
}

const field = StateField.define<Masks>({
  create: () => masksOf(RangeSet.empty, RangeSet.empty),
  update: next,
  provide: (own) => [
    EditorView.decorations.from(own, (masks) => masks.decorations),
    EditorView.atomicRanges.of((view) => view.state.field(own).decorations),
  ],
});

/** A part of the text as it is seen: dots for what is covered. */
export function covered(state: EditorState, from: number, to: number): string {
  const parts: string[] = [];
  let done = from;
  state.field(field).decorations.between(from, to, (start, end) => {
    if (end <= from || start >= to) return;
    parts.push(state.sliceDoc(done, Math.max(start, from)), DOTS);
    done = end;
  });
  parts.push(state.sliceDoc(done, Math.max(to, done)));
  return parts.join("");
}

/** Shows the value at the caret; whether one was covered there. */
export function revealAtCaret(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  let at = -1;
  view.state.field(field).decorations.between(line.from, line.to, (from) => {
    at = from;
  });
  if (at < 0) return false;
  view.dispatch({ effects: revealAt.of(at) });
  return true;
}

/** What was copied last, as it is seen and as it is: pasted into an editor of this page, it is what it was. */
let last = { seen: "", whole: "" };

/** Puts dots on the clipboard where something covered is copied. */
function copy(event: ClipboardEvent, view: EditorView): boolean {
  const { state } = view;
  const ranges = state.selection.ranges.map((range) => (range.empty ? state.doc.lineAt(range.head) : range));
  const seen = ranges.map(({ from, to }) => covered(state, from, to)).join(state.lineBreak);
  const whole = ranges.map(({ from, to }) => state.sliceDoc(from, to)).join(state.lineBreak);
  if (seen === whole || !event.clipboardData) return false;
  event.clipboardData.setData("text/plain", seen);
  last = { seen, whole };
  event.preventDefault();
  if (event.type === "cut") view.dispatch(state.replaceSelection(""), { userEvent: "delete.cut" });
  return true;
}

/** Brings back what was covered when it was copied here, and covers it again. */
function paste(event: ClipboardEvent, view: EditorView): boolean {
  const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n");
  if (!last.seen || text !== last.seen) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(last.whole), { userEvent: "input.paste", scrollIntoView: true });
  return true;
}

/** Forgets what was copied: it belongs to who copied it. */
export function forgetCopied(): void {
  last = { seen: "", whole: "" };
}

function drag(event: DragEvent, view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  if (covered(view.state, from, to) === view.state.sliceDoc(from, to)) return false;
  event.preventDefault();
  return true;
}

export const masks: Extension = [field, EditorView.domEventHandlers({ copy, cut: copy, paste, dragstart: drag })];
