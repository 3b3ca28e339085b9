import { expect, it } from 'vitest';
import { createVirtualClock } from '../engine/testing/virtual-ports.ts';
import { StartRefused } from './data-folder.ts';
import { keepRunning, type Running } from './keep-running.ts';

/** A process that ends when told. */
function rig(start?: () => Promise<Running>) {
  const clock = createVirtualClock();
  const ends: ((reason: string) => void)[] = [];
  const said: { sentence: string; retryInMs: number | null }[] = [];
  let stops = 0;
  let ups = 0;
  const kept = keepRunning({
    name: 'The engine',
    clock,
    start: start ?? (() => Promise.resolve({ onExit: (exited) => void ends.push(exited), stop: async () => void stops++ })),
    onUp: () => ups++,
    onDown: (sentence, retryInMs) => void said.push({ sentence, retryInMs }),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { clock, ends, said, kept, settle, stops: () => stops, ups: () => ups };
}

it('starts the engine again after it ended, at once the first time and later each next time', async () => {
  const { clock, ends, said, settle, ups } = rig();
  await settle();
  for (const waitMs of [250, 500, 1000, 2000]) {
    ends.at(-1)!('signal SIGKILL');
    expect(said.at(-1)).toEqual({ sentence: 'The engine stopped (signal SIGKILL).', retryInMs: waitMs });
    const before = ups();
    clock.advance(waitMs - 1);
    await settle();
    expect(ups()).toBe(before);
    clock.advance(1);
    await settle();
    expect(ups()).toBe(before + 1);
  }
});

it('says so and pauses a minute when the engine ended five times within a minute, then tries on', async () => {
  const { clock, ends, said, settle, ups } = rig();
  await settle();
  for (let turn = 0; turn < 5; turn++) {
    ends.at(-1)!('code 1');
    if (turn < 4) clock.advance(2000);
    await settle();
  }
  expect(said.at(-1)?.sentence).toMatch(/5 times within a minute; the next start is in 60 s/);
  clock.advance(59_999);
  await settle();
  expect(ups()).toBe(5);
  clock.advance(1);
  await settle();
  expect(ups()).toBe(6);
});

it('does not try again what was refused at the first start', async () => {
  const { clock, said, settle } = rig(() => Promise.reject(new StartRefused('Port 80 is taken.')));
  await settle();
  expect(said).toEqual([{ sentence: 'Port 80 is taken.', retryInMs: null }]);
  expect(clock.pending).toBe(0);
});

it('stops the engine and starts it no more', async () => {
  const { clock, ends, kept, said, settle, stops } = rig();
  await settle();
  await kept.stop();
  ends[0]!('code 0');
  expect([stops(), said.length, clock.pending]).toEqual([1, 0, 0]);
});
