import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { readValue } from '../../value-reading.ts';
import { createReadingLine } from './reading-line.ts';
import { createRecordedOverlay, fakeHost, letterWidth } from './testing/recording-canvas.ts';
import { textStyles } from './text-styles.ts';
import { createWash } from './wash-part.ts';

const tag = TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'A', unit: 'bar', decimals: 2, device: 'PLC-24', address: 'x' });

function setUp(noteY?: number) {
  const screen = createRecordedOverlay();
  const host = screen.element(fakeHost(100, 100));
  const wash = createWash(screen.overlay, host, 4);
  const line = createReadingLine(screen.overlay, host, { x: 0, y: 0, anchor: 'start', value: textStyles.value, unit: textStyles.unit, unitGap: 4, noteGap: 6, ...(noteY === undefined ? {} : { noteY }) });
  return {
    ...screen,
    /** What stands on the screen for a value: words with their colours, then the grounds. */
    show(value: number, quality: number, ageMs = 0) {
      const reading = readValue({ tag, value, quality, timeMs: 1000, nowMs: 1000 + ageMs, text: () => '' });
      line.set(reading, reading.note === '' ? reading.badge : reading.shortNote);
      wash.set({ kind: reading.kind, alarm: null }, -8, -19, 108, 26);
      screen.flush();
      return { words: screen.texts().map(({ text, colour }) => `${text}: ${colour}`), grounds: screen.marks() };
    },
  };
}

describe('a value painted on a screen', () => {
  it('is number and unit on plain ground while it is good', () => {
    expect(setUp().show(2.5, Q.good)).toEqual({ words: ['2.50: tx-1', 'bar: tx-3'], grounds: [] });
  });

  it('never leaves its number on the screen when it turns bad: the word stands in its place, on hatch', () => {
    const value = setUp();
    value.show(2.5, Q.good);
    expect(value.show(2.5, Q.badSensorFailure)).toEqual({ words: ['BAD: bad', 'was 2.50: tx-1'], grounds: ['fill hatch', 'stroke bad'] });
    expect(value.show(Number.NaN, Q.badSensorFailure).words).toEqual(['BAD: bad']);
    expect(value.show(2.5, Q.good)).toEqual({ words: ['2.50: tx-1', 'bar: tx-3'], grounds: [] });
  });

  it('is four dashes and the device when the link is lost', () => {
    expect(setUp().show(2.5, Q.badNotConnected)).toEqual({ words: ['----: bad', 'PLC-24: tx-1'], grounds: ['fill hatch', 'stroke bad'] });
  });

  it('is dimmed with its age when it is stale', () => {
    const value = setUp();
    expect(value.show(2.5, Q.uncertainLastUsable, 14_000)).toEqual({ words: ['2.50: tx-2', 'bar: tx-3', '14 s old: tx-1'], grounds: ['stroke tx-3'] });
    expect(value.show(2.5, Q.uncertainLastUsable, 15_000).words).toContain('15 s old: tx-1');
  });

  it('has a question mark and a border while it is uncertain', () => {
    expect(setUp().show(2.5, Q.uncertain)).toEqual({ words: ['? : bad', '2.50: tx-1', 'bar: tx-3'], grounds: ['stroke bad'] });
  });

  it('keeps its number under FORCED, SIM, MAN, and has none out of service', () => {
    expect(setUp().show(2.5, Q.goodLocalOverride)).toEqual({ words: ['2.50: tx-1', 'bar: tx-3', 'FORCED: bad'], grounds: [] });
    expect(setUp().show(2.5, Q.uncertainSimulatedValue).words).toEqual(['? : bad', '2.50: tx-1', 'bar: tx-3', 'SIM: bad']);
    expect(setUp().show(2.5, Q.uncertainTransducerInManual).words).toEqual(['? : bad', '2.50: tx-1', 'bar: tx-3', 'MAN: accent']);
    expect(setUp().show(2.5, Q.badOutOfService).words).toEqual(['BAD: bad', 'out of serv.: tx-1']);
  });

  it('puts its unit behind the number and its note on the line asked for', () => {
    const value = setUp(15);
    value.show(2.5, Q.uncertainLastUsable, 14_000);
    expect(value.texts().map(({ text, x, y }) => [text, x, y])).toEqual([
      ['2.50', 100, 100],
      ['bar', 100 + 4 * 17 * letterWidth + 4, 100],
      ['14 s old', 100, 115],
    ]);
  });

  it('writes the number alone while it keeps its width', () => {
    const value = setUp();
    value.show(2.5, Q.good);
    const before = value.counts.written;
    value.show(2.51, Q.good);
    expect(value.counts.written - before).toBe(1);
    value.show(2.5102, Q.good);
    expect(value.counts.written - before).toBe(1);
    value.show(12.51, Q.good);
    expect(value.counts.written - before).toBe(3);
  });
});
