import { describe, expect, it } from 'vitest';
import type { AlarmStanding, AlarmState } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { Scene } from '#shared/model/scene.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import { buildAlarmBook } from '#renderer/client/alarm-book-keeper.ts';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import type { RankFlag } from '#renderer/client/first-out-words.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';
import { entitiesOf } from '#renderer/widgets/scene3d/scene-entity.ts';
import { createEntityStates, hatches, tinted } from '#renderer/widgets/scene3d/scene-handle.ts';
import { heatKinds } from './heat-kinds.ts';
import { bindScene } from './scene-binding.ts';
import { readFacts } from './scene-facts.ts';
import { lockMarksOf } from './scene-labels-of.ts';
import { sceneRows, type RowsInput } from './scene-rows.ts';
import { fillFlows, fillStates, isOutOfService, type ScenePalette } from './scene-states.ts';
import { wayIn } from './way-in.ts';

const directory = createDirectoryIndex(smallDirectory());
const scene = Scene.parse({
  id: 'small',
  title: 'Small',
  buildings: [{ name: 'Hall', asset: 'U2', at: [20, 0, 0], size: [5, 5, 4] }],
  parts: [
    { shape: 'pump', asset: 'P-1', at: [0, 0, 0] },
    { shape: 'tank', asset: 'P-1', id: 'TK', at: [6, 0, 0], level: 'FT-1', levelRange: [0, 100] },
    { shape: 'platform', at: [0, 8, 0] },
  ],
  pipes: [{ id: 'line', from: 'P-1.out', to: 'TK.in', flow: 'FT-1' }],
  routes: [
    { id: 'long', name: 'Round', assets: ['P-1'], points: [[0, 0, 0], [30, 0, 0]] },
    { id: 'short', name: 'Across', assets: ['P-1'], points: [[0, 0, 0], [3, 4, 0]] },
  ],
  isolations: [{ id: 'q', assets: ['U1'], kind: 'breaker', at: [1, 1, 1], label: 'Q1', energy: 'electrical' }],
});
const layout = layOutScene(scene);
const entities = entitiesOf(layout, []);
const binding = bindScene(layout, entities, directory);
const standing = (alarm: string, state: AlarmState, seq = 1): AlarmStanding => ({ alarm: alarm as AlarmId, state, raisedMs: seq, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 1, quality: 0, seq });
const factsOf = (list: readonly AlarmStanding[], flags: Readonly<Record<string, RankFlag>> = {}) =>
  readFacts(binding, buildAlarmBook(new Map(list.map((one) => [one.alarm, one])), [], 9, directory), new Map(Object.entries(flags).map(([alarm, flag]) => [alarm as AlarmId, flag])));
const palette: ScenePalette = { priorities: [0x11, 0x22, 0x33, 0x44], heat: Uint32Array.from({ length: 256 }, (_, i) => i) };
const live = (values: Readonly<Record<string, number>>, qualities: Readonly<Record<string, number>> = {}) => {
  const { tags } = directory.directory;
  return {
    value: Float64Array.from(tags, ({ id }) => values[id] ?? 0),
    quality: Uint32Array.from(tags, ({ id }) => qualities[id] ?? Q.good),
    timeMs: new Float64Array(tags.length).fill(1000),
    isLinkLost: false,
    text: () => '',
  };
};
const statesOf = (facts: ReturnType<typeof factsOf>, now = live({ 'FT-1': 50 }), mode: 'fault' | 'heat' = 'fault') => {
  const states = createEntityStates(entities.length);
  fillStates(states, { binding, facts, live: now, mode, heat: heatKinds(layout, binding, directory)[0] ?? null, palette, selected: -1 });
  return states;
};
const rowsOf = (facts: ReturnType<typeof factsOf>, more: Partial<RowsInput> = {}) =>
  sceneRows({ layout, binding, facts, directory, live: live({ 'FT-1': 50 }), nowMs: 2000, mode: 'fault', heat: null, selected: -1, kept: null, ...more });

