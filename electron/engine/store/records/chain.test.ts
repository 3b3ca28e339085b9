import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RecordBody } from '#shared/model/kept-record.ts';
import { databaseInUse, openDatabase } from '../open-database.ts';
import type { RecordDraft } from '../store-types.ts';
import { chainReader, chainWriter } from '../tables/record-chain.ts';
import { createDataDir } from '../testing/open-test-store.ts';
import { canonicalText, hashOf, noHash } from './record-hash.ts';
import { verifyChain } from './verify-chain.ts';

const draft = (at: number, more: Partial<RecordDraft> = {}): RecordDraft => ({
  stream: at % 3 === 0 ? 'audit' : `run:R-${at % 2}`,
  kind: 'step-done',
  opId: `op-000${at}`,
  timeMs: 1_800_000_000_000 + at + 0.25,
  sourceMs: at % 4 === 0 ? null : 1_800_000_000_000 - at,
  user: at % 5 === 0 ? null : 'Änna',
  role: 'operate',
  body: { step: `s${at}`, values: [at, null, true, 'µ'] },
  ...more,
});

describe('the chain of records', () => {
  let dataDir: string;
  let db: Database.Database;
  let writer: ReturnType<typeof chainWriter>;
  beforeEach(() => {
    const dir = createDataDir();
    dataDir = dir.dataDir;
    ({ db } = openDatabase(dataDir));
    writer = chainWriter(db);
    onTestFinished(() => {
      db.close();
      dir.remove();
    });
  });
  const append = (drafts: readonly RecordDraft[], lastSeq: number | null = null) => db.transaction(() => writer.append(drafts, lastSeq))();
  const fill = (count: number): void => {
    db.transaction(() => {
      for (let at = 1; at <= count; at++) writer.append([draft(at)], null);
    })();
  };

  it('holds over every record that was written, and says how many there are and with which hash it ends', () => {
    fill(1200);
    const report = verifyChain(dataDir);
    expect(report).toMatchObject({ records: 1200, broken: null, breaks: 0, first: { seq: 1 }, last: { seq: 1200, timeMs: 1_800_000_001_200.25 }, badAttachments: [] });
    expect(report.last).toMatchObject(chainReader(db, () => undefined).head());
  });

  it('is an empty one where nothing was written', () => {
    expect(verifyChain(dataDir)).toMatchObject({ records: 0, first: null, last: null, broken: null });
  });

  it('names the record where one byte of any column was flipped', () => {
    fill(30);
    const flips: readonly (readonly [string, number])[] = [
      ["UPDATE record SET body = replace(body, 's7', 's6') WHERE seq = 7", 7],
      ["UPDATE record SET kind = 'step-donf' WHERE seq = 8", 8],
      ["UPDATE record SET stream = 'run:R-9' WHERE seq = 11", 11],
      ["UPDATE record SET op = 'op-0009' WHERE seq = 13", 13],
      ['UPDATE record SET time_ms = time_ms + 0.25 WHERE seq = 14', 14],
      ['UPDATE record SET source_ms = NULL WHERE seq = 17', 17],
      ["UPDATE record SET user = 'Anna' WHERE seq = 19", 19],
      ["UPDATE record SET role = 'lead' WHERE seq = 21", 21],
      ["UPDATE record SET hash = x'00' WHERE seq = 22", 22],
    ];
    for (const [sql, seq] of flips) {
      const kept = db.prepare('SELECT * FROM record WHERE seq = ?').get(seq) as Record<string, unknown>;
      expect(db.prepare(sql).run().changes).toBe(1);
      expect(verifyChain(dataDir).broken, sql).toMatchObject({ seq });
      db.prepare('UPDATE record SET stream = @stream, kind = @kind, op = @op, time_ms = @time_ms, source_ms = @source_ms, user = @user, role = @role, body = @body, hash = @hash WHERE seq = @seq').run(kept);
      expect(verifyChain(dataDir).broken).toBeNull();
    }
  });

  it('names the record that was removed, put elsewhere, put in between, or cut off from the beginning', () => {
    fill(20);
    const changes: readonly (readonly [string, number])[] = [
      ['DELETE FROM record WHERE seq = 9', 9],
      ['DELETE FROM record WHERE seq < 4', 1],
      ['DELETE FROM record WHERE seq = 9; UPDATE record SET seq = seq - 1 WHERE seq > 9', 9],
      ['UPDATE record SET seq = -1 WHERE seq = 5; UPDATE record SET seq = 5 WHERE seq = 12; UPDATE record SET seq = 12 WHERE seq = -1', 5],
      ['UPDATE record SET seq = -seq WHERE seq > 15; UPDATE record SET seq = -seq + 1 WHERE seq < 0; INSERT INTO record SELECT 16, stream, kind, NULL, time_ms, source_ms, user, role, body, hash FROM record WHERE seq = 15', 16],
    ];
    for (const [sql, seq] of changes) {
      db.exec('BEGIN; CREATE TABLE kept AS SELECT * FROM record; COMMIT');
      db.exec(sql);
      expect(verifyChain(dataDir).broken, sql).toMatchObject({ seq });
      db.exec('BEGIN; DELETE FROM record; INSERT INTO record SELECT * FROM kept; DROP TABLE kept; COMMIT');
      expect(verifyChain(dataDir)).toMatchObject({ broken: null, records: 20 });
    }
  });

  it('cannot tell by itself that its end was cut off or written anew: against a head noted elsewhere it can', () => {
    fill(10);
    const head = chainReader(db, () => undefined).head();
    db.exec('DELETE FROM record WHERE seq > 8');
    expect(verifyChain(dataDir).broken).toBeNull();
    expect(verifyChain(dataDir, [head]).broken).toMatchObject({ seq: 10, sentence: expect.stringContaining('cut off') as string });
    append([draft(9, { body: { other: 1 } }), draft(10)]);
    expect(verifyChain(dataDir).broken).toBeNull();
    expect(verifyChain(dataDir, [head]).broken).toMatchObject({ seq: 10, sentence: expect.stringContaining('written anew') as string });
  });

  it('finds a byte flipped in the file itself, where SQLite still calls it sound', () => {
    fill(40);
    append([draft(41, { body: { words: 'the mark of this test' } })]);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const path = databaseInUse(dataDir);
    const other = new Database(path);
    other.prepare("UPDATE record SET body = replace(body, 'mark', 'marl') WHERE seq = 41").run();
    expect(other.pragma('quick_check', { simple: true })).toBe('ok');
    other.close();
    expect(verifyChain(dataDir).broken).toMatchObject({ seq: 41 });
    ({ db } = openDatabase(dataDir));
  });

  it('does an act sent again once, gives back what was written then, and refuses its number for another act or person', () => {
    const once = append([draft(1), draft(2, { opId: null })]);
    expect(append([draft(1, { timeMs: 5 }), draft(2, { opId: null })])).toEqual({ ...once, state: 'again' });
    expect(append([draft(1, { body: { step: 'other' } }), draft(2, { opId: null })])).toMatchObject({ state: 'other-act', last: { seq: 1 } });
    expect(append([draft(1, { user: 'Ben' }), draft(2, { opId: null })])).toMatchObject({ state: 'other-act' });
    expect(append([draft(1)])).toMatchObject({ state: 'again' });
    expect(chainReader(db, () => undefined).head().seq).toBe(2);
  });

  it('refuses what was decided on an older state of its stream, and says what came first', () => {
    expect(append([draft(1, { stream: 'run:A' })], 0).state).toBe('done');
    expect(append([draft(2, { stream: 'run:B' })], 0).state).toBe('done');
    expect(append([draft(3, { stream: 'run:A' })], 0)).toMatchObject({ state: 'moved-on', last: { seq: 1 } });
    expect(append([draft(3, { stream: 'run:A' })], 1).state).toBe('done');
  });

  it('keeps none of an act when one of its records cannot be kept', () => {
    expect(() => append([draft(1), draft(2, { body: { value: Number.NaN } })])).toThrow('NaN');
    expect(() => append([draft(1), draft(2, { body: { text: 'x'.repeat(300_000) } })])).toThrow('longer');
    expect(chainReader(db, () => undefined).head().seq).toBe(0);
  });

  it('reads streams by name, after a number, and all of a kind together', () => {
    fill(25);
    const reader = chainReader(db, () => undefined);
    expect(reader.streams({ prefix: 'run:', limit: 10 }).map(({ stream, last }) => [stream, last.seq])).toEqual([['run:R-0', 22], ['run:R-1', 25]]);
    expect(reader.streams({ prefix: 'run:', afterStream: 'run:R-0', limit: 10 })).toHaveLength(1);
    expect(reader.streams({ prefix: 'audit', limit: 10 })).toMatchObject([{ stream: 'audit', first: { seq: 3 } }]);
    expect(reader.read({ stream: 'run:R-0', afterSeq: 10, limit: 2 }).map(({ seq }) => seq)).toEqual([14, 16]);
    expect(reader.since({ prefix: 'run:', afterSeq: 20, limit: 3 })).toMatchObject({ records: [{ seq: 22 }, { seq: 23 }, { seq: 25 }], reachSeq: 25 });
    expect(reader.since({ prefix: 'run:', afterSeq: 20, limit: 1 }).reachSeq).toBe(22);
  });

  it('keeps an attachment once, and finds one that was changed or is missing', () => {
    const hash = writer.attach('image/png', new Uint8Array([1, 2, 3]));
    expect(writer.attach('image/png', new Uint8Array([1, 2, 3]))).toBe(hash);
    append([draft(1, { body: { attachments: [{ hash, bytes: 3, type: 'image/png', name: 'a.png' }] } })]);
    expect(verifyChain(dataDir)).toMatchObject({ attachments: 1, badAttachments: [] });
    expect(chainReader(db, () => undefined).attachment(hash)).toEqual({ type: 'image/png', body: new Uint8Array([1, 2, 3]) });
    db.exec("UPDATE attachment SET body = x'010204'");
    expect(verifyChain(dataDir).badAttachments).toEqual([expect.stringContaining('not what was kept')]);
    db.exec('DELETE FROM attachment');
    expect(verifyChain(dataDir).badAttachments).toEqual([expect.stringContaining('not there')]);
  });
});

