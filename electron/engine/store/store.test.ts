import { closeSync, existsSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { verifyChain } from './records/verify-chain.ts';
import type { HistoryColumns, Store } from './store.ts';
import { createDataDir, openTestStore } from './testing/open-test-store.ts';

const event = (seq: number, over: Partial<AlarmEvent> = {}): AlarmEvent =>
  ({
    seq,
    alarm: 'P-101.TRIP',
    kind: 'raised',
    from: 'normal',
    to: 'active-unacked',
    timeMs: 1000 + seq,
    engineMs: 1001 + seq,
    value: 3.5,
    quality: 0,
    ...over,
  }) as AlarmEvent;
const standing = (seq: number, over: Partial<AlarmStanding> = {}): AlarmStanding =>
  ({
    alarm: 'P-101.TRIP',
    state: 'active-unacked',
    raisedMs: 1000,
    returnedMs: null,
    acknowledgedMs: null,
    acknowledgedBy: null,
    value: 3.5,
    quality: 0,
    seq,
    ...over,
  }) as AlarmStanding;
const block = (key: number, count: number, fromMs: number): HistoryColumns => ({
  key: new Uint32Array(count).fill(key),
  timeMs: Float64Array.from({ length: count }, (_, row) => fromMs + row),
  value: Float64Array.from({ length: count }, (_, row) => row),
  quality: new Uint32Array(count),
});

describe('the data store', () => {
  let dir: ReturnType<typeof createDataDir>;
  let clock: ReturnType<typeof createVirtualClock>;
  let log: ReturnType<typeof createMemoryLog>;
  let store: Store;
  const reopen = async (): Promise<void> => {
    await store.close();
    store = await openTestStore(dir.dataDir, clock, log);
  };
  beforeEach(async () => {
    dir = createDataDir();
    clock = createVirtualClock();
    log = createMemoryLog();
    store = await openTestStore(dir.dataDir, clock, log);
  });
  afterEach(async () => {
    await store.close();
    expect(clock.pending).toBe(0);
    dir.remove();
  });

  it('keeps alarm events, standings, texts, audit lines and facts over a restart', async () => {
    await store.journal.append(
      [event(1), event(2, { kind: 'acknowledged', user: 'mara', comment: 'seen', value: null })],
      [standing(1, { state: 'active-acked' })],
    );
    await store.texts.add(0, 'Lye');
    await store.texts.add(1, 'Wash');
    const intent = await store.audit.append({
      timeMs: 5,
      user: 'mara',
      role: 'operate',
      action: 'tag.write',
      subject: 'FV-201.SP',
      detail: '{"value":4}',
      result: null,
      intent: null,
    });
    await store.audit.append({
      timeMs: 6,
      user: 'mara',
      role: 'operate',
      action: 'tag.write',
      subject: 'FV-201.SP',
      detail: '{}',
      result: 'done',
      intent,
    });
    await store.meta.set('site', 'Harbour Works');
    await reopen();
    expect(await store.journal.since(0, 10)).toEqual([
      event(1),
      event(2, { kind: 'acknowledged', user: 'mara', comment: 'seen', value: null }),
    ]);
    expect(await store.journal.before(null, 1)).toEqual([expect.objectContaining({ seq: 2 })]);
    expect(await store.journal.before(2, 10)).toEqual([event(1)]);
    expect(await store.journal.lastSeq()).toBe(2);
    expect(await store.standings()).toEqual([standing(1, { state: 'active-acked' })]);
    expect(await store.texts.all()).toEqual(['Lye', 'Wash']);
    expect((await store.audit.before(null, 10)).map(({ result, intent: of }) => [result, of])).toEqual([
      ['done', intent],
      [null, null],
    ]);
    expect(await store.meta.get('site')).toBe('Harbour Works');
    expect(await store.meta.get('none')).toBeNull();
  });

  it('forgets the standing of an alarm that is normal again', async () => {
    await store.journal.append([event(1)], [standing(1)]);
    await store.journal.append([event(2, { kind: 'returned' })], [standing(1, { state: 'normal' })]);
    expect(await store.standings()).toEqual([]);
  });

  it('takes the same events twice as once, and refuses another event under a number already given', async () => {
    await store.journal.append([event(1)], [standing(1)]);
    await store.journal.append([event(1), event(2)], [standing(2)]);
    expect((await store.journal.since(0, 10)).map(({ seq }) => seq)).toEqual([1, 2]);
    await expect(store.journal.append([event(2, { timeMs: 7 })], [])).rejects.toThrow('already has another event with number 2');
    expect(await store.journal.lastSeq()).toBe(2);
  });

  it('commits what can be committed when one of several requests at once is refused', async () => {
    await store.journal.append([event(1)], []);
    const results = await Promise.allSettled([
      store.texts.add(0, 'first'),
      store.journal.append([event(1, { timeMs: 9 })], []),
      store.journal.append([event(2)], []),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.journal.lastSeq()).toBe(2);
    expect(await store.texts.all()).toEqual(['first']);
  });

  it('lets an alarm event overtake samples that are queued', async () => {
    const [key] = await store.history.keys(['A']);
    const order: string[] = [];
    const commits = Array.from({ length: 20 }, (_, at) =>
      store.history.append(block(key as number, 5000, at * 5000)).committed.then(() => order.push('samples')),
    );
    await store.journal.append([event(1)], [standing(1)]).then(() => order.push('event'));
    await Promise.all(commits);
    expect(order.indexOf('event')).toBeLessThan(10);
    expect(order).toHaveLength(21);
  });

  it('gives a tag the same key for ever', async () => {
    const first = await store.history.keys(['A', 'B']);
    await reopen();
    const second = await store.history.keys(['C', 'B', 'A']);
    expect(second[1]).toBe(first[1]);
    expect(second[2]).toBe(first[0]);
    expect(new Set([...first, ...second]).size).toBe(3);
  });

  it('refuses a second engine on the same folder with a sentence', async () => {
    await expect(openTestStore(dir.dataDir, clock, log)).rejects.toThrow('in use by another running Firstout');
  });

  it('refuses data of a newer version and leaves the file as it is', async () => {
    await store.close();
    const path = join(dir.dataDir, 'firstout.db');
    const db = new Database(path);
    const version = db.pragma('user_version', { simple: true }) as number;
    db.pragma('user_version = 99');
    db.pragma('journal_mode = DELETE');
    db.close();
    const before = readFileSync(path);
    await expect(openTestStore(dir.dataDir, clock, log)).rejects.toThrow('written by a newer version of Firstout (format 99');
    expect(existsSync(join(dir.dataDir, 'firstout-2.db'))).toBe(false);
    // Only the header's change counters may differ: WAL mode was asked for before the version was read.
    expect(readFileSync(path).subarray(100).equals(before.subarray(100))).toBe(true);
    const undo = new Database(path);
    undo.pragma(`user_version = ${version}`);
    undo.close();
    store = await openTestStore(dir.dataDir, clock, log);
  });

  it('sets a damaged file aside, carries over what can be read, and records in a new one', async () => {
    await store.journal.append([event(1)], [standing(1)]);
    const line = { timeMs: 5, user: 'Anna', role: 'lead', action: 'tag.write', subject: 'SP-1', detail: '{}', result: null, intent: null };
    for (let at = 0; at < 3; at++) await store.audit.append({ ...line, timeMs: at });
    const hash = await store.records.attach('image/png', Uint8Array.of(1, 2, 3));
    const head = await store.records.head();
    const [key] = await store.history.keys(['A']);
    // So many that the middle of the file lies behind the schema, which ends at page 27.
    for (let at = 0; at < 800; at++) await store.history.append(block(key as number, 2000, at * 2000)).committed;
    await store.close();
    const path = join(dir.dataDir, 'firstout.db');
    const size = statSync(path).size;
    const file = openSync(path, 'r+');
    // Pages from the middle on: the tables at the front stay readable.
    for (let at = Math.floor(size / 2 / 4096) * 4096; at < size; at += 8192) writeSync(file, new Uint8Array(4096).fill(0xa5), 0, 4096, at);
    closeSync(file);
    const damaged = readFileSync(path);
    store = await openTestStore(dir.dataDir, clock, log);
    expect(log.lines.some(({ sentence }) => sentence.includes('firstout.db is damaged') && sentence.includes('firstout-2.db'))).toBe(true);
    expect(readFileSync(path).equals(damaged)).toBe(true);
    expect(await store.journal.since(0, 10)).toEqual([event(1)]);
    await store.journal.append([event(2)], []);
    // The chain goes on in the new file from the record it ended with.
    expect(await store.records.head()).toEqual(head);
    expect(await store.audit.append(line)).toBe(4);
    expect(verifyChain(dir.dataDir, [head])).toMatchObject({ records: 4, broken: null, attachments: 1, badAttachments: [] });
    expect(await store.records.attachment(hash)).toEqual({ type: 'image/png', body: Uint8Array.of(1, 2, 3) });
    await reopen();
    expect(await store.journal.lastSeq()).toBe(2);
  });

  it('starts on a file that is no database at all', async () => {
    await store.close();
    const file = openSync(join(dir.dataDir, 'firstout.db'), 'w');
    writeSync(file, 'this is not a database, '.repeat(1000));
    closeSync(file);
    store = await openTestStore(dir.dataDir, clock, log);
    await store.journal.append([event(1)], []);
    expect(await store.journal.lastSeq()).toBe(1);
    expect(log.lines.some(({ sentence }) => sentence.includes('is damaged'))).toBe(true);
  });

  it('refuses what is asked after it was closed', async () => {
    await store.close();
    await expect(store.meta.get('x')).rejects.toMatchObject({ code: 'closed' });
    await expect(store.history.append(block(1, 1, 0)).committed).rejects.toMatchObject({ code: 'closed' });
    store = await openTestStore(dir.dataDir, clock, log);
  });
});
