import { useState } from 'react';
import type { Fault } from '#shared/model/fault.ts';
import type { ConsoleClient } from './console-client.ts';
import { exchangeRefusal, openJobs } from './exchange.ts';
import { faultText, notify } from './notices.ts';
import { useClient, useLink } from './use-client.ts';

type Begun = { readonly ok: true } | { readonly ok: false; readonly fault: Fault };

/**
 * What a button needs that has the engine make a paper: why it may not now (one sentence, null when it may), and the way to
 * begin it, after which the list of jobs opens and gives the file when it is there. Papers touch nothing of the plant: they
 * are made in replay and of a recording too. `what` begins the refusal: "Making a PDF".
 */
export function usePaper(what: string): { readonly refusal: string | null; readonly begin: (ask: (call: ConsoleClient['call']) => Promise<Begun>) => Promise<void> } {
  const client = useClient();
  const line = useLink();
  const [isBusy, setBusy] = useState(false);
  return {
    refusal: exchangeRefusal(line, what, 'operate') ?? (isBusy ? 'It is being begun.' : null),
    async begin(ask) {
      setBusy(true);
      const answer = await ask(client.call);
      setBusy(false);
      if (answer.ok) openJobs();
      else notify(faultText(answer.fault), 'failed');
    },
  };
}
