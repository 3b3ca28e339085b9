import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useRowHeight } from '#renderer/client/use-row-height.ts';
import type { FoundPart } from './find-parts.ts';

/** All that was found, however much: only the rows in sight are in the page. The current one is brought into sight. */
export function FoundList({ found, at, onPick }: { readonly found: readonly FoundPart[]; readonly at: number; readonly onPick: (at: number) => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useRowHeight();
  const rows = useVirtualizer({ count: found.length, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 8 });
  useEffect(() => rows.scrollToIndex(at), [rows, at, found]);
  return (
    <div ref={scroller} className="screen-find-list">
      <ul aria-label="Found on this screen" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const part = found[index];
          if (part === undefined) return null;
          return (
            <li key={key} aria-setsize={found.length} aria-posinset={index + 1} style={{ height: rowPx, transform: `translateY(${start}px)` }}>
              <button type="button" aria-current={index === at} onClick={() => onPick(index)}>
                <span className="mono">{part.label}</span>
                <span className="screen-find-name">{part.name}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
