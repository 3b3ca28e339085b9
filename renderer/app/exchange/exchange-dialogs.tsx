import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Job } from '#shared/contract/exchange.ts';
import { exchangeDialog } from '../../client/exchange.ts';
import { notify } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { ExportDialog } from './export-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { JobsDialog } from './jobs-dialog.tsx';
import { RecordingDialog } from './recording-dialog.tsx';

/** The dialog of files in and out that is open, and word of jobs that ended while none was. Once in the shell. */
export function ExchangeDialogs() {
  const dialog = useStore(exchangeDialog, (now) => now.dialog);
  useEndedJobs();
  switch (dialog?.kind) {
    case 'export':
      return <ExportDialog tags={dialog.tags} span={dialog.span} />;
    case 'recording':
      return <RecordingDialog span={dialog.span} />;
    case 'import':
      return <ImportDialog />;
    case 'jobs':
      return <JobsDialog />;
    case undefined:
      return null;
  }
}

/** Tells this user of an own job that ended, unless the list is open. */
function useEndedJobs(): void {
  const client = useClient();
  const user = useLink().session?.user ?? null;
  const known = useRef(new Map<string, Job['state']>());
  useEffect(
    () =>
      client.jobs.subscribe((jobs) => {
        for (const job of jobs) {
          const before = known.current.get(job.id);
          const hasEnded = (before === 'running' || before === 'waiting') && (job.state === 'done' || job.state === 'failed');
          if (hasEnded && job.user === user && exchangeDialog.getState().dialog?.kind !== 'jobs') notify(`${job.title}: ${job.sentence}`, job.state === 'done' ? 'done' : 'failed');
        }
        known.current = new Map(jobs.map(({ id, state }) => [id, state]));
      }),
    [client, user],
  );
}
