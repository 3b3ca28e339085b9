import { describe, expect, test } from 'vitest';
import type { LinkHealth, LinkState } from '#shared/model/device.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { DeviceId } from '#shared/model/ids.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createBackfill } from './backfill.ts';
import type { ReadPast } from './fill-gap.ts';

const health = (state: LinkState): LinkHealth => ({
  device: 'PLC-1' as DeviceId,
  state,
  endpoint: '',
  roundTripMs: null,
  requests: 0,
  errors: 0,
  reconnects: 0,
  lastGoodMs: null,
  problem: null,
  nextAttemptMs: null,
  refusedTags: [],
  details: {},
});
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function createRig(options: { readonly aliveMs?: number | null; readonly facts?: Map<string, string>; readonly answer?: () => 'filled' | 'not-connected' | 'not-supported'; readonly isStoreAway?: () => boolean } = {}) {
  const clock = createVirtualClock();
  const log = createMemoryLog();
  const facts = options.facts ?? new Map<string, string>();
  const asked: { readonly fromMs: number; readonly toMs: number }[] = [];
  let written = 0;
  const read: ReadPast = async ({ fromMs, toMs, onSamples }) => {
    asked.push({ fromMs, toMs });
    const answer = options.answer?.() ?? 'filled';
    if (answer !== 'filled') return refused(answer, 'No.');
    const batch = createBatch(1);
    pushSample(batch, 0, toMs - 1, 1, 0);
    await onSamples(batch);
    return ok({ whole: [0] });
  };
  const backfill = createBackfill({
    clock,
    log,
    meta: { get: (name) => Promise.resolve(facts.get(name) ?? null), set: (name, value) => Promise.resolve(void facts.set(name, value)) },
    aliveMs: options.aliveMs ?? null,
    tagsOf: () => [0],
    read: () => read,
    scales: () => ({ gain: Float64Array.of(1), offset: Float64Array.of(0), isOutside: () => false }),
    history: () => ({
      samples: ({ toMs }) => Promise.resolve({ tag: new Uint32Array(0), timeMs: new Float64Array(0), value: new Float64Array(0), quality: new Uint32Array(0), reachMs: toMs }),
      valueAt: () => (options.isStoreAway?.() === true ? Promise.reject(new Error('The data store stopped and is started again.')) : Promise.resolve({ timeMs: Float64Array.of(Number.NaN) })),
      writeAll: (batch) => Promise.resolve(void (written += batch.length)),
    }),
  });
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    for (let turns = 0; turns < 4; turns++) await settled();
  };
  return { backfill, clock, log, facts, asked, pass, written: () => written };
}

