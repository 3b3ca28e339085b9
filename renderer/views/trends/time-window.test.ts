import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampWindow, followWindow, maxSpanMs, minSpanMs, overviewWindow, zoomWindow } from './time-window.ts';

const nowMs = Date.UTC(2026, 10, 28, 16);
const spans = fc.double({ min: Math.log(minSpanMs), max: Math.log(maxSpanMs), noNaN: true }).map((power) => Math.min(maxSpanMs, Math.exp(power)));
const ages = fc.double({ min: 0, max: 3 * maxSpanMs, noNaN: true });

describe('the overview below the trend', () => {
  it('holds what the trend shows at any zoom from milliseconds to a year, and stays where it is when asked again', () => {
    fc.assert(
      fc.property(spans, ages, (spanMs, ageMs) => {
        const toMs = nowMs - ageMs;
        const shown = { fromMs: toMs - spanMs, toMs };
        const wide = overviewWindow({ fromMs: 0, toMs: 0 }, shown, nowMs);
        expect(wide.fromMs).toBeLessThanOrEqual(shown.fromMs);
        expect(wide.toMs).toBeGreaterThanOrEqual(shown.toMs);
        expect(overviewWindow(wide, shown, nowMs)).toBe(wide);
      }),
    );
  });
  it('stands still while the window moves within it', () => {
    const wide = overviewWindow({ fromMs: 0, toMs: 0 }, { fromMs: nowMs - 600_000, toMs: nowMs }, nowMs);
    expect(overviewWindow(wide, { fromMs: nowMs - 3_600_000, toMs: nowMs - 3_000_000 }, nowMs)).toBe(wide);
  });
  it('fits itself to a window that became far wider or narrower', () => {
    const wide = overviewWindow({ fromMs: 0, toMs: 0 }, { fromMs: nowMs - 600_000, toMs: nowMs }, nowMs);
    for (const spanMs of [1000, 86_400_000]) {
      const next = overviewWindow(wide, { fromMs: nowMs - spanMs, toMs: nowMs }, nowMs);
      expect((next.toMs - next.fromMs) / spanMs).toBeCloseTo(12, 6);
    }
  });
});

describe('the window of a trend', () => {
  it('never goes past now, and never beyond a year or below some milliseconds', () => {
    fc.assert(
      fc.property(fc.double({ min: -maxSpanMs, max: maxSpanMs, noNaN: true }), fc.double({ min: 0, max: 2 * maxSpanMs, noNaN: true }), (byMs, spanMs) => {
        const { fromMs, toMs, spanMs: kept } = clampWindow({ fromMs: nowMs + byMs - spanMs, toMs: nowMs + byMs }, nowMs);
        expect(toMs).toBeLessThanOrEqual(nowMs);
        expect(kept).toBeGreaterThanOrEqual(minSpanMs);
        expect(kept).toBeLessThanOrEqual(maxSpanMs);
        expect(toMs - fromMs).toBeCloseTo(kept, 2);
      }),
    );
  });
  it('zooms about the point under the pointer: what stands there stays', () => {
    const zoomed = zoomWindow({ fromMs: 1000, toMs: 2000 }, 0.5, 0.25);
    expect(zoomed).toEqual({ fromMs: 1125, toMs: 1625 });
    expect(zoomed.fromMs + 0.25 * (zoomed.toMs - zoomed.fromMs)).toBe(1250);
  });
  it('follows now on whole columns, so that the picture does not shimmer', () => {
    expect(followWindow(1_000_003, 60_000, 50)).toEqual({ fromMs: 940_050, toMs: 1_000_050 });
  });
});
