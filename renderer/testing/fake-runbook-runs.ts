import type { FirstoutContract } from '#shared/contract/index.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { Handlers, StreamSource } from '#shared/rpc/server.ts';

type Names = Extract<keyof FirstoutContract, 'runbook.begin' | 'runbook.act' | 'runbook.photo' | 'runbook.select' | 'runbook.operate' | 'runbook.runs' | 'runbook.events' | 'runbook.live' | 'runbook.records' | 'runbook.past' | 'runbook.attachment'>;

/** Runs of the fake engine: there are none, and none can be begun. */
export function fakeRunbookRuns(): Pick<Handlers<FirstoutContract>, Names> {
  const none = () => refused('not-found', 'The fake engine runs no runbooks.');
  return {
    'runbook.begin': none,
    'runbook.act': none,
    'runbook.photo': none,
    'runbook.select': none,
    'runbook.operate': none,
    'runbook.runs': () => once({ runs: [] }),
    'runbook.events': () => once<never>(null),
    'runbook.live': ({ run }) => once({ run, seq: 0, checks: [], suggested: [], people: [] }),
    'runbook.records': none,
    'runbook.past': () => ok({ runs: [] }),
    'runbook.attachment': none,
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
