import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampWindow, maxSpanMs, minSpanMs, overviewWindow } from './time-window.ts';

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
});
