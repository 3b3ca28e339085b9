import { useMemo } from 'react';
import { formatNumber } from '#shared/model/format-value.ts';
import { createRamp, rampCss } from '../../plot-axes/ramp.ts';
import './heat-legend.css';

const steps = 24;

/** The scale of surface colours: ramp, ends and middle with their unit, and what hatching means. `themeKey` changes with the theme. */
export function HeatLegend({ words, unit, low, high, themeKey }: { readonly words: string; readonly unit: string; readonly low: number; readonly high: number; readonly themeKey: string }) {
  const ground = useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const ramp = createRamp(['--bg-canvas', '--pen-7', '--pen-6'].map((name) => style.getPropertyValue(name)));
    return `linear-gradient(to right, ${Array.from({ length: steps + 1 }, (_, i) => rampCss(ramp, i / steps)).join(', ')})`;
    // oxlint-disable-next-line react/exhaustive-deps -- the tokens are the theme's
  }, [themeKey]);
  const decimals = high - low < 10 ? 1 : 0;
  return (
    <span className="heat-legend" role="img" aria-label={`${words} from ${formatNumber(low, decimals)} to ${formatNumber(high, decimals)} ${unit}; hatched: not known`}>
      <b>{words}</b>
      <span className="num">{formatNumber(low, decimals)}</span>
      <i style={{ background: ground }} />
      <span className="num">
        {formatNumber(high, decimals)} {unit}
      </span>
      <i className="is-hatched" />
      <span>not known</span>
    </span>
  );
}
