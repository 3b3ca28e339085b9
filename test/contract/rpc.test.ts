import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { command, eventStream, query, stateStream } from '#shared/rpc/define.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { createRpcServer, streamWindow, type Handlers, type RpcServer } from '#shared/rpc/server.ts';
import { channelPairs } from '../support/channel-pairs.ts';

const contract = {
  'sum.of': query({ role: 'view', input: z.strictObject({ a: z.number(), b: z.number() }), output: z.number(), faults: ['too-big'] }),
  'sum.slow': query({ role: 'view', input: z.strictObject({}), output: z.number(), faults: ['cancelled'] }),
  'valve.open': command({ role: 'operate', input: z.strictObject({}), output: z.string() }),
  'bug.throw': query({ role: 'view', input: z.strictObject({}), output: z.null() }),
  latest: stateStream({ role: 'view', params: z.strictObject({}), item: z.custom<{ values: Float64Array }>() }),
  numbered: eventStream({ role: 'view', params: z.strictObject({ from: z.number() }), item: z.number() }),
};

/** A plant of one value and a numbered journal, enough to see every promise of the streams. */
function createRig() {
  let value = 0;
  const notifies = new Set<() => void>();
  const bugs: string[] = [];
  const audited: string[] = [];
  const slow: { readonly signal: AbortSignal; answer(): void }[] = [];
  let isAuditBroken = false;
  const handlers: Handlers<typeof contract> = {
    'sum.of': ({ a, b }) => (a + b > 1000 ? { ok: false, fault: { code: 'too-big', message: 'The sum is too big.' } } : { ok: true, value: a + b }),
    'sum.slow': (_input, _session, { signal }) => new Promise((resolve) => slow.push({ signal, answer: () => resolve({ ok: true, value: 7 }) })),
    'valve.open': (_input, session) => ({ ok: true, value: `opened by ${session.user}` }),
    'bug.throw': () => {
      throw new Error('oops');
    },
    latest: (_params, { notify }) => {
      let seen: number | null = null;
      notifies.add(notify);
      return {
        take: () => (seen === value ? null : { values: Float64Array.of((seen = value)) }),
        close: () => void notifies.delete(notify),
      };
    },
    numbered: ({ from }, { notify }) => {
      let next = from;
      notifies.add(notify);
      return { take: () => (next > value ? null : next++), close: () => void notifies.delete(notify) };
    },
  };
  const server: RpcServer = createRpcServer({
    contract,
    version: 7,
    handlers,
    onBug: (name, error) => bugs.push(`${name}: ${String(error)}`),
    audit: async (name, _input, session) => {
      if (isAuditBroken) throw new Error('disk full');
      audited.push(`${session.user} asks ${name}`);
      return (result) => void audited.push(`${name} ${result.ok ? 'done' : 'refused'}`);
    },
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    monotonicMs: () => performance.now(),
  });
  return {
    server,
    bugs,
    audited,
    slow,
    openStreams: () => notifies.size,
    breakAudit: () => (isAuditBroken = true),
    set(next: number) {
      value = next;
      for (const notify of notifies) notify();
    },
  };
}

const until = async (claim: () => boolean): Promise<void> => {
  while (!claim()) await new Promise((resolve) => setImmediate(resolve));
};

