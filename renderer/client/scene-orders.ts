import { createStore } from 'zustand/vanilla';
import type { AlarmRow } from './alarm-rows.ts';
import { severityOf } from './alarm-severity.ts';
import type { ConsoleClient } from './console-client.ts';
import { rankFlags } from './first-out-words.ts';
import { navigation } from './navigation.ts';
import { notify } from './notices.ts';
import type { Selection } from './selection.ts';
import { floodToShow, shownFlood } from './shown-flood.ts';

/** Something the 3D view is asked to fly to: an asset, or a saved view of a scene. */
export type SceneOrder =
  | { readonly asset: string; /** Everything but it and what is connected to it is seen through. */ readonly isIsolated: boolean; readonly view: null }
  | { readonly asset: null; readonly view: SceneViewName };
export type SceneViewName = { readonly scene: string; readonly view: string };

/** The last order to the 3D view of this window, and how many there were: the view carries out each once. */
export const sceneOrders = createStore<{ readonly order: SceneOrder | null; readonly count: number }>(() => ({ order: null, count: 0 }));

/** Has the 3D view fly to an asset, wherever it stands; one that is opened later does so then. */
export const orderScene = (asset: string, isIsolated = false): void => sceneOrders.setState(({ count }) => ({ order: { asset, isIsolated, view: null }, count: count + 1 }));

/** Opens the 3D view and flies to an asset. */
export function showIn3d(asset: string, isIsolated = false): void {
  orderScene(asset, isIsolated);
  navigation.getState().open('plant3d');
}

/** Opens the 3D view and flies to where a saved view of a scene stands and looks. */
export function showViewIn3d(view: SceneViewName): void {
  sceneOrders.setState(({ count }) => ({ order: { asset: null, view }, count: count + 1 }));
  navigation.getState().open('plant3d');
}

/** Opens the 3D view at what is selected; says so when nothing is. */
export function showSelectionIn3d({ assetId }: Pick<Selection, 'assetId'>): void {
  if (assetId === null) return notify('Nothing is selected: pick something first.');
  showIn3d(assetId, true);
}

/** The alarm to look at first: the first-out of the burst before the operator while it stands, else the worst. Null when nothing stands. */
export function worstFault({ alarms, firstOut }: Pick<ConsoleClient, 'alarms' | 'firstOut'>): AlarmRow | null {
  const book = alarms.getState();
  const group = floodToShow(firstOut.getState().groups, book, shownFlood.getState().id);
  const first = group === null ? undefined : [...rankFlags(group)].find(([, flag]) => flag === '1ST')?.[0];
  const standing = first === undefined ? undefined : book.byAlarm.get(first);
  if (standing !== undefined && standing.asset !== null && book.told.includes(standing)) return standing;
  let worst: AlarmRow | null = null;
  for (const row of book.told) if (row.asset !== null && (worst === null || severityOf(row) < severityOf(worst))) worst = row;
  return worst;
}

/** Opens the 3D view at the first-out, else the worst fault; says so when there is none. */
export function showWorstFault(client: Pick<ConsoleClient, 'alarms' | 'firstOut'>): void {
  const fault = worstFault(client);
  if (fault === null || fault.asset === null) return notify('No alarm stands: there is no fault to fly to.');
  showIn3d(fault.asset, true);
}
