import { binMs } from '#shared/alarm-load/load-bins.ts';
import { loadTargets } from '#shared/alarm-load/load-targets.ts';
import type { AlarmLoad, LoadRow, LoadVerdict } from '#shared/model/alarm-load.ts';
import { type Report, type ReportColumn, type ReportSection, reportTime } from '../exchange/formats/report.ts';

/** What of the plant a report needs to name an alarm. */
export type NamedAlarm = { readonly tag: string; readonly message: string; readonly priority: number | null };

const verdictWords: Readonly<Record<LoadVerdict, string>> = { met: 'Met', near: 'Manageable', missed: 'Not met', unknown: 'Not judged' };

/** All that the console shows of one span, and where each target comes from, as a report. `plant`: the project's name. */
export function loadReport(plant: string, load: AlarmLoad, nameOf: (alarm: string) => NamedAlarm): Report {
  const { figures, operators, rules } = load;
  const perBin = load.chart.most;
  return {
    title: `Alarm load of ${plant}`,
    lines: [
      `${reportTime(figures.fromMs)} to ${reportTime(figures.toMs)} UTC, for ${operators === 1 ? 'one operator' : `${operators} operators`}.`,
      ...(figures.fromMs > load.askedFromMs
        ? [`The journal begins at ${reportTime(figures.fromMs)} UTC; nothing is known of the time before, and the figures leave it out.`]
        : []),
      `An alarm counts each time it comes to stand before the operator as new; while it is shelved, suppressed or out of service it does not. ${figures.alarms} did, of ${figures.distinct} alarms.`,
      `A flood begins with 10 minutes of more than ${rules.floodAbove} alarms an operator and ends before the first 10 minutes with fewer than ${rules.floodEndsBelow}.`,
      'The targets are quoted from secondary texts. Check yours, and set them under alarms.load.targets of the project.',
    ],
    chart: {
      title:
        load.chart.binsPerColumn === 1
          ? 'Alarms in 10 minutes.'
          : `Alarms in 10 minutes, the fullest of each ${load.chart.binsPerColumn * 10}.`,
      fromMs: load.chart.fromMs,
      stepMs: binMs * load.chart.binsPerColumn,
      values: [...perBin],
      limit: rules.floodAbove * operators,
    },
    sections: [
      measures(load),
      ...(load.priorities.some((count) => count > 0) ? [priorities(load)] : []),
      alarmTable('Most frequent alarms', '', load.lists.frequent, figures.alarms, nameOf),
      alarmTable(
        'Chattering alarms',
        `Came ${rules.chatterCount} times or more within ${rules.chatterWithinS} s.`,
        load.lists.chattering,
        figures.alarms,
        nameOf,
      ),
      alarmTable('Fleeting alarms', `Were gone again in less than ${rules.fleetingBelowS} s.`, load.lists.fleeting, figures.alarms, nameOf),
      alarmTable('Stale alarms', `Active for more than ${rules.staleAfterH} h at the end.`, load.lists.stale, figures.alarms, nameOf),
      {
        title: 'Floods',
        note: load.floods.length < figures.flood.count ? `The newest ${load.floods.length} of ${figures.flood.count}.` : '',
        columns: [
          column('Begins', 'time'),
          column('Ends', 'time'),
          column('Alarms', 'count'),
          column('Most in 10 minutes', 'count'),
          column('That began', 'time'),
          column('Goes on', 'text'),
        ],
        rows: load.floods.map(({ fromMs, toMs, alarms, most, mostMs, isOpen }) => [
          fromMs,
          toMs,
          alarms,
          most,
          mostMs,
          isOpen ? 'yes' : 'no',
        ]),
      },
      {
        title: 'Areas',
        note: '',
        columns: [column('Area', 'text'), column('Alarms', 'count'), column('Share', 'percent')],
        rows: load.areas.map(({ name, alarms }) => [name, alarms, share(alarms, figures.alarms)]),
      },
      other(load),
      {
        title: 'Alarms in 10 minutes',
        isForSheets: true,
        note: load.chart.binsPerColumn === 1 ? '' : `The fullest 10 minutes of each ${load.chart.binsPerColumn * 10}.`,
        columns: [column('From', 'time'), column('Alarms', 'count')],
        rows: Array.from(perBin, (count, at) => [load.chart.fromMs + at * load.chart.binsPerColumn * binMs, count]),
      },
    ],
  };
}

