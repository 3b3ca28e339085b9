import { describe, expect, it } from 'vitest';
import type { Fault } from '#shared/model/fault.ts';
import { IncidentId } from '#shared/model/incident.ts';
import type { Rpc } from './connection.ts';
import { createIncidentQueue, type IncidentQueue, incidentQueueKey } from './incident-queue.ts';

const incident = IncidentId.parse('INC-0007');
const note = (text: string) => ({ kind: 'add', incident, seenSeq: 3, act: { kind: 'note', text, atMs: 5 } }) as const;
const photo = { name: 'a.png', type: 'image/png', body: new Uint8Array([1, 2, 3]) } as const;
const lost: Fault = { code: 'disconnected', message: 'The link to the engine is down.' };

/** An engine that does each operation once, and loses the line before or behind it on request. */
function engine() {
  const done = new Map<string, unknown>();
  const kept: string[] = [];
  const calls: string[] = [];
  const faults: (Fault | 'after')[] = [];
  const line = {
    async call(name: string, input: { opId?: string; name?: string }) {
      calls.push(name);
      await Promise.resolve();
      const fault = faults.shift();
      if (fault !== undefined && fault !== 'after') return { ok: false, fault };
      if (name === 'record.attach') {
        kept.push(input.name ?? '');
        return fault === 'after' ? { ok: false, fault: lost } : { ok: true, value: { hash: 'f'.repeat(64), bytes: 3, type: 'image/png', name: input.name } };
      }
      const isAgain = done.has(input.opId ?? '');
      if (!isAgain) done.set(input.opId ?? '', input);
      return fault === 'after' ? { ok: false, fault: lost } : { ok: true, value: { incident, seq: done.size, isAgain } };
    },
  } as unknown as Rpc;
  return { line, done, kept, calls, faults };
}

function memory(text = '[]') {
  let kept = text;
  return { getItem: () => kept, setItem: (_key: string, next: string) => void (kept = next), text: () => kept };
}

function open(storage = memory(), firstId = 0) {
  const told: string[] = [];
  let id = firstId;
  const queue = createIncidentQueue({ storage, nowMs: () => 1000, newId: () => `operation-${++id}`, refused: ({ message }) => void told.push(message) });
  return { queue, told, storage };
}

const waitingFor = (queue: IncidentQueue): readonly string[] => queue.waiting.getState().flatMap(({ op }) => (queue.isWaitingForLink(op) ? [op] : []));

describe('acts on incidents without a link', () => {
  it('are kept, said to be not sent, and sent in their order when the link is back', async () => {
    const { queue } = open();
    const { line, done } = engine();
    const answers = [queue.add(note('first')), queue.add(note('second'))];
    expect(waitingFor(queue)).toEqual(['operation-1', 'operation-2']);
    queue.attach(line, '');
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
    expect([...done.values()]).toMatchObject([{ act: { text: 'first' } }, { act: { text: 'second' } }]);
    expect(queue.waiting.getState()).toEqual([]);
  });

  it('are done once when the line breaks behind them, since they are sent again under the same number', async () => {
    const { queue } = open();
    const first = engine();
    first.faults.push('after');
    queue.attach(first.line, 'ann');
    const answer = queue.add(note('once'));
    await new Promise<void>((resolve) => queue.waiting.subscribe(() => queue.isWaitingForLink('operation-1') && resolve()));
    queue.detach();
    queue.attach(first.line, 'ann');
    expect(await answer).toMatchObject({ ok: true });
    expect(first.calls).toEqual(['incident.add', 'incident.add']);
    expect(first.done.size).toBe(1);
  });

  it('are sent for nobody but who did them', async () => {
    const { queue } = open();
    const { line, done } = engine();
    queue.attach(line, 'ann');
    queue.detach();
    const answer = queue.add(note('of ann'));
    queue.attach(line, 'bo');
    await queue.add(note('of bo'));
    expect([...done.values()]).toMatchObject([{ act: { text: 'of bo' } }]);
    queue.detach();
    queue.attach(line, 'ann');
    await answer;
    expect(done.size).toBe(2);
  });

  it('come after their pictures, which are kept first', async () => {
    const { queue } = open();
    const { line, done, calls } = engine();
    queue.attach(line, 'ann');
    await queue.add(note('with a picture'), [photo]);
    expect(calls).toEqual(['record.attach', 'incident.add']);
    expect([...done.values()]).toMatchObject([{ act: { attachments: [{ name: 'a.png' }] } }]);
  });

  it('outlive a reload of the page, and say which pictures did not', async () => {
    const { queue, storage } = open();
    void queue.add(note('written before'), [photo]);
    const again = open(memory(storage.text()), 10);
    const { line, done } = engine();
    again.queue.attach(line, '');
    await again.queue.add(note('written after'));
    expect([...done.values()]).toMatchObject([{ opId: 'operation-1', act: { text: 'written before (not sent along, since the page was loaded anew: a.png)' } }, { act: { text: 'written after' } }]);
  });

  it('are told once when the engine refuses them, and do not hold up the next', async () => {
    const { queue, told } = open();
    const { line, faults } = engine();
    queue.attach(line, 'ann');
    faults.push({ code: 'closed', message: 'INC-0007 was closed.' });
    const answers = await Promise.all([queue.add(note('late')), queue.add(note('next'))]);
    expect(answers.map(({ ok }) => ok)).toEqual([false, true]);
    expect(told).toEqual(['INC-0007 was closed.']);
  });

  it('can be given up before they are sent', async () => {
    const { queue } = open();
    const { line, done } = engine();
    void queue.add(note('never mind'));
    queue.drop('operation-1');
    queue.attach(line, '');
    await queue.add(note('this one'));
    expect(done.size).toBe(1);
  });

  it('are not read from a store that holds something else', () => {
    for (const text of ['', '{', '[null]', '[{"op":1}]', JSON.stringify([{ op: 'operation-1', user: 'ann', madeMs: 1, files: [], work: { kind: 'add', incident: 'INC-7', seenSeq: 1, act: { kind: 'note', text: 'x' } } }])]) {
      expect(open(memory(text)).queue.waiting.getState(), text).toEqual([]);
    }
    expect(incidentQueueKey).toContain('incident-queue');
  });
});
