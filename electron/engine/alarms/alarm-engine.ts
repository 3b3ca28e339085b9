import type { AlarmDefinition, AlarmEvent, AlarmStanding, AlarmState } from '#shared/model/alarm.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import { createAlarmJournal, type JournalStore } from './alarm-journal.ts';
import { createConditions } from './conditions.ts';
import { stepAlarm, type AlarmInput } from './step.ts';

export type AlarmEngineOptions = {
  readonly definitions: readonly AlarmDefinition[];
  readonly tagIndexOf: (tag: string) => number | undefined;
  readonly tagCount: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: JournalStore;
  /** Where the alarms stood at the last end, from the journal's snapshot, and the last number used there. */
  readonly restored: readonly AlarmStanding[];
  readonly lastSeq: number;
  /** Called with events in order, once they may be seen. */
  readonly publish: (events: readonly AlarmEvent[], standings: readonly AlarmStanding[]) => void;
};

export type Handled = { readonly done: readonly AlarmStanding['alarm'][]; readonly refused: readonly { readonly alarm: AlarmStanding['alarm']; readonly reason: string }[] };
export type Occurrence = { readonly alarm: AlarmStanding['alarm']; readonly seq: number };

export type AlarmEngine = {
  apply(batch: SampleBatch): void;
  /** Acknowledges or resets occurrences; resolves when the journal has it on disk. */
  act(input: 'acknowledge' | 'reset', occurrences: readonly Occurrence[], user: string, comment: string): Promise<Handled>;
  /** Where alarms stand as published, only those that are not normal. */
  standings(): readonly AlarmStanding[];
  /** Where one alarm stands as published, `normal` included; null for an alarm the project does not have. */
  standingOf(alarm: AlarmStanding['alarm']): AlarmStanding | null;
  /** Number of the last published event. */
  readonly publishedSeq: number;
  settled(): Promise<void>;
  /** Everything there is to write is on disk. */
  readonly isSettled: boolean;
  close(): void;
};

const delayTickMs = 20;
const activeStates: ReadonlySet<AlarmState> = new Set(['active-unacked', 'active-acked']);

