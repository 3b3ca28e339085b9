import { type AlarmDefinition, type AlarmEvent, type AlarmStanding, type AlarmState, type Hiding, isHiddenState } from '#shared/model/alarm.ts';
import { foldEvent, neverRaised } from '#shared/model/alarm-fold.ts';
import type { Cancel } from '../ports.ts';
import type { AlarmEngine, AlarmEngineOptions, AlarmName, Cause, Handled } from './alarm-engine-types.ts';
import { createAlarmJournal } from './alarm-journal.ts';
import { createConditions } from './conditions.ts';
import { createDeadlines } from './deadlines.ts';
import { createDesignSuppression } from './design-suppression.ts';
import { isReasonOfDevice } from './device-conditions/follow.ts';
import { isJudgedAlike } from './judged-alike.ts';
import { hideInput, hidingOf, whyNotHandled, whyNotHide, withClockMoved } from './hide-requests.ts';
import { stepAlarm, type AlarmInput } from './step.ts';

export type { AlarmEngine, AlarmEngineOptions, Cause, Handled, Occurrence } from './alarm-engine-types.ts';

/** So long after a start what suppresses alarms by design may wait for its first values. */
const graceMs = 15_000;
const defaultMaxShelveMin = 720;
const longestWaitMs = 604_800_000;
const activeStates: ReadonlySet<AlarmState> = new Set(['active-unacked', 'active-acked']);

