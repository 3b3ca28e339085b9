import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { createDataDir } from '../testing/open-test-store.ts';
import { auditQueries, auditReader } from './audit-reader.ts';
import { chainWriter } from './record-chain.ts';

it('the intents of one action without an end are found among many others, oldest first, by an index', () => {
  const dir = createDataDir();
  onTestFinished(() => dir.remove());
  const { db } = openDatabase(dir.dataDir);
  onTestFinished(() => void db.close());
  const { addAudit } = chainWriter(db);
  const line = (action: string, subject: string) => ({ timeMs: 1, user: 'Anna', role: 'operate', action, subject, detail: '{}', result: null, intent: null });
  const open: number[] = [];
  db.transaction(() => {
    for (let at = 0; at < 2000; at++) {
      const action = at % 3 === 0 ? 'tag.write' : 'alarm.acknowledge';
      const seq = addAudit(line(action, `T-${at % 7}`));
      if (at % 300 === 0) open.push(seq);
      else addAudit({ ...line(action, `T-${at % 7}`), result: 'done', intent: seq });
    }
  })();
  const reader = auditReader(db);
  expect(reader.open({ action: 'tag.write', limit: 100 }).map(({ seq }) => seq)).toEqual(open);
  expect(reader.open({ action: 'tag.write', limit: 2 }).map(({ seq }) => seq)).toEqual(open.slice(-2));
  expect(reader.open({ action: 'note.write', limit: 100 })).toEqual([]);
  expect(reader.of({ action: 'tag.write', subject: 'T-0', limit: 1 })).toMatchObject([{ subject: 'T-0' }]);
  const plan = (sql: string): string => JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', '1')}`).all());
  for (const sql of [auditQueries.of, auditQueries.open]) expect(plan(sql)).toMatch(/SEARCH record USING INDEX audit_intent_by_subject.*SEARCH ended USING INDEX audit_by_intent \(<expr>=\?\)/);
  expect(plan(auditQueries.in)).toMatch(/SEARCH record USING INDEX audit_intent_by_time \(time_ms>\? AND time_ms<\?\)/);
  for (const sql of Object.values(auditQueries)) expect(plan(sql)).not.toMatch(/SCAN/);
});