describe('The history of a device is asked for', () => {
  test('after its link is back, from when it was lost, and only once', async () => {
    const { backfill, clock, asked, pass, written, log } = createRig();
    backfill.linkChanged(health('up'));
    await pass(10_000);
    expect(asked).toEqual([]);
    backfill.linkChanged(health('down'));
    const lostMs = clock.nowMs();
    await pass(5000);
    backfill.linkChanged(health('up'));
    await pass(1999);
    expect(asked).toEqual([]);
    await pass(1);
    expect(asked).toEqual([{ fromMs: lostMs - 60_000, toMs: clock.nowMs() }]);
    expect(written()).toBe(1);
    expect(log.lines.map(({ sentence }) => sentence).filter((sentence) => sentence.startsWith('1 samples of 1 tags were filled in'))).toHaveLength(1);
    await pass(600_000);
    expect(asked).toHaveLength(1);
  });

  test('from when the engine before this one last recorded', async () => {
    const { backfill, asked, pass } = createRig({ aliveMs: -500_000 });
    backfill.linkChanged(health('connecting'));
    backfill.linkChanged(health('up'));
    await pass(2000);
    expect(asked.map(({ fromMs }) => fromMs)).toEqual([-560_000]);
  });

  test('from before a kill while the device was away', async () => {
    const facts = new Map<string, string>();
    const first = createRig({ facts });
    first.backfill.linkChanged(health('up'));
    await first.pass(2000);
    first.backfill.linkChanged(health('down'));
    const lostMs = first.clock.nowMs();
    await first.pass(1);
    const second = createRig({ facts, aliveMs: lostMs + 300_000 });
    second.backfill.linkChanged(health('connecting'));
    await second.pass(400_000);
    second.backfill.linkChanged(health('up'));
    await second.pass(2000);
    expect(second.asked.map(({ fromMs }) => fromMs)).toEqual([lostMs - 60_000]);
    await second.pass(0);
    expect(facts.get('backfill.PLC-1')).toBe('');
  });

  test('again when the link is lost on the way, from the first loss on', async () => {
    const answers: ('filled' | 'not-connected')[] = ['not-connected', 'filled'];
    const { backfill, clock, asked, pass } = createRig({ answer: () => answers.shift() ?? 'filled' });
    backfill.linkChanged(health('up'));
    backfill.linkChanged(health('down'));
    const lostMs = clock.nowMs();
    backfill.linkChanged(health('up'));
    await pass(2000);
    backfill.linkChanged(health('down'));
    await pass(1000);
    backfill.linkChanged(health('up'));
    await pass(60_000);
    expect(asked.map(({ fromMs }) => fromMs)).toEqual([lostMs - 60_000, lostMs - 60_000]);
  });

  test('for samples lost on a standing link', async () => {
    const { backfill, asked, pass } = createRig();
    backfill.linkChanged(health('up'));
    await pass(5000);
    backfill.missed('PLC-1', 4000);
    backfill.missed('PLC-1', 4500);
    await pass(2000);
    expect(asked.map(({ fromMs }) => fromMs)).toEqual([4000 - 60_000]);
  });

  test('once, where it keeps none, until the project changes', async () => {
    const { backfill, asked, pass, log } = createRig({ answer: () => 'not-supported' });
    for (let time = 0; time < 3; time++) {
      backfill.linkChanged(health('up'));
      backfill.linkChanged(health('down'));
      backfill.linkChanged(health('up'));
      await pass(2000);
    }
    expect(asked).toHaveLength(1);
    expect(log.lines).toEqual([]);
    backfill.plantChanged();
    backfill.linkChanged(health('down'));
    backfill.linkChanged(health('up'));
    await pass(2000);
    expect(asked).toHaveLength(2);
  });

  test('not any more after the end', async () => {
    const { backfill, asked, pass, clock } = createRig({ aliveMs: 0 });
    backfill.linkChanged(health('up'));
    await backfill.close();
    await pass(10_000);
    expect(asked).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('again a minute later, when the data store did not answer the first time', async () => {
    let isStoreAway = true;
    const { backfill, clock, asked, pass, log } = createRig({ isStoreAway: () => isStoreAway });
    backfill.linkChanged(health('up'));
    backfill.linkChanged(health('down'));
    const lostMs = clock.nowMs();
    await pass(5000);
    backfill.linkChanged(health('up'));
    await pass(2000);
    expect(asked).toEqual([]);
    isStoreAway = false;
    await pass(60_000);
    expect(asked).toEqual([{ fromMs: lostMs - 60_000, toMs: clock.nowMs() }]);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('from the earlier loss on, when more went missing while it was asked in vain', async () => {
    let answer: 'filled' | 'not-connected' = 'not-connected';
    const facts = new Map<string, string>();
    const rig = createRig({
      facts,
      answer: () => {
        rig.backfill.missed('PLC-1', rig.clock.nowMs());
        return answer;
      },
    });
    const { backfill, clock, asked, pass } = rig;
    backfill.linkChanged(health('up'));
    backfill.linkChanged(health('down'));
    const lostMs = clock.nowMs();
    await pass(5000);
    backfill.linkChanged(health('up'));
    await pass(2000);
    expect(facts.get('backfill.PLC-1')).toBe(String(lostMs));
    answer = 'filled';
    await pass(60_000);
    expect(asked.map(({ fromMs }) => fromMs)).toEqual([lostMs - 60_000, lostMs - 60_000]);
  });

  test('by an engine after the next one too, when the device was not there in between', async () => {
    const facts = new Map<string, string>();
    const { backfill, pass } = createRig({ facts, aliveMs: 1_767_000_000_000 });
    backfill.linkChanged(health('down'));
    await pass(1000);
    await backfill.close();
    const next = createRig({ facts, aliveMs: 1_767_100_000_000 });
    next.backfill.linkChanged(health('up'));
    await next.pass(0);
    await next.pass(2000);
    expect(next.asked.map(({ fromMs }) => fromMs)).toEqual([1_767_000_000_000 - 60_000]);
  });
});
