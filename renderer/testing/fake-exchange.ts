import type { FirstoutContract } from '#shared/contract/index.ts';
import type { ImportMapping, Job } from '#shared/contract/exchange.ts';
import type { Directory } from '#shared/contract/project.ts';
import { refused } from '#shared/model/fault.ts';
import type { Handlers, StreamSource } from '#shared/rpc/server.ts';

type Names = 'jobs.state' | 'job.cancel' | 'job.remove' | 'job.read' | 'export.start' | 'journal.export' | 'recording.start' | 'import.open' | 'import.piece' | 'import.look' | 'import.start';

const stepMs = 200;
const steps = 25;

/** Jobs of the fake engine: each runs five seconds; files are made up, uploads are kept in memory and read as CSV. */
export function createFakeExchange(parts: { readonly directory: () => Directory; readonly time: { nowMs(): number; after(ms: number, call: () => void): unknown } }): Pick<Handlers<FirstoutContract>, Names> {
  const { directory, time } = parts;
  const jobs = new Map<string, Job>();
  const files = new Map<string, Uint8Array>();
  const uploads = new Map<string, { readonly name: string; readonly bytes: Uint8Array }>();
  const listeners = new Set<() => void>();
  let lastId = 0;
  const set = (job: Job): void => {
    jobs.set(job.id, job);
    for (const call of listeners) call();
  };
  const begin = (kind: Job['kind'], title: string, user: string, file: { readonly name: string; readonly bytes: Uint8Array } | null, ended: string): { readonly job: string } => {
    const id = `job-${++lastId}`;
    set({ id, kind, title, user, state: 'running', progress: 0, leftMs: null, startedMs: time.nowMs(), sentence: 'Reading samples.', file: null });
    const advance = (step: number): void => {
      const job = jobs.get(id);
      if (job === undefined || job.state !== 'running') return;
      if (step === steps) {
        if (file !== null) files.set(id, file.bytes);
        return set({ ...job, state: 'done', progress: 1, leftMs: 0, sentence: ended, file: file === null ? null : { name: file.name, bytes: file.bytes.length } });
      }
      set({ ...job, progress: step / steps, leftMs: (steps - step) * stepMs, sentence: `Reading samples, ${step * 4} of 100 parts.` });
      time.after(stepMs, () => advance(step + 1));
    };
    time.after(stepMs, () => advance(1));
    return { job: id };
  };
  const table = (upload: string): string[][] => {
    const text = new TextDecoder().decode(uploads.get(upload)?.bytes ?? new Uint8Array());
    return text.split(/\r?\n/).filter((line) => line !== '').map((line) => line.split(','));
  };

  return {
    'jobs.state': (_params, { notify }): StreamSource<{ jobs: Job[] }> => {
      let isDue = true;
      const told = (): void => {
        isDue = true;
        notify();
      };
      listeners.add(told);
      return {
        take() {
          if (!isDue) return null;
          isDue = false;
          return { jobs: [...jobs.values()] };
        },
        close: () => void listeners.delete(told),
      };
    },
    'job.cancel': ({ job: id }) => {
      const job = jobs.get(id);
      if (job === undefined) return refused('not-found', `There is no job ${id}.`);
      if (job.state === 'running') set({ ...job, state: 'cancelled', leftMs: null, sentence: 'Cancelled; what was written is removed.' });
      return { ok: true, value: {} };
    },
    'job.remove': ({ job: id }) => {
      const job = jobs.get(id);
      if (job === undefined) return refused('not-found', `There is no job ${id}.`);
      if (job.state === 'running') return refused('still-running', `${job.title} is still running; cancel it first.`);
      jobs.delete(id);
      files.delete(id);
      for (const call of listeners) call();
      return { ok: true, value: {} };
    },
    'job.read': ({ job: id, offset, length }) => {
      const bytes = files.get(id);
      return bytes === undefined ? refused('not-ready', `${id} has no file yet.`) : { ok: true, value: { bytes: bytes.slice(offset, offset + length) } };
    },
    'export.start': ({ format, tags, span }, { user }) => {
      const rows = ['time,tag,value,quality'];
      for (let ms = span.fromMs; ms < span.toMs && rows.length < 100_000; ms += 1000) for (const tag of tags) rows.push(`${new Date(ms).toISOString()},${tag},${((ms / 1000) % 97).toFixed(1)},good`);
      const title = tags.length === 1 ? `Export of ${tags[0]}` : `Export of ${tags.length} tags`;
      return { ok: true, value: begin('export', title, user, { name: `history.${format}`, bytes: new TextEncoder().encode(rows.join('\n')) }, `${rows.length - 1} rows.`) };
    },
    'journal.export': ({ format }, { user }) => ({ ok: true, value: begin('export', 'Alarm journal', user, { name: `alarm-journal.${format}`, bytes: new TextEncoder().encode('number,field time\n') }, '0 events.') }),
    'recording.start': ({ title }, { user }) => ({ ok: true, value: begin('recording', title, user, { name: `${title.replace(/[^\w-]+/g, '-')}.firstout`, bytes: new Uint8Array(3_400_000) }, 'Samples, 14 alarms, 6 actions, 2 notes.') }),
    'import.open': ({ name, bytes }) => {
      const upload = `upload-${++lastId}`;
      uploads.set(upload, { name, bytes: new Uint8Array(bytes) });
      return { ok: true, value: { upload } };
    },
    'import.piece': async ({ upload, offset, bytes }) => {
      const file = uploads.get(upload);
      if (file === undefined) return refused('not-found', `There is no upload ${upload}.`);
      await new Promise<void>((resolve) => void time.after(100, resolve));
      file.bytes.set(bytes, offset);
      return { ok: true, value: {} };
    },
    'import.look': ({ upload }) => {
      const [columns, ...rows] = table(upload);
      if (columns === undefined || columns.length < 2) return refused('unreadable', 'The file has no columns that a comma, a semicolon or a tab would part.');
      const known = new Set<string>(directory().tags.map(({ id }) => id));
      const isLong = columns.includes('tag');
      const names = isLong ? [...new Set(rows.map((row) => row[columns.indexOf('tag')] ?? ''))] : columns.slice(1);
      const mapping: ImportMapping = isLong ? { layout: 'long', timeColumn: columns[0] ?? '', timeForm: 'iso', tagColumn: 'tag', valueColumn: 'value', rename: {} } : { layout: 'wide', timeColumn: columns[0] ?? '', timeForm: 'iso', rename: {} };
      return { ok: true, value: { columns, rows: rows.slice(0, 20), mapping, unknown: names.filter((name) => !known.has(name)) } };
    },
    'import.start': ({ upload }, { user }) => {
      const file = uploads.get(upload);
      if (file === undefined) return refused('not-found', `There is no upload ${upload}.`);
      return { ok: true, value: begin('import', `Import of ${file.name}`, user, null, `${table(upload).length - 1} rows.`) };
    },
  };
}
