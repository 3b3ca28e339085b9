import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { type AlarmRow, isUnacked } from './alarm-rows.ts';

/** How many alarms stand at an asset and all below it. A new object for every change, so that a selector sees it. */
export type AlarmRollUp = {
  /** Active or latched ones by priority 1 to 4, acknowledged or not. */
  readonly active: readonly [number, number, number, number];
  /** Of `active` those that wait for an acknowledge. */
  readonly activeUnacked: readonly [number, number, number, number];
  /** Returned, waiting for an acknowledge. */
  readonly returned: readonly [number, number, number, number];
  readonly shelved: number;
  readonly suppressed: number;
  readonly outOfService: number;
};

type Mutable = { active: [number, number, number, number]; activeUnacked: [number, number, number, number]; returned: [number, number, number, number]; shelved: number; suppressed: number; outOfService: number };

const none: AlarmRollUp = { active: [0, 0, 0, 0], activeUnacked: [0, 0, 0, 0], returned: [0, 0, 0, 0], shelved: 0, suppressed: 0, outOfService: 0 };

/** Moves the roll-ups of all assets on; `pathOf` answers an asset and its parents. Assets that count nothing any more leave the map. */
export function rollUp(below: Map<AssetId, AlarmRollUp>, removed: readonly AlarmRow[], added: readonly AlarmRow[], pathOf: (asset: AssetId) => readonly AssetId[]): void {
  const touched = new Map<AssetId, Mutable>();
  const count = ({ asset, priority, standing: { state } }: AlarmRow, by: 1 | -1): void => {
    if (asset === null || state === 'normal') return;
    for (const id of pathOf(asset)) {
      let sums = touched.get(id);
      if (sums === undefined) {
        const { active, activeUnacked, returned, ...hidden } = below.get(id) ?? none;
        touched.set(id, (sums = { active: [...active], activeUnacked: [...activeUnacked], returned: [...returned], ...hidden }));
      }
      add(sums, state, priority, by);
    }
  };
  for (const row of removed) count(row, -1);
  for (const row of added) count(row, 1);
  for (const [id, sums] of touched) {
    if (isNothing(sums)) below.delete(id);
    else below.set(id, sums);
  }
}

function add(sums: Mutable, state: AlarmState, priority: Priority, by: number): void {
  const at = (priority - 1) as 0 | 1 | 2 | 3;
  if (state === 'shelved') sums.shelved += by;
  else if (state === 'suppressed') sums.suppressed += by;
  else if (state === 'out-of-service') sums.outOfService += by;
  else if (state === 'returned-unacked') sums.returned[at] += by;
  else {
    sums.active[at] += by;
    if (isUnacked(state)) sums.activeUnacked[at] += by;
  }
}

const isNothing = (sums: AlarmRollUp): boolean => toldOf(sums) + hiddenOf(sums) === 0;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** How many an operator is told about: active and returned ones. */
export const toldOf = ({ active, returned }: AlarmRollUp): number => sum(active) + sum(returned);
/** How many are hidden: shelved, suppressed by design, out of service. */
export const hiddenOf = ({ shelved, suppressed, outOfService }: AlarmRollUp): number => shelved + suppressed + outOfService;

/** The alarm that marks a branch: the worst active one, unacknowledged before acknowledged; then one that only waits for its acknowledge. Null where all are hidden. */
export function worstOf(sums: AlarmRollUp): { readonly priority: Priority; readonly state: AlarmState } | null {
  for (const priority of [1, 2, 3, 4] as const) {
    if ((sums.active[priority - 1] ?? 0) > 0) return { priority, state: (sums.activeUnacked[priority - 1] ?? 0) > 0 ? 'active-unacked' : 'active-acked' };
  }
  for (const priority of [1, 2, 3, 4] as const) if ((sums.returned[priority - 1] ?? 0) > 0) return { priority, state: 'returned-unacked' };
  return null;
}

/** "3 active, 2 unacknowledged, 1 shelved": what a branch holds, in words; empty words leave nothing out but zeros. */
export function rollUpWords(sums: AlarmRollUp): string {
  const parts: readonly (readonly [number, string])[] = [
    [sum(sums.active), 'active'],
    [sum(sums.activeUnacked) + sum(sums.returned), 'unacknowledged'],
    [sums.shelved, 'shelved'],
    [sums.suppressed, 'suppressed by design'],
    [sums.outOfService, 'out of service'],
  ];
  return parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join(', ');
}
