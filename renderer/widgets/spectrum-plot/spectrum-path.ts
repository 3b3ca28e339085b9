import { type AxisScale, shareOf } from '../plot-axes/axis-scale.ts';
import type { PlotArea } from '../plot-axes/plot-axes.tsx';

/**
 * The line of a spectrum as an SVG path. Where several lines share a pixel column its least and greatest are both drawn,
 * the greatest never lost; values below the axis run along its foot. '' when there is nothing between the ends.
 */
export function spectrumPath(amplitude: Float64Array, stepHz: number, area: PlotArea, x: AxisScale, y: AxisScale): string {
  const columnHz = (x.high - x.low) / Math.max(1, area.width);
  const first = Math.max(1, Math.ceil(x.low / stepHz));
  const last = Math.min(amplitude.length - 1, Math.floor(x.high / stepHz));
  let path = '';
  for (let line = first; line <= last; ) {
    const endHz = line * stepHz + columnHz;
    let least = amplitude[line] as number;
    let most = least;
    let end = line + 1;
    for (; end <= last && end * stepHz < endHz; end++) {
      const value = amplitude[end] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const at = area.left + (((line + end - 1) / 2) * stepHz - x.low) / columnHz;
    path += `${path === '' ? 'M' : 'L'}${at.toFixed(1)} ${place(area, y, most).toFixed(1)}`;
    if (end - line > 1) path += `V${place(area, y, least).toFixed(1)}`;
    line = end;
  }
  return path;
}

/** Height of a value on screen, kept within the area. */
function place(area: PlotArea, y: AxisScale, value: number): number {
  const share = shareOf(y, value);
  return area.top + (1 - (Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share)))) * area.height;
}
