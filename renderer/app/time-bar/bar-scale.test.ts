import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnCount, fractionOf, gridStep, gridTimes, placeFlags, stackPaths, timeAt, totalOf } from './bar-scale.ts';
import { fromLocalInput, toLocalInput } from '../../widgets/format-time.ts';
import { agoWords, spanWords } from './time-words.ts';

const hour = 3_600_000;
const bar = { fromMs: 1_000 * hour, toMs: 1_002 * hour };

describe('the scale of the time bar', () => {
  it('gives a moment back from its place, and never one outside the bar', () => {
    fc.assert(
      fc.property(fc.double({ min: bar.fromMs, max: bar.toMs, noNaN: true }), (atMs) => {
        expect(timeAt(bar, fractionOf(bar, atMs))).toBeCloseTo(atMs, 1);
      }),
    );
    expect([timeAt(bar, -3), timeAt(bar, 3)]).toEqual([bar.fromMs, bar.toMs]);
  });
  it('chooses round steps whose labels do not touch, from minutes to days', () => {
    expect([gridStep(15 * 60_000, 1400), gridStep(2 * hour, 1400), gridStep(30 * 24 * hour, 1400), gridStep(2 * hour, 10)]).toEqual([60_000, 10 * 60_000, 2 * 24 * hour, 24 * hour]);
  });
  it('puts the grid on round local times, a zone of half an hour included', () => {
    const offsetMs = 5.5 * hour;
    const times = gridTimes({ fromMs: 1, toMs: 4 * hour }, hour, offsetMs);
    expect(times.map((at) => (at + offsetMs) % hour)).toEqual([0, 0, 0, 0]);
    expect(times[0]).toBeGreaterThanOrEqual(1);
  });
});

describe('the histogram of the time bar', () => {
  const counts = new Uint32Array(4 * columnCount);
  const put = (priority: number, column: number, count: number): void => void (counts[(priority - 1) * columnCount + column] = count);
  put(3, 0, 6);
  put(1, 0, 6);
  put(2, columnCount - 1, 3);
  const paths = new Map(stackPaths(counts, { top: 0, baseline: 60 }).map(({ priority, d }) => [priority, d]));

  it('stacks priority 1 on priority 3, the tallest stack as high as the field', () => {
    expect(paths.get(3)).toBe('M0.4 60H5.16V30H0.4Z');
    expect(paths.get(1)).toBe('M0.4 30H5.16V0H0.4Z');
    expect(paths.get(2)).toBe('M994.84 60H999.6V45H994.84Z');
    expect(paths.get(4)).toBe('');
  });
  it('counts every alarm', () => expect(totalOf(counts)).toBe(15));
});

describe('flags on the time bar', () => {
  const note = (key: string, fromMs: number, toMs: number | null = null) => ({ key, text: key, fromMs, toMs });
  it('shows those that touch the bar, oldest first, and gives each label the room up to the next', () => {
    const placed = placeFlags([note('late', bar.fromMs + hour), note('before', 0), note('long', bar.fromMs - hour, bar.fromMs + hour / 2), note('close', bar.fromMs + hour + 1000)], bar, 1000);
    expect(placed.map(({ key }) => key)).toEqual(['long', 'late', 'close']);
    expect(placed.map(({ left, right }) => [left, Math.round(right * 100) / 100])).toEqual([
      [0, 0.25],
      [0.5, 0.5],
      [0.5 + 1000 / (2 * hour), 0.5],
    ]);
    expect(placed.map(({ labelPx }) => labelPx)).toEqual([150, 0, 150]);
  });
});

describe('words of the time bar', () => {
  it('says how long ago in two units', () => expect([13_900, 253_000, 7_500_000, 18 * 24 * hour + 4 * hour, -5].map(agoWords)).toEqual(['13 s', '4 min 13 s', '2 h 05 min', '18 d 04 h', '0 s']));
  it('names spans', () => expect([15 * 60_000, 2 * hour, 24 * hour, 30 * 24 * hour].map(spanWords)).toEqual(['15 min', '2 h', '24 h', '30 d']));
  it('reads back the time it wrote, to the second, and refuses what is none', () => {
    expect(fromLocalInput(toLocalInput(1_795_879_425_000))).toBe(1_795_879_425_000);
    expect([fromLocalInput(''), fromLocalInput('soon')]).toEqual([NaN, NaN]);
  });
});
