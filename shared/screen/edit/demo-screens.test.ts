import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffScreens } from '../diff/diff-screens.ts';
import { parseScreen } from '../parse-screen.ts';
import { copy, paste } from './clipboard.ts';
import { childElements, type Draft, elementAt, type ElementPath, openDraft } from './draft.ts';
import { group, ungroup } from './group.ts';
import { move } from './move.ts';
import { isPlaced } from './symbol-place.ts';

const folder = join(import.meta.dirname, '../../../resources/projects/demo/screens');
const files = readdirSync(folder).filter((name) => name.endsWith('.svg'));

function draftOf(text: string): Draft {
  const opened = openDraft(text);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.draft;
}

const changedLines = (before: string, after: string): number => {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return old.length !== now.length ? Infinity : old.filter((line, at) => line !== now[at]).length;
};

describe.each(files)('editing %s of the demo plant', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const draft = draftOf(text);
  const paths: ElementPath[] = [];
  const visit = (path: ElementPath): void => {
    const element = elementAt(draft, path);
    if (element === null) return;
    if (path.length > 0 && !['title', 'desc', 'style', 'tspan'].includes(element.name)) paths.push(path);
    if (!isPlaced(element)) childElements(element).forEach((_, at) => visit([...path, at]));
  };
  visit([]);

  it('changes one line for one element moved, which the comparison tells as that move and nothing else', () => {
    expect(paths.length).toBeGreaterThan(0);
    // The comparison of some of them, from all over the drawing, is as good as that of all.
    const compared = Math.ceil(paths.length / 20);
    for (const [at, path] of paths.entries()) {
      const edited = move(draft, [path], 8, -4);
      if (!edited.ok) throw new Error(edited.problem.message);
      const after = edited.change.draft.text;
      const isTiles = elementAt(draft, path)?.attributes.get('data-symbol') === 'tiles';
      expect(changedLines(text, after)).toBe(1);
      if (at % compared !== 0 || isTiles) continue;
      const diff = diffScreens(text, after);
      expect(diff.ok && diff.differences.map(({ kind, by }) => [kind, by])).toEqual([['moved', { x: 8, y: -4 }]]);
    }
  });

  it('copies the whole drawing, and pasted into an empty one it reads the same', () => {
    // With the root of the drawing, whose parameters the copied parts name.
    const empty = draftOf(`${text.slice(draft.root.from, draft.root.startTo)}\n</svg>\n`);
    const pasted = paste(
      empty,
      copy(
        draft,
        childElements(draft.root).map((_, at) => [at]),
      ),
    );
    if (!pasted.ok) throw new Error(pasted.problem.message);
    const [one, other] = [parseScreen(text), parseScreen(pasted.change.draft.text)];
    if (!one.ok || !other.ok) throw new Error('a screen is not readable');
    const bare = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'line' || key === 'from' ? undefined : inner)));
    expect(bare(other.screen.nodes)).toEqual(bare(one.screen.nodes));
    expect(bare(other.screen.tiles)).toEqual(bare(one.screen.tiles));
  });

  it('groups everything and takes it apart to the very same text', () => {
    const drawn = childElements(draft.root).flatMap(({ name: element }, at) =>
      ['title', 'desc', 'style'].includes(element) ? [] : [[at]],
    );
    const grouped = group(draft, drawn);
    if (!grouped.ok) throw new Error(grouped.problem.message);
    const apart = ungroup(grouped.change.draft, grouped.change.picked);
    if (!apart.ok) throw new Error(apart.problem.message);
    expect(apart.change.draft.text).toBe(text);
  });
});
