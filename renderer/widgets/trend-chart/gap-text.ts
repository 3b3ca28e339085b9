import { formatNumber } from '#shared/model/format-value.ts';
import { formatSpan } from '../format-time.ts';

/** A length of time between two cursors, to three figures: "42.2 s", "3.40 ms", "2 min 05 s", "3 h 20 min". */
export function formatGap(ms: number): string {
  if (!Number.isFinite(ms)) return '--';
  const of = (value: number, unit: string): string => `${formatNumber(value, value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
  if (ms < 1000) return of(ms, 'ms');
  if (ms < 120_000) return of(ms / 1000, 's');
  const seconds = Math.round(ms / 1000);
  return ms < 3_600_000 ? `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s` : formatSpan(ms);
}
