import type { IndicatorOptions, IndicatorReading } from '../../analog-indicator.ts';
import { indicatorZones, type IndicatorZone, scaleFraction, zoneAt } from '../../indicator-scale.ts';
import type { Brush, Stamp } from './brush.ts';
import type { LanePointer } from './lane-columns.ts';
import type { ScreenOverlay } from './overlay-part.ts';

export type IndicatorPart = {
  /** `isCovered`: the bar in the drawing lies under a painted ground, so all of it is painted here. */
  set(reading: IndicatorReading, isCovered: boolean): void;
  /** Its pointer, for a lane. */
  readonly pointer: LanePointer;
};

/**
 * What moves on an analog indicator, at `x`, `y` of its host: pointer, setpoint, the zone in alarm and the hatch of a bad
 * value. Bar, zones and ticks stand in the drawing and are painted here only where something covers or recolours them.
 */
export function createIndicatorPart(
  overlay: ScreenOverlay,
  host: SVGElement,
  options: IndicatorOptions & { readonly x: number; readonly y: number },
): IndicatorPart {
  const { scale, orientation, length, thickness, x, y } = options;
  const isVertical = orientation === 'vertical';
  const zones = indicatorZones(scale);
  const ticks = scale.limits.map(({ value }) => scaleFraction(scale, value));
  /** Quarters of a unit: less is not seen. */
  const along = (fraction: number): number => Math.round((isVertical ? length * (1 - fraction) : length * fraction) * 4) / 4;
  let pointer = NaN;
  let setpoint = NaN;
  let isHatched = false;
  let alarm: IndicatorReading['alarm'] = null;
  let zone: IndicatorZone | null = null;
  let isWhole = false;

  const band = ({ context }: Brush, from: number, to: number): void => {
    if (isVertical) context.rect(x, y + length * (1 - to), thickness, length * (to - from));
    else context.rect(x + length * from, y, length * (to - from), thickness);
  };
  const fillBand = (brush: Brush, from: number, to: number): void => {
    if (isVertical) brush.context.fillRect(x, y + length * (1 - to), thickness, length * (to - from));
    else brush.context.fillRect(x + length * from, y, length * (to - from), thickness);
  };
  const paintBar = (brush: Brush): void => {
    const { context } = brush;
    brush.fill('bar-bg');
    fillBand(brush, 0, 1);
    for (const { kind, from, to } of zones) {
      brush.fill(`bar-${kind}`);
      fillBand(brush, from, to);
    }
    if (zone !== null && alarm !== null) {
      brush.fill(`p${alarm}`);
      fillBand(brush, zone.from, zone.to);
    }
    if (ticks.length === 0) return;
    brush.stroke('tx-3', 1);
    context.beginPath();
    for (const fraction of ticks) {
      const at = isVertical ? y + length * (1 - fraction) : x + length * fraction;
      context.moveTo(isVertical ? x : at, isVertical ? at : y);
      context.lineTo(isVertical ? x + thickness : at, isVertical ? at : y + thickness);
    }
    context.stroke();
  };
  const paintSetpoint = (brush: Brush): void => {
    const { context } = brush;
    brush.stroke('sp', 1.5);
    context.lineJoin = 'round';
    context.beginPath();
    if (isVertical) {
      context.moveTo(x + thickness + 1, y + setpoint);
      context.lineTo(x + thickness + 6.5, y + setpoint - 3.6);
      context.lineTo(x + thickness + 6.5, y + setpoint + 3.6);
    } else {
      context.moveTo(x + setpoint, y + thickness + 1);
      context.lineTo(x + setpoint - 3.6, y + thickness + 6.5);
      context.lineTo(x + setpoint + 3.6, y + thickness + 6.5);
    }
    context.closePath();
    context.stroke();
    context.lineJoin = 'miter';
  };
  const handle = overlay.add(host, {
    layer: 'bar',
    paint(brush) {
      if (isWhole) paintBar(brush);
      if (!Number.isNaN(setpoint)) paintSetpoint(brush);
      if (!isHatched) return;
      const { context } = brush;
      context.beginPath();
      band(brush, 0, 1);
      brush.hatch();
      context.fill();
      brush.stroke('bad', 0.8);
      context.stroke();
    },
  });
  const stamp = pointerStamp(isVertical, thickness);
  const hand = overlay.add(host, {
    layer: 'bar',
    isInk: true,
    paint: (brush) => (isVertical ? brush.stamp(stamp, x, y + pointer) : brush.stamp(stamp, x + pointer, y)),
  });
  if (isVertical) hand.reach(x - 6, y - 5, x + thickness + 0.5, y + length + 5);
  else hand.reach(x - 5, y - 6, x + length + 5, y + thickness + 0.5);
  /** The far side belongs to the setpoint: without one nothing there has to be cleared. */
  const reach = (far: number): void => {
    if (isVertical) handle.reach(x - 6, y - 5, x + thickness + far, y + length + 5);
    else handle.reach(x - 5, y - 6, x + length + 5, y + thickness + far);
  };
  reach(0.5);
  return {
    pointer: { handle: hand, stamp, x, y, length, isVertical, low: scale.low, high: scale.high, follow: (at) => void (pointer = at) },
    set(reading, isCovered) {
      const fraction = reading.isUsable ? scaleFraction(scale, reading.value) : NaN;
      const nextPointer = along(fraction);
      const nextSetpoint = along(scaleFraction(scale, reading.setpoint));
      const nextZone = reading.alarm === null ? null : zoneAt(zones, fraction);
      const nextHatched = !reading.isUsable;
      const nextWhole = isCovered || nextZone !== null;
      if (!Object.is(nextPointer, pointer)) {
        pointer = nextPointer;
        hand.touch(!Number.isNaN(pointer));
      }
      const isSame =
        Object.is(nextSetpoint, setpoint) &&
        nextZone === zone &&
        (nextZone === null || reading.alarm === alarm) &&
        nextHatched === isHatched &&
        nextWhole === isWhole;
      if (isSame) return;
      if (Number.isNaN(setpoint) && !Number.isNaN(nextSetpoint)) reach(7.5);
      setpoint = nextSetpoint;
      zone = nextZone;
      alarm = reading.alarm;
      isHatched = nextHatched;
      isWhole = nextWhole;
      handle.touch(isWhole || isHatched || !Number.isNaN(setpoint));
    },
  };
}

