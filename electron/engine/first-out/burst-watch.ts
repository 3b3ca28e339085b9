import type { AlarmId } from '#shared/model/ids.ts';
import type { BurstAlarm, BurstEvent } from './burst-alarm.ts';
import { OpenBurst, type Burst } from './open-burst.ts';
import type { PlantKnowledge, Place, Relation } from './plant-knowledge.ts';

/** When alarms are one burst; times in ms. */
export const burstLimits = {
  /** So many different alarms within `coreMs` open one, whatever they are. */
  coreAlarms: 3,
  coreMs: 10_000,
  /** So many alarms linked to each other open one, however slowly they come, within `precursorMs`. */
  linkedAlarms: 3,
  /** An alarm so soon after the last one joins, linked or not: it is shown, not claimed. */
  joinMs: 30_000,
  /** The same where nothing is known of the plant, and links cannot reach farther than time. */
  joinBlindMs: 120_000,
  /** A linked alarm joins so long after the last one; then the burst is over. */
  quietMs: 900_000,
  /** All of its alarms back to normal, or hidden, for so long: what comes then is another one, however soon and however near. */
  clearMs: 10_000,
  /** A linked alarm so long before is its precursor. */
  precursorMs: 1_800_000,
  /** No burst is longer: what still comes is another one. */
  longestMs: 7_200_000,
  /** Ended bursts that are kept. */
  keptBursts: 200,
} as const;
/** Strength from which two alarms count as linked here, after fading with the time between. */
const linkedFrom = 0.25;
const recentKept = 2000;
const habitMs = 3_600_000;
/** So many raises within an hour make an alarm a habit: it neither opens a burst nor keeps one open. */
const habitualRaises = 4;

/** One raise that waits for a burst, or is in one. */
type Recent = { readonly event: BurstEvent; readonly place: Place; readonly raisesBefore: number; returnedMs: number | null; isTaken: boolean };

export type BurstWatch = {
  /** Takes the next event; events come in the order of the journal, source times may be somewhat out of order. */
  add(event: BurstEvent): void;
  /** Ends bursts that have been quiet, by the same clock as the events' times. */
  advance(nowMs: number): void;
  /** Bursts under way and ended ones, oldest first, the last 200 unless other limits were asked for. */
  readonly bursts: readonly Burst[];
};

/**
 * Finds bursts of alarms while they come. A burst opens with 3 different alarms within 10 s, or with 3 alarms linked by
 * what is known of the plant (2 if by an interlock) within half an hour; alarms join while they come within 30 s of the
 * last one (120 s where nothing is known of the plant), linked ones within 15 min; linked earlier ones are taken in as
 * precursors. Once all of them are back to normal for 10 s it is over: a plant that was restored and fails again has failed anew. Repeating alarms neither open one nor keep it open. The flood of the load figures (more than 10 in 10 min)
 * is another thing. Cost per event: the alarms of the last half hour only while nothing is under way.
 */
