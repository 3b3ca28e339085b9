import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight, Eye, EyeOff, Lock, LockOpen } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type ElementPath, samePath } from '#shared/screen/edit/draft.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { pressKey } from '../commands/editor-keys.ts';
import { elementKeys } from '../session/element-key.ts';
import { isWithin } from '../session/editor-session.ts';
import { type OutlineRow, outlineRows } from './outline-rows.ts';

const rowHeight = 26;
const keyOf = (path: ElementPath): string => path.join('.');

/** All elements in the order they lie, the front one first: to find, select, lock and hide them, by keys as well. */
export function Outline({ context }: { readonly context: EditorContext }) {
  const { session } = context;
  const draft = useStore(session.store, (now) => now.draft);
  const picked = useStore(session.store, (now) => now.picked);
  const locked = useStore(session.store, (now) => now.locked);
  const hidden = useStore(session.store, (now) => now.hidden);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [words, setWords] = useState('');
  const [focus, setFocus] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => outlineRows(draft, (path) => open.has(keyOf(path)), words), [draft, open, words]);
  const keys = useMemo(() => elementKeys(draft), [draft]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const pickedKeys = useMemo(() => new Set(picked.map(keyOf)), [picked]);

  useEffect(() => {
    const [first] = picked;
    if (first === undefined || words !== '') return;
    setOpen((before) => {
      const parents = first.slice(0, -1).map((_, at) => keyOf(first.slice(0, at + 1)));
      return parents.every((key) => before.has(key)) ? before : new Set([...before, ...parents]);
    });
  }, [picked, words]);
  useEffect(() => {
    const [first] = picked;
    const at = first === undefined ? -1 : rows.findIndex(({ path }) => samePath(path, first));
    if (at < 0) return;
    setFocus(at);
    virtual.scrollToIndex(at);
  }, [picked, rows, virtual]);

  const pick = (row: OutlineRow | undefined, isAdded: boolean): void => {
    if (row === undefined) return;
    if (isAdded) session.togglePick(row.path);
    else session.pick([row.path], row.path.slice(0, -1).length > 0 && !isInLayersOnly(row, rows) ? row.path.slice(0, -1) : []);
  };
  const toggle = (path: ElementPath, isOpen: boolean): void =>
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(keyOf(path));
      else for (const key of before) if (isWithin(key.split('.').map(Number), path)) next.delete(key);
      return next;
    });
  return (
    <div className="editor-outline">
      <input
        className="editor-search"
        value={words}
        placeholder="Find an element"
        aria-label="Find an element"
        onChange={(event) => setWords(event.target.value)}
      />
      <div
        ref={scroller}
        className="editor-scroll"
        role="tree"
        aria-label="Elements, the front one first"
        aria-multiselectable="true"
        tabIndex={0}
        aria-activedescendant={rows[focus] === undefined ? undefined : `${context.id}row-${focus}`}
        onKeyDown={(event) => {
          const row = rows[focus];
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by !== 0) {
            const next = Math.min(rows.length - 1, Math.max(0, focus + by));
            setFocus(next);
            virtual.scrollToIndex(next);
            if (!event.ctrlKey) pick(rows[next], event.shiftKey);
          } else if (event.key === 'ArrowRight' && row?.hasParts === true) toggle(row.path, true);
          else if (event.key === 'ArrowLeft' && row?.hasParts === true) toggle(row.path, false);
          else if (event.key === ' ' || event.key === 'Enter') pick(row, event.ctrlKey);
          else if (!pressKey(event, context)) return;
          event.preventDefault();
        }}
      >
        <div className="editor-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = keys.keyOf(row.path);
            const [isLocked, isHidden] = [key !== null && locked.has(key), key !== null && hidden.has(key)];
            return (
              <div
                key={index}
                id={`${context.id}row-${index}`}
                className="editor-row"
                role="treeitem"
                aria-level={row.depth + 1}
                aria-selected={pickedKeys.has(keyOf(row.path))}
                aria-expanded={row.hasParts ? open.has(keyOf(row.path)) : undefined}
                data-focused={index === focus || undefined}
                style={{ transform: `translateY(${start}px)`, paddingLeft: 4 + row.depth * 12 }}
                onClick={(event) => {
                  setFocus(index);
                  pick(row, event.shiftKey || event.ctrlKey);
                }}
              >
                <button
                  type="button"
                  tabIndex={-1}
                  className="editor-twist"
                  aria-label={open.has(keyOf(row.path)) ? 'Close' : 'Open'}
                  aria-expanded={row.hasParts && open.has(keyOf(row.path))}
                  disabled={!row.hasParts}
                  onClick={(event) => {
                    event.stopPropagation();
                    toggle(row.path, !open.has(keyOf(row.path)));
                  }}
                >
                  {row.hasParts ? <ChevronRight size={13} strokeWidth={1.75} /> : null}
                </button>
                <span className="editor-row-words">{row.words}</span>
                <span className="editor-row-detail mono">{row.detail}</span>
                {row.layer === null || row.words === 'Layer' ? null : <span className="editor-row-layer">{row.layer}</span>}
                <button
                  type="button"
                  tabIndex={-1}
                  className="editor-icon"
                  data-on={isLocked || undefined}
                  aria-label={isLocked ? 'Unlock' : 'Lock'}
                  aria-pressed={isLocked}
                  title={isLocked ? 'Unlock' : 'Lock'}
                  onClick={(event) => {
                    event.stopPropagation();
                    session.setLocked([row.path], !isLocked);
                  }}
                >
                  {isLocked ? <Lock size={13} strokeWidth={1.75} /> : <LockOpen size={13} strokeWidth={1.75} />}
                </button>
                <button
                  type="button"
                  tabIndex={-1}
                  className="editor-icon"
                  data-on={isHidden || undefined}
                  aria-label={isHidden ? 'Show' : 'Hide while editing'}
                  aria-pressed={isHidden}
                  title={isHidden ? 'Show' : 'Hide while editing'}
                  onClick={(event) => {
                    event.stopPropagation();
                    session.setHidden([row.path], !isHidden);
                  }}
                >
                  {isHidden ? <EyeOff size={13} strokeWidth={1.75} /> : <Eye size={13} strokeWidth={1.75} />}
                </button>
              </div>
            );
          })}
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="editor-none">{words === '' ? 'Nothing is drawn yet.' : `No element is called “${words.trim()}”.`}</p>
      ) : null}
    </div>
  );
}

/** True when all groups around it are layers, which are passed by when picking. */
function isInLayersOnly(row: OutlineRow, rows: readonly OutlineRow[]): boolean {
  for (let length = 1; length < row.path.length; length++) {
    const group = rows.find(({ path }) => samePath(path, row.path.slice(0, length)));
    if (group !== undefined && group.words !== 'Layer') return false;
  }
  return true;
}
