import { afterEach, describe, expect, test } from 'vitest';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { isGood, Q } from '#shared/model/quality.ts';
import { frameOf, type Misbehaviour } from '#test/simulators/modbus-device.ts';
import type { DriverHarness } from '../contract/driver-harness.ts';
import { closeModbusBenches, intTags, openModbusBench } from './modbus-bench.ts';

afterEach(closeModbusBenches);

/** Offsets of the good values of a tag that are not its own offset: each would be a value given to the wrong tag. */
function wrongValues(harness: DriverHarness, offsets: readonly number[]): number {
  let wrong = 0;
  for (const offset of offsets)
    for (const sample of harness.seen(`holding:${offset}`)) if (isGood(sample.quality) && sample.value !== offset) wrong += 1;
  return wrong;
}
const goodSamples = (harness: DriverHarness, offsets: readonly number[]): number =>
  offsets.reduce((sum, offset) => sum + harness.seen(`holding:${offset}`).filter((sample) => isGood(sample.quality)).length, 0);

// Eight requests of equal length: a mixed-up answer fits its neighbour's request in everything but the id.
const offsets = Array.from({ length: 8 }, (_none, index) => 1000 * (index + 1));
const tags = intTags(offsets.map((offset) => `holding:${offset}`));

const twisted = (right: Buffer, change: (frame: Buffer) => void): Buffer[] => {
  const frame = Buffer.from(right);
  change(frame);
  return [frame];
};
const misbehaviours: Readonly<Record<string, (later: (ms: number, call: () => void) => void) => Misbehaviour>> = {
  'a wrong id': () => (_request, right) => twisted(right, (frame) => frame.writeUInt16BE(frame.readUInt16BE(0) + 9, 0)),
  'a wrong unit': () => (_request, right) => twisted(right, (frame) => (frame[6] = 9)),
  'a wrong function': () => (_request, right) => twisted(right, (frame) => (frame[7] = 4)),
  'a wrong byte count': () => (_request, right) => twisted(right, (frame) => (frame[8] = 4)),
  'one register too many': () => (request) => [frameOf(request.id, request.unit, Uint8Array.of(3, 4, 0, 1, 0, 2))],
  'one register too few': () => (request) => [frameOf(request.id, request.unit, Uint8Array.of(3, 0))],
  'a register less than its byte count says': () => (request) => [frameOf(request.id, request.unit, Uint8Array.of(3, 2, 0x77))],
  'more bytes than its byte count says': () => (request) => [
    frameOf(request.id, request.unit, Uint8Array.of(3, 2, 0x77, 0x77, 0x77, 0x77)),
  ],
  'a header that is not Modbus': () => (_request, right) => twisted(right, (frame) => (frame[2] = 1)),
  'a giant length': () => (_request, right) => twisted(right, (frame) => frame.writeUInt16BE(60_000, 4)),
  'a length of nothing': () => (_request, right) => twisted(right, (frame) => frame.writeUInt16BE(0, 4)),
  'the same answer twice': () => (_request, right) => [right, right],
  'an answer that comes after the time-out': (later) => (_request, right, send) => {
    later(430, () => send(right));
    return [];
  },
  'no answer': () => () => [],
  'an exception of another function': () => (request) => [frameOf(request.id, request.unit, Uint8Array.of(0x84, 2))],
  'half an answer and then nothing': () => (_request, right) => [right.subarray(0, 10)],
};

