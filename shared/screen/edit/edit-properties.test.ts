import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScreen } from '../parse-screen.ts';
import { align, distribute } from './align.ts';
import { copy, duplicate, paste } from './clipboard.ts';
import { childElements, type Draft, type Edited, elementAt, type ElementPath, openDraft } from './draft.ts';
import { createDraftHistory } from './draft-history.ts';
import { geometryBox } from './geometry-box.ts';
import { group, ungroup } from './group.ts';
import { insert, remove } from './insert.ts';
import { move } from './move.ts';
import { order } from './order.ts';
import { matchSize, resize } from './resize.ts';
import { setAttributes, setText } from './set-attributes.ts';
import { applyEdits, composeEdits, invertEdits, type TextEdit } from './text-edit.ts';
import { flip, turn } from './turn.ts';

const file = `<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 900 600">
  <title>Feed &amp; brine</title>
  <style>.a{fill:none}</style>

  <!-- Feed -->
  <path id="p1" class="pipe-main" data-flow='FT-1' d="M10 20h30V-5.5.5L1e1,2"/>
  <g id="p-1" data-symbol="pump" data-asset="P-1" transform="translate(250 506)"/> <!-- standby -->
  <g inkscape:label="Levels" class="on-level">
    <g data-symbol="value" data-tag="LT-1"
       transform="translate(10,20)"/>
    <g transform="rotate(90 3 4)"><rect x="3" width="5" height="6"/><!-- inline --><circle r="5"/></g>
    <text class="note" x="5" y="6">to <tspan>dryer</tspan></text>
  </g>
  <rect x="1" y="2" width="30" height="40" class="frame"/><ellipse cx="4" rx="5" ry="6"/>
  <g/>
  <g data-symbol="tank" data-width="40" data-height="80" transform="translate(100 300)"/>
  <polyline points="0,0 10,5
    20,5"/>
  <text x="7" y="8">word</text>
</svg>
`;

function draftOf(text: string): Draft {
  const opened = openDraft(text);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.draft;
}

function allPaths(draft: Draft): readonly ElementPath[] {
  const paths: ElementPath[] = [];
  const visit = (path: ElementPath): void => {
    if (path.length > 0) paths.push(path);
    childElements(elementAt(draft, path) ?? draft.root).forEach((_, at) => visit([...path, at]));
  };
  visit([]);
  return paths;
}

type Step = (draft: Draft, paths: readonly ElementPath[], n: number) => Edited;
const boxed = (draft: Draft, paths: readonly ElementPath[]) =>
  paths.map((path) => ({ path, box: geometryBox(draft, [path]) ?? { x: 0, y: 0, width: 10, height: 10 } }));
const sides = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
const orders = ['front', 'forward', 'backward', 'back'] as const;

/** Every operation there is; `n` chooses what it does. */
const steps: Readonly<Record<string, Step>> = {
  move: (draft, paths, n) => move(draft, paths, n, -n / 3),
  setAttributes: (draft, paths, n) => setAttributes(draft, paths, { 'data-note': n % 3 === 0 ? null : `a<"'&${n}`, class: 'note' }),
  setText: (draft, paths, n) => setText(draft, paths[0] ?? [], `words & <${n}>`),
  insert: (draft, paths, n) => insert(draft, paths[0] ?? [], n % 4, `<g>\n  <!-- new -->\n  <rect width="${n}" height="1"/>\n</g>`),
  remove,
  resize: (draft, paths, n) => {
    const [one] = boxed(draft, paths.slice(0, 1));
    return one === undefined
      ? move(draft, [], 0, 0)
      : resize(draft, one.path, one.box, { ...one.box, width: one.box.width + n + 1, height: one.box.height * 2 });
  },
  matchSize: (draft, paths) => matchSize(draft, boxed(draft, paths), 'both'),
  turn: (draft, paths, n) => turn(draft, paths, n % 2 === 0 ? 90 * (n % 5) : n, n % 3 === 0 ? { x: 5, y: n } : undefined),
  flip: (draft, paths, n) => flip(draft, paths, n % 2 === 0 ? 'horizontal' : 'vertical'),
  order: (draft, paths, n) => order(draft, paths, orders[n % 4] ?? 'front'),
  group,
  ungroup,
  align: (draft, paths, n) => align(draft, boxed(draft, paths), sides[n % 6] ?? 'left'),
  distribute: (draft, paths, n) => distribute(draft, boxed(draft, paths), n % 2 === 0 ? 'horizontal' : 'vertical'),
  paste: (draft, paths, n) => paste(draft, copy(draft, paths), n % 2 === 0 ? { x: n, y: n } : undefined),
  duplicate: (draft, paths, n) => duplicate(draft, paths, n, n),
};

