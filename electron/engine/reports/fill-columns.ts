/** Columns of one tag, as the historian's `decimated` gives them. */
export type PenColumns = { readonly first: Float64Array; readonly min: Float64Array; readonly max: Float64Array; readonly last: Float64Array; readonly badCount: Uint32Array };

/**
 * The columns of a state, a whole number or a setpoint, which stands until the next value and is often told only when it
 * changes: where a column has none, it has the one that stood. `before`: the value that stood when the first column began, NaN where
 * none was known or it was bad. Behind something bad nothing stands until the next good value, as nobody knows what followed
 * within the column.
 */
export function holdStates(pen: PenColumns, before: number): PenColumns {
  const [first, min, max, last] = [pen.first.slice(), pen.min.slice(), pen.max.slice(), pen.last.slice()];
  let stands = before;
  for (let at = 0; at < first.length; at++) {
    const isBad = (pen.badCount[at] ?? 0) > 0;
    const ends = last[at] ?? Number.NaN;
    if (!Number.isNaN(ends)) stands = isBad ? Number.NaN : ends;
    else if (isBad) stands = Number.NaN;
    else for (const column of [first, min, max, last]) column[at] = stands;
  }
  return { first, min, max, last, badCount: pen.badCount };
}

/**
 * The columns of a measurement, which is recorded when it has moved: up to `most` columns without a value between two with one
 * are on the straight line between these. Longer ones, and such with something bad in or before them, stay empty.
 */
export function bridgeColumns(pen: PenColumns, most: number): PenColumns {
  const [first, min, max, last] = [pen.first.slice(), pen.min.slice(), pen.max.slice(), pen.last.slice()];
  const isBad = (at: number): boolean => (pen.badCount[at] ?? 0) > 0;
  for (let at = 1, since = 0; at < first.length; at++) {
    if (isBad(at)) since = at;
    if (Number.isNaN(pen.first[at] ?? Number.NaN)) continue;
    const [from, to] = [pen.last[since] ?? Number.NaN, pen.first[at] ?? Number.NaN];
    const missing = at - since - 1;
    if (missing > 0 && missing <= most && !isBad(since) && !Number.isNaN(from)) {
      for (let gap = 1; gap <= missing; gap++) for (const column of [first, min, max, last]) column[since + gap] = from + ((to - from) * gap) / (missing + 1);
    }
    since = at;
  }
  return { first, min, max, last, badCount: pen.badCount };
}
