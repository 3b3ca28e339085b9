import type { AlarmDefinition, AlarmEvent } from '#shared/model/alarm.ts';
import { startExchangeThread } from './exchange-thread.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import { qualityName } from './formats/quality-names.ts';
import type { Cells, TableColumn } from './formats/table.ts';
import { timeText } from './formats/time-text.ts';
import type { JobWork } from './job-queue.ts';
import { counted, fileName } from './plant-access.ts';

/** Events asked for at once. */
const pieceEvents = 1000;

export type JournalRequest = {
  readonly format: 'csv' | 'xlsx';
  readonly user: string;
  /** The newest event that belongs to it: what comes while it is written does not. */
  readonly lastSeq: number;
  /** Whether the whole journal is meant, for the title. */
  readonly isWhole: boolean;
  /** Events that pass, newest first, from below a number; `nextBeforeSeq` null at the journal's end. */
  find(beforeSeq: number, limit: number, signal: AbortSignal): Promise<{ readonly events: readonly AlarmEvent[]; readonly nextBeforeSeq: number | null }>;
  /** What the project knows of an alarm; null where it does not have it any more. */
  describe(alarm: string): { readonly definition: AlarmDefinition; readonly asset: string | null } | null;
};

type Column = TableColumn & { cells(events: readonly AlarmEvent[], describe: JournalRequest['describe']): Cells };

const time = (name: string, of: (event: AlarmEvent) => number): Column => ({ name, kind: 'time', cells: (events) => ({ kind: 'time', timeMs: Float64Array.from(events, of) }) });
const text = (name: string, of: (event: AlarmEvent, known: ReturnType<JournalRequest['describe']>) => string | null | undefined): Column => ({
  name,
  kind: 'text',
  cells: (events, describe) => ({ kind: 'text', text: events.map((event) => of(event, describe(event.alarm)) ?? null) }),
});
const number = (name: string, of: (event: AlarmEvent, known: ReturnType<JournalRequest['describe']>) => number | null | undefined): Column => ({
  name,
  kind: 'number',
  cells(events, describe) {
    const found = events.map((event) => of(event, describe(event.alarm)));
    return { kind: 'number', value: Float64Array.from(found, (one) => one ?? Number.NaN), isThere: Uint8Array.from(found, (one) => Number(one !== null && one !== undefined)) };
  },
});

/** What of an event stands in the file, in this order: the journal as the console shows it, and all that it leaves out. */
const columns: readonly Column[] = [
  number('number', ({ seq }) => seq),
  time('field time', ({ timeMs }) => timeMs),
  number('uncertainty ms', ({ uncertaintyMs }) => uncertaintyMs),
  time('judged', ({ engineMs }) => engineMs),
  number('priority', (_event, known) => known?.definition.priority),
  text('tag', (_event, known) => known?.definition.tag),
  text('alarm', ({ alarm }) => alarm),
  text('message', (_event, known) => known?.definition.message),
  text('asset', (_event, known) => known?.asset),
  text('event', ({ kind }) => kind),
  text('from', ({ from }) => from),
  text('to', ({ to }) => to),
  number('value', ({ value }) => value),
  text('quality', ({ quality }) => qualityName(quality)),
  text('user', ({ user }) => user),
  text('comment', ({ comment, hiding }) => comment ?? hiding?.reason),
  text('hidden until', ({ hiding }) => (hiding === undefined || hiding.untilMs === null ? null : timeText(hiding.untilMs))),
];

/** The work of one export of the alarm journal: the events that pass, newest first, a row each. */
export function journalJob({ folder, script }: { readonly folder: ExchangeFolder; readonly script: URL }, request: JournalRequest): JobWork {
  const { format, lastSeq, isWhole } = request;
  return {
    kind: 'export',
    title: `${isWhole ? 'Alarm journal' : 'Alarm journal, filtered'}, up to number ${counted(lastSeq)}`,
    user: request.user,
    file: { name: fileName(`alarm journal ${lastSeq}`, format), ending: format },
    async run({ partPath, signal, progress }) {
      const thread = startExchangeThread(script, { kind: 'table', path: partPath, format, sheet: 'Events', columns: columns.map(({ name, kind }) => ({ name, kind })) }, signal);
      const expect = async (t: 'ready' | 'written'): Promise<void> => {
        const message = await thread.next();
        if (message.t !== t) throw new Error(`the exchange thread said ${message.t} in place of ${t}`);
      };
      try {
        let rows = 0;
        for (let before: number | null = lastSeq + 1; before !== null;) {
          await folder.checkSpace();
          const found = await request.find(before, pieceEvents, signal);
          before = found.nextBeforeSeq;
          progress(1 - (before ?? 0) / (lastSeq + 1), `${counted(rows)} events written${before === null ? '' : `, searched back to number ${counted(before)}`}.`);
          if (found.events.length === 0) continue;
          await expect('ready');
          rows += found.events.length;
          thread.say({ t: 'rows', cells: columns.map((column) => column.cells(found.events, request.describe)) });
        }
        await expect('ready');
        thread.say({ t: 'finish' });
        await expect('written');
        return `${counted(rows)} ${rows === 1 ? 'event' : 'events'} exported.`;
      } finally {
        await thread.end();
      }
    },
  };
}
