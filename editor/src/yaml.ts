// YAML as far as somebody sees it. The reader takes over nothing of what it read before, and reading a long text to its end
// at each key would take longer than drawing the letter.

import { yamlLanguage } from "@codemirror/lang-yaml";
import { forceParsing, LanguageSupport, ParseContext, syntaxTreeAvailable } from "@codemirror/language";
import { type Input, type PartialParse, Tree } from "@lezer/common";
import { type EditorView, ViewPlugin } from "@codemirror/view";

/** So much is read on both sides of what is in view, for who scrolls on. */
const AROUND = 1_000;
/** From there on to where something begins at the left edge, so that no block is cut in two, but not further than this. */
const LONGEST = 20_000;

const AT_EDGE = /\n(?=[^\s#])/g;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The part of a text that is to be read when `view` is in view. */
function around(input: Input, view: Range): Range {
  let from = Math.max(0, view.from - AROUND);
  if (from > 0) {
    const begin = Math.max(0, from - LONGEST);
    const before = [...input.read(begin, from).matchAll(AT_EDGE)].at(-1);
    from = before ? begin + before.index + 1 : begin;
  }
  let to = Math.min(input.length, view.to + AROUND);
  if (to < input.length) {
    const end = Math.min(input.length, to + LONGEST);
    const next = input.read(to, end).search(AT_EDGE);
    to = next < 0 ? end : to + next + 1;
  }
  return { from, to };
}

/** Reads a part, and says of the rest that it is read when it comes into view. */
class InView implements PartialParse {
  readonly #inner: PartialParse;
  stoppedAt: number | null = null;

  constructor(
    private readonly input: Input,
    private readonly part: Range,
  ) {
    this.#inner = yamlLanguage.parser.startParse(input, [], [part]);
  }

  get parsedPos(): number {
    return this.#inner.parsedPos;
  }

  stopAt(end: number): void {
    if (end >= this.part.to) return;
    this.stoppedAt = end;
    this.#inner.stopAt(end);
  }

  advance(): Tree | null {
    const tree = this.#inner.advance();
    if (!tree) return null;
    const { from, to } = this.part;
    const { length } = this.input;
    skip({ from: 0, to: from });
    if (this.stoppedAt === null) skip({ from: to, to: length });
    const places = tree.positions.map((place) => place + from);
    return new Tree(tree.type, tree.children, places, this.stoppedAt ?? length);
  }
}

/** What the editor knows to be left out moves with the text, and has to be said once only. */
function skip({ from, to }: Range): void {
  const context = ParseContext.get() as (ParseContext & { skipped?: Range[] }) | null;
  const isKnown = context?.skipped?.some((range) => range.from <= from && range.to >= to);
  if (from < to && !isKnown) context?.skipUntilInView(from, to);
}

/** What is in view while it is read for the next frame: the editor says then that everything before it is, too. */
let seen: Range | null = null;

const inView = yamlLanguage.configure({
  wrap: (inner, input) => {
    const context = ParseContext.get();
    if (!context) return inner;
    const part = around(input, seen ?? context.viewport);
    return part.from > 0 || part.to < input.length ? new InView(input, part) : inner;
  },
});

/** Reads what has come into view for the next frame; by itself the editor would wait until nothing else happens. */
const readOn = ViewPlugin.define((view: EditorView) => {
  let frame = 0;
  return {
    update: ({ viewportChanged }) => {
      if (!viewportChanged || frame) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        if (syntaxTreeAvailable(view.state, view.viewport.to)) return;
        seen = view.viewport;
        forceParsing(view, seen.to, 20);
        seen = null;
      });
    },
    destroy: () => cancelAnimationFrame(frame),
  };
});

export const yaml = new LanguageSupport(inView, readOn);
