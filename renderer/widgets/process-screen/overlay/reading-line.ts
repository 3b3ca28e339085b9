import type { ValueReading } from '../../value-reading.ts';
import type { LaneNumber } from './lane-columns.ts';
import type { ScreenOverlay } from './overlay-part.ts';
import type { Tone } from './overlay-theme.ts';
import { createTextLine } from './text-line.ts';
import type { TextStyle } from './text-metrics.ts';
import { textStyles } from './text-styles.ts';
import { isUnusable } from './wash-part.ts';

/** A value in words and figures on the screen: mark, number, unit, and its note behind it or on a line below. */
export type ReadingLine = {
  /** `note`: what is said of the value, empty for nothing; `unit` where another stands for the tag's. */
  set(reading: ValueReading, note: string, unit?: string): void;
  /** Its number, for a lane. */
  readonly number: LaneNumber;
};

export type ReadingLineOptions = {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly value: TextStyle;
  readonly unit: TextStyle;
  readonly unitGap: number;
  readonly noteGap: number;
  /** Baseline of the note where it has a line of its own; absent behind the unit. */
  readonly noteY?: number;
};

const [markAt, numberAt, unitAt, noteAt, badgeAt] = [0, 1, 2, 3, 4];

export function createReadingLine(overlay: ScreenOverlay, host: SVGElement, options: ReadingLineOptions): ReadingLine {
  const { x, y, anchor, value, unit, unitGap, noteGap, noteY } = options;
  const notes = [
    { style: textStyles.note, tone: 'tx-1', gap: noteY === undefined ? noteGap : 0 },
    { style: textStyles.badge, tone: 'bad', gap: noteY === undefined ? noteGap : 0 },
  ] as const;
  const line = createTextLine(overlay, host, {
    x,
    y,
    anchor,
    spans: [
      { style: value, tone: 'bad' },
      { style: value, tone: 'tx-1' },
      { style: unit, tone: 'tx-3', gap: unitGap },
      ...(noteY === undefined ? notes : []),
    ],
  });
  const below = noteY === undefined ? line : createTextLine(overlay, host, { x, y: noteY, anchor, spans: notes });
  const [note, badge] = noteY === undefined ? [noteAt, badgeAt] : [0, 1];
  let unitTone: Tone | null = null;
  // Most change their number only: the rest is not even asked about.
  let [mark, unitNow, shownNote, shownBadge]: (string | null)[] = [null, null, null, null];
  return {
    number: line.lane(numberAt),
    set(reading, said, shownUnit = reading.unit) {
      // Over the contents of a vessel dim text has too little contrast. Known only once the screen is put together.
      unitTone ??= host.closest('.on-level') === null ? 'tx-3' : 'tx-1';
      if (reading.mark !== mark) line.put(markAt, reading.mark === '' ? '' : `${reading.mark} `);
      mark = reading.mark;
      line.put(numberAt as number, reading.text, isUnusable(reading.kind) ? 'bad' : reading.kind === 'stale' ? 'tx-2' : 'tx-1');
      if (shownUnit !== unitNow) line.put(unitAt, shownUnit, unitTone);
      unitNow = shownUnit;
      if (said !== shownNote || reading.badge !== shownBadge) {
        shownNote = said;
        shownBadge = reading.badge;
        const isBadge = said !== '' && said === reading.badge;
        below.put(note as number, isBadge ? '' : said);
        below.put(badge as number, isBadge ? said : '', reading.badge === 'MAN' ? 'accent' : 'bad');
        if (below !== line) below.done();
      }
      line.done();
    },
  };
}
