import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { beforeTime } from '#shared/math/next-time.ts';
import type { RecordingFacts } from '#shared/model/history.ts';
import { whole } from '../store/history-away.ts';
import type { Clock, Log } from '../ports.ts';
import { openStore, type Store } from '../store/store.ts';
import { type ExchangeFolder, JobFailed } from './exchange-folder.ts';
import type { JobContext, JobWork } from './job-queue.ts';
import { counted, fileName, type PlantFacts, spanWords } from './plant-access.ts';
import { fileEntry, recordingEntry, type RecordingEntry } from './recording-format.ts';
import { type CopiedRecords, copyRecords } from './recording-records.ts';
import { listProject, packFile } from './recording-project.ts';

/** Samples read at once, and of a block. */
const sliceSamples = 50_000;
const blockSamples = 5000;
const eventsAtOnce = 5000;
const mostNotes = 100_000;
const mostActions = 200_000;

export type RecordingParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly folder: ExchangeFolder;
  readonly storeWorker: URL;
  readonly projectDir: string;
  readonly store: Store;
  /** Names of small facts of the store that go along as they are. */
  readonly keptFacts?: readonly string[];
  facts(): PlantFacts;
  text(index: number): string;
};

/**
 * The work of one recording: a database of its own with all of a span, as one file. Samples of every tag and the value each
 * had when the span began, alarm events and what leads to where alarms stood then, latches of trip groups, the records of incidents,
 * runs and handovers, actions, notes, the texts that occur, and the files of the project.
 */
export function recordingJob(parts: RecordingParts, span: { readonly fromMs: number; readonly toMs: number }, title: string, user: string): JobWork {
  return {
    kind: 'recording',
    title: `${title}, ${spanWords(span.fromMs, span.toMs)}`,
    user,
    file: { name: fileName(title, 'firstout'), ending: 'firstout' },
    async run(context) {
      const dir = parts.folder.pathOf(context.id, 'making');
      const store = await openStore({ dataDir: dir, workerScript: parts.storeWorker, clock: parts.clock, log: quiet(parts.log) });
      let isOpen = true;
      try {
        const facts: RecordingFacts = { title, plant: parts.facts().name, ...span, madeMs: parts.clock.nowMs(), madeBy: user.slice(0, 200) };
        const samples = await copySamples(parts, store, span, context);
        const events = await copyAlarms(parts.store, store, span, context.signal);
        await copyTrips(parts, store, span, context.signal);
        // Before the actions: these get numbers of their own behind them.
        const records = await copyRecords(parts.store.records, store.records, span, context.signal);
        const chain = await parts.store.records.head();
        await copyPeople(parts.store, store, span, context.signal);
        for (const name of parts.keptFacts ?? []) {
          const value = await parts.store.meta.get(name);
          if (value !== null) await store.meta.set(name, value);
        }
        const files = await copyProject(parts, store, context.signal);
        // Last of all: without it the file is no recording.
        await store.meta.set(recordingEntry, JSON.stringify({ format: 2, facts, files, chain } satisfies RecordingEntry));
        await store.close();
        isOpen = false;
        const database = join(dir, 'firstout.db');
        if (existsSync(`${database}-wal`) || existsSync(join(dir, 'store.json'))) throw new JobFailed('The recording could not be completed on this disk; its file was removed.');
        await rename(database, context.partPath);
        return `${counted(samples)} samples, ${counted(events)} alarm events, ${recordWords(records)} and the project are in the recording.${leftWords(records)}`;
      } finally {
        if (isOpen) await store.close();
        await rm(dir, { recursive: true, force: true });
      }
    },
  };
}

const recordWords = ({ incidents, runs }: CopiedRecords): string => `${incidents === 1 ? '1 incident' : `${counted(incidents)} incidents`}, ${runs === 1 ? '1 run of a runbook' : `${counted(runs)} runs of runbooks`}`;
const leftWords = ({ leftOut }: CopiedRecords): string => (leftOut === 0 ? '' : ` ${leftOut === 1 ? '1 photo or paper was' : `${counted(leftOut)} photos and papers were`} left out: a recording takes 512 MB of them.`);

/** Its store is one of many jobs: what it says of itself is no news of the plant's. */
const quiet = (log: Log): Log => ({ ...log, info: () => undefined });

const stopWhen = (signal: AbortSignal): void => {
  if (signal.aborted) throw new JobFailed('It was cancelled.');
};

