import { describe, expect, it } from 'vitest';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from './console-client.ts';
import { countedSpan, countSamples, exchangeRefusal, importFormat, readJobFile, timeLeftMs, uploadFile } from './exchange.ts';

const megabyte = 1024 * 1024;
const bytesOf = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, n) => (n * 31) % 251);
const idle = new AbortController().signal;
type Asked = { name: string; input: Record<string, unknown> };

function engineWith(answers: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  const call = (async (name: string, input: Record<string, unknown>) => {
    asked.push({ name, input });
    return answers({ name, input });
  }) as unknown as ConsoleClient['call'];
  return { call, asked };
}
const joined = (pieces: readonly Uint8Array[]): Uint8Array => Uint8Array.from(pieces.flatMap((piece) => [...piece]));
const fileOf = (name: string, content: Uint8Array<ArrayBuffer>) => ({ name, size: content.length, slice: (from: number, to: number) => ({ arrayBuffer: async () => content.slice(from, to).buffer }) });

describe('saving the file of a job', () => {
  const content = bytesOf(2.5 * megabyte);
  const read = ({ input }: Asked) => ({ ok: true, value: { bytes: content.slice(Number(input['offset']), Number(input['offset']) + Number(input['length'])) } });
  it('reads it whole in pieces of at most 1 MiB and tells how far it is', async () => {
    const { call, asked } = engineWith(read);
    const told: number[] = [];
    const answer = await readJobFile(call, { id: 'j', file: { name: 'a.csv', bytes: content.length } }, ({ bytes }) => told.push(bytes), idle);
    if (!answer.ok) throw new Error(answer.fault.message);
    expect(Buffer.compare(Buffer.from(joined(answer.value)), Buffer.from(content))).toBe(0);
    expect(asked.map(({ input }) => input['length'])).toEqual([megabyte, megabyte, megabyte / 2]);
    expect(told).toEqual([megabyte, 2 * megabyte, 2.5 * megabyte]);
  });
  it('does not pass a file off as whole that ended early', async () => {
    const { call } = engineWith(({ input }) => ({ ok: true, value: { bytes: content.slice(Number(input['offset']), Math.min(1.5 * megabyte, Number(input['offset']) + megabyte)) } }));
    expect(await readJobFile(call, { id: 'j', file: { name: 'a.csv', bytes: content.length } }, () => undefined, idle)).toMatchObject({ ok: false, fault: { code: 'unreadable' } });
  });
  it('stops when it is cancelled, and passes a refusal on', async () => {
    const giveUp = new AbortController();
    const { call, asked } = engineWith(read);
    expect(await readJobFile(call, { id: 'j', file: { name: 'a.csv', bytes: content.length } }, () => giveUp.abort(), giveUp.signal)).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
    expect(asked.length).toBeLessThan(3);
    const gone = engineWith(() => ({ ok: false, fault: { code: 'not-found', message: 'This job is gone.' } }));
    expect(await readJobFile(gone.call, { id: 'j', file: { name: 'a.csv', bytes: 9 } }, () => undefined, idle)).toMatchObject({ ok: false, fault: { message: 'This job is gone.' } });
  });
});

