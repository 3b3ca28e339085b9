import { describe, expect, it } from 'vitest';
import { createLiveColumns } from '#renderer/testing/live-columns.ts';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { compileBinding } from '#shared/screen/compile-binding.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { nodesOf, type ScreenNode } from '#shared/screen/screen-model.ts';
import type { ScreenDirectory, ScreenLive } from '../screen-context.ts';
import { createBoundText, readingLine } from './bound-text.ts';
import { createBoundValue, worseKind } from './bound-value.ts';
import { tagDirectoryOf } from './compile-screen-binding.ts';
import { originOf, pivotOf, transformOf } from './geometry.ts';
import { lookOf, symbolStates } from './look.ts';

const tags = [
  TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'A', unit: 'bar', decimals: 2, device: 'PLC-1', address: 'x' }),
  TagDefinition.parse({ id: 'P-1.MODE', name: 'Mode', asset: 'A', type: 'enum', states: { 0: 'Hand', 1: 'Automatic' } }),
  TagDefinition.parse({ id: 'LOT', name: 'Lot', asset: 'A', type: 'text' }),
  TagDefinition.parse({ id: 'P-1.RUN', name: 'Runs', asset: 'A', type: 'bool', states: { 0: 'stopped', 1: 'running' } }),
  TagDefinition.parse({ id: 'PT-2', name: 'Pressure', asset: 'A', unit: 'bar' }),
];
const directory: ScreenDirectory = {
  tag: (index) => tags[index],
  indexOf: (id) => tags.findIndex((tag) => tag.id === id),
  asset: () => undefined,
  tagsOfAsset: () => [],
  alarmsOfTag: () => [],
};
type Values = { value?: number[]; quality?: number[]; timeMs?: number[]; isLinkLost?: boolean };
const liveOf = ({ value = [12.345, 1, 0, 1, 3], quality = [0, 0, 0, 0, 0], timeMs = [1000, 1000, 1000, 1000, 1000], isLinkLost = false }: Values = {}): ScreenLive => ({
  value: Float64Array.from(value),
  quality: Uint32Array.from(quality),
  timeMs: Float64Array.from(timeMs),
  isLinkLost,
  watch: () => () => undefined,
  text: () => 'LOT-7',
});
function nodeOf(body: string): ScreenNode {
  const read = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${body}</svg>`);
  if (!read.ok) throw new Error(read.problem.message);
  expect(read.screen.problems).toEqual([]);
  return nodesOf(read.screen.nodes)[0] as ScreenNode;
}
function compiled(attributes: string, element = 'text') {
  const [binding] = nodeOf(`<${element} ${attributes}/>`).bindings;
  if (binding === undefined) throw new Error('no binding');
  const result = compileBinding(binding, tagDirectoryOf(directory));
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}
const said = (attributes: string, values?: Values): string => readingLine(createBoundText(compiled(`data-bind-text="${attributes}`), directory, liveOf(values)).read(15_000));

describe('a bound text', () => {
  it.each([
    ['a tag with its own decimals and unit', '{PT-1}"', '12.35 bar'],
    ['a tag with the decimals of the screen', '{PT-1}" data-decimals="0"', '12 bar'],
    ['a tag with the unit of the screen', '{PT-1}" data-unit="×1"', '12.35 ×1'],
    ['a state by its word', '{P-1.MODE}"', 'Automatic'],
    ['a truth by its word', '{P-1.RUN}"', 'running'],
    ['a text tag by its text', '{LOT}"', 'LOT-7'],
    ['an expression without a unit it cannot know', '{PT-1} * 2"', '24.7'],
    ['a comparison as on or off', '{PT-1} &gt; 10"', 'On'],
    ['a comparison by the words of the screen', '{PT-1} &gt; 10" data-words="0:low 1:high enough"', 'high enough'],
    ['a state by the words of the screen', '{P-1.MODE}" data-words="0:by hand 1:by itself"', 'by itself'],
    ['a number by words, as itself where it has none', '{PT-2}" data-words="0:off 1:on"', '3'],
  ])('shows %s', (_, attributes, text) => {
    expect(said(attributes)).toBe(text);
  });

  it.each([
    ['bad', Q.badSensorFailure, 'BAD was 12.35 bar'],
    ['no link', Q.badNotConnected, '---- PLC-1 lost'],
    ['waiting', Q.badWaitingForInitialData, '---- waiting'],
    ['uncertain', Q.uncertain, '? 12.35 bar'],
    ['stale', Q.uncertainLastUsable, '12.35 bar 14 s old'],
    ['forced', Q.goodLocalOverride, '12.35 bar FORCED'],
  ])('says %s in words', (_, quality, text) => {
    expect(said('{PT-1}"', { quality: [quality, 0, 0, 0, 0] })).toBe(text);
  });

  it('of an expression shows no number while an input is bad, and is as old as its oldest stale input', () => {
    expect(said('{PT-1} + {PT-2}"', { quality: [Q.badSensorFailure, 0, 0, 0, 0] })).toBe('BAD');
    const stale = Q.uncertainLastUsable;
    expect(said('{PT-1} + {PT-2}"', { quality: [stale, 0, 0, 0, stale], timeMs: [9000, 0, 0, 0, 5000] })).toBe('15.3 10 s old');
  });

  it('of an expression says that an input is forced, which is good to the language', () => {
    expect(said('{PT-1} + {PT-2}"', { quality: [0, 0, 0, 0, Q.goodLocalOverride] })).toBe('15.3 FORCED');
  });

  it('says that the engine is away, not the device, while the console has no link', () => {
    expect(said('{PT-1}"', { quality: [Q.badNotConnected, 0, 0, 0, 0], isLinkLost: true })).toBe('---- engine away');
  });
});

describe('a bound value', () => {
  it('can be used when good, uncertain, stale or forced, never when bad or without a number', () => {
    const live = (quality: number, value = 5) => {
      const bound = createBoundValue(compiled('data-bind-x="{PT-2} + 0"', 'rect'), liveOf({ value: [1, 1, 1, 1, value], quality: [0, 0, 0, 0, quality] }));
      bound.read();
      return bound.isUsable;
    };
    expect([Q.good, Q.goodLocalOverride, Q.uncertain, Q.uncertainLastUsable].map((quality) => live(quality))).toEqual([true, true, true, true]);
    expect([Q.badSensorFailure, Q.badNotConnected, Q.badWaitingForInitialData].map((quality) => live(quality))).toEqual([false, false, false]);
    expect(live(Q.good, Number.NaN)).toBe(false);
  });

  it('follows the columns wherever they are: a new directory brings new ones', () => {
    const columns = { ...liveOf() };
    const bound = createBoundValue(compiled('data-bind-y="{PT-2}"', 'rect'), columns);
    bound.read();
    expect(bound.value).toBe(3);
    Object.assign(columns, { value: Float64Array.from([0, 0, 0, 0, 8]) });
    bound.read();
    expect(bound.value).toBe(8);
  });

  it('of several the worst is marked, and bad is the worst', () => {
    expect(['good', 'forced', 'uncertain', 'stale', 'waiting', 'no-link', 'bad'].reduce((a, b) => worseKind(a as never, b as never))).toBe('bad');
    expect(worseKind('stale', 'uncertain')).toBe('stale');
  });
});

describe('a bound place', () => {
  it('puts a shape where the values say, and shifts what has no place of its own', () => {
    expect(originOf(nodeOf('<rect x="10" y="20" width="4" height="4"/>'))).toEqual({ x: 10, y: 20 });
    expect(originOf(nodeOf('<circle cx="3" cy="4" r="1"/>'))).toEqual({ x: 3, y: 4 });
    expect(originOf(nodeOf('<path d="M5 5H9"/>'))).toEqual({ x: 0, y: 0 });
  });
  it('turns and grows about its middle, its pivot, or the origin of a group', () => {
    expect(pivotOf(nodeOf('<rect x="10" y="20" width="4" height="6"/>'))).toEqual([12, 23]);
    expect(pivotOf(nodeOf('<line x1="0" y1="0" x2="10" y2="20"/>'))).toEqual([5, 10]);
    expect(pivotOf(nodeOf('<g data-pivot="7 8"/>'))).toEqual([7, 8]);
    expect(pivotOf(nodeOf('<g data-symbol="pump" transform="translate(5 5)"/>'))).toEqual([0, 0]);
    expect(transformOf('translate(1 2)', { x: 3, y: 0, rotate: 90, scale: 2 }, [5, 6])).toBe(
      'translate(1 2) translate(3 0) rotate(90 5 6) translate(5 6) scale(2) translate(-5 -6)',
    );
    expect(transformOf('translate(1 2)', { x: 0, y: 0, rotate: 0, scale: 1 }, [5, 6])).toBe('translate(1 2)');
  });
});

describe('a bound state', () => {
  it('has the look of its number, and none that looks fine for a number without one', () => {
    const states = new Map([
      [0, 'off'],
      [2, 'fault'],
    ] as const);
    expect([0, 2, 1, 0.5].map((value) => lookOf(states, value))).toEqual(['off', 'fault', 'unknown', 'unknown']);
    expect(symbolStates[lookOf(states, 1)]).toBe('no-link');
  });
});

describe('a binding while the past is shown', () => {
  const columns = (...rows: readonly (readonly [tag: number, value: number, quality?: number])[]) => ({
    tag: Uint32Array.from(rows, ([tag]) => tag),
    value: Float64Array.from(rows, ([, value]) => value),
    quality: Uint32Array.from(rows, ([, , quality]) => quality ?? Q.good),
    timeMs: Float64Array.from(rows, () => 5000),
  });
  const picture = (timeMs: number, value: number, quality: number = Q.good) => ({ timeMs: Float64Array.of(timeMs), value: Float64Array.of(value), quality: Uint32Array.of(quality) });

  it('gives what stood then, what was recorded next, and nothing of what comes meanwhile; then the present again', () => {
    const store = createLiveColumns(tags.length);
    const value = createBoundValue(compiled('data-bind-text="{PT-1} * 2"'), store);
    const text = createBoundText(compiled('data-bind-text="{PT-1}"'), directory, store);
    const now = (): readonly (number | string)[] => {
      value.read();
      return [value.value, value.kind, readingLine(text.read(6000))];
    };
    store.apply(columns([0, 10]));
    expect(now()).toEqual([20, 'good', '10.00 bar']);
    store.showPast([0], picture(1000, 3));
    expect(now()).toEqual([6, 'good', '3.00 bar']);
    store.apply(columns([0, 99]));
    expect(now()).toEqual([6, 'good', '3.00 bar']);
    store.applyPast(columns([0, 4]));
    expect(now()).toEqual([8, 'good', '4.00 bar']);
    // Nothing recorded by then is not the number that stands there now.
    store.showPast([0], picture(Number.NaN, Number.NaN));
    expect(now().slice(1)).toEqual(['waiting', '---- not recorded']);
    expect(value.isUsable).toBe(false);
    store.showPast([0], picture(1000, 3, Q.badNotConnected));
    expect(now().slice(1)).toEqual(['no-link', '---- PLC-1 lost']);
    store.endPast();
    expect(now()).toEqual([198, 'good', '99.00 bar']);
  });
  it('is not marked by the loss of the engine, which is of now', () => {
    const store = createLiveColumns(tags.length);
    const value = createBoundValue(compiled('data-bind-text="{PT-1}"'), store);
    store.showPast([0], picture(1000, 3));
    store.linkLost();
    value.read();
    expect([value.kind, value.value, store.isLinkLost]).toEqual(['good', 3, false]);
    store.endPast();
    value.read();
    expect([value.kind, store.isLinkLost]).toEqual(['no-link', true]);
  });
});
