import { describe, expect, it, vi } from 'vitest';
import { isGood, Q } from '#shared/model/quality.ts';
import { createVirtualTimers } from '../testing/virtual-timers.ts';
import { createLiveStore } from './live-store.ts';

const columns = (...rows: readonly (readonly [tag: number, value: number, quality?: number])[]) => ({
  tag: Uint32Array.from(rows, ([tag]) => tag),
  value: Float64Array.from(rows, ([, value]) => value),
  quality: Uint32Array.from(rows, ([, , quality]) => quality ?? Q.good),
  timeMs: Float64Array.from(rows, () => 42),
});
const setUp = () => {
  const timers = createVirtualTimers();
  const demand: string[] = [];
  const store = createLiveStore(timers, (added, removed) => demand.push(`+${added.join(',')} -${removed.join(',')}`));
  store.resize(5);
  return { timers, store, demand };
};

describe('the live store', () => {
  it('calls a watcher once per frame, however many samples came', async () => {
    const { timers, store } = setUp();
    const changed = vi.fn<() => void>();
    store.watch([1, 2], changed);
    store.apply(columns([1, 10], [2, 20]));
    store.apply(columns([1, 11]));
    expect(changed).not.toHaveBeenCalled();
    await timers.paint();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(store.value[1]).toBe(11);
    expect(store.frame).toBe(1);
    await timers.paint();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(store.frame).toBe(1);
  });

  it('leaves a watcher alone when only other tags changed', async () => {
    const { timers, store } = setUp();
    const changed = vi.fn<() => void>();
    store.watch([1], changed);
    store.apply(columns([3, 10]));
    await timers.paint();
    expect(changed).not.toHaveBeenCalled();
  });

  it('asks for each tag once while several watch it, and gives it up when the last one stops', () => {
    const { store, demand } = setUp();
    const stopA = store.watch([1, 2, 2], () => undefined);
    const stopB = store.watch([2, 3], () => undefined);
    stopA();
    stopA();
    stopB();
    expect(demand).toEqual(['+1,2 -', '+3 -', '+ -1', '+ -2,3']);
  });

  it('does not call a watcher that stopped before the frame', async () => {
    const { timers, store } = setUp();
    const changed = vi.fn<() => void>();
    const stop = store.watch([1], changed);
    store.apply(columns([1, 10]));
    stop();
    await timers.paint();
    expect(changed).not.toHaveBeenCalled();
  });

  it('shows no value as good after the link was lost, keeps the last number, and takes good values back', async () => {
    const { timers, store } = setUp();
    const changed = vi.fn<() => void>();
    store.watch([1, 2], changed);
    store.apply(columns([1, 10], [2, 20]));
    await timers.paint();
    store.linkLost();
    expect([...store.quality].some(isGood)).toBe(false);
    expect(store.quality[1]).toBe(Q.badNotConnected);
    expect(store.value[1]).toBe(10);
    expect(store.isLinkLost).toBe(true);
    await timers.paint();
    expect(changed).toHaveBeenCalledTimes(2);
    store.apply(columns([1, 12]));
    expect(store.isLinkLost).toBe(false);
    expect(store.quality[1]).toBe(Q.good);
    expect(store.quality[2]).toBe(Q.badNotConnected);
  });

  it('keeps the last number of a value that turned bad, so that the screen can say what it was', () => {
    const { store } = setUp();
    store.watch([1], () => undefined);
    store.apply(columns([1, 24]));
    const { quality, ...bad } = columns([1, NaN]);
    store.apply({ ...bad, quality: quality.fill(Q.badSensorFailure) });
    expect([store.value[1], store.quality[1]]).toEqual([24, Q.badSensorFailure]);
  });

  it('reads waiting for tags nobody watches any more', () => {
    const { store } = setUp();
    const stop = store.watch([1], () => undefined);
    store.apply(columns([1, 10]));
    stop();
    store.forget([1]);
    expect(store.quality[1]).toBe(Q.badWaitingForInitialData);
  });

  it('ends all watches when a new directory brings new indices', async () => {
    const { timers, store } = setUp();
    const changed = vi.fn<() => void>();
    const stop = store.watch([1], changed);
    store.apply(columns([1, 10]));
    store.resize(3);
    await timers.paint();
    store.apply(columns([1, 10]));
    await timers.paint();
    expect(changed).not.toHaveBeenCalled();
    expect(() => stop()).not.toThrow();
    expect(store.value).toHaveLength(3);
  });

  it('ignores rows beyond the directory, which an old stream may still bring', () => {
    const { store } = setUp();
    expect(() => store.apply(columns([99, 1]))).not.toThrow();
    expect(store.watch([99], () => undefined)).toBeTypeOf('function');
  });

  it('replaces the tail of the text table from the number given', () => {
    const { store } = setUp();
    store.setTexts(0, ['a', 'b']);
    store.setTexts(2, ['c']);
    expect([0, 1, 2, 3].map((index) => store.text(index))).toEqual(['a', 'b', 'c', '']);
    store.setTexts(0, ['x']);
    expect(store.text(1)).toBe('');
  });
});
