import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { useClient, useTimeline } from '../../client/use-client.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { type Bar, columnCount, fractionOf, timeAt } from './bar-scale.ts';
import { movedByKey } from './time-bar-actions.ts';

type End = 'fromMs' | 'toMs';

/** The two ends of the window, to drag or to move by arrow keys; Delete takes the window away. */
export function WindowHandles({ bar, host }: { readonly bar: Bar; readonly host: RefObject<HTMLElement | null> }) {
  const isThere = useTimeline((now) => now.window !== null);
  if (!isThere) return null;
  return (
    <>
      <Handle bar={bar} host={host} end="fromMs" />
      <Handle bar={bar} host={host} end="toMs" />
    </>
  );
}

function Handle({ bar, host, end }: { readonly bar: Bar; readonly host: RefObject<HTMLElement | null>; readonly end: End }) {
  const { timeline } = useClient();
  const window = useTimeline((now) => now.window);
  const isDown = useRef(false);
  if (window === null) return null;
  const atMs = window[end];
  const at = fractionOf(bar, atMs);
  // One column is the shortest window: its handles never change places.
  const leastMs = (bar.toMs - bar.fromMs) / columnCount;
  const put = (ms: number): void => timeline.setWindow(end === 'fromMs' ? { fromMs: Math.min(ms, window.toMs - leastMs), toMs: window.toMs } : { fromMs: window.fromMs, toMs: Math.max(ms, window.fromMs + leastMs) });
  const onMove = (event: PointerEvent): void => {
    const box = host.current?.getBoundingClientRect();
    if (isDown.current && box !== undefined) put(timeAt(bar, (event.clientX - box.left) / box.width));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = movedByKey(event.key, event.shiftKey, bar, atMs, columnCount);
    if (event.key === 'Delete') timeline.setWindow(null);
    else if (next !== null) put(next);
    else return;
    event.preventDefault();
  };
  if (at < 0 || at > 1) return null;
  return (
    <span
      className="time-track-handle"
      style={{ left: `${at * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={end === 'fromMs' ? 'Beginning of the window' : 'End of the window'}
      aria-valuemin={bar.fromMs}
      aria-valuemax={bar.toMs}
      aria-valuenow={atMs}
      aria-valuetext={`${formatDay(atMs)} ${formatClock(atMs)}`}
      title="Drag, or arrow keys; Delete takes the window away"
      onPointerDown={(event) => {
        event.stopPropagation();
        isDown.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onMove}
      onPointerUp={() => void (isDown.current = false)}
      onPointerCancel={() => void (isDown.current = false)}
      onKeyDown={onKey}
    />
  );
}
