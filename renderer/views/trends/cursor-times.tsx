import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { formatClock, formatClockMs } from '../../widgets/format-time.ts';
import { momentWords } from './moment-words.ts';
import type { TrendCursors } from './trend-cursors.ts';
import type { TrendParts } from './trend-parts.ts';

/** Times of A and B, each a button that sets or removes it, and the time under the pointer. */
export function CursorTimes({ parts }: { readonly parts: TrendParts }) {
  return (
    <span className="trends-cursors">
      <PointerTime parts={parts} />
      <Cursor parts={parts} name="A" />
      <Cursor parts={parts} name="B" />
    </span>
  );
}

function Cursor({ parts: { cursors, session }, name }: { readonly parts: TrendParts; readonly name: 'A' | 'B' }) {
  const field = name === 'A' ? 'aMs' : 'bMs';
  const ms = useStore(cursors, (now) => now[field]);
  const spanMs = useStore(session.state, (now) => now.spanMs);
  const set = (): void => {
    const { fromMs, toMs } = session.window();
    const next: Partial<TrendCursors> = { [field]: ms === null ? fromMs + (toMs - fromMs) * (name === 'A' ? 1 / 3 : 2 / 3) : null };
    cursors.setState(next);
  };
  const words = ms === null ? '' : spanMs >= 86_400_000 ? momentWords(ms, spanMs) : spanMs < 60_000 ? formatClockMs(ms) : `${formatClock(ms)}.${Math.floor((ms % 1000) / 100)}`;
  return (
    <button type="button" className="trends-cursor-button" aria-pressed={ms !== null} title={ms === null ? `Set cursor ${name} (Shift ${name} at the pointer)` : `Remove cursor ${name}; drag its handle to move it`} onClick={set}>
      <span className="trends-chip">{name}</span>
      <span className="num">{words}</span>
    </button>
  );
}

/** Written past React: it moves with the mouse. */
function PointerTime({ parts: { session, pointer } }: { readonly parts: TrendParts }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (): void => {
      if (ref.current === null) return;
      const { fromMs, toMs } = session.window();
      const { fraction } = pointer;
      const ms = fraction === null ? Number.NaN : fromMs + fraction * (toMs - fromMs);
      ref.current.textContent = fraction === null ? '' : toMs - fromMs < 10_000 || toMs - fromMs >= 86_400_000 ? momentWords(ms, toMs - fromMs) : `${formatClock(ms)}.${Math.floor((ms % 1000) / 100)}`;
    };
    write();
    return pointer.subscribe(write);
  }, [session, pointer]);
  return <span ref={ref} className="trends-cursor-time num" />;
}
