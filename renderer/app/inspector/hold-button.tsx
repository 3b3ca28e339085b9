import { type ReactNode, useEffect, useRef, useState } from 'react';
import { heldAfter, holdMs } from './held-time.ts';

/** A button that acts only after it was held for 0.8 s; letting go before does nothing. Enter alone never acts. */
export function HoldButton({ children, refusal, onHeld }: { readonly children: ReactNode; readonly refusal: string | null; readonly onHeld: () => void }) {
  const [isDown, setDown] = useState(false);
  const held = useRef(onHeld);
  held.current = onHeld;
  useEffect(() => {
    if (!isDown) return undefined;
    let heldMs = 0;
    let lastMs = performance.now();
    const step = (): void => {
      const nowMs = performance.now();
      heldMs = heldAfter(heldMs, nowMs - lastMs);
      lastMs = nowMs;
      if (heldMs < holdMs) frame = requestAnimationFrame(step);
      else {
        setDown(false);
        held.current();
      }
    };
    let frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isDown]);
  const down = (): void => void (refusal === null && setDown(true));
  const up = (): void => setDown(false);
  return (
    <button
      type="button"
      className={`button button-primary button-large hold-button ${isDown ? 'is-down' : ''}`}
      aria-disabled={refusal !== null || undefined}
      title={refusal ?? 'Hold for 0.8 s to write'}
      onPointerDown={down}
      onPointerUp={up}
      onPointerLeave={up}
      onBlur={up}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault();
        if (event.key === ' ' && !event.repeat) down();
      }}
      onKeyUp={(event) => event.key === ' ' && up()}
    >
      <span className="hold-button-fill" style={{ transitionDuration: isDown ? `${holdMs}ms` : '80ms' }} />
      <span className="hold-button-text">{children}</span>
    </button>
  );
}
