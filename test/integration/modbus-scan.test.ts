import { afterEach, describe, expect, test } from 'vitest';
import { isGood, Q } from '#shared/model/quality.ts';
import { frameOf } from '#test/simulators/modbus-device.ts';
import { closeModbusBenches, intTags, openModbusBench } from './modbus-bench.ts';

afterEach(closeModbusBenches);

const refusal = (id: number, unit: number, functionCode: number, code: number): Buffer =>
  frameOf(id, unit, Uint8Array.of(functionCode | 0x80, code));

describe('reading at the rates asked for', () => {
  test('each group is read at its own rate, and a merged block counts as one request', async () => {
    const tags = [...intTags(['holding:0', 'holding:1', 'holding:5'], 100), ...intTags(['input:0', 'coil:3'], 1000)];
    const { device, harness } = await openModbusBench(tags);
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'up', 'the link up');
    await harness.pass(10_000);
    expect(harness.seen('holding:0').length).toBeGreaterThanOrEqual(100);
    expect(harness.seen('holding:0').length).toBeLessThanOrEqual(102);
    expect(harness.seen('input:0').length).toBeGreaterThanOrEqual(10);
    expect(harness.seen('input:0').length).toBeLessThanOrEqual(12);
    const asked = device.requests.map((request) => `${request.functionCode}:${request.start}+${request.count}`);
    expect([...new Set(asked)].sort()).toEqual(['1:3+1', '3:0+6', '4:0+1']);
    expect(harness.last('coil:3')!.value).toBe(1);
  });

  test('unchanged values are delivered at each poll, with a time that goes on', async () => {
    const { harness } = await openModbusBench(intTags(['holding:7']));
    harness.driver.start();
    await harness.until(() => harness.seen('holding:7').length >= 20, 'twenty samples');
    const times = harness.seen('holding:7').map((sample) => sample.timeMs);
    expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true);
  });

  test('a device too slow for its scan is read as fast as it can, says so, and is never disconnected', async () => {
    // Twenty requests of 30 ms each, one at a time, are asked for every 100 ms.
    const addresses = Array.from({ length: 20 }, (_none, index) => `holding:${index * 200}`);
    const { device, harness } = await openModbusBench(intTags(addresses), { maxInFlight: 1 });
    device.misbehave((_request, right, send) => {
      harness.clock.after(30, () => send(right));
      return [];
    });
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'slow', 'the state slow');
    await harness.pass(20_000);
    expect(harness.health()!.state).toBe('slow');
    expect(harness.health()!.problem).toContain('cannot keep up with a scan of 100 ms');
    const achieved = Number(/^(\d+) ms achieved$/.exec(harness.health()!.details['scan 100 ms']!)![1]);
    expect(achieved).toBeGreaterThan(580);
    expect(achieved).toBeLessThan(700);
    expect(device.accepted).toBe(1);
    for (const address of addresses) expect(harness.seen(address).filter((sample) => isGood(sample.quality)).length).toBeGreaterThan(25);
    expect(addresses.every((address) => harness.seen(address).every((sample) => isGood(sample.quality)))).toBe(true);
    device.misbehave(null);
    await harness.until(() => harness.health()?.state === 'up', 'the state up once it is fast again');
    expect(harness.health()!.details['scan 100 ms']).toBe('in time');
  });

  test('a fast group that saturates the line does not starve a slow one', async () => {
    const fast = intTags(
      Array.from({ length: 20 }, (_none, index) => `holding:${index * 200}`),
      50,
    );
    const slow = intTags(['input:1'], 1000);
    const { device, harness } = await openModbusBench([...fast, ...slow], { maxInFlight: 1 });
    device.misbehave((_request, right, send) => {
      harness.clock.after(20, () => send(right));
      return [];
    });
    harness.driver.start();
    await harness.pass(20_000);
    expect(harness.seen('input:1').length).toBeGreaterThan(15);
  });

  test('after one late cycle no cycle is made up for', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:7']));
    const sentMs: number[] = [];
    device.misbehave((_request, right, send) => {
      sentMs.push(harness.clock.monotonicMs());
      if (sentMs.length !== 10) return null;
      harness.clock.after(250, () => send(right));
      return [];
    });
    harness.driver.start();
    await harness.until(() => sentMs.length > 30, 'thirty requests');
    expect(Math.min(...sentMs.slice(1).map((ms, index) => ms - sentMs[index]!))).toBeGreaterThanOrEqual(98);
    expect(harness.reports.some((report) => report.state === 'slow')).toBe(false);
  });

  test('text comes as an index into the text table', async () => {
    const { device, harness } = await openModbusBench([
      { id: 'batch', address: 'holding:20:string(6)', type: 'text', periodMs: 100, writable: true },
    ]);
    device.holding.set([0x5341, 0x4c54, 0x0000], 20);
    harness.driver.start();
    await harness.until(() => harness.last('batch') !== undefined, 'the text');
    expect(harness.texts[harness.last('batch')!.value]).toBe('SALT');
    expect((await harness.during(harness.driver.write(0, 'BRINE7'))).ok).toBe(true);
    await harness.until(() => harness.texts[harness.last('batch')!.value] === 'BRINE7', 'the written text');
  });

  test('a device without tags is still known to be up, by an answer', async () => {
    const { device, harness } = await openModbusBench([]);
    device.missing.add(0);
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'up', 'the link up');
    device.hang();
    await harness.until(() => harness.health()?.state === 'down', 'the link down', 12_000);
  });
});

