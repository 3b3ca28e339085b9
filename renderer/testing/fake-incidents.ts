import type { FirstoutContract } from '#shared/contract/index.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { Handlers, StreamSource } from '#shared/rpc/server.ts';

type Names = Extract<keyof FirstoutContract, `incident.${string}` | `handover.${string}` | `record.${string}`>;

/** Incidents of the fake engine: there are none, none can be opened, and nothing is kept. */
export function fakeIncidents(nowMs: () => number): Pick<Handlers<FirstoutContract>, Names> {
  const none = () => refused('not-found', 'The fake engine keeps no records.');
  const notKept = () => refused('not-recorded', 'The fake engine keeps no records.');
  return {
    'incident.begin': notKept,
    'incident.add': none,
    'incident.command': none,
    'incident.open': () => once({ incidents: [] }),
    'incident.events': () => once<never>(null),
    'incident.get': none,
    'incident.at': none,
    'incident.list': () => ok({ incidents: [] }),
    'incident.timeline': none,
    'incident.report': none,
    'handover.draft': () => ok({ draft: { madeMs: nowMs(), sinceMs: null, items: [], more: [] } }),
    'handover.write': notKept,
    'handover.accept': none,
    'handover.newest': () => once({ handover: null }),
    'handover.list': () => ok({ handovers: [] }),
    'record.attach': notKept,
    'record.attachment': none,
    'record.head': () => ok({ seq: 0, hash: '0'.repeat(64) }),
  };
}

function once<Item>(item: Item | null): StreamSource<Item> {
  let left = item;
  return {
    take() {
      const given = left;
      left = null;
      return given;
    },
    close: () => undefined,
  };
}
