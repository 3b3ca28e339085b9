import { describe, expect, it } from 'vitest';
import { createLineHandOver } from './line-hand-over.ts';

/** Openings are answered by hand, in their order. */
function createRig() {
  const openings: ((wasGiven: boolean) => void)[] = [];
  let asked = 0;
  const handOver = createLineHandOver(() => {
    asked++;
    return new Promise((resolve) => openings.push(resolve));
  });
  return {
    ...handOver,
    asked: () => asked,
    async answer(wasGiven: boolean) {
      openings.shift()?.(wasGiven);
      for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    },
  };
}

describe('a page is handed one line to the engine', () => {
  it('however the engine’s start and the page’s question fall', async () => {
    for (const order of [
      ['ask', 'engineUp'],
      ['engineUp', 'ask'],
      ['engineUp', 'ask', 'ask'],
    ] as const) {
      const rig = createRig();
      for (const step of order) rig[step]();
      expect(rig.asked()).toBe(1);
      await rig.answer(true);
      expect(rig.asked()).toBe(1);
    }
  });

  it('and another when it asks again', async () => {
    const rig = createRig();
    rig.engineUp();
    rig.ask();
    await rig.answer(true);
    rig.ask();
    expect(rig.asked()).toBe(2);
  });

  it('and one to the next engine by itself', async () => {
    const rig = createRig();
    rig.engineUp();
    rig.ask();
    await rig.answer(true);
    rig.engineEnded();
    rig.engineUp();
    expect(rig.asked()).toBe(2);
  });

  it('also where the engine ended while the line was opened', async () => {
    for (const wasGiven of [true, false]) {
      const rig = createRig();
      rig.engineUp();
      rig.ask();
      rig.engineEnded();
      await rig.answer(wasGiven);
      expect(rig.asked()).toBe(1);
      rig.engineUp();
      expect(rig.asked()).toBe(2);
    }
    const rig = createRig();
    rig.engineUp();
    rig.ask();
    rig.engineEnded();
    rig.engineUp();
    await rig.answer(false);
    expect(rig.asked()).toBe(2);
  });
});
