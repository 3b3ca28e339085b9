import { describe, expect, it } from 'vitest';
import { heldAfter, holdMs } from './held-time.ts';

describe('the time a button was held', () => {
  it('is that of its frames', () => {
    let heldMs = 0;
    let frames = 0;
    for (; heldMs < holdMs; frames++) heldMs = heldAfter(heldMs, 16);
    expect(frames).toBe(50);
  });

  it('is not over by a window that stood still: a short press stays a short press', () => {
    expect(heldAfter(0, 5000)).toBeLessThan(holdMs / 2);
    expect(heldAfter(0, -5)).toBe(0);
  });
});
