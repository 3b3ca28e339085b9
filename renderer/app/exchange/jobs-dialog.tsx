import { Download, FileDown, FileUp, Film, type LucideIcon, Trash2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Job } from '#shared/contract/exchange.ts';
import { closeExchange, exchangeRefusal, openImport, type Progress, readJobFile, timeLeftMs } from '../../client/exchange.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatSpan } from '../../widgets/format-time.ts';
import { ExchangeFrame, ProgressBar } from './exchange-frame.tsx';
import { bytesText } from './bytes-text.ts';
import { saveToDisk } from './save-to-disk.ts';

const icons: Readonly<Record<Job['kind'], LucideIcon>> = { export: FileDown, import: FileUp, recording: Film };
const states: Readonly<Record<Job['state'], string>> = { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' };

/** Exports, imports and recordings: how far they are, and the files they made. */
export function JobsDialog() {
  const client = useClient();
  const link = useLink();
  const jobs = useStore(client.jobs);
  return (
    <ExchangeFrame
      title="Exports, imports and recordings"
      problem={null}
      isWide
      foot={
        <>
          <Button size="large" icon={<FileUp size={16} strokeWidth={1.75} />} refusal={exchangeRefusal(link, 'Importing', 'lead')} onClick={openImport}>
            Import a file
          </Button>
          <span className="exchange-estimate" />
          <Button size="large" onClick={closeExchange}>
            Close
          </Button>
        </>
      }
    >
      {jobs.length === 0 ? (
        <p className="exchange-empty">
          <b>Nothing was exported or imported yet.</b>
          <span className="tx-3">An export begins at the trend, a recording at the time bar.</span>
        </p>
      ) : (
        <ul className="exchange-jobs">
          {jobs.toSorted((a, b) => b.startedMs - a.startedMs).map((job) => (
            <JobRow key={job.id} job={job} refusal={exchangeRefusal(link, 'This', 'operate')} />
          ))}
        </ul>
      )}
    </ExchangeFrame>
  );
}

function JobRow({ job, refusal }: { readonly job: Job; readonly refusal: string | null }) {
  const client = useClient();
  const Icon = icons[job.kind];
  const isOpen = job.state === 'waiting' || job.state === 'running';
  const saving = useSaving(job);
  const end = async (name: 'job.cancel' | 'job.remove'): Promise<void> => {
    const answer = await client.call(name, { job: job.id });
    if (!answer.ok) notify(faultText(answer.fault), 'failed');
  };
  return (
    <li className={`exchange-job is-${job.state}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <div className="exchange-job-text">
        <b title={job.title}>{job.title}</b>
        <span className="tx-2" title={job.sentence}>
          {job.sentence}
        </span>
        {isOpen ? <ProgressBar share={job.progress} label={`${job.title}: done`} /> : null}
        {saving.progress === null ? null : <ProgressBar share={saving.progress.bytes / saving.progress.of} label={`${job.file?.name ?? ''}: saved`} />}
      </div>
      <div className="exchange-job-state num">
        <span>{jobState(job)}</span>
        <span className="tx-3">{saving.progress === null ? `${job.user}, ${formatClock(job.startedMs).slice(0, 5)}` : saving.words}</span>
      </div>
      <div className="exchange-job-actions">
        {saving.progress !== null ? (
          <Button icon={<X size={14} strokeWidth={1.75} />} onClick={saving.cancel}>
            Stop saving
          </Button>
        ) : isOpen ? (
          <Button icon={<X size={14} strokeWidth={1.75} />} refusal={refusal} onClick={() => void end('job.cancel')}>
            Cancel
          </Button>
        ) : (
          <>
            {job.file === null ? null : (
              <Button icon={<Download size={14} strokeWidth={1.75} />} refusal={refusal} title={job.file.name} onClick={saving.start}>
                Save, {bytesText(job.file.bytes)}
              </Button>
            )}
            <Button look="ghost" aria-label={`Remove ${job.title}`} title="Remove from the list, with its file" refusal={refusal} icon={<Trash2 size={14} strokeWidth={1.75} />} onClick={() => void end('job.remove')} />
          </>
        )}
      </div>
    </li>
  );
}

function jobState({ state, progress, leftMs }: Job): string {
  if (state !== 'running') return states[state];
  const share = progress === null ? states.running : `${Math.floor(progress * 100)} %`;
  return leftMs === null ? share : `${share}, ${formatSpan(leftMs)} left`;
}

/** Brings the file of a job over and hands it to the browser; goes on until done, stopped, or the dialog is closed. */
function useSaving(job: Job): { readonly progress: Progress | null; readonly words: string; start(): void; cancel(): void } {
  const client = useClient();
  const [progress, setProgress] = useState<(Progress & { readonly leftMs: number | null }) | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = (): void => {
    if (job.file === null) return;
    const { name, bytes } = job.file;
    const mine = new AbortController();
    running.current = mine;
    const startedMs = performance.now();
    const tell = (now: Progress): void => setProgress({ ...now, leftMs: timeLeftMs(now, performance.now() - startedMs) });
    setProgress({ bytes: 0, of: bytes, leftMs: null });
    void readJobFile(client.call, job, tell, mine.signal).then((answer) => {
      if (running.current === mine) running.current = null;
      if (!mine.signal.aborted) setProgress(null);
      if (answer.ok) saveToDisk(name, answer.value);
      else if (answer.fault.code !== 'cancelled') notify(`${name} was not saved: ${faultText(answer.fault)}`, 'failed');
    });
  };
  return {
    progress,
    words: progress === null ? '' : `${bytesText(progress.bytes)}${progress.leftMs === null ? '' : `, ${formatSpan(progress.leftMs)} left`}`,
    start,
    cancel() {
      running.current?.abort();
      setProgress(null);
    },
  };
}
