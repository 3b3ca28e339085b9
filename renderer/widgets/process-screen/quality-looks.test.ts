import { describe, expect, it } from 'vitest';
import type { Directory } from '#shared/contract/project.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { symbolLibrary } from '#renderer/symbols/symbol-library.ts';
import { type PartStage, stagePart } from '#renderer/testing/part-stage.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';
import type { TinyElement } from '#renderer/testing/tiny-page.ts';

const small = smallDirectory();
const asset = (id: string) => AssetDefinition.parse({ id, name: id, parent: 'U1' });
const tag = (id: string, of: string, more: Record<string, unknown> = {}) =>
  TagDefinition.parse({ id, name: `Name of ${id}`, asset: of, unit: '%', range: [0, 100], normal: [40, 60], ...more });
const signal = (id: string, of: string, use: string, states = { 0: 'Off', 1: 'On' }) =>
  tag(id, of, { type: 'bool', use, states, range: undefined, normal: undefined });
/** M: a machine; XV: a valve with two switches; CV: one with a position; V: a vessel that only measures. */
const directory: Directory = {
  ...small,
  assets: [...small.assets, ...['M', 'XV', 'CV', 'V'].map(asset)],
  tags: [
    ...small.tags,
    signal('M.RUN', 'M', 'run'),
    signal('M.FLT', 'M', 'fault', { 0: 'Healthy', 1: 'Tripped' }),
    signal('M.AVL', 'M', 'available'),
    signal('M.CMD', 'M', 'command'),
    signal('M.MODE', 'M', 'mode', { 0: 'Manual', 1: 'Auto' }),
    signal('M.LOC', 'M', 'local', { 0: 'Local', 1: 'Remote' }),
    signal('XV.ZSO', 'XV', 'open'),
    TagDefinition.parse({ id: 'XV.ZSC', name: 'Closed', asset: 'XV', type: 'bool' }),
    tag('CV.POS', 'CV', { use: 'open' }),
    ...['V.T1', 'V.T2', 'V.T3'].map((id) => tag(id, 'V')),
  ],
};

/** Every quality that is not good, with the number the device last sent still standing there, as the console keeps it. */
const doubts = [
  ['uncertain', Q.uncertainSensorNotAccurate, false],
  ['stale', Q.uncertainLastUsable, false],
  ['bad', Q.badSensorFailure, false],
  ['no link', Q.badNotConnected, false],
  ['engine away', Q.badNotConnected, true],
  ['waiting', Q.badWaitingForInitialData, false],
  ['nothing recorded', Q.badNoData, false],
] as const;

/** All that makes a difference to the eye: looks of the drawing, text in it, and what is painted above. */
function look(one: PartStage): string {
  const painted = one.paint();
  const seen = ['class', 'data-state', 'data-stale', 'data-contents', 'data-look', 'display'];
  const looks = (element: TinyElement): unknown[] => [
    seen.map((name) => element.attributes.get(name) ?? ''),
    ...element.children.map((child) => ('data' in child ? child.data : looks(child))),
  ];
  return JSON.stringify([looks(one.element), painted]);
}

function stageAt(markup: string, set: (one: PartStage) => void, isLinkLost = false): PartStage {
  const one = stagePart({ markup, directory });
  Object.assign(one.live, { isLinkLost });
  set(one);
  return one;
}
const setAll =
  (values: Readonly<Record<string, number>>, quality: number) =>
  (one: PartStage): void => {
    for (const [id, value] of Object.entries(values)) one.set(id, value, quality);
  };
const stateOf = (one: PartStage) => {
  one.paint();
  return { state: one.element.attributes.get('data-state'), isAsked: one.element.attributes.get('data-stale') === 'true' };
};

const sources: readonly (readonly [string, string, Readonly<Record<string, number>>])[] = [
  ['a machine that runs', 'data-asset="M"', { 'M.RUN': 1, 'M.FLT': 0, 'M.AVL': 1, 'M.CMD': 1, 'M.MODE': 1, 'M.LOC': 1 }],
  ['a machine that stands', 'data-asset="M"', { 'M.RUN': 0, 'M.FLT': 0, 'M.AVL': 1, 'M.CMD': 0, 'M.MODE': 1, 'M.LOC': 1 }],
  ['an open valve', 'data-asset="XV"', { 'XV.ZSO': 1, 'XV.ZSC': 0 }],
  ['a shut valve', 'data-asset="XV"', { 'XV.ZSO': 0, 'XV.ZSC': 1 }],
  ['a valve by its position', 'data-asset="CV"', { 'CV.POS': 44 }],
  ['what only measures', 'data-asset="V"', { 'V.T1': 50, 'V.T2': 51, 'V.T3': 52 }],
  ['its level', 'data-level="V.T1"', { 'V.T1': 50 }],
  ['a tag', 'data-tag="V.T1"', { 'V.T1': 50 }],
];

