import { type ExportRequest, type ImportMapping, maxPieceBytes } from '#shared/contract/exchange.ts';
import { DrawingImport } from '#shared/contract/screens.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { Clock, Log, Paths } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { TextTable } from '../tags/text-table.ts';
import { drawingJob, type DrawingJobRequest } from './drawing-job.ts';
import { type GitAnswer, liesInRepository } from '../screens/git-history.ts';
import { createExchangeFolder } from './exchange-folder.ts';
import { ExchangeFailed, startExchangeThread } from './exchange-thread.ts';
import { exportJob, whyNotExported } from './export-job.ts';
import type { Look } from './formats/guess-mapping.ts';
import { importJob } from './import-job.ts';
import { journalJob, type JournalRequest } from './journal-job.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';
import { paperJob, type PaperRequest } from './paper-job.ts';
import { isInCalendar, type PlantFacts } from './plant-access.ts';
import { recordingJob } from './recording-job.ts';
import { reportJob, type ReportRequest } from './report-job.ts';
import type { FromWorker, GitTask } from './worker-protocol.ts';
import { createUploads, type DrawingFormat, isTable, type TableUpload, type Uploads } from './uploads.ts';

const noTable = (name: string) => refused('unreadable', `${name} was handed over as a drawing, not as a table.`);

/** Longest span of one recording, ms. */
const mostRecordedMs = 31 * 86_400_000;
/** Files looked at at once: each has a thread with memory of its own. */
const mostLooks = 2;

export type Exchange = Pick<JobQueue, 'jobs' | 'cancel' | 'remove' | 'read' | 'onChange'> & {
  readonly uploads: Pick<Uploads, 'open' | 'piece'>;
  startExport(request: ExportRequest, user: string): Result<{ readonly job: string }, 'not-found' | 'too-large' | 'busy'>;
  startRecording(span: { readonly fromMs: number; readonly toMs: number }, title: string, user: string): Result<{ readonly job: string }, 'too-large' | 'busy'>;
  /** Events of the alarm journal as a file. */
  startJournal(request: JournalRequest): Result<{ readonly job: string }, 'busy'>;
  /** A report as a file. */
  startReport(request: ReportRequest): Result<{ readonly job: string }, 'busy'>;
  /** A paper with pages as a file. */
  startPaper(request: PaperRequest): Result<{ readonly job: string }, 'busy'>;
  /** What a file that was handed over looks like. */
  look(upload: string, signal: AbortSignal): Promise<Result<Look, 'not-found' | 'unreadable'>>;
  startImport(upload: string, mapping: ImportMapping, user: string): Promise<Result<{ readonly job: string }, 'not-found' | 'unreadable' | 'busy'>>;
  /** Turns a drawing of another system into screens; `imported` gives them once the job is done. */
  startDrawing(upload: string, request: DrawingJobRequest, user: string): Promise<Result<{ readonly job: string }, 'not-found' | 'unreadable' | 'busy'>>;
  /** Commits of the project's repository that changed a file of it, and the file's text at one of them; read in a thread of their own. */
  commits(file: string, signal: AbortSignal): Promise<GitAnswer>;
  textAt(file: string, oid: string): Promise<string | null>;
  imported(job: string): Promise<Result<DrawingImport, 'not-found' | 'not-ready'>>;
  /** Ends what runs and gives up files that were handed over. */
  close(): Promise<void>;
};

export type ExchangeOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly paths: Pick<Paths, 'dataDir' | 'projectDir' | 'storeWorker'>;
  /** The exchange worker's script, which differs between source tree and bundle. */
  readonly worker: URL;
  readonly store: Store;
  /** Names of small facts of the store without which a recording cannot be read. */
  readonly keptFacts?: readonly string[];
  readonly texts: Pick<TextTable, 'text' | 'indexOf'>;
  facts(): PlantFacts;
};

