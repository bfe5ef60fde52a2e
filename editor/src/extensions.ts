// Everything that makes a text field an editor, put together from CodeMirror's parts.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
  showDialog,
} from "@codemirror/view";
import { assist } from "./assist.ts";
import type { Pending } from "./changes.ts";
import type { Console, Wanted } from "./console.ts";
import { look } from "./look.ts";
import { masks } from "./masks.ts";
import { goToProblem } from "./problems.ts";
import { yaml } from "./yaml.ts";

/** Words of the parts, as the rest of the console says them. */
const phrases = {
  Completions: "Suggestions",
  next: "Next",
  previous: "Previous",
  all: "Select all",
  replace: "Replace",
  "replace all": "Replace all",
  "match case": "Match case",
  regexp: "Regular expression",
  "by word": "Whole word",
  close: "Close",
};

export function extensions(wanted: Wanted, ask: Console, pending: Pending): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    foldGutter({ openText: "⌄", closedText: "›" }),
    codeFolding(),
    highlightSpecialChars(),
    drawSelection(),
    dropCursor(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    rectangularSelection(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.tabSize.of(2),
    indentUnit.of("  "),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    yaml,
    search({ top: true }),
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({ "aria-label": wanted.label, spellcheck: "false", tabindex: "0" }),
    EditorState.phrases.of(phrases),
    filesGoElsewhere,
    severalLines,
    masks,
    assist(ask, pending),
    keys(ask, pending),
    look,
  ];
}

/** Files that are dropped here are for the page, which takes them anywhere. */
const filesGoElsewhere = EditorView.domEventHandlers({
  drop: (event) => {
    if (!event.dataTransfer?.files.length) return false;
    event.preventDefault();
    return true;
  },
});

/** Several lines that come at once and not from the clipboard, by dictation for one: the browser would build elements
 * for them, with styles that the policy forbids. */
const severalLines = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    if (event.inputType !== "insertText" || !event.data?.includes("\n")) return false;
    event.preventDefault();
    // The browser knows what is to be replaced; the editor may not have heard of that selection yet.
    const range = event.getTargetRanges()[0];
    const { main } = view.state.selection;
    const from = range ? view.posAtDOM(range.startContainer, range.startOffset) : main.from;
    const to = range ? view.posAtDOM(range.endContainer, range.endOffset) : main.to;
    const insert = view.state.toText(event.data);
    const selection = { anchor: Math.min(from, to) + insert.length };
    const changes = { from: Math.min(from, to), to: Math.max(from, to), insert };
    view.dispatch({ changes, selection, userEvent: "input.paste", scrollIntoView: true });
    return true;
  },
});

function keys(ask: Console, pending: Pending): Extension {
  const step = (back: boolean) => () => {
    pending.flush();
    ask.step(back);
    return true;
  };
  const own = [
    {
      key: "F8",
      run: (view: EditorView) => goToProblem(view, false),
      shift: (view: EditorView) => goToProblem(view, true),
    },
    { key: "F2", run: (view: EditorView) => rename(view, ask, pending) },
    {
      key: "Shift-Alt-f",
      run: () => {
        pending.flush();
        ask.tidy();
        return true;
      },
    },
  ];
  // As letters, not as keys of a map: with the capitals locked, Shift makes a small one. The browser's menu and its
  // gestures take steps, too.
  const steps = EditorView.domEventHandlers({
    keydown: (event) => {
      const letter = event.key.toLowerCase();
      if (event.altKey || !(event.ctrlKey || event.metaKey) || !["z", "y"].includes(letter)) return false;
      return step(letter === "z" && !event.shiftKey)();
    },
    beforeinput: (event) => {
      if (!["historyUndo", "historyRedo"].includes(event.inputType)) return false;
      event.preventDefault();
      return step(event.inputType === "historyUndo")();
    },
  });
  const rest = [...closeBracketsKeymap, ...searchKeymap, ...foldKeymap, indentWithTab, ...defaultKeymap];
  return [Prec.high(steps), Prec.high(keymap.of(own)), keymap.of(rest)];
}

/** Asks for another name of the anchor at the caret. */
function rename(view: EditorView, ask: Console, pending: Pending): boolean {
  pending.flush();
  const at = view.state.selection.main.head;
  const name = ask.anchor(at);
  if (name === null) return false;
  const { close, result } = showDialog(view, {
    label: `New name of &${name}`,
    input: { type: "text", name: "name", value: name },
    submitLabel: "Rename",
    focus: true,
    top: true,
  });
  void result.then((form) => {
    view.dispatch({ effects: close });
    const field = form?.elements.namedItem("name");
    if (!(field instanceof HTMLInputElement)) return view.focus();
    pending.flush();
    const why = ask.rename(at, field.value);
    if (why) showDialog(view, { label: why, top: true });
    view.focus();
  });
  return true;
}

/** Tells the console where the caret stands, once it rests. */
export function caretWatch(ask: Console, pending: Pending): Extension {
  let timer = 0;
  return EditorView.updateListener.of(({ view, selectionSet, docChanged, focusChanged }) => {
    if (!selectionSet && !docChanged && !focusChanged) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (!view.dom.isConnected || !view.hasFocus) return;
      pending.flush();
      const { main } = view.state.selection;
      ask.caret(main.empty ? main.head : -1);
    }, 60);
  });
}
