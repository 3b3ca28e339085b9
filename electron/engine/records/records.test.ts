import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import { verifyChain } from '../store/records/verify-chain.ts';
import { type RecordStore, type Store, StoreError } from '../store/store.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { openRecords, type Records } from './records.ts';

const lena = { user: 'Lena', role: 'lead' };
const omar = { user: 'Omar', role: 'operate' };
const clock = createVirtualClock();
const log = createMemoryLog();

describe('records of a plant', () => {
  let dir: ReturnType<typeof createDataDir>;
  let store: Store;
  let records: Records;
  let told: KeptRecord[] = [];
  /** The next so many records are written, and the answer is lost on the way. */
  let lose = 0;
  const losing = (real: RecordStore): RecordStore => ({
    ...real,
    async append(...asked) {
      const outcome = await real.append(...asked);
      if (lose === 0) return outcome;
      lose--;
      throw new StoreError('failed', 'The data store stopped before this was done.');
    },
  });
  const open = async (): Promise<void> => {
    store = await openTestStore(dir.dataDir, clock, log);
    records = await openRecords({ store: { records: losing(store.records) }, clock, log, isStill: false });
    records.onRecord((record) => told.push(record));
  };
  /** Forgets what was told; gives back the number of the newest record, which tests count from. */
  const begin = async (): Promise<number> => {
    told = [];
    return (await records.head()).seq;
  };
  beforeAll(async () => {
    dir = createDataDir();
    await open();
  });
  afterAll(async () => {
    await store.close();
    dir.remove();
  });
  const note = (text: string, opId: string, who = lena, stream = 'incident:INC-0001') => records.append({ stream, kind: 'note', body: { text }, who, opId });

  it('begin with one that says how many lines of the older audit log stand before it, once for good', async () => {
    expect(await records.readAll('records')).toMatchObject([{ seq: 1, kind: 'chain-begun', user: null, body: { earlierLines: 0 } }]);
    await openRecords({ store, clock, log, isStill: false });
    expect(await records.head()).toMatchObject({ seq: 1 });
  });

  it('are one chain with the audit log, whose lines are found as before', async () => {
    const from = await begin();
    await note('A', 'op-00001');
    const intent = await store.audit.append({ timeMs: 5, user: 'Lena', role: 'lead', action: 'tag.write', subject: 'SP-1', detail: '{"value":1}', result: null, intent: null });
    await store.audit.append({ timeMs: 6, user: 'Lena', role: 'lead', action: 'tag.write', subject: 'SP-1', detail: '{}', result: 'done', intent });
    await note('B', 'op-00002');
    expect(intent).toBe(from + 2);
    expect(await store.audit.before(null, 10)).toMatchObject([{ seq: intent + 1, result: 'done', intent }, { seq: intent, action: 'tag.write', subject: 'SP-1', detail: '{"value":1}', result: null, intent: null }]);
    expect(await store.audit.in({ fromMs: 0, toMs: 10, limit: 5 })).toMatchObject([{ seq: intent, result: 'done' }]);
    expect(verifyChain(dir.dataDir)).toMatchObject({ records: from + 4, broken: null, earlierLines: 0 });
  });

  it('are done once however often they are sent, also at the same moment, and told once in order', async () => {
    const from = await begin();
    const answers = await Promise.all([note('A', 'op-00011'), note('A', 'op-00011'), note('B', 'op-00012'), note('A', 'op-00011')]);
    expect(answers.map((answer) => (answer.ok ? [answer.value.seq - from, answer.value.isAgain] : answer.fault.code))).toEqual([[1, false], [1, true], [2, false], [1, true]]);
    expect(told.map(({ seq, body }) => [seq - from, body['text']])).toEqual([[1, 'A'], [2, 'B']]);
    expect(await note('other', 'op-00011')).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(await note('A', 'op-00011', omar)).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(await begin()).toBe(from + 2);
  });

  it('let one of two win who decide on the same state, and tell the other who it was', async () => {
    const from = await begin();
    const decide = (who: typeof lena, opId: string) => records.append({ stream: 'run:R-1', kind: 'step-done', body: {}, who, opId }, 0);
    const answers = await Promise.all([decide(lena, 'op-00021'), decide(omar, 'op-00022')]);
    expect(answers[0]).toMatchObject({ ok: true });
    expect(answers[1]).toMatchObject({ ok: false, fault: { code: 'conflict', message: `Lena came first (step-done, record ${from + 1}), so nothing was written.` } });
  });

  it('whose answer was lost are there all the same: sent again they are done once, and listeners come to know them in order', async () => {
    const from = await begin();
    await note('A', 'op-00031');
    lose = 2;
    await expect(note('B', 'op-00032')).rejects.toThrow('stopped');
    await expect(note('C', 'op-00033')).rejects.toThrow('stopped');
    expect(told.map(({ seq }) => seq - from)).toEqual([1]);
    const [d, b] = await Promise.all([note('D', 'op-00034'), note('B', 'op-00032')]);
    expect([d, b]).toMatchObject([{ value: { seq: from + 4, isAgain: false } }, { value: { seq: from + 2, isAgain: true } }]);
    expect(told.map(({ seq, body }) => [seq - from, body['text']])).toEqual([[1, 'A'], [2, 'B'], [3, 'C'], [4, 'D']]);
    lose = 1;
    await expect(note('E', 'op-00035')).rejects.toThrow('stopped');
    await records.settle();
    expect(told.at(-1)).toMatchObject({ seq: from + 5, body: { text: 'E' } });
  });

  it('refuse what cannot be kept in a sentence and keep the rest of the same moment', async () => {
    const [bad, good] = await Promise.allSettled([records.append({ stream: 'run:R-1', kind: 'x', body: { value: Number.POSITIVE_INFINITY }, who: lena }), note('A', 'op-00041')]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('Infinity') as string } });
    expect(good).toMatchObject({ status: 'fulfilled', value: { ok: true } });
    await expect(records.append({ stream: 'Run 1', kind: 'x', body: {}, who: lena })).rejects.toThrow('no name of a stream');
    expect(await records.attach('text/html', new Uint8Array(4))).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    expect(await records.attach('image/png', new Uint8Array(9 * 1024 * 1024))).toMatchObject({ ok: false, fault: { message: 'The file has 9.0 MB, more than the 8 MB there may be.' } });
    expect(verifyChain(dir.dataDir).broken).toBeNull();
  });

  it('go on in the new file when the old one is damaged, and a check says so rather than calling it whole', async () => {
    const before = await records.readAll('incident:INC-0001');
    await store.close();
    // The first byte of the file: SQLite does not read it at all, nor can anything be carried over.
    for (const end of ['-wal', '-shm']) rmSync(`${dir.dataDir}/firstout.db${end}`, { force: true });
    const file = openSync(`${dir.dataDir}/firstout.db`, 'r+');
    writeSync(file, 'X', 0);
    closeSync(file);
    const head = before.at(-1);
    await open();
    expect(log.lines.some(({ sentence }) => sentence.includes('is damaged'))).toBe(true);
    // Nothing of the old chain was to be read: a new one began, and a noted head tells that this is not the old one.
    expect(verifyChain(dir.dataDir, [{ seq: head?.seq ?? 0, hash: head?.hash ?? '' }]).broken).toMatchObject({ seq: head?.seq });
  });
});
