import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DataType, LocalizedText, QualifiedName, StatusCodes } from 'node-opcua-client';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import { isBad, isGood, Q } from '#shared/model/quality.ts';
import type { TagType } from '#shared/model/tag.ts';
import { createDriverHarness, type DriverHarness, type HarnessTag } from '#test/contract/driver-harness.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';

const bornMs = Date.UTC(2026, 2, 4, 5, 6, 7, 89);
const variables = {
  Boolean: { dataType: 'Boolean', value: true },
  SByte: { dataType: 'SByte', value: -128 },
  Byte: { dataType: 'Byte', value: 255 },
  Int16: { dataType: 'Int16', value: -32_768 },
  UInt16: { dataType: 'UInt16', value: 65_535 },
  Int32: { dataType: 'Int32', value: -2_147_483_648 },
  UInt32: { dataType: 'UInt32', value: 4_294_967_295 },
  Int64: { dataType: 'Int64', value: [0xffff_ffff, 0xffff_fffe] },
  UInt64: { dataType: 'UInt64', value: [1, 2] },
  Float: { dataType: 'Float', value: 0.5 },
  Double: { dataType: 'Double', value: 1e-300 },
  String: { dataType: 'String', value: 'K-201' },
  DateTime: { dataType: 'DateTime', value: new Date(bornMs) },
  LocalizedText: { dataType: 'LocalizedText', value: new LocalizedText({ text: 'Läuft', locale: 'de' }) },
  QualifiedName: { dataType: 'QualifiedName', value: new QualifiedName({ name: 'Pump', namespaceIndex: 1 }) },
  ByteString: { dataType: 'ByteString', value: Buffer.from([0xca, 0xfe]) },
  StatusCode: { dataType: 'StatusCode', value: StatusCodes.BadSensorFailure },
  Mode: { dataType: 'ValveMode', value: 2 },
  Levels: { dataType: 'Double', value: new Float64Array([1.5, 2.5, 3.5]), isArray: true },
  Flags: { dataType: 'Boolean', value: [false, true], isArray: true },
  Names: { dataType: 'String', value: ['first', 'second'], isArray: true },
  '"DB"."arr"[2]': { dataType: 'Int16', value: 42 },
  ReadOnly: { dataType: 'Double', value: 1, isReadOnly: true },
  Signal: { dataType: 'Double', value: 1 },
  Trend: { dataType: 'Double', value: 0 },
};
const node = (name: string): string => `nsu=${plantUri};s=${name}`;
const tag = (id: string, type: TagType, address: unknown = node(id)): HarnessTag => ({ id, type, address, periodMs: 50, writable: true });
const tags: readonly HarnessTag[] = [
  tag('Boolean', 'bool'),
  ...['SByte', 'Byte', 'Int16', 'UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64'].map((name) => tag(name, 'int')),
  tag('Float', 'float'),
  tag('Double', 'float'),
  tag('DateTime', 'float'),
  tag('StatusCode', 'int'),
  tag('Mode', 'enum'),
  ...['String', 'LocalizedText', 'QualifiedName', 'ByteString'].map((name) => tag(name, 'text')),
  tag('Levels[1]', 'float'),
  tag('Flags[1]', 'bool', { node: node('Flags'), element: 1 }),
  tag('Names[1]', 'text'),
  tag('siemens', 'int', node('"DB"."arr"[2]')),
  tag('whole array', 'float', node('Levels')),
  tag('text as number', 'float', node('String')),
  tag('beyond the array', 'float', node('Levels[9]')),
  tag('a folder', 'float', node('Plant')),
  tag('ReadOnly', 'float'),
  tag('Signal', 'float'),
  tag('Trend', 'float'),
];

let server: OpcuaTestServer;
let harness: DriverHarness;
beforeAll(async () => {
  server = await startOpcuaServer({ variables, historized: ['Trend'] });
  harness = createDriverHarness({
    type: opcua,
    // Few nodes per call, so that every request of this file comes in several parts.
    options: { endpoint: server.endpoint, security: 'None', publishingIntervalMs: 20, maxNodesPerCall: 7 },
    tags,
    clock: 'real',
  });
  harness.driver.start();
  await harness.until(() => harness.health()?.state === 'up' && tags.every(({ id }) => harness.last(id) !== undefined), 'a sample of every tag');
});
afterAll(async () => {
  await harness.dispose();
  expect(server.sessions).toBe(0);
  await server.stop();
});