describe('a symbol never looks good by data that is not', () => {
  it.each([...symbolLibrary.values()])('$name', (spec) => {
    const hasLevel = spec.draw({}).level !== undefined;
    const mistakes: string[] = [];
    const must = (isSo: boolean, what: string): void => void (isSo || mistakes.push(what));
    const isMarked = ({ state, isAsked }: ReturnType<typeof stateOf>): boolean => state === 'no-link' || isAsked;
    for (const [what, source, values] of sources) {
      if ((source.startsWith('data-level') && !hasLevel) || (source.startsWith('data-tag') && spec.isInstrument !== true)) continue;
      const one = stageAt(`<g data-symbol="${spec.name}" ${source}/>`, () => undefined);
      // Before the first value it is as unknown as after the last.
      must(isMarked(stateOf(one)), `${what} without a value is marked`);
      must(one.element.byClass('sy-question').length === 1, `${what} has a question mark to show`);
      setAll(values, Q.good)(one);
      const picture = look(one);
      const name = one.targets.at(-1)?.target.name();
      must(!isMarked(stateOf(one)), `${what} is good without a mark`);
      for (const [kind, quality, isLinkLost] of doubts) {
        Object.assign(one.live, { isLinkLost });
        setAll(values, quality)(one);
        must(look(one) !== picture, `${what}, ${kind}, looks other than good`);
        must(isMarked(stateOf(one)), `${what}, ${kind}, is marked`);
        must(one.targets.at(-1)?.target.name() !== name, `${what}, ${kind}, is said otherwise`);
        setAll(values, Q.good)(one);
        must(look(one) === picture, `${what} is good again after ${kind}`);
      }
    }
    expect(mistakes).toEqual([]);
  });
  it.each(['M.FLT', 'M.AVL', 'M.CMD', 'M.MODE', 'M.LOC'])('a pump whose %s alone is not known keeps its state under a question mark', (id) => {
    for (const run of [0, 1]) {
      const one = stageAt('<g data-symbol="pump" data-asset="M"/>', setAll({ 'M.RUN': run, 'M.FLT': 0, 'M.AVL': 1, 'M.CMD': 0, 'M.MODE': 1, 'M.LOC': 1 }, Q.good));
      expect(stateOf(one).isAsked).toBe(false);
      one.set(id, 0, Q.badNotConnected);
      expect(stateOf(one)).toEqual({ state: run === 1 ? 'running' : 'stopped', isAsked: true });
      expect(one.targets[0]?.target.name()).toContain('not confirmed');
    }
  });
  it('the cone of an evaporator is filled only while its level is known', () => {
    const contents = (quality: number | null): string | undefined => {
      const one = stageAt(`<g data-symbol="evaporator"${quality === null ? '' : ' data-level="V.T1"'}/>`, (stage) => stage.set('V.T1', 50, quality ?? Q.good));
      one.paint();
      return one.element.attributes.get('data-contents');
    };
    expect([null, Q.good, Q.uncertainLastUsable, Q.badSensorFailure].map(contents)).toEqual(['none', 'known', 'doubted', 'unknown']);
  });
  it('says once that there is no link, and once that it is tripped', () => {
    const name = (values: Readonly<Record<string, number>>, quality: number): string => {
      const one = stageAt('<g data-symbol="pump" data-asset="M"/>', setAll(values, quality));
      one.paint();
      return one.targets[0]?.target.name() ?? '';
    };
    const all = { 'M.RUN': 0, 'M.FLT': 1, 'M.AVL': 1, 'M.CMD': 0, 'M.MODE': 1, 'M.LOC': 1 };
    expect(name(all, Q.badNotConnected)).toBe('M, M: no link');
    expect(name(all, Q.badWaitingForInitialData)).toBe('M, M: waiting');
    expect(name(all, Q.good)).toBe('M, M: tripped');
    expect(name({ ...all, 'M.FLT': 0 }, Q.good)).toBe('M, M: stopped, auto');
  });
});

