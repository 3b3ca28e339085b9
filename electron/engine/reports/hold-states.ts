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
