import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { HornState } from '../horn.ts';
import { type Locks, shareSilence, shareSound } from './follow-horn.ts';
import { createPeers, type PeerLine } from './peers.ts';

/** Two windows' lines; what one says the other hears at once. */
function twoLines(): readonly [PeerLine, PeerLine] {
  const make = (): PeerLine => ({ onmessage: null, postMessage: () => undefined, close: () => undefined });
  const [a, b] = [make(), make()];
  a.postMessage = (data) => b.onmessage?.({ data });
  b.postMessage = (data) => a.onmessage?.({ data });
  return [a, b];
}
/** Exclusive locks as browsers grant them: one holder, the others in their order. */
function createLocks(): Locks {
  const queue: { readonly run: () => Promise<unknown>; isGone: boolean }[] = [];
  let isHeld = false;
  const next = (): void => {
    const first = queue.shift();
    if (first === undefined || isHeld) return;
    if (first.isGone) return next();
    isHeld = true;
    void first.run().then(() => {
      isHeld = false;
      next();
    });
  };
  const request = (_name: string, { signal }: { signal: AbortSignal }, granted: () => Promise<unknown>): Promise<unknown> => {
    const one = { run: granted, isGone: false };
    queue.push(one);
    signal.addEventListener('abort', () => (one.isGone = true));
    if (!isHeld) next();
    return Promise.resolve();
  };
  return { request } as unknown as Locks;
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
};

describe('the horn of several windows', () => {
  it('is silent in all of them when it was silenced in one, up to the same number of the journal', () => {
    const [a, b] = twoLines();
    const horns = [createStore<HornState>(() => ({ silencedSeq: 0, sounding: 1, isAllowed: true })), createStore<HornState>(() => ({ silencedSeq: 0, sounding: 1, isAllowed: true }))] as const;
    shareSilence(horns[0], createPeers(a, 'a'));
    shareSilence(horns[1], createPeers(b, 'b'));
    horns[0].setState({ silencedSeq: 7, sounding: null });
    expect(horns[1].getState()).toMatchObject({ silencedSeq: 7, sounding: null });
    // An older silence takes nothing back.
    horns[1].setState({ silencedSeq: 9 });
    expect(horns[0].getState().silencedSeq).toBe(9);
  });

  it('sounds in the first window that can be heard, and in the next when that one closes or is switched off', async () => {
    const locks = createLocks();
    const heard = { a: false, b: false, c: false };
    const able = { a: createStore(() => false), b: createStore(() => false), c: createStore(() => false) };
    const stop = Object.fromEntries((['a', 'b', 'c'] as const).map((name) => [name, shareSound(locks, 'horn', able[name], (isHere) => (heard[name] = isHere))]));
    await settle();
    expect(heard).toEqual({ a: false, b: false, c: false });
    able.b.setState(true, true);
    able.a.setState(true, true);
    await settle();
    expect(heard).toEqual({ a: false, b: true, c: false });
    able.b.setState(false, true);
    await settle();
    expect(heard).toEqual({ a: true, b: false, c: false });
    able.c.setState(true, true);
    stop['a']?.();
    await settle();
    expect(heard.c).toBe(true);
  });

  it('sounds in every window where the browser keeps no locks', () => {
    let isHere = false;
    shareSound(undefined, 'horn', createStore(() => false), (now) => (isHere = now));
    expect(isHere).toBe(true);
  });
});
