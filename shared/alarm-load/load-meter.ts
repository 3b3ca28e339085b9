import { type AlarmState, alarmStates, isHiddenState } from '../model/alarm.ts';
import type { LoadFigures, LoadFlood, LoadRules } from '../model/alarm-load.ts';
import { type AlarmColumns, growColumns } from './alarm-columns.ts';
import { createDurationHistogram } from './duration-histogram.ts';
import { binFigures, createLoadBins, floodsOf, type LoadBins } from './load-bins.ts';
import { createRollingCount } from './rolling-count.ts';

export type LoadMeterOptions = {
  /** Beginning of the span, UTC epoch ms; what is earlier counts as of then. */
  readonly fromMs: number;
  /** Operators the alarms are shared out to. */
  readonly operators: number;
  readonly rules: LoadRules;
};

export type MeterReading = {
  readonly figures: LoadFigures;
  readonly bins: LoadBins;
  readonly floods: readonly LoadFlood[];
  /** By alarm number, as many as were ever named. */
  readonly columns: AlarmColumns;
  readonly alarms: number;
};

export type LoadMeter = {
  /** Where an alarm stood at the beginning, and since when. */
  begin(alarm: number, state: AlarmState, sinceMs: number): void;
  /** An alarm that is over as soon as it comes, by its kind: it is never fleeting. */
  momentary(alarm: number): void;
  /** A transition, in order of engine time; one that is earlier than the last counts as of then. What it came from is known. */
  add(alarm: number, to: AlarmState, atMs: number): void;
  /** An alarm that is told to come although it has not been told to go, as logs of other systems have it. */
  repeat(alarm: number, atMs: number): void;
  /** Nobody will ever tell that this alarm returned: it is not among those active at the end. What it did counts. */
  drop(alarm: number): void;
  /** The figures up to a time not before the last event; the meter goes on. */
  read(toMs: number): MeterReading;
};

/**
 * True where an alarm comes to stand before the operator as new: raised, back from hiding while its condition holds, or
 * unacknowledged again. That is what ISA-18.2 counts as annunciated; an alarm raised while it is hidden is none.
 */
export const isAnnunciated = (from: AlarmState, to: AlarmState): boolean => to === 'active-unacked' && from !== 'active-unacked';

const isActive = (state: AlarmState): boolean => state === 'active-unacked' || state === 'active-acked';
const stateNumber = new Map(alarmStates.map((state, at) => [state, at] as const));
const numberOf = (state: AlarmState): number => stateNumber.get(state) as number;
const normalNumber = numberOf('normal');

