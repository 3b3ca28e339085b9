import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type FoundPart, findParts, type SearchedPart } from './find-parts.ts';
import { FoundList } from './found-list.tsx';

/** Finds parts of the screen by tag, name or asset: arrows walk through what was found, Enter shows it, Esc closes. */
export function ScreenFind(props: { readonly parts: () => readonly SearchedPart[]; readonly onShow: (part: FoundPart) => void; readonly onClose: () => void }) {
  const { parts, onShow, onClose } = props;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const found = useMemo(() => findParts(parts(), text), [parts, text]);
  const current = Math.min(at, found.length - 1);
  const step = (by: 1 | -1): void => {
    if (found.length === 0) return;
    const next = (current + by + found.length) % found.length;
    setAt(next);
    onShow(found[next] as FoundPart);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter' && found[current] !== undefined) onShow(found[current]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="screen-find" role="search" onKeyDown={onKey}>
      <Search size={14} strokeWidth={1.75} aria-hidden="true" />
      <input
        ref={field}
        type="text"
        value={text}
        placeholder="Tag, name or asset on this screen"
        aria-label="Find on this screen"
        maxLength={100}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <span className="screen-find-count num" aria-live="polite">
        {text.trim() === '' ? '' : found.length === 0 ? 'none' : `${current + 1} of ${found.length}`}
      </span>
      <button type="button" aria-label="Close" title="Close (Esc)" onClick={onClose}>
        <X size={14} strokeWidth={1.75} />
      </button>
      {found.length === 0 ? null : (
        <FoundList
          found={found}
          at={current}
          onPick={(index) => {
            setAt(index);
            onShow(found[index] as FoundPart);
          }}
        />
      )}
    </div>
  );
}
