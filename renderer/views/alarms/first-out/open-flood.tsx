import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { openFlood } from '../../../client/first-out-words.ts';
import { useFirstOut, useTimeline } from '../../../client/use-client.ts';
import { useSlowBook } from '../../../client/use-slow-book.ts';
import { FirstOutPanel } from './first-out-panel.tsx';
import './first-out.css';

/** So long the pointer must rest before the panel may come or go: it moves the list. */
const restMs = 2000;

/**
 * The alarm list (`children`) with the first-out of the burst before the operator above it. The panel comes and goes only
 * while nobody moves the pointer there, so that no row moves away under it.
 */
export function WithOpenFlood({ isVisible, children }: { readonly isVisible: boolean; readonly children: ReactNode }) {
  const book = useSlowBook();
  const groups = useFirstOut((picture) => picture.groups);
  const seeks = useTimeline((now) => now.seeks);
  const wanted = openFlood(groups, book);
  const [shownId, setShownId] = useState(wanted?.id ?? null);
  const movedAt = useRef(-Infinity);
  const wantedId = wanted?.id ?? null;

  useEffect(() => {
    if (wantedId === shownId) return undefined;
    const waitMs = isVisible ? movedAt.current + restMs - performance.now() : 0;
    if (waitMs <= 0) return setShownId(wantedId);
    const timer = setTimeout(() => setShownId(wantedId), waitMs);
    return () => clearTimeout(timer);
  }, [wantedId, shownId, isVisible]);
  // Another moment is another picture: nothing is held over from before.
  const latest = useRef(wantedId);
  latest.current = wantedId;
  useEffect(() => setShownId(latest.current), [seeks]);

  const group: FirstOutGroup | null = (shownId === null ? undefined : groups.find(({ id }) => id === shownId)) ?? null;
  return (
    <div className="with-open-flood" onPointerMove={(event) => event.pointerType === 'mouse' && (event.movementX !== 0 || event.movementY !== 0) && (movedAt.current = performance.now())}>
      {group === null ? null : <FirstOutPanel group={group} isFolded />}
      <div className="with-open-flood-list">{children}</div>
    </div>
  );
}
