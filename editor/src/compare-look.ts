// How differences look: the first text red, the second green, and what is folded quiet; in the colours of the console.

import { type Extension, Prec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const bad = "color-mix(in srgb, var(--bad) 30%, transparent)";
const ok = "color-mix(in srgb, var(--ok) 30%, transparent)";

export const differences: Extension = Prec.highest(
  EditorView.theme({
    "&": { height: "auto" },
    ".cm-line": { paddingInline: "var(--2)" },
    "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--bad-soft)" },
    "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--ok-soft)" },
    "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
      background: "none",
      backgroundColor: bad,
      borderRadius: "2px",
    },
    "&.cm-merge-b .cm-changedText": { background: "none", backgroundColor: ok, borderRadius: "2px" },
    "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--bad)" },
    "&.cm-merge-b .cm-changedLineGutter": { background: "var(--ok)" },
    // Colours of words on these would be too faint; what differs is to be read.
    ".cm-changedLine, .cm-changedLine *, .cm-deletedChunk, .cm-deletedChunk del *": { color: "var(--ink)" },
    ".cm-deletedChunk": { position: "relative", paddingInline: "var(--2)", whiteSpace: "pre-wrap" },
    // Nothing runs below the button.
    ".cm-deletedChunk:has(.ecn-take)": { paddingInlineEnd: "88px" },
    ".cm-deletedChunk .cm-chunkButtons": { position: "absolute", insetInlineEnd: "var(--1)", insetBlockStart: "0", zIndex: "1" },
    ".cm-deletedChunk:not(:has(.cm-deletedLine))": { minHeight: "28px" },
    ".cm-collapsedLines": {
      padding: "2px var(--3)",
      color: "var(--ink-soft)",
      background: "var(--idle-soft)",
      fontFamily: "var(--sans)",
      fontSize: "var(--t-12)",
    },
    ".cm-collapsedLines:hover": { color: "var(--ink)" },
    ".cm-collapsedLines:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
    ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"⋯"', margin: "0 var(--2)" },
  }),
);

/** What lies between the two texts, and the buttons in either. */
export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .cm-mergeView { overflow: visible; }
  .cm-mergeViewEditor { min-width: 0; }
  .cm-mergeView .cm-merge-revert { width: 28px; background: var(--paper); }
  button.ecn-take, .cm-deletedChunk button.ecn-take {
    min-width: 24px; min-height: 24px; padding: 0 var(--2);
    border: 1px solid var(--line-button); border-radius: var(--r);
    background: var(--raised); color: var(--ink);
    font: 500 var(--t-12) / 20px var(--sans); cursor: pointer;
  }
  .cm-merge-revert button.ecn-take { left: 2px; width: 24px; padding: 0; border: 1px solid var(--line-button); background: var(--raised); }
  button.ecn-take:hover { background: var(--hover); }
  button.ecn-take:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
`);
