const unitMs = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

/** Milliseconds of `10s`, `1.5s`, `250ms`, `5m` (or `5min`), `2h`; null for anything else. */
export function readDuration(text: string): number | null {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|min|h)$/.exec(text);
  if (match === null) return null;
  return Number(match[1]) * (unitMs.get(match[2] as string) as number);
}

/** The shortest writing of a duration of whole milliseconds that `readDuration` understands. */
export function printDuration(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const) {
    const size = unitMs.get(unit) as number;
    if (ms !== 0 && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