/** Judges samples, steps each alarm's state machine and writes every transition to the journal before it is seen. */
export function createAlarmEngine(options: AlarmEngineOptions): AlarmEngine {
  const { definitions, clock, log } = options;
  const indexOf = new Map(definitions.map((definition, index) => [definition.id, index] as const));
  const restored = new Map(options.restored.map((standing) => [standing.alarm, standing] as const));
  const current: AlarmStanding[] = definitions.map((definition) => restored.get(definition.id) ?? normal(definition.id));
  const published = new Map<AlarmStanding['alarm'], AlarmStanding>();
  for (const standing of current) if (standing.state !== 'normal') published.set(standing.alarm, standing);
  let seq = options.lastSeq;
  let publishedSeq = options.lastSeq;
  let ticking: Cancel | null = null;

  const journal = createAlarmJournal(options.journal, clock, log, (events, standings) => {
    for (const standing of standings) {
      if (standing.state === 'normal') published.delete(standing.alarm);
      else published.set(standing.alarm, standing);
    }
    publishedSeq = events[events.length - 1]?.seq ?? publishedSeq;
    options.publish(events, standings);
  });

  const input = (
    alarm: number,
    what: AlarmInput,
    cause: { timeMs: number; value: number; quality: number; user?: string; comment?: string },
    done: (() => void) | null = null,
  ): boolean => {
    const before = current[alarm] as AlarmStanding;
    const definition = definitions[alarm] as AlarmDefinition;
    const made = stepAlarm(before.state, what, { latching: definition.latching, isConditionTrue: conditions.isTrue(alarm) });
    if (made === null) return false;
    seq++;
    const value = Number.isFinite(cause.value) ? cause.value : null;
    const event: AlarmEvent = {
      seq,
      alarm: definition.id,
      kind: made.kind,
      from: before.state,
      to: made.to,
      timeMs: cause.timeMs,
      engineMs: clock.nowMs(),
      value,
      quality: cause.quality,
      ...(cause.user === undefined ? {} : { user: cause.user }),
      ...(cause.comment === undefined || cause.comment === '' ? {} : { comment: cause.comment }),
    };
    const isNewOccurrence = made.kind === 'raised' || (made.to === 'active-unacked' && before.state !== 'active-unacked');
    const standing: AlarmStanding = {
      alarm: definition.id,
      state: made.to,
      raisedMs: isNewOccurrence ? cause.timeMs : before.raisedMs,
      returnedMs: made.kind === 'returned' ? cause.timeMs : isNewOccurrence ? null : before.returnedMs,
      acknowledgedMs: made.kind === 'acknowledged' ? cause.timeMs : isNewOccurrence ? null : before.acknowledgedMs,
      acknowledgedBy: made.kind === 'acknowledged' ? (cause.user ?? null) : isNewOccurrence ? null : before.acknowledgedBy,
      value: isNewOccurrence ? value : before.value,
      quality: isNewOccurrence ? cause.quality : before.quality,
      seq: isNewOccurrence ? seq : before.seq,
    };
    current[alarm] = standing;
    journal.add(event, standing, done);
    return true;
  };

  const conditions = createConditions(
    definitions,
    options.tagIndexOf,
    options.tagCount,
    (alarm) => activeStates.has((current[alarm] as AlarmStanding).state),
    (alarm, isTrue, timeMs, value, quality) => void input(alarm, isTrue ? 'condition-true' : 'condition-false', { timeMs, value, quality }),
  );

  const tick = (): void => {
    conditions.elapse(clock.monotonicMs());
    if (conditions.pending > 0) return;
    ticking?.();
    ticking = null;
  };

  return {
    apply(batch) {
      conditions.judge(batch, clock.monotonicMs());
      if (conditions.pending > 0 && ticking === null) ticking = clock.every(delayTickMs, tick);
    },
    async act(what, occurrences, user, comment) {
      const done: AlarmStanding['alarm'][] = [];
      const refused: { alarm: AlarmStanding['alarm']; reason: string }[] = [];
      const commits: Promise<void>[] = [];
      for (const { alarm: id, seq: seen } of occurrences) {
        const alarm = indexOf.get(id);
        const standing = alarm === undefined ? undefined : (current[alarm] as AlarmStanding);
        const reason = whyNot(what, standing, seen);
        if (reason !== null || alarm === undefined || standing === undefined) {
          refused.push({ alarm: id, reason: reason ?? 'unknown alarm' });
          continue;
        }
        const commit = new Promise<void>((resolve) => {
          input(alarm, what, { timeMs: clock.nowMs(), value: standing.value ?? Number.NaN, quality: standing.quality, user, comment }, resolve);
        });
        commits.push(commit);
        done.push(id);
      }
      await Promise.all(commits);
      return { done, refused };
    },
    standings: () => [...published.values()],
    standingOf: (alarm) => published.get(alarm) ?? (indexOf.has(alarm) ? normal(alarm) : null),
    get publishedSeq() {
      return publishedSeq;
    },
    settled: () => journal.settled(),
    get isSettled() {
      return journal.isSettled;
    },
    close() {
      ticking?.();
      journal.close();
    },
  };
}

function whyNot(what: 'acknowledge' | 'reset', standing: AlarmStanding | undefined, seen: number): string | null {
  if (standing === undefined) return 'This alarm is not in the project any more.';
  if (standing.seq !== seen) return 'The alarm came again meanwhile; look at the new occurrence first.';
  if (stepAlarm(standing.state, what, { latching: true, isConditionTrue: false }) !== null) return null;
  if (what === 'reset') return 'Only a latched alarm whose condition is gone can be reset.';
  return standing.acknowledgedBy === null ? 'The alarm needs no acknowledgement.' : `Already acknowledged by ${standing.acknowledgedBy}.`;
}

function normal(alarm: AlarmStanding['alarm']): AlarmStanding {
  return { alarm, state: 'normal', raisedMs: 0, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq: 0 };
}
