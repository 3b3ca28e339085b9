import type { FirstoutContract } from '#shared/contract/index.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { Handlers } from '#shared/rpc/server.ts';

type Names = 'runbook.list' | 'runbook.get' | 'runbook.suggest' | 'runbook.search' | 'runbook.check';

/** A project without runbooks: lists are empty, and what is asked for is not there. */
export function fakeRunbooks(): Pick<Handlers<FirstoutContract>, Names> {
  return {
    'runbook.list': () => ok({ runbooks: [] }),
    'runbook.get': ({ runbook }) => refused('not-found', `There is no runbook ${runbook} in this project.`),
    'runbook.suggest': () => ok({ suggestions: [] }),
    'runbook.search': () => ok({ suggestions: [] }),
    'runbook.check': () => ok({ runbook: null, problems: [] }),
  };
}
