import { useState } from 'react';
import { useAskedAgain, useHandover, useOpenIncidents } from '../../client/use-incidents.ts';
import { useClient } from '../../client/use-client.ts';
import { usePresentNow } from '../../client/use-now.ts';
import { notify } from '../../client/notices.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay } from '../../widgets/format-time.ts';

/** The newest record of the chain, and how to tell with it later that nothing was changed or cut off. */
export function RecordsHead({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const minute = usePresentNow(60_000);
  const changes = useOpenIncidents((picture) => picture.changes);
  const seq = useHandover().handover?.seq ?? 0;
  const [askedMs, setAskedMs] = useState(Number.NaN);
  const { answer, problem } = useAskedAgain(isVisible ? 'head' : null, `${minute} ${changes} ${seq}`, async (signal) => {
    const head = await client.call('record.head', {}, { signal });
    if (head.ok) setAskedMs(client.present.nowMs());
    return head;
  });
  const mark = answer === null ? '' : `${answer.seq}:${answer.hash}`;
  const command = `npm run records -- verify --head ${mark}`;
  return (
    <div className="diagnose-view">
      <div className="diagnose-bar">Incidents, handovers, runs of runbooks and the audit trail are one chain of records: each carries the hash of the one before it, so a changed or missing one is found.</div>
      <div className="diagnose-scroller diagnose-records" tabIndex={0}>
        {problem === null ? null : <p>{problem}</p>}
        {answer === null ? null : answer.seq === 0 ? (
          <p>Nothing is written down yet.</p>
        ) : (
          <>
            <p>
              Newest record <b className="num">{answer.seq}</b>, <span className="num tx-3">as of {Number.isFinite(askedMs) ? `${formatDay(askedMs)} ${formatClock(askedMs)}` : '--'}</span>
            </p>
            <p className="mono">{answer.hash}</p>
            <p className="tx-2">Note number and hash where nobody of this plant can change them, or print a handover, which carries them. Later this command on the plant’s machine walks the whole chain, also while the plant runs, and tells whether its end was cut off since:</p>
            <p className="mono">{command}</p>
            <Button onClick={() => void navigator.clipboard.writeText(command).then(() => notify('The command is copied.'), () => notify('It could not be copied: mark it and press Ctrl C.', 'failed'))}>Copy the command</Button>
          </>
        )}
      </div>
    </div>
  );
}
