import { expect, it } from 'vitest';
import type { Session } from '#shared/rpc/wire.ts';
import { createAuditTrail } from './audit-trail.ts';
import type { AuditEntry, Store } from './store/store.ts';
import { createMemoryLog, createVirtualClock } from './testing/virtual-ports.ts';

const session: Session = { id: '1', user: 'Lena', role: 'lead' };

/** An audit log that keeps its lines in memory: what is written into it is looked at here. */
function keptLines() {
  const lines: AuditEntry[] = [];
  const audit = { append: (line: AuditEntry) => Promise.resolve(lines.push(line)) } as Partial<Store['audit']> as Store['audit'];
  return { lines, trail: createAuditTrail({ audit } as Store, createVirtualClock(), createMemoryLog()) };
}

it('a command stands in the audit log before it is done, and again with how it ended', async () => {
  const { lines, trail } = keptLines();
  const ended = await trail('alarm.shelve', { alarms: ['A', 'B'], reason: 'x' }, session);
  expect(lines).toMatchObject([{ action: 'alarm.shelve', subject: 'A, B', user: 'Lena', result: null, intent: null }]);
  ended({ ok: false, fault: { code: 'not-found', message: 'There is no alarm A.' } });
  await Promise.resolve();
  expect(lines[1]).toMatchObject({ intent: 1, result: 'not-found: There is no alarm A.' });
});

it('pictures and drawings stand there by their length, since they are kept elsewhere', async () => {
  const { lines, trail } = keptLines();
  await trail('record.attach', { type: 'image/png', name: 'a.png', body: new Uint8Array(5_000_000) }, session);
  await trail('screens.save', { screen: 'S', svg: 'x'.repeat(100_000) }, session);
  expect(lines.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([{ type: 'image/png', name: 'a.png', body: '5000000 bytes' }, { screen: 'S', svg: '100000 characters' }]);
});

it('what is a record of the chain itself is not kept twice', async () => {
  const { lines, trail } = keptLines();
  (await trail('incident.add', { act: { kind: 'note', text: 'x' } }, session))({ ok: true, value: {} });
  (await trail('control.operate', { token: 'x' }, session))({ ok: true, value: {} });
  expect(lines).toEqual([]);
});