const pointers = new Map<string, Stamp>();
/** A line across the bar, with an edge against the zone it stands in, and a triangle that points at it; its origin where the line meets the bar's near side. An outline by `stroke` would cost more than all the rest. */
function pointerStamp(isVertical: boolean, thickness: number): Stamp {
  const key = `${isVertical} ${thickness}`;
  let stamp = pointers.get(key);
  if (stamp !== undefined) return stamp;
  stamp = {
    left: isVertical ? -6 : -5,
    top: isVertical ? -5 : -6,
    right: isVertical ? thickness : 5,
    bottom: isVertical ? 5 : thickness,
    paint(brush) {
      const { context } = brush;
      brush.fill('bg-canvas');
      if (isVertical) context.fillRect(0, -1.5, thickness, 3);
      else context.fillRect(-1.5, 0, 3, thickness);
      brush.fill('pointer');
      if (isVertical) context.fillRect(0, -1, thickness, 2);
      else context.fillRect(-1, 0, 2, thickness);
      context.beginPath();
      if (isVertical) {
        context.moveTo(-5.5, -4);
        context.lineTo(-5.5, 4);
      } else {
        context.moveTo(-4, -5.5);
        context.lineTo(4, -5.5);
      }
      context.lineTo(0, 0);
      context.fill();
    },
  };
  pointers.set(key, stamp);
  return stamp;
}
