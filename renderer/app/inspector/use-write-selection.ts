import { useCallback, useEffect, useRef, useState } from 'react';
import type { WriteSelection } from '#shared/contract/control.ts';
import type { TagId } from '#shared/model/ids.ts';
import { faultText } from '../../client/notices.ts';
import type { WriteWay } from '../../client/run-write.ts';
import { useClient } from '../../client/use-client.ts';

/** Keys pressed one after the other are one value, ms. */
const typingMs = 150;
/** What the engine checks may change while a person looks at it, ms. A selection is good for 30 s. */
const againMs = 2000;

export type WriteSelected = {
  /** The engine's answer for the value shown; null while it is asked, and where it refused altogether. */
  readonly selection: WriteSelection | null;
  readonly fault: string | null;
  /** Asks again now. */
  readonly again: () => void;
};

/** Selects a value at the engine while it is shown, and again every two seconds: every check on the dialog is the engine's. `way`: how, where it is not the tag's own. */
export function useWriteSelection(tag: TagId, value: number | string | null, isAsking: boolean, way: WriteWay | null = null): WriteSelected {
  const client = useClient();
  const [answer, setAnswer] = useState<{ readonly of: number | string; readonly selection: WriteSelection | null; readonly fault: string | null } | null>(null);
  const asked = useRef(0);
  const ask = useCallback(async (): Promise<void> => {
    if (value === null) return;
    const number = ++asked.current;
    const result = way === null ? await client.call('control.select', { tag, value }) : await way.select();
    if (number !== asked.current) return;
    setAnswer(result.ok ? { of: value, selection: result.value, fault: null } : { of: value, selection: null, fault: faultText(result.fault) });
  }, [client, tag, value, way]);
  // An answer on its way is about a value that is shown no more.
  const drop = useCallback(() => void asked.current++, []);
  useEffect(() => {
    if (value === null || !isAsking) return undefined;
    const first = setTimeout(() => void ask(), typingMs);
    const timer = setInterval(() => void ask(), againMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      drop();
    };
  }, [ask, drop, value, isAsking]);
  const isOfValue = answer !== null && Object.is(answer.of, value);
  return { selection: isOfValue ? answer.selection : null, fault: isOfValue ? answer.fault : null, again: () => void ask() };
}
