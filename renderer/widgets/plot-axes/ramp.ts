/** Colours from nothing to the most as packed pixels (ABGR in a little-endian word, as ImageData takes them), 256 of them. */
export type Ramp = Uint32Array<ArrayBuffer>;

/** One hue, from the ground over a slate blue to the brightest (in the light theme: darkest) tone; lightness runs one way only. `stops` are #rrggbb. */
export function createRamp(stops: readonly string[]): Ramp {
  const colours = stops.map(parse);
  return Uint32Array.from({ length: 256 }, (_, at) => {
    const place = (at / 255) * (colours.length - 1);
    const from = Math.min(colours.length - 2, Math.floor(place));
    const part = (channel: 0 | 1 | 2): number => {
      const [a, b] = [colours[from]?.[channel] ?? 0, colours[from + 1]?.[channel] ?? 0];
      return Math.round(a + (b - a) * (place - from));
    };
    return ((255 << 24) | (part(2) << 16) | (part(1) << 8) | part(0)) >>> 0;
  });
}

function parse(colour: string): readonly [number, number, number] {
  const number = Number.parseInt(colour.trim().replace('#', ''), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/** A colour of a ramp as CSS. `share` from 0 to 1. */
export function rampCss(ramp: Ramp, share: number): string {
  const pixel = ramp[Math.round(Math.min(1, Math.max(0, share)) * 255)] as number;
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}

/** The ramp of heat pictures in the theme an element stands in: ground, steel, the strongest tone. */
export function readRamp(element: Element): Ramp {
  const style = getComputedStyle(element);
  return createRamp(['--bg-canvas', '--pen-7', '--pen-6'].map((name) => style.getPropertyValue(name)));
}

/** The ramp for points by their age: the oldest still stand out from the ground. */
export function readAgeRamp(element: Element): Ramp {
  const style = getComputedStyle(element);
  return createRamp(['--line-3', '--pen-7', '--pen-6'].map((name) => style.getPropertyValue(name)));
}
