import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Handover } from '#shared/model/handover.ts';
import type { Incident } from '#shared/model/incident.ts';
import type { Rpc } from './connection.ts';
import type { Timers } from './timers.ts';

/** Open incidents of now, worst first. `changes` rises with every record of any incident, open or closed: who shows one asks again. */
export type IncidentsPicture = { readonly incidents: readonly Incident[]; readonly isKnown: boolean; readonly changes: number };
/** The newest handover; null before the first. */
export type HandoverPicture = { readonly handover: Handover | null; readonly isKnown: boolean };

export type IncidentFeed = {
  readonly open: StoreApi<IncidentsPicture>;
  readonly handover: StoreApi<HandoverPicture>;
  attach(rpc: Rpc): void;
  detach(): void;
};

const retryMs = 1000;

/** Incidents and the handover, always of now; both stay while the line is down, as they were told last. */
export function createIncidentFeed(timers: Pick<Timers, 'after'>): IncidentFeed {
  const open = createStore<IncidentsPicture>(() => ({ incidents: [], isKnown: false, changes: 0 }));
  const handover = createStore<HandoverPicture>(() => ({ handover: null, isKnown: false }));
  let rpc: Rpc | null = null;
  const closers = new Map<'incident.open' | 'handover.newest', () => void>();

  const again = (from: Rpc, code: string, follow: (line: Rpc) => void): void => {
    if (code !== 'disconnected') timers.after(retryMs, () => void (rpc === from && follow(from)));
  };
  const followOpen = (from: Rpc): void => {
    const stream = from.open('incident.open', {}, {
      onItem: ({ incidents }) => open.setState(({ changes }) => ({ incidents, isKnown: true, changes: changes + 1 }), true),
      onEnded: ({ code }) => again(from, code, followOpen),
    });
    closers.set('incident.open', stream.close);
  };
  const followHandover = (from: Rpc): void => {
    const stream = from.open('handover.newest', {}, {
      onItem: (item) => handover.setState({ handover: item.handover, isKnown: true }, true),
      onEnded: ({ code }) => again(from, code, followHandover),
    });
    closers.set('handover.newest', stream.close);
  };
  return {
    open,
    handover,
    attach(next) {
      rpc = next;
      followOpen(next);
      followHandover(next);
    },
    detach() {
      rpc = null;
      for (const close of closers.values()) close();
      closers.clear();
    },
  };
}
