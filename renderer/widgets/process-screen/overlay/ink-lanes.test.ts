import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '#shared/model/format-value.ts';
import { createInkLanes, type InkLanes } from './ink-lanes.ts';
import { areFiguresEven, type LetterFace, type Sprite } from './ink-sprites.ts';
import type { LentPart } from './lent-part.ts';
import { textStyles } from './text-styles.ts';

const place = { alpha: 1, a: 2, b: 0, c: 0, d: 2, e: 100, f: 100 };

/** A part with a rectangle of its own; what happens to it is written down. */
function newHandle(free: () => boolean = () => true) {
  const told = { lent: 0, back: 0 };
  const handle: LentPart = {
    ground: () => ({ x0: 0, y0: 0, x1: 400, y1: 400, host: { place } }),
    isFree: () => free(),
    lend: () => void told.lent++,
    takeBack: () => void told.back++,
  };
  return { handle, told };
}

/** Lanes on a sheet that writes down the figures laid on it, from the last one to the first, and signs. */
function setUp(free: () => boolean = () => true, widths: (figure: number) => number = () => 5) {
  const laid: Sprite[] = [];
  let isHeld = true;
  let asked = 0;
  const lanes = createInkLanes(() => void asked++);
  const sprite = (): Sprite => ({ left: 0, top: -4, width: 4, height: 4, pixels: new Uint32Array(16) });
  const made = new Map<string, Sprite>();
  const known = (key: string): Sprite => made.get(key) ?? (made.set(key, sprite()).get(key) as Sprite);
  const face: LetterFace = { advance: widths, isEven: () => areFiguresEven(widths), figure: (figure, phase) => known(`${figure} ${phase}`), letter: () => sprite(), word: () => sprite() };
  lanes.useGround({
    sheet: { isHeld: () => isHeld, wipe: () => void (laid.length = 0), lay: (one) => void laid.push(one), damage: () => undefined },
    sprites: { faceOf: () => face, stamp: (_, __, right, down) => known(`stamp ${right} ${down}`) },
  });
  const number = { text: '', ...newHandle(free) };
  const open = (decimals: number): number =>
    lanes.open({ decimals, number: { handle: number.handle, written: () => ({ text: number.text, style: textStyles.value, tone: 'tx-1', x: 10, y: 20 }), follow: (text) => void (number.text = text) }, pointer: null });
  return { lanes, open, number, laid, asked: () => asked, drop: () => void (isHeld = false) };
}

/** As a value box does: painted whole, then offered. */
function whole(lanes: InkLanes, lane: number, write: () => void): void {
  lanes.close(lane);
  write();
  lanes.offer(lane);
}

describe('lanes of ink', () => {
  it('show a number exactly as it is written, or leave it to be painted whole', () => {
    let short = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.double({ min: -2e5, max: 2e5, noNaN: true }), fc.array(fc.oneof(fc.double({ min: -2e5, max: 2e5, noNaN: true }), fc.integer({ min: -400, max: 400 }).map((n) => n / 8), fc.constantFrom(0, -0, 0.05, -0.04, 9.95, 99.95, 999.5, Infinity, NaN)), { minLength: 1, maxLength: 8 }), (decimals, first, values) => {
        const { lanes, open, number } = setUp();
        const lane = open(decimals);
        whole(lanes, lane, () => (number.text = formatNumber(first, decimals)));
        for (const value of values.flatMap((one) => [one, first + (first * one) / 1e7])) {
          if (lanes.paint(lane, value)) short++;
          else whole(lanes, lane, () => (number.text = formatNumber(value, decimals)));
          const was = lanes.running;
          lanes.close(lane);
          lanes.offer(lane);
          expect(number.text).toBe(formatNumber(value, decimals));
          expect(lanes.running).toBe(0);
          expect(was).toBeLessThanOrEqual(1);
        }
      }),
    );
    expect(short).toBeGreaterThan(200);
  });

  it('lay the figures of the number, not of the one before', () => {
    const { lanes, open, number, laid } = setUp();
    const lane = open(1);
    whole(lanes, lane, () => (number.text = '12.3'));
    expect(lanes.paint(lane, 45.6)).toBe(true);
    const once = [...laid];
    expect(lanes.paint(lane, 65.4)).toBe(true);
    // 6 5 4 in other places; the point is the same.
    expect(once).toHaveLength(4);
    expect(laid[3]).toBe(once[3]);
    expect(laid[0]).not.toBe(once[0]);
    expect(lanes.paint(lane, 45.6)).toBe(true);
    expect(laid).toEqual(once);
  });

  it('lay nothing for a number that is written the same, and ask for no picture where nothing is shown', () => {
    const { lanes, open, number, laid, asked } = setUp();
    const lane = open(0);
    expect(lanes.paint(lane, 3)).toBe(false);
    whole(lanes, lane, () => (number.text = '7'));
    expect(lanes.paint(lane, 8)).toBe(true);
    laid.length = 0;
    expect(lanes.paint(lane, 8.2)).toBe(true);
    expect(laid).toEqual([]);
    expect(asked()).toBeGreaterThan(0);
  });

  it('begin only where nothing else is, with figures of one width, on a sheet', () => {
    const crowded = setUp(() => false);
    const lane = crowded.open(0);
    whole(crowded.lanes, lane, () => (crowded.number.text = '7'));
    expect(crowded.lanes.paint(lane, 8)).toBe(false);
    expect(crowded.number.told.lent).toBe(0);

    const uneven = setUp(undefined, (figure) => (figure === 1 ? 3 : 5));
    const other = uneven.open(0);
    whole(uneven.lanes, other, () => (uneven.number.text = '7'));
    expect(uneven.lanes.paint(other, 8)).toBe(false);

    const gone = setUp();
    const last = gone.open(0);
    whole(gone.lanes, last, () => (gone.number.text = '7'));
    gone.drop();
    expect(gone.lanes.paint(last, 8)).toBe(false);
  });

  it('give back what they took, once, and tell what they showed', () => {
    const { lanes, open, number } = setUp();
    const lane = open(2);
    whole(lanes, lane, () => (number.text = '\u221212.34'));
    expect(lanes.paint(lane, -98.76)).toBe(true);
    lanes.closeAll();
    lanes.close(lane);
    expect({ ...number.told, text: number.text, running: lanes.running }).toEqual({ lent: 1, back: 1, text: '\u221298.76', running: 0 });
    // Closed: only a value that was painted whole may go on.
    expect(lanes.paint(lane, -11.11)).toBe(false);
  });

  it('put a pointer where the bar has it', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.double({ min: -50, max: 150, noNaN: true }), (isVertical, value) => {
        const { lanes, number } = setUp();
        const bar = newHandle();
        let along = -1;
        const pointer = { handle: bar.handle, stamp: { left: 0, top: 0, right: 1, bottom: 1, paint: () => undefined }, x: 0, y: 0, length: 44, isVertical, low: 0, high: 100, follow: (at: number) => void (along = at) };
        const lane = lanes.open({ decimals: 0, number: { handle: number.handle, written: () => ({ text: number.text, style: textStyles.value, tone: 'tx-1', x: 10, y: 20 }), follow: () => undefined }, pointer });
        whole(lanes, lane, () => (number.text = formatNumber(value, 0)));
        fc.pre(lanes.paint(lane, value));
        lanes.close(lane);
        const fraction = Math.min(1, Math.max(0, value / 100));
        expect(along).toBe(Math.round(44 * (isVertical ? 1 - fraction : fraction) * 4) / 4);
      }),
    );
  });
});
