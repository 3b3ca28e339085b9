import { z } from 'zod';
import { OperationId } from '../model/kept-record.ts';
import { DryRun, RunAct, RunEntry, RunId, RunLive, RunLock, RunRecord, RunSummary } from '../model/runbook-run.ts';
import { RunbookStepId } from '../model/runbook.ts';
import { command, eventStream, query, stateStream } from '../rpc/define.ts';
import { WriteSelection } from './control.ts';

const id = z.string().min(1).max(120);
const place = { run: RunId, step: RunbookStepId, item: z.number().int().min(0).max(199) };
/** Number of the newest record of the run that the console has: who decides must have seen what was decided before. */
const seenSeq = z.number().int().min(0);
/** `isAgain`: the operation was done before, and this is its record. */
const committed = { seq: z.number().int(), isAgain: z.boolean() };
const actFaults = ['not-found', 'run-over', 'paused', 'changed-meanwhile', 'not-open', 'not-met', 'role-missing', 'already-signed', 'write-under-way', 'dry-run', 'not-recorded'] as const;
/** Largest photo, bytes: a tenth of it is what a console makes of a camera's picture at 2,048 pixels. */
export const mostPhotoBytes = 4 * 1024 * 1024;

/**
 * Runs of runbooks. A console folds the records of a run with `applyRecord` of `shared/runbook-run`, as the engine does. Every
 * command has an operation number of its own: sent again after a lost line it is answered as done, and done once.
 */
export const runbookRunsContract = {
  /** Begins a run; `run` is its operation number and its name. `hash`: of the text that was shown, so that nobody begins another one. */
  'runbook.begin': command({
    role: 'operate',
    input: z.strictObject({
      run: RunId,
      runbook: id,
      hash: z.string().max(100).nullable().default(null),
      incident: id.nullable().default(null),
      alarm: id.nullable().default(null),
      asset: id.nullable().default(null),
      reason: z.string().trim().max(1000).default(''),
    }),
    output: z.object({ run: RunId, number: z.number().int(), ...committed }),
    faults: ['not-found', 'not-sound', 'changed-meanwhile', 'too-long', 'too-many', 'not-recorded'],
  }),
  /** What a person decides or enters; on disk when it is answered. Some acts need more than the role operate, and say so. */
  'runbook.act': command({ role: 'operate', input: z.strictObject({ opId: OperationId, run: RunId, seenSeq, act: RunAct }), output: z.object(committed), faults: actFaults }),
  /**
   * Begins a dry run, as `runbook.begin`: by live values where the plant is simulated, else by a span of the past. It belongs to
   * no incident. It may be asked for while its console shows the past, and nothing of it is ever sent to a device.
   */
  'runbook.dryBegin': command({
    role: 'operate',
    input: z.strictObject({ run: RunId, runbook: id, hash: z.string().max(100).nullable().default(null), dry: DryRun }),
    output: z.object({ run: RunId, number: z.number().int(), ...committed }),
    faults: ['not-found', 'not-sound', 'not-simulated', 'bad-span', 'changed-meanwhile', 'too-long', 'too-many', 'not-recorded'],
  }),
  /** As `runbook.act`, of a dry run alone: no role is asked for, since one person tries what several would do. */
  'runbook.dryAct': command({ role: 'operate', input: z.strictObject({ opId: OperationId, run: RunId, seenSeq, act: RunAct }), output: z.object(committed), faults: actFaults }),
  /**
   * Moves a dry run that goes by a replayed span to a moment of it: from there on its checks are as the values up to then make
   * them, for everybody who looks at it (`runbook.live`), and so they are decided on. Moved back, hold times begin anew.
   */
  'runbook.dryMove': query({ role: 'operate', input: z.strictObject({ run: RunId, atMs: z.number() }), output: z.object({ atMs: z.number() }), faults: ['not-found', 'bad-span', 'history-unavailable'] }),
  /** Keeps a photo (JPEG, PNG, WebP) with a step or, without one, with the run. */
  'runbook.photo': command({
    role: 'operate',
    input: z.strictObject({
      opId: OperationId,
      run: RunId,
      step: RunbookStepId.nullable(),
      item: place.item.nullable().default(null),
      caption: z.string().trim().max(500).default(''),
      picture: z.instanceof(Uint8Array),
    }),
    output: z.object({ ...committed, hash: z.string() }),
    faults: [...actFaults, 'bad-picture'],
  }),
  /** What the write of a step would mean, as `control.select`; nothing is changed at the device. */
  'runbook.select': command({ role: 'operate', input: z.strictObject(place), output: WriteSelection, faults: [...actFaults, 'not-writable'] }),
  /** Writes what was selected, as `control.operate`; begun and ended stand in the run. `unknown`: the engine ended meanwhile. */
  'runbook.operate': command({
    role: 'operate',
    input: z.strictObject({ ...place, opId: OperationId, seenSeq, token: z.string().max(100), reason: z.string().trim().max(500).default('') }),
    output: z.object({ seq: z.number().int(), outcome: z.enum(['confirmed', 'unconfirmed', 'in-doubt', 'refused', 'unknown']), sentence: z.string() }),
    faults: [...actFaults, 'no-selection'],
  }),
  /** Where runs stand: those that go on and the newest that ended, then each again as it changes. */
  'runbook.runs': stateStream({ role: 'view', params: z.strictObject({}), item: z.object({ runs: z.array(RunSummary) }) }),
  /** Records of one run after a number, each once and in order; nothing is left out. */
  'runbook.events': eventStream({ role: 'view', params: z.strictObject({ run: RunId, afterSeq: z.number().int().min(0) }), item: z.object({ records: z.array(RunRecord) }) }),
  /** Checks of a run as they stand now, and who looks at it. A console that follows it is shown to the others. */
  'runbook.live': stateStream({ role: 'view', params: z.strictObject({ run: RunId }), item: RunLive }),
  /** Records of one run up to a time, oldest first: folded they are the run as it was then. `hasMore`: ask again after `reachSeq`. */
  'runbook.records': query({
    role: 'view',
    input: z.strictObject({ run: RunId, afterSeq: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(1000).default(1000), untilMs: z.number().default(8.64e15) }),
    output: z.object({ records: z.array(RunRecord), reachSeq: z.number().int(), hasMore: z.boolean() }),
    faults: ['not-found', 'history-unavailable'],
  }),
  /** Runs that went on in a span of time, newest first. */
  'runbook.past': query({
    role: 'view',
    input: z.strictObject({ fromMs: z.number(), toMs: z.number(), limit: z.number().int().min(1).max(1000).default(200) }),
    output: z.object({ runs: z.array(RunEntry) }),
  }),
  /**
   * Runs with locks hung as of a moment of the past, each as its records up to then make it; the same from `fromMs` to right
   * before `toMs`, so that a replay asks again only where something changes.
   */
  'runbook.locks': query({
    role: 'view',
    input: z.strictObject({ atMs: z.number() }),
    output: z.object({ runs: z.array(z.object({ run: RunId, number: z.number().int(), runbook: id, title: z.string(), locks: z.array(RunLock) })), fromMs: z.number(), toMs: z.number() }),
    faults: ['history-unavailable'],
  }),
  /** A photo of a run, or the text of the runbook it went by, by the hash its records name. */
  'runbook.attachment': query({
    role: 'view',
    input: z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    output: z.object({ type: z.string(), body: z.instanceof(Uint8Array) }),
    faults: ['not-found', 'history-unavailable'],
  }),
};
