import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { createIndicator, type Indicator, type IndicatorReading } from './analog-indicator.ts';
import { createHatch } from './hatch.ts';
import type { IndicatorScale } from './indicator-scale.ts';

export type AnalogIndicatorHandle = { readonly set: (reading: IndicatorReading) => void };

/**
 * An analog indicator for React pages. Live values go in through the handle, past React; `reading` is for values that
 * change seldom. `length` and `thickness` are px of the bar; the picture is 10 wider and 13 higher for its marks.
 */
export function AnalogIndicator(props: {
  readonly scale: IndicatorScale;
  readonly length: number;
  readonly thickness?: number;
  readonly orientation?: 'horizontal' | 'vertical';
  readonly reading?: IndicatorReading;
  readonly ref?: Ref<AnalogIndicatorHandle>;
}) {
  const { scale, length, thickness = 7, orientation = 'horizontal', reading, ref } = props;
  const host = useRef<SVGSVGElement>(null);
  const indicator = useRef<Indicator | null>(null);
  const last = useRef<IndicatorReading | undefined>(reading);
  useLayoutEffect(() => {
    const made = createIndicator({ scale, length, thickness, orientation });
    const hatch = createHatch();
    indicator.current = made;
    made.element.style.setProperty('--hatch', hatch.fill);
    host.current?.append(hatch.defs, made.element);
    if (last.current !== undefined) made.set(last.current);
    return () => {
      made.element.remove();
      hatch.defs.remove();
    };
  }, [scale, length, thickness, orientation]);
  useLayoutEffect(() => {
    if (reading === undefined) return;
    last.current = reading;
    indicator.current?.set(reading);
  }, [reading]);
  useImperativeHandle(
    ref,
    () => ({
      set(next) {
        last.current = next;
        indicator.current?.set(next);
      },
    }),
    [],
  );
  const [width, height] = orientation === 'horizontal' ? [length + 10, thickness + 14] : [thickness + 14, length + 10];
  const origin = orientation === 'horizontal' ? '-5 -6.5' : '-6.5 -5';
  return (
    <svg
      ref={host}
      className="analog-indicator"
      width={width}
      height={height}
      viewBox={`${origin} ${width} ${height}`}
      aria-hidden="true"
    />
  );
}