describe('addresses the device refuses', () => {
  test('two bad ones among sixty are found by splitting; the others stay good and are asked for in a few requests', async () => {
    const addresses = Array.from({ length: 60 }, (_none, index) => `holding:${index}`);
    const { device, harness } = await openModbusBench(intTags(addresses));
    device.missing.add(17).add(42);
    harness.driver.start();
    await harness.until(() => harness.health()?.refusedTags.length === 2, 'the two refused tags named');
    expect(harness.health()!.refusedTags).toEqual([
      { tag: 'holding:17', reason: 'holding 17 of unit 1: the address does not exist in the device (exception 2)' },
      { tag: 'holding:42', reason: 'holding 42 of unit 1: the address does not exist in the device (exception 2)' },
    ]);
    for (const address of addresses) {
      const isMissing = address === 'holding:17' || address === 'holding:42';
      expect(harness.seen(address).every((sample) => (isMissing ? sample.quality === Q.badOutOfRange : isGood(sample.quality)))).toBe(true);
    }
    const before = device.requests.length;
    const samples = harness.seen('holding:0').length;
    await harness.pass(2000);
    expect((device.requests.length - before) / (harness.seen('holding:0').length - samples)).toBeLessThan(12);
  });

  test('a hole between two tags that the device does not have refuses no tag', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:0', 'holding:9']));
    device.missing.add(4);
    harness.driver.start();
    await harness.pass(2000);
    expect(harness.health()!.refusedTags).toEqual([]);
    expect([harness.last('holding:0')!.value, harness.last('holding:9')!.value]).toEqual([0, 9]);
  });

  test('an address that appears later, with a new PLC program, becomes good by itself', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:0', 'holding:1']));
    device.missing.add(1);
    harness.driver.start();
    await harness.until(() => harness.health()?.refusedTags.length === 1, 'the refused tag');
    device.missing.clear();
    await harness.until(() => isGood(harness.last('holding:1')!.quality), 'the value', 62_000);
    await harness.until(() => harness.health()?.refusedTags.length === 0, 'the list empty');
  });

  test.each([
    [1, Q.badNotSupported],
    [2, Q.badOutOfRange],
    [3, Q.badOutOfRange],
    [4, Q.badDeviceFailure],
    [6, Q.badOutOfService],
    [8, Q.badDeviceFailure],
    [10, Q.badNoCommunication],
    [11, Q.badTimeout],
    [99, Q.badUnexpectedError],
  ])('exception %i marks the tags it was about, and only those', async (code, quality) => {
    const { device, harness } = await openModbusBench(intTags(['2/holding:5', '1/holding:5']));
    device.misbehave((request) => (request.unit === 2 ? [refusal(request.id, 2, request.functionCode, code)] : null));
    harness.driver.start();
    await harness.until(() => harness.last('2/holding:5')?.quality === quality, 'the quality');
    await harness.pass(1000);
    expect(harness.seen('1/holding:5').every((sample) => isGood(sample.quality))).toBe(true);
    expect(harness.health()!.state).toBe('up');
    expect(device.accepted).toBe(1);
  });

  test('"busy" once is no news', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:5']));
    let count = 0;
    device.misbehave((request) => (++count % 3 === 0 ? [refusal(request.id, 1, 3, 6)] : null));
    harness.driver.start();
    await harness.pass(3000);
    expect(harness.seen('holding:5').every((sample) => isGood(sample.quality))).toBe(true);
  });
});