/** Adds alarm transitions up to the figures of alarm load. Memory grows with alarms and 10-minute intervals, never with events. */
export function createLoadMeter({ fromMs, operators, rules }: LoadMeterOptions): LoadMeter {
  const bins = createLoadBins(fromMs);
  const rolling = createRollingCount();
  const acknowledge = createDurationHistogram();
  const [withinMs, fleetingMs, staleMs] = [rules.chatterWithinS * 1000, rules.fleetingBelowS * 1000, rules.staleAfterH * 3_600_000];
  const kept = rules.chatterCount - 1;
  let columns = growColumns(null, 0, rules);
  let known = 0;
  let [alarms, fleeting, staleEnded, hidings] = [0, 0, 0, 0];
  let nowMs = fromMs;
  let [active, mostActive, activeTimeMs] = [0, 0, 0];

  const room = (alarm: number): void => {
    if (alarm < known) return;
    if (alarm >= columns.raised.length) columns = growColumns(columns, alarm + 1, rules);
    known = alarm + 1;
  };
  const moveTo = (atMs: number): void => {
    activeTimeMs += active * (atMs - nowMs);
    nowMs = atMs;
  };
  const start = (alarm: number, sinceMs: number): void => {
    if (!Number.isNaN(columns.activeSinceMs[alarm])) return;
    columns.activeSinceMs[alarm] = sinceMs;
    if (++active > mostActive) mostActive = active;
  };
  /** `isReturn`: its condition is gone; else it was hidden, which says nothing about how long the condition lasted. */
  const end = (alarm: number, isReturn: boolean): void => {
    const sinceMs = columns.activeSinceMs[alarm] as number;
    if (Number.isNaN(sinceMs)) return;
    active--;
    const lastedMs = nowMs - sinceMs;
    columns.activeSinceMs[alarm] = Number.NaN;
    columns.activeMs[alarm] = (columns.activeMs[alarm] as number) + nowMs - Math.max(sinceMs, fromMs);
    columns.longestMs[alarm] = Math.max(columns.longestMs[alarm] as number, lastedMs);
    if (lastedMs > staleMs) staleEnded++;
    if (!isReturn || lastedMs >= fleetingMs || columns.isMomentary[alarm] === 1) return;
    fleeting++;
    columns.fleeting[alarm] = (columns.fleeting[alarm] as number) + 1;
  };
  const annunciate = (alarm: number): void => {
    alarms++;
    bins.add(nowMs);
    rolling.add(nowMs);
    columns.raised[alarm] = (columns.raised[alarm] as number) + 1;
    columns.waitingSinceMs[alarm] = nowMs;
    const slot = alarm * kept + (columns.lastAt[alarm] as number);
    if (nowMs - (columns.lastMs[slot] as number) <= withinMs) {
      if (!(nowMs <= (columns.chatterUntilMs[alarm] as number))) columns.chatters[alarm] = (columns.chatters[alarm] as number) + 1;
      columns.chatterUntilMs[alarm] = nowMs + withinMs;
    }
    columns.lastMs[slot] = nowMs;
    columns.lastAt[alarm] = ((columns.lastAt[alarm] as number) + 1) % kept;
  };
  const acknowledged = (alarm: number): void => {
    const sinceMs = columns.waitingSinceMs[alarm] as number;
    if (Number.isNaN(sinceMs)) return;
    columns.waitingSinceMs[alarm] = Number.NaN;
    columns.acknowledged[alarm] = (columns.acknowledged[alarm] as number) + 1;
    columns.acknowledgedMs[alarm] = (columns.acknowledgedMs[alarm] as number) + nowMs - sinceMs;
    acknowledge.add(nowMs - sinceMs);
  };

  return {
    begin(alarm, state, sinceMs) {
      room(alarm);
      columns.state[alarm] = numberOf(state);
      if (isActive(state)) start(alarm, Math.min(sinceMs, fromMs));
      if (state.endsWith('unacked')) columns.waitingSinceMs[alarm] = Math.min(sinceMs, fromMs);
    },
    momentary(alarm) {
      room(alarm);
      columns.isMomentary[alarm] = 1;
    },
    add(alarm, to, atMs) {
      room(alarm);
      moveTo(Math.max(nowMs, atMs));
      const from = alarmStates[columns.state[alarm] as number] as AlarmState;
      columns.state[alarm] = numberOf(to);
      if (isActive(to)) start(alarm, nowMs);
      else end(alarm, !isHiddenState(to));
      if (isHiddenState(to)) {
        if (!isHiddenState(from)) hidings++;
        // Hidden, it waits for nobody.
        columns.waitingSinceMs[alarm] = Number.NaN;
      } else if (isAnnunciated(from, to)) annunciate(alarm);
      else if (!to.endsWith('unacked')) acknowledged(alarm);
    },
    repeat(alarm, atMs) {
      room(alarm);
      moveTo(Math.max(nowMs, atMs));
      annunciate(alarm);
    },
    drop(alarm) {
      room(alarm);
      columns.state[alarm] = normalNumber;
      if (!Number.isNaN(columns.activeSinceMs[alarm])) active--;
      columns.activeSinceMs[alarm] = columns.waitingSinceMs[alarm] = Number.NaN;
    },
    read(toMs) {
      const endMs = Math.max(toMs, nowMs);
      const whole = bins.read(endMs);
      const counted = countColumns(columns, known, endMs - staleMs);
      const { count: most, atMs: mostMs } = rolling.most;
      return {
        bins: whole,
        floods: floodsOf(whole, operators, rules),
        columns,
        alarms: known,
        figures: {
          fromMs,
          toMs: endMs,
          alarms,
          distinct: counted.distinct,
          ...binFigures(whole, operators, rules),
          rolling: { most, mostMs: most === 0 ? fromMs : mostMs, last: rolling.at(endMs) },
          top10: counted.top10,
          chattering: counted.chattering,
          fleeting: { alarms: counted.fleeting, times: fleeting },
          stale: { atEnd: counted.stale, ended: staleEnded },
          standing: {
            atEnd: active,
            unacked: counted.unacked,
            most: mostActive,
            mean: endMs === fromMs ? active : (activeTimeMs + active * (endMs - nowMs)) / (endMs - fromMs),
          },
          hidden: { shelved: counted.shelved, suppressed: counted.suppressed, outOfService: counted.outOfService, times: hidings },
          acknowledge: {
            count: acknowledge.count,
            medianMs: acknowledge.quantileMs(0.5),
            p90Ms: acknowledge.quantileMs(0.9),
            longestMs: acknowledge.longestMs,
          },
        },
      };
    },
  };
}

const [unackedNumber, shelvedNumber, suppressedNumber, outNumber] = (
  ['active-unacked', 'shelved', 'suppressed', 'out-of-service'] as const
).map(numberOf);

/** `staleBeforeMs`: active since before then is stale. */
function countColumns({ raised, chatters, fleeting, activeSinceMs, state }: AlarmColumns, alarms: number, staleBeforeMs: number) {
  const counted = { distinct: 0, top10: 0, chattering: 0, fleeting: 0, stale: 0, unacked: 0, shelved: 0, suppressed: 0, outOfService: 0 };
  /** The ten greatest so far, falling. */
  const greatest = new Uint32Array(10);
  for (let alarm = 0; alarm < alarms; alarm++) {
    const count = raised[alarm] as number;
    if (count > 0) counted.distinct++;
    if ((chatters[alarm] as number) > 0) counted.chattering++;
    if ((fleeting[alarm] as number) > 0) counted.fleeting++;
    if ((activeSinceMs[alarm] as number) < staleBeforeMs) counted.stale++;
    const of = state[alarm];
    if (of === unackedNumber) counted.unacked++;
    else if (of === shelvedNumber) counted.shelved++;
    else if (of === suppressedNumber) counted.suppressed++;
    else if (of === outNumber) counted.outOfService++;
    if (count <= (greatest[9] as number)) continue;
    let at = 9;
    for (; at > 0 && (greatest[at - 1] as number) < count; at--) greatest[at] = greatest[at - 1] as number;
    greatest[at] = count;
  }
  counted.top10 = greatest.reduce((sum, count) => sum + count, 0);
  return counted;
}