const stepArbitrary = fc.record({
  name: fc.constantFrom(...Object.keys(steps)),
  picks: fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
  n: fc.nat(50),
  merge: fc.boolean(),
});

/** What names an element across operations, whatever becomes of its place. */
const markOf = (draft: Draft, path: ElementPath): string => elementAt(draft, path)?.attributes.get('data-mark') ?? '';

/** Every element with a mark of its own. */
function marked(text: string): string {
  let draft = draftOf(text);
  for (const [at, path] of allPaths(draft).entries()) {
    const edited = setAttributes(draft, [path], { 'data-mark': String(at) });
    if (!edited.ok) throw new Error(edited.problem.message);
    draft = edited.change.draft;
  }
  return draft.text;
}

describe('editing a screen, whatever the order of operations', () => {
  it('always leaves a text that can be read, undo leads to the very same text, and redo back', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 12 }), (sequence) => {
        const history = createDraftHistory(draftOf(file));
        const texts: string[] = [];
        for (const { name, picks, n, merge } of sequence) {
          const { draft } = history;
          const paths = allPaths(draft);
          const chosen = picks.map((pick) => paths[pick % paths.length]).filter((path) => path !== undefined);
          const edited = (steps[name] as Step)(draft, chosen, n);
          if (!edited.ok) continue;
          const { change } = edited;
          expect(change.draft.text).toBe(applyEdits(draft.text, change.edits));
          expect(openDraft(change.draft.text)).toMatchObject({ ok: true });
          for (const path of change.picked) expect(elementAt(change.draft, path)).not.toBeNull();
          history.push(change, name, merge ? 'same' : undefined);
          texts.push(history.draft.text);
        }
        const end = history.draft.text;
        while (history.undo() !== null);
        expect(history.draft.text).toBe(file);
        expect(history.isChanged()).toBe(false);
        while (history.redo() !== null);
        expect(history.draft.text).toBe(end);
      }),
      { numRuns: 200 },
    );
  }, 180_000);

  it('picks the same elements it worked on, wherever they stand afterwards', () => {
    const text = marked(file);
    fc.assert(
      fc.property(stepArbitrary, ({ name, picks, n }) => {
        if (['insert', 'remove', 'group', 'ungroup', 'paste', 'duplicate'].includes(name)) return;
        const draft = draftOf(text);
        const paths = allPaths(draft);
        const edited = (steps[name] as Step)(
          draft,
          picks.map((pick) => paths[pick % paths.length] as ElementPath),
          n,
        );
        if (!edited.ok) return;
        const { change } = edited;
        const names = (of: Draft, list: readonly ElementPath[]): readonly string[] => list.map((path) => markOf(of, path)).sort();
        expect(names(change.draft, change.picked)).toEqual(names(draft, change.was));
      }),
      { numRuns: 600 },
    );
  });

  it('touches no line that holds nothing of what it changes', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: -500, max: 500 }), (pick, dx) => {
        const draft = draftOf(file);
        const paths = allPaths(draft);
        const path = paths[pick % paths.length] as ElementPath;
        const element = elementAt(draft, path);
        const edited = move(draft, [path], dx, 3);
        if (!edited.ok || element === null) throw new Error('a move was refused');
        const { text } = edited.change.draft;
        expect(text.startsWith(file.slice(0, element.from))).toBe(true);
        expect(text.endsWith(file.slice(element.to))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('moves there and back to the same drawing', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 }), (pick, dx, dy) => {
        const draft = draftOf(file);
        const paths = allPaths(draft);
        const path = paths[pick % paths.length] as ElementPath;
        const there = move(draft, [path], dx, dy);
        if (!there.ok) throw new Error(there.problem.message);
        const back = move(there.change.draft, [path], -dx, -dy);
        if (!back.ok) throw new Error(back.problem.message);
        const [before, after] = [geometryBox(draft, [path]), geometryBox(back.change.draft, [path])];
        expect(after?.x ?? 0).toBeCloseTo(before?.x ?? 0, 1);
        expect(after?.y ?? 0).toBeCloseTo(before?.y ?? 0, 1);
      }),
    );
  });

  it('moves the bounds by exactly as much as asked, whatever groups an element stands in', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), (pick, dx, dy) => {
        const draft = draftOf(file);
        const paths = allPaths(draft).filter((path) => geometryBox(draft, [path]) !== null && elementAt(draft, path)?.name !== 'tspan');
        const path = paths[pick % paths.length] as ElementPath;
        const edited = move(draft, [path], dx, dy);
        if (!edited.ok) throw new Error(edited.problem.message);
        const [before, after] = [geometryBox(draft, [path]), geometryBox(edited.change.draft, [path])];
        expect((after?.x ?? NaN) - (before?.x ?? NaN)).toBeCloseTo(dx, 1);
        expect((after?.y ?? NaN) - (before?.y ?? NaN)).toBeCloseTo(dy, 1);
      }),
    );
  });

  it('never throws on a pasted text, whatever it is, and what it lets in is a screen', () => {
    const piece = fc.constantFrom(
      '<svg>',
      '</svg>',
      '<g',
      '>',
      '/>',
      ' x="1"',
      ' onload="a"',
      '<script>',
      '<!--',
      '-->',
      '&lt;',
      '<rect/>',
      ' id="a"',
      '<text>',
      '</text>',
      '</g>',
      '<![CDATA[',
      ']]>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (parts) => {
        const edited = paste(draftOf(file), parts.join(''));
        if (edited.ok) expect(parseScreen(edited.change.draft.text)).toMatchObject({ ok: true });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('edits of a text', () => {
  const editsOf = (text: string, cuts: readonly { at: number; length: number; put: string }[]): readonly TextEdit[] => {
    const edits: TextEdit[] = [];
    let free = 0;
    for (const { at, length, put } of [...cuts].sort((a, b) => a.at - b.at)) {
      const from = at % (text.length + 1);
      if (from < free || (edits.length > 0 && from === edits.at(-1)?.from)) continue;
      edits.push({ from, removed: text.slice(from, from + length), inserted: put });
      free = from + length;
    }
    return edits
      .sort((a, b) => a.from - b.from)
      .filter((edit, at, all) => at === 0 || (all[at - 1] as TextEdit).from + (all[at - 1] as TextEdit).removed.length <= edit.from);
  };
  const cuts = fc.array(fc.record({ at: fc.nat(30), length: fc.nat(6), put: fc.string({ maxLength: 4 }) }), { maxLength: 5 });

  it('lead back, and two lists become one that does the same', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), cuts, cuts, (text, one, other) => {
        const first = editsOf(text, one);
        const middle = applyEdits(text, first);
        expect(applyEdits(middle, invertEdits(first))).toBe(text);
        const second = editsOf(middle, other);
        const end = applyEdits(middle, second);
        const both = composeEdits(first, second);
        expect(applyEdits(text, both)).toBe(end);
        expect(applyEdits(end, invertEdits(both))).toBe(text);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('history of a draft', () => {
  const nudge = (draft: Draft): Edited => move(draft, [[3]], 1, 0);

  it('makes one step of many nudges with one key, until something else happens', () => {
    const history = createDraftHistory(draftOf(file));
    for (let n = 0; n < 5; n++) {
      const edited = nudge(history.draft);
      if (edited.ok) history.push(edited.change, 'Move P-1', 'nudge');
    }
    expect(history.draft.text).toContain('translate(255 506)');
    expect(history.labels()).toEqual({ undo: 'Move P-1', redo: null });
    expect(history.undo()).toMatchObject({ picked: [[3]] });
    expect(history.draft.text).toBe(file);
    expect(history.undo()).toBeNull();
    expect(history.redo()?.draft.text).toContain('translate(255 506)');
    const edited = nudge(history.draft);
    if (edited.ok) history.push(edited.change, 'Move P-1', 'nudge');
    history.undo();
    expect(history.draft.text).toContain('translate(255 506)');
  });

  it('knows what is saved, also after undo past it', () => {
    const history = createDraftHistory(draftOf(file));
    const edited = nudge(history.draft);
    if (edited.ok) history.push(edited.change, 'Move', 'nudge');
    expect(history.isChanged()).toBe(true);
    history.markSaved();
    expect(history.isChanged()).toBe(false);
    history.undo();
    expect(history.isChanged()).toBe(true);
    history.redo();
    expect(history.isChanged()).toBe(false);
  });
});