describe('what a scene shows of alarms', () => {
  it('colours every part of the asset by the worst that stands, and lets it flash only while it is not acknowledged', () => {
    const worse = statesOf(factsOf([standing('FT-1.H', 'active-acked'), standing('FT-1.HH', 'active-unacked', 2)]));
    expect([...worse.colour]).toEqual([tinted(0x11), tinted(0x11), 0, 0]);
    expect([...worse.pulse]).toEqual([1, 1, 0, 0]);
    expect([...statesOf(factsOf([standing('FT-1.H', 'active-acked')])).pulse]).toEqual([0, 0, 0, 0]);
  });

  it('colours nothing for an alarm that is gone or kept from the operator, and says both in the list', () => {
    for (const state of ['returned-unacked', 'shelved', 'suppressed', 'out-of-service'] as const) {
      const facts = factsOf([standing('FT-1.H', state)]);
      expect([...statesOf(facts).colour]).toEqual([0, 0, 0, 0]);
      expect(rowsOf(facts).map(({ code, glyph }) => [code, glyph?.state])).toEqual([['FT-1', state]]);
    }
  });

  it('puts what failed first before what is worse, with its mark', () => {
    const facts = factsOf([standing('FT-1.HH', 'active-unacked', 2), standing('TT-2.H', 'active-unacked', 1)], { 'TT-2.H': '1ST' });
    expect(rowsOf(facts).map(({ asset, flag }) => [asset, flag])).toEqual([['U2', '1ST'], ['P-1', null]]);
  });

  it('marks what a run keeps locked out, says which run and who confirmed it, and lends no lock to what it stands on', () => {
    const lock = (asset: string, reference: string) => ({ asset, reference, gate: 'Field locked and tried', by: 'Ben', timeMs: 1000, run: 'r', number: 7, runbook: 'RB-1', title: 'Pump' });
    const book = buildAlarmBook(new Map(), [], 9, directory);
    const facts = readFacts(binding, book, new Map(), new Map([['P-1', [lock('P-1', 'L-17'), lock('P-1', 'L-18')]], ['P-1-MOTOR', [lock('P-1-MOTOR', 'L-19')]]]));
    expect([[...facts.locks.keys()], facts.locksElsewhere]).toEqual([[binding.positionOf('P-1')], 1]);
    const [row, ...others] = rowsOf(facts);
    expect([row?.asset, row?.isLabelled, others]).toEqual(['P-1', true, []]);
    expect(row?.locked.split('\n')).toEqual([expect.stringMatching(/run 7 of RB-1: L-17, confirmed by Ben at /), expect.stringMatching(/: L-18, /)]);
    expect(row?.lockNote).toBe('Locked out: L-17 by Ben, L-18 by Ben');
    expect(lockMarksOf(facts, binding, 2000)).toEqual([{ id: 'P-1', anchor: binding.assets[binding.positionOf('P-1')]?.anchor, entity: 0, words: expect.stringMatching(/^P-1\nLocked out, run 7/) }]);
    // It stays to be seen where the asset has an alarm, and colours nothing.
    expect([...statesOf(facts).colour]).toEqual([0, 0, 0, 0]);
    const alarmed = { ...factsOf([standing('FT-1.H', 'active-unacked')]), locks: facts.locks };
    expect(rowsOf(alarmed).map(({ glyph, locked }) => [glyph?.state, locked.includes('L-17')])).toEqual([['active-unacked', true]]);
  });

  it('is out of service where its own signal says so and it stands, not while that is not known', () => {
    const asset = { available: 0, running: 1 };
    const now = (value: readonly [number, number], quality: readonly [number, number] = [Q.good, Q.good]) => isOutOfService(asset, { value: Float64Array.from(value), quality: Uint32Array.from(quality) });
    expect([now([0, 0]), now([1, 0]), now([0, 1])]).toEqual([true, false, false]);
    expect([now([0, 0], [Q.badTimeout, Q.good]), now([0, 0], [Q.good, Q.uncertainLastUsable])]).toEqual([false, false]);
    expect(isOutOfService({ available: -1, running: 1 }, { value: new Float64Array(2), quality: new Uint32Array(2) })).toBe(false);
  });

  it('shows an alarm of something that is not drawn at the nearest above it that is, else names it as elsewhere', () => {
    const bare = Scene.parse({ id: 'bare', title: 'Bare', parts: [{ shape: 'box', asset: 'U1', at: [0, 0, 0] }] });
    const laid = layOutScene(bare);
    const other = bindScene(laid, entitiesOf(laid, []), directory);
    const book = buildAlarmBook(new Map([standing('FT-1.H', 'active-unacked'), standing('TT-2.H', 'active-unacked', 2)].map((one) => [one.alarm, one])), [], 9, directory);
    const { byAsset, elsewhere } = readFacts(other, book, new Map());
    expect(byAsset.get(other.positionOf('U1'))?.alarm?.standing.alarm).toBe('FT-1.H');
    expect(elsewhere.map(({ standing: { alarm } }) => alarm)).toEqual(['TT-2.H']);
  });
});

