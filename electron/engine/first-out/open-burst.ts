import type { AlarmId } from '#shared/model/ids.ts';
import type { BurstAlarm, BurstEvent } from './burst-alarm.ts';
import type { Place } from './plant-knowledge.ts';

/** One burst: what a ranking needs of it. */
export type Burst = {
  /** Journal number of the first event known when it opened. */
  readonly id: number;
  readonly startMs: number;
  /** Source time of its last raise. */
  readonly lastMs: number;
  readonly isOver: boolean;
  /** Different alarms. */
  readonly alarmCount: number;
  /** Grows with each change: whoever ranks it anew need not look further. */
  readonly version: number;
  /** Its alarms in the order they were taken in. */
  alarms(): readonly BurstAlarm[];
};

type Member = {
  readonly first: BurstEvent;
  readonly place: Place;
  readonly raisesBefore: number;
  raises: number;
  /** Raises within the last 60 s, and the most there were. */
  lately: number[];
  raisesPerMin: number;
  returnedMs: number | null;
};

/** A burst under way. */
export class OpenBurst implements Burst {
  readonly id: number;
  startMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  /** Last raise of an alarm that was not mere repetition: what keeps it open. */
  busyMs = Number.NEGATIVE_INFINITY;
  isOver = false;
  version = 0;
  /** Since when all of its alarms are back to normal or hidden; infinite while one stands and is seen. */
  clearMs = Number.POSITIVE_INFINITY;
  readonly #standing = new Set<AlarmId>();
  readonly #members = new Map<AlarmId, Member>();

  constructor(id: number) {
    this.id = id;
  }

  get alarmCount(): number {
    return this.#members.size;
  }

  has(alarm: AlarmId): boolean {
    return this.#members.has(alarm);
  }

  raise(event: BurstEvent, place: Place, how: { readonly raisesBefore: number; readonly extends: boolean }): void {
    this.version++;
    this.startMs = Math.min(this.startMs, event.timeMs);
    this.lastMs = Math.max(this.lastMs, event.timeMs);
    this.#standing.add(event.alarm);
    this.clearMs = Number.POSITIVE_INFINITY;
    const known = this.#members.get(event.alarm);
    if (known === undefined) {
      this.#members.set(event.alarm, { first: event, place, raisesBefore: how.raisesBefore, raises: 1, lately: [event.timeMs], raisesPerMin: 1, returnedMs: null });
    } else {
      known.raises++;
      known.lately = [...known.lately.filter((timeMs) => timeMs > event.timeMs - 60_000), event.timeMs].slice(-100);
      known.raisesPerMin = Math.max(known.raisesPerMin, known.lately.length);
    }
    if (how.extends && (known?.raises ?? 1) < 3) this.busyMs = Math.max(this.busyMs, event.timeMs);
  }

  /** The alarm is back to normal; of one that is not in the burst nothing is kept. */
  return(alarm: AlarmId, timeMs: number): void {
    this.hide(alarm, timeMs);
    const member = this.#members.get(alarm);
    if (member === undefined || member.returnedMs !== null) return;
    member.returnedMs = timeMs;
    this.version++;
  }

  /** The alarm stands for nothing here any more; how it behaved stays. */
  hide(alarm: AlarmId, timeMs: number): void {
    if (this.#standing.delete(alarm) && this.#standing.size === 0) this.clearMs = timeMs;
  }

  /** One of its alarms that was hidden is seen again, and is still there. */
  show(alarm: AlarmId): void {
    if (!this.#members.has(alarm)) return;
    this.#standing.add(alarm);
    this.clearMs = Number.POSITIVE_INFINITY;
  }

  end(): void {
    this.isOver = true;
    this.version++;
  }

  some(test: (member: { readonly place: Place; readonly timeMs: number }) => boolean): boolean {
    for (const { place, first } of this.#members.values()) if (test({ place, timeMs: first.timeMs })) return true;
    return false;
  }

  alarms(): readonly BurstAlarm[] {
    return [...this.#members.values()].map(({ first, raises, raisesPerMin, raisesBefore, returnedMs }) => ({
      alarm: first.alarm,
      seq: first.seq,
      tag: first.tag,
      asset: first.asset,
      timeMs: first.timeMs,
      uncertaintyMs: first.uncertaintyMs,
      returnedMs,
      raises,
      raisesPerMin,
      raisesBefore,
      strength: 1,
    }));
  }
}
