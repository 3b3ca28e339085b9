import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFindList } from '#renderer/widgets/find-list/find-list.tsx';
import type { Findable } from '#renderer/widgets/find-list/find-words.ts';
import { type FieldProps, FieldRow, mixedWords } from './field-row.tsx';

const shown = 30;

type Props = FieldProps & {
  /** What it can be; the id is the value. */
  readonly items: readonly Findable[];
  /** "tag", "asset": what is searched for. */
  readonly what: string;
  readonly isNeeded?: boolean | undefined;
  /** One that does not exist yet is as good: layers come into being by their names. */
  readonly isNew?: boolean;
};

/** Something of the project, found by id or name. What does not exist can stand there all the same, and says so. */
export function PickerField({ label, value, isMixed, onChange, hint, problem, items, what, isNeeded, isNew }: Props) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const take = (wanted: string): void => {
    const trimmed = wanted.trim();
    setText(trimmed);
    if (trimmed === '' ? value !== null : trimmed !== value) onChange(trimmed === '' ? null : trimmed);
  };
  // What it is already is not what is looked for.
  const find = useFindList({ label, items, words: text === value ? '' : text, most: shown, onTake: take });
  const { id } = find.inputProps;
  const isUnknown = isNew !== true && value !== null && value !== '' && !value.includes('$(') && !items.some((item) => item.id === value);
  const said =
    problem ??
    (isUnknown
      ? `There is no ${what} ${value}.`
      : isNeeded === true && value === null && !isMixed
        ? `${withArticle(what, 'A')} is needed.`
        : null);
  return (
    <FieldRow id={id} label={label} hint={hint} problem={said}>
      <input
        {...find.inputProps}
        className="editor-input mono"
        value={text}
        placeholder={isMixed ? mixedWords : `Find ${withArticle(what, 'a')}`}
        aria-invalid={said !== null}
        aria-describedby={said === null ? undefined : `${id}-problem`}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          find.written();
        }}
        onBlur={() => {
          // What was typed and is nothing known is not taken by leaving the field: Enter takes it.
          find.close();
          if (isNew === true || text.trim() === '' || items.some((item) => item.id === text.trim())) take(text);
          else setText(value ?? '');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            find.close();
            setText(value ?? '');
          } else if (!find.takeKey(event)) {
            if (event.key !== 'Enter') return;
            find.close();
            take(text);
          }
          event.preventDefault();
        }}
      />
      {value === null || value === '' ? null : (
        <button
          type="button"
          className="editor-icon"
          aria-label={`Take ${label.toLowerCase()} away`}
          title="Take it away"
          onClick={() => take('')}
        >
          <X size={14} strokeWidth={1.75} />
        </button>
      )}
      {find.list}
    </FieldRow>
  );
}

const withArticle = (what: string, article: 'a' | 'A'): string => `${article}${/^[aeiou]/.test(what) ? 'n' : ''} ${what}`;
