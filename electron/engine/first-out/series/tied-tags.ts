import type { BurstAlarm } from '../burst-alarm.ts';
import { isOrderOpen } from '../order-probability.ts';
import type { SeriesTable } from './series-table.ts';

/** Correlation in the rows before the burst from which on two tags move as one: a valve and its flow, a speed and its current. */
const tiedFrom = 0.8;
const leastRows = 20;

const outputWords: ReadonlySet<string> = new Set(['xmv', 'mv', 'op', 'out', 'output', 'sp', 'setpoint', 'cmd', 'command', 'zt', 'valve']);
/** By its name an output or setpoint: where two moved at the same moment it moved the other, not the other way round. */
export const isOutput = (tag: string): boolean => tag.toLowerCase().split(/[^a-z]+/).some((word) => outputWords.has(word));

/**
 * An output and a measurement that always moved as one began as one: where the intervals of their onsets touch, an output
 * that showed later takes the measurement's time and uncertainty, since noise of its own hid the beginning. Onsets that lie
 * plainly apart stay: that is a fault between the two; and so do those of two measurements. `before` is the row the burst began at; same order as the alarms.
 */
export function withTiedOnsets(table: SeriesTable, alarms: readonly BurstAlarm[], before: number): readonly BurstAlarm[] {
  if (before < leastRows) return alarms;
  const columns = alarms.map(({ tag }) => standardised(table.columns[table.tags.indexOf(tag ?? '')]?.subarray(0, before) ?? new Float64Array(before)));
  return alarms.map((alarm, at) => {
    if (!isOutput(alarm.tag ?? '')) return alarm;
    const earlier = alarms
      .filter((other) => !isOutput(other.tag ?? '') && other.timeMs < alarm.timeMs && isOrderOpen(other.timeMs, other.uncertaintyMs, alarm.timeMs, alarm.uncertaintyMs))
      .filter((other) => Math.abs(productOf(columns[at], columns[alarms.indexOf(other)])) >= tiedFrom)
      .toSorted((a, b) => a.timeMs - b.timeMs)[0];
    return earlier === undefined ? alarm : { ...alarm, timeMs: earlier.timeMs, uncertaintyMs: earlier.uncertaintyMs };
  });
}

/** About its mean, of length one; all 0 for a tag that stands still. */
function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rest = values.map((value) => value - mean);
  const length = Math.sqrt(rest.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? rest.map((value) => value / length) : rest;
}

const productOf = (a: Float64Array | undefined, b: Float64Array | undefined): number => (a === undefined || b === undefined ? 0 : a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0));
