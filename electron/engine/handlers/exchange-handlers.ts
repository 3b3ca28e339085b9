import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { JournalRequest } from '../exchange/journal-job.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { journalQuery } from './journal-filter.ts';
import { latestOf } from './stream.ts';

type Names =
  | 'jobs.state'
  | 'job.cancel'
  | 'job.remove'
  | 'job.read'
  | 'export.start'
  | 'journal.export'
  | 'recording.start'
  | 'import.open'
  | 'import.piece'
  | 'import.look'
  | 'import.start';

/** Exports, imports and recordings: work that goes on behind, watched through `jobs.state`. */
export function exchangeHandlers(parts: EngineParts): HandlersOf<Names> {
  const { exchange } = parts;
  const unknownJob = () => refused('not-found', 'There is no such job any more.');
  return {
    'jobs.state': (_params, { notify }) =>
      latestOf(
        () => ({ jobs: [...exchange.jobs()] }),
        (changed) => exchange.onChange(changed),
        notify,
      ),
    'job.cancel': async ({ job }) => ((await exchange.cancel(job)) ? ok({}) : unknownJob()),
    'job.remove': async ({ job }) => {
      const done = await exchange.remove(job);
      if (done === 'not-found') return unknownJob();
      return done === 'removed' ? ok({}) : refused('still-running', 'The job is still running.', 'Cancel it first.');
    },
    'job.read': async ({ job, offset, length }) => {
      const piece = await exchange.read(job, offset, length);
      return piece.ok ? ok({ bytes: piece.value }) : piece;
    },
    'export.start': (request, { user }) => exchange.startExport(request, user),
    'journal.export': ({ format, filter = {} }, { user }) =>
      exchange.startJournal({
        format,
        user,
        lastSeq: parts.plant().alarms.publishedSeq,
        isWhole: Object.keys(filter).length === 0,
        find: (beforeSeq, limit, signal) => parts.store.journal.search(journalQuery(filter, beforeSeq, limit, parts.plant().project, parts.plant().alarms.definitions), signal),
        describe: describeAlarm(parts),
      }),
    'recording.start': ({ span, title }, { user }) => exchange.startRecording(span, title, user),
    'import.open': ({ name, format, bytes }) => exchange.uploads.open(name, format, bytes),
    'import.piece': ({ upload, offset, bytes }) => exchange.uploads.piece(upload, offset, bytes),
    'import.look': async ({ upload }, _session, { signal }) => {
      const look = await exchange.look(upload, signal);
      if (!look.ok) return look;
      const { columns, rows, mapping, unknown } = look.value;
      return ok({ columns: [...columns], rows: rows.map((row) => [...row]), mapping, unknown: [...unknown] });
    },
    'import.start': ({ upload, mapping }, { user }) => exchange.startImport(upload, mapping, user),
  };
}

/** What the project, or the device that brought it along, says of an alarm; looked up anew where the project was edited meanwhile. */
function describeAlarm(parts: EngineParts): JournalRequest['describe'] {
  let known: { readonly of: unknown; readonly byId: ReadonlyMap<string, AlarmDefinition> } | null = null;
  return (alarm) => {
    const { project, alarms } = parts.plant();
    if (known === null || known.of !== project) known = { of: project, byId: new Map(project.alarms.map((one) => [one.id, one])) };
    const definition = known.byId.get(alarm) ?? alarms.standingOf(alarm as AlarmId)?.definition;
    if (definition === undefined) return null;
    return { definition, asset: definition.asset ?? project.tags[project.directory.get(definition.tag)?.index ?? -1]?.asset ?? null };
  };
}