describe('a device that answers wrongly', () => {
  test.each(Object.keys(misbehaviours))(
    '%s, now and then: no value ever reaches the wrong tag, and the right ones keep coming',
    async (name) => {
      const { device, harness } = await openModbusBench(tags, { reconnectMaxMs: 600 });
      const random = createSeededRandom(7);
      const wrong = misbehaviours[name]!((ms, call) => void harness.clock.after(ms, call));
      device.misbehave((request, right, send) => (random() < 0.02 ? wrong(request, right, send) : null));
      harness.driver.start();
      await harness.pass(20_000);
      expect(wrongValues(harness, offsets)).toBe(0);
      expect(goodSamples(harness, offsets)).toBeGreaterThan(100);
    },
  );

  test('all of them mixed, and answers in another order than asked: no value reaches the wrong tag', async () => {
    const { device, harness } = await openModbusBench(tags, { reconnectMaxMs: 600 });
    const random = createSeededRandom(99);
    const later = (ms: number, call: () => void): void => void harness.clock.after(ms, call);
    const all = Object.values(misbehaviours).map((make) => make(later));
    device.misbehave((request, right, send) => {
      const dice = random();
      if (dice < 0.02) return all[Math.floor(random() * all.length)]!(request, right, send);
      if (dice > 0.5) return null;
      later(random() * 20, () => send(right));
      return [];
    });
    harness.driver.start();
    await harness.pass(60_000);
    expect(wrongValues(harness, offsets)).toBe(0);
    expect(goodSamples(harness, offsets)).toBeGreaterThan(500);
  });

  test('answers that arrive in pieces, cut anywhere, are put together', async () => {
    const { device, harness } = await openModbusBench(tags);
    let stream = Buffer.alloc(0);
    device.misbehave((_request, right, send) => {
      const isIdle = stream.length === 0;
      stream = Buffer.concat([stream, right]);
      const drip = (): void => {
        send(stream.subarray(0, 7));
        stream = stream.subarray(7);
        if (stream.length > 0) harness.clock.after(1, drip);
      };
      if (isIdle) harness.clock.after(1, drip);
      return [];
    });
    harness.driver.start();
    await harness.until(() => goodSamples(harness, offsets) > 400, 'four hundred values');
    expect(wrongValues(harness, offsets)).toBe(0);
    expect(harness.health()!.errors).toBe(0);
    expect(device.accepted).toBe(1);
  });

  test('one address that hangs the whole device each time is left out in the end, and the others live on', async () => {
    const { device, harness } = await openModbusBench(tags, { reconnectMaxMs: 1000 });
    let hungUntilMs = 0;
    device.misbehave((request) => {
      // The first address of the scan: on each new connection it would be the first one asked for.
      if (request.start === 1000) hungUntilMs = harness.clock.monotonicMs() + 600;
      return harness.clock.monotonicMs() < hungUntilMs ? [] : null;
    });
    harness.driver.start();
    await harness.until(
      () => harness.health()?.refusedTags.length === 1 && harness.health()!.state === 'up',
      'the culprit named and the link up',
      60_000,
    );
    expect(harness.health()!.refusedTags[0]!.tag).toBe('holding:1000');
    const before = harness.seen('holding:4000').length;
    await harness.pass(10_000);
    expect(harness.seen('holding:4000').length - before).toBeGreaterThan(90);
  });

  test('one address that hangs the whole device does not keep the others away for good where the device answered nobody for a while', async () => {
    const { device, harness } = await openModbusBench(tags, { reconnectMaxMs: 1000 });
    // Long enough for a link to be given up over every address.
    const awakeMs = harness.clock.monotonicMs() + 20_000;
    let hungUntilMs = 0;
    device.misbehave((request) => {
      const now = harness.clock.monotonicMs();
      if (now < awakeMs) return [];
      if (request.start === 1000) hungUntilMs = now + 600;
      return now < hungUntilMs ? [] : null;
    });
    harness.driver.start();
    await harness.until(
      () => harness.health()?.refusedTags.length === 1 && harness.health()!.state === 'up',
      'the culprit named and the link up',
      90_000,
    );
    expect(harness.health()!.refusedTags[0]!.tag).toBe('holding:1000');
    expect(wrongValues(harness, offsets)).toBe(0);
    expect(goodSamples(harness, [1000])).toBe(0);
  });

  test('a connection cut at each byte of an answer gives no wrong value and comes back', async () => {
    const { device, harness } = await openModbusBench(tags.slice(0, 2), { reconnectMaxMs: 500 });
    let cutAt = 0;
    let cuts = 0;
    device.misbehave((_request, right, send) => {
      if (cuts > 11) return null;
      send(right.subarray(0, cutAt));
      cutAt = (cutAt + 1) % right.length;
      cuts += 1;
      void device.stop().then(device.start);
      return [];
    });
    harness.driver.start();
    await harness.until(() => cuts > 11 && harness.health()?.state === 'up', 'twelve cuts and the link up again', 60_000);
    await harness.pass(300);
    expect(wrongValues(harness, offsets.slice(0, 2))).toBe(0);
    expect(isGood(harness.last('holding:1000')!.quality)).toBe(true);
  });

  test('a device that mixes up what is sent together is asked one thing at a time', async () => {
    const { device, harness } = await openModbusBench(tags);
    let waiting: { id: number; unit: number } | null = null;
    device.misbehave((request, right) => {
      // Keeps one buffer for the id: a second request in the same segment gets the first one's.
      const isTogether = waiting !== null;
      const id = waiting?.id ?? request.id;
      waiting ??= request;
      setImmediate(() => (waiting = null));
      return isTogether ? twisted(right, (frame) => frame.writeUInt16BE(id, 0)) : null;
    });
    harness.driver.start();
    await harness.until(() => harness.health()?.details['in flight'] !== undefined, 'the fall-back in the health report');
    await harness.until(
      () => harness.health()?.state === 'up' && offsets.every((offset) => isGood(harness.last(`holding:${offset}`)?.quality ?? Q.bad)),
      'all tags good',
    );
    expect(harness.health()!.details['in flight']).toMatch(/^1 \(/);
    const accepted = device.accepted;
    await harness.pass(10_000);
    expect(device.accepted).toBe(accepted);
    expect(wrongValues(harness, offsets)).toBe(0);
  });

  test('a device that drops what is sent together is asked one thing at a time', async () => {
    const { device, harness } = await openModbusBench(tags);
    let isBusy = false;
    device.misbehave(() => {
      if (isBusy) return [];
      isBusy = true;
      setImmediate(() => (isBusy = false));
      return null;
    });
    harness.driver.start();
    await harness.until(() => harness.health()?.details['in flight'] !== undefined, 'the fall-back in the health report', 60_000);
    await harness.pass(6000);
    expect(harness.health()!.state).toBe('up');
    expect(offsets.every((offset) => isGood(harness.last(`holding:${offset}`)!.quality))).toBe(true);
    expect(device.accepted).toBe(1);
  });

  test('one address that is always answered wrongly is left out, and the others live on', async () => {
    const { device, harness } = await openModbusBench(tags, { reconnectMaxMs: 1000 });
    device.misbehave((request, right) => (request.start === 3000 ? twisted(right, (frame) => (frame[6] = 77)) : null));
    harness.driver.start();
    await harness.until(
      () => (harness.health()?.refusedTags.length ?? 0) > 0 && harness.health()!.state === 'up',
      'the culprit named and the link up',
      30_000,
    );
    expect(harness.health()!.refusedTags.map((refused) => refused.tag)).toEqual(['holding:3000']);
    const accepted = device.accepted;
    const before = harness.seen('holding:4000').length;
    await harness.pass(10_000);
    expect(device.accepted).toBe(accepted);
    expect(harness.seen('holding:4000').length - before).toBeGreaterThan(90);
    expect(isGood(harness.last('holding:3000')!.quality)).toBe(false);
    expect(harness.seen('holding:3000').some((sample) => isGood(sample.quality))).toBe(false);
  });
});