const column = (name: string, kind: ReportColumn['kind']): ReportColumn => ({ name, kind });
const share = (part: number, whole: number): number | null => (whole === 0 ? null : (part / whole) * 100);

const measures = ({ measures: list }: AlarmLoad): ReportSection => ({
  title: 'Figures and targets',
  note: '',
  columns: [
    column('Figure', 'text'),
    column('Value', 'decimal'),
    column('Unit', 'text'),
    column('Target', 'text'),
    column('Verdict', 'text'),
    column('Source of the target', 'text'),
  ],
  rows: list.map(({ id, value, good, limit, verdict, why, source }) => {
    const target = loadTargets.find((one) => one.id === id);
    const words = `${target?.compare === 'at-least' ? 'at least' : 'at most'} ${good}${limit === null ? '' : `, ${limit} can be managed`}`;
    return [
      target?.name ?? id,
      value,
      value === null ? '' : (target?.unit ?? ''),
      words,
      why === '' ? verdictWords[verdict] : `${verdictWords[verdict]}: ${why}`,
      source,
    ];
  }),
});

const priorities = ({ priorities: came, defined }: AlarmLoad): ReportSection => {
  const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
  return {
    title: 'Priorities',
    note: 'Usually aimed at: 80 % of priorities 3 and 4, 15 % of priority 2, 5 % of priority 1.',
    columns: [
      column('Priority', 'count'),
      column('Alarms that came', 'count'),
      column('Share of them', 'percent'),
      column('Alarms defined', 'count'),
      column('Share of those', 'percent'),
    ],
    rows: came.map((count, at) => [at + 1, count, share(count, sum(came)), defined[at] ?? 0, share(defined[at] ?? 0, sum(defined))]),
  };
};

const alarmTable = (
  title: string,
  note: string,
  rows: readonly LoadRow[],
  alarms: number,
  nameOf: (alarm: string) => NamedAlarm,
): ReportSection => ({
  title,
  note,
  columns: [
    column('Alarm', 'text'),
    column('Tag', 'text'),
    column('Message', 'text'),
    column('Priority', 'count'),
    column('Came', 'count'),
    column('Share', 'percent'),
    column('Bursts of chatter', 'count'),
    column('Fleeting', 'count'),
    column('Active in the span', 'seconds'),
    column('Longest', 'seconds'),
    column('Active since', 'time'),
    column('Mean time to acknowledge', 'seconds'),
  ],
  rows: rows.map(({ alarm, raised, chatters, fleeting, activeMs, longestMs, activeSinceMs, acknowledgeMs }) => {
    const { tag, message, priority } = nameOf(alarm);
    return [
      alarm,
      tag,
      message,
      priority,
      raised,
      share(raised, alarms),
      chatters,
      fleeting,
      activeMs / 1000,
      longestMs / 1000,
      activeSinceMs,
      acknowledgeMs === null ? null : acknowledgeMs / 1000,
    ];
  }),
});

function other({ figures }: AlarmLoad): ReportSection {
  const { standing, hidden, stale, fleeting, acknowledge, rolling, bins } = figures;
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
  return {
    title: 'Other figures',
    note: '',
    columns: [column('Figure', 'text'), column('Value', 'decimal'), column('Unit', 'text')],
    rows: [
      ['Most alarms in one wall-clock interval of 10 minutes', bins.most, ''],
      ['Most alarms in any 10 minutes', rolling.most, ''],
      ['Active at the end', standing.atEnd, ''],
      ['of them unacknowledged', standing.unacked, ''],
      ['Most active at once', standing.most, ''],
      ['Active on average', standing.mean, ''],
      ['Stretches that were stale when they ended', stale.ended, ''],
      ['Times an alarm was fleeting', fleeting.times, ''],
      ['Shelved at the end', hidden.shelved, ''],
      ['Suppressed at the end', hidden.suppressed, ''],
      ['Out of service at the end', hidden.outOfService, ''],
      ['Times an alarm was hidden', hidden.times, ''],
      ['Acknowledged', acknowledge.count, ''],
      ['Time to acknowledge, median', seconds(acknowledge.medianMs), 's'],
      ['Time to acknowledge, nine in ten within', seconds(acknowledge.p90Ms), 's'],
      ['Time to acknowledge, longest', seconds(acknowledge.longestMs), 's'],
    ],
  };
}
