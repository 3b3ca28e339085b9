import type { StoreApi } from 'zustand/vanilla';
import type { PickedAlarm } from '../../client/alarm-actions.ts';
import type { Selection } from '../../client/selection.ts';
import { isNewer, noStamp, type Peers, type SharedSelection } from './peers.ts';

type PickedStore = StoreApi<{ readonly picked: PickedAlarm | null }>;

/** What is selected in one window is selected in all of them; pins stay a window's own. */
export function shareSelection(selection: StoreApi<Selection>, picked: PickedStore, peers: Peers): () => void {
  let stamp = noStamp;
  let isTaking = false;
  let isDue = false;
  const current = (): SharedSelection => ({ assetId: selection.getState().assetId, tagId: selection.getState().tagId, picked: picked.getState().picked });
  const changed = (): void => {
    if (isTaking || isDue) return;
    isDue = true;
    // One gesture picks an alarm and selects its asset: both are told together.
    queueMicrotask(() => {
      isDue = false;
      stamp = { n: stamp.n + 1, from: peers.self };
      peers.send({ t: 'selection', stamp, selection: current() });
    });
  };
  const stops = [
    selection.subscribe((now, before) => (now.assetId !== before.assetId || now.tagId !== before.tagId) && changed()),
    picked.subscribe(changed),
    peers.on('selection', ({ stamp: heard, selection: { assetId, tagId, picked: alarm } }) => {
      if (!isNewer(heard, stamp)) return;
      stamp = heard;
      isTaking = true;
      picked.setState({ picked: alarm });
      selection.setState({ assetId, tagId });
      isTaking = false;
    }),
    peers.on('hello', () => {
      if (stamp.n > 0) peers.send({ t: 'selection', stamp, selection: current() });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
