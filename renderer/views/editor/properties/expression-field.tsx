import { useEffect, useId, useMemo, useState } from 'react';
import { useClient } from '#renderer/client/use-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { qualityKind } from '#shared/model/quality.ts';
import type { ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import { compileBinding } from '#shared/screen/compile-binding.ts';
import type { BindingTarget, StateLook } from '#shared/screen/screen-binding.ts';
import { formatNumber, formatValue } from '#shared/model/format-value.ts';
import { type FieldProps, FieldRow, mixedWords } from '../fields/field-row.tsx';
import { tagDirectoryOf } from './tag-directory.ts';

/**
 * An expression with what is wrong with it while it is written, and with what it gives at this moment and how good that is:
 * worked out here, from the values the screen itself would use.
 */
export function ExpressionField({ label, value, isMixed, onChange, directory, target }: FieldProps & { readonly directory: DirectoryIndex; readonly target: BindingTarget }) {
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
        onBlur={() => text.trim() !== (value ?? '') && !(isMixed && text.trim() === '') && onChange(text.trim() === '' ? null : text.trim())}
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
      {result === null ? null : <output className="editor-result num">{result}</output>}
    </FieldRow>
  );
}

type Checked = {
  readonly problem: string | null;
  readonly inputs: readonly number[];
  /** The value now, or the word that stands in its place; null where it cannot be run here. */
  readonly read: ((columns: ExpressionSource) => string) | null;
};

/** The expression as the running screen will take it, ready to be run, or one sentence of what is wrong with it. */
export function checkExpression(text: string, target: BindingTarget, directory: DirectoryIndex): Checked {
  if (text.trim() === '') return { problem: 'An expression is needed.', inputs: [], read: null };
  // A template's parameter is known only where the template stands.
  if (text.includes('$(')) return { problem: null, inputs: [], read: null };
  const binding = { target, expression: text, decimals: null, unit: null, words: new Map<number, string>(), states: new Map<number, StateLook>() };
  const compiled = compileBinding(binding, tagDirectoryOf(directory));
  if (!compiled.ok) return { problem: sentence(compiled.fault.message), inputs: [], read: null };
  const bound = compiled.value;
  if (bound.kind === 'tag') {
    const { index } = bound;
    const tag = directory.tag(index);
    return {
      problem: null,
      inputs: [index],
      read: tag === undefined ? null : (columns) => reading(columns.quality[index] ?? 0, () => `${formatValue(tag, columns.value[index] ?? NaN, (at) => columns.text(at))} ${tag.unit ?? ''}`.trim()),
    };
  }
  const { resultType, inputs } = bound.expression;
  const out = { value: NaN, quality: 0, timeMs: NaN };
  return {
    problem: null,
    inputs,
    read(columns) {
      bound.expression.evaluate(columns, out);
      return reading(out.quality, () => (resultType === 'bool' ? (out.value === 0 ? 'false' : 'true') : formatNumber(out.value, 2)));
    },
  };
}

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace(/\.\.$/, '.');

/** A value is never shown as one when it is not good. */
function reading(quality: number, value: () => string): string {
  const kind = qualityKind(quality);
  if (kind === 'bad') return 'now BAD';
  if (kind === 'no-link' || kind === 'waiting') return 'now ----';
  return kind === 'good' ? `now ${value()}` : `now ${value()}, ${kind}`;
}

/** What it gives now, followed while it is shown; null where it cannot be run. */
function useResult(checked: Checked): string | null {
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
