import { useRef, useState } from 'react';
import { closeExchange, type ExchangeSpan, exchangeRefusal, openJobs } from '../../client/exchange.ts';
import { faultText } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay, formatSpan } from '../../widgets/format-time.ts';
import { ExchangeFrame, Field, SpanFields } from './exchange-frame.tsx';

/** Saves a span with all that happened in it as one file, which opens on any console. */
export function RecordingDialog({ span: first }: { readonly span: ExchangeSpan }) {
  const client = useClient();
  const link = useLink();
  const input = useRef<HTMLInputElement>(null);
  const [span, setSpan] = useState(first);
  const [title, setTitle] = useState(() => `${formatDay(first.toMs)}, ${formatClock(first.fromMs).slice(0, 5)} to ${formatClock(first.toMs).slice(0, 5)}`);
  const [problem, setProblem] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const wrong = title.trim() === '' ? 'Give the recording a title.' : span.fromMs < span.toMs ? null : 'The end must be after the beginning.';
  const denied = exchangeRefusal(link, 'Saving a recording', 'operate');
  const refusal = denied ?? wrong ?? (isStarting ? 'It is being started.' : null);
  const start = async (): Promise<void> => {
    setStarting(true);
    const answer = await client.call('recording.start', { span: { fromMs: span.fromMs, toMs: span.toMs }, title: title.trim() });
    setStarting(false);
    if (!answer.ok) return setProblem(faultText(answer.fault));
    openJobs();
  };
  return (
    <ExchangeFrame
      title="Save this span as a recording"
      initialFocus={input}
      problem={problem}
      foot={
        <>
          <span className="exchange-estimate num">{denied ?? wrong ?? formatSpan(span.toMs - span.fromMs)}</span>
          <Button size="large" onClick={closeExchange}>
            Cancel
          </Button>
          <Button size="large" look="primary" refusal={refusal} onClick={() => void start()}>
            Save recording
          </Button>
        </>
      }
    >
      <Field label="Title">
        <input ref={input} aria-label="Title" maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <SpanFields span={span} onChange={(change) => setSpan((before) => ({ ...before, ...change }))} />
      <p className="tx-3">One file with every sample, alarm, action and note of the span, its incidents and runs of runbooks, and the project as it is. It opens on any console for replay; nothing in it can be written.</p>
    </ExchangeFrame>
  );
}