/** Judges samples, steps each alarm's state machine and writes every transition to the journal before it is seen. */
export function createAlarmEngine(options: AlarmEngineOptions): AlarmEngine {
  const { clock, log } = options;
  const isStill = options.isStill === true;
  const definitions = [...options.definitions];
  const indexOf = new Map(definitions.map((definition, index) => [definition.id, index] as const));
  const restored = new Map(options.restored.map((standing) => [standing.alarm, standing] as const));
  const current: AlarmStanding[] = definitions.map(({ id }) => {
    const known = restored.get(id);
    if (known === undefined) return neverRaised(id);
    // What the project defines by now is defined by it alone.
    const { definition: _device, ...standing } = known;
    return standing;
  });
  const tagOf = definitions.map((definition) => options.tagIndexOf(definition.tag));
  const published = new Map<AlarmName, AlarmStanding>();
  let seq = options.lastSeq;
  let publishedSeq = options.lastSeq;
  /** The one wake-up for what conditions do without a sample, and when it is, monotonic ms. */
  let cancelWake: Cancel | null = null;
  let wakesMs = Number.POSITIVE_INFINITY;

  const journal = createAlarmJournal(options.journal, clock, log, (events, standings) => {
    for (const standing of standings) {
      if (standing.state === 'normal') published.delete(standing.alarm);
      else published.set(standing.alarm, standing);
    }
    publishedSeq = events[events.length - 1]?.seq ?? publishedSeq;
    options.publish(events, standings);
  });
  const standingOf = (alarm: number): AlarmStanding => current[alarm] as AlarmStanding;
  const isConditionTrue = ({ isConditionTrue: isTrue, state }: AlarmStanding): boolean => isTrue ?? activeStates.has(state);
  /** A change that is no transition: consoles and the next start get to know it, the journal has no line of it. */
  const amend = (alarm: number, standing: AlarmStanding, done: (() => void) | null = null): void => {
    current[alarm] = standing;
    journal.add(null, standing, done);
  };

  const input = (alarm: number, what: AlarmInput, cause: Cause, done: (() => void) | null = null): boolean => {
    deadlines.lookAtClock();
    const before = standingOf(alarm);
    const definition = definitions[alarm] as AlarmDefinition;
    const isTrue = what === 'condition-true' || (what !== 'condition-false' && isConditionTrue(before));
    const alsoHidden = before.alsoHidden?.map(({ state }) => state) ?? [];
    const made = stepAlarm(before.state, what, { latching: cause.latching ?? definition.latching, isConditionTrue: isTrue, alsoHidden });
    if (made === null) return false;
    seq++;
    const event: AlarmEvent = {
      seq,
      alarm: definition.id,
      kind: made.kind,
      from: before.state,
      to: made.to,
      timeMs: cause.timeMs,
      ...(cause.uncertaintyMs === undefined ? {} : { uncertaintyMs: cause.uncertaintyMs }),
      engineMs: clock.nowMs(),
      value: Number.isFinite(cause.value) ? cause.value : null,
      quality: cause.quality,
      ...(cause.user === undefined ? {} : { user: cause.user }),
      ...(cause.comment === undefined || cause.comment === '' ? {} : { comment: cause.comment }),
      ...(cause.hiding === undefined ? {} : { hiding: cause.hiding }),
    };
    const standing: AlarmStanding = { ...foldEvent(before, event), isConditionTrue: isTrue };
    current[alarm] = standing;
    journal.add(event, standing, done);
    wait(alarm);
    if (definition.kind === 'condition' && isHiddenState(before.state) && !isHiddenState(made.to)) options.atDevice?.released(definition.id);
    return true;
  };
  /** What the engine or a person does carries the engine's time, which is exact by itself. */
  const ownCause = (standing: AlarmStanding, more: Partial<Cause>): Cause => ({ timeMs: clock.nowMs(), value: standing.value ?? Number.NaN, quality: standing.quality, uncertaintyMs: 0, ...more });

  const conditionChanged = (alarm: number, isTrue: boolean, cause: Cause, done: (() => void) | null = null): boolean => {
    const before = standingOf(alarm);
    if (!isHiddenState(before.state)) return input(alarm, isTrue ? 'condition-true' : 'condition-false', cause, done);
    if (isConditionTrue(before) === isTrue) return false;
    // Hidden, it is still known what it stands for: since when, and at which value.
    const value = Number.isFinite(cause.value) ? cause.value : null;
    const since = isTrue ? { raisedMs: cause.timeMs, returnedMs: null, value, quality: cause.quality } : { returnedMs: cause.timeMs };
    amend(alarm, { ...before, ...since, isConditionTrue: isTrue }, done);
    if (!isTrue && hidingOf(before, 'shelved')?.isOneShot === true) input(alarm, 'unshelve', ownCause(standingOf(alarm), { comment: 'The condition is gone.' }));
    return true;
  };
  /** A source without a time: what cannot be said of the event is when it came about, not that it did. */
  const timed = (cause: Cause): Cause => (Number.isFinite(cause.timeMs) ? cause : { ...cause, timeMs: clock.nowMs(), uncertaintyMs: undefined });
  const conditions = createConditions(
    options.definitions,
    options.tagIndexOf,
    options.tagCount,
    (alarm) => isConditionTrue(standingOf(alarm)),
    (alarm, isTrue, timeMs, value, quality, unseenMs) => {
      const tag = tagOf[alarm];
      void conditionChanged(alarm, isTrue, timed({ timeMs, value, quality, uncertaintyMs: tag === undefined ? undefined : options.uncertaintyMsOf?.(tag, timeMs, alarm, unseenMs) }));
    },
    options.signals,
  );

  const deadlines = createDeadlines(
    clock,
    (alarm) => {
      const standing = standingOf(alarm);
      if (standing.state === 'active-acked') input(alarm, 're-alarm', ownCause(standing, {}));
      else input(alarm, 'unshelve', ownCause(standing, { comment: 'The time was up.' }));
    },
    (byMs) => {
      current.forEach((standing, alarm) => {
        if (hidingOf(standing, 'shelved') !== undefined) amend(alarm, withClockMoved(standing, byMs));
      });
    },
  );
  /** Sets when the alarm next changes by itself. What was granted is the most that is waited, whatever the wall clock says. */
  const wait = (alarm: number): void => {
    if (isStill) return;
    const standing = standingOf(alarm);
    const shelf = hidingOf(standing, 'shelved');
    const definition = definitions[alarm];
    // What a device judges comes again when the device says so.
    const reAlarmMs = definition === undefined || definition.kind === 'condition' ? 0 : (definition.reAlarmMin ?? 0) * 60_000;
    if (typeof shelf?.untilMs === 'number') deadlines.set(alarm, Math.min(shelf.untilMs - clock.nowMs(), shelf.untilMs - shelf.sinceMs, longestWaitMs));
    else if (standing.state === 'active-acked' && reAlarmMs > 0) deadlines.set(alarm, Math.min((standing.acknowledgedMs ?? 0) + reAlarmMs - clock.nowMs(), reAlarmMs));
    else deadlines.clear(alarm);
  };

  /** Alarms whose suppression has ended, but not for their on-delay yet. */
  const ending = new Map<number, Cancel>();
  /**
   * What hid the alarm is over, its condition is not: it counts from now, as it would have without the suppression. A cause
   * is gone a moment before its consequences, which would else be raised one and all when a trip or a lost link is over.
   */
  const endLater = (alarm: number, delayMs: number): void => {
    ending.get(alarm)?.();
    const end = (): void => {
      ending.delete(alarm);
      const standing = standingOf(alarm);
      if (hidingOf(standing, 'suppressed') !== undefined && suppression.reasonOf(alarm) === '') input(alarm, 'unsuppress', ownCause(standing, {}));
    };
    ending.set(alarm, clock.after(delayMs, end));
  };
  const held = new Set<number>();
  const suppression = createDesignSuppression(options.suppressors ?? [], options.tagCount, held, (alarm, isSuppressed, timeMs) => {
    const standing = standingOf(alarm);
    const known = hidingOf(standing, 'suppressed');
    const cause = Number.isFinite(timeMs) ? { timeMs, uncertaintyMs: undefined } : {};
    if (!isSuppressed) {
      const delayMs = isConditionTrue(standing) ? (definitions[alarm]?.onDelayMs ?? 0) : 0;
      if (delayMs > 0) endLater(alarm, delayMs);
      else input(alarm, 'unsuppress', ownCause(standing, cause));
      return;
    }
    const reason = suppression.reasonOf(alarm);
    const hiding: Hiding = { by: null, reason, sinceMs: known?.sinceMs ?? clock.nowMs(), untilMs: null, isOneShot: false };
    if (known === undefined) return void input(alarm, 'suppress', ownCause(standing, { ...cause, comment: reason, hiding }));
    if (known.reason === reason) return;
    amend(alarm, standing.state === 'suppressed' ? { ...standing, hiding } : { ...standing, alsoHidden: (standing.alsoHidden ?? []).map((one) => (one.state === 'suppressed' ? { ...one, hiding } : one)) });
  });

  /** Places of alarms that were forgotten. */
  const unused: number[] = [];
  const know = (definition: AlarmDefinition): void => {
    const known = indexOf.get(definition.id);
    if (known !== undefined) {
      if (known < options.definitions.length) return;
      definitions[known] = definition;
      tagOf[known] = options.tagIndexOf(definition.tag);
      const standing = { ...standingOf(known), definition };
      if (standing.state === 'normal') current[known] = standing;
      else amend(known, standing);
      return;
    }
    const at = unused.pop() ?? definitions.length;
    indexOf.set(definition.id, at);
    definitions[at] = definition;
    tagOf[at] = options.tagIndexOf(definition.tag);
    const standing = { ...(restored.get(definition.id) ?? neverRaised(definition.id)), definition };
    restored.delete(definition.id);
    current[at] = standing;
    if (standing.state === 'normal') return;
    published.set(standing.alarm, standing);
    wait(at);
  };
  const forget = (id: AlarmName): void => {
    const alarm = indexOf.get(id);
    if (alarm === undefined || alarm < options.definitions.length || standingOf(alarm).state !== 'normal') return;
    indexOf.delete(id);
    unused.push(alarm);
  };
  for (const { definition } of options.restored) if (definition !== undefined) know(definition);
  current.forEach((standing, alarm) => {
    if (standing.state === 'normal') return;
    published.set(standing.alarm, standing);
    const suppressed = hidingOf(standing, 'suppressed');
    if (suppressed !== undefined && (definitions[alarm]?.kind !== 'condition' || !isReasonOfDevice(suppressed.reason))) held.add(alarm);
    wait(alarm);
    // A kind that is over as soon as it has come does not go on as what the alarm was before the project was changed.
    if (definitions[alarm]?.kind === 'change-of-state' && !isStill) void conditionChanged(alarm, false, ownCause(standing, { uncertaintyMs: undefined }));
  });
  const hasGrace = !isStill && (held.size > 0 || (options.suppressors ?? []).length > 0);
  const stopGrace = hasGrace ? clock.after(graceMs, () => suppression.endGrace()) : null;

  const wake = (): void => {
    wakesMs = Number.POSITIVE_INFINITY;
    conditions.elapse(clock.monotonicMs());
    setWake();
  };
  const setWake = (): void => {
    const { dueMs } = conditions;
    if (dueMs >= wakesMs) return;
    cancelWake?.();
    wakesMs = dueMs;
    cancelWake = clock.after(Math.max(1, dueMs - clock.monotonicMs()), wake);
  };
  /** Does for each alarm what is asked unless there is a reason not to; resolves when the journal has all of it. */
  const handle = async (asked: readonly AlarmName[], whyNot: (alarm: number, at: number) => string | null, act: (alarm: number, done: (refusal?: string) => void) => void): Promise<Handled> => {
    const answers = await Promise.all(
      asked.map(async (id, at) => {
        const alarm = indexOf.get(id);
        const reason = isStill ? 'Nothing can be done with alarms here: no plant runs, its records are only looked at.' : alarm === undefined ? 'This alarm is not in the project any more.' : whyNot(alarm, at);
        if (alarm === undefined || reason !== null) return { alarm: id, reason };
        return { alarm: id, reason: await new Promise<string | null>((resolve) => act(alarm, (refusal) => resolve(refusal ?? null))) };
      }),
    );
    const refused = answers.flatMap(({ alarm, reason }) => (reason === null ? [] : [{ alarm, reason }]));
    return { done: answers.filter(({ reason }) => reason === null).map(({ alarm }) => alarm), refused };
  };

  return {
    apply(batch) {
      suppression.begin(batch);
      conditions.judge(batch, clock.monotonicMs());
      suppression.end();
      setWake();
    },
    delays: () =>
      options.definitions.flatMap((definition, alarm) => {
        const delay = conditions.delay(alarm);
        return delay === null ? [] : [{ definition, delay }];
      }),
    goOn(before) {
      for (const { definition, delay } of before.delays()) {
        const alarm = indexOf.get(definition.id);
        const here = alarm === undefined ? undefined : options.definitions[alarm];
        if (alarm !== undefined && here !== undefined && isJudgedAlike(definition, here)) conditions.goOn(alarm, delay);
      }
      setWake();
    },
    act: (what, occurrences, user, comment) =>
      handle(
        occurrences.map(({ alarm }) => alarm),
        (alarm, at) => {
          const standing = standingOf(alarm);
          if (standing.seq !== occurrences[at]?.seq) return 'The alarm came again meanwhile; look at the new occurrence first.';
          return stepAlarm(standing.state, what, { latching: true, isConditionTrue: false }) === null ? whyNotHandled(what, standing) : null;
        },
        (alarm, done) => {
          const { kind, id } = definitions[alarm] as AlarmDefinition;
          // A device's own alarm is handled there; what the device makes of it is what stands here.
          if (kind === 'condition' && options.atDevice !== undefined) {
            void options.atDevice.act(what, id, user, comment).then((refusal) => done(refusal ?? undefined), (error: unknown) => done(`It could not be handled at its device: ${String(error)}.`));
          } else input(alarm, what, ownCause(standingOf(alarm), { user, comment }), () => done());
        },
      ),
    hide: (request, alarms, actor) =>
      handle(
        alarms,
        (alarm) => whyNotHide(request, standingOf(alarm), definitions[alarm] as AlarmDefinition, actor, options.maxShelveMinOf?.(alarm) ?? defaultMaxShelveMin),
        (alarm, done) => {
          const timeMs = clock.nowMs();
          const { input: what, comment, hiding } = hideInput(request, actor, timeMs);
          input(alarm, what, ownCause(standingOf(alarm), { timeMs, user: actor.user, comment, hiding }), () => done());
        },
      ),
    know,
    forget,
    report(id, what, given, done) {
      const alarm = indexOf.get(id);
      if (alarm === undefined) return false;
      const tag = tagOf[alarm];
      const cause = timed(given.uncertaintyMs !== undefined || tag === undefined ? given : { ...given, uncertaintyMs: options.uncertaintyMsOf?.(tag, given.timeMs, alarm, 0) });
      if (what === 'condition-true' || what === 'condition-false') return conditionChanged(alarm, what === 'condition-true', cause, done ?? null);
      return input(alarm, what, cause, done ?? null);
    },
    refine(id, quality) {
      const alarm = indexOf.get(id);
      if (alarm === undefined) return;
      const standing = standingOf(alarm);
      if (standing.state !== 'normal' && standing.quality !== quality) amend(alarm, { ...standing, quality });
    },
    definitions,
    currentOf: (id) => current[indexOf.get(id) ?? -1] ?? null,
    ofDevice: (device) =>
      definitions.flatMap((definition, alarm) => {
        if (definition.kind !== 'condition' || (device !== null && definition.device !== device)) return [];
        return standingOf(alarm).state === 'normal' ? [] : [definition.id];
      }),
    standings: () => [...published.values()],
    standingOf(id) {
      const alarm = indexOf.get(id);
      if (alarm === undefined) return null;
      const definition = alarm < options.definitions.length ? {} : { definition: definitions[alarm] };
      return published.get(id) ?? { ...neverRaised(id), ...definition };
    },
    get publishedSeq() {
      return publishedSeq;
    },
    settled: () => journal.settled(),
    get writtenToMs() {
      return journal.writtenToMs;
    },
    get isSettled() {
      return journal.isSettled;
    },
    close() {
      cancelWake?.();
      stopGrace?.();
      for (const cancel of ending.values()) cancel();
      deadlines.close();
      journal.close();
    },
  };
}
