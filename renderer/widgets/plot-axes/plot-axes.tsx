import { axisTicks, type AxisScale, shareOf, tickTexts } from './axis-scale.ts';
import './plot-axes.css';

/** The drawing area within an element, CSS px. */
export type PlotArea = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Letters of a unit that still fits between the numbers: mm/s, not a tag with its unit. */
const longestUnit = 6;

export const xOf = (area: PlotArea, scale: AxisScale, value: number): number => area.left + shareOf(scale, value) * area.width;
export const yOf = (area: PlotArea, scale: AxisScale, value: number): number => area.top + (1 - shareOf(scale, value)) * area.height;

/** Grid lines and numbers of both axes, and their units: of y above its numbers, of x at the right behind the last one, or below where it is long. */
export function PlotAxes({ area, x, y, xUnit, yUnit, hasGrid = true, yText }: { readonly area: PlotArea; readonly x: AxisScale; readonly y: AxisScale; readonly xUnit: string; readonly yUnit: string; readonly hasGrid?: boolean; /** Writes the numbers of y in a way of its own. */ readonly yText?: (tick: number, text: string) => string }) {
  const bottom = area.top + area.height;
  const right = area.left + area.width;
  const xTicks = axisTicks(x, Math.max(2, Math.floor(area.width / 55)));
  const yTicks = axisTicks(y, Math.max(2, Math.floor(area.height / 38)));
  const xWords = tickTexts(xTicks, x.isLog);
  const yWords = tickTexts(yTicks, y.isLog);
  const lastX = xTicks.length === 0 ? area.left : xOf(area, x, xTicks[xTicks.length - 1] as number);
  const isLong = xUnit.length > longestUnit;
  // So near the end that the unit would stand on its number.
  const isUnitInLast = xUnit !== '' && !isLong && lastX > right - 50;
  return (
    <g className="plot-axes">
      {xTicks.map((tick, at) => (
        <g key={tick}>
          {hasGrid ? <path d={`M${Math.round(xOf(area, x, tick)) + 0.5} ${area.top}V${bottom}`} /> : null}
          <text x={xOf(area, x, tick)} y={bottom + 15} textAnchor={at === 0 && tick === x.low ? 'start' : at === xTicks.length - 1 && xOf(area, x, tick) > right - (isUnitInLast ? 24 : 12) ? 'end' : 'middle'}>
            {isUnitInLast && at === xTicks.length - 1 ? `${xWords[at]} ${xUnit}` : xWords[at]}
          </text>
        </g>
      ))}
      {yTicks.map((tick, at) => (
        <g key={tick}>
          {hasGrid ? <path d={`M${area.left} ${Math.round(yOf(area, y, tick)) + 0.5}H${right}`} /> : null}
          <text x={area.left - 7} y={yOf(area, y, tick)} dy="0.35em" textAnchor="end">
            {yText === undefined ? yWords[at] : yText(tick, yWords[at] ?? '')}
          </text>
        </g>
      ))}
      <path className="plot-frame" d={`M${area.left + 0.5} ${area.top}V${bottom + 0.5}H${right}`} />
      {yUnit === '' ? null : (
        <text x={area.left - 7} y={area.top - 9} textAnchor="end">
          {yUnit}
        </text>
      )}
      {xUnit === '' || isUnitInLast ? null : (
        <text x={right} y={bottom + (isLong ? 29 : 15)} textAnchor="end">
          {xUnit}
        </text>
      )}
    </g>
  );
}
