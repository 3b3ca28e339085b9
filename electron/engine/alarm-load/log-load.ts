import type { AlarmState } from '#shared/model/alarm.ts';
import { type LoadLists, LoadRules, type LoadMeasure, LoadSettings } from '#shared/model/alarm-load.ts';
import { binsOf, mostBins } from '#shared/alarm-load/load-bins.ts';
import { createLoadMeter, type MeterReading } from '#shared/alarm-load/load-meter.ts';
import { loadLists } from '#shared/alarm-load/load-rows.ts';
import { measureLoad } from '#shared/alarm-load/load-targets.ts';
import { TableRefused } from '../exchange/formats/table.ts';
import { logKinds } from './log-words.ts';
import type { AlarmLog } from './read-alarm-log.ts';

export type LogLoad = {
  readonly reading: MeterReading;
  readonly lists: LoadLists;
  /** Alarms of priority 1 to 4; null where the log names no priorities. */
  readonly priorities: readonly number[] | null;
  readonly measures: readonly LoadMeasure[];
};

export type LogLoadOptions = { readonly operators: number; readonly settings: LoadSettings; readonly most: number };
export const usualLogLoad: LogLoadOptions = { operators: 1, settings: LoadSettings.parse({}), most: 50 };

/**
 * The load a log tells of, from its first event to its last. An alarm that comes again without having returned counts again,
 * and is active since it first came; one that returns without having come counts for nothing.
 */
export function loadOfLog({ timeMs, alarm, kind, alarms }: AlarmLog, { operators, settings, most }: LogLoadOptions): LogLoad {
  const [fromMs, toMs] = [timeMs[0] as number, timeMs.at(-1) as number];
  if (binsOf(fromMs, toMs).total > mostBins)
    throw new TableRefused('The log spans more than 80 years, so some of its times are wrong. Look at its first and its last row.');
  const rules = LoadRules.parse(settings.rules);
  const meter = createLoadMeter({ fromMs, operators, rules });
  const active = new Uint8Array(alarms.length);
  const waiting = new Uint8Array(alarms.length);
  for (let row = 0; row < timeMs.length; row++) {
    const [of, what, atMs] = [alarm[row] as number, logKinds[kind[row] as number] as (typeof logKinds)[number], timeMs[row] as number];
    if (what === 'raised' && active[of] === 1 && waiting[of] === 1) {
      meter.repeat(of, atMs);
      continue;
    }
    if (what === 'raised') active[of] = waiting[of] = 1;
    else if (what === 'returned') active[of] = 0;
    else waiting[of] = 0;
    meter.add(of, stateOf(active[of] === 1, waiting[of] === 1), atMs);
  }
  const reading = meter.read(toMs);
  const lists = loadLists(reading.columns, reading.alarms, {
    idOf: (one) => (alarms[one] as (typeof alarms)[number]).id,
    fromMs,
    toMs,
    staleMs: rules.staleAfterH * 3_600_000,
    most,
  });
  const priorities = alarms.some(({ priority }) => priority !== null) ? [0, 0, 0, 0] : null;
  // As in the console, an alarm without a priority counts as one of the lowest.
  if (priorities !== null)
    alarms.forEach(({ priority }, one) => ((priorities[(priority ?? 4) - 1] as number) += reading.columns.raised[one] ?? 0));
  return { reading, lists, priorities, measures: measureLoad(reading.figures, priorities, operators, settings) };
}

const stateOf = (isActive: boolean, isWaiting: boolean): AlarmState =>
  isActive ? (isWaiting ? 'active-unacked' : 'active-acked') : isWaiting ? 'returned-unacked' : 'normal';
