import { type Range, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** A stretch of a line that reads otherwise than prose, columns from 0. */
export type TextMark = { readonly from: number; readonly to: number; readonly look: 'directive' | 'words' | 'key' | 'value' | 'heading' | 'setting' | 'fold' };

/** What is to be told apart in a line by its look. `isHead`: of the settings at the top. In order, none over another. */
export function marksOf(line: string, isHead: boolean): readonly TextMark[] {
  if (isHead) {
    const key = /^(\s*-\s*)?([a-z]+):(?=\s|$)/.exec(line);
    if (line.trimEnd() === '---') return [{ from: 0, to: line.length, look: 'fold' }];
    return key === null ? [] : [{ from: key[1]?.length ?? 0, to: key[0].length, look: 'setting' }];
  }
  if (/^ {0,3}#{1,6}[ \t]/.test(line)) return [{ from: 0, to: line.length, look: 'heading' }];
  const name = /^\s*:{2,}[A-Za-z-]*/.exec(line);
  if (name === null) return [];
  const marks: TextMark[] = [{ from: name[0].search(/:/), to: name[0].length, look: 'directive' }];
  let at = name[0].length;
  if (line[at] === '[') {
    const open = line.indexOf('{', at);
    const end = line.lastIndexOf(']', open < 0 ? line.length : open);
    if (end > at) {
      marks.push({ from: at + 1, to: end, look: 'words' });
      at = end + 1;
    }
  }
  for (const match of line.slice(at).matchAll(/#([a-z0-9-]+)|([A-Za-z]+)=("(?:[^"\\]|\\.)*"?|[^\s{}"]+)/g)) {
    const from = at + match.index;
    if (match[1] !== undefined) marks.push({ from, to: from + match[0].length, look: 'value' });
    else {
      const equals = from + (match[2] as string).length + 1;
      marks.push({ from, to: equals, look: 'key' }, { from: equals, to: from + match[0].length, look: 'value' });
    }
  }
  return marks.filter(({ from, to }) => to > from);
}

const looks = Object.fromEntries((['directive', 'words', 'key', 'value', 'heading', 'setting', 'fold'] as const).map((look) => [look, Decoration.mark({ class: `rb-${look}` })])) as Readonly<Record<TextMark['look'], Decoration>>;

/** Line of the end of the settings; 0 where there are none. Looked for in the first 400 lines. */
function headEnd({ state }: EditorView): number {
  if (state.doc.line(1).text.trimEnd() !== '---') return 0;
  for (let at = 2; at <= Math.min(400, state.doc.lines); at++) if (state.doc.line(at).text.trimEnd() === '---') return at;
  return 0;
}

/** Marks of the lines in sight, made anew when they change. */
export const textMarks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const end = headEnd(view);
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      for (const mark of marksOf(line.text, line.number <= end)) found.push(looks[mark.look].range(line.from + mark.from, line.from + mark.to));
      at = line.to + 1;
    }
  }
  for (const { from, to, value } of found) builder.add(from, to, value);
  return builder.finish();
}
