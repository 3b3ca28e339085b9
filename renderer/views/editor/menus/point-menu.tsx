import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';

export type PointEntry =
  | { readonly label: string; readonly hint?: string | undefined; readonly refusal?: string | null; readonly run: () => void }
  | 'line';

/** A menu at a place of the window: what a right press or a drop opens. Arrow keys, Home, End, first letters and Esc work in it. */
export function PointMenu({
  at,
  label,
  entries,
  onClose,
  head,
}: {
  readonly at: { readonly x: number; readonly y: number };
  readonly label: string;
  readonly entries: readonly PointEntry[];
  readonly onClose: () => void;
  readonly head?: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const menu = ref.current;
    menu?.querySelector<HTMLElement>('[role="menuitem"]:not([aria-disabled])')?.focus();
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && menu?.contains(event.target) === true) return;
      onClose();
    };
    window.addEventListener('pointerdown', away, true);
    return () => {
      window.removeEventListener('pointerdown', away, true);
      if (before instanceof HTMLElement && (document.activeElement === document.body || menu?.contains(document.activeElement) === true))
        before.focus();
    };
  }, [onClose]);
  const keys = (event: KeyboardEvent): void => {
    const items = [...(ref.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const now = items.findIndex((item) => item === document.activeElement);
    const go = (index: number): void => items[(index + items.length) % items.length]?.focus();
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'ArrowDown') go(now + 1);
    else if (event.key === 'ArrowUp') go(now - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(items.length - 1);
    else if (event.key.length === 1 && /\S/.test(event.key)) {
      const letter = event.key.toLowerCase();
      const next = [...items.slice(now + 1), ...items.slice(0, now + 1)].find((item) => item.textContent?.toLowerCase().startsWith(letter));
      next?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // A menu never leaves the window.
  const place = {
    left: Math.min(at.x, window.innerWidth - 250),
    top: Math.max(8, Math.min(at.y, window.innerHeight - 30 - entries.length * 29)),
  };
  return (
    <div
      ref={ref}
      className="menu editor-point-menu"
      role="menu"
      aria-label={label}
      style={place}
      onKeyDown={keys}
      onContextMenu={(event) => event.preventDefault()}
    >
      {head}
      {entries.map((entry, index) =>
        entry === 'line' ? (
          <div key={index} className="menu-line" role="separator" />
        ) : (
          <button
            key={index}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="menu-item"
            title={entry.refusal ?? undefined}
            aria-disabled={(entry.refusal ?? null) !== null || undefined}
            onClick={() => {
              if ((entry.refusal ?? null) !== null) return;
              onClose();
              entry.run();
            }}
          >
            <span className="menu-label">{entry.label}</span>
            {entry.hint === undefined ? null : <kbd className="kbd">{entry.hint}</kbd>}
          </button>
        ),
      )}
    </div>
  );
}
