import { expect, it } from 'vitest';
import { z } from 'zod';
import { createRpcClient } from '#shared/rpc/client.ts';
import { query } from '#shared/rpc/define.ts';
import { createMemoryChannels } from '#shared/rpc/memory-channel.ts';
import { createRpcServer, maxCallsUnderWay } from '#shared/rpc/server.ts';

const contract = {
  'history.slow': query({ role: 'view', input: z.strictObject({}), output: z.number() }),
  'history.unsendable': query({ role: 'view', input: z.strictObject({}), output: z.custom<unknown>() }),
};

function createRig() {
  const answers: (() => void)[] = [];
  const bugs: string[] = [];
  const timers = new Map<() => void, number>();
  const server = createRpcServer({
    contract,
    version: 1,
    handlers: {
      'history.slow': () => new Promise<{ ok: true; value: number }>((resolve) => answers.push(() => resolve({ ok: true, value: 1 }))),
      'history.unsendable': () => ({ ok: true, value: 10n }),
    },
    onBug: (name) => bugs.push(name),
    after: (ms, call) => {
      timers.set(call, ms);
      return () => void timers.delete(call);
    },
    monotonicMs: () => 0,
  });
  const [near, far] = createMemoryChannels();
  server.accept(far, () => ({ id: '1', user: 'Lead', role: 'view' }));
  return { server, near, answers, bugs, timers };
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('refuses further questions of a console that has too many open, and answers again when some are done', async () => {
  const { near, answers } = createRig();
  const client = createRpcClient<typeof contract>(near, { version: 1, token: '' });
  const asked = Array.from({ length: maxCallsUnderWay }, () => client.call('history.slow', {}));
  expect(await client.call('history.slow', {})).toMatchObject({ ok: false, fault: { message: expect.stringContaining('at once') } });
  expect(answers).toHaveLength(maxCallsUnderWay);
  for (const answer of answers.splice(0)) answer();
  await Promise.all(asked);
  const again = client.call('history.slow', {});
  await settle();
  for (const answer of answers) answer();
  expect(await again).toEqual({ ok: true, value: 1 });
});

it('closes a line that never says who it is, and leaves one alone that did', async () => {
  const silent = createRig();
  expect([...silent.timers.values()]).toEqual([30_000]);
  for (const call of silent.timers.keys()) call();
  expect(silent.server.clients).toBe(0);

  const known = createRig();
  await createRpcClient<typeof contract>(known.near, { version: 1, token: '' }).ready;
  expect(known.timers.size).toBe(0);
  expect(known.server.clients).toBe(1);
});

it('ends the line, not the engine, when an answer cannot be put on it', async () => {
  const { server, near, bugs } = createRig();
  const client = createRpcClient<typeof contract>(near, { version: 1, token: '' });
  expect(await client.call('history.unsendable', {})).toMatchObject({ ok: false, fault: { code: 'disconnected' } });
  expect(bugs).toEqual(['sending result']);
  expect(server.clients).toBe(0);
});
