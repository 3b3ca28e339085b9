import { describe, expect, it } from 'vitest';
import { createFakeConsole } from '../testing/fake-console.ts';
import { notices } from './notices.ts';
import { createRunQueue, type Queued, queueKey } from './run-queue.ts';

const run = 'run-of-test-1';
const note = (text: string) => ({ kind: 'act', seenSeq: 1, act: { kind: 'note', step: null, item: null, text } }) as const;

async function setUp() {
  const { timers, engine, client } = createFakeConsole();
  await timers.settle();
  await client.call('runbook.begin', { run, runbook: 'RB-T-01', hash: null, incident: null, alarm: null, asset: null, reason: '' });
  const notesOf = (): readonly string[] => engine.runs.records(run).flatMap(({ event }) => (event.kind === 'note-added' ? [event.text] : []));
  return { timers, engine, client, notesOf };
}

function storageOf(text: string | null) {
  const kept = new Map<string, string>(text === null ? [] : [[queueKey, text]]);
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}

describe('what is done on a run', () => {
  it('is sent at once where there is a link, and nothing of it is shown as waiting', async () => {
    const { client, notesOf, timers } = await setUp();
    client.runQueue.add(run, note('oil on the floor'));
    const [queued] = client.runQueue.waiting.getState();
    expect(client.runQueue.isWaitingForLink(queued?.op ?? '')).toBe(false);
    await timers.settle();
    expect(notesOf()).toEqual(['oil on the floor']);
    expect(client.runQueue.waiting.getState()).toEqual([]);
    client.close();
  });

  it('waits here while the engine is away, and is done once and in its order when it is back', async () => {
    const { client, engine, notesOf, timers } = await setUp();
    engine.stop();
    await timers.settle();
    for (const text of ['first', 'second', 'third']) client.runQueue.add(run, note(text));
    await timers.settle();
    const waiting = client.runQueue.waiting.getState();
    expect(waiting.map(({ op }) => client.runQueue.isWaitingForLink(op))).toEqual([true, true, true]);
    expect(notesOf()).toEqual([]);
    engine.start();
    await timers.advance(30_000);
    expect(notesOf()).toEqual(['first', 'second', 'third']);
    expect(client.runQueue.waiting.getState()).toEqual([]);
    client.close();
  });

  it('is done once when its answer is lost: it is sent again under the same number', async () => {
    const { client, engine, notesOf, timers } = await setUp();
    client.runQueue.add(run, note('heard once'));
    // The question is on its way; the line ends before its answer is read.
    for (let turns = 0; engine.runs.asked.length === 0 && turns < 100; turns++) await Promise.resolve();
    engine.stop();
    await timers.settle();
    engine.start();
    await timers.advance(30_000);
    expect(notesOf()).toEqual(['heard once']);
    expect(new Set(engine.runs.asked).size).toBe(1);
    expect(client.runQueue.waiting.getState()).toEqual([]);
    client.close();
  });

  it('is told and given up when the engine refuses it, and what comes after it is done', async () => {
    const { client, notesOf, timers } = await setUp();
    notices.setState({ list: [] });
    client.runQueue.add(run, { kind: 'act', seenSeq: 1, act: { kind: 'confirm', step: 'back', to: null, comment: '' } });
    client.runQueue.add(run, note('all the same'));
    await timers.settle();
    expect(notices.getState().list.map(({ sentence, tone }) => [sentence, tone])).toEqual([['Step confirmed: not taken. “Start it” is not open yet.', 'failed']]);
    expect(notesOf()).toEqual(['all the same']);
    client.close();
  });

  it('is taken back while it waits', async () => {
    const { client, engine, notesOf, timers } = await setUp();
    engine.stop();
    await timers.settle();
    client.runQueue.add(run, note('by mistake'));
    client.runQueue.drop(client.runQueue.waiting.getState()[0]?.op ?? '');
    engine.start();
    await timers.advance(30_000);
    expect(notesOf()).toEqual([]);
    client.close();
  });
});

describe('what waits for a link', () => {
  const queued: Queued = { op: 'op-12345678', run, user: 'Anna', madeMs: 5, work: note('kept') };
  const parts = { nowMs: () => 7, newId: () => 'op-new-0001', refused: () => undefined };

  it('outlives a reload of the page', () => {
    const storage = storageOf(null);
    createRunQueue({ ...parts, storage }).add(run, note('written down'));
    const after = createRunQueue({ ...parts, storage });
    expect(after.waiting.getState()).toEqual([{ op: 'op-new-0001', run, user: '', madeMs: 7, work: note('written down') }]);
    expect(after.isWaitingForLink('op-new-0001')).toBe(true);
  });

  it('is left out where the storage holds what nobody here wrote', () => {
    const bad = [null, 5, { ...queued, op: 3 }, { ...queued, work: { kind: 'act', seenSeq: 1, act: { kind: 'explode' } } }, { ...queued, work: { kind: 'photo' } }];
    expect(createRunQueue({ ...parts, storage: storageOf(JSON.stringify([...bad, queued])) }).waiting.getState()).toEqual([queued]);
    for (const text of ['{', '{"a":1}', 'null']) expect(createRunQueue({ ...parts, storage: storageOf(text) }).waiting.getState()).toEqual([]);
  });

  it('is sent for nobody else who signs in at the same console', async () => {
    const { client, engine, timers } = await setUp();
    const queue = createRunQueue({ ...parts, storage: storageOf(JSON.stringify([queued])) });
    const rpc = { call: client.call } as never;
    queue.attach(rpc, 'Ben');
    await timers.settle();
    expect(engine.runs.asked).toEqual([]);
    queue.attach(rpc, 'Anna');
    await timers.settle();
    expect(engine.runs.asked).toEqual(['op-12345678']);
    client.close();
  });
});
