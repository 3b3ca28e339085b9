import { alarmGlyph } from '../alarm-glyph.tsx';
import type { MarksLayer, ScreenAlarm } from './screen-context.ts';

/** The alarm glyph of one part: made anew only when the alarm is another one. */
export type MarkGlyph = {
  /** True when it changed. */
  set(alarm: ScreenAlarm | null): boolean;
  moveTo(x: number, y: number): void;
};

/** `layer` is what `addMarks` gives: above everything painted. */
export function createGlyph(layer: MarksLayer, place: { readonly size: number; readonly x: number; readonly y: number }): MarkGlyph {
  let { x, y } = place;
  let glyph: SVGElement | null = null;
  let alarm: ScreenAlarm | null = null;
  const draw = (): void => {
    glyph?.remove();
    glyph = alarm === null ? null : alarmGlyph({ priority: alarm.priority, state: alarm.state, size: place.size, x, y });
    if (glyph !== null) layer().append(glyph);
  };
  return {
    set(next) {
      if (next?.priority === alarm?.priority && next?.state === alarm?.state) return false;
      alarm = next;
      draw();
      return true;
    },
    moveTo(nextX, nextY) {
      if (nextX === x && nextY === y) return;
      x = nextX;
      y = nextY;
      if (alarm !== null) draw();
    },
  };
}