describe('what a scene shows of values', () => {
  it('hatches bad, lost, old and out-of-service values, names the cause, and fills no tank from them', () => {
    const cases = [[Q.badSensorFailure, hatches.bad], [Q.badNotConnected, hatches.bad], [Q.uncertainLastUsable, hatches.stale], [Q.badWaitingForInitialData, hatches.stale], [Q.badOutOfService, hatches.outOfService]] as const;
    for (const [quality, hatch] of cases) {
      const now = live({ 'FT-1': 50 }, { 'FT-1': quality });
      const states = statesOf(factsOf([]), now);
      expect(states.hatch[1]).toBe(hatch);
      expect(states.level[1]).toBeNaN();
      expect(rowsOf(factsOf([]), { live: now }).find(({ asset }) => asset === 'P-1')?.note).not.toBe('');
    }
    expect(statesOf(factsOf([])).level[1]).toBeCloseTo(0.5);
    expect([...statesOf(factsOf([])).hatch]).toEqual([0, 0, 0, 0]);
    expect(rowsOf(factsOf([]))).toEqual([]);
  });

  it('gives flow a direction and a share of full, and nothing where it is not known', () => {
    const flows = new Float32Array(1);
    fillFlows(flows, binding, live({ 'FT-1': -25 }));
    expect(flows[0]).toBeCloseTo(-0.25);
    fillFlows(flows, binding, live({ 'FT-1': 25 }, { 'FT-1': Q.badNotConnected }));
    expect(flows[0]).toBeNaN();
  });

  it('says of a pipe that flows back that it does', () => {
    const [row] = rowsOf(factsOf([]), { mode: 'flow', live: live({ 'FT-1': -25 }) });
    expect([row?.code, row?.note]).toEqual(['FT-1', 'backwards']);
  });

  it('compares only values of one unit, and leaves out what a single asset measures', () => {
    expect(heatKinds(layout, binding, directory)).toEqual([]);
    const twice = Scene.parse({ id: 'twice', title: 'Twice', parts: [{ shape: 'box', asset: 'U2', at: [0, 0, 0], heat: 'TT-2' }, { shape: 'box', asset: 'U1', at: [4, 0, 0], heat: 'TT-2' }] });
    const laid = layOutScene(twice);
    const bound = bindScene(laid, entitiesOf(laid, []), directory);
    expect(heatKinds(laid, bound, directory).map(({ unit, tags }) => [unit, tags.length])).toEqual([['°C', 2]]);
  });
});

describe('the way in', () => {
  it('names the shortest way first, and the isolation of the nearest asset above that has one', () => {
    const { ways, isolations } = wayIn(scene, directory, 'P-1');
    expect(ways.map(({ route, lengthM }) => [route.id, lengthM])).toEqual([['short', 5], ['long', 30]]);
    expect(isolations.map(({ id }) => id)).toEqual(['q']);
    expect(wayIn(scene, directory, 'U2')).toMatchObject({ ways: [], isolations: [] });
  });
});
