import { describe, expect, it } from 'vitest';
import { createIndicatorPart } from './indicator-part.ts';
import { createRecordedOverlay, fakeHost } from './testing/recording-canvas.ts';

const scale = { low: 0, high: 100, normal: [40, 60] as const, limits: [{ kind: 'high' as const, value: 80, priority: 2 as const }] };

function setUp() {
  const screen = createRecordedOverlay();
  const part = createIndicatorPart(screen.overlay, screen.element(fakeHost(100, 100)), { scale, orientation: 'vertical', length: 44, thickness: 8, x: 0, y: 0 });
  return {
    ...screen,
    show(reading: Partial<Parameters<typeof part.set>[0]>, isCovered = false) {
      part.set({ value: 50, isUsable: true, setpoint: Number.NaN, alarm: null, ...reading }, isCovered);
      screen.flush();
      return screen.marks();
    },
  };
}
const pointer = ['fill bg-canvas', 'fill pointer', 'fill pointer'];

describe('a bar on a screen', () => {
  it('has its pointer painted, and its setpoint where there is one; the bar itself stands in the drawing', () => {
    expect(setUp().show({})).toEqual(pointer);
    expect(setUp().show({ setpoint: 45 })).toEqual(['stroke sp', ...pointer]);
  });

  it('has no pointer while the value is bad: the bar is hatched', () => {
    const bar = setUp();
    bar.show({});
    expect(bar.show({ isUsable: false })).toEqual(['fill hatch', 'stroke bad']);
    expect(bar.show({})).toEqual(pointer);
  });

  it('colours only the zone the value is in while it is in alarm, ticks above it', () => {
    expect(setUp().show({ value: 90, alarm: 2 })).toEqual(['fill bar-bg', 'fill bar-warn', 'fill bar-normal', 'fill p2', 'stroke tx-3', ...pointer]);
    expect(setUp().show({ value: 50, alarm: 2 })).toEqual(pointer);
  });

  it('is painted whole where a ground covers it', () => {
    expect(setUp().show({}, true)).toEqual(['fill bar-bg', 'fill bar-warn', 'fill bar-normal', 'stroke tx-3', ...pointer]);
  });

  it('is not painted again for a move of less than a quarter of a unit', () => {
    const bar = setUp();
    bar.show({ value: 50 });
    const before = bar.counts.filled;
    bar.show({ value: 50.1 });
    expect(bar.counts.filled).toBe(before);
    bar.show({ value: 51 });
    expect(bar.counts.filled).toBe(before + 1);
  });
});
