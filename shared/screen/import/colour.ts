/** Names that drawings of plants use; others are taken for a middle grey. Values of CSS Color 3, clause 4.3 (from memory of the original). */
const named: Readonly<Record<string, string>> = {
  black: '#000000', white: '#ffffff', red: '#ff0000', lime: '#00ff00', green: '#008000', blue: '#0000ff', yellow: '#ffff00', cyan: '#00ffff', aqua: '#00ffff',
  magenta: '#ff00ff', fuchsia: '#ff00ff', silver: '#c0c0c0', gray: '#808080', grey: '#808080', maroon: '#800000', olive: '#808000', purple: '#800080',
  teal: '#008080', navy: '#000080', orange: '#ffa500', brown: '#a52a2a', pink: '#ffc0cb', gold: '#ffd700', lightgray: '#d3d3d3', lightgrey: '#d3d3d3',
  darkgray: '#a9a9a9', darkgrey: '#a9a9a9', dimgray: '#696969', dimgrey: '#696969', whitesmoke: '#f5f5f5', gainsboro: '#dcdcdc', lightblue: '#add8e6',
  darkblue: '#00008b', darkgreen: '#006400', darkred: '#8b0000', lightgreen: '#90ee90', steelblue: '#4682b4', slategray: '#708090', ivory: '#fffff0', beige: '#f5f5dc',
};

/** What is left of a colour on a screen: how light it is, 0 to 1, and whether it had a hue. */
export type Tone = { readonly lightness: number; readonly isColoured: boolean };

/**
 * The tone of a CSS colour; null for none, transparent, or what is no colour. Lightness is relative luminance as WCAG 2
 * defines it, under a square root so that steps look even (from memory of the original).
 */
export function toneOf(text: string): Tone | null {
  const value = text.trim().toLowerCase();
  if (value === '' || value === 'none' || value === 'transparent') return null;
  const rgb = rgbOf(named[value] ?? value);
  if (rgb === null) return /^[a-z]+$/.test(value) ? { lightness: 0.5, isColoured: true } : null;
  const [r, g, b, alpha] = rgb;
  if (alpha === 0) return null;
  const linear = [r, g, b].map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return { lightness: Math.sqrt(luminance), isColoured: Math.max(r, g, b) - Math.min(r, g, b) > 0.12 };
}

function rgbOf(value: string): readonly [number, number, number, number] | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])([0-9a-f])?$/.exec(value);
  if (short !== null) return [1, 2, 3, 4].map((n) => (short[n] === undefined ? 1 : Number.parseInt(`${short[n]}${short[n]}`, 16) / 255)) as [number, number, number, number];
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?$/.exec(value);
  if (long !== null) return [1, 2, 3, 4].map((n) => (long[n] === undefined ? 1 : Number.parseInt(long[n], 16) / 255)) as [number, number, number, number];
  const call = /^(rgb|hsl)a?\(([^()]{1,60})\)$/.exec(value);
  if (call === null) return null;
  const parts = (call[2] as string).split(/[\s,/]+/).filter((part) => part !== '');
  const number = (n: number, whole: number): number => {
    const part = parts[n] ?? '1';
    return Number.parseFloat(part) / (part.endsWith('%') ? 100 : whole);
  };
  const alpha = parts.length > 3 ? number(3, 1) : 1;
  const [one, two, three] = call[1] === 'rgb' ? [number(0, 255), number(1, 255), number(2, 255)] : hsl(number(0, 360), number(1, 100), number(2, 100));
  const all = [one, two, three, alpha].map((part) => Math.min(1, Math.max(0, part)));
  return all.some(Number.isNaN) ? null : (all as unknown as [number, number, number, number]);
}

/** Hue as a share of the circle. */
function hsl(hue: number, saturation: number, light: number): [number, number, number] {
  const at = (n: number): number => {
    const k = (n + hue * 12) % 12;
    return light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [at(0), at(8), at(4)];
}
