// Two states of one document, line by line: side by side where there is room, else one below the other. Both are only
// read here; a stretch of the first is taken over by telling the console which lines.

import { defaultKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  type Chunk,
  getChunks,
  getOriginalDoc,
  goToNextChunk,
  goToPreviousChunk,
  MergeView,
  unifiedMergeView,
} from "@codemirror/merge";
import { ChangeSet, EditorState, type Extension, type Text } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { differences, sheet } from "./compare-look.ts";
import { look } from "./look.ts";

/** Narrower than this, two texts side by side cannot be read. The style sheet knows the same number. */
const ROOM = 600;
const FOLDED = { margin: 2, minSize: 4 };
const EFFORT = { scanLimit: 500, timeout: 200 };

export interface Compared {
  readonly left: string;
  readonly right: string;
  /** What each is called, for who cannot see where they stand. */
  readonly leftName: string;
  readonly rightName: string;
  readonly bothName: string;
  /** The number of the first line of the second. */
  readonly line: number;
  readonly beside: boolean;
  /** What the button says that takes a stretch over; empty for none. */
  readonly take: string;
}

export interface Taker {
  /** Lines of the first, from and up to, in the place of lines of the second; all from 0. */
  take(fromLeft: number, toLeft: number, fromRight: number, toRight: number): void;
}

/** What the console does with an open comparison. */
export class Comparison {
  readonly #root: ShadowRoot;
  readonly #host: HTMLElement;
  readonly #taker: Taker;
  readonly #size = new ResizeObserver(() => this.#arrange());
  readonly #seen = new IntersectionObserver((entries) => this.#come(entries), { rootMargin: "200px" });
  #wanted: Compared;
  #isSeen = false;
  #merge: MergeView | null = null;
  #unified: EditorView | null = null;
  /** The button that was pressed last, counted from the first: the next one follows it. */
  #pressed = -1;

  constructor(host: HTMLElement, wanted: Compared, taker: Taker) {
    this.#host = host;
    this.#wanted = wanted;
    this.#taker = taker;
    this.#root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [...this.#root.adoptedStyleSheets, sheet];
    this.#root.addEventListener("keydown", (event) => unfold(event as KeyboardEvent));
    this.#size.observe(host);
    this.#seen.observe(host);
  }

  /** Shows two other states. As long as the first stays, so does what is unfolded. */
  show(left: string, right: string, line: number): void {
    const isOther = line !== this.#wanted.line || left !== this.#wanted.left;
    this.#wanted = { ...this.#wanted, left, right, line };
    const own = this.#merge?.b ?? this.#unified;
    if (isOther) this.#again();
    else if (own) change(own, right);
    this.#focusNext();
  }

  /** Side by side where there is room, or never. */
  beside(beside: boolean): void {
    this.#wanted = { ...this.#wanted, beside };
    this.#arrange();
  }

  close(): void {
    this.#size.disconnect();
    this.#seen.disconnect();
    this.#clear();
  }

