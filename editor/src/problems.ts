// What is wrong with the text, as the console found it: underlined, in the margin, one after the other with F8, and
// mended with Ctrl-.

import { type Diagnostic, forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";

export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  /** What the fixes that are certain are called. */
  readonly fixes: readonly string[];
}

/** A fix at a place: the numbers by which the console knows it. */
export interface Fix {
  readonly title: string;
  readonly problem: number;
  readonly fix: number;
}

interface Numbered extends Diagnostic {
  readonly number: number;
  readonly fixes: readonly string[];
}

export function showProblems(view: EditorView, problems: readonly Problem[]): void {
  const end = view.state.doc.length;
  const all = problems.map((problem, number): Numbered => {
    const from = Math.min(problem.from, end);
    return {
      from,
      to: Math.min(Math.max(problem.to, from), end),
      severity: problem.severity,
      message: problem.message,
      fixes: problem.fixes,
      number,
    };
  });
  view.dispatch(setDiagnostics(view.state, all));
}

/** Goes to where the next problem begins, or the one before; from the last one to the first. */
export function goToProblem(view: EditorView, back: boolean): boolean {
  const starts = new Set<number>();
  forEachDiagnostic(view.state, (_, from) => void starts.add(from));
  const all = [...starts].sort((one, other) => one - other);
  const { head } = view.state.selection.main;
  const next = back ? (all.findLast((at) => at < head) ?? all.at(-1)) : (all.find((at) => at > head) ?? all[0]);
  if (next === undefined) return false;
  view.dispatch({ selection: { anchor: next }, effects: EditorView.scrollIntoView(next, { y: "center" }) });
  return true;
}

/** The fixes of what is wrong in the line of the caret, those at the caret first. */
export function fixesHere(view: EditorView): Fix[] {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const found: { distance: number; fixes: Fix[] }[] = [];
  forEachDiagnostic(view.state, (diagnostic, from, to) => {
    if (to < line.from || from > line.to) return;
    const { number, fixes } = diagnostic as Numbered;
    const distance = head < from ? from - head : Math.max(head - to, 0);
    found.push({ distance, fixes: fixes.map((title, fix) => ({ title, problem: number, fix })) });
  });
  return found.sort((one, other) => one.distance - other.distance).flatMap(({ fixes }) => fixes);
}
