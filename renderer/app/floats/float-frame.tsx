import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Area, firstPlace, keptInside, type Place } from './float-place.ts';

/** A step of the arrow keys, px. */
const keyStep = 24;

const workspaceArea = (): Area => document.querySelector('.workspace')?.getBoundingClientRect() ?? { left: 0, top: 0, width: window.innerWidth, height: window.innerHeight };

/** A frame over the workspace: moved by its title or, with the title in focus, by arrow keys; Esc closes it and gives the focus back. */
export function FloatFrame(props: {
  readonly title: string;
  readonly id: string;
  readonly nth: number;
  /** In front: takes the focus when this changes to another number. */
  readonly visit: number | null;
  readonly onRaise: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { title, id, nth, visit, onRaise, onClose, children } = props;
  const frame = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  const [place, setPlace] = useState<Place | null>(null);
  // Where it opens is decided once; the frames before it may close.
  const opened = useRef(nth);
  const keepInside = (wish: Place): void => {
    if (frame.current !== null) setPlace(keptInside(wish, frame.current.getBoundingClientRect(), workspaceArea()));
  };

  useLayoutEffect(() => {
    if (frame.current !== null) setPlace(firstPlace(opened.current, frame.current.getBoundingClientRect(), workspaceArea()));
  }, []);
  const isPlaced = place !== null;
  useEffect(() => {
    // Until it has its place it is hidden, and what is hidden takes no focus.
    if (visit === null || !isPlaced) return;
    if (!frame.current?.contains(document.activeElement)) before.current = document.activeElement;
    frame.current?.focus();
  }, [visit, isPlaced]);
  useEffect(() => {
    const workspace = document.querySelector('.workspace');
    const watch = new ResizeObserver(() => setPlace((now) => (now === null || frame.current === null ? now : keptInside(now, frame.current.getBoundingClientRect(), workspaceArea()))));
    if (workspace !== null) watch.observe(workspace);
    if (frame.current !== null) watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);

  const close = (): void => {
    onClose();
    if (before.current instanceof HTMLElement || before.current instanceof SVGElement) before.current.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const onTitleKey = (event: KeyboardEvent): void => {
    const by = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Readonly<Record<string, readonly [number, number]>>)[event.key];
    if (by === undefined || place === null || event.target !== event.currentTarget) return;
    event.preventDefault();
    keepInside({ left: place.left + by[0] * keyStep, top: place.top + by[1] * keyStep });
  };
  const onTitleDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0 || place === null || (event.target as Element).closest('button') !== null) return;
    const from = { x: event.clientX - place.left, y: event.clientY - place.top };
    const head = event.currentTarget;
    head.setPointerCapture(event.pointerId);
    const move = (to: globalThis.PointerEvent): void => keepInside({ left: to.clientX - from.x, top: to.clientY - from.y });
    const stop = (): void => {
      head.removeEventListener('pointermove', move);
      head.removeEventListener('lostpointercapture', stop);
    };
    head.addEventListener('pointermove', move);
    head.addEventListener('lostpointercapture', stop);
  };

  return (
    <section
      ref={frame}
      className="float-frame"
      role="dialog"
      aria-label={title}
      data-float={id}
      tabIndex={-1}
      style={place === null ? { visibility: 'hidden', left: 0, top: 0 } : { left: place.left, top: place.top }}
      onPointerDownCapture={onRaise}
      onKeyDown={onKey}
    >
      <header className="float-head" tabIndex={0} role="toolbar" aria-label={`Move ${title}`} title="Drag to move, or use the arrow keys" onPointerDown={onTitleDown} onKeyDown={onTitleKey}>
        <b>{title}</b>
        <button type="button" aria-label={`Close ${title}`} title="Close (Esc)" onClick={close}>
          <X size={15} strokeWidth={1.75} />
        </button>
      </header>
      <div className="float-body">{children}</div>
    </section>
  );
}
