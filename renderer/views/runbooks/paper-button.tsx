import { FileDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { RunbookId } from '#shared/model/runbook.ts';
import { exchangeRefusal, openJobs } from '#renderer/client/exchange.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';

/** Has the engine make a PDF of runbooks; the list of jobs opens, and gives the file when it is there. */
export function PaperButton({ runbooks, children }: { readonly runbooks: 'emergency' | readonly RunbookId[]; readonly children: ReactNode }) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const line = useLink();
  const make = async (): Promise<void> => {
    setBusy(true);
    const answer = await client.call('report.runbooks', { runbooks: runbooks === 'emergency' ? runbooks : [...runbooks], format: 'pdf' });
    setBusy(false);
    if (answer.ok) openJobs();
    else notify(faultText(answer.fault), 'failed');
  };
  return (
    <Button icon={<FileDown size={15} strokeWidth={1.75} />} refusal={exchangeRefusal(line, 'Making a PDF', 'operate') ?? (isBusy ? 'It is being begun.' : null)} title="A PDF with id, version and text on each page" onClick={() => void make()}>
      {children}
    </Button>
  );
}
