import type { SampleColumns } from '#shared/contract/columns.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Directory } from '#shared/contract/project.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { Note } from '#shared/model/history.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { refused } from '#shared/model/fault.ts';
import type { Handlers, StreamSource } from '#shared/rpc/server.ts';
import { foldEvents } from '../client/past-alarms.ts';

type Row = { readonly tag: number; readonly timeMs: number; readonly value: number; readonly quality: number };

/** What the fake engine has lived through, sample by sample, and the questions about it. Kept in memory, read by scanning. */
export function createFakePast(parts: { readonly directory: () => Directory; readonly journal: () => readonly AlarmEvent[]; readonly nowMs: () => number }) {
  const rows: Row[] = [];
  const notes: Note[] = [];
  const noteListeners = new Set<() => void>();
  const { directory, journal, nowMs } = parts;
  const columns = (picked: readonly Row[]): SampleColumns => ({
    tag: Uint32Array.from(picked, ({ tag }) => tag),
    timeMs: Float64Array.from(picked, ({ timeMs }) => timeMs),
    value: Float64Array.from(picked, ({ value }) => value),
    quality: Uint32Array.from(picked, ({ quality }) => quality),
  });
  const newestBefore = (tag: number, atMs: number): Row | undefined => rows.findLast((row) => row.tag === tag && row.timeMs <= atMs);
  const raised = (fromMs: number, toMs: number): readonly AlarmEvent[] => journal().filter(({ kind, engineMs }) => kind === 'raised' && engineMs >= fromMs && engineMs < toMs);
  const busy = () => refused('busy', 'The fake engine makes no files.');

  const handlers = {
    'history.at': ({ revision, tags, atMs }) => {
      if (revision !== directory().revision) return refused('other-revision', 'The project was reloaded.');
      const found = tags.map((tag) => newestBefore(tag, atMs));
      return {
        ok: true,
        value: {
          timeMs: Float64Array.from(found, (row) => row?.timeMs ?? NaN),
          value: Float64Array.from(found, (row) => row?.value ?? NaN),
          quality: Uint32Array.from(found, (row) => row?.quality ?? 0),
          away: null,
        },
      };
    },
    'history.samples': ({ tags, span, limit }) => {
      const asked = new Set(tags);
      const within = rows.filter((row) => asked.has(row.tag) && row.timeMs > span.fromMs && row.timeMs <= span.toMs).sort((a, b) => a.timeMs - b.timeMs);
      const reachMs = within[limit]?.timeMs ?? span.toMs;
      return { ok: true, value: { samples: columns(within.filter(({ timeMs }) => timeMs <= reachMs)), reachMs, away: null } };
    },
    'history.interpolated': ({ atMs }) => ({ ok: true, value: { value: new Float64Array(atMs.length).fill(NaN), quality: new Uint32Array(atMs.length) } }),
    'history.aggregates': () => refused('history-unavailable', 'The fake engine computes no aggregates.'),
    'history.extent': () => ({ ok: true, value: { fromMs: rows[0]?.timeMs ?? null, toMs: rows.at(-1)?.timeMs ?? null } }),
    'alarms.standingAt': ({ atMs }) => {
      const standings = new Map<AlarmId, AlarmStanding>();
      const events = journal().filter(({ engineMs }) => engineMs <= atMs);
      foldEvents(standings, events);
      return { ok: true, value: { seq: events.at(-1)?.seq ?? 0, standings: [...standings.values()] } };
    },
    'alarms.eventsIn': ({ span, limit }) => {
      const events = journal().filter(({ engineMs }) => engineMs >= span.fromMs && engineMs <= span.toMs);
      return { ok: true, value: { events: events.slice(0, limit), reachMs: events[limit]?.engineMs ?? span.toMs } };
    },
    'alarms.density': ({ span, width }) => {
      const counts = new Uint32Array(4 * width);
      for (const { alarm, engineMs } of raised(span.fromMs, span.toMs)) {
        const priority = directory().alarms.find(({ id }) => id === alarm)?.priority ?? 4;
        const column = Math.floor(((engineMs - span.fromMs) / (span.toMs - span.fromMs)) * width);
        counts[(priority - 1) * width + column] = (counts[(priority - 1) * width + column] ?? 0) + 1;
      }
      return { ok: true, value: { counts } };
    },
    'alarms.nextRaised': ({ atMs, direction }) => {
      const events = raised(-Infinity, Infinity);
      const event = direction === 1 ? events.find(({ engineMs }) => engineMs > atMs) : events.findLast(({ engineMs }) => engineMs < atMs);
      return { ok: true, value: { event: event ?? null } };
    },
    'actions.in': () => ({ ok: true, value: { actions: [] } }),
    'notes.in': ({ span }) => ({ ok: true, value: { notes: notes.filter(({ fromMs, toMs }) => fromMs <= span.toMs && (toMs ?? fromMs) >= span.fromMs) } }),
    'notes.version': (_params, { notify }): StreamSource<{ version: number }> => {
      let isDue = true;
      const told = (): void => {
        isDue = true;
        notify();
      };
      noteListeners.add(told);
      return {
        take() {
          if (!isDue) return null;
          isDue = false;
          return { version: notes.length };
        },
        close: () => void noteListeners.delete(told),
      };
    },
    'note.write': ({ fromMs, toMs, text, tags, asset }, { user }) => {
      const seq = notes.length + 1;
      notes.push({ seq, fromMs, toMs, madeMs: nowMs(), user, text, tags, asset, withdrawn: null });
      for (const call of noteListeners) call();
      return { ok: true, value: { seq } };
    },
    'note.withdraw': ({ seq }, { user }) => {
      const note = notes[seq - 1];
      if (note === undefined) return refused('not-found', `There is no note ${seq}.`);
      notes[seq - 1] = { ...note, withdrawn: { atMs: nowMs(), user } };
      for (const call of noteListeners) call();
      return { ok: true, value: {} };
    },
    'trend.save': () => ({ ok: true, value: {} }),
    'trend.remove': () => ({ ok: true, value: {} }),
    'layout.save': () => ({ ok: true, value: {} }),
    'layout.remove': () => ({ ok: true, value: {} }),
    'jobs.state': () => {
      let isDue = true;
      return {
        take() {
          const item = isDue ? { jobs: [] } : null;
          isDue = false;
          return item;
        },
        close: () => undefined,
      };
    },
    'job.cancel': () => ({ ok: true, value: {} }),
    'job.remove': () => ({ ok: true, value: {} }),
    'job.read': ({ job }) => refused('not-found', `There is no job ${job}.`),
    'export.start': busy,
    'recording.start': busy,
    'import.open': busy,
    'import.piece': ({ upload }) => refused('not-found', `There is no upload ${upload}.`),
    'import.look': ({ upload }) => refused('not-found', `There is no upload ${upload}.`),
    'import.start': ({ upload }) => refused('not-found', `There is no upload ${upload}.`),
  } satisfies Partial<Handlers<FirstoutContract>>;

  return {
    handlers,
    /** Keeps these rows as recorded. */
    record({ tag, timeMs, value, quality }: SampleColumns): void {
      for (let row = 0; row < tag.length; row++) {
        rows.push({ tag: tag[row] as number, timeMs: timeMs[row] as number, value: value[row] as number, quality: quality[row] as number });
      }
    },
  };
}