describe('the hash of a record', () => {
  const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as RecordBody[string]);
  it('does not depend on the order of names, and one content has one text, whatever it is', () => {
    const shuffle = (value: RecordBody[string]): RecordBody[string] => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value)) return value.map((one: RecordBody[string]) => shuffle(one) ?? null);
      return Object.fromEntries(Object.entries(value).reverse().map(([name, part]) => [name, shuffle(part as RecordBody[string])]));
    };
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalText({ value });
        expect(canonicalText({ value: shuffle(value) })).toBe(text);
        expect(JSON.parse(text)).toEqual({ value });
      }),
      { numRuns: 200 },
    );
  });
  it('is another one when any word moves from one column to the next', () => {
    const base = { seq: 1, stream: 'audit', kind: 'k', op: null, timeMs: 1, sourceMs: null, user: 'a', role: 'b', body: '{}' };
    const hex = (more: Partial<typeof base> | { readonly op: string }): string => hashOf(noHash, { ...base, ...more }).toString('hex');
    const all = [hex({}), hex({ user: 'ab', role: '' }), hex({ stream: 'auditk', kind: '' }), hex({ op: 'null' }), hex({ user: 'a","b' }), hex({ seq: 11 })];
    expect(new Set(all).size).toBe(all.length);
  });
});
