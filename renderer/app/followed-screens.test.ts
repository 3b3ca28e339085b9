import type { DockviewApi } from 'dockview-react';
import { describe, expect, it } from 'vitest';
import { followScreens, goneScreens } from './followed-screens.ts';

const screens = (...ids: readonly string[]) => new Map(ids.map((id) => [id, { title: id.toUpperCase().replace(/-.*/, '') }]));

describe('screens between two states of the project', () => {
  it('are gone, or go on under another name with the same title', () => {
    expect(goneScreens(screens('u100', 'u200'), screens('u100', 'u200'))).toEqual(new Map());
    expect(goneScreens(screens('u100', 'u200'), screens('u100', 'u200-new'))).toEqual(new Map([['u200', 'u200-new']]));
    expect(goneScreens(screens('u100', 'u200'), screens('u100', 'u300'))).toEqual(new Map([['u200', null]]));
  });
  it('are not taken for another where two could be meant', () => {
    expect(goneScreens(screens('u200'), screens('u200-a', 'u200-b'))).toEqual(new Map([['u200', null]]));
    expect(goneScreens(screens('u200-a', 'u200-b'), screens('u200-c'))).toEqual(new Map([['u200-a', null], ['u200-b', null]]));
  });
});

/** A dock of one group that only notes its tabs. */
function dock(...tabs: readonly (readonly [view: string, screen: string])[]) {
  type Panel = { id: string; params: unknown; group: { panels: Panel[] }; api: { isActive: boolean; close(): void } };
  const group = { panels: [] as Panel[] };
  const make = (id: string, params: unknown, isActive: boolean): Panel => {
    const panel: Panel = { id, params, group, api: { isActive, close: () => void group.panels.splice(group.panels.indexOf(panel), 1) } };
    return panel;
  };
  group.panels.push(...tabs.map(([view, screen], at) => make(`${view}:${screen}`, { view, params: { screen } }, at === 0)));
  const api = {
    get panels() {
      return group.panels;
    },
    getPanel: (id: string) => group.panels.find((panel) => panel.id === id),
    addPanel: ({ id, params, inactive, position }: { id: string; params: unknown; inactive: boolean; position: { index: number } }) =>
      void group.panels.splice(position.index, 0, make(id, params, !inactive)),
  };
  const told: string[] = [];
  const follow = (gone: Readonly<Record<string, string | null>>): void =>
    followScreens(api as unknown as Pick<DockviewApi, 'panels' | 'getPanel' | 'addPanel'>, new Map(Object.entries(gone)), { screens: new Map() }, (sentence) => void told.push(sentence));
  const ids = (): readonly string[] => group.panels.map(({ id, api: { isActive } }) => (isActive ? `${id} in front` : id));
  return { follow, ids, told };
}

describe('the tab of a screen', () => {
  it('goes on in its place and in front under the new name of its screen', () => {
    const { follow, ids, told } = dock(['process', 'u200'], ['process', 'u100']);
    follow({ u200: 'u201' });
    expect(ids()).toEqual(['process:u201 in front', 'process:u100']);
    expect(told).toEqual([]);
  });
  it('is closed when its screen was taken away, and that is told; the last one stays', () => {
    const { follow, ids, told } = dock(['process', 'u100'], ['process', 'u200']);
    follow({ u200: null });
    expect(ids()).toEqual(['process:u100 in front']);
    expect(told).toEqual(['Screen u200 was taken out of the project; its tab is closed.']);
    follow({ u100: null });
    expect(ids()).toEqual(['process:u100 in front']);
  });
  it('is closed when the new name has a tab already; an editor keeps its own', () => {
    const { follow, ids } = dock(['process', 'u201'], ['process', 'u200'], ['editor', 'u200']);
    follow({ u200: 'u201' });
    expect(ids()).toEqual(['process:u201 in front', 'editor:u200']);
  });
});
