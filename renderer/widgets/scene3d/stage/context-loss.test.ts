import { describe, expect, it } from 'vitest';
import { watchContext } from './context-loss.ts';

function setUp() {
  const canvas = new EventTarget() as HTMLCanvasElement;
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const watch = watchContext(canvas, { onPause: (isPaused) => void told.push(isPaused ? 'gone' : 'back'), onLost: (reason) => void told.push(reason) }, (_ms, call) => {
    waiting.push(call);
    return () => void waiting.splice(waiting.indexOf(call) >>> 0, 1);
  });
  return { told, waiting, watch, happens: (name: 'lost' | 'restored') => canvas.dispatchEvent(new Event(`webglcontext${name}`, { cancelable: true })) };
}

describe('a graphics card that gives up', () => {
  it('is waited for, asked to come back, and drawn with again when it is', () => {
    const { told, waiting, watch, happens } = setUp();
    // False: what the browser would do by itself, which is nothing, was called off.
    expect(happens('lost')).toBe(false);
    expect([watch.isLost(), told]).toEqual([true, ['gone']]);
    happens('restored');
    expect([watch.isLost(), told, waiting]).toEqual([false, ['gone', 'back'], []]);
  });

  it('and stays away is given up, with a sentence, once', () => {
    const { told, waiting, watch, happens } = setUp();
    happens('lost');
    waiting[0]?.();
    happens('restored');
    happens('lost');
    expect([watch.isLost(), told]).toEqual([true, ['gone', 'The graphics card gave up and was not back within 4 s, so the map is shown instead.']]);
  });

  it('a second time is given up at once', () => {
    const { told, waiting, happens } = setUp();
    for (const one of ['lost', 'restored', 'lost'] as const) happens(one);
    expect([told.at(-1), waiting]).toEqual(['The graphics card gave up twice, so the map is shown instead.', []]);
  });

  it('after the scene was closed is nobody’s business', () => {
    const { told, waiting, watch, happens } = setUp();
    happens('lost');
    watch.stop();
    happens('restored');
    expect([told, waiting]).toEqual([['gone'], []]);
  });
});
