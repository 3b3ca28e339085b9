import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { type EditorContext, pageBox } from '../commands/editor-context.ts';
import { pressKey } from '../commands/editor-keys.ts';
import { type Point, unionOf } from '../geometry/box.ts';
import { type HandleId, handleIds } from '../geometry/handles.ts';
import { pannedBy, type Sight, sightOn, toPixels, zoomedAt } from '../geometry/view-box.ts';
import { CanvasOverlay } from './canvas-overlay.tsx';
import type { Drawing } from './drawing.ts';
import { endLine } from './draw-gestures.ts';
import { createGestures } from './gestures.ts';
import type { PointerInput } from './pointer-input.ts';
import { createStage, measurePicked, showSight } from './stage.ts';
import type { CanvasDrop } from './use-canvas-drop.ts';

type Props = {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly isVisible: boolean;
  /** Hands the picture over; null when it is gone. */
  readonly onDrawing: (drawing: Drawing | null) => void;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
  readonly drop: CanvasDrop;
  readonly children?: ReactNode;
};

/** The drawing under the hand: the draft drawn with the plant's values, and what is selected, dragged and drawn above it. */
export function EditorCanvas({ context, directory, isVisible, onDrawing, onMenu, drop, children }: Props) {
  const client = useClient();
  const host = useRef<HTMLDivElement>(null);
  const tiles = useRef<HTMLDivElement>(null);
  const root = useRef<SVGSVGElement | null>(null);
  const [isSpaceHeld, setSpaceHeld] = useState(false);
  const gestures = useMemo(() => createGestures(context), [context]);
  const hasTiles = useStore(context.session.store, (now) => now.model.tiles.length > 0);
  const { isPreview, tool } = useStore(context.tools);
  const refusal = useStore(context.session.store, (now) => now.refusal);

  useEffect(() => {
    if (!isVisible || host.current === null) return;
    const stage = createStage({
      context,
      client,
      directory,
      isPreview,
      host: host.current,
      tileHost: tiles.current,
      onRoot: (svg) => (root.current = svg),
      onDrawing,
    });
    return stage.dispose;
  }, [client, context, directory, isPreview, isVisible, onDrawing]);

  useEffect(() => {
    // A drawing that was opened has the keys, unless something else took them meanwhile.
    if (isVisible && (document.activeElement === null || document.activeElement === document.body)) host.current?.parentElement?.focus();
  }, [isVisible]);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const sizes = new ResizeObserver(() => {
      const before = context.canvas.getState();
      const window = { width: element.clientWidth, height: element.clientHeight };
      if (window.width === 0 || window.height === 0) return;
      const page = pageBox(context.session);
      // Whoever saw the whole drawing still does when a panel beside it comes or goes.
      const isWhole = before.window.width === 0 || isSameSight(before.sight, sightOn(page, before.window));
      context.canvas.setState({ window, ...(isWhole ? { sight: sightOn(page, window) } : {}) });
    });
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [context]);

  useEffect(() => {
    const stopSight = context.canvas.subscribe((now, before) => {
      if (root.current !== null && (now.sight !== before.sight || now.window !== before.window)) showSight(context, root.current);
    });
    const stopPicks = context.session.store.subscribe(
      (now, before) => now.picked !== before.picked && now.model === before.model && measurePicked(context),
    );
    return () => {
      stopSight();
      stopPicks();
    };
  }, [context]);

  useEffect(() => {
    const element = host.current?.parentElement;
    if (element === null || element === undefined) return;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { sight } = context.canvas.getState();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      // As on a process screen the wheel goes nearer; Shift or a sideways wheel moves along.
      const next =
        event.shiftKey || event.deltaX !== 0
          ? pannedBy(sight, -(event.deltaX || event.deltaY), event.deltaX === 0 ? 0 : -event.deltaY)
          : zoomedAt(sight, at, Math.exp(-Math.max(-150, Math.min(150, event.deltaY)) * (event.ctrlKey ? 0.01 : 0.002)));
      context.canvas.setState({ sight: next });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [context]);

  const inputOf = (event: PointerEvent): PointerInput => {
    const box = event.currentTarget.getBoundingClientRect();
    const pressed = event.target instanceof Element ? event.target.getAttribute('data-handle') : null;
    return {
      at: { x: event.clientX - box.left, y: event.clientY - box.top },
      client: { x: event.clientX, y: event.clientY },
      button: event.button,
      shift: event.shiftKey,
      alt: event.altKey,
      control: event.ctrlKey || event.metaKey,
      handle: pressed === 'turn' ? 'turn' : (handleIds.find((id): id is HandleId => id === pressed) ?? null),
    };
  };
  return (
    <div className="editor-middle">
      <div ref={tiles} className={hasTiles ? 'value-tiles' : 'editor-no-tiles'} role="group" aria-label="Key values" />
      {/* A drawing has no keyboard role of its own; its keys are those of the help sheet. */}
      <div
        className="editor-canvas"
        data-tool={isSpaceHeld ? 'pan' : tool.kind}
        data-preview={isPreview || undefined}
        {...(isPreview ? {} : drop)}
        role="application"
        aria-label="Drawing"
        aria-describedby={`${context.id}selection`}
        tabIndex={0}
        data-first-focus
        onPointerDown={(event) => {
          if (isPreview || event.button === 2) return;
          event.currentTarget.focus();
          event.currentTarget.setPointerCapture(event.pointerId);
          gestures.down(inputOf(event), isSpaceHeld);
        }}
        // The focus stays on the canvas, whatever of the drawing could have it.
        onMouseDown={(event) => !isPreview && event.preventDefault()}
        onPointerMove={(event) => !isPreview && gestures.move(inputOf(event))}
        onPointerUp={(event) => !isPreview && gestures.up(inputOf(event))}
        onPointerCancel={() => gestures.cancel()}
        onPointerLeave={() => context.canvas.setState({ pointer: null })}
        onDoubleClick={(event) => !isPreview && gestures.double(inputOf(event as unknown as PointerEvent))}
        onContextMenu={(event) => {
          event.preventDefault();
          if (isPreview) return;
          const at = { x: event.clientX, y: event.clientY };
          // The menu key names no place: it is for what is selected, wherever the browser says the middle is.
          if (event.button === 2) gestures.pickUnder(at);
          onMenu(event.button === 2 ? at : besidePicked(context, event.currentTarget, at));
        }}
        onKeyDown={(event) => {
          // The drawing in it may have the focus in a browser's own way.
          if (event.target !== event.currentTarget && !(event.target instanceof SVGElement)) return;
          if (event.key === ' ') {
            event.preventDefault();
            return setSpaceHeld(true);
          }
          if (event.key === 'Escape' && gestures.cancel()) return event.preventDefault();
          if (event.key === 'Enter' && endLine(context)) return event.preventDefault();
          if (isPreview && !(event.ctrlKey && event.key.toLowerCase() === 'p') && event.key !== 'Escape') return;
          if (isPreview && event.key === 'Escape') return context.tools.setState({ isPreview: false });
          if (pressKey(event, context)) event.preventDefault();
        }}
        onKeyUp={(event) => event.key === ' ' && setSpaceHeld(false)}
        onBlur={() => setSpaceHeld(false)}
      >
        <div ref={host} className="editor-host" />
        {isPreview ? null : <CanvasOverlay context={context} />}
        {refusal === null ? null : (
          <p className="editor-refusal" role="alert">
            {refusal}
          </p>
        )}
        {children}
      </div>
    </div>
  );
}

const isSameSight = (a: Sight, b: Sight): boolean =>
  Math.abs(a.zoom - b.zoom) < 1e-9 && Math.abs(a.x - b.x) < 1e-6 && Math.abs(a.y - b.y) < 1e-6;

/** The lower right corner of what is selected, as a place of the window; `otherwise` where nothing is. */
function besidePicked({ canvas }: EditorContext, element: Element, otherwise: Point): Point {
  const { sight, boxes } = canvas.getState();
  const box = unionOf(boxes);
  if (box === null) return otherwise;
  const { left, top } = element.getBoundingClientRect();
  const corner = toPixels(sight, { x: box.x + box.width, y: box.y + box.height });
  return { x: left + corner.x, y: top + corner.y };
}
