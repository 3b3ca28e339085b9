import { expect, test } from 'vitest';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import type { AuditEntry } from './store.ts';
import { createDataDir, openTestStore } from './testing/open-test-store.ts';

const entry: AuditEntry = { timeMs: 0, user: 'Lead', role: 'lead', action: 'tag.write', subject: 'T', detail: '{}', result: null, intent: null };

test('Samples go to disk while urgent requests never end, each block after one commit of those at most', async () => {
  const { dataDir, remove } = createDataDir();
  const store = await openTestStore(dataDir, createVirtualClock(Date.UTC(2026, 0, 1)), createMemoryLog());
  const [key] = await store.history.keys(['T']);
  let isFlood = true;
  let commits = 0;
  // Three at a time, so that one is always waiting when another is committed.
  const flood = async (): Promise<void> => {
    for (; isFlood; commits++) await store.audit.append(entry);
  };
  const floods = [flood(), flood(), flood()];
  await store.audit.append(entry);
  const blocks = 20;
  const before = commits;
  await Promise.all(
    Array.from({ length: blocks }, (_, at) => store.history.append({ key: Uint32Array.of(key as number), timeMs: Float64Array.of(at), value: Float64Array.of(at), quality: new Uint32Array(1) }).committed),
  );
  const between = commits - before;
  isFlood = false;
  await Promise.all(floods);
  await store.close();
  remove();
  // Up to three entries share a commit; the first may have begun before the blocks came.
  expect(between).toBeLessThanOrEqual(3 * (blocks + 2));
});
