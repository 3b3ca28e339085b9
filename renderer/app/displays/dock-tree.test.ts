import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DockPart } from '#shared/model/layout.ts';
import { DockPart as DockPartSchema, tabsOf } from '#shared/model/layout.ts';
import { dockOf, treeOf } from './dock-tree.ts';

const name = (view: string): string => view;
const round = (tree: DockPart): DockPart | null => treeOf(dockOf(tree, name));

describe('a dock', () => {
  it('of tabs alone is a group with the one in front', () => {
    const tree: DockPart = { tabs: [{ view: 'alarms' }, { view: 'alarms', part: 'history' }], front: 2 };
    const dock = dockOf(tree, name);
    expect(dock.grid.root).toMatchObject({ type: 'branch', data: [{ type: 'leaf', data: { views: ['alarms', 'alarms:history'], activeView: 'alarms:history' } }] });
    expect(round(tree)).toEqual(tree);
  });

  it('of splits keeps who is beside whom, and the shares in percent', () => {
    const tree: DockPart = {
      split: 'across',
      shares: [60, 40],
      parts: [{ tabs: [{ view: 'process', screen: 'u200' }] }, { split: 'down', parts: [{ tabs: [{ view: 'trends' }] }, { tabs: [{ view: 'alarms' }] }] }],
    };
    expect(round(tree)).toEqual(tree);
    expect(round({ ...tree, split: 'down' })).toMatchObject({ split: 'down' });
  });

  it('split the same way twice is one split', () => {
    const inner: DockPart = { split: 'across', shares: [1, 1], parts: [{ tabs: [{ view: 'trends' }] }, { tabs: [{ view: 'alarms' }] }] };
    expect(round({ split: 'across', shares: [1, 1], parts: [{ tabs: [{ view: 'process' }] }, inner] })).toEqual({
      split: 'across',
      shares: [50, 25, 25],
      parts: [{ tabs: [{ view: 'process' }] }, { tabs: [{ view: 'trends' }] }, { tabs: [{ view: 'alarms' }] }],
    });
  });

  it('shows a tab that is written twice in its first place only', () => {
    expect(round({ split: 'across', parts: [{ tabs: [{ view: 'alarms' }] }, { tabs: [{ view: 'alarms' }] }] })).toEqual({ tabs: [{ view: 'alarms' }] });
  });

  it('does not carry the tags a trend was opened with', () => {
    expect(round({ tabs: [{ view: 'trends', tags: ['FT-1'] }] })).toEqual({ tabs: [{ view: 'trends' }] });
    expect(dockOf({ tabs: [{ view: 'trends', tags: ['FT-1'] }] }, name).panels['trends']?.params).toEqual({ view: 'trends', params: { tags: ['FT-1'] } });
  });

  const tree = fc.letrec<{ part: DockPart; tabs: DockPart; split: DockPart }>((tie) => ({
    part: fc.oneof({ maxDepth: 4 }, tie('tabs'), tie('split')),
    tabs: fc.record({ tabs: fc.array(fc.record({ view: fc.constantFrom('process', 'alarms'), screen: fc.nat(500).map((at) => `s${at}`) }), { minLength: 1, maxLength: 3 }) }),
    split: fc.record({ split: fc.constantFrom('across' as const, 'down' as const), parts: fc.array(tie('part'), { minLength: 2, maxLength: 3 }) }),
  })).part;

  it('whatever it is keeps each of its tabs once, is one the project takes, and stays the same from then on', () => {
    fc.assert(
      fc.property(tree, (part) => {
        const kept = round(part);
        if (kept === null) throw new Error('a dock with tabs became one without');
        const key = ({ view, screen }: { readonly view: string; readonly screen?: string | undefined }): string => `${view} ${screen}`;
        expect(new Set(tabsOf(kept).map(key))).toEqual(new Set(tabsOf(part).map(key)));
        expect(tabsOf(kept)).toHaveLength(new Set(tabsOf(part).map(key)).size);
        expect(DockPartSchema.safeParse(kept).success).toBe(true);
        // Shares are rounded to percent: the second time may still move them by one.
        const again = round(kept);
        expect(again === null ? [] : tabsOf(again)).toEqual(tabsOf(kept));
      }),
    );
  });
});
