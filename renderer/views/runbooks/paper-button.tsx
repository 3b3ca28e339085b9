import { FileDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RunbookId } from '#shared/model/runbook.ts';
import { usePaper } from '#renderer/client/use-paper.ts';
import { Button } from '#renderer/widgets/button.tsx';

/** Has the engine make a PDF of runbooks; the list of jobs opens, and gives the file when it is there. */
export function PaperButton({ runbooks, children }: { readonly runbooks: 'emergency' | readonly RunbookId[]; readonly children: ReactNode }) {
  const { refusal, begin } = usePaper('Making a PDF');
  const make = (): Promise<void> => begin((call) => call('report.runbooks', { runbooks: runbooks === 'emergency' ? runbooks : [...runbooks], format: 'pdf' }));
  return (
    <Button icon={<FileDown size={15} strokeWidth={1.75} />} refusal={refusal} title="A PDF with id, version and text on each page" onClick={() => void make()}>
      {children}
    </Button>
  );
}