/** Exports, imports and recordings of one data folder, one at a time. */
export async function createExchange({ clock, log, paths, worker, store, keptFacts = [], texts, facts }: ExchangeOptions): Promise<Exchange> {
  const folder = createExchangeFolder(paths.dataDir, clock.nowMs());
  // A disk that cannot take the folder takes no exports either, but plants are run without them.
  await folder.open().catch((error: unknown) => log.warn('exchange', `The folder of exports can't be made: ${error instanceof Error ? error.message : String(error)}. Exports and imports will fail.`));
  const queue = createJobQueue(folder, clock, log);
  const uploads = createUploads(folder, clock);
  const text = (index: number): string => texts.text(index);
  const looks = new AbortController();
  let looking = 0;
  const ask = async (task: GitTask, signal: AbortSignal): Promise<FromWorker> => {
    const thread = startExchangeThread(worker, task, AbortSignal.any([signal, looks.signal]));
    try {
      return await thread.next();
    } finally {
      await thread.end();
    }
  };
  const lookAt = async ({ path, format, name }: TableUpload, signal: AbortSignal): Promise<Result<Look, 'unreadable'>> => {
    const thread = startExchangeThread(worker, { kind: 'look', path, format, tagIds: facts().tags.map((tag) => tag.id) }, AbortSignal.any([signal, looks.signal]));
    try {
      const message = await thread.next();
      if (message.t !== 'looked') throw new Error(`the exchange thread said ${message.t}`);
      return ok(message.look);
    } catch (error) {
      if (error instanceof ExchangeFailed) return refused('unreadable', `${name} can't be read. ${error.sentence ?? error.message}`);
      throw error;
    } finally {
      await thread.end();
    }
  };

  return {
    jobs: () => queue.jobs(),
    cancel: (id) => queue.cancel(id),
    remove: (id) => queue.remove(id),
    read: (id, offset, length) => queue.read(id, offset, length),
    onChange: (call) => queue.onChange(call),
    uploads,
    startExport(request, user) {
      const fault = whyNotExported(request, facts());
      return fault === null ? queue.start(exportJob({ folder, script: worker, facts, text }, request, user)) : { ok: false, fault };
    },
    startRecording(span, title, user) {
      if (span.toMs - span.fromMs > mostRecordedMs) return refused('too-large', 'A recording takes at most 31 days.', 'Choose a shorter span.');
      if (!isInCalendar(span)) return refused('too-large', 'The span lies beyond the times a calendar has, so nothing was recorded.', 'Choose another span.');
      return queue.start(recordingJob({ clock, log, folder, storeWorker: paths.storeWorker, projectDir: paths.projectDir, store, keptFacts, facts, text }, span, title, user));
    },
    startJournal: (request) => queue.start(journalJob({ folder, script: worker }, request)),
    startReport: (request) => queue.start(reportJob({ folder, script: worker }, request)),
    startPaper: (request) => queue.start(paperJob({ folder, script: worker }, request)),
    async look(id, signal) {
      if (looking >= mostLooks) return refused('unreadable', `${mostLooks} files are being looked at already.`, 'Try again in a moment.');
      looking++;
      try {
        const upload = await uploads.whole(id);
        if (!upload.ok) return upload;
        return isTable(upload.value) ? await lookAt(upload.value, signal) : noTable(upload.value.name);
      } finally {
        looking--;
      }
    },
    async startImport(id, mapping, user) {
      const upload = await uploads.whole(id);
      if (!upload.ok) return upload;
      const { value: file } = upload;
      if (!isTable(file)) return noTable(file.name);
      const unknown = Object.values(mapping.rename).find((tag) => tag !== '' && facts().indexOf(tag) === undefined);
      if (unknown !== undefined) return refused('not-found', `There is no tag ${unknown}, so nothing was imported.`);
      if (!uploads.take(id)) return refused('not-found', `${upload.value.name} is being imported already.`);
      const started = queue.start(importJob({ clock, uploads, script: worker, facts, textIndex: (one) => texts.indexOf(one) }, file, mapping, user));
      if (!started.ok) uploads.release(id);
      return started;
    },
    async startDrawing(id, request, user) {
      const upload = await uploads.whole(id);
      if (!upload.ok) return upload;
      const { value: file } = upload;
      if (isTable(file)) return refused('unreadable', `${file.name} was handed over as a table, not as a drawing.`);
      if (!uploads.take(id)) return refused('not-found', `${file.name} is being imported already.`);
      const started = queue.start(drawingJob({ folder, uploads, script: worker }, { ...file, format: file.format as DrawingFormat }, request, user));
      if (!started.ok) uploads.release(id);
      return started;
    },
    async commits(file, signal) {
      if (!(await liesInRepository(paths.projectDir))) return { commits: [], problem: null };
      const message = await ask({ kind: 'commits', projectDir: paths.projectDir, file }, signal);
      if (message.t !== 'commits') throw new Error(`the exchange thread said ${message.t}`);
      return message.answer;
    },
    async textAt(file, oid) {
      const message = await ask({ kind: 'text-at', projectDir: paths.projectDir, file, oid }, looks.signal);
      if (message.t !== 'text-at') throw new Error(`the exchange thread said ${message.t}`);
      return message.text;
    },
    async imported(job) {
      const pieces: Uint8Array[] = [];
      for (let offset = 0, isWhole = false; !isWhole;) {
        const piece = await queue.read(job, offset, maxPieceBytes);
        if (!piece.ok) return piece;
        pieces.push(piece.value);
        offset += piece.value.length;
        isWhole = piece.value.length < maxPieceBytes;
      }
      try {
        return ok(DrawingImport.parse(JSON.parse(Buffer.concat(pieces).toString('utf8'))));
      } catch {
        return refused('not-ready', 'This job made no screens.');
      }
    },
    async close() {
      looks.abort();
      await queue.close();
      await uploads.close();
    },
  };
}

