import { describe, expect, it } from 'vitest';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '../testing/virtual-ports.ts';
import { followRecords } from './record-stream.ts';

/** Records on a disk that answers when the test lets it: with what was there when it was asked. */
function slowDisk() {
  const all: KeptRecord[] = [];
  const listeners = new Set<(record: KeptRecord) => void>();
  const waiting: (() => void)[] = [];
  const later = <Value>(value: Value): Promise<Value> => new Promise((resolve) => waiting.push(() => resolve(value)));
  let failures = 0;
  return {
    write(stream: string): number {
      const record: KeptRecord = { seq: all.length + 1, stream, kind: 'note', opId: null, timeMs: 0, sourceMs: null, user: null, role: null, body: {}, hash: '' };
      all.push(record);
      for (const listener of listeners) listener(record);
      return record.seq;
    },
    failNext: () => void failures++,
    /** Gives the next answer; true when one waited. */
    async answer(): Promise<boolean> {
      const next = waiting.shift();
      next?.();
      for (let at = 0; at < 10; at++) await Promise.resolve();
      return next !== undefined;
    },
    records: {
      head: () => later({ seq: all.length, hash: '' }),
      carry: () => later(undefined),
      check: () => later({ unfit: null, changed: null }),
      since(prefix: string, afterSeq: number, limit: number) {
        if (failures > 0) {
          failures--;
          return Promise.reject(new Error('disk'));
        }
        const found = all.filter(({ seq, stream }) => seq > afterSeq && stream.startsWith(prefix)).slice(0, limit);
        return later({ records: found, reachSeq: found.length === limit ? (found.at(-1)?.seq ?? afterSeq) : Math.max(afterSeq, all.length) });
      },
      onRecord(listener: (record: KeptRecord) => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

describe('records followed by a console', () => {
  const clock = createVirtualClock();
  const log = createMemoryLog();
  const follow = (disk: ReturnType<typeof slowDisk>, afterSeq: number) => {
    const seen: number[] = [];
    const source = followRecords({ records: disk.records, clock, log, prefix: 'run:', afterSeq, read: ({ seq }) => seq, notify: () => undefined });
    const take = (): void => {
      for (let item = source.take(); item !== null; item = source.take()) seen.push(...item.records);
    };
    return { seen, take, close: () => source.close() };
  };
  const settle = async (disk: ReturnType<typeof slowDisk>): Promise<void> => {
    while (await disk.answer());
  };

  it('has one that is written between the look at the disk and its answer', async () => {
    const disk = slowDisk();
    disk.write('run:A');
    const console = follow(disk, 0);
    await disk.answer();
    await disk.answer();
    // The disk was asked for what follows, and does not have it yet.
    disk.write('run:A');
    await settle(disk);
    console.take();
    expect(console.seen).toEqual([1, 2]);
    console.close();
  });

  it('gets each once and in order, whenever the disk answers, fails, and the console takes', async () => {
    const random = createSeededRandom(20_261_129);
    for (let round = 0; round < 60; round++) {
      const disk = slowDisk();
      const mine: number[] = [];
      const write = (): void => {
        const isMine = random() < 0.7;
        const seq = disk.write(isMine ? 'run:A' : 'audit');
        if (isMine) mine.push(seq);
      };
      for (let before = Math.floor(random() * 1500); before > 0; before--) write();
      const from = Math.floor(random() * (mine.length + 3));
      const console = follow(disk, from);
      for (let at = 0; at < 120; at++) {
        const dice = random();
        if (dice < 0.5) write();
        else if (dice < 0.8) await disk.answer();
        else if (dice < 0.85) disk.failNext();
        else if (dice < 0.9) clock.advance(1000);
        else console.take();
      }
      for (let at = 0; at < 30; at++) {
        await settle(disk);
        clock.advance(1000);
        console.take();
      }
      await settle(disk);
      console.take();
      expect(console.seen).toEqual(mine.filter((seq) => seq > from));
      console.close();
    }
  });

  it('has all of a flood that it did not take, read again when it has room', async () => {
    const disk = slowDisk();
    const console = follow(disk, 0);
    await settle(disk);
    for (let at = 0; at < 12_000; at++) disk.write('run:A');
    for (let at = 0; at < 60; at++) {
      console.take();
      await settle(disk);
    }
    console.take();
    expect(console.seen).toEqual(Array.from({ length: 12_000 }, (_none, at) => at + 1));
    console.close();
  });

  it('begins where the records end when it asks for more than there are', async () => {
    const disk = slowDisk();
    disk.write('run:A');
    const console = follow(disk, 99);
    await settle(disk);
    disk.write('run:A');
    console.take();
    expect(console.seen).toEqual([2]);
    console.close();
  });
});
