import { relative } from 'node:path';

/** Of one test file in vitest's report: its path and when it began and ended, ms. */
export type FileTimes = { readonly name: string; readonly startTime: number; readonly endTime: number };

const mostShown = 10;

/** A line each for the files that took longest, longest first: seconds and the path below `root`. What a file begins before its first test, such as an import, is not in its time. */
export function slowestFiles(files: readonly FileTimes[], root: string): readonly string[] {
  const took = ({ startTime, endTime }: FileTimes): number => (endTime - startTime) / 1000;
  return files
    .toSorted((a, b) => took(b) - took(a))
    .slice(0, mostShown)
    .map((file) => `${took(file).toFixed(1).padStart(6)} s  ${relative(root, file.name).replaceAll('\\', '/')}`);
}