describe.each(channelPairs)('over $name', ({ open }) => {
  const closers: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const start = async (role: 'view' | 'operate' = 'operate', token = 'good', version = 7) => {
    const rig = createRig();
    const pair = await open();
    closers.push(pair.dispose);
    rig.server.accept(pair.server, (given) => (given === 'good' ? { id: '1', user: 'Lead', role } : null));
    const client: RpcClient<typeof contract> = createRpcClient(pair.client, { version, token });
    closers.push(() => client.close());
    return { ...rig, client };
  };

  it('answers a question and names the session', async () => {
    const { client } = await start();
    expect(await client.ready).toEqual({ ok: true, value: { id: '1', user: 'Lead', role: 'operate' } });
    expect(await client.call('sum.of', { a: 2, b: 3 })).toEqual({ ok: true, value: 5 });
  });
  it('gives a declared refusal as a fault, a bug as internal with a line for the log', async () => {
    const { client, bugs } = await start();
    expect(await client.call('sum.of', { a: 999, b: 3 })).toMatchObject({ ok: false, fault: { code: 'too-big' } });
    expect(await client.call('bug.throw', {})).toMatchObject({ ok: false, fault: { code: 'internal' } });
    expect(bugs).toEqual(['bug.throw: Error: oops']);
  });
  it('refuses input that does not fit, unknown names and names of the object itself', async () => {
    const { client } = await start();
    const call = client.call as (name: string, input: unknown) => Promise<unknown>;
    expect(await call('sum.of', { a: 'x', b: 3 })).toMatchObject({ ok: false, fault: { code: 'bad-input', message: expect.stringContaining('a:') } });
    for (const name of ['nothing', 'constructor', '__proto__', 'latest']) expect(await call(name, {})).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
  });
  it('refuses a command to a role that may not give it, and writes down the one that may', async () => {
    const viewer = await start('view');
    expect(await viewer.client.call('valve.open', {})).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(viewer.audited).toEqual([]);
    const lead = await start();
    expect(await lead.client.call('valve.open', {})).toEqual({ ok: true, value: 'opened by Lead' });
    expect(lead.audited).toEqual(['Lead asks valve.open', 'valve.open done']);
  });
  it('does nothing that could not be written down first', async () => {
    const { client, audited, breakAudit } = await start();
    breakAudit();
    expect(await client.call('valve.open', {})).toMatchObject({ ok: false, fault: { message: expect.stringContaining('audit log') } });
    expect(audited).toEqual([]);
  });
  it('lets nobody in without a good token or with another version', async () => {
    expect(await (await start('view', 'bad')).client.ready).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await (await start('view', 'good', 8)).client.ready).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
  });
  it('gives a state stream a snapshot, then the latest value, and may skip those between', async () => {
    const { client, set } = await start();
    const got: number[] = [];
    client.open('latest', {}, { onItem: ({ values }) => void got.push(values[0] as number) });
    await until(() => got.length === 1);
    for (let value = 1; value <= 1000; value++) set(value);
    await until(() => got.at(-1) === 1000);
    expect(got[0]).toBe(0);
    expect(got.length).toBeLessThan(20);
  });
  it('gives an event stream every number once and in order, from where it was asked', async () => {
    const { client, set } = await start();
    const got: number[] = [];
    set(500);
    client.open('numbered', { from: 100 }, { onItem: (item) => void got.push(item) });
    await until(() => got.length === 401);
    for (let value = 501; value <= 1000; value++) set(value);
    await until(() => got.length === 901);
    expect(got).toEqual(Array.from({ length: 901 }, (_, at) => at + 100));
  });
  it('closes the source of a stream when the console closes it, and all of them when it leaves', async () => {
    const { client, openStreams } = await start();
    const first = client.open('latest', {}, { onItem: () => undefined });
    client.open('numbered', { from: 0 }, { onItem: () => undefined });
    await until(() => openStreams() === 2);
    first.close();
    await until(() => openStreams() === 1);
    client.close();
    await until(() => openStreams() === 0);
  });
  it('ends the work on a question that is given up, answers it at once, and says nothing of it later', async () => {
    const { client, slow } = await start();
    const controller = new AbortController();
    const asked = client.call('sum.slow', {}, { signal: controller.signal });
    const kept = client.call('sum.slow', {});
    await until(() => slow.length === 2);
    controller.abort();
    expect(await asked).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
    await until(() => slow[0]?.signal.aborted === true);
    expect(slow[1]?.signal.aborted).toBe(false);
    for (const { answer } of slow) answer();
    expect(await kept).toEqual({ ok: true, value: 7 });
    expect(await client.call('sum.slow', {}, { signal: controller.signal })).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
    expect(slow).toHaveLength(2);
  });

  it('ends the work on all questions of a console that leaves', async () => {
    const { client, slow } = await start();
    const asked = client.call('sum.slow', {});
    await until(() => slow.length === 1);
    client.close();
    expect(await asked).toMatchObject({ ok: false, fault: { code: 'disconnected' } });
    await until(() => slow[0]?.signal.aborted === true);
  });

  it('tells calls and streams that are open when the line is lost', async () => {
    const { client, server } = await start();
    await client.ready;
    let ended = '';
    client.open('numbered', { from: 0 }, { onItem: () => undefined, onEnded: (fault) => (ended = fault.code) });
    await client.call('sum.of', { a: 1, b: 1 });
    const late = client.call('sum.of', { a: 1, b: 1 });
    server.close();
    const answer = await late;
    expect(answer.ok || answer.fault.code === 'disconnected').toBe(true);
    await until(() => ended === 'disconnected');
    expect(await client.call('sum.of', { a: 1, b: 1 })).toMatchObject({ ok: false, fault: { code: 'disconnected' } });
  });
  it('sends no more than the window while the console gives no credit', async () => {
    const rig = createRig();
    const pair = await open();
    closers.push(pair.dispose);
    rig.server.accept(pair.server, () => ({ id: '1', user: 'Lead', role: 'view' }));
    const items: unknown[] = [];
    pair.client.onMessage((message) => {
      if ((message as { t: string }).t === 'item') items.push(message);
    });
    rig.set(1000);
    pair.client.send({ t: 'hello', version: 7, token: '' });
    pair.client.send({ t: 'open', id: 1, name: 'numbered', params: { from: 0 } });
    pair.client.send({ t: 'call', id: 2, name: 'sum.of', input: { a: 1, b: 1 } });
    await until(() => items.length === streamWindow);
    pair.client.send({ t: 'credit', id: 1, count: 2 });
    await until(() => items.length === streamWindow + 2);
    expect(items).toHaveLength(streamWindow + 2);
  });
});
