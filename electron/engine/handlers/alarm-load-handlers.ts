import { longestLoadMs, type LoadSpan } from '#shared/contract/alarm-load.ts';
import { refused } from '#shared/model/fault.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createAlarmLoad } from '../alarm-load/load-service.ts';
import { loadReport } from '../alarm-load/load-report.ts';
import { JobFailed } from '../exchange/exchange-folder.ts';
import { isInCalendar } from '../exchange/plant-access.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

type Names = 'alarms.load' | 'alarms.loadNow' | 'loadReport.start';

/** How many alarms come, beside what a well-run plant has; as a report, too. */
export function alarmLoadHandlers(parts: EngineParts): HandlersOf<Names> {
  const load = createAlarmLoad({
    clock: parts.clock,
    log: parts.log,
    journal: parts.store.journal,
    standings: () => parts.store.standings(),
    project: () => parts.plant().project,
    deviceDefinition: (alarm) => parts.plant().alarms.standingOf(alarm as AlarmId)?.definition,
    lastSeq: parts.plant().alarms.publishedSeq,
  });
  parts.alarmsPublished.add((events) => load.published(events));

  return {
    'alarms.load': ({ span }, _session, { signal }) => (isTold(span) ? load.load(span, signal) : beyond()),
    'alarms.loadNow': (_params, { notify }) =>
      latestOf(
        () => load.now(),
        // The clock alone moves the figures, too: told with the status, once a second.
        (changed) => parts.statusChanged.add(changed),
        notify,
      ),
    'loadReport.start': ({ span, format }, { user }) => {
      if (!isTold(span)) return beyond();
      if ('fromMs' in span && span.toMs - span.fromMs > longestLoadMs) return refused('too-large', 'A report is of at most three years.', 'Choose a shorter time.');
      const plant = parts.plant().project.file.name;
      const day = new Date('fromMs' in span ? span.fromMs : (span.atMs ?? parts.clock.nowMs())).toISOString().slice(0, 10);
      return parts.exchange.startReport({
        title: 'window' in span ? `Alarm load, ${windowWords[span.window]}` : `Alarm load from ${day}`,
        name: `Alarm load ${plant} ${day}`,
        format,
        user,
        async make(signal) {
          const answer = await load.load(span, signal);
          if (!answer.ok) throw new JobFailed(answer.fault.message);
          return loadReport(plant, answer.value, (alarm) => {
            const definition = load.definitionOf(alarm);
            return { tag: definition?.tag ?? '', message: definition?.message ?? 'Not in the project any more', priority: definition?.priority ?? null };
          });
        },
      });
    },
  };
}

const isTold = (span: LoadSpan): boolean => isInCalendar('window' in span ? { fromMs: span.atMs ?? 0, toMs: span.atMs ?? 0 } : span);
const beyond = () => refused('too-large', 'The span lies beyond the times a calendar has.', 'Choose another span.');

const windowWords = { hour: 'last hour', shift: 'this shift', '8-hours': 'last 8 hours', day: 'last 24 hours', week: 'last 7 days', month: 'last 30 days' } as const;
