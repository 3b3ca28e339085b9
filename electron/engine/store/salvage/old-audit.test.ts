import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { first } from '../migrations/0001-first.ts';
import { openDatabase } from '../open-database.ts';
import { verifyChain } from '../records/verify-chain.ts';
import { auditReader } from '../tables/audit-reader.ts';
import { createDataDir } from '../testing/open-test-store.ts';

it('the audit log of a damaged file from before there were records begins the chain of the new one', () => {
  const dir = createDataDir();
  onTestFinished(() => dir.remove());
  const old = new Database(join(dir.dataDir, 'firstout.db'));
  old.exec(first.sql);
  old.pragma('user_version = 1');
  const line = old.prepare('INSERT INTO audit (seq, time_ms, user, role, action, subject, detail, result, intent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (let at = 1; at <= 400; at += 2) {
    line.run(at, at, 'Anna', 'lead', 'tag.write', `SP-${at}`, '{}', null, null);
    line.run(at + 1, at, 'Anna', 'lead', 'tag.write', `SP-${at}`, '{}', 'done', at);
  }
  old.close();
  const { db, sentences } = openDatabase(dir.dataDir, { isDamaged: true });
  onTestFinished(() => void db.close());
  expect(sentences[0]).toContain('400 rows');
  const reader = auditReader(db);
  expect(reader.in({ fromMs: 0, toMs: 1e9, limit: 1000 })).toHaveLength(200);
  expect(reader.of({ action: 'tag.write', subject: 'SP-399', limit: 5 })).toMatchObject([{ result: 'done' }]);
  expect(verifyChain(dir.dataDir)).toMatchObject({ records: 400, broken: null });
});