describe('many units behind one gateway', () => {
  test.each([4, 1])(
    'a dead unit makes only its own tags bad, with %i requests in flight, and comes back by itself',
    async (maxInFlight) => {
      const { device, harness } = await openModbusBench(intTags(['1/holding:5', '2/holding:5', '2/holding:900', '3/holding:5'], 500), {
        maxInFlight,
      });
      harness.driver.start();
      await harness.until(() => harness.health()?.state === 'up', 'the link up');
      await harness.pass(2000);
      device.deadUnits.add(2);
      const lost = harness.clock.monotonicMs();
      await harness.until(() => ['2/holding:5', '2/holding:900'].every((id) => harness.last(id)!.quality === Q.badTimeout), 'unit 2 bad');
      expect(harness.clock.monotonicMs() - lost).toBeLessThanOrEqual(2 * 500 + 400 + (maxInFlight === 1 ? 400 : 5));
      await harness.pass(30_000);
      for (const id of ['1/holding:5', '3/holding:5']) {
        expect(harness.seen(id).every((sample) => isGood(sample.quality))).toBe(true);
        const gaps = harness.seen(id).map((sample, index, all) => (index === 0 ? 0 : sample.atMs - all[index - 1]!.atMs));
        expect(Math.max(...gaps)).toBeLessThan(1500);
      }
      expect(harness.health()!.state).not.toBe('down');
      expect(harness.health()!.details['unit 2']).toBe('it does not answer');
      expect(device.accepted).toBe(1);
      device.deadUnits.clear();
      await harness.until(
        () => ['2/holding:5', '2/holding:900'].every((id) => isGood(harness.last(id)!.quality)),
        'unit 2 good again',
        40_000,
      );
      await harness.until(() => harness.health()!.details['unit 2'] === undefined, 'unit 2 off the list of the silent', 1100);
    },
  );

  test('when all units fall silent the link is down', async () => {
    const { device, harness } = await openModbusBench(intTags(['1/holding:5', '2/holding:5', '3/holding:5']));
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'up', 'the link up');
    device.hang();
    const lost = harness.clock.monotonicMs();
    await harness.until(() => harness.health()?.state === 'down', 'the link down');
    expect(harness.clock.monotonicMs() - lost).toBeLessThanOrEqual(2 * 100 + 400 + 5);
  });

  test('a gateway that reports its only unit as silent keeps its connection, and the link counts as down', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:5']));
    device.misbehave((request) => [refusal(request.id, 1, 3, 11)]);
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'down', 'the link down');
    expect(harness.health()!.problem).toBe('PLC-1 is reached, but the unit behind the gateway does not answer (exception 11).');
    device.misbehave(null);
    await harness.until(() => harness.health()?.state === 'up', 'the link up', 5000);
    expect(device.accepted).toBe(1);
  });

  test('a new connection asks units that were set aside at once', async () => {
    const { device, harness } = await openModbusBench(intTags(['1/holding:5', '2/holding:5']));
    device.misbehave((request) => (request.unit === 2 ? [refusal(request.id, 2, 3, 11)] : null));
    harness.driver.start();
    // Just asked for the eighth time: the next time is many seconds away.
    await harness.until(() => device.requests.filter((request) => request.unit === 2).length >= 8, 'eight probes', 120_000);
    await device.stop();
    device.misbehave(null);
    await harness.until(() => harness.health()?.state === 'down', 'the link down');
    await device.start();
    await harness.until(() => harness.health()?.state === 'up', 'the link up', 40_000);
    await harness.until(() => isGood(harness.last('2/holding:5')!.quality), 'unit 2', 150);
  });
});

describe('losing the link', () => {
  test('a device that accepts connections and stays silent is tried less and less often', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:5']));
    device.hang();
    harness.driver.start();
    await harness.pass(30_000);
    const early = device.accepted;
    await harness.pass(30_000);
    expect(early).toBeGreaterThan(3);
    expect(device.accepted - early).toBeLessThan(early / 2);
  });

  test('after an answer the pauses begin at the short end again', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:5']));
    harness.driver.start();
    for (let outage = 0; outage < 8; outage++) {
      await harness.until(() => harness.health()?.state === 'up', 'the link up');
      await device.stop();
      await harness.until(() => harness.health()?.state === 'down', 'the link down');
      expect(harness.health()!.nextAttemptMs! - harness.clock.nowMs()).toBeLessThanOrEqual(1000);
      await device.start();
    }
  });

  test('a reading that waits in the queue ends with the link', async () => {
    const addresses = Array.from({ length: 12 }, (_none, index) => `holding:${index * 200}`);
    const { device, harness } = await openModbusBench(intTags(addresses, 5000));
    harness.driver.start();
    await harness.until(() => harness.health()?.state === 'up' && harness.last('holding:2200') !== undefined, 'the link up');
    device.hang();
    const reading = harness.driver.read(addresses.map((_address, index) => index));
    await harness.pass(5);
    await device.stop();
    expect(await harness.during(reading)).toMatchObject({ ok: false, fault: { code: 'not-connected' } });
  });

  test('nothing is written to a device that accepts the connection and has not answered yet', async () => {
    const { device, harness } = await openModbusBench(intTags(['holding:5']));
    device.hang();
    harness.driver.start();
    await harness.until(() => device.requests.length > 0, 'the first request');
    expect(await harness.during(harness.driver.write(0, 1))).toMatchObject({ ok: false, fault: { code: 'not-connected' } });
    await harness.pass(500);
    expect(device.requests.every((request) => request.functionCode === 3)).toBe(true);
  });
});
