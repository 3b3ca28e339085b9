import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ImportMapping } from '#shared/contract/exchange.ts';
import { closeExchange, exchangeRefusal, openJobs, type Progress, timeLeftMs, uploadFile } from '../../client/exchange.ts';
import { faultText } from '../../client/notices.ts';
import { pastRefusal } from '../../client/replay-rules.ts';
import { useClient, useDirectory, useLink, useTimeline } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { formatSpan } from '../../widgets/format-time.ts';
import { ExchangeFrame, ProgressBar } from './exchange-frame.tsx';
import { completeMapping, mappingProblem, renameProblem, unknownCounts } from './import-mapping.ts';
import { ImportTable, type Looked } from './import-table.tsx';
import { bytesText } from './bytes-text.ts';

type Step =
  | { readonly kind: 'pick' }
  | { readonly kind: 'upload'; readonly name: string; readonly progress: Progress; readonly leftMs: number | null }
  | { readonly kind: 'map'; readonly name: string; readonly upload: string; readonly looked: Looked };

/** Picks a file, hands it over, shows what is in it, and starts the import with a mapping. */
export function ImportDialog() {
  const client = useClient();
  const link = useLink();
  const past = useTimeline(pastRefusal);
  const directory = useDirectory();
  const picker = useRef<HTMLInputElement>(null);
  const [step, setStep] = useState<Step>({ kind: 'pick' });
  const [mapping, setMapping] = useState<ImportMapping | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const giveUp = useRef<AbortController | null>(null);
  useEffect(() => () => giveUp.current?.abort(), []);
  const denied = past ?? exchangeRefusal(link, 'Importing', 'lead');

  const take = async (file: File): Promise<void> => {
    const mine = new AbortController();
    giveUp.current = mine;
    const startedMs = performance.now();
    setProblem(null);
    setStep({ kind: 'upload', name: file.name, progress: { bytes: 0, of: file.size }, leftMs: null });
    const fail = (sentence: string): void => {
      setStep({ kind: 'pick' });
      setProblem(sentence);
    };
    const sent = await uploadFile(client.call, file, (progress) => !mine.signal.aborted && setStep({ kind: 'upload', name: file.name, progress, leftMs: timeLeftMs(progress, performance.now() - startedMs) }), mine.signal);
    if (mine.signal.aborted) return;
    if (!sent.ok) return fail(faultText(sent.fault));
    const looked = await client.call('import.look', { upload: sent.value.upload }, { signal: mine.signal });
    if (mine.signal.aborted) return;
    if (!looked.ok) return fail(faultText(looked.fault));
    setMapping(looked.value.mapping);
    setStep({ kind: 'map', name: file.name, upload: sent.value.upload, looked: looked.value });
  };
  const start = async (): Promise<void> => {
    if (step.kind !== 'map' || mapping === null) return;
    setStarting(true);
    const answer = await client.call('import.start', { upload: step.upload, mapping: completeMapping(step.looked.unknown, mapping) });
    setStarting(false);
    if (!answer.ok) return setProblem(faultText(answer.fault));
    openJobs();
  };
  const wrong = step.kind === 'map' && mapping !== null ? (mappingProblem(mapping, step.looked.columns) ?? renameProblem(step.looked.unknown, mapping, (name) => directory?.tagById(name) !== undefined)) : null;
  return (
    <ExchangeFrame
      title={step.kind === 'map' ? `Import ${step.name}` : 'Import history'}
      problem={problem}
      isWide={step.kind === 'map'}
      foot={
        <>
          <span className="exchange-estimate num" role="status">
            {step.kind === 'map' && mapping !== null ? (wrong ?? unknownText(step.looked.unknown, mapping)) : ''}
          </span>
          <Button size="large" onClick={closeExchange}>
            Cancel
          </Button>
          {step.kind === 'map' ? (
            <Button size="large" look="primary" refusal={denied ?? wrong ?? (isStarting ? 'It is being started.' : null)} onClick={() => void start()}>
              Import
            </Button>
          ) : null}
        </>
      }
    >
      {step.kind === 'pick' ? (
        <div className="exchange-pick">
          <p>A table of recorded values, CSV or Parquet. Nothing is imported before you have seen how it is read.</p>
          <input ref={picker} type="file" accept=".csv,.txt,.tsv,.parquet" className="visually-hidden" tabIndex={-1} aria-label="File to import" onChange={(event) => event.target.files?.[0] !== undefined && void take(event.target.files[0])} />
          <Button size="large" look="primary" refusal={denied} icon={<FileUp size={16} strokeWidth={1.75} />} onClick={() => picker.current?.click()}>
            Pick a file
          </Button>
        </div>
      ) : step.kind === 'upload' ? (
        <Upload step={step} />
      ) : mapping === null ? null : (
        <ImportTable looked={step.looked} mapping={mapping} onChange={setMapping} />
      )}
    </ExchangeFrame>
  );
}

function Upload({ step: { name, progress, leftMs } }: { readonly step: Extract<Step, { readonly kind: 'upload' }> }) {
  const isSent = progress.bytes === progress.of;
  return (
    <div className="exchange-upload">
      <b>{name}</b>
      <ProgressBar share={progress.bytes / progress.of} label={`${name}: handed over`} />
      <span className="tx-2 num" role="status">
        {isSent ? 'Looking at it' : `${bytesText(progress.bytes)} of ${bytesText(progress.of)}${leftMs === null ? '' : `, ${formatSpan(leftMs)} left`}`}
      </span>
    </div>
  );
}

function unknownText(unknown: readonly string[], mapping: ImportMapping): string {
  const { renamed, leftOut } = unknownCounts(unknown, mapping);
  if (unknown.length === 0) return 'Every name is a tag of this project.';
  return `${leftOut === 0 ? '' : `${leftOut} ${leftOut === 1 ? 'name' : 'names'} will be left out. `}${renamed === 0 ? '' : `${renamed} renamed.`}`.trim();
}
