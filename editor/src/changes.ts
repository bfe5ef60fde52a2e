// What was typed goes to the console after the letter is on the screen: checking takes longer than drawing it.

import { Annotation, type ChangeSet } from "@codemirror/state";
import type { Flat } from "./console.ts";

/** Marks a change that the console made: it knows that one. */
export const fromOutside = Annotation.define<boolean>();

export class Pending {
  #changes: ChangeSet | null = null;
  #isWaiting = false;

  /** `tell` is told what changed, and whether it was typed key by key. */
  constructor(private readonly tell: (changes: Flat, byHand: boolean) => void) {}

  /** What was accepted, pasted or dropped is a step of its own; keys join each other. */
  take(changes: ChangeSet, byHand: boolean): void {
    if (!byHand) {
      this.flush();
      this.#changes = changes;
      return this.#hand(false);
    }
    this.#changes = this.#changes ? this.#changes.compose(changes) : changes;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const done = () => this.flush();
    // A hidden tab draws no frames.
    if (document.hidden) setTimeout(done);
    else requestAnimationFrame(() => setTimeout(done));
  }

  /** Tells it now: before the console is asked about a place, or changes the text itself. */
  flush(): void {
    this.#isWaiting = false;
    this.#hand(true);
  }

  #hand(byHand: boolean): void {
    const changes = this.#changes;
    if (!changes) return;
    this.#changes = null;
    const flat: Flat = [];
    changes.iterChanges((from, to, _start, _end, inserted) => flat.push(from, to, inserted.toString()), true);
    this.tell(flat, byHand);
  }
}
