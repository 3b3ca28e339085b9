import { createChance, createSignal, signalOf, type Signal } from '../history-data.ts';

/** Samples of many tags, a row per tag and scan, scan by scan; times are UTC epoch ms. */
export type Mix = {
  readonly tags: number;
  readonly scans: number;
  readonly tag: Uint32Array<ArrayBuffer>;
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint32Array<ArrayBuffer>;
};

export type MixOptions = {
  readonly tags: number;
  readonly scans: number;
  readonly periodMs: number;
  /** Every tag its own delay of 0 to 9 ms in each scan, or one delay for all tags of the scan, or none. */
  readonly jitter: 'per-tag' | 'per-scan' | 'none';
  readonly kind?: Signal;
};

export const mixStartMs = Date.UTC(2026, 2, 1);

/** The same in every run. */
export function makeMix({ tags, scans, periodMs, jitter, kind }: MixOptions): Mix {
  const rows = tags * scans;
  const mix = { tags, scans, tag: new Uint32Array(rows), timeMs: new Float64Array(rows), value: new Float64Array(rows), quality: new Uint32Array(rows) };
  const delay = createChance(5);
  const scanDelay = Float64Array.from({ length: scans }, () => Math.floor(10 * delay()));
  for (let tag = 0; tag < tags; tag++) {
    const next = createSignal(kind ?? signalOf(tag), 1 + tag);
    const own = createChance(70_000 + tag);
    for (let scan = 0; scan < scans; scan++) {
      const row = scan * tags + tag;
      mix.tag[row] = tag;
      mix.timeMs[row] = mixStartMs + scan * periodMs + (jitter === 'none' ? 0 : jitter === 'per-scan' ? (scanDelay[scan] as number) : Math.floor(10 * own()));
      mix.value[row] = next();
    }
  }
  return mix;
}
