import { describe, expect, it } from 'vitest';
import { Layout, LayoutId } from '#shared/model/layout.ts';
import { Arrangement, type WindowPicture } from '#shared/model/window-order.ts';
import { arrangementOf, firstLayout, idOfTitle, layoutOf, layoutsFor } from './layout-choice.ts';

const layout = (id: string, more: object = {}): Layout => Layout.parse({ id, title: id, windows: [{ name: 'a', kind: 'console', display: { number: 1 }, place: 'maximised' }], ...more });
const window = (name: string, more: Partial<WindowPicture['windows'][number]> = {}): WindowPicture['windows'][number] => ({ name, content: { kind: 'console' }, display: { number: 1, label: 'Dell', size: [1920, 1080] }, place: 'maximised', kiosk: false, isHome: true, ...more });

describe('the layouts of a project', () => {
  const all = [layout('fire', { situation: 'emergency' }), layout('up', { situation: 'start-up', role: 'lead' }), layout('day', { role: 'operate', start: true }), layout('all', { start: true })];

  it('are offered to the roles that may use them, the normal ones first', () => {
    expect(layoutsFor(all, 'lead').map(({ id }) => id)).toEqual(['all', 'day', 'up', 'fire']);
    expect(layoutsFor(all, 'view').map(({ id }) => id)).toEqual(['all', 'fire']);
  });

  it.each([
    ['operate', 'day'],
    ['engineer', 'day'],
    ['view', 'all'],
  ] as const)('begin a console of the role %s with %s', (role, id) => {
    expect(firstLayout(all, role)?.id).toBe(id);
  });

  it('begin nothing where none says so', () => {
    expect(firstLayout([layout('day')], 'engineer')).toBeNull();
  });

  it('are told to the shell in the shape it takes', () => {
    const told = arrangementOf(layout('day', { windows: [{ name: 'w', kind: 'wall', display: { number: 2 }, place: 'full-screen', kiosk: true }] }));
    expect(Arrangement.parse(told)).toEqual({ layout: { id: 'day', version: told.layout?.version }, windows: [{ name: 'w', content: { kind: 'wall', layout: 'day' }, display: { number: 2 }, place: 'full-screen', kiosk: true }] });
  });
});

describe('an arrangement that is saved', () => {
  const facts = { id: 'mine', title: 'Mine', situation: 'normal' as const };

  it('has the docks as they stand, short names of its own, and is one the project takes', () => {
    const saved = layoutOf(
      facts,
      [window('console'), window('alarms-0a1b2c3d', { content: { kind: 'view', view: 'alarms', part: 'history' }, place: [0, 0, 800, 600] }), window('alarms-4e5f', { content: { kind: 'view', view: 'alarms' } }), window('wall-77', { content: { kind: 'wall' }, place: 'full-screen', kiosk: true })],
      new Map([
        ['console', { workspace: 'process', dock: { tabs: [{ view: 'process', screen: 'u200' }] } }],
        ['alarms-4e5f', { workspace: null, dock: { tabs: [{ view: 'alarms' }, { view: 'trends' }] } }],
      ]),
      null,
    );
    expect(saved.windows.map(({ name, kind, dock, workspace, kiosk }) => [name, kind, dock, workspace, kiosk])).toEqual([
      ['console', 'console', { tabs: [{ view: 'process', screen: 'u200' }] }, 'process', undefined],
      // Its page did not answer: what it was opened with stands for it.
      ['alarms', 'view', { tabs: [{ view: 'alarms', part: 'history' }] }, undefined, undefined],
      ['alarms-2', 'view', { tabs: [{ view: 'alarms' }, { view: 'trends' }] }, undefined, undefined],
      ['wall', 'wall', undefined, undefined, true],
    ]);
    expect(Layout.parse(saved)).toEqual(saved);
  });

  it('keeps names and rotations of the layout it came from', () => {
    const inForce = layout('day', { windows: [{ name: 'left-wall', kind: 'wall', display: { number: 2 }, place: 'full-screen', kiosk: true, rotate: { screens: ['level-1', 'u200'], seconds: 20 } }] });
    const saved = layoutOf(facts, [window('left-wall', { content: { kind: 'wall', layout: 'day' }, kiosk: true })], new Map(), inForce);
    expect(saved.windows).toMatchObject([{ name: 'left-wall', rotate: { screens: ['level-1', 'u200'], seconds: 20 } }]);
  });

  it.each([['Control room, normal', 'control-room-normal'], ['Ärger 2!', 'arger-2'], ['!!!', 'layout'], [`${'a'.repeat(80)}`, 'a'.repeat(60)]])('titled %s has a name a file can have', (title, id) => {
    expect(idOfTitle(title)).toBe(id);
    expect(LayoutId.safeParse(idOfTitle(title)).success).toBe(true);
  });
});
