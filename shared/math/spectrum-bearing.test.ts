import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { envelopeOf } from './spectrum-envelope.ts';
import { findPeaks, median } from './spectrum-peaks.ts';
import { createSpectrumMaker } from './spectrum.ts';

/** Recorded bearing vibration (Case Western Reserve University) beside the project; not shipped with it. */
const folder = new URL('../../../shared/data/bearing-cwru/', import.meta.url);
const isThere = existsSync(new URL('ground_truth.json', folder));
type Truth = { sampleRateHz: number; shaftHz: number; faultHz: Record<'BPFI' | 'BPFO' | 'BSF', number>; rms_g: number; expected: string };
const truth = isThere ? (JSON.parse(readFileSync(new URL('ground_truth.json', folder), 'utf8')) as Record<string, Truth>) : {};
const truthOf = (name: string): Truth => truth[name] as Truth;
const read = (name: string): Float64Array<ArrayBuffer> => Float64Array.from(readFileSync(new URL(name, folder), 'utf8').trim().split('\n').slice(1), Number);

const bands = [
  { lowHz: 2000, highHz: 5500 },
  { lowHz: 2500, highHz: 4000 },
  { lowHz: 500, highHz: 2500 },
];
const defects = ['BPFI', 'BPFO', 'BSF'] as const;

/** How far a defect's first three harmonics stand above what is around them in the envelope's spectrum, dB; as ground_truth.json measures it. */
function prominences(name: string): Record<(typeof defects)[number], number> {
  const { sampleRateHz, faultHz } = truthOf(name);
  const samples = read(name);
  const spectra = bands.map((band) => {
    const envelope = envelopeOf(samples, sampleRateHz, band);
    return createSpectrumMaker({ window: 'hann', length: 32_768, overlap: 0.75 }).make(envelope, sampleRateHz);
  });
  const of = (hz: number): number =>
    Math.max(
      ...spectra.map(({ amplitude, stepHz }) => {
        const lines = (from: number, to: number): number[] => [...amplitude.subarray(Math.ceil(from / stepHz), Math.floor(to / stepHz) + 1)];
        const levels = [1, 2, 3].map((n) => 20 * Math.log10(Math.max(...lines(n * hz * 0.985, n * hz * 1.015)) / median(lines(n * hz * 0.85, n * hz * 1.15))));
        return levels.reduce((sum, level) => sum + level, 0) / 3;
      }),
    );
  return { BPFI: of(faultHz.BPFI), BPFO: of(faultHz.BPFO), BSF: of(faultHz.BSF) };
}

describe.skipIf(!isThere)('recorded bearing vibration', () => {
  it.each(['normal_1797a.csv', 'ir07_1797.csv', 'or07_1797.csv', 'b14_1797.csv'])('%s has the overall RMS its record states', (name) => {
    const samples = read(name);
    const { sampleRateHz, rms_g } = truthOf(name);
    const { rms, mean } = createSpectrumMaker({ window: 'hann', length: 4096, overlap: 0.5 }).make(samples, sampleRateHz);
    // Within 2 %: the segments leave a part of a window's length at the beginning out.
    expect(Math.abs(Math.hypot(rms, mean) / rms_g - 1)).toBeLessThan(0.02);
  });
  it.each([
    ['ir07_1797.csv', 'BPFI'],
    ['or07_1797.csv', 'BPFO'],
  ] as const)('%s: %s stands out in the envelope and leads the other lines', (name, defect) => {
    const found = prominences(name);
    expect(found[defect]).toBeGreaterThan(30);
    for (const other of defects) if (other !== defect) expect(found[defect] - found[other]).toBeGreaterThan(12);
  });
  it('a healthy bearing and the hard case show no such line', () => {
    for (const name of ['normal_1797a.csv', 'b14_1797.csv']) {
      const levels = Object.values(prominences(name));
      expect(Math.max(...levels)).toBeLessThan(24);
    }
  });
  it('the inner race defect is the greatest peak of the envelope, beside the shaft speed it is modulated by', () => {
    const { sampleRateHz, faultHz, shaftHz } = truthOf('ir07_1797.csv');
    const envelope = envelopeOf(read('ir07_1797.csv'), sampleRateHz, { lowHz: 2000, highHz: 5500 });
    const { amplitude, stepHz } = createSpectrumMaker({ window: 'hann', length: 16_384, overlap: 0.5 }).make(envelope, sampleRateHz);
    const peaks = findPeaks(amplitude, stepHz, { window: 'hann', most: 14, toHz: 500 });
    const top = peaks[0]?.hz ?? 0;
    expect(Math.abs(top / faultHz.BPFI - 1)).toBeLessThan(0.015);
    const near = (hz: number): boolean => peaks.some((peak) => Math.abs(peak.hz - hz) < stepHz);
    for (const turns of [1, 2]) {
      expect(near(turns * shaftHz)).toBe(true);
      expect(near(top - turns * shaftHz)).toBe(true);
    }
    expect(near(2 * top) && near(3 * top)).toBe(true);
  });
});
