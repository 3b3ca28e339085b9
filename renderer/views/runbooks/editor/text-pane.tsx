import { type RefObject, useEffect, useRef } from 'react';
import type { Runbook } from '#shared/model/runbook.ts';
import { textCompletions } from './text-completions.ts';
import { createTextField, type TextField } from './text-field.ts';
import type { Things } from './use-things.ts';

type Props = {
  readonly field: RefObject<TextField | null>;
  readonly text: string;
  readonly things: Things;
  readonly runbook: Runbook | null;
  readonly onText: (depths: { readonly undo: number; readonly redo: number }) => void;
  readonly onLine: (line: number) => void;
};

/** The text, made once: from there on it is the field's, and React only hears of it. */
export function TextPane(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (host.current === null) return undefined;
    const { field, text } = latest.current;
    const made = createTextField({
      host: host.current,
      text,
      label: 'Text of the runbook',
      complete: textCompletions(
        () => latest.current.things,
        () => latest.current.runbook,
      ),
      onText: (depths) => latest.current.onText(depths),
      onLine: (line) => latest.current.onLine(line),
    });
    field.current = made;
    return () => {
      field.current = null;
      made.destroy();
    };
  }, []);
  return <div ref={host} className="runbook-editor-text" />;
}
