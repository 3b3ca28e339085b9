import { useEffect, useMemo, useRef, useState } from 'react';
import { exportFormats } from '#shared/contract/exchange.ts';
import { type AggregateName, aggregateNames } from '#shared/model/history.ts';
import { closeExchange, countSamples, type ExchangeSpan, exchangeRefusal, openJobs } from '../../client/exchange.ts';
import { faultText } from '../../client/notices.ts';
import { useClient, useDirectory, useLink } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { ExchangeFrame, Field, SpanFields } from './exchange-frame.tsx';
import { exportRequest, type ExportWish, namesIn, rowsText } from './export-wish.ts';

const formatWords = { csv: 'CSV', parquet: 'Parquet', xlsx: 'XLSX' } as const;
const intervals = [
  { ms: 1000, label: '1 s' },
  { ms: 10_000, label: '10 s' },
  { ms: 60_000, label: '1 min' },
  { ms: 600_000, label: '10 min' },
  { ms: 3_600_000, label: '1 h' },
  { ms: 86_400_000, label: '1 day' },
] as const;
const settleMs = 300;

/** What to export, of when, and in which form; the engine writes the file, the list of jobs shows how far it is. */
export function ExportDialog({ tags, span }: { readonly tags: readonly string[]; readonly span: ExchangeSpan }) {
  const client = useClient();
  const directory = useDirectory();
  const link = useLink();
  const first = useRef<HTMLTextAreaElement>(null);
  const [wish, setWish] = useState<ExportWish>({ tags: tags.join('\n'), ...span, format: 'csv', content: 'raw', intervalMs: 60_000, aggregate: 'Average', layout: 'long' });
  const [problem, setProblem] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const change = (next: Partial<ExportWish>): void => setWish((before) => ({ ...before, ...next }));
  const made = useMemo(() => (directory === null ? { refusal: 'The project is not loaded yet.' } : exportRequest(wish, directory)), [wish, directory]);
  const samples = useSampleCount(made);
  const denied = exchangeRefusal(link, 'Exporting', 'operate');
  const refusal = denied ?? ('refusal' in made ? made.refusal : isStarting ? 'It is being started.' : null);

  const start = async (): Promise<void> => {
    if ('refusal' in made) return;
    setStarting(true);
    const answer = await client.call('export.start', made.request);
    setStarting(false);
    if (!answer.ok) return setProblem(faultText(answer.fault));
    openJobs();
  };
  return (
    <ExchangeFrame
      title="Export history"
      initialFocus={first}
      problem={problem}
      foot={
        <>
          <span className="exchange-estimate num" role="status">
            {denied ?? ('request' in made ? rowsText(made.request, samples) : made.refusal)}
          </span>
          <Button size="large" onClick={closeExchange}>
            Cancel
          </Button>
          <Button size="large" look="primary" refusal={refusal} onClick={() => void start()}>
            Export
          </Button>
        </>
      }
    >
      <Field label={`Tags (${namesIn(wish.tags).length})`}>
        <textarea ref={first} className="mono" rows={4} aria-label="Tags, apart by spaces or lines" spellCheck={false} value={wish.tags} onChange={(event) => change({ tags: event.target.value })} />
      </Field>
      <SpanFields span={wish} onChange={change} />
      <Field label="Format">
        <Segmented label="Format" segments={exportFormats.map((id) => ({ id, label: formatWords[id] }))} value={wish.format} onChange={(format) => change({ format })} />
      </Field>
      <Field label="Content">
        <span className="exchange-row">
          <Segmented label="Content" segments={[{ id: 'raw', label: 'Samples as recorded' }, { id: 'interval', label: 'One value an interval' }]} value={wish.content} onChange={(content) => change({ content })} />
        </span>
      </Field>
      {wish.content === 'raw' ? null : (
        <Field label="Interval">
          <span className="exchange-row">
            <select aria-label="Interval" value={wish.intervalMs} onChange={(event) => change({ intervalMs: Number(event.target.value) })}>
              {intervals.map(({ ms, label }) => (
                <option key={ms} value={ms}>
                  {label}
                </option>
              ))}
            </select>
            <select aria-label="Aggregate" value={wish.aggregate} onChange={(event) => change({ aggregate: event.target.value as AggregateName })}>
              {aggregateNames.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </span>
        </Field>
      )}
      <Field label="Layout">
        <Segmented label="Layout" segments={[{ id: 'long', label: wish.content === 'raw' ? 'A row a sample' : 'A row a value' }, { id: 'wide', label: 'A column a tag' }]} value={wish.layout} onChange={(layout) => change({ layout })} />
      </Field>
    </ExchangeFrame>
  );
}

/** Counts the samples of a request when it stood still for a moment; null before. */
function useSampleCount(made: ReturnType<typeof exportRequest>): { readonly samples: number; readonly isExact: boolean } | null {
  const client = useClient();
  const request = 'request' in made && made.request.content.kind === 'raw' ? made.request : null;
  const key = request === null ? '' : JSON.stringify([request.tags, request.span]);
  const [counted, setCounted] = useState<{ readonly key: string; readonly samples: number; readonly isExact: boolean } | null>(null);
  const latest = useRef(request);
  latest.current = request;
  useEffect(() => {
    if (key === '') return undefined;
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      const { current } = latest;
      if (current === null) return;
      void countSamples(client.call, current.tags, current.span, giveUp.signal).then((answer) => {
        if (!giveUp.signal.aborted && answer.ok) setCounted({ key, ...answer.value });
      });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [client, key]);
  return counted?.key === key ? counted : null;
}
