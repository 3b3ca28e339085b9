import type { AlarmDefinition, AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { FirstOutGroup, TripLatch } from '#shared/model/first-out.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { Project } from '#shared/model/project.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { burstEventOf } from './burst-alarm.ts';
import type { Wanted } from './first-out-judge.ts';
import { createLiveBursts, currentForMs, mostCurrent } from './live-bursts.ts';
import { createRecordedEvents, leadMs, type Stretch } from './recorded-events.ts';
import type { SourceClock } from './source-clocks.ts';
import { createTripLatches, raiseOf, type TripLatches } from './trip-latches.ts';

export type FirstOutPicture = { readonly groups: readonly FirstOutGroup[]; readonly trips: readonly TripLatch[] };
export type ResetOutcome = { readonly kind: 'done' } | { readonly kind: 'not-found' } | { readonly kind: 'only-looked-at' } | { readonly kind: 'still-active'; readonly alarms: readonly AlarmId[] };

export type FirstOutService = {
  /** Bursts under way or of the last 4 hours, newest first, and trip groups that hold something. */
  current(): FirstOutPicture;
  /** Bursts that touch a span, oldest first, at most `limit`. Rejects with a StoreError when the journal cannot be read. */
  in(span: { readonly fromMs: number; readonly toMs: number }, limit: number, signal?: AbortSignal): Promise<{ readonly groups: readonly FirstOutGroup[]; readonly isWhole: boolean }>;
  /** The picture of a moment, from events the engine had judged by then. */
  at(atMs: number, signal?: AbortSignal): Promise<FirstOutPicture>;
  /** Clears a trip group; done when it is on disk. */
  reset(group: string, user: string): Promise<ResetOutcome>;
  /** Events in order, as they are published. */
  take(events: readonly AlarmEvent[]): void;
  /** Calls at each change of what `current` gives back; gives back how to stop. */
  onChange(listener: () => void): () => void;
  /** The project was read again. */
  projectChanged(): void;
  close(): Promise<void>;
};

export type FirstOutParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly worker: URL;
  readonly store: Pick<Store, 'journal' | 'trips'>;
  readonly project: () => Pick<Project, 'assets' | 'tags' | 'alarms' | 'logic'>;
  /** Who stamps which tag: two events of one device are in order whatever its clock is off. */
  readonly clocks: () => ReadonlyMap<TagId, SourceClock>;
  /** Whether the condition of an alarm is there now, whatever hides it. */
  readonly isActive: (alarm: AlarmId) => boolean;
  /** What a device brought along as the definition of an alarm the project does not have; null where nothing is known of it. */
  readonly broughtAlong: (alarm: AlarmId) => Pick<AlarmDefinition, 'tag' | 'asset'> | null;
  /** Number of the last event published. */
  readonly publishedSeq: () => number;
  /** Engine time up to which every event published is on disk; Infinity while all are. */
  readonly writtenToMs: () => number;
  /** Id of the runbook an alarm names, itself or by what it belongs to; null for none. */
  readonly runbookOf: (alarm: AlarmId) => string | null;
  /** Nothing is written: a recording, or a data folder opened for its history alone. */
  readonly isStill: boolean;
};

type Place = { readonly tag: TagId | null; readonly asset: AssetId | null };
const nowhere: Place = { tag: null, asset: null };

