/** Mean red, green, blue in linear light, 0 to 1. */
export type MeanColour = readonly [number, number, number];

/** IEC 61966-2-1, from 0..255 to linear. */
export const linearOf: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** IEC 61966-2-1, from linear 0..1 to 0..255. */
export function toSrgb(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055));
}
