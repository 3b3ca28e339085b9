import { describe, expect, it } from 'vitest';
import { createRequestQueue } from './request-queue.ts';
import type { RequestMessage } from './worker-protocol.ts';

let id = 0;
const request = (name: string, input: unknown = null): RequestMessage => ({ id: id++, name, input, nowMs: 0 }) as RequestMessage;
const block = (rows: number): RequestMessage => request('history.append', { seq: id, columns: { key: new Uint32Array(rows) } });

function filled(...messages: readonly RequestMessage[]) {
  const queue = createRequestQueue();
  for (const message of messages) queue.add(message);
  return queue;
}
/** Kinds and sizes of all turns until nothing waits. */
function turns(queue: ReturnType<typeof createRequestQueue>): readonly string[] {
  const taken: string[] = [];
  while (!queue.isEmpty) {
    const { kind, messages } = queue.take();
    taken.push(`${kind} ${messages.length}`);
  }
  return taken;
}

describe('what the writing thread serves next', () => {
  it('takes the blocks that wait behind each other into one commit, a few at a time', () => {
    expect(turns(filled(...Array.from({ length: 20 }, () => block(100))))).toEqual(['blocks 8', 'blocks 8', 'blocks 4']);
  });

  it('keeps a commit small, so that an alarm event does not wait: large blocks go by themselves', () => {
    expect(turns(filled(block(5000), block(5000), block(3000), block(20_000), block(1)))).toEqual(['blocks 1', 'blocks 2', 'blocks 1', 'blocks 1']);
  });

  it('keeps the order of blocks and of what was asked between them', () => {
    expect(turns(filled(block(1), block(1), request('history.keys'), block(1)))).toEqual(['blocks 2', 'other 1', 'blocks 1']);
  });

  it('serves urgent requests first, and samples every other turn while those never end', () => {
    const queue = filled(block(1), request('journal.append'), block(1), request('records.append'));
    expect(queue.take()).toMatchObject({ kind: 'urgent', messages: [{ name: 'journal.append' }, { name: 'records.append' }] });
    queue.add(request('journal.append'));
    expect(queue.take()).toMatchObject({ kind: 'blocks' });
    expect(queue.take()).toMatchObject({ kind: 'urgent' });
    expect(queue.isEmpty).toBe(true);
    expect(queue.take().messages).toEqual([]);
  });
});
