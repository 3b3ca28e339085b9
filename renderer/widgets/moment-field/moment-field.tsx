import { type KeyboardEvent, type Ref, useState } from 'react';
import { fromLocalInput, toLocalInput } from '../format-time.ts';
import { momentText, stepMoment } from './moment-text.ts';
import './moment-field.css';

type Props = {
  /** As `toLocalInput` gives it; empty for no time. */
  readonly value: string;
  /** Told with each letter: the moment as `toLocalInput` gives it, or what is typed while that is none. Who takes it refuses that: a time that is not finished is not no time. */
  readonly onChange: (local: string) => void;
  readonly label: string;
  readonly title?: string;
  readonly className?: string;
  readonly ref?: Ref<HTMLInputElement>;
};

type Draft = { readonly text: string; /** What the value was before and became by it: another one was set by somebody else. */ readonly values: readonly [string, string] };

/**
 * A local date and time as 2026-11-29 14:05:09, whatever the language of the system or the browser: a field of their own shows
 * months first and half days where that says so. Up and Down step the part at the caret.
 */
export function MomentField({ value, onChange, label, title, className = '', ref }: Props) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const text = draft !== null && draft.values.includes(value) ? draft.text : momentText(value);
  const isOpen = text === '' || !Number.isNaN(fromLocalInput(text));
  const take = (typed: string): void => {
    const ms = fromLocalInput(typed);
    const next = Number.isNaN(ms) ? typed : toLocalInput(ms);
    setDraft({ text: typed, values: [value, next] });
    onChange(next);
  };
  const step = (event: KeyboardEvent<HTMLInputElement>): void => {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const input = event.currentTarget;
    const stepped = by === 0 ? null : stepMoment(text, input.selectionStart ?? 0, by);
    if (stepped === null) return;
    event.preventDefault();
    input.value = momentText(stepped.local);
    input.setSelectionRange(stepped.from, stepped.to);
    take(momentText(stepped.local));
  };
  return (
    <input
      ref={ref}
      type="text"
      className={`moment-field num ${className}`.trimEnd()}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      maxLength={23}
      placeholder="yyyy-mm-dd hh:mm:ss"
      aria-label={label}
      aria-invalid={isOpen ? undefined : true}
      title={isOpen ? title : 'A date and a time are expected as 2026-11-29 14:05:09.'}
      value={text}
      onChange={(event) => take(event.target.value)}
      onKeyDown={step}
      onBlur={() => isOpen && setDraft(null)}
    />
  );
}
