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

/**
 * Mean in linear light of levels 0 to 255 of which mean and variance are known: exact where there are two of them with as
 * much of each, or black or white with another; near to it for others.
 */
export function linearMean(level: number, variance: number): number {
  const mean = Math.min(255, Math.max(0, level));
  const spread = Math.sqrt(variance);
  if (spread < 1) return linearOf[Math.round(mean)] ?? 0;
  // Two levels with this mean and variance; where one would be outside, it is black or white, and the other follows.
  let [low, high] = [mean - spread, mean + spread];
  if (low < 0) [low, high] = [0, Math.min(255, mean + (mean > 0 ? variance / mean : 0))];
  else if (high > 255) [low, high] = [Math.max(0, mean - (mean < 255 ? variance / (255 - mean) : 0)), 255];
  const share = high > low ? (mean - low) / (high - low) : 0;
  return (1 - share) * (linearOf[Math.round(low)] ?? 0) + share * (linearOf[Math.round(high)] ?? 0);
}
