// How the text looks: the tokens of the console's own style sheet, which reach into a shadow root.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Extension } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--code)", fontSize: "12.5px" },
  // The host shows the focus, around the margin too.
  "&.cm-focused": { outline: "0" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { paddingBlock: "var(--2)", caretColor: "var(--ink)" },
  ".cm-line": { paddingInline: "var(--1) var(--3)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--code)", color: "var(--ink-faint)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.6em", paddingInline: "var(--1)" },
  ".cm-foldGutter .cm-gutterElement": { width: "1em", cursor: "pointer" },
  ".cm-gutter-lint": { width: "1em" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--hover) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 12%, transparent)" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warn) 40%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
  ".cm-foldPlaceholder": {
    backgroundColor: "var(--idle-soft)",
    border: "0",
    color: "var(--ink-soft)",
    paddingInline: "var(--1)",
  },
  ".ecn-cover": {
    font: "inherit",
    border: "0",
    borderRadius: "4px",
    paddingInline: "var(--1)",
    color: "var(--ink-soft)",
    backgroundColor: "var(--idle-soft)",
    cursor: "pointer",
  },
  ".ecn-cover:hover": { color: "var(--ink)", backgroundColor: "var(--hover)" },
  ".ecn-true, .ecn-true *": { color: "var(--y-bool)" },
  ".ecn-number, .ecn-number *": { color: "var(--y-num)" },
});

const floating = EditorView.theme({
  ".cm-tooltip": {
    border: "0",
    borderRadius: "var(--r-panel)",
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    boxShadow: "var(--float)",
    fontFamily: "var(--sans)",
    fontSize: "var(--t-13)",
    maxWidth: "min(520px, 90vw)",
  },
  ".ecn-about": { padding: "var(--2) var(--3)" },
  ".ecn-about b": { fontFamily: "var(--mono)", fontWeight: "500" },
  ".ecn-about p": { margin: "var(--1) 0 0", color: "var(--ink-soft)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "15em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    justifyContent: "space-between",
    gap: "var(--3)",
    padding: "var(--1) var(--2)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--ink-soft)", fontStyle: "normal", fontFamily: "var(--sans)", fontSize: "var(--t-12)" },
  // Where it would lie over the list.
  "@media (max-width: 720px)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
  ".cm-completionInfo": { padding: "var(--2) var(--3)", color: "var(--ink-soft)" },
  ".cm-diagnostic": { padding: "var(--2) var(--3)", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
  ".cm-diagnostic-info": { borderLeft: "3px solid var(--busy)" },
  ".cm-lintRange-error": underline("var(--bad)"),
  ".cm-lintRange-warning": underline("var(--warn)"),
  ".cm-lintRange-info": underline("var(--busy)"),
  ".cm-lint-marker": { width: "8px", height: "8px", marginTop: "3px", borderRadius: "50%", content: '""' },
  ".cm-lint-marker-error": { backgroundColor: "var(--bad)" },
  ".cm-lint-marker-warning": { backgroundColor: "var(--warn)" },
  ".cm-lint-marker-info": { backgroundColor: "var(--busy)" },
  ".cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel": { fontFamily: "var(--sans)", fontSize: "var(--t-13)", padding: "var(--2) var(--3)" },
  ".cm-panel.cm-search": { fontSize: "var(--t-13)", padding: "var(--2) var(--3)" },
  ".cm-panel.cm-search :is(input, button, label)": { fontSize: "var(--t-12)", margin: "2px var(--2) 2px 0" },
  ".cm-panel :focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-textfield": {
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--r)",
    backgroundColor: "var(--well)",
    color: "var(--ink)",
    minHeight: "28px",
    paddingInline: "var(--2)",
  },
  ".cm-button": {
    border: "1px solid var(--line-button)",
    borderRadius: "var(--r)",
    backgroundImage: "none",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    minHeight: "28px",
    paddingInline: "var(--2)",
    cursor: "pointer",
  },
  ".cm-button:hover": { backgroundColor: "var(--hover)" },
  ".cm-panel.cm-search [name=close], .cm-dialog-close": { color: "var(--ink)", minWidth: "28px", minHeight: "28px" },
});

function underline(colour: string): Record<string, string> {
  return {
    backgroundImage: "none",
    textDecoration: `underline wavy ${colour} 1px`,
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  };
}

const ink = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--y-key)" },
  { tag: [tags.string, tags.content], color: "var(--y-str)" },
  { tag: tags.comment, color: "var(--y-note)", fontStyle: "italic" },
  { tag: [tags.labelName, tags.typeName], color: "var(--y-bool)" },
  { tag: [tags.meta, tags.separator, tags.punctuation], color: "var(--ink-soft)" },
]);

/** YAML's own words and numbers, which its grammar calls text like any other. */
const words = new MatchDecorator({
  regexp: /(?<=(?:^|[:\-,[]\s))\s*(?:(true|false|null|~)|([-+]?\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?))(?=\s*(?:$|[,\]}]|\s#))/giu,
  decoration: (match) => Decoration.mark({ class: match[1] ? "ecn-true" : "ecn-number" }),
});
const wordsShown = ViewPlugin.define(
  (view) => ({
    decorations: words.createDeco(view),
    update(update: ViewUpdate) {
      this.decorations = words.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

export const look: Extension = [theme, floating, syntaxHighlighting(ink), wordsShown];
