import { useDeferredValue, useId, useMemo, useState } from 'react';
import { type Findable, findByWords } from '#renderer/widgets/find-words.ts';

const shown = 12;

type Props = {
  readonly label: string;
  readonly items: readonly Findable[];
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  /** Something of the list was taken, by Enter or a click: the field keeps it unless the caller changes it. */
  readonly onTake?: (id: string) => void;
};

/** A line in which something of the project is found by its id or name. What it does not find stands there all the same; the checker has its word. */
export function FindField({ label, items, value, placeholder, onChange, onTake }: Props) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(value);
  const found = useMemo(() => (isOpen ? findByWords(items, asked, shown) : []), [isOpen, items, asked]);
  const chosen = Math.min(at, found.length - 1);
  const take = (wanted: string): void => {
    setOpen(false);
    onChange(wanted);
    onTake?.(wanted);
  };
  return (
    <span className="find-field">
      <input
        id={id}
        className="mono"
        aria-label={label}
        value={value}
        placeholder={placeholder}
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        role="combobox"
        aria-expanded={isOpen && found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && found[chosen] !== undefined ? `${id}-${chosen}` : undefined}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          onChange(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by !== 0) {
            if (!isOpen) setOpen(true);
            else setAt(Math.min(found.length - 1, Math.max(0, chosen + by)));
          } else if (event.key === 'Enter' && isOpen && found[chosen] !== undefined) take(found[chosen].id);
          else if (event.key === 'Escape' && isOpen) {
            event.stopPropagation();
            setOpen(false);
          } else return;
          event.preventDefault();
        }}
      />
      {isOpen && found.length > 0 ? (
        <ul id={`${id}-list`} className="find-list" role="listbox" aria-label={`Found for ${label.toLowerCase()}`}>
          {found.map((item, place) => (
            <li
              key={item.id}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === chosen}
              // Before the field loses its focus, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                take(item.id);
              }}
            >
              <span className="mono">{item.id}</span>
              <span className="tx-3">{item.name}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </span>
  );
}