const write = (id: string, value: number | string) => harness.driver.write(harness.index(id), value);
const text = (id: string): string | undefined => harness.texts[harness.last(id)!.value];

describe('Values of an OPC UA server', () => {
  test.each([
    ['Boolean', 1],
    ['SByte', -128],
    ['Byte', 255],
    ['Int16', -32_768],
    ['UInt16', 65_535],
    ['Int32', -2_147_483_648],
    ['UInt32', 4_294_967_295],
    ['Int64', -2],
    ['UInt64', 4_294_967_298],
    ['Float', 0.5],
    ['Double', 1e-300],
    ['DateTime', bornMs],
    ['StatusCode', StatusCodes.BadSensorFailure.value],
    ['Mode', 2],
    ['Levels[1]', 2.5],
    ['Flags[1]', 1],
    ['siemens', 42],
  ])('%s arrives as the number it is', (id, value) => {
    expect(harness.last(id)).toMatchObject({ value, quality: Q.good });
  });

  test('every kind of text arrives by the text table', () => {
    expect(['String', 'LocalizedText', 'QualifiedName', 'ByteString', 'Names[1]'].map(text)).toEqual(['K-201', 'Läuft', 'Pump', 'cafe', 'second']);
  });

  test('what cannot be shown is bad, listed with its reason, and disturbs nothing else', async () => {
    expect(harness.last('whole array')!.quality).toBe(Q.badTypeMismatch);
    expect(harness.last('text as number')!.quality).toBe(Q.badTypeMismatch);
    expect(isBad(harness.last('beyond the array')!.quality)).toBe(true);
    expect(harness.last('a folder')!.quality).toBe(Q.badNodeIdUnknown);
    await harness.until(() => (harness.health()?.refusedTags.length ?? 0) >= 3, 'the list of refused tags');
    const reasons = Object.fromEntries(harness.health()!.refusedTags.map(({ tag: id, reason }) => [id, reason]));
    expect(reasons['whole array']).toBe('the server has an array there: name the element, [0] is the first');
    expect(reasons['text as number']).toBe("the server's value (data type 12) cannot be shown as float");
    expect(reasons['a folder']).toBe('the node has no value: it is an object, a folder or a method');
    expect(harness.health()!.state).toBe('up');
  });

  test('the source time is kept with its microseconds, and the status code is the quality', async () => {
    const timestamp = new Date(Date.UTC(2026, 4, 6, 7, 8, 9, 123));
    server.set('Signal', 7, { timestamp, picoseconds: 456_700_000 }, StatusCodes.UncertainSensorNotAccurate);
    await harness.until(() => harness.last('Signal')!.value === 7, 'the signal');
    expect(harness.last('Signal')!.timeMs).toBeCloseTo(timestamp.getTime() + 0.4567, 3);
    expect(harness.last('Signal')!.timeMs).not.toBe(timestamp.getTime());
    expect(harness.last('Signal')!.quality).toBe(Q.uncertainSensorNotAccurate);
    server.set('Signal', 8, { timestamp: new Date(timestamp.getTime() + 1) }, StatusCodes.BadSensorFailure);
    await harness.until(() => harness.last('Signal')!.quality === Q.badSensorFailure, 'the bad signal');
    expect(harness.last('Signal')!.value).toBeNaN();
  });

  test.each([
    ['Boolean', 0, false],
    ['Byte', 7.6, 8],
    ['Int16', -2.5, -3],
    ['UInt32', 3_000_000_000, 3_000_000_000],
    ['Float', 2.25, 2.25],
    ['Double', '-4.125', -4.125],
    ['String', 'P-101', 'P-101'],
    ['Mode', 1, 1],
  ])('%s is written as its node wants it', async (id, value, there) => {
    expect(await write(id, value)).toEqual({ ok: true, value: null });
    expect(server.get(id)).toBe(there);
  });

  test('64-bit integers, times, texts with a language and array elements are written too', async () => {
    for (const [id, value] of [['Int64', -3], ['UInt64', 2 ** 40], ['DateTime', bornMs + 1000], ['LocalizedText', 'Steht'], ['Levels[1]', 9.25]] as const) {
      expect(await write(id, value)).toEqual({ ok: true, value: null });
    }
    expect(server.get('Int64')).toEqual([0xffff_ffff, 0xffff_fffd]);
    expect(server.get('UInt64')).toEqual([256, 0]);
    expect((server.get('DateTime') as Date).getTime()).toBe(bornMs + 1000);
    expect((server.get('LocalizedText') as LocalizedText).text).toBe('Steht');
    expect([...(server.get('Levels') as Float64Array)]).toEqual([1.5, 9.25, 3.5]);
    await harness.until(() => harness.last('Levels[1]')!.value === 9.25 && harness.last('Int64')!.value === -3, 'the written values');
  });

  test('what does not fit the node is refused with a sentence and not sent', async () => {
    expect(await write('Byte', 256)).toMatchObject({ ok: false, fault: { code: 'out-of-range', message: '256 cannot be written to Byte: its node takes whole numbers from 0 to 255.' } });
    expect(await write('Double', 'much')).toMatchObject({ ok: false, fault: { code: 'out-of-range' } });
    expect(await write('ReadOnly', 2)).toMatchObject({ ok: false, fault: { code: 'not-writable' } });
    expect(await write('StatusCode', 0)).toMatchObject({ ok: false, fault: { code: 'rejected-by-device' } });
    expect(server.get('Byte')).toBe(8);
    expect(server.get('ReadOnly')).toBe(1);
  });

  test('browsing shows names, kinds and types, and its addresses can be bound', async () => {
    const root = await harness.driver.browse!('');
    if (!root.ok) throw new Error(root.fault.message);
    const plant = root.value.find(({ name }) => name === 'Plant')!;
    expect(plant).toEqual({ address: `nsu=${plantUri};s=Plant`, name: 'Plant', kind: 'folder', dataType: null, hasChildren: true });
    const children = await harness.driver.browse!(plant.address);
    if (!children.ok) throw new Error(children.fault.message);
    expect(children.value.map(({ name }) => name).toSorted()).toEqual(Object.keys(variables).toSorted());
    expect(children.value.find(({ name }) => name === 'Double')).toEqual({ address: node('Double'), name: 'Double', kind: 'value', dataType: DataType[DataType.Double], hasChildren: false });
    expect(children.value.find(({ name }) => name === 'Mode')!.dataType).toBe('ValveMode');
    expect(opcua.addressSchema.safeParse(children.value[0]!.address).success).toBe(true);
    expect(await harness.driver.browse!('ns=1;s=nothing')).toMatchObject({ ok: false, fault: { code: 'unknown-address' } });
    expect(await harness.driver.browse!('nonsense')).toMatchObject({ ok: false, fault: { code: 'unknown-address' } });
  });

  test('the history a server kept is read in order, with its times', async () => {
    const fromMs = Date.UTC(2026, 5, 1);
    for (let step = 1; step <= 40; step++) server.set('Trend', step, { timestamp: new Date(fromMs + step * 1000) });
    await harness.until(() => harness.last('Trend')!.value === 40, 'the last value');
    const before = harness.seen('Trend').length;
    const read = async (tag: string, fromMs: number, toMs: number) => {
      const past: { readonly timeMs: number; readonly value: number; readonly quality: number }[] = [];
      const onSamples = (batch: SampleBatch): Promise<void> => {
        for (let row = 0; row < batch.length; row++) past.push({ timeMs: batch.timeMs[row]!, value: batch.value[row]!, quality: batch.quality[row]! });
        return Promise.resolve();
      };
      const answer = await harness.driver.backfill!({ tags: [harness.index(tag)], fromMs, toMs, onSamples, signal: new AbortController().signal });
      return { answer, past };
    };
    const { answer, past } = await read('Trend', fromMs + 10_000, fromMs + 20_500);
    expect(answer).toEqual({ ok: true, value: { whole: [harness.index('Trend')] } });
    expect(past.map(({ value }) => value)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(past.map(({ timeMs }) => timeMs)).toEqual(past.map(({ value }) => fromMs + value * 1000));
    expect(past.every(({ quality }) => isGood(quality))).toBe(true);
    expect(harness.seen('Trend')).toHaveLength(before);
    expect((await read('Float', fromMs, fromMs + 1000)).answer).toMatchObject({ ok: false, fault: { code: 'not-supported' } });
  });
});
