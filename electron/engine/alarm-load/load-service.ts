import { createLiveLoad, keptMinutes, windowSpan } from '#shared/alarm-load/live-load.ts';
import { isAnnunciated } from '#shared/alarm-load/load-meter.ts';
import { shiftStartMs } from '#shared/alarm-load/shift-start.ts';
import { type LoadSpan, longestLoadMs } from '#shared/contract/alarm-load.ts';
import type { AlarmLoad, LoadNow } from '#shared/model/alarm-load.ts';
import type { AlarmDefinition, AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { Project } from '#shared/model/project.ts';
import type { Clock, Log } from '../ports.ts';
import { type JournalStore, StoreError } from '../store/store.ts';
import { describeLoad } from './describe-load.ts';
import { loadFacts, type LoadFacts } from './load-facts.ts';

export type AlarmLoadOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Pick<JournalStore, 'load' | 'loadMinutes'>;
  /** Where alarms stand as last committed, those of no project included. */
  standings(): Promise<readonly AlarmStanding[]>;
  /** The project that runs now; the same object while it is the same. */
  project(): Pick<Project, 'file' | 'alarms' | 'assets' | 'tags'>;
  /** Definition of a condition a device brought along. */
  deviceDefinition(alarm: string): AlarmDefinition | undefined;
  /** Number of the last event published before `published` is called for the first time. */
  readonly lastSeq: number;
};

export type AlarmLoadService = {
  /** The load of a window or span, from the journal. */
  load(span: LoadSpan, signal?: AbortSignal): Promise<Result<AlarmLoad, 'history-unavailable' | 'too-large' | 'cancelled'>>;
  /** The load as it runs. */
  now(): LoadNow;
  /** Takes every published event, in order: one addition each. */
  published(events: readonly AlarmEvent[]): void;
  /** Definition of an alarm of the project or of a device. */
  definitionOf(alarm: string): AlarmDefinition | undefined;
  /** Resolves when the past of the running load is known, or will not be. */
  readonly seeded: Promise<void>;
};

const minuteMs = 60_000;
const rowsAList = 50;

export function createAlarmLoad(options: AlarmLoadOptions): AlarmLoadService {
  const { clock, journal, log } = options;
  let known: { readonly project: unknown; readonly facts: LoadFacts } | null = null;
  const facts = (): LoadFacts => {
    const project = options.project();
    if (known?.project !== project) known = { project, facts: loadFacts(project) };
    return known.facts;
  };
  const definitionOf = (alarm: string): AlarmDefinition | undefined => facts().definition(alarm) ?? options.deviceDefinition(alarm);

  const live = createLiveLoad(() => ({ operators: facts().operators, rules: facts().settings.rules }));
  /** Times of alarms that came before the past was read; null since it was. */
  let early: number[] | null = [];
  const seed = async (): Promise<void> => {
    const toMs = clock.nowMs();
    const fromMs = (Math.floor(toMs / minuteMs) - keptMinutes + 1) * minuteMs;
    try {
      const { firstMs, counts } = await journal.loadMinutes({ fromMs, toMs: toMs + minuteMs, lastSeq: options.lastSeq });
      // Minutes before the journal begins are not known to have been quiet.
      const known = firstMs === null ? counts.length - 1 : Math.max(0, Math.floor((firstMs - fromMs) / minuteMs));
      live.seed(fromMs + known * minuteMs, counts.subarray(known));
    } catch (error) {
      // The engine ended before its past was read.
      if (error instanceof StoreError && error.code === 'closed') return;
      log.warn(
        'alarm load',
        `The alarms of the last 30 days could not be read, so the running figures begin now: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    for (const atMs of early ?? []) live.add(atMs);
    early = null;
  };
  const seeded = seed();

  const spanOf = (span: LoadSpan): { readonly fromMs: number; readonly toMs: number } => {
    const nowMs = clock.nowMs();
    if (!('window' in span)) return { fromMs: Math.min(span.fromMs, nowMs), toMs: Math.min(span.toMs, nowMs) };
    const atMs = Math.min(span.atMs ?? nowMs, nowMs);
    return windowSpan(span.window, atMs, shiftStartMs(atMs, facts().shifts));
  };

  return {
    async load(asked, signal) {
      const { fromMs, toMs } = spanOf(asked);
      if (toMs - fromMs > longestLoadMs)
        return refused('too-large', 'The load of at most three years is told at once.', 'Choose a shorter time.');
      try {
        const { operators, settings, momentary } = facts();
        // What no project judges any more never returns, so it would stand for ever.
        const gone = (await options.standings()).filter(({ alarm }) => definitionOf(alarm) === undefined).map(({ alarm }) => alarm);
        const read = await journal.load({ fromMs, toMs, operators, rules: settings.rules, most: rowsAList, gone, momentary }, signal);
        return ok(describeLoad(read, fromMs, facts(), definitionOf));
      } catch (error) {
        if (error instanceof StoreError && error.code === 'cancelled') return refused('cancelled', 'The question was superseded.');
        return refused(
          'history-unavailable',
          `The journal cannot be read: ${error instanceof Error ? error.message : String(error)}`,
          'Alarms and live values are not affected; try again in a moment.',
        );
      }
    },
    now() {
      const nowMs = clock.nowMs();
      return live.read(nowMs, shiftStartMs(nowMs, facts().shifts));
    },
    published(events) {
      for (const { from, to, engineMs, seq } of events) {
        if (seq <= options.lastSeq || !isAnnunciated(from, to)) continue;
        if (early !== null) early.push(engineMs);
        else live.add(engineMs);
      }
    },
    definitionOf,
    seeded,
  };
}
