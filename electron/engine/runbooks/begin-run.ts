import { ok, refused, type Result } from '#shared/model/fault.ts';
import { type Runbook, stepsOf } from '#shared/model/runbook.ts';
import { isOver } from '#shared/runbook-run/run-state.ts';
import { longestRecord } from '#shared/model/kept-record.ts';
import type { DryRun, RunActor, RunEventOf } from '#shared/model/runbook-run.ts';
import { dryRefusal } from './dry-runs.ts';
import { type Committed, notRecorded } from './open-run.ts';
import type { RunBook } from './run-book.ts';
import { indexRecord } from './run-index.ts';
import type { RunPlant } from './run-plant.ts';
import { newRecord, type RunRecords } from './run-records.ts';

export type BeginAsked = {
  /** Operation and run in one: made by the console, so a resend finds the run it began. */
  readonly run: string;
  readonly runbook: string;
  /** Of the text the person was shown; null where they saw none. */
  readonly hash: string | null;
  readonly incident: string | null;
  readonly alarm: string | null;
  readonly asset: string | null;
  readonly reason: string;
  /** What it is tried by; absent or null for a run that is meant. */
  readonly dry?: DryRun | null;
};
export type BeginFault = 'not-simulated' | 'bad-span' | 'not-found' | 'not-sound' | 'changed-meanwhile' | 'too-long' | 'too-many' | 'not-recorded';

/** Runs that may go on at once. */
const mostOpen = 200;
/** Checks and suggestions of branches that are looked at at once, of all runs. */
const mostWatched = 20_000;
/** Head room of a record beside the runbook in it. */
const roomInRecord = 8 * 1024;

/** Begins a run of a runbook as the project has it at this moment. Its text is kept with the records, under its hash. */
export async function beginRun(
  { records, book, plant, nowMs }: { readonly records: RunRecords; readonly book: RunBook; readonly plant: () => RunPlant; readonly nowMs: () => number },
  { run, runbook: id, hash, incident, alarm, asset, reason, dry = null }: BeginAsked,
  who: RunActor,
): Promise<Result<Committed & { readonly run: string; readonly number: number }, BeginFault>> {
  const known = await book.get(run);
  if (known !== null) {
    if (known.state.plan.runbook.id !== id) return refused('changed-meanwhile', `The number of this run was used for a run of ${known.state.plan.runbook.id} before.`, 'Begin it once more: a new number is made for it.');
    return ok({ run, number: known.state.number, seq: known.state.seq, isAgain: true });
  }
  const no = dry === null ? null : dryRefusal(dry, plant(), nowMs());
  if (no !== null) return no;
  const file = plant().runbookOf(id);
  if (file === null) return refused('not-found', `There is no runbook ${id}.`);
  if (!file.isSound) return refused('not-sound', `${id} has an error, so it cannot be run.`, 'Look at the problems of the project; until then read it as a paper.');
  if (hash !== null && hash !== file.hash) return refused('changed-meanwhile', `${id} was changed in the project since it was shown.`, 'Look at it again and begin then.');
  if (book.index.open().length >= mostOpen) return refused('too-many', `${mostOpen} runs go on already.`, 'Finish or abort some of them first.');
  const watched = [...book.runs.values()].reduce((sum, { state }) => sum + (isOver(state) ? 0 : truthsOf(state.plan.runbook)), truthsOf(file.runbook));
  if (watched > mostWatched) return refused('too-many', `With ${id} the runs that go on would have more than ${mostWatched} checks.`, 'Finish or abort some of them first.');
  if (JSON.stringify(file.runbook).length > longestRecord - roomInRecord) return refused('too-long', `${id} is too long to be kept with a run.`, 'Split the runbook in two.');
  const number = book.index.takeNumber();
  const event: RunEventOf<'began'> = { kind: 'began', number, plan: { runbook: file.runbook, hash: file.hash }, incident, alarm, asset, reason, ...(dry === null ? {} : { dry }) };
  const entry = { run, number, runbook: id, title: file.runbook.title, version: file.runbook.version, incident, alarm, asset, ...(dry === null ? {} : { dry }) };
  try {
    const kept = await records.attach('text/plain', new TextEncoder().encode(file.text));
    if (!kept.ok) return refused('too-long', kept.fault.message, kept.fault.tip);
    const put = await records.appendAll([newRecord(run, event, who, run), indexRecord(entry, who)], 0);
    if (!put.ok) return refused('changed-meanwhile', put.fault.message, put.fault.tip);
    return ok({ run, number: book.runs.get(run)?.state.number ?? number, seq: put.value.records[0]?.seq ?? 0, isAgain: put.value.isAgain });
  } catch (error) {
    return notRecorded(error);
  }
}

const truthsOf = (runbook: Runbook): number => stepsOf(runbook).reduce((sum, { items }) => sum + items.filter(({ kind }) => kind === 'check' || kind === 'branch').length, 0);
