import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import type { RunbookProblem } from '#shared/runbook/runbook-problem.ts';
import { carriesTags, tagMime, tagsOf } from '#renderer/widgets/tag-drag/tag-drag.ts';
import { textFieldLook } from './text-field-look.ts';
import { textMarks } from './text-marks.ts';

/** A text with line numbers, problems, search and an undo without end, in an element of the page. */
export type TextField = {
  text(): string;
  /** Another whole text as one step: undo gives back what was there. */
  setText(text: string): void;
  /** Puts text in at an offset and the cursor to another. */
  insert(from: number, insert: string, cursor: number): void;
  /** Where the cursor is, from 1. */
  cursorLine(): number;
  /** Shows a line, from 1, and puts the cursor there. */
  goTo(line: number): void;
  show(problems: readonly RunbookProblem[]): void;
  undo(): void;
  redo(): void;
  find(): void;
  focus(): void;
  destroy(): void;
};

export type TextFieldParts = {
  readonly host: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly complete: CompletionSource;
  /** After each change of the text. */
  readonly onText: (depths: { readonly undo: number; readonly redo: number }) => void;
  /** When the cursor comes to another line. */
  readonly onLine: (line: number) => void;
};

/** What history keeps at the least; it never drops below it. */
const everyStep = Number.MAX_SAFE_INTEGER;

/**
 * The field stands in a shadow tree of its host: there its style sheets are constructed ones, which the page's policy allows;
 * in the document they would be style elements, which it does not. Events that leave the tree have the host as their target,
 * so that it says what it is: a place where one types, in which letters are no shortcuts and texts may be dropped.
 */
export function createTextField({ host, text, label, complete, onText, onLine }: TextFieldParts): TextField {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  Object.defineProperty(host, 'isContentEditable', { value: true, configurable: true });
  let line = 1;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        highlightSpecialChars(),
        history({ minDepth: everyStep }),
        drawSelection(),
        dropCursor(),
        closeBrackets(),
        autocompletion({ override: [complete], icons: false, activateOnTyping: true }),
        search({ top: true }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
        textMarks,
        textFieldLook,
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.domEventHandlers({ drop: (event, of) => dropTags(event, of) }),
        EditorView.updateListener.of(({ docChanged, state, selectionSet }) => {
          if (docChanged) onText({ undo: undoDepth(state), redo: redoDepth(state) });
          const now = state.doc.lineAt(state.selection.main.head).number;
          if ((selectionSet || docChanged) && now !== line) {
            line = now;
            onLine(now);
          }
        }),
      ],
    }),
  });
  const lineAt = (number: number) => view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
  return {
    text: () => view.state.doc.toString(),
    setText(next) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 }, scrollIntoView: true, userEvent: 'input.replace' });
    },
    insert(from, insert, cursor) {
      view.dispatch({ changes: { from, insert }, selection: { anchor: cursor }, scrollIntoView: true, userEvent: 'input.insert' });
      view.focus();
    },
    cursorLine: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    goTo(number) {
      const { from, to } = lineAt(number);
      view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      view.focus();
    },
    show(problems) {
      const diagnostics = problems.map(({ line: number, message, severity }): Diagnostic => {
        const { from, to, text: words } = lineAt(number);
        return { from: from + (words.length - words.trimStart().length), to, severity, message };
      });
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    undo: () => void undo(view),
    redo: () => void redo(view),
    find: () => void openSearchPanel(view),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** Tags that are dropped become their ids, with commas between. */
function dropTags(event: DragEvent, view: EditorView): boolean {
  if (!carriesTags(event.dataTransfer)) return false;
  const tags = tagsOf(event.dataTransfer.getData(tagMime));
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
  if (tags.length === 0 || at === null) return false;
  event.preventDefault();
  const insert = tags.join(', ');
  view.dispatch({ changes: { from: at, insert }, selection: { anchor: at + insert.length }, userEvent: 'input.drop' });
  view.focus();
  return true;
}
