/** A recording of many tags, one row a moment. Columns of equal length; gaps are filled with the last good value. */
export type SeriesTable = {
  /** UTC epoch ms, or ms from whatever the recording counts from; rising. */
  readonly timeMs: Float64Array;
  readonly tags: readonly string[];
  /** One column per tag, same order; a tag without any number is left out. NaN nowhere. */
  readonly columns: readonly Float64Array[];
};

/** Median step between rows, ms; 0 for fewer than two rows. */
export function stepOf(timeMs: Float64Array): number {
  const gaps = timeMs.slice(1, 10_001).map((time, at) => time - (timeMs[at] ?? 0));
  return gaps.sort()[gaps.length >> 1] ?? 0;
}

/** Fills gaps (NaN) with the last good value, those before the first with the first; false where there is no number at all. */
export function fillGaps(column: Float64Array): boolean {
  const first = column.find((value) => !Number.isNaN(value));
  if (first === undefined) return false;
  let last = first;
  for (let at = 0; at < column.length; at++) {
    const value = column[at] ?? Number.NaN;
    if (Number.isNaN(value)) column[at] = last;
    else last = value;
  }
  return true;
}

/**
 * Rows a tag's value is held before the next one comes: 1 for one that is measured with each row, 12 for an analyser that
 * gives a result every twelfth. Told from the median distance between changes; a tag that hardly changes at all counts as 1.
 */
export function heldRows(values: Float64Array): number {
  const gaps: number[] = [];
  let last = 0;
  for (let at = 1; at < values.length; at++) {
    if (values[at] === values[at - 1]) continue;
    gaps.push(at - last);
    last = at;
  }
  gaps.sort((a, b) => a - b);
  const [least, middle, most] = [0.1, 0.5, 0.9].map((share) => gaps[Math.floor(share * gaps.length)] ?? 1);
  // A quantised signal pauses as it likes; an analyser keeps its time.
  return gaps.length >= 4 && least === most ? (middle ?? 1) : 1;
}

/** Whether a tag only ever counts up, and does so from the beginning: running hours, totals. Its value says nothing of the plant's state. */
export function isCounter(values: Float64Array): boolean {
  let rises = 0;
  const fifth = values.length / 5;
  for (let at = 1; at < values.length; at++) {
    const [before, here] = [values[at - 1] ?? 0, values[at] ?? 0];
    if (here < before) return false;
    if (here > before && at < fifth) rises++;
  }
  return rises >= 3;
}
