import type { Priority } from '#shared/model/alarm.ts';
import { buildSvg, svg, trim, type SvgNode } from '#renderer/symbols/svg-node.ts';
import { type IndicatorScale, indicatorZones, scaleFraction, zoneAt } from './indicator-scale.ts';
import './analog-indicator.css';

export type IndicatorReading = {
  readonly value: number;
  /** False for bad and missing values: the pointer goes and the bar is hatched. */
  readonly isUsable: boolean;
  /** NaN for none. */
  readonly setpoint: number;
  /** Priority of the worst standing alarm of the value; null when there is none. */
  readonly alarm: Priority | null;
};

export type IndicatorOptions = {
  readonly scale: IndicatorScale;
  readonly orientation: 'horizontal' | 'vertical';
  /** Along the scale and across it, in user units. */
  readonly length: number;
  readonly thickness: number;
};

/** A bar with zones, limits, pointer and setpoint. `set` writes to the page only what moved by a quarter of a unit or more. */
export type Indicator = { readonly element: SVGElement; set(reading: IndicatorReading): void };

type Band = (className: string, from: number, to: number) => SvgNode;

const bandOf =
  ({ orientation, length, thickness }: IndicatorOptions): Band =>
  (className, from, to) =>
    orientation === 'vertical'
      ? svg('rect', { class: className, x: 0, y: length * (1 - to), width: thickness, height: length * (to - from) })
      : svg('rect', { class: className, x: length * from, y: 0, width: length * (to - from), height: thickness });

/** What of an indicator stands still: bar and zones below, ticks above what takes the colour of an alarm. Origin as below. */
export function indicatorGround(options: IndicatorOptions): { readonly bands: readonly SvgNode[]; readonly ticks: SvgNode | null } {
  const { scale, orientation, length, thickness } = options;
  const band = bandOf(options);
  const zones = indicatorZones(scale);
  const shape = (from: number, to: number): string =>
    orientation === 'vertical' ? `M0 ${trim(length * (1 - to))}h${thickness}V${trim(length * (1 - from))}H0z` : `M${trim(length * from)} 0H${trim(length * to)}v${thickness}H${trim(length * from)}z`;
  // Zones of one kind are one element: a screen has hundreds of bars.
  const kinds = [...new Set(zones.map(({ kind }) => kind))].map((kind) =>
    svg('path', { class: `indicator-${kind}`, d: zones.filter((zone) => zone.kind === kind).map(({ from, to }) => shape(from, to)).join('') }),
  );
  const ticks = scale.limits
    .map(({ value }) => scaleFraction(scale, value))
    .map((fraction) => (orientation === 'vertical' ? `M0 ${trim(length * (1 - fraction))}h${thickness}` : `M${trim(length * fraction)} 0v${thickness}`))
    .join('');
  return {
    bands: [band('indicator-bar', 0, 1), ...kinds],
    ticks: ticks === '' ? null : svg('path', { class: 'indicator-tick', d: ticks }),
  };
}

/** Its origin is the upper left corner of the bar; the pointer stands out by 5.5 units, the setpoint by 6.5 on the far side. */
export function createIndicator(options: IndicatorOptions): Indicator {
  const { scale, orientation, length, thickness } = options;
  const isVertical = orientation === 'vertical';
  const zones = indicatorZones(scale);
  const place = (fraction: number): number => (isVertical ? length * (1 - fraction) : length * fraction);
  const band = bandOf(options);
  const { bands, ticks } = indicatorGround(options);

  const element = buildSvg(
    svg(
      'g',
      { class: 'indicator' },
      ...bands,
      svg('rect', { class: 'indicator-alarm', display: 'none' }),
      ticks,
      svg('path', {
        class: 'indicator-setpoint',
        display: 'none',
        d: isVertical ? `M${thickness + 1} 0l5.5-3.6v7.2z` : `M0 ${thickness + 1}l-3.6 5.5h7.2z`,
      }),
      svg('path', {
        class: 'indicator-pointer',
        display: 'none',
        d: isVertical ? `M-5.5-4v8L0 0zM0-1h${thickness}v2H0z` : `M-4-5.5h8L0 0zM-1 0h2v${thickness}h-2z`,
      }),
      band('indicator-hatch', 0, 1),
    ),
  );
  const part = (name: string): Element => element.querySelector(`.indicator-${name}`) as Element;
  const [alarmBar, setpointMark, pointer, hatch] = [part('alarm'), part('setpoint'), part('pointer'), part('hatch')];
  hatch.setAttribute('display', 'none');

  const move = (mark: Element, from: number, to: number): number => {
    if (Object.is(from, to)) return to;
    if (Number.isNaN(to)) mark.setAttribute('display', 'none');
    else {
      if (Number.isNaN(from)) mark.removeAttribute('display');
      mark.setAttribute('transform', isVertical ? `translate(0 ${to})` : `translate(${to} 0)`);
    }
    return to;
  };
  let pointerAt = NaN;
  let setpointAt = NaN;
  let isUsable = true;
  let alarmKey = '';
  return {
    element,
    set(reading) {
      if (reading.isUsable !== isUsable) {
        isUsable = reading.isUsable;
        if (isUsable) hatch.setAttribute('display', 'none');
        else hatch.removeAttribute('display');
      }
      const fraction = reading.isUsable ? scaleFraction(scale, reading.value) : NaN;
      pointerAt = move(pointer, pointerAt, Math.round(place(fraction) * 4) / 4);
      setpointAt = move(setpointMark, setpointAt, Math.round(place(scaleFraction(scale, reading.setpoint)) * 4) / 4);
      const zone = reading.alarm === null ? null : zoneAt(zones, fraction);
      const key = zone === null ? '' : `${reading.alarm} ${zone.from} ${zone.to}`;
      if (key === alarmKey) return;
      alarmKey = key;
      if (zone === null) return alarmBar.setAttribute('display', 'none');
      const shape = band(`indicator-alarm p${reading.alarm}`, zone.from, zone.to);
      for (const [name, value] of Object.entries(shape.attributes)) alarmBar.setAttribute(name, value);
      alarmBar.removeAttribute('display');
    },
  };
}
