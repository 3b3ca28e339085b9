/** A cell as a file has it: text out of CSV, typed values out of Parquet. null is an empty cell. */
export type SourceCell = string | number | bigint | boolean | null;

/** A table read from a file, front to back. */
export type TableSource = {
  readonly columns: readonly string[];
  /** What a row's number counts, for sentences. */
  readonly placeWord: 'line' | 'row';
  /**
   * Hands over each row with its line (CSV, from 1, the heading counted; of a row of several lines the last) or its number
   * (Parquet, from 1). `between` is awaited every few hundred kilobytes with the share of the file read so far. Throws a
   * TableRefused with a sentence where the file cannot be read on; rows before that were handed over.
   */
  read(take: (cells: readonly SourceCell[], place: number) => void, between: (share: number) => Promise<void>): Promise<void>;
};

/** More columns than this are not read: no plant has them, a hostile file may. */
export const mostColumns = 5001;
