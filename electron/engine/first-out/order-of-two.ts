import type { BurstAlarm } from './burst-alarm.ts';
import { isOrderOpen, probabilityBefore } from './order-probability.ts';
import type { Place } from './plant-knowledge.ts';

/** An alarm with where it stands in the plant, and so with the clock that stamped it. */
export type Placed = { readonly alarm: Pick<BurstAlarm, 'timeMs' | 'uncertaintyMs'>; readonly place: Pick<Place, 'clock'> };

/** Probability that `a` came before `b`; the error of a clock that stamped both is none between them. */
export function chanceBefore(a: Placed, b: Placed): number {
  const common = commonMs(a.place, b.place);
  return probabilityBefore(middle(a), halfWidth(a, common), middle(b), halfWidth(b, common));
}

/** Whether the clocks cannot tell which of the two was first. */
export function isOpenBetween(a: Placed, b: Placed): boolean {
  const common = commonMs(a.place, b.place);
  return isOrderOpen(middle(a), halfWidth(a, common), middle(b), halfWidth(b, common));
}

const commonMs = (a: Pick<Place, 'clock'>, b: Pick<Place, 'clock'>): number =>
  a.clock !== null && b.clock !== null && a.clock.source === b.clock.source ? Math.min(a.clock.commonMs, b.clock.commonMs) : 0;

/** A value that was read stands for a stretch that ends at its stamp. */
const middle = ({ alarm, place }: Placed): number => alarm.timeMs - lateMs({ alarm, place }) / 2;
const halfWidth = ({ alarm, place }: Placed, common: number): number => Math.max(0, alarm.uncertaintyMs - common - lateMs({ alarm, place }) / 2);
const lateMs = ({ alarm, place }: Placed): number => Math.min(place.clock?.lateMs ?? 0, alarm.uncertaintyMs);
