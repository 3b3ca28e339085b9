/** Keys and list positions that lead from the top of a file to one place in it: ['tags', 12, 'range']. */
export type FilePath = readonly (string | number)[];

/** A problem before its line is known: lines are looked up only in the files that have problems. */
export type DraftProblem = {
  /** Below the project folder, with forward slashes. */
  readonly file: string;
  /** A line from 1, a path in the file, or null for the whole file. */
  readonly at: number | FilePath | null;
  /** One sentence. `{other}` in it becomes the place of `other`. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly other?: { readonly file: string; readonly at: FilePath };
};

/** One entry of a list file, and where it stands. */
export type Entry<Value> = { readonly value: Value; readonly file: string; readonly item: number };
