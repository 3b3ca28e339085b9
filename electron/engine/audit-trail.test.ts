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
  const clock = createVirtualClock();
  const trail = createAuditTrail({ audit }, clock, createMemoryLog());
  return { lines, clock, trail: trail.audit, onForbidden: trail.onForbidden };
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

it('an act on an incident that was refused leaves who asked for what, and why it was refused', async () => {
  const { lines, trail } = keptLines();
  const ended = await trail('incident.command', { incident: 'INC-0007', opId: 'op-12345', act: { kind: 'stage', stage: 'review' } }, session);
  expect(lines).toEqual([]);
  ended({ ok: false, fault: { code: 'changed-meanwhile', message: 'Max decided since.' } });
  await new Promise(setImmediate);
  expect(lines).toMatchObject([
    { action: 'incident.command', subject: 'INC-0007', user: 'Lena', role: 'lead', result: null, intent: null },
    { action: 'incident.command', subject: 'INC-0007', user: 'Lena', result: 'changed-meanwhile: Max decided since.', intent: 1 },
  ]);
  expect(JSON.parse(lines[0]?.detail ?? '')).toMatchObject({ act: { kind: 'stage', stage: 'review' } });
});

it('who asks without the role leaves a line too, at most ten a minute, and the next one says how many were left out', async () => {
  const { lines, clock, onForbidden } = keptLines();
  const viewer: Session = { id: '2', user: 'Vic', role: 'view' };
  const fault = { code: 'forbidden', message: 'It needs the role lead.' };
  for (let at = 0; at < 15; at++) onForbidden('incident.command', { incident: 'INC-0007' }, viewer, fault);
  await new Promise(setImmediate);
  expect(lines.filter(({ result }) => result === 'forbidden: It needs the role lead.')).toHaveLength(10);
  expect(lines).toHaveLength(20);
  clock.advance(60_000);
  onForbidden('incident.command', { incident: 'INC-0007' }, viewer, fault);
  await new Promise(setImmediate);
  expect(lines.at(-1)?.result).toBe('forbidden: It needs the role lead. 5 more of Vic before it are not written down.');
});
