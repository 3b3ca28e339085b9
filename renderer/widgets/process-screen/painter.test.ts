import { describe, expect, it } from 'vitest';
import { createPainter, type PainterTimers } from './painter.ts';

/** Virtual time with timers and 16 ms frames. */
function virtualTimers(): PainterTimers & { advance(ms: number): void } {
  let now = 0;
  let calls: { at: number; call: () => void }[] = [];
  const add = (at: number, call: () => void): (() => void) => {
    const entry = { at, call };
    calls.push(entry);
    return () => {
      calls = calls.filter((one) => one !== entry);
    };
  };
  return {
    now: () => now,
    after: (ms, call) => add(now + ms, call),
    frame: (call) => add(Math.floor(now / 16 + 1) * 16, call),
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = calls.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        calls = calls.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.call();
      }
      now = end;
    },
  };
}

function setUp(tagCount = 2, lanes: { paint(lane: number, value: number): boolean } = { paint: () => false }) {
  const timers = virtualTimers();
  const columns = { value: new Float64Array(tagCount), quality: new Uint32Array(tagCount) };
  const painted: { tag: number; at: number; value: number }[] = [];
  const bindings = Array.from({ length: tagCount }, (_, tag) => ({
    tags: [tag],
    isAging: false,
    lane: 10 + tag,
    paint: () => void painted.push({ tag, at: timers.now(), value: columns.value[tag] as number }),
  }));
  const painter = createPainter({ bindings, columns, timers, nowMs: timers.now, lanes });
  return { timers, columns, painted, painter, bindings };
}

describe('painter', () => {
  it('paints the first change after quiet in the very frame it is told in', () => {
    const { timers, columns, painted, painter } = setUp();
    painter.paintAll();
    timers.advance(1000);
    painted.length = 0;
    columns.value[1] = 7;
    painter.changed();
    expect(painted).toEqual([{ tag: 1, at: 1000, value: 7 }]);
    painter.dispose();
  });

  it('paints a value that changes all the time at most four times a second', () => {
    const { timers, columns, painted, painter } = setUp();
    for (let ms = 0; ms < 10_000; ms += 20) {
      columns.value[0] = ms;
      painter.changed();
      timers.advance(20);
    }
    const times = painted.filter(({ tag }) => tag === 0).map(({ at }) => at);
    for (let i = 1; i < times.length; i++) expect((times[i] as number) - (times[i - 1] as number)).toBeGreaterThanOrEqual(250);
    expect(times.length).toBeGreaterThan(35);
    expect(times.length).toBeLessThanOrEqual(41);
    painter.dispose();
  });

  it('takes the short way where only the value of the first tag is another, and only then', () => {
    const short: string[] = [];
    let takes = true;
    const { timers, columns, painted, painter } = setUp(2, {
      paint(lane, value) {
        short.push(`${lane}: ${value}`);
        return takes;
      },
    });
    painter.paintAll();
    expect(short).toEqual([]);
    painted.length = 0;
    const change = (what: () => void): void => {
      timers.advance(1000);
      what();
      painter.changed();
    };
    change(() => (columns.value[1] = 7));
    expect({ short, painted, paints: painter.paints }).toEqual({ short: ['11: 7'], painted: [], paints: 3 });
    takes = false;
    change(() => (columns.value[1] = 8));
    expect(painted.map(({ value }) => value)).toEqual([8]);
    // Quality changes: what is said in words does too.
    change(() => {
      columns.value[1] = 9;
      columns.quality[1] = 0x80000000;
    });
    expect(short).toEqual(['11: 7', '11: 8']);
    expect(painted.map(({ value }) => value)).toEqual([8, 9]);
    painter.dispose();
  });

  it('does not forget a change of quality that was followed by one of the value before it was painted', () => {
    const short: number[] = [];
    const { timers, columns, painted, painter } = setUp(1, { paint: (_, value) => short.push(value) > 0 });
    painter.paintAll();
    timers.advance(100);
    columns.quality[0] = 0x80000000;
    painter.changed();
    columns.value[0] = 3;
    painter.changed();
    timers.advance(1000);
    expect({ short, painted: painted.length }).toEqual({ short: [], painted: 2 });
    painter.dispose();
  });

  it('shows the last of several quick changes although nothing follows it', () => {
    const { timers, columns, painted, painter } = setUp();
    for (const value of [1, 2, 3]) {
      columns.value[0] = value;
      painter.changed();
      timers.advance(30);
    }
    timers.advance(1000);
    expect(painted.filter(({ tag }) => tag === 0).at(-1)?.value).toBe(3);
    painter.dispose();
  });

  it('gathers values of different phase on shared frames', () => {
    const { timers, columns, painted, painter } = setUp(10);
    for (let ms = 0; ms < 5000; ms += 10) {
      columns.value[(ms / 10) % 10] = ms;
      painter.changed();
      timers.advance(10);
    }
    const frames = new Set(painted.filter(({ at }) => at > 1000).map(({ at }) => at));
    expect(frames.size).toBeLessThan(4 * 9);
    painter.dispose();
  });

  it('paints a change of quality alone, and nothing when neither changed', () => {
    const { timers, columns, painted, painter } = setUp();
    painter.paintAll();
    timers.advance(1000);
    painted.length = 0;
    painter.changed();
    expect(painted).toEqual([]);
    columns.quality[0] = 0x80000000;
    painter.changed();
    expect(painted).toHaveLength(1);
    painter.dispose();
  });

  it('lets an age go on ticking once a second, and stops after dispose', () => {
    const { timers, painted, painter, bindings } = setUp(1);
    (bindings[0] as { isAging: boolean }).isAging = true;
    timers.advance(3500);
    expect(painted).toHaveLength(3);
    painter.dispose();
    timers.advance(5000);
    expect(painted).toHaveLength(3);
  });
});
