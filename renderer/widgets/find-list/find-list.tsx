import { type InputHTMLAttributes, type KeyboardEvent, type ReactNode, useDeferredValue, useId, useMemo, useState } from 'react';
import { type Findable, findByWords } from './find-words.ts';
import './find-list.css';

type Asked = {
  /** What the field is for, as its list is called: "Found for LABEL". */
  readonly label: string;
  readonly items: readonly Findable[];
  /** What is looked for; without words the first of the items. */
  readonly words: string;
  /** At most so many are listed. */
  readonly most: number;
  /** One of the list was taken by a click or by Enter; the list is closed already. */
  readonly onTake: (id: string) => void;
};

export type FindList = {
  readonly isOpen: boolean;
  open(): void;
  close(): void;
  /** What was written is another: the list opens with its first. */
  written(): void;
  /** Arrow keys choose, Enter takes. True where the key was for the list. */
  takeKey(event: KeyboardEvent): boolean;
  /** What makes a line of text the field of the list. */
  readonly inputProps: { readonly id: string } & Pick<InputHTMLAttributes<HTMLInputElement>, 'role' | 'aria-expanded' | 'aria-controls' | 'aria-activedescendant' | 'maxLength' | 'spellCheck' | 'autoComplete'>;
  /** To be put behind the field, in something that places its children. */
  readonly list: ReactNode;
};

/** What is found of the project while somebody writes in a field, listed below it: chosen by arrow keys, taken by Enter or a click. */
export function useFindList({ label, items, words, most, onTake }: Asked): FindList {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(words);
  const found = useMemo(() => (isOpen ? findByWords(items, asked, most) : []), [isOpen, items, asked, most]);
  const chosen = Math.min(at, found.length - 1);
  const take = (wanted: string): void => {
    setOpen(false);
    onTake(wanted);
  };
  return {
    isOpen,
    open: () => setOpen(true),
    close: () => setOpen(false),
    written() {
      setAt(0);
      setOpen(true);
    },
    takeKey({ key }) {
      const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
      const one = found[chosen];
      if (by !== 0) {
        if (!isOpen) setOpen(true);
        else setAt(Math.min(found.length - 1, Math.max(0, chosen + by)));
      } else if (key === 'Enter' && one !== undefined) take(one.id);
      else return false;
      return true;
    },
    inputProps: {
      id,
      role: 'combobox',
      'aria-expanded': found.length > 0,
      'aria-controls': `${id}-list`,
      'aria-activedescendant': found[chosen] === undefined ? undefined : `${id}-${chosen}`,
      maxLength: 300,
      spellCheck: false,
      autoComplete: 'off',
    },
    list:
      found.length === 0 ? null : (
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
      ),
  };
}
