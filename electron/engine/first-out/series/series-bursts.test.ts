import { describe, expect, it } from 'vitest';
import { createPlantKnowledge } from '../plant-knowledge.ts';
import { rankBurst } from '../rank-burst.ts';
import { createCascade, createChance } from '../testing/series-cascade.ts';
import { findSeriesBursts } from './series-bursts.ts';
import { fillGaps, heldRows, type SeriesTable, stepOf } from './series-table.ts';

const nothing = createPlantKnowledge({});
const ranked = (table: SeriesTable, baseline: SeriesTable | null = null) => findSeriesBursts(table, baseline).map((burst) => rankBurst(burst.alarms, nothing));
const largest = (table: SeriesTable, baseline: SeriesTable | null = null) => ranked(table, baseline).toSorted((a, b) => b.alarmCount - a.alarmCount)[0];

describe('first out in a recording of values', () => {
  it('is the root of a cascade in at least 36 of 40 made-up plants, among the first three in 39, at the right moment', () => {
    const misses: number[] = [];
    let [first, topThree] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const { table, root, onsetRow } = createCascade(seed);
      const group = largest(table);
      const place = group?.ranked.findIndex(({ tag }) => tag === root) ?? -1;
      if (place === 0) first++;
      if (place >= 0 && place < 3) topThree++;
      const found = group?.ranked[place];
      if (found !== undefined) misses.push(Math.abs(found.timeMs / 1000 - onsetRow));
    }
    expect(first).toBeGreaterThanOrEqual(36);
    expect(topThree).toBeGreaterThanOrEqual(39);
    // Jumps are found to some rows; of ramps of two minutes the first steps lie within the noise.
    const late = misses.toSorted((a, b) => a - b);
    expect(late[Math.floor(late.length * 0.4)]).toBeLessThan(6);
    expect(late[Math.floor(late.length * 0.9)]).toBeLessThan(60);
  });

  it('is found no less with a baseline of another day', () => {
    let first = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { table, root } = createCascade(seed);
      // The same plant: the same tags and noise, other chance, no fault.
      const { table: quiet } = createCascade(seed, { hasFault: false });
      const shifted = { ...quiet, timeMs: quiet.timeMs.map((timeMs) => timeMs + 1e7), columns: quiet.columns.map((values) => values.toReversed()) };
      if (largest(table, shifted)?.ranked[0]?.tag === root) first++;
    }
    expect(first).toBeGreaterThanOrEqual(18);
  });

  it('is nothing where nothing happens: at most one of 40 quiet recordings shows a burst', () => {
    let shown = 0;
    for (let seed = 1; seed <= 40; seed++) if (ranked(createCascade(seed, { hasFault: false }).table).length > 0) shown++;
    expect(shown).toBeLessThanOrEqual(1);
  });

  it('is nothing where tags swing slowly, which the quiet part was too short to show: at most two of 40', () => {
    let shown = 0;
    for (let seed = 1; seed <= 40; seed++) if (ranked(createCascade(seed, { hasFault: false, hasDrift: true }).table).length > 0) shown++;
    expect(shown).toBeLessThanOrEqual(2);
  });

  it('is the slow beginning before many tags follow, in half of the recordings whose quiet part is short (9 of 30 without care for it)', () => {
    let first = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const chance = createChance(seed);
      const leaves = (from: number, size: number, growsFor: number): Float64Array => {
        let error = 0;
        return Float64Array.from({ length: 800 }, (_none, row) => {
          error = 0.9 * error + chance() - 0.5;
          return 50 + error + size * Math.min(1, Math.max(0, row - from) / growsFor);
        });
      };
      const columns = [leaves(140, 8, 140), ...[190, 193, 196, 199].map((from) => leaves(from, 9, 10)), leaves(900, 0, 1), leaves(900, 0, 1)];
      const table: SeriesTable = { timeMs: Float64Array.from({ length: 800 }, (_none, row) => row * 1000), tags: columns.map((_values, at) => `T${at}`), columns };
      if (largest(table)?.ranked[0]?.tag === 'T0') first++;
    }
    expect(first).toBeGreaterThanOrEqual(15);
  });

  it('is to the second what left the simulated twin first', () => {
    const { table, onsetRow } = createCascade(5);
    const { table: twin } = createCascade(5, { hasFault: false });
    const group = largest(table, twin);
    expect(group?.ranked[0]?.tag).toBe('T0');
    expect(Math.abs((group?.ranked[0]?.timeMs ?? 0) / 1000 - onsetRow)).toBeLessThan(60);
    const alone = findSeriesBursts(table, twin)[0]?.alarms.map(({ tag }) => tag) ?? [];
    expect(alone.length).toBeGreaterThan(2);
    expect(findSeriesBursts(twin, twin)).toEqual([]);
  });

  it('takes a tag that never moved out of a quiet part, and leaves a lone spike alone', () => {
    const chance = createChance(3);
    const noise = (): Float64Array => Float64Array.from({ length: 600 }, () => 50 + chance());
    const state = new Float64Array(600).fill(0).fill(1, 400);
    const spiky = noise();
    spiky[300] = 5000;
    const level = noise().map((value, row) => value + (row >= 405 ? 4 : 0));
    const table: SeriesTable = { timeMs: Float64Array.from({ length: 600 }, (_none, row) => row * 1000), tags: ['state', 'spiky', 'level', 'other'], columns: [state, spiky, level, noise()] };
    const [group, ...more] = ranked(table);
    expect(more).toEqual([]);
    expect(group?.members.map(({ alarm, timeMs }) => [alarm, timeMs])).toEqual([['state', 400_000], ['level', 405_000]]);
    expect(group?.ranked[0]).toMatchObject({ tag: 'state', timeMs: 400_000, uncertaintyMs: 500 });
  });

  it('says in words what was seen of each tag', () => {
    const group = largest(createCascade(5).table);
    expect(group?.ranked[0]?.why.map(({ text }) => text).join('; ')).toMatch(/(Rose|Fell) out of its normal band, up to \d+\.\d times its width, plain [\d.]+ s after it began/);
  });

  it('gives no burst for a recording of a few rows', () => {
    expect(findSeriesBursts({ timeMs: Float64Array.of(0, 1, 2), tags: ['a'], columns: [Float64Array.of(1, 5, 9)] }, null)).toEqual([]);
  });
});

describe('a table of values', () => {
  it('fills gaps with the last good value, and refuses a tag without any', () => {
    const column = Float64Array.of(Number.NaN, 3, Number.NaN, 5, Number.NaN);
    expect(fillGaps(column)).toBe(true);
    expect([...column]).toEqual([3, 3, 3, 5, 5]);
    expect(fillGaps(Float64Array.of(Number.NaN))).toBe(false);
  });

  it('tells an analyser that gives a value every twelfth row from a quantised signal', () => {
    const chance = createChance(1);
    const analyser = new Float64Array(600);
    for (let row = 0; row < 600; row++) analyser[row] = row % 12 === 0 ? chance() : (analyser[row - 1] ?? 0);
    expect(heldRows(analyser)).toBe(12);
    expect(heldRows(Float64Array.from({ length: 600 }, () => Math.round(chance() * 3)))).toBe(1);
    expect(heldRows(new Float64Array(600))).toBe(1);
  });

  it('knows its step although rows are missing', () => {
    expect(stepOf(Float64Array.of(0, 1000, 2000, 9000, 10_000))).toBe(1000);
  });
});
