import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeOf } from './spectrum-envelope.ts';
import { powerOfTwo } from './spectrum-fft.ts';
import { findPeaks } from './spectrum-peaks.ts';
import { createWindow, windowNames, windowResponse } from './spectrum-window.ts';
import { bandRms, createSpectrumMaker, samplesFor } from './spectrum.ts';

const sine = (length: number, rateHz: number, hz: number, amplitude = 1, phase = 0.3): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length }, (_, n) => amplitude * Math.cos((2 * Math.PI * hz * n) / rateHz + phase));
const sum = (...all: readonly Float64Array[]): Float64Array<ArrayBuffer> => Float64Array.from(all[0] as Float64Array, (_, n) => all.reduce((total, one) => total + (one[n] as number), 0));
const length = 1024;
const rateHz = 1024;
const make = (samples: Float64Array, window: (typeof windowNames)[number] = 'hann', overlap = 0.5) => createSpectrumMaker({ window, length, overlap }).make(samples, rateHz);
const decibel = (ratio: number): number => 20 * Math.log10(ratio);

describe('a spectrum', () => {
  it.each(windowNames)('reads a known tone right on a line as its peak amplitude (%s)', (window) => {
    const spectrum = make(sine(length, rateHz, 100, 3), window);
    expect(spectrum.stepHz).toBe(1);
    expect(spectrum.amplitude[100]).toBeCloseTo(3, 9);
    expect(spectrum.rms).toBeCloseTo(3 / Math.SQRT2, 9);
  });
  // Figures of the literature on windows: the loss of a tone midway between two lines.
  it.each([
    ['rectangular', 3.92],
    ['hamming', 1.75],
    ['hann', 1.42],
    ['blackman-harris', 0.83],
    ['flat-top', 0.01],
  ] as const)('loses with %s %f dB of a tone midway between two lines', (window, loss) => {
    const spectrum = make(sine(length, rateHz, 200.5), window);
    const read = Math.max(spectrum.amplitude[200] as number, spectrum.amplitude[201] as number);
    expect(-decibel(read)).toBeCloseTo(loss, 1);
  });
  it.each([
    ['rectangular', 1],
    ['hann', 1.5],
    ['hamming', 1.363],
    ['blackman-harris', 2.004],
    ['flat-top', 3.77],
  ] as const)('%s has a noise bandwidth of %f lines', (window, lines) => {
    expect(createWindow(window, 4096).noiseLines).toBeCloseTo(lines, 2);
  });
  it('keeps a line 80 dB smaller beside a great one with Blackman–Harris, and buries it with none', () => {
    const both = sum(sine(length, rateHz, 100.5), sine(length, rateHz, 120, 1e-4));
    const shown = make(both, 'blackman-harris').amplitude;
    expect(shown[120]).toBeCloseTo(1e-4, 5);
    expect(shown[120] as number).toBeGreaterThan(3 * (shown[126] as number));
    const buried = make(both, 'rectangular').amplitude;
    expect(buried[120] as number).toBeGreaterThan(50 * 1e-4);
  });
  it('holds the power of the samples (Parseval), whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 256, maxLength: 256 }), (values) => {
        const spectrum = createSpectrumMaker({ window: 'rectangular', length: 256, overlap: 0 }).make(Float64Array.from(values), 100);
        expect(bandRms(spectrum, 0, 50)).toBeCloseTo(spectrum.rms, 6);
      }),
    );
  });
  it.each(windowNames)('gives the overall RMS of noise back through %s', (window) => {
    let seed = 7;
    const noise = Float64Array.from({ length: length * 64 }, () => ((seed = (seed * 48271) % 2147483647) / 2147483647 - 0.5) * Math.sqrt(12));
    const spectrum = make(noise, window);
    expect(spectrum.rms).toBeCloseTo(1, 1);
    expect(bandRms(spectrum, 0, rateHz / 2)).toBeCloseTo(spectrum.rms, 1);
  });
  it('leaves out what a missing sample lies in and averages the rest', () => {
    const samples = sine(length * 4, rateHz, 50);
    samples[100] = Number.NaN;
    const spectrum = make(samples, 'hann', 0);
    expect(spectrum.averages).toBe(3);
    expect(spectrum.leftOut).toBe(1);
    expect(spectrum.amplitude[50]).toBeCloseTo(1, 9);
  });
  it('has no value where not one segment is whole', () => {
    const short = make(sine(length - 1, rateHz, 50));
    expect(short.averages).toBe(0);
    expect(short.amplitude.every(Number.isNaN)).toBe(true);
    expect(short.rms).toBeNaN();
  });
  it('is not moved by the mean of the signal', () => {
    const offset = sine(length, rateHz, 60).map((value) => value + 5000);
    const spectrum = make(offset);
    expect(spectrum.amplitude[0]).toBeCloseTo(0, 6);
    expect(spectrum.amplitude[60]).toBeCloseTo(1, 6);
    expect(spectrum.mean).toBeCloseTo(5000, 6);
  });
  it('counts as many averages as the samples asked for hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.constantFrom(0, 0.5, 0.75), (averages, overlap) => {
        const settings = { window: 'hann', length: 64, overlap } as const;
        const samples = new Float64Array(samplesFor(settings, averages)).fill(1);
        expect(createSpectrumMaker(settings).make(samples, 1).averages).toBe(averages);
      }),
    );
  });
});

