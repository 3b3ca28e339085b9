import { useEffect, useRef, useState } from 'react';
import { type Runbook, runbookLimits } from '#shared/model/runbook.ts';
import type { RunbookProblem } from '#shared/runbook/runbook-problem.ts';
import { faultText } from '#renderer/client/notices.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';

/** What a text would be in this project. */
export type CheckedText = { readonly text: string; readonly runbook: Runbook | null; readonly problems: readonly RunbookProblem[] };

/** Keys pressed one after the other are one question, ms. */
const typingMs = 250;

/**
 * Asks the engine what a text would be, by the checker it loads runbooks with, so never while a key is being handled. `changed`
 * is to be called after each change; `checked` is the newest answer, null before the first. `isDue`: it is not that of the
 * newest text yet. `problem`: why it was not checked.
 */
export function useCheckedText(textOf: () => string | null): { readonly checked: CheckedText | null; readonly isDue: boolean; readonly problem: string | null; changed(): void } {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const [checked, setChecked] = useState<CheckedText | null>(null);
  const [isDue, setDue] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asking = useRef<AbortController>(undefined);
  const read = useRef(textOf);
  read.current = textOf;
  const ask = (): void => {
    const text = read.current();
    if (text === null || !isLive) return;
    asking.current?.abort();
    const abort = new AbortController();
    asking.current = abort;
    if (text.length > runbookLimits.bytes) {
      setDue(false);
      return setChecked({ text, runbook: null, problems: [{ line: 1, severity: 'error', message: `the runbook has ${text.length} characters, at most ${runbookLimits.bytes} are read` }] });
    }
    void client.call('runbook.check', { text }, { signal: abort.signal }).then((answer) => {
      if (abort.signal.aborted) return;
      setProblem(answer.ok ? null : faultText(answer.fault));
      if (!answer.ok) return;
      setChecked({ text, ...answer.value });
      setDue(read.current() !== text);
    });
  };
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (isLive) latest.current();
  }, [isLive]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      asking.current?.abort();
    },
    [],
  );
  return {
    checked,
    isDue,
    problem,
    changed() {
      setDue(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(), typingMs);
    },
  };
}
