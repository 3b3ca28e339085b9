import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import type { ScreenModel } from '#shared/screen/screen-model.ts';
import { overviewInRoom, type Room } from './overview-room.ts';

/** Sizes are taken in steps, px: while an edge is dragged the drawing is not made anew for each pixel. */
const step = 16;
const unknown: Room = { width: 0, height: 0 };

/** The screen as its panel has room for it: overviews are laid out anew (`overview-room.ts`), everything else is as it was drawn. */
export function useModelInRoom(model: ScreenModel, host: RefObject<HTMLElement | null>): ScreenModel {
  const [room, setRoom] = useState(unknown);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const read = (): void => {
      const [width, height] = [element.clientWidth, element.clientHeight].map((size) => Math.floor(size / step) * step) as [number, number];
      // Behind another tab it has no size, and keeps what it had.
      if (width > 0 && height > 0) setRoom((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    read();
    const watching = new ResizeObserver(read);
    watching.observe(element);
    return () => watching.disconnect();
  }, [host]);
  const laid = useMemo(() => overviewInRoom(model, room), [model, room]);
  return laid;
}
