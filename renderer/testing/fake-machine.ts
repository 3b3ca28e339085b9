const stepMs = 0.5;
const ratedRpm = 8400;
/** Samples about the trip that are computed once only: ten minutes on either side. */
const keptSamples = 2_400_000;

/**
 * History of a compressor that tripped at a moment, made up: the shaft's vibration (VT-2331X, VT-2331Y) sampled at 2 kHz
 * with 1×, 2×, 3× and, about the trip, an oil whirl at 0.46×, and its speed ST-2301. Null for every other tag.
 */
export function fakeMachine(tripMs: number) {
  const rpmAt = (ms: number): number => {
    const s = (ms - tripMs) / 1000;
    if (s < 0) return ratedRpm + 8 * Math.sin(ms / 3000);
    return s > 140 ? 0 : ratedRpm * Math.exp(-s / 45) - 60 < 0 ? 0 : ratedRpm * Math.exp(-s / 45);
  };
  /** Turns of the shaft since the trip: the integral of the speed, so that tones have no jumps in phase. */
  const turnsAt = (ms: number): number => {
    const s = (ms - tripMs) / 1000;
    const rated = ratedRpm / 60;
    return s < 0 ? rated * s : rated * 45 * (1 - Math.exp(-Math.min(s, 140) / 45));
  };
  const noise = (ms: number, salt: number): number => {
    const x = Math.sin(ms * 12.9898 + salt * 78.233) * 43758.5453;
    return x - Math.floor(x) - 0.5;
  };
  const vibrationAt = (ms: number, salt: number): number => {
    const turns = 2 * Math.PI * turnsAt(ms);
    const share = rpmAt(ms) / ratedRpm;
    const s = (ms - tripMs) / 1000;
    const whirl = s > -12 && s < 25 ? 26 * Math.exp(-(((s - 2) / 9) ** 2)) : 0;
    const critical = 24 * Math.exp(-(((share - 0.62) / 0.08) ** 2));
    return (
      (19 * share + critical) * Math.sin(turns + salt) + 4 * share * Math.sin(2 * turns + 1) + 2 * share * Math.sin(3 * turns + 2) + whirl * Math.sin(0.46 * turns) + 6 * share * noise(ms, salt) + 0.4 * noise(ms, salt + 3)
    );
  };
  const fast: Readonly<Record<string, number>> = { 'VT-2331X': 0, 'VT-2331Y': Math.PI / 2 };
  const at = (tag: string, ms: number): number | null => {
    const salt = fast[tag];
    if (salt !== undefined) return vibrationAt(ms, salt);
    return tag === 'ST-2301' ? Math.round(rpmAt(ms)) : null;
  };

  const kept = new Map<string, Float64Array>();
  /** As `at`, remembered: the same samples are asked for again with every second that passes. */
  const sampleAt = (tag: string, n: number): number => {
    const column = kept.get(tag) ?? new Float64Array(keptSamples).fill(Number.NaN);
    kept.set(tag, column);
    const place = n - Math.floor(tripMs / stepMs) + keptSamples / 2;
    const before = column[place];
    if (before !== undefined && !Number.isNaN(before)) return before;
    const value = at(tag, n * stepMs) ?? Number.NaN;
    if (before !== undefined) column[place] = value;
    return value;
  };

  return {
    raw({ tag, span, limit }: { readonly tag: string; readonly span: { readonly fromMs: number; readonly toMs: number }; readonly limit: number }) {
      if (fast[tag] === undefined) return null;
      const first = Math.floor(span.fromMs / stepMs);
      const all = Math.floor(span.toMs / stepMs) - first + 1;
      const rows = Math.min(all, limit);
      const timeMs = Float64Array.from({ length: rows }, (_, n) => (first + n) * stepMs);
      return { ok: true as const, value: { timeMs, value: Float64Array.from({ length: rows }, (_, n) => sampleAt(tag, first + n)), quality: new Uint32Array(rows), truncated: all > limit } };
    },
    interpolated({ tag, atMs }: { readonly tag: string; readonly atMs: Float64Array }) {
      if (at(tag, 0) === null) return null;
      return { ok: true as const, value: { value: Float64Array.from(atMs, (ms) => at(tag, ms) ?? Number.NaN), quality: new Uint32Array(atMs.length) } };
    },
  };
}
