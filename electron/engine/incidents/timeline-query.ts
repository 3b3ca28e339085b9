import { type RunPart, runWords } from '#shared/incident/run-words.ts';
import { actionEntry, alarmEntry, type AlarmFacts, incidentEntry, noteEntry, runEntry, type RunName } from '#shared/incident/timeline-entries.ts';
import type { Incident, IncidentRecord } from '#shared/model/incident.ts';
import type { TimelineEntry } from '#shared/model/incident-timeline.ts';
import type { RunEntry, RunRecord } from '#shared/model/runbook-run.ts';
import { type RunbookItem, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';
import type { Store } from '../store/store.ts';
import { beganMs, leadMs } from './incident-before.ts';

/** What an incident touches, in terms of the project. */
export type TimelineScope = {
  /** Alarms of its assets and below; null for those of the whole plant. */
  readonly alarms: ReadonlySet<string> | null;
  readonly factsOf: (alarm: string) => AlarmFacts | null;
  readonly isTagInside: (tag: string) => boolean;
  readonly isAssetInside: (asset: string) => boolean;
};
/** Runs as a timeline needs them. */
export type TimelineRuns = {
  past(span: { readonly fromMs: number; readonly toMs: number }, limit: number): readonly Pick<RunEntry, 'run' | 'incident'>[];
  records(run: string, afterSeq: number, limit: number, untilMs: number): Promise<{ readonly records: readonly RunRecord[]; readonly reachSeq: number; readonly hasMore: boolean } | null>;
};
export type TimelineAsked = {
  readonly incident: Incident;
  readonly records: readonly IncidentRecord[];
  readonly scope: TimelineScope;
  readonly nowMs: number;
  /** When the incident before it on the same assets was closed, as `closeBefore` gives it: its lead goes no further back. */
  readonly closedBeforeMs: number | null;
  readonly signal?: AbortSignal | undefined;
};
export type TimelineFound = { readonly entries: readonly TimelineEntry[]; readonly isWhole: boolean };

const mostAlarms = 10_000;
const mostActions = 5000;
const mostNotes = 2000;
const mostRuns = 50;
const mostOfRun = 5000;
const page = 1000;

/**
 * Everything that belongs on the timeline of an incident up to `nowMs`, in no order. Alarms and actions are looked for by
 * engine time from two minutes before its start (or its earliest precursor) to its close, but not from before the close of the
 * incident before it on the same assets, whose they are; what its runs wrote from their beginning. Each carries its source time. Beyond
 * 10,000 alarm lines, 5,000 actions, 2,000 notes or 5,000 records of a run the oldest are left out, and `isWhole` is false.
 */
export async function findTimeline(store: Pick<Store, 'journal' | 'audit' | 'notes'>, runs: TimelineRuns, asked: TimelineAsked): Promise<TimelineFound> {
  const { incident, records, nowMs, closedBeforeMs } = asked;
  const fromMs = Math.max(beganMs(incident) - leadMs, closedBeforeMs ?? Number.NEGATIVE_INFINITY);
  const span = { fromMs, toMs: Math.max(fromMs, Math.min(nowMs, incident.closed?.atMs ?? nowMs)) };
  // What its runs wrote belongs to it, at whatever asset.
  const begun = await runsOf(runs, asked, span);
  const parts = [begun, ...(await Promise.all([alarmsOf(store, asked, span), actionsOf(store, asked, span, begun), notesOf(store, asked, span)]))];
  const own = records.map((record) => incidentEntry(record, incident, (run) => begun.names.get(run) ?? null));
  return { entries: [...parts.flatMap(({ entries }) => entries), ...own], isWhole: parts.every(({ isWhole }) => isWhole) };
}

type Span = { readonly fromMs: number; readonly toMs: number };

async function alarmsOf({ journal }: Pick<Store, 'journal'>, { incident, scope, signal }: TimelineAsked, span: Span): Promise<TimelineFound> {
  const entries: TimelineEntry[] = [];
  const alarms = scope.alarms === null ? null : [...scope.alarms];
  if (alarms?.length === 0) return { entries, isWhole: true };
  for (let beforeSeq: number | null = null; ; ) {
    const found = await journal.search({ beforeSeq, limit: page, span, alarms, exceptAlarms: null, kinds: null, user: null, text: null }, signal);
    for (const event of found.events) entries.push(alarmEntry(event, scope.factsOf(event.alarm), incident));
    if (found.nextBeforeSeq === null) return { entries, isWhole: true };
    if (entries.length >= mostAlarms) return { entries, isWhole: false };
    beforeSeq = found.nextBeforeSeq;
  }
}

async function actionsOf({ audit }: Pick<Store, 'audit'>, { incident, scope, signal }: TimelineAsked, span: Span, { written, begunMs }: Pick<RunsFound, 'written' | 'begunMs'>): Promise<TimelineFound> {
  // A run that was linked may have written before anybody opened an incident.
  const lines = await audit.in({ ...span, fromMs: Math.min(span.fromMs, begunMs), limit: mostActions }, signal);
  const isWanted = ({ action, subject, timeMs }: { readonly action: string; readonly subject: string; readonly timeMs: number }): boolean => {
    if (action === 'tag.write' && written.has(subject)) return true;
    if (timeMs < span.fromMs) return false;
    return action === 'tag.write' ? scope.isTagInside(subject) : action === 'tripGroup.reset' || (action.startsWith('control.') && scope.isAssetInside(subject));
  };
  return { entries: lines.filter(isWanted).map((line) => actionEntry(line, incident)), isWhole: lines.length < mostActions };
}

async function notesOf({ notes }: Pick<Store, 'notes'>, { incident, scope, nowMs }: TimelineAsked, span: Span): Promise<TimelineFound> {
  const all = await notes.in({ ...span, limit: mostNotes });
  const linked = new Set(incident.links.flatMap((link) => (link.kind === 'note' ? [link.note] : [])));
  const wanted = all.filter(({ seq, asset, tags, madeMs }) => madeMs <= nowMs && (linked.has(seq) || (asset === null && tags.length === 0) || (asset !== null && scope.isAssetInside(asset)) || tags.some(scope.isTagInside)));
  return { entries: wanted.map((note) => noteEntry(note, incident)), isWhole: all.length < mostNotes };
}

type RunsFound = TimelineFound & {
  /** Tags they wrote. */
  readonly written: ReadonlySet<string>;
  /** What people call them, and when they were begun by whom. */
  readonly names: ReadonlyMap<string, RunName>;
  /** When the earliest was begun; infinity without one. */
  readonly begunMs: number;
};

async function runsOf(runs: TimelineRuns, { incident, nowMs }: TimelineAsked, span: Span): Promise<RunsFound> {
  const written = new Set<string>();
  const known = new Map<string, RunName>();
  const linked = incident.links.flatMap((link) => (link.kind === 'run' ? [link.run] : []));
  const begun = runs.past(span, page).filter((run) => run.incident === incident.id);
  const names = [...new Set([...linked, ...begun.map(({ run }) => run)])];
  const entries: TimelineEntry[] = [];
  let isWhole = names.length <= mostRuns;
  for (const run of names.slice(0, mostRuns)) {
    const steps = new Map<string, RunbookStep>();
    for (let [afterSeq, read] = [0, 0]; ; ) {
      const found = await runs.records(run, afterSeq, page, nowMs);
      if (found === null) break;
      const [first] = found.records;
      // What was tried out is no part of what was done, even where somebody linked it.
      if (first?.event.kind === 'began' && first.event.dry !== undefined) break;
      for (const record of found.records) {
        if (record.event.kind === 'began') known.set(run, { number: record.event.number, runbook: record.event.plan.runbook.id, title: record.event.plan.runbook.title, begunMs: record.timeMs, begunBy: record.who?.user ?? '' });
        if (record.event.kind === 'began') for (const step of stepsOf(record.event.plan.runbook)) steps.set(step.id, step);
        if (record.event.kind === 'action-begun') written.add(record.event.tag);
        const text = runWords(record, (step) => steps.get(step)?.title ?? step, (step, item) => partOf(steps.get(step)?.items[item]));
        if (text !== null) entries.push(runEntry({ seq: record.seq, timeMs: record.timeMs, kind: record.event.kind, user: record.who?.user ?? null, run, text }, incident));
      }
      read += found.records.length;
      if (!found.hasMore) break;
      if (read >= mostOfRun) {
        isWhole = false;
        break;
      }
      afterSeq = found.reachSeq;
    }
  }
  return { entries, isWhole, written, names: known, begunMs: Math.min(...[...known.values()].map(({ begunMs }) => begunMs)) };
}

/** By which words and unit a reader knows one thing of a step. */
function partOf(item: RunbookItem | undefined): RunPart {
  if (item?.kind === 'reading') return { name: item.name, unit: item.unit };
  if (item?.kind === 'check') return { name: item.text === '' ? item.expression : item.text, unit: '' };
  return { name: item !== undefined && 'text' in item ? item.text : '', unit: '' };
}
