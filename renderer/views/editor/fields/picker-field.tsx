import { X } from 'lucide-react';
import { useDeferredValue, useEffect, useId, useMemo, useState } from 'react';
import { type FieldProps, FieldRow, mixedWords } from './field-row.tsx';
import { type Findable, findByWords } from '#renderer/widgets/find-words.ts';

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
  const id = useId();
  const [text, setText] = useState(value ?? '');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  useEffect(() => setText(value ?? ''), [value]);
  const asked = useDeferredValue(text);
  const found = useMemo(() => (isOpen ? findByWords(items, asked === value ? '' : asked, shown) : []), [isOpen, items, asked, value]);
  const chosen = Math.min(at, found.length - 1);
  const isUnknown = isNew !== true && value !== null && value !== '' && !value.includes('$(') && !items.some((item) => item.id === value);
  const said =
    problem ??
    (isUnknown
      ? `There is no ${what} ${value}.`
      : isNeeded === true && value === null && !isMixed
        ? `${withArticle(what, 'A')} is needed.`
        : null);
  const take = (wanted: string): void => {
    setOpen(false);
    const trimmed = wanted.trim();
    setText(trimmed);
    if (trimmed === '' ? value !== null : trimmed !== value) onChange(trimmed === '' ? null : trimmed);
  };
  return (
    <FieldRow id={id} label={label} hint={hint} problem={said}>
      <input
        id={id}
        className="editor-input mono"
        value={text}
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        placeholder={isMixed ? mixedWords : `Find ${withArticle(what, 'a')}`}
        role="combobox"
        aria-expanded={isOpen && found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && found[chosen] !== undefined ? `${id}-${chosen}` : undefined}
        aria-invalid={said !== null}
        aria-describedby={said === null ? undefined : `${id}-problem`}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onBlur={() => {
          // What was typed and is nothing known is not taken by leaving the field: Enter takes it.
          setOpen(false);
          if (isNew === true || text.trim() === '' || items.some((item) => item.id === text.trim())) take(text);
          else setText(value ?? '');
        }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by !== 0) {
            if (!isOpen) setOpen(true);
            else setAt(Math.min(found.length - 1, Math.max(0, chosen + by)));
          } else if (event.key === 'Enter') take(isOpen ? (found[chosen]?.id ?? text) : text);
          else if (event.key === 'Escape') {
            event.stopPropagation();
            setOpen(false);
            setText(value ?? '');
          } else return;
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
      {isOpen && found.length > 0 ? (
        <ul id={`${id}-list`} className="editor-found" role="listbox" aria-label={`Found for ${label.toLowerCase()}`}>
          {found.map((item, place) => (
            <li
              key={item.id}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === chosen}
              className="editor-found-row"
              // Before the field loses its focus, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                take(item.id);
              }}
            >
              <span className="mono">{item.id}</span>
              <span className="editor-found-name">{item.name}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </FieldRow>
  );
}

const withArticle = (what: string, article: 'a' | 'A'): string => `${article}${/^[aeiou]/.test(what) ? 'n' : ''} ${what}`;
