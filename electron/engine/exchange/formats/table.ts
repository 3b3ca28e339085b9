/** Samples on their way into a file, by time; columns of equal length. `tag` holds positions in the list of exported tags. */
export type SampleSlice = {
  readonly tag: Uint32Array;
  readonly timeMs: Float64Array;
  /** Where the tag is text: number of the text in `texts` so far; NaN without a value. */
  readonly value: Float64Array;
  readonly quality: Uint32Array;
  /** Texts this slice is the first to use. */
  readonly texts: readonly (readonly [number, string])[];
};

export type ExportedTag = { readonly id: string; readonly isText: boolean };

/** The cells of one column of a table, as many as its slice has rows. */
export type Cells =
  | { readonly kind: 'time'; readonly timeMs: Float64Array }
  /** Words out of a list that repeat. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly at: Uint32Array }
  | { readonly kind: 'text'; readonly text: readonly (string | null)[] }
  /** Numbers; empty where `isThere` is 0, so that a NaN that was recorded stays one. */
  | { readonly kind: 'number'; readonly value: Float64Array; readonly isThere: Uint8Array }
  /** Numbers or texts, whichever the row's tag has. */
  | { readonly kind: 'mixed'; readonly value: Float64Array; readonly isThere: Uint8Array; readonly text: readonly (string | null)[] }
  /** OPC UA status codes as numbers. */
  | { readonly kind: 'status'; readonly status: Uint32Array };

export type TableColumn = { readonly name: string; readonly kind: Cells['kind'] };

/** Turns samples into the rows of one layout. Slices must not split a time between them. */
export type Layout = {
  readonly columns: readonly TableColumn[];
  rows(slice: SampleSlice): readonly Cells[];
};

/** Writes a table slice by slice into a file; memory is that of a slice. A disk that is full rejects with the system's ENOSPC. */
export type TableWriter = {
  write(cells: readonly Cells[]): Promise<void>;
  /** Completes the file and syncs it to disk. */
  finish(): Promise<void>;
};

export function rowsOf(cells: readonly Cells[]): number {
  const [first] = cells;
  if (first === undefined) return 0;
  switch (first.kind) {
    case 'time':
      return first.timeMs.length;
    case 'words':
      return first.at.length;
    case 'status':
      return first.status.length;
    case 'text':
      return first.text.length;
    default:
      return first.value.length;
  }
}

/** What people are told instead of a stack: a table that cannot be written or read as asked. */
export class TableRefused extends Error {}
