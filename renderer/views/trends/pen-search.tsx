import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { findTags } from './find-tags.ts';
import type { TrendChoiceStore } from './trend-choice.ts';
import { useAway } from './use-away.ts';
import { useSelectedTags } from './use-selected-tags.ts';

const shownTags = 40;

/** Finds tags by id, name or asset, and adds them as pens; stays open for more. Empty, it offers what is selected. */
export function PenSearch({
  choice,
  directory,
  onAdd,
  onClose,
}: {
  readonly choice: TrendChoiceStore;
  readonly directory: DirectoryIndex;
  readonly onAdd: (tags: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(query);
  const selected = useSelectedTags(directory);
  const pens = useStore(choice.store, (now) => now.pens);
  const found = useMemo(
    () => (asked.trim() === '' ? selected.flatMap((tag) => directory.tagById(tag) ?? []) : findTags(directory.directory.tags, asked, shownTags)),
    [directory, asked, selected],
  );
  useAway(ref, onClose);
  const chosen = Math.min(at, found.length - 1);
  const take = (id: string | undefined): void => {
    if (id === undefined) return;
    if (pens.some(({ tag }) => tag === id)) choice.remove(id);
    else onAdd([id]);
  };
  return (
    <div ref={ref} className="trends-pop trends-search">
      <input
        autoFocus
        className="trends-input"
        value={query}
        placeholder="Tag, name or asset"
        aria-label="Find a tag to draw"
        role="combobox"
        aria-expanded="true"
        aria-controls="trends-found"
        aria-activedescendant={found[chosen] === undefined ? undefined : `trends-found-${chosen}`}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by !== 0) setAt(Math.min(found.length - 1, Math.max(0, chosen + by)));
          else if (event.key === 'Enter') take(found[chosen]?.id);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="trends-found" className="trends-found" role="listbox" aria-label="Tags found">
        {found.map((tag, row) => {
          const number = pens.find((pen) => pen.tag === tag.id)?.number;
          return (
            <li
              key={tag.id}
              id={`trends-found-${row}`}
              role="option"
              aria-selected={row === chosen}
              className="trends-found-row"
              onPointerMove={() => setAt(row)}
              onClick={() => take(tag.id)}
            >
              <span className="mono trends-found-tag">{tag.id}</span>
              <span className="trends-found-name">{tag.name}</span>
              <span className="trends-found-state">{number === undefined ? tag.unit : `Pen ${number}, remove`}</span>
            </li>
          );
        })}
      </ul>
      {found.length === 0 ? <p className="trends-found-none">{asked.trim() === '' ? 'Write part of a tag, a name or an asset.' : `No tag fits “${asked.trim()}”.`}</p> : null}
    </div>
  );
}
