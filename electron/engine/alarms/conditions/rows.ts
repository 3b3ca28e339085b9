/** Compressed rows: the numbers of row r are `list[start[r]]` … `list[start[r + 1] - 1]`, in the order they were given. */
export type Rows = { readonly start: Uint32Array; readonly list: Uint32Array };

/** @param pairs told (row, number) of each entry; called twice, and has to say the same both times. */
export function createRows(rows: number, pairs: (tell: (row: number, number: number) => void) => void): Rows {
  const start = new Uint32Array(rows + 1);
  pairs((row) => (start[row + 1] = (start[row + 1] as number) + 1));
  for (let row = 0; row < rows; row++) start[row + 1] = (start[row + 1] as number) + (start[row] as number);
  const list = new Uint32Array(start[rows] as number);
  const next = start.slice();
  pairs((row, number) => {
    const at = next[row] as number;
    list[at] = number;
    next[row] = at + 1;
  });
  return { start, list };
}
