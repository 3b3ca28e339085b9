import { useEffect, useId, useState } from 'react';
import { hundredths } from '../geometry/route.ts';
import { type FieldProps, FieldRow, mixedWords } from './field-row.tsx';

type Props = FieldProps & {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** What arrow up and down add; Shift ten times that. */
  readonly step?: number;
  /** Stands there, dimmed, while the attribute is absent. */
  readonly own?: number | null;
};

/** A number within its bounds, taken with Enter, with the arrow keys or when the field is left. Empty takes the attribute away. */
export function NumberField({ label, value, isMixed, onChange, hint, min, max, unit, step = 1, own }: Props) {
  const id = useId();
  const [text, setText] = useState(value ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setText(value ?? '');
    setProblem(null);
  }, [value]);
  const take = (wanted: string): void => {
    const trimmed = wanted.trim().replace(',', '.').replace('−', '-');
    if (trimmed === '') {
      setProblem(null);
      if (value !== null) onChange(null);
      return;
    }
    const number = Number(trimmed);
    if (!Number.isFinite(number) || number < min || number > max) return setProblem(`A number from ${min} to ${max} is needed.`);
    setProblem(null);
    const rounded = String(hundredths(number));
    setText(rounded);
    if (rounded !== value) onChange(rounded);
  };
  return (
    <FieldRow id={id} label={label} hint={hint} problem={problem}>
      <input
        id={id}
        className="editor-input editor-number num"
        inputMode="decimal"
        value={text}
        placeholder={isMixed ? mixedWords : own === undefined || own === null ? undefined : String(own)}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => take(text)}
        onKeyDown={(event) => {
          const way = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
          if (way !== 0) {
            event.preventDefault();
            const from = Number(text.trim() === '' ? (own ?? 0) : text);
            take(String(Math.min(max, Math.max(min, from + way * step * (event.shiftKey ? 10 : 1)))));
          } else if (event.key === 'Enter') take(text);
          else if (event.key === 'Escape') {
            event.stopPropagation();
            setText(value ?? '');
            setProblem(null);
          }
        }}
      />
      {unit === undefined ? null : <span className="editor-unit">{unit}</span>}
    </FieldRow>
  );
}
