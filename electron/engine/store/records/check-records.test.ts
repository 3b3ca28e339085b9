import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../migrations/migrate.ts';
import { chainReader, chainWriter } from '../tables/record-chain.ts';
import { checkRecords, mostOfStream } from './check-records.ts';

function openChain() {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  migrate(db);
  return { db, chain: chainWriter(db), reader: chainReader(db, () => undefined) };
}
const draft = (stream: string, text: string) => ({ stream, kind: 'note', opId: null, timeMs: 1, sourceMs: null, user: 'Lena', role: 'lead', body: { text, z: 1, a: [0.1, null] } });
const check = (db: Database.Database) => checkRecords(db, 'x.db');

it('records carried into another file keep their numbers and hashes, gaps between them are no change, and what is written then goes on behind', () => {
  const [from, to] = [openChain(), openChain()];
  for (let at = 0; at < 9; at++) from.chain.append([draft(at % 3 === 1 ? 'incident:INC-0002' : 'incident:INC-0001', `n${at}`)], null);
  const some = from.reader.read({ stream: 'incident:INC-0001', afterSeq: 0, limit: 100 });
  to.chain.carry(some);
  expect(to.reader.read({ stream: 'incident:INC-0001', afterSeq: 0, limit: 100 })).toEqual(some);
  expect(check(to.db)).toEqual({ unfit: null, changed: null });
  expect(to.chain.addAudit({ timeMs: 2, user: 'a', role: 'view', action: 'x', subject: '', detail: '', result: null, intent: null })).toBe(10);
  expect(check(to.db)).toEqual({ unfit: null, changed: null });
});

it('a changed record, and an attachment that is not what its hash says, are told', () => {
  const { db, chain } = openChain();
  for (let at = 0; at < 5; at++) chain.append([draft('incident:INC-0001', `n${at}`)], null);
  const hash = chain.attach('text/plain', Uint8Array.of(1, 2, 3));
  expect(hash).toBe(createHash('sha256').update(Uint8Array.of(1, 2, 3)).digest('hex'));
  db.exec(`UPDATE attachment SET body = x'010204'`);
  expect(check(db)).toMatchObject({ unfit: null, changed: expect.stringContaining(`Attachment ${hash} is not what was kept`) as string });
  db.exec(`UPDATE record SET time_ms = 2 WHERE seq = 3`);
  expect(check(db).changed).toContain('Record 3 (incident:INC-0001, note, Lena) is not what was written');
});

it.each([
  ['more of one incident than an engine writes', mostOfStream + 1, `'{}'`, 'records of one incident or run'],
  ['a record longer than an engine writes', 1, `'{"a":"' || hex(zeroblob(1000000)) || '"}'`, 'a record of 2000'],
  ['a record that is no JSON', 1, `'{'`, 'Its record 1000001 cannot be read'],
  ['a record that is a list', 1, `'[]'`, 'Its record 1000001 cannot be read'],
  ['a record that is bytes', 1, `x'7b7d'`, 'Its record 1000001 cannot be read'],
])('%s is not read', (_name, count, body, sentence) => {
  const { db } = openChain();
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO record (seq, stream, kind, time_ms, body, hash) SELECT 1000000 + i, 'incident:INC-0001', 'note', 0, ${body}, zeroblob(32) FROM n`);
  expect(check(db).unfit).toContain(sentence);
});
