import { basename } from 'node:path';
import { binColumns, binMs } from '#shared/alarm-load/load-bins.ts';
import { type AlarmLoad, LoadSettings } from '#shared/model/alarm-load.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { loadOfLog } from '../../engine/alarm-load/log-load.ts';
import { loadReport } from '../../engine/alarm-load/load-report.ts';
import { type AlarmLog, readAlarmLog } from '../../engine/alarm-load/read-alarm-log.ts';
import type { Report } from '../../engine/exchange/formats/report.ts';

export type FileLoad = {
  readonly file: string;
  readonly log: AlarmLog;
  readonly load: AlarmLoad;
  /** Whether the log names priorities; without them none is judged. */
  readonly hasPriorities: boolean;
  readonly report: Report;
};

const rowsAList = 50;
/** A year of intervals, each for itself. */
const mostColumns = 53_000;

/** The load an alarm log of another system tells of, and the report of it. Throws a TableRefused with a sentence where the file is none. */
export async function loadOfFile(file: string, operators: number): Promise<FileLoad> {
  const settings = LoadSettings.parse({});
  const log = await readAlarmLog(file);
  const { reading, lists, priorities, measures } = loadOfLog(log, { operators, settings, most: rowsAList });
  const defined = [0, 0, 0, 0];
  for (const { priority } of log.alarms) (defined[(priority ?? 4) - 1] as number)++;
  const columns = binColumns(reading.bins, mostColumns);
  const load: AlarmLoad = {
    figures: reading.figures,
    operators,
    rules: settings.rules,
    askedFromMs: reading.figures.fromMs,
    measures,
    priorities: priorities ?? [0, 0, 0, 0],
    defined: priorities === null ? [0, 0, 0, 0] : defined,
    floods: reading.floods,
    lists,
    areas: areasOf(log, reading.columns.raised),
    chart: { fromMs: columns.first * binMs, binsPerColumn: columns.binsPerColumn, most: columns.most },
  };
  const byId = new Map(log.alarms.map((alarm) => [alarm.id, alarm]));
  const report = loadReport(basename(file), load, (id) => {
    const alarm = byId.get(id);
    return { tag: alarm?.tag ?? id, message: alarm?.description ?? '', priority: alarm?.priority ?? null };
  });
  const notes = [
    ...(log.timeForm === 'seconds' ? ['The log counts seconds: its times are written as if they began on 1970-01-01.'] : []),
    ...log.assumptions,
    ...(log.unread.count === 0 ? [] : [`${log.unread.count} rows could not be read and are left out. ${log.unread.first.join(' ')}`]),
    ...(reading.figures.acknowledge.count === 0 ? ['The log tells of no acknowledge, so nothing is known of them.'] : []),
    ...(log.others === 0 ? [] : [`${log.others} rows are no transition of an alarm and are left out.`]),
  ];
  return { file, log, load, hasPriorities: priorities !== null, report: { ...report, lines: [...report.lines, ...notes] } };
}

function areasOf({ alarms }: AlarmLog, raised: Uint32Array): AlarmLoad['areas'] {
  const counts = new Map<string, number>();
  alarms.forEach(({ area }, at) => counts.set(area, (counts.get(area) ?? 0) + (raised[at] ?? 0)));
  if (counts.size === 1 && counts.has('')) return [];
  return [...counts]
    .map(([area, count]) => ({
      asset: area === '' ? null : (area as AssetId),
      name: area === '' ? 'Without an area' : area,
      alarms: count,
    }))
    .toSorted((a, b) => b.alarms - a.alarms);
}

/** What `--json` prints. */
export function loadJson({ file, log, load, hasPriorities }: FileLoad): unknown {
  const { chart, defined: _defined, askedFromMs: _askedFromMs, priorities, ...rest } = load;
  return {
    file,
    rows: log.timeMs.length,
    columns: log.columns,
    timeForm: log.timeForm,
    unread: log.unread,
    others: log.others,
    assumptions: log.assumptions,
    ...rest,
    priorities: hasPriorities ? priorities : null,
    /** Most alarms in 10 minutes of each step; beyond a year a step is longer. */
    perInterval: { fromMs: chart.fromMs, stepMs: binMs * chart.binsPerColumn, most: [...chart.most] },
  };
}
