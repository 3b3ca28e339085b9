import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { useClient } from '#renderer/client/use-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import type { BindingTarget } from '#shared/screen/screen-binding.ts';
import { type FieldProps, FieldRow, mixedWords } from '../fields/field-row.tsx';
import { type CheckedExpression, checkExpression } from './check-expression.ts';

/**
 * An expression with what is wrong with it while it is written, and with what it gives at this moment and how good that is:
 * worked out here, from the values the screen itself would use.
 */
export function ExpressionField({
  label,
  value,
  isMixed,
  onChange,
  directory,
  target,
  tail,
}: FieldProps & {
  readonly directory: DirectoryIndex;
  readonly target: BindingTarget;
  /** Stands behind what it gives now. */ readonly tail?: ReactNode;
}) {
  const id = useId();
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const checked = useMemo(() => checkExpression(text, target, directory), [text, target, directory]);
  const result = useResult(checked);
  return (
    <FieldRow id={id} label={label} problem={text.trim() === '' ? null : checked.problem}>
      <textarea
        id={id}
        className="editor-input editor-expression mono"
        rows={2}
        value={text}
        maxLength={4000}
        spellCheck={false}
        placeholder={isMixed ? mixedWords : '{TAG}'}
        aria-invalid={checked.problem !== null && text.trim() !== ''}
        aria-describedby={`${id}-problem`}
        onChange={(event) => setText(event.target.value)}
        onBlur={() =>
          text.trim() !== (value ?? '') && !(isMixed && text.trim() === '') && onChange(text.trim() === '' ? null : text.trim())
        }
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            event.currentTarget.blur();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            setText(value ?? '');
          }
        }}
      />
      <output className="editor-result num">{result}</output>
      {tail}
    </FieldRow>
  );
}

/** What it gives now, followed while it is shown; null where it cannot be run. */
function useResult(checked: CheckedExpression): string | null {
  const { live } = useClient();
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    const { read, inputs } = checked;
    if (read === null) return setShown(null);
    const paint = (): void => setShown(read(live));
    const stop = live.watch(inputs, () => undefined);
    let cancel = browserTimers.after(0, tick);
    function tick(): void {
      paint();
      // Four times a second would be nervous beside a text that is being written.
      cancel = browserTimers.after(1000, tick);
    }
    return () => {
      stop();
      cancel();
    };
  }, [checked, live]);
  return shown;
}
