// What the console gives to an editor, and what an editor may ask it. Rust answers: `src/ui/editor/rich`.

/** Changes of a text one after the other: from, to, what stands there instead; all in the text before the first. */
export type Flat = (number | string)[];

export interface Wanted {
  readonly label: string;
  readonly text: string;
}

/** One thing that could be written. */
export interface Proposal {
  readonly label: string;
  readonly detail: string;
  readonly help: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What is known about a place. */
export interface About {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface Console {
  /** `byHand`: key by key; else it is a step of its own. */
  typed(changes: Flat, byHand: boolean): void;
  /** A step in the history of the text, which is more than what was typed here. */
  step(back: boolean): void;
  propose(at: number): readonly Proposal[];
  about(at: number): About | null;
  /** The caret stands here; -1 while something is selected. */
  caret(at: number): void;
  /** Lets the problems be those of the text as it is now, and shows them. */
  rest(): void;
  /** Makes a fix of a problem, both by their place in what was shown last. */
  fix(problem: number, fix: number): void;
  /** Lays the text out anew. */
  tidy(): void;
  /** The anchor that is named here, or nothing. */
  anchor(at: number): string | null;
  /** Gives the anchor here another name; what is said is why not. */
  rename(at: number, name: string): string;
}