/** First-out of the running plant: what came first in each burst, and what the trip groups hold; now and at any moment of the journal. */
export function createFirstOutService(parts: FirstOutParts): FirstOutService {
  const { clock, log, store } = parts;
  const listeners = new Set<() => void>();
  let isClosed = false;
  let toldMs = Number.NEGATIVE_INFINITY;
  let cancelTelling: Cancel | null = null;
  /** At once, then four times a second at most: what is told is the whole picture. */
  const changed = (): void => {
    if (cancelTelling !== null || isClosed) return;
    const waitMs = toldMs + tellEveryMs - clock.monotonicMs();
    if (waitMs > 0) {
      cancelTelling = clock.after(waitMs, () => {
        cancelTelling = null;
        changed();
      });
      return;
    }
    toldMs = clock.monotonicMs();
    for (const call of listeners) call();
  };
  let places: Places | null = null;
  let latches: TripLatches = createTripLatches([]);
  let inTrips = new Set<AlarmId>();
  /** Raises that came while a group's past was read. */
  let early: AlarmEvent[] | null = null;
  let trips = 0;
  /** Raises that came while a reset was written. */
  let meanwhile: AlarmEvent[] | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  /** One after the other: what groups hold is not read while one is reset, nor is one reset while that is read. */
  const inTurn = <Outcome>(work: () => Promise<Outcome>): Promise<Outcome> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const placeOf = (alarm: AlarmId): Place => {
    places ??= placesOf(parts.project());
    const known = places.alarms.get(alarm);
    if (known !== undefined) return known;
    const brought = parts.broughtAlong(alarm);
    return brought === null ? nowhere : { tag: brought.tag, asset: brought.asset ?? places.assetOf.get(brought.tag) ?? null };
  };
  const bursts = createLiveBursts({
    clock,
    log,
    worker: parts.worker,
    journal: store.journal,
    source() {
      const { assets, logic } = parts.project();
      return { assets, connections: logic.connections, interlocks: logic.interlocks, clocks: parts.clocks() };
    },
    burstEvent: (event) => burstEventOf(event, placeOf(event.alarm)),
    onGroups: changed,
  });
  const recorded = createRecordedEvents(store.journal, clock, parts.writtenToMs);

  /** What the trip groups of the project hold, made up from the journal. A group that is new begins with this moment. */
  const openTrips = async (): Promise<void> => {
    if (isClosed) return;
    const mine = ++trips;
    const groups = parts.project().logic.tripGroups;
    const next = createTripLatches(groups);
    inTrips = new Set(groups.flatMap(({ alarms }) => alarms));
    early = [];
    const afterSeq = parts.publishedSeq();
    const asked = groups.map(({ id, alarms }) => ({ group: id, alarms }));
    const histories = asked.length === 0 ? [] : await store.trips.at({ groups: asked, atMs: Number.MAX_SAFE_INTEGER });
    const fresh = histories.filter(({ reset }) => reset === null).map(({ group }) => ({ group, engineMs: clock.nowMs(), afterSeq, user: null }));
    if (fresh.length > 0 && !parts.isStill) await store.trips.add(fresh);
    if (mine !== trips || isClosed) return;
    for (const event of [...histories.flatMap(({ raised }) => raised), ...early]) takeRaise(next, event);
    early = null;
    latches = next;
    changed();
  };
  const openTripsUntilDone = (): void => {
    inTurn(openTrips).catch((error: unknown) => {
      if (isClosed) return;
      log.warn('first-out', `What the trip groups hold could not be read from the journal and is asked for again: ${error instanceof Error ? error.message : String(error)}`);
      const mine = trips;
      clock.after(retryMs, () => {
        if (mine === trips && !isClosed) openTripsUntilDone();
      });
    });
  };
  openTripsUntilDone();

  const named = (groups: readonly FirstOutGroup[]): FirstOutGroup[] =>
    groups.map((group) => {
      const first = group.ranked[0];
      return first === undefined ? group : { ...group, runbook: parts.runbookOf(first.alarm) };
    });
  const judge = async (stretch: Stretch, lookFromMs: number, wanted: Wanted) => {
    if (bursts.thread === null) throw new Error('The ranking of alarm bursts is being started again.');
    return bursts.thread.recorded(stretch, lookFromMs, wanted);
  };

  return {
    current: () => ({ groups: named(bursts.groups), trips: latches.held(parts.isActive) }),
    async in(span, limit, signal) {
      const lookFromMs = span.fromMs - leadMs;
      const stretch = await recorded.stretch(lookFromMs, span.toMs, signal);
      const judged = await judge(stretch, lookFromMs, { ...span, most: limit, from: 'oldest' });
      return { groups: named(judged.groups), isWhole: judged.isWhole && stretch.isWhole };
    },
    async at(atMs, signal) {
      const groups = parts.project().logic.tripGroups.map(({ id, alarms }) => ({ group: id, alarms }));
      const lookFromMs = atMs - currentForMs - leadMs;
      const [stretch, histories] = await Promise.all([
        recorded.stretch(lookFromMs, atMs, signal),
        groups.length === 0 ? [] : store.trips.at({ groups, atMs }, signal),
      ]);
      const judged = await judge(stretch, lookFromMs, { fromMs: atMs - currentForMs, toMs: atMs, most: mostCurrent, from: 'newest' });
      const then = createTripLatches(parts.project().logic.tripGroups);
      for (const event of histories.flatMap(({ raised }) => raised)) takeRaise(then, event);
      const isHeld = histories.some(({ raised }) => raised.length > 0);
      const standings = isHeld ? (await store.journal.standingAt(atMs, signal)).standings : [];
      const active = new Set(standings.filter(isStanding).map(({ alarm }) => alarm));
      return { groups: named(judged.groups), trips: then.held((alarm) => active.has(alarm)) };
    },
    reset: (group, user) =>
      inTurn(async () => {
        if (parts.isStill) return { kind: 'only-looked-at' };
        if (!latches.has(group)) return { kind: 'not-found' };
        const alarms = latches.activeOf(group, parts.isActive);
        if (alarms.length > 0) return { kind: 'still-active', alarms };
        const afterSeq = parts.publishedSeq();
        const since: AlarmEvent[] = (meanwhile = []);
        try {
          await store.trips.add([{ group, engineMs: clock.nowMs(), afterSeq, user }]);
        } finally {
          meanwhile = null;
        }
        latches.clear(group, afterSeq);
        // One that was held already and came again behind the reset holds by that.
        for (const event of since) takeRaise(latches, event);
        changed();
        return { kind: 'done' };
      }),
    take(events) {
      bursts.take(events);
      let isTold = false;
      for (const event of events) {
        recorded.came(event.engineMs);
        if (!inTrips.has(event.alarm)) continue;
        isTold = true;
        meanwhile?.push(event);
        if (early !== null) early.push(event);
        else takeRaise(latches, event);
      }
      // Also a return: the group may be resettable from here on.
      if (isTold) changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    projectChanged() {
      places = null;
      bursts.plantChanged();
      openTripsUntilDone();
    },
    async close() {
      isClosed = true;
      cancelTelling?.();
      recorded.close();
      listeners.clear();
      await bursts.close();
    },
  };
}

const retryMs = 1000;
const tellEveryMs = 250;

function takeRaise(latches: TripLatches, event: AlarmEvent): void {
  const raise = raiseOf(event);
  if (raise !== null) latches.take(raise);
}

type Places = { readonly alarms: ReadonlyMap<AlarmId, Place>; readonly assetOf: ReadonlyMap<TagId, AssetId> };

function placesOf({ tags, alarms }: Pick<Project, 'tags' | 'alarms'>): Places {
  const assetOf = new Map(tags.map(({ id, asset }) => [id, asset] as const));
  return { assetOf, alarms: new Map(alarms.map(({ id, tag, asset }) => [id, { tag, asset: asset ?? assetOf.get(tag) ?? null }] as const)) };
}

/** Whether an alarm keeps its trip group from being reset: its condition is there, whatever hides it, or it is latched and stands until it is reset itself. */
export function isStanding({ state, isConditionTrue }: AlarmStanding): boolean {
  return state.startsWith('latched') || (isConditionTrue ?? state.startsWith('active'));
}