describe('handing a file over', () => {
  it('sends every byte once, in order', async () => {
    const content = bytesOf(2 * megabyte + 7);
    const { call, asked } = engineWith(({ name }) => ({ ok: true, value: name === 'import.open' ? { upload: 'u1' } : {} }));
    const answer = await uploadFile(call, fileOf('plant history.CSV', content), () => undefined, idle);
    expect(answer).toEqual({ ok: true, value: { upload: 'u1' } });
    expect(asked[0]?.input).toEqual({ name: 'plant history.CSV', format: 'csv', bytes: content.length });
    const sent = asked.slice(1).map(({ input }) => input as { offset: number; bytes: Uint8Array });
    expect(sent.map(({ offset }) => offset)).toEqual([0, megabyte, 2 * megabyte]);
    expect(Buffer.compare(Buffer.concat(sent.map(({ bytes }) => bytes)), Buffer.from(content))).toBe(0);
  });
  it('is refused for what is neither CSV nor Parquet, or empty, before anything is sent', async () => {
    const { call, asked } = engineWith(() => ({ ok: true, value: {} }));
    expect(await uploadFile(call, fileOf('picture.png', bytesOf(5)), () => undefined, idle)).toMatchObject({ ok: false, fault: { message: 'picture.png cannot be imported: only CSV and Parquet files can.' } });
    expect(await uploadFile(call, fileOf('a.csv', bytesOf(0)), () => undefined, idle)).toMatchObject({ ok: false, fault: { message: 'a.csv is empty.' } });
    expect(asked).toEqual([]);
  });
  it('ends at the first piece that is refused or when it is cancelled', async () => {
    const content = bytesOf(3 * megabyte);
    const full = engineWith(({ name }) => (name === 'import.open' ? { ok: true, value: { upload: 'u' } } : { ok: false, fault: { code: 'history-unavailable', message: 'The disk is full.' } }));
    expect(await uploadFile(full.call, fileOf('a.csv', content), () => undefined, idle)).toMatchObject({ ok: false, fault: { message: 'The disk is full.' } });
    expect(full.asked).toHaveLength(2);
    const giveUp = new AbortController();
    const slow = engineWith(({ name }) => ({ ok: true, value: name === 'import.open' ? { upload: 'u' } : {} }));
    expect(await uploadFile(slow.call, fileOf('a.csv', content), () => giveUp.abort(), giveUp.signal)).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
    expect(slow.asked).toHaveLength(2);
  });
  it('knows formats by the ending', () => expect(['a.csv', 'b.TXT', 'c.tsv', 'd.parquet', 'e.xlsx', 'csv'].map(importFormat)).toEqual(['csv', 'csv', 'csv', 'parquet', null, null]));
});

describe('before an export', () => {
  const pens = (counts: readonly number[]) => ({ ok: true, value: { pens: counts.map((count) => ({ count: Uint32Array.of(count) })) } });
  const tags = (count: number): TagId[] => Array.from({ length: count }, (_, n) => `T-${n}` as TagId);
  it('samples are counted exactly for a few tags and estimated for many', async () => {
    const { call } = engineWith(({ input }) => pens((input['tags'] as unknown[]).map(() => 100)));
    expect(await countSamples(call, tags(3), { fromMs: 0, toMs: 9 }, idle)).toEqual({ ok: true, value: { samples: 300, isExact: true } });
    expect(await countSamples(call, tags(640), { fromMs: 0, toMs: 9 }, idle)).toEqual({ ok: true, value: { samples: 64_000, isExact: false } });
    expect(await countSamples(call, [], { fromMs: 0, toMs: 9 }, idle)).toEqual({ ok: true, value: { samples: 0, isExact: true } });
  });
  it('a long span is counted in whole units that hold it, and told as an estimate', async () => {
    const hour = 3_600_000;
    expect(countedSpan({ fromMs: 61_500, toMs: 3 * hour + 5 })).toEqual({ fromMs: 60_000, toMs: 3 * hour + 60_000 });
    expect(countedSpan({ fromMs: 5, toMs: 30 * 24 * hour })).toEqual({ fromMs: 0, toMs: 30 * 24 * hour });
    expect(countedSpan({ fromMs: 5, toMs: 1005 })).toEqual({ fromMs: 5, toMs: 1005 });
    const { call } = engineWith(() => pens([4000]));
    expect(await countSamples(call, tags(1), { fromMs: 30_000, toMs: 30_000 + hour }, idle)).toMatchObject({ ok: true, value: { isExact: false } });
  });
  it('who lacks the role or the link is told so', () => {
    expect(exchangeRefusal({ state: 'live', session: { role: 'view' } }, 'Exporting', 'operate')).toBe('Exporting needs the role operate; this console has view.');
    expect(exchangeRefusal({ state: 'live', session: { role: 'operate' } }, 'Importing', 'lead')).toBe('Importing needs the role lead; this console has operate.');
    expect(exchangeRefusal({ state: 'live', session: { role: 'engineer' } }, 'Importing', 'lead')).toBeNull();
    expect(exchangeRefusal({ state: 'live', session: null }, 'Exporting', 'operate')).toBe('There is no link to the engine.');
  });
  it('time left follows from the rate so far', () => {
    expect(timeLeftMs({ bytes: 250, of: 1000 }, 2000)).toBe(6000);
    expect(timeLeftMs({ bytes: 0, of: 1000 }, 2000)).toBeNull();
  });
});
