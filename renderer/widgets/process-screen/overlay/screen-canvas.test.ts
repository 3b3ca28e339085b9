import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type FakeCanvas = { width: number; height: number; isInPage: boolean; resets: number };
let made: FakeCanvas[];
let screenCanvas: typeof import('./screen-canvas.ts');
const asFake = (canvas: HTMLCanvasElement): FakeCanvas => canvas as unknown as FakeCanvas;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  made = [];
  vi.stubGlobal('document', {
    createElement() {
      const canvas = { width: 300, height: 150, isInPage: true, resets: 0, setAttribute: () => undefined, remove: () => void (canvas.isInPage = false), getContext: () => context };
      const context = { reset: () => void canvas.resets++ };
      made.push(canvas);
      return canvas;
    },
  });
  screenCanvas = await import('./screen-canvas.ts');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('gives the canvas of the screen before, emptied, to the next of its kind', () => {
  const { takeCanvas, giveBack } = screenCanvas;
  const [first] = takeCanvas('values');
  expect(asFake(first).width).toBe(0);
  first.width = 1920;
  giveBack('values', first);
  expect(asFake(first).isInPage).toBe(false);
  const [ink] = takeCanvas('ink');
  expect(ink).not.toBe(first);
  const [second] = takeCanvas('values');
  expect(second).toBe(first);
  expect(asFake(second)).toMatchObject({ width: 1920, resets: 1 });
  // Taken, it is not freed under the screen that has it, nor handed out twice.
  vi.advanceTimersByTime(60_000);
  expect(second.width).toBe(1920);
  expect(takeCanvas('values')[0]).not.toBe(second);
});

it('frees at once what nobody could take, and within a second what nobody took', () => {
  const { takeCanvas, giveBack } = screenCanvas;
  const [[one], [other]] = [takeCanvas('values'), takeCanvas('values')];
  [one.width, other.width] = [800, 900];
  giveBack('values', one);
  giveBack('values', other);
  expect([one.width, other.width]).toEqual([800, 0]);
  vi.advanceTimersByTime(1000);
  expect(one.width).toBe(0);
  expect(takeCanvas('values')[0]).not.toBe(one);
  expect(made).toHaveLength(3);
});
