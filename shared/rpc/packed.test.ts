import { describe, expect, it, onTestFinished } from 'vitest';
import { createRpcClient } from './client.ts';
import { query, type Schema } from './define.ts';
import { createMemoryChannels } from './memory-channel.ts';
import { type Unpack, unpackMessage } from './packed.ts';
import { createRpcServer } from './server.ts';

const any = <Value>(): Schema<Value> => ({ safeParse: (data) => ({ success: true, data: data as Value }) });

const contract = {
  'row.of': query({
    role: 'view',
    input: any<{ readonly length: number }>(),
    output: any<readonly number[]>(),
    packed: any<{ readonly $packed: 'ones'; readonly length: number }>(),
    faults: ['unreadable'],
  }),
};
const unpack: Unpack = (value) => {
  if (typeof value !== 'object' || value === null || !('$packed' in value) || !('length' in value)) return null;
  const length = value.length as number;
  return length > 10 ? { ok: false, fault: { code: 'unreadable', message: 'The row cannot be read.' } } : { ok: true, value: Array.from({ length }, () => 1) };
};

describe('an answer that travels packed', () => {
  const open = () => {
    const server = createRpcServer({
      contract,
      version: 1,
      handlers: { 'row.of': ({ length }) => ({ ok: true, value: length === 0 ? [] : { $packed: 'ones' as const, length } }) },
      onBug: (_name, error) => {
        throw error;
      },
      after: () => () => undefined,
      monotonicMs: () => 0,
    });
    const [near, far] = createMemoryChannels();
    server.accept(far, () => ({ id: '1', user: 'Lead', role: 'view' }));
    const client = createRpcClient<typeof contract>(near, { version: 1, token: '', unpack });
    onTestFinished(() => client.close());
    return client;
  };

  it('is what the contract says when it is there, and so is one that does not', async () => {
    const client = open();
    expect(await client.call('row.of', { length: 3 })).toEqual({ ok: true, value: [1, 1, 1] });
    expect(await client.call('row.of', { length: 0 })).toEqual({ ok: true, value: [] });
  });
  it('is nothing a client can be made for that does not know how to read it', () => {
    // @ts-expect-error `unpack` is missing
    const without = () => createRpcClient<typeof contract>(createMemoryChannels()[0], { version: 1, token: '' });
    expect(without).toBeTypeOf('function');
  });
  it('is a fault with a sentence when nothing can be made of it', async () => {
    expect(await open().call('row.of', { length: 11 })).toEqual({ ok: false, fault: { code: 'unreadable', message: 'The row cannot be read.' } });
  });
  it('is unpacked once, in whichever thread, and no other message is touched', () => {
    const once = unpackMessage({ t: 'result', id: 7, value: { $packed: 'ones', length: 1 } }, unpack);
    expect(once).toEqual({ t: 'result', id: 7, value: [1] });
    expect(unpackMessage(once, unpack)).toBe(once);
    for (const other of [null, 5, { t: 'item', id: 1, item: { $packed: 'ones', length: 1 } }, { t: 'result', id: 1 }]) expect(unpackMessage(other, unpack)).toBe(other);
  });
});
