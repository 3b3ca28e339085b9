import { afterEach, describe, expect, test } from 'vitest';
import { frameOf } from '#test/simulators/modbus-device.ts';
import { closeModbusBenches, intTags, openModbusBench, type ModbusBench } from './modbus-bench.ts';

afterEach(closeModbusBenches);

const floatTag = { id: 'speed', address: 'holding:50:float32@CDAB', type: 'float', periodMs: 1000, writable: true } as const;
const tags = [...intTags(['holding:10', 'coil:4', 'holding:20.3', 'input:9', 'holding:30:int32'], 1000), floatTag];

async function up(options: Readonly<Record<string, unknown>> = {}): Promise<ModbusBench> {
  const bench = await openModbusBench(tags, options);
  bench.harness.driver.start();
  await bench.harness.until(() => bench.harness.health()?.state === 'up' && bench.harness.last('speed') !== undefined, 'the link up');
  return bench;
}
const write = ({ harness }: ModbusBench, id: string, value: number | string) =>
  harness.during(harness.driver.write(harness.index(id), value));
const writesOf = ({ device }: ModbusBench): string[] =>
  device.requests
    .filter((request) => ![1, 2, 3, 4].includes(request.functionCode))
    .map((request) => `${request.functionCode}@${request.start}`);

describe('writing', () => {
  test('one register by function 6, a coil by 5, two registers by 16, a bit by mask write', async () => {
    const bench = await up();
    bench.device.holding[20] = 0b1000_0000_0000_0001;
    expect(await write(bench, 'holding:10', 4242)).toEqual({ ok: true, value: null });
    expect(await write(bench, 'coil:4', 1)).toEqual({ ok: true, value: null });
    expect(await write(bench, 'holding:30:int32', -2)).toEqual({ ok: true, value: null });
    expect(await write(bench, 'speed', 123_456)).toEqual({ ok: true, value: null });
    expect(await write(bench, 'holding:20.3', 1)).toEqual({ ok: true, value: null });
    expect(writesOf(bench)).toEqual(['6@10', '5@4', '16@30', '16@50', '22@20']);
    const { device } = bench;
    expect([device.holding[10], device.coils[4], device.holding[30], device.holding[31]]).toEqual([4242, 1, 0xffff, 0xfffe]);
    expect([device.holding[50], device.holding[51]]).toEqual([0x2000, 0x47f1]);
    expect(device.holding[20]).toBe(0b1000_0000_0000_1001);
  });

  test('a device without functions 5 and 6 is written by 15 and 16', async () => {
    const bench = await up({ writeMultipleOnly: true });
    bench.device.unknownFunctions.add(5).add(6);
    expect((await write(bench, 'holding:10', 1)).ok).toBe(true);
    expect((await write(bench, 'coil:4', 1)).ok).toBe(true);
    expect(writesOf(bench)).toEqual(['16@10', '15@4']);
    expect([bench.device.holding[10], bench.device.coils[4]]).toEqual([1, 1]);
  });

  test('a bit of a register is read, changed and written back where the device has no mask write; it is asked for that once', async () => {
    const bench = await up();
    bench.device.unknownFunctions.add(22);
    bench.device.holding[20] = 0xff00;
    expect((await write(bench, 'holding:20.3', 1)).ok).toBe(true);
    expect(bench.device.holding[20]).toBe(0xff08);
    expect((await write(bench, 'holding:20.3', 0)).ok).toBe(true);
    expect(bench.device.holding[20]).toBe(0xff00);
    expect(writesOf(bench)).toEqual(['22@20', '6@20', '6@20']);
  });

  test('the written value comes back at once, long before the next scan', async () => {
    const bench = await up();
    const before = bench.harness.clock.monotonicMs();
    await write(bench, 'holding:10', 555);
    await bench.harness.until(() => bench.harness.last('holding:10')!.value === 555, 'the value');
    expect(bench.harness.clock.monotonicMs() - before).toBeLessThan(50);
  });

  test('a value that does not fit is refused before anything is sent', async () => {
    const bench = await up();
    expect(await write(bench, 'holding:10', 65_536)).toMatchObject({ ok: false, fault: { code: 'out-of-range' } });
    expect(await write(bench, 'coil:4', 2)).toMatchObject({ ok: false, fault: { code: 'out-of-range' } });
    expect(await write(bench, 'speed', Number.NaN)).toMatchObject({ ok: false, fault: { code: 'out-of-range' } });
    expect(await write(bench, 'input:9', 1)).toMatchObject({ ok: false, fault: { code: 'not-writable' } });
    expect(writesOf(bench)).toEqual([]);
  });

  test('what the device refuses is told with its reason', async () => {
    const bench = await up();
    bench.device.misbehave((request) => (request.functionCode === 6 ? [frameOf(request.id, request.unit, Uint8Array.of(0x86, 3))] : null));
    expect(await write(bench, 'holding:10', 7)).toMatchObject({
      ok: false,
      fault: {
        code: 'rejected-by-device',
        message: 'PLC-1 refused 7 for holding:10: the device refuses the value or the length (exception 3).',
      },
    });
  });

  test('an echo of another value is no confirmation', async () => {
    const bench = await up();
    bench.device.misbehave((request) =>
      request.functionCode === 6 ? [frameOf(request.id, request.unit, Uint8Array.of(6, 0, 10, 0, 8))] : null,
    );
    expect(await write(bench, 'holding:10', 7)).toMatchObject({ ok: false, fault: { code: 'timeout' } });
    await bench.harness.until(() => bench.harness.reports.some((report) => report.state === 'down'), 'the connection dropped');
  });

  test('an unconfirmed write is in doubt, is sent once, and nothing waiting behind it on a lost link is sent', async () => {
    const bench = await up();
    bench.device.hang();
    const first = bench.harness.driver.write(bench.harness.index('holding:10'), 1);
    const second = bench.harness.driver.write(bench.harness.index('holding:30:int32'), 2);
    bench.harness.clock.after(50, () => void bench.device.stop());
    expect(await bench.harness.during(first)).toMatchObject({ ok: false, fault: { code: 'timeout' } });
    bench.device.resume();
    await bench.device.start();
    expect(await bench.harness.during(second)).toMatchObject({ ok: false, fault: { code: 'not-connected' } });
    await bench.harness.until(() => bench.harness.health()?.state === 'up', 'the link up', 40_000);
    await bench.harness.pass(5000);
    expect(writesOf(bench)).toEqual(['6@10']);
    expect([bench.device.holding[10], bench.device.holding[31]]).toEqual([10, 31]);
  });

  test('a thousand writes arrive in the order they were asked for', async () => {
    const bench = await up();
    const order: number[] = [];
    bench.device.misbehave((request) => {
      if (request.functionCode === 6) order.push(request.count);
      return null;
    });
    const index = bench.harness.index('holding:10');
    const all = Promise.all(Array.from({ length: 1000 }, (_none, value) => bench.harness.driver.write(index, value)));
    expect((await bench.harness.during(all)).every((result) => result.ok)).toBe(true);
    expect(order).toEqual(Array.from({ length: 1000 }, (_none, value) => value));
  });
});