async function copySamples(parts: RecordingParts, store: Store, { fromMs, toMs }: { fromMs: number; toMs: number }, { signal, progress }: JobContext): Promise<number> {
  let facts = parts.facts();
  const { revision, tags } = facts;
  const keys = await store.history.keys(tags.map(({ id }) => id));
  const indices = tags.map((_tag, index) => index);
  const texts = new Set<number>();
  const before = beforeTime(fromMs);
  let samples = 0;
  const append = async (tag: ArrayLike<number>, timeMs: Float64Array, value: Float64Array, quality: Uint32Array): Promise<void> => {
    for (let from = 0; from < timeMs.length; from += blockSamples) {
      const to = Math.min(timeMs.length, from + blockSamples);
      const key = new Uint32Array(to - from);
      for (let row = from; row < to; row++) {
        const index = tag[row] as number;
        key[row - from] = keys[index] as number;
        const number = value[row] as number;
        if (tags[index]?.type === 'text' && !Number.isNaN(number)) texts.add(number);
      }
      await store.history.append({ key, timeMs: timeMs.slice(from, to), value: value.slice(from, to), quality: quality.slice(from, to) }).committed;
    }
    samples += timeMs.length;
  };
  await parts.folder.checkSpace();
  const start = whole(await facts.historian.valueAt(indices, before, signal));
  const known = indices.filter((index) => !Number.isNaN(start.timeMs[index]));
  const pick = (column: Float64Array): Float64Array => Float64Array.from(known, (index) => column[index] as number);
  await append(known, pick(start.timeMs), pick(start.value), Uint32Array.from(known, (index) => start.quality[index] as number));
  for (let reached = before; reached < toMs; ) {
    stopWhen(signal);
    await parts.folder.checkSpace();
    facts = parts.facts();
    if (facts.revision !== revision) throw new JobFailed('The project was edited while the recording was made. Make it again.');
    const slice = whole(await facts.historian.samples({ tags: indices, fromMs: reached, toMs, limit: sliceSamples }, signal));
    await append(slice.tag, slice.timeMs, slice.value, slice.quality);
    reached = slice.reachMs;
    progress(0.95 * ((reached - fromMs) / (toMs - fromMs)), `${counted(samples)} samples recorded.`);
  }
  for (const index of texts) {
    stopWhen(signal);
    await store.texts.add(index, parts.text(index));
  }
  return samples;
}

async function copyAlarms(from: Store, to: Store, span: { readonly fromMs: number; readonly toMs: number }, signal: AbortSignal): Promise<number> {
  let events = 0;
  const append = async (some: readonly AlarmEvent[]): Promise<void> => {
    stopWhen(signal);
    await to.journal.append(some, []);
    events += some.length;
  };
  // Where alarms stood when the span began is told by the events that led there.
  await append(await from.journal.leadingTo(span.fromMs, signal));
  for (let fromMs = span.fromMs; ; ) {
    const some = await from.journal.eventsIn({ fromMs, toMs: span.toMs, limit: eventsAtOnce }, signal);
    await append(some);
    const last = some.at(-1);
    if (some.length < eventsAtOnce || last === undefined) break;
    // Events of the last time may go on: they are asked for again, and an event that is there already is left alone.
    if (last.engineMs > fromMs) fromMs = last.engineMs;
    else {
      await append(await from.journal.eventsIn({ fromMs, toMs: fromMs, limit: 1_000_000 }, signal));
      fromMs += 0.001;
    }
  }
  await to.journal.append([], (await from.journal.standingAt(span.toMs, signal)).standings);
  return events;
}

/** What trip groups held when the span began, the alarms that made it so, and their resets in the span. */
async function copyTrips(parts: RecordingParts, to: Store, span: { readonly fromMs: number; readonly toMs: number }, signal: AbortSignal): Promise<void> {
  const groups = parts.facts().tripGroups.map(({ id, alarms }) => ({ group: id, alarms }));
  if (groups.length === 0) return;
  const histories = await parts.store.trips.at({ groups, atMs: span.fromMs }, signal);
  stopWhen(signal);
  await to.trips.add(histories.flatMap(({ reset }) => (reset === null ? [] : [reset])));
  const raised = new Map(histories.flatMap((history) => history.raised.map((event) => [event.seq, event] as const)));
  await to.journal.append([...raised.values()], []);
  await to.trips.add(await parts.store.trips.in(span));
}

/** What people did and wrote in the span. */
async function copyPeople(from: Store, to: Store, span: { readonly fromMs: number; readonly toMs: number }, signal: AbortSignal): Promise<void> {
  for (const { seq: _seq, result, ...line } of await from.audit.in({ ...span, limit: mostActions }, signal)) {
    stopWhen(signal);
    const intent = await to.audit.append({ ...line, result: null, intent: null });
    if (result !== null) await to.audit.append({ ...line, result, intent });
  }
  for (const { seq: _seq, withdrawn, ...note } of await from.notes.in({ ...span, limit: mostNotes })) {
    stopWhen(signal);
    const seq = await to.notes.write(note);
    if (withdrawn !== null) await to.notes.withdraw(seq, withdrawn.atMs, withdrawn.user);
  }
}

async function copyProject({ projectDir }: RecordingParts, store: Store, signal: AbortSignal): Promise<number> {
  const paths = await listProject(projectDir);
  let taken = 0;
  for (const [at, path] of paths.entries()) {
    stopWhen(signal);
    const { entry, bytes } = await packFile(projectDir, path, taken);
    taken += bytes;
    await store.meta.set(fileEntry(at), entry);
  }
  return paths.length;
}
