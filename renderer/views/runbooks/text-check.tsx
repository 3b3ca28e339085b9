import { Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type Runbook, runbookLimits } from '#shared/model/runbook.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';
import { useRunbookList } from '#renderer/client/use-runbooks.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { RunbookText } from './runbook-page.tsx';

/** Keys pressed one after the other are one question, ms. */
const typingMs = 400;

type Checked = { readonly runbook: Runbook | null; readonly problems: readonly { readonly line: number; readonly message: string; readonly severity: string }[] };

/** A runbook's text beside what it would be in this project, with its problems by line. Nothing is written: the file stays the author's. */
export function TextCheck() {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const list = useRunbookList().answer ?? [];
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<Checked | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (text.trim() === '' || !isLive) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void client.call('runbook.check', { text: text.slice(0, runbookLimits.bytes) }, { signal: abort.signal }).then((answer) => {
        if (abort.signal.aborted) return;
        setProblem(answer.ok ? null : faultText(answer.fault));
        if (answer.ok) setChecked(answer.value);
      });
    }, typingMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, text, isLive]);
  const open = async (id: string): Promise<void> => {
    if (id === '') return;
    const answer = await client.call('runbook.get', { runbook: id as never });
    if (answer.ok) setText(answer.value.text);
    else notify(faultText(answer.fault), 'failed');
  };
  const goTo = (line: number): void => {
    const from = text.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(from, from + (text.split('\n')[line - 1]?.length ?? 0));
    if (area.current !== null) area.current.scrollTop = (line - 4) * (area.current.scrollHeight / Math.max(1, text.split('\n').length));
  };
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => notify('The text was copied; put it into a file below runbooks of the project.'), () => notify('The text could not be copied: mark it and press Ctrl C.', 'failed'));
  return (
    <div className="text-check">
      <div className="runbook-page-bar">
        <select aria-label="Runbook to begin with" value="" onChange={(event) => void open(event.target.value)}>
          <option value="">Begin with the text of</option>
          {list.map(({ id, title }) => (
            <option key={id} value={id}>
              {id} {title}
            </option>
          ))}
        </select>
        <span className="tx-3">{problem ?? 'Checked against this project while you write. The project is not changed from here.'}</span>
        <span className="runbook-page-space" />
        <Button icon={<Copy size={15} strokeWidth={1.75} />} refusal={text === '' ? 'There is no text yet.' : null} onClick={copy}>
          Copy text
        </Button>
      </div>
      <div className="text-check-sides">
        <textarea ref={area} className="mono" aria-label="Text of the runbook" spellCheck={false} value={text} maxLength={runbookLimits.bytes} placeholder="---&#10;id: RB-…" onChange={(event) => setText(event.target.value)} />
        <div className="text-check-preview" aria-label="Preview" role="region" tabIndex={0}>
          {checked === null || text.trim() === '' ? null : (
            <ul className="runbook-problems" aria-label="Problems">
              {checked.problems.length === 0 ? <li className="tx-3">No problems: it could be run.</li> : null}
              {checked.problems.map(({ line, message, severity }) => (
                <li key={`${line} ${message}`}>
                  <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
                  <button type="button" className="runbook-link num" onClick={() => goTo(line)}>
                    Line {line}
                  </button>{' '}
                  {severity}: {message}
                </li>
              ))}
            </ul>
          )}
          {checked?.runbook == null || text.trim() === '' ? null : (
            <>
              <h1>
                {checked.runbook.id} {checked.runbook.title}
              </h1>
              <RunbookText runbook={checked.runbook} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