  #come(entries: readonly IntersectionObserverEntry[]): void {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.#isSeen = true;
    this.#seen.disconnect();
    this.#arrange();
  }

  #arrange(): void {
    if (!this.#isSeen) return;
    const beside = this.#wanted.beside && this.#host.clientWidth >= ROOM;
    if (beside ? this.#merge : this.#unified) return;
    this.#clear();
    if (beside) this.#merge = this.#sideBySide();
    else this.#unified = this.#oneBelowTheOther();
  }

  #again(): void {
    this.#clear();
    this.#arrange();
  }

  #clear(): void {
    this.#merge?.destroy();
    this.#unified?.destroy();
    this.#merge = this.#unified = null;
  }

  #sideBySide(): MergeView {
    const { left, right, leftName, rightName, take } = this.#wanted;
    const button = () => this.#button("⇒", (own) => this.#merge?.chunks[Number(own.dataset["chunk"])]);
    return new MergeView({
      a: { doc: left, extensions: this.#read(leftName) },
      b: { doc: right, extensions: [this.#numbers(), this.#read(rightName)] },
      root: this.#root,
      parent: this.#root,
      collapseUnchanged: FOLDED,
      diffConfig: EFFORT,
      ...(take ? { revertControls: "a-to-b" as const, renderRevertControl: button } : {}),
    });
  }

  #oneBelowTheOther(): EditorView {
    const { left, right, bothName, take } = this.#wanted;
    const here = (own: HTMLElement): Chunk | undefined => {
      const view = this.#unified;
      const inside = own.closest(".cm-deletedChunk");
      if (!view || !inside) return undefined;
      const at = view.posAtDOM(inside);
      return getChunks(view.state)?.chunks.find((chunk) => chunk.fromB <= at && at <= chunk.endB);
    };
    const nothing = () => {
      const none = document.createElement("span");
      none.hidden = true;
      return none;
    };
    return new EditorView({
      doc: right,
      root: this.#root,
      parent: this.#root,
      extensions: [
        this.#numbers(),
        this.#read(bothName),
        unifiedMergeView({
          original: left,
          collapseUnchanged: FOLDED,
          diffConfig: EFFORT,
          mergeControls: take ? (type) => (type === "reject" ? this.#button(take, here) : nothing()) : false,
        }),
      ],
    });
  }

  #numbers(): Extension {
    return lineNumbers({ formatNumber: (number) => String(number + this.#wanted.line - 1) });
  }

  #read(name: string): Extension {
    return [
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ "aria-label": name, tabindex: "0" }),
      EditorView.lineWrapping,
      EditorView.updateListener.of(({ view }) => view.requestMeasure({ read: () => null, write: () => foldsByKey(this.#root) })),
      drawSelection(),
      yaml(),
      look,
      differences,
      keymap.of([{ key: "F8", run: goToNextChunk, shift: goToPreviousChunk }, ...defaultKeymap]),
    ];
  }

  #button(words: string, find: (own: HTMLElement) => Chunk | undefined): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ecn-take";
    button.textContent = words;
    button.title = this.#wanted.take;
    button.setAttribute("aria-label", this.#wanted.take);
    // The merge view would take it over itself, with what is seen here: dots for what is covered.
    button.addEventListener("mousedown", (event) => {
      event.preventDefault();
      event.stopPropagation();
    });
    button.addEventListener("click", () => {
      const chunk = find(button);
      const [left, right] = this.#docs();
      if (!chunk || !left || !right) return;
      this.#pressed = this.#buttons().indexOf(button);
      const { fromA, toA, fromB, toB } = chunk;
      this.#taker.take(lineAt(left, fromA), lineAt(left, toA), lineAt(right, fromB), lineAt(right, toB));
    });
    return button;
  }

  #docs(): [Text | undefined, Text | undefined] {
    if (this.#merge) return [this.#merge.a.state.doc, this.#merge.b.state.doc];
    const state = this.#unified?.state;
    return state ? [getOriginalDoc(state), state.doc] : [undefined, undefined];
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.#root.querySelectorAll<HTMLButtonElement>("button.ecn-take")];
  }

  /** Whoever pressed a button that is gone now goes on at the next one. They are drawn with the next frame. */
  #focusNext(): void {
    if (this.#pressed < 0) return;
    const at = this.#pressed;
    this.#pressed = -1;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const buttons = this.#buttons();
        const next = buttons[at] ?? buttons.at(-1) ?? (this.#merge?.b ?? this.#unified)?.contentDOM;
        if (!this.#root.activeElement) next?.focus();
      }),
    );
  }
}

/** The line that begins at a place; behind the last one that many as there are. */
function lineAt(doc: Text, at: number): number {
  return at > doc.length ? doc.lines : doc.lineAt(at).number - 1;
}

function change(view: EditorView, to: string): void {
  const changes = changed(view.state.doc, to);
  if (!changes.empty) view.dispatch({ changes });
}

/** What leads from one text to the other: all that lies between what both begin and end with. */
function changed(doc: Text, to: string): ChangeSet {
  const [old, next] = [doc.toString(), to.replace(/\r\n?/g, "\n")];
  if (old === next) return ChangeSet.empty(doc.length);
  const least = Math.min(old.length, next.length);
  let start = 0;
  while (start < least && old[start] === next[start]) start += 1;
  let end = 0;
  while (end < least - start && old[old.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  const insert = next.slice(start, next.length - end);
  return ChangeSet.of({ from: start, to: old.length - end, insert }, doc.length);
}

/** What is folded can be reached by keys, too. */
function foldsByKey(root: ShadowRoot): void {
  for (const fold of root.querySelectorAll<HTMLElement>(".cm-collapsedLines:not([role])")) {
    fold.tabIndex = 0;
    fold.setAttribute("role", "button");
  }
}

function unfold(event: KeyboardEvent): void {
  const target = event.target;
  const opens = event.key === "Enter" || event.key === " ";
  if (!opens || !(target instanceof HTMLElement) || !target.matches(".cm-collapsedLines")) return;
  event.preventDefault();
  event.stopPropagation();
  target.click();
}