describe('what stands in alarm', () => {
  it.each([
    ['unit row', '<g data-symbol="unit-row" data-asset="U1"/>', 'no alarms', 'alarms not known', '3 alarms, not confirmed'],
    ['alarm summary', '<g data-symbol="alarm-summary" data-asset="U1" data-rows="2"/>', 'no active alarms', 'alarms not known', 'not confirmed'],
  ] as const)('is not said to be nothing while the engine is away: %s', (_name, markup, none, unknown, doubted) => {
    const one = stagePart({ markup, directory });
    const tick = (isLinkLost: boolean): string => {
      Object.assign(one.live, { isLinkLost });
      for (const follower of one.followers) follower.tick();
      return `${one.element.textContent} ${one.targets[0]?.target.name()}`;
    };
    one.paint();
    expect(tick(false)).toContain(none);
    expect(tick(true)).toContain(unknown);
    expect(tick(true)).not.toContain(none);
    expect(tick(false)).toContain(none);
    one.standing = { rows: [], total: 3, counts: [1, 2, 0, 0], hidden: 0 };
    one.paint();
    expect(tick(false)).not.toContain(doubted);
    expect(tick(true)).toContain(doubted);
  });
  it.each([
    ['unit row', '<g data-symbol="unit-row" data-asset="U1"/>'],
    ['alarm summary', '<g data-symbol="alarm-summary" data-asset="U1"/>'],
  ])('is told of what came and went unacknowledged, with an active one and without: %s', (_name, markup) => {
    const one = stagePart({ markup, directory });
    const said = (counts: readonly [number, number, number, number]): string => {
      one.standing = { rows: [], total: 0, counts, hidden: 0, returned: 2 };
      one.paint();
      for (const follower of one.followers) follower.tick();
      return `${one.element.textContent} ${one.targets[0]?.target.name()}`;
    };
    expect(said([0, 0, 0, 0])).toContain('2 returned, unacked');
    expect(said([0, 0, 0, 0])).not.toContain('no alarms');
    expect(said([0, 1, 0, 0])).toMatch(/1 of priority 2, 2 returned, unacked/);
  });
});

const lines = ['class="pipe-main"', 'class="pipe-utility"', 'class="pipe-vapour"', 'class="arrow"', 'class="arrow-utility"'] as const;

describe('a line never looks good by data that is not', () => {
  const classes = (one: PartStage): readonly string[] => {
    one.paint();
    return (one.element.attributes.get('class') ?? '').split(' ').filter((name) => name.startsWith('is-')).sort();
  };
  it.each(lines.flatMap((attributes) => [50, 0].map((value) => [attributes, value] as const)))('%s with a flow of %d', (attributes, value) => {
    const markup = `<path ${attributes} data-flow="V.T1" d="M0 0H10"/>`;
    const one = stageAt(markup, setAll({ 'V.T1': value }, Q.good));
    const good = classes(one);
    expect(good).toEqual(value === 0 ? ['is-off'] : []);
    for (const [kind, quality] of doubts) {
      one.set('V.T1', value, quality);
      const isSeen = kind === 'uncertain' || kind === 'stale';
      expect(classes(one), kind).toEqual(isSeen ? ['is-doubted', ...good] : ['is-unknown']);
      expect(classes(stageAt(markup, setAll({ 'V.T1': value }, quality))), kind).toEqual(classes(one));
    }
    one.set('V.T1', value);
    expect(classes(one)).toEqual(good);
    one.set('V.T1', Number.NaN);
    expect(classes(one)).toEqual(['is-unknown']);
  });
  it('flows surely by one good tag whatever the other is, and is not known to stand while the other is lost', () => {
    const both = (flow: number, other: number, quality: number): readonly string[] =>
      classes(
        stageAt('<path class="pipe-main" data-flow="V.T1 V.T2" d="M0 0H10"/>', (one) => {
          one.set('V.T1', flow);
          one.set('V.T2', other, quality);
        }),
      );
    expect(both(50, 0, Q.badNotConnected)).toEqual([]);
    expect(both(0, 50, Q.badNotConnected)).toEqual(['is-unknown']);
    expect(both(0, 50, Q.uncertainLastUsable)).toEqual(['is-doubted']);
    expect(both(0, 0, Q.uncertainLastUsable)).toEqual(['is-doubted', 'is-off']);
  });
  it('stands for nothing while one of its tags is not in the project and no other flows', () => {
    const one = stageAt('<path class="pipe-main" data-flow="V.T1 GONE" d="M0 0H10"/>', (stage) => stage.set('V.T1', 0));
    expect(one.problems.join()).toContain('Tag GONE does not exist in the project');
    expect(classes(one)).toEqual(['is-unknown']);
    one.set('V.T1', 50);
    expect(classes(one)).toEqual([]);
  });
});

