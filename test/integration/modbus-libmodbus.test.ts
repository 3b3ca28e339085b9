import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { isGood, Q } from '#shared/model/quality.ts';
import { requireProgram, startPeer, type PeerProcess } from '#test/simulators/peer-process.ts';
import { createDriverHarness, type DriverHarness, type HarnessTag } from '../contract/driver-harness.ts';

const source = fileURLToPath(new URL('../simulators/libmodbus-server.c', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'firstout-libmodbus-'));
const program = join(folder, 'server');
const float = (id: string, address: string): HarnessTag => ({ id, address, type: 'float', periodMs: 100, writable: true });
const whole = (id: string, address: string): HarnessTag => ({ id, address, type: 'int', periodMs: 100, writable: id === 'spare' });
const bit = (address: string): HarnessTag => ({ id: address, address, type: 'bool', periodMs: 100, writable: address.startsWith('coil') });

const plant: readonly HarnessTag[] = [
  float('abcd', 'holding:0:float32@ABCD'),
  float('dcba', 'holding:2:float32@DCBA'),
  float('badc', 'holding:4:float32@BADC'),
  float('cdab', 'holding:6:float32@CDAB'),
  whole('long', 'holding:8:int32'),
  whole('short', 'holding:10:int16'),
  { id: 'text', address: 'holding:12:string(8)', type: 'text', periodMs: 100 },
  whole('spare', 'holding:50'),
  whole('last', 'holding:99'),
  whole('behind', 'holding:100'),
  ...Array.from({ length: 10 }, (_none, offset) => whole(`input:${offset}`, `input:${offset}`)),
  ...Array.from({ length: 37 }, (_none, offset) => bit(`coil:${offset}`)),
  ...Array.from({ length: 22 }, (_none, offset) => bit(`discrete:${offset}`)),
];

/** For what hangs: a server of one thread first works off what was asked on connections that are long gone, each silence of it in full. */
const workingOffMs = 45_000;

beforeAll(() =>
  requireProgram('gcc', ['-Wall', '-o', program, source, '-I/usr/include/modbus', '-lmodbus'], 'gcc libc6-dev libmodbus-dev'),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a server by libmodbus', () => {
  let peer: PeerProcess;
  let harness: DriverHarness;
  const open = (tags: readonly HarnessTag[], options: object = {}): void => {
    harness = createDriverHarness({
      type: modbus,
      options: { host: '127.0.0.1', port: peer.port, unit: 17, timeoutMs: 300, ...options },
      tags,
      clock: 'real',
    });
    harness.driver.start();
  };
  beforeEach(async () => {
    peer = await startPeer(program, []);
  });
  afterEach(async () => {
    await harness.dispose();
    await peer.kill();
  });

  test('gives every value in every order and table as it meant it', async () => {
    open(plant);
    await harness.until(() => plant.every((tag) => harness.last(tag.id) !== undefined), 'every tag');
    for (const id of ['abcd', 'dcba', 'badc', 'cdab']) expect(harness.last(id)).toMatchObject({ value: 123_456, quality: Q.good });
    expect([harness.last('long')!.value, harness.last('short')!.value]).toEqual([-123_456_789, -1234]);
    expect(harness.texts[harness.last('text')!.value]).toBe('SALT');
    expect(Array.from({ length: 10 }, (_none, offset) => harness.last(`input:${offset}`)!.value)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
    const coils = Array.from({ length: 37 }, (_none, offset) => harness.last(`coil:${offset}`)!.value).join('');
    expect(coils).toBe('1011001111010110010011010111000011011');
    const discretes = Array.from({ length: 22 }, (_none, offset) => harness.last(`discrete:${offset}`)!.value).join('');
    expect(discretes).toBe('0011010111011011101011');
    expect(harness.last('behind')).toMatchObject({ value: Number.NaN, quality: Q.badOutOfRange });
    expect(isGood(harness.last('last')!.quality)).toBe(true);
  });

  test('takes what we write, and gives it back', async () => {
    open(plant);
    await harness.until(() => harness.health()?.state === 'up', 'the link up');
    for (const [id, value] of [
      ['cdab', -0.5],
      ['spare', 4242],
      ['coil:0', 0],
    ] as const)
      expect(await harness.driver.write(harness.index(id), value)).toEqual({ ok: true, value: null });
    await harness.until(
      () => harness.last('cdab')!.value === -0.5 && harness.last('spare')!.value === 4242 && harness.last('coil:0')!.value === 0,
      'the written values',
    );
    expect(harness.last('badc')!.value).toBe(123_456);
  });

  test.each([
    ['an exception', 0x170, Q.badOutOfService],
    ['a wrong transaction id', 0x171, Q.badCommunicationError],
    ['silence for longer than the time-out', 0x172, null],
    ['a wrong unit', 0x174, Q.badCommunicationError],
  ])('that answers one address with %s never gives it a value, and the others are read', async (_what, offset, quality) => {
    open([whole('odd', `holding:${offset}`), whole('fine', 'input:3')], { reconnectMaxMs: 500 });
    await harness.until(
      () =>
        isGood(harness.last('fine')?.quality ?? Q.bad) &&
        harness.last('odd') !== undefined &&
        (quality === null || harness.last('odd')!.quality === quality),
      'both judged',
      workingOffMs,
    );
    const before = harness.seen('fine').filter((sample) => isGood(sample.quality)).length;
    await harness.until(
      () => harness.seen('fine').filter((sample) => isGood(sample.quality)).length > before + 5,
      'more of the good one',
      workingOffMs,
    );
    expect(harness.seen('odd').some((sample) => isGood(sample.quality))).toBe(false);
    expect(harness.seen('fine').every((sample) => !isGood(sample.quality) || sample.value === 13)).toBe(true);
  });

  test('that trickles its answer byte by byte is understood', async () => {
    open([whole('slow', `holding:${0x173}`)]);
    await harness.until(() => harness.seen('slow').length > 2, 'three values');
    expect(harness.seen('slow').every((sample) => sample.value === 0x1234 && sample.quality === Q.good)).toBe(true);
  });
});