export function createBurstWatch(knowledge: PlantKnowledge, limits: { readonly [Name in keyof typeof burstLimits]: number } = burstLimits): BurstWatch {
  const joinMs = knowledge.isEmpty ? limits.joinBlindMs : limits.joinMs;
  const relation: Relation = { via: null, strength: 0, interlock: null, path: null };
  const raisedAt = new Map<AlarmId, number[]>();
  let recent: Recent[] = [];
  const bursts: OpenBurst[] = [];

  const strength = (cause: Place, effect: Place, gapMs: number): number => {
    knowledge.relate(cause, effect, relation);
    return relation.strength / Math.sqrt(1 + Math.max(0, gapMs) / 600_000);
  };

  const isLinked = (a: { readonly place: Place; readonly timeMs: number }, b: { readonly place: Place; readonly timeMs: number }): boolean =>
    strength(a.place, b.place, b.timeMs - a.timeMs) >= linkedFrom;

  function joins(burst: OpenBurst, event: BurstEvent, place: Place): boolean {
    if (event.timeMs - burst.startMs > limits.longestMs) return false;
    if (event.timeMs - burst.busyMs <= joinMs) return true;
    if (event.timeMs - burst.busyMs > limits.quietMs) return false;
    return burst.some((member) => isLinked(member, { place, timeMs: event.timeMs }));
  }

  /** `core`, the earlier ones that wait and lead to it, and those that lead to them. */
  function precursorsOf(core: readonly Recent[]): Recent[] {
    const found = [...core];
    for (const effect of found) {
      // Repeating alarms lead to everything and to nothing.
      if (!isSteady(effect)) continue;
      for (const cause of recent) {
        if (cause.isTaken || !isSteady(cause) || found.includes(cause) || cause.event.timeMs > effect.event.timeMs) continue;
        const isNear = knowledge.isEmpty && effect.event.timeMs - cause.event.timeMs <= joinMs;
        if (isNear || isLinked({ place: cause.place, timeMs: cause.event.timeMs }, { place: effect.place, timeMs: effect.event.timeMs })) found.push(cause);
      }
    }
    return found;
  }

  function takeIn(burst: OpenBurst, all: readonly Recent[]): void {
    for (const one of all.toSorted((a, b) => a.event.timeMs - b.event.timeMs)) {
      one.isTaken = true;
      burst.raise(one.event, one.place, { raisesBefore: one.raisesBefore, extends: isSteady(one) });
      if (one.returnedMs !== null) burst.return(one.event.alarm, one.returnedMs);
    }
  }

  function tryOpen(last: Recent): void {
    const near = recent.filter((one) => !one.isTaken && isSteady(one) && Math.abs(last.event.timeMs - one.event.timeMs) <= limits.coreMs);
    const core = near.length >= limits.coreAlarms ? near : [last];
    const all = precursorsOf(core);
    const steady = new Set(all.filter(isSteady).map((one) => one.event.alarm)).size;
    const isTripped = all.some((one) => one !== last && isTrip(one, last));
    if (core.length < limits.coreAlarms && steady < limits.linkedAlarms && !(isTripped && steady >= 2)) return;
    const opened = new OpenBurst(Math.min(...all.map((one) => one.event.seq)));
    takeIn(opened, all);
    bursts.push(opened);
    if (bursts.length > limits.keptBursts) bursts.shift();
  }

  function isTrip(cause: Recent, effect: Recent): boolean {
    knowledge.relate(cause.place, effect.place, relation);
    return relation.via === 'interlock';
  }

  function raise(event: BurstEvent): void {
    const raisesBefore = note(raisedAt, event);
    const place = knowledge.placeOf(event);
    const one: Recent = { event, place, raisesBefore, returnedMs: null, isTaken: false };
    advance(event.timeMs);
    // The youngest first: what two would take belongs to the one under way.
    const burst = bursts.findLast((candidate) => !candidate.isOver && (candidate.has(event.alarm) || joins(candidate, event, place)));
    if (burst !== undefined) return takeIn(burst, burst.has(event.alarm) ? [one] : precursorsOf([one]));
    recent.push(one);
    if (recent.length > recentKept || (recent[0]?.event.timeMs ?? 0) < event.timeMs - limits.precursorMs * 1.1)
      recent = recent.filter((old) => !old.isTaken && old.event.timeMs >= event.timeMs - limits.precursorMs).slice(-recentKept);
    if (isSteady(one)) tryOpen(one);
  }

  function returns(event: BurstEvent): void {
    for (const burst of bursts) if (!burst.isOver || event.timeMs - burst.lastMs < limits.longestMs) burst.return(event.alarm, event.timeMs);
    const waiting = recent.findLast((one) => one.event.alarm === event.alarm && !one.isTaken);
    if (waiting !== undefined) waiting.returnedMs ??= event.timeMs;
  }

  function hidesOrShows({ alarm, kind, timeMs }: BurstEvent): void {
    for (const burst of bursts) {
      if (burst.isOver) continue;
      if (kind === 'hidden') burst.hide(alarm, timeMs);
      else burst.show(alarm);
    }
  }

  function advance(nowMs: number): void {
    const quietMs = knowledge.isEmpty ? joinMs : limits.quietMs;
    for (const burst of bursts) if (!burst.isOver && (nowMs - burst.busyMs > quietMs || nowMs - burst.clearMs > limits.clearMs)) burst.end();
  }

  /** What lies so far ahead of now was of another time before the clock was set back: nothing joins it any more. */
  function endFromAhead(nowMs: number): void {
    for (const burst of bursts) if (!burst.isOver && burst.busyMs - nowMs > limits.quietMs) burst.end();
  }

  return {
    add(event) {
      if (event.kind === 'raised') raise(event);
      else if (event.kind === 'returned') returns(event);
      else hidesOrShows(event);
    },
    advance(nowMs) {
      advance(nowMs);
      endFromAhead(nowMs);
    },
    get bursts() {
      return bursts;
    },
  };
}

const isSteady = (one: { readonly raisesBefore: number }): boolean => one.raisesBefore < habitualRaises;

/** Bursts of a recorded span, oldest first, all ended; events in any order. */
export function findBursts(events: readonly BurstEvent[], knowledge: PlantKnowledge): readonly Burst[] {
  const watch = createBurstWatch(knowledge, { ...burstLimits, keptBursts: Number.POSITIVE_INFINITY });
  for (const event of events.toSorted((a, b) => a.timeMs - b.timeMs || a.seq - b.seq)) watch.add(event);
  watch.advance(Number.POSITIVE_INFINITY);
  return watch.bursts;
}

/** Notes a raise; gives back how many there were in the hour before it, at most 64. */
function note(raisedAt: Map<AlarmId, number[]>, { alarm, timeMs }: BurstEvent): number {
  const times = raisedAt.get(alarm);
  if (times === undefined) {
    raisedAt.set(alarm, [timeMs]);
    return 0;
  }
  // Far ahead: of before the clock was set back.
  while (times.length > 64 || (times.length > 0 && Math.abs((times[0] ?? 0) - timeMs) > habitMs)) times.shift();
  return times.push(timeMs) - 1;
}

export type { Burst, BurstAlarm };