const three = '<g data-tag="V.T1"/><g data-tag="V.T2"/><g data-tag="V.T3"/>';
const measured = { 'V.T1': 50, 'V.T2': 51, 'V.T3': 52 };
/** Every live part of a screen with what it shows. Off-page flags and lists of alarms show no value. */
const parts: readonly (readonly [string, string, Readonly<Record<string, number>>])[] = [
  ['value', '<g data-symbol="value" data-tag="V.T1" data-show="indicator spark"/>', { 'V.T1': 50 }],
  ['plain value', '<g data-symbol="value" data-tag="V.T1" data-show="plain" data-size="small"/>', { 'V.T1': 50 }],
  ['indicator', '<g data-symbol="indicator" data-tag="V.T1"/>', { 'V.T1': 50 }],
  ['table', `<g data-symbol="table">${three}</g>`, measured],
  ['profile', `<g data-symbol="profile">${three}</g>`, measured],
  ['unit row', `<g data-symbol="unit-row" data-asset="U1">${three}</g>`, measured],
  ['lamp', '<g data-symbol="lamp" data-tag="M.RUN"/>', { 'M.RUN': 1 }],
  ['lamp that is off', '<g data-symbol="lamp" data-tag="M.RUN"/>', { 'M.RUN': 0 }],
  ['lamp of an expression', '<g data-symbol="lamp" data-value="{V.T1} &gt; 5.0" data-label="High"/>', { 'V.T1': 50 }],
  ['multi-state', '<g data-symbol="multi-state" data-tag="M.MODE"/>', { 'M.MODE': 1 }],
  ['multi-state, plain', '<g data-symbol="multi-state" data-tag="M.MODE" data-show="plain"/>', { 'M.MODE': 1 }],
  ['multi-state, all', '<g data-symbol="multi-state" data-tag="M.MODE" data-show="all"/>', { 'M.MODE': 0 }],
  ['counter', '<g data-symbol="counter" data-tag="V.T1" data-rate="V.T2"/>', { 'V.T1': 50, 'V.T2': 51 }],
  ['loop', '<g data-symbol="loop" data-name="L" data-pv="V.T1" data-sp="V.T2" data-out="V.T3" data-mode="M.MODE"/>', { ...measured, 'M.MODE': 1 }],
  ['value-table', '<g data-symbol="value-table" data-columns="A; B"><g data-label="R" data-tags="V.T1 V.T2"/></g>', { 'V.T1': 50, 'V.T2': 51 }],
  ['bar-group', `<g data-symbol="bar-group">${three}</g>`, measured],
  ['trend', '<g data-symbol="trend"><g data-tag="V.T1"/></g>', { 'V.T1': 50 }],
  ['xy', '<g data-symbol="xy" data-x="V.T1" data-y="V.T2"><g data-points="0,0 50,90"/></g>', { 'V.T1': 50, 'V.T2': 51 }],
  ['starfish', `<g data-symbol="starfish">${three}</g>`, measured],
  ['bound text', '<text data-bind-text="{V.T1}">0</text>', { 'V.T1': 50 }],
  ['bound state', '<rect width="9" height="9" data-bind-state="{M.RUN}" data-states="0:off 1:on"/>', { 'M.RUN': 1 }],
  ['bound symbol', '<g data-symbol="pump" data-bind-state="{M.RUN}" data-states="0:off 1:on"/>', { 'M.RUN': 1 }],
];

describe('a live part never looks good by data that is not', () => {
  it.each(parts)('%s', (name, markup, values) => {
    const good = stageAt(markup, setAll(values, Q.good));
    expect(good.problems).toEqual([]);
    const picture = look(good);
    for (const id of Object.keys(values)) {
      for (const [kind, quality, isLinkLost] of doubts) {
        const one = stageAt(markup, setAll(values, Q.good), isLinkLost);
        one.paint();
        one.set(id, values[id] ?? 0, quality);
        expect(look(one), `${id} is ${kind}`).not.toBe(picture);
        one.set(id, values[id] ?? 0);
        Object.assign(one.live, { isLinkLost: false });
        // A line keeps what it drew; all else is as it was.
        if (name !== 'trend') expect(look(one), `${id} is good again`).toBe(picture);
      }
    }
  });
});
