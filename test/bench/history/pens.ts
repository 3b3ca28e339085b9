import { createChance, createSignal, type Signal } from '../history-data.ts';
import { type Maker, openMadeHistory } from './made-history.ts';

export const dayMs = 86_400_000;
export const endMs = Date.UTC(2026, 5, 1);
export const penDays = 30;
export const yearDays = 365;

/** Eight pens of 1 Hz, each sample 0 to 9 ms after its second: four slow analogs, two of full precision, a converter, a digital one. */
export const penKinds: readonly Signal[] = ['slow-analog', 'full-precision', 'digital', 'slow-analog', 'full-precision', 'adc', 'slow-analog', 'slow-analog'];
/** The same for a year: a slow analog and one of full precision. */
export const yearKinds: readonly Signal[] = ['slow-analog', 'full-precision'];
export const penIds = penKinds.map((_, at) => `PEN-${at}`);
export const yearIds = yearKinds.map((_, at) => `YEAR-${at}`);

/** All samples of the last `days` of a pen, oldest first, the same in every run. */
export function eachSample(kind: Signal, seed: number, days: number, take: (timeMs: number, value: number) => void): void {
  const next = createSignal(kind, 100 + seed);
  const jitter = createChance(900 + seed);
  const seconds = days * 86_400;
  const fromMs = endMs - days * dayMs;
  for (let second = 0; second < seconds; second++) take(fromMs + second * 1000 + Math.floor(10 * jitter()), next());
}

const source = new URL(import.meta.url);
/** 20.7 million samples. */
export const openPens = () => openMadeHistory('pens', penIds, [source], (maker) => makePens(maker, penKinds, penDays));
/** 63.1 million samples. */
export const openYear = () => openMadeHistory('year', yearIds, [source], (maker) => makePens(maker, yearKinds, yearDays));

function makePens({ keys, block, take }: Maker, kinds: readonly Signal[], days: number): void {
  for (const [pen, key] of keys.entries()) {
    let rows = 0;
    block.key.fill(key);
    eachSample(kinds[pen] as Signal, pen, days, (timeMs, value) => {
      block.timeMs[rows] = timeMs;
      block.value[rows++] = value;
      if (rows < block.key.length) return;
      take(rows);
      rows = 0;
    });
    take(rows);
  }
}