describe('peaks', () => {
  it('are found between the lines, greatest first', () => {
    const spectrum = make(sum(sine(length, rateHz, 61.7, 26), sine(length, rateHz, 134.2, 19), sine(length, rateHz, 268.4, 5)), 'hann');
    const peaks = findPeaks(spectrum.amplitude, spectrum.stepHz, { window: 'hann', most: 3 });
    expect(peaks.map(({ hz }) => Math.round(hz * 10) / 10)).toEqual([61.7, 134.2, 268.4]);
    expect(peaks[0]?.amplitude).toBeCloseTo(26, 0);
    expect(peaks[1]?.amplitude).toBeCloseTo(19, 0);
  });
  it.each(windowNames)('read the amplitude of a tone anywhere between two lines right to 2 in a hundred (%s)', (window) => {
    for (let tenths = 0; tenths < 10; tenths++) {
      const [peak] = findPeaks(make(sine(length, rateHz, 200 + tenths / 10, 7), window).amplitude, 1, { window, most: 1, least: 2 });
      expect(Math.abs((peak?.amplitude ?? 0) / 7 - 1)).toBeLessThan(window === 'rectangular' ? 0.16 : 0.02);
      if (window !== 'rectangular') expect(Math.abs((peak?.hz ?? 0) - (200 + tenths / 10))).toBeLessThan(0.15);
    }
  });
  it('let the window lose between lines what the literature says', () => {
    expect(-decibel(windowResponse('hann', 0.5))).toBeCloseTo(1.42, 2);
    expect(-decibel(windowResponse('rectangular', 0.5))).toBeCloseTo(3.92, 2);
    expect(windowResponse('blackman-harris', 0)).toBe(1);
  });
  it('are none in noise alone, and none in silence', () => {
    let seed = 11;
    const noise = Float64Array.from({ length: length * 16 }, () => (seed = (seed * 48271) % 2147483647) / 2147483647);
    expect(findPeaks(make(noise).amplitude, 1, { window: 'hann', most: 5 })).toEqual([]);
    expect(findPeaks(make(new Float64Array(length)).amplitude, 1, { window: 'hann', most: 5 })).toEqual([]);
  });
  it('keep to the band asked for', () => {
    const spectrum = make(sum(sine(length, rateHz, 50, 2), sine(length, rateHz, 300, 1)));
    expect(findPeaks(spectrum.amplitude, 1, { window: 'hann', most: 5, fromHz: 200 }).map(({ hz }) => Math.round(hz))).toEqual([300]);
  });
});

describe('the envelope', () => {
  it('is how much a ringing swells: amplitude modulation comes back', () => {
    const samples = Float64Array.from({ length: 8192 }, (_, n) => (1 + 0.5 * Math.cos((2 * Math.PI * 16 * n) / 8192)) * Math.cos((2 * Math.PI * 2000 * n) / 8192));
    const envelope = envelopeOf(samples, 8192, { lowHz: 1500, highHz: 2500 });
    for (const n of [500, 2000, 4096, 7000]) expect(envelope[n]).toBeCloseTo(1 + 0.5 * Math.cos((2 * Math.PI * 16 * n) / 8192), 6);
  });
  it('leaves what lies outside the band out', () => {
    const envelope = envelopeOf(sine(4096, 4096, 100, 50), 4096, { lowHz: 500, highHz: 1500 });
    expect(Math.max(...envelope)).toBeLessThan(1e-6);
  });
  it('is missing where samples are missing', () => {
    const samples = sine(1000, 1000, 200);
    samples[10] = Number.NaN;
    const envelope = envelopeOf(samples, 1000, { lowHz: 100, highHz: 300 });
    expect(envelope[10]).toBeNaN();
    expect(envelope.filter(Number.isNaN)).toHaveLength(1);
  });
});

it('lengths are powers of two', () => {
  expect([1, 4, 5, 1000, 65_536].map(powerOfTwo)).toEqual([4, 4, 8, 1024, 65_536]);
});
