import type { ControlArea } from '#shared/model/control.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { Clock } from '../ports.ts';
import type { NamedArea } from './control-plant.ts';

/** A console, and who works at it. */
export type Console = { readonly id: string; readonly user: string; readonly place: string };

/** What a console holds an area by. Every change of hands gives a higher number: what was allowed under an older one is void. */
type Lease = { readonly who: Console; readonly fence: number; readonly sinceMs: number; leftMs: number | null };
type Asking = { readonly who: Console; readonly sinceMs: number; readonly untilMs: number };

/** How long an area stays held after its console was last there, ms: a window that loads again keeps it. */
export const goneMs = 10_000;
/** How long somebody's asking stands, ms. */
export const askMs = 60_000;

export type Leases = {
  /** The areas there are from now on; what is held of the others is free. */
  setAreas(areas: readonly NamedArea[]): void;
  /** One more session of this console came; the answer is called when it goes. */
  arrive(who: Console): () => void;
  /** The number this console holds the area by; null when it does not. */
  fenceOf(area: string, consoleId: string): number | null;
  holderOf(area: string): Console | null;
  take(area: string, by: Console): Result<null, 'not-found' | 'held'>;
  release(area: string, by: Console): Result<null, 'not-found' | 'not-held'>;
  ask(area: string, by: Console): Result<null, 'not-found' | 'not-held' | 'asked'>;
  give(area: string, by: Console): Result<null, 'not-found' | 'not-held' | 'not-asked'>;
  force(area: string, by: Console): Result<null, 'not-found'>;
  /** What a console is shown. */
  state(consoleId: string): readonly ControlArea[];
  /** Ends what is over; true when something was. */
  tidy(): boolean;
};

/**
 * Who has control of which area: at most one console each. Pure but for the clock it reads: nothing of it outlives the engine,
 * so after a start every area is free. Time is monotonic; a wall clock set back holds nothing longer.
 */
export function createLeases(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>): Leases {
  let areas = new Map<string, NamedArea>();
  const leases = new Map<string, Lease>();
  const asking = new Map<string, Asking>();
  const present = new Map<string, number>();
  let lastFence = 0;

  const grant = (area: string, who: Console): void => {
    const leftMs = present.has(who.id) ? null : clock.monotonicMs();
    leases.set(area, { who, fence: ++lastFence, sinceMs: clock.nowMs(), leftMs });
    if (asking.get(area)?.who.id === who.id) asking.delete(area);
  };
  // What is over counts as over at once; `tidy` takes it away and tells.
  const isOver = ({ leftMs }: Lease): boolean => leftMs !== null && clock.monotonicMs() >= leftMs + goneMs;
  const heldBy = (area: string): Lease | undefined => {
    const lease = leases.get(area);
    return lease === undefined || isOver(lease) ? undefined : lease;
  };
  const askedBy = (area: string): Asking | undefined => {
    const asker = asking.get(area);
    return asker === undefined || clock.monotonicMs() >= asker.untilMs || !present.has(asker.who.id) ? undefined : asker;
  };
  const tidy = (): boolean => {
    const before = leases.size + asking.size;
    for (const area of leases.keys()) if (heldBy(area) === undefined) leases.delete(area);
    for (const area of asking.keys()) if (askedBy(area) === undefined) asking.delete(area);
    return leases.size + asking.size !== before;
  };
  const nameOf = (area: string): string => areas.get(area)?.name ?? area;
  const unknown = (area: string) => refused('not-found', `There is no control area ${area}.`);
  const notHeld = (area: string) => refused('not-held', `${nameOf(area)} is not held by this console.`);

  return {
    setAreas(list) {
      areas = new Map(list.map((one) => [one.area, one]));
      for (const held of [leases, asking]) for (const area of [...held.keys()]) if (!areas.has(area)) held.delete(area);
    },
    arrive(who) {
      // What it held too long ago does not come back with it.
      tidy();
      present.set(who.id, (present.get(who.id) ?? 0) + 1);
      for (const lease of leases.values()) if (lease.who.id === who.id) lease.leftMs = null;
      let isHere = true;
      return () => {
        if (!isHere) return;
        isHere = false;
        const left = (present.get(who.id) ?? 1) - 1;
        if (left > 0) return void present.set(who.id, left);
        present.delete(who.id);
        for (const lease of leases.values()) if (lease.who.id === who.id) lease.leftMs = clock.monotonicMs();
      };
    },
    fenceOf(area, consoleId) {
      const lease = heldBy(area);
      return lease?.who.id === consoleId ? lease.fence : null;
    },
    holderOf: (area) => heldBy(area)?.who ?? null,
    take(area, by) {
      if (!areas.has(area)) return unknown(area);
      const lease = heldBy(area);
      if (lease?.who.id === by.id) return ok(null);
      if (lease !== undefined) return refused('held', `${nameOf(area)} is held by ${lease.who.user} at ${lease.who.place}.`, 'Ask for it; a lead may take it with a reason.');
      grant(area, by);
      return ok(null);
    },
    release(area, by) {
      if (!areas.has(area)) return unknown(area);
      if (heldBy(area)?.who.id !== by.id) return notHeld(area);
      leases.delete(area);
      asking.delete(area);
      return ok(null);
    },
    ask(area, by) {
      if (!areas.has(area)) return unknown(area);
      const lease = heldBy(area);
      if (lease === undefined || lease.who.id === by.id) return refused('not-held', `${nameOf(area)} is not held by another console; take it.`);
      const before = askedBy(area);
      if (before !== undefined && before.who.id !== by.id) return refused('asked', `${before.who.user} at ${before.who.place} asks for ${nameOf(area)} already.`);
      asking.set(area, { who: by, sinceMs: clock.nowMs(), untilMs: clock.monotonicMs() + askMs });
      return ok(null);
    },
    give(area, by) {
      if (!areas.has(area)) return unknown(area);
      if (heldBy(area)?.who.id !== by.id) return notHeld(area);
      const asker = askedBy(area);
      if (asker === undefined) return refused('not-asked', `Nobody asks for ${nameOf(area)} any more.`);
      grant(area, asker.who);
      return ok(null);
    },
    force(area, by) {
      if (!areas.has(area)) return unknown(area);
      if (heldBy(area)?.who.id !== by.id) grant(area, by);
      return ok(null);
    },
    state(consoleId) {
      const shown = ({ who: { id, user, place }, sinceMs }: Asking | Lease) => ({ user, place, isOwn: id === consoleId, sinceMs });
      return [...areas.values()].map(({ area, name }) => {
        const [lease, asker] = [heldBy(area), askedBy(area)];
        return { area, name, holder: lease === undefined ? null : { ...shown(lease), isGone: lease.leftMs !== null }, asker: asker === undefined ? null : shown(asker) };
      });
    },
    tidy,
  };
}
