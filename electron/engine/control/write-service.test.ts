import { describe, expect, it } from 'vitest';
import { plainWriteRule } from '#shared/model/control.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { TagId } from '#shared/model/ids.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { AuditEntry, Store } from '../store/store.ts';
import { createTagTable } from '../tags/tag-table.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import type { ControlPlant, SendFault } from './control-plant.ts';
import { createControl } from './control-service.ts';
import { sendWithinMs } from './write-service.ts';

const setpoint = TagDefinition.parse({ id: 'SP', name: 'Setpoint', asset: 'U1', device: 'PLC-1', address: 'a', range: [0, 100], writable: true, write: { interlock: '{OK}' } });
const free = TagDefinition.parse({ id: 'OK', name: 'Permissive', asset: 'U1', type: 'bool', device: 'PLC-1', address: 'b' });
const session = { id: 's1', user: 'Anna', role: 'operate', place: 'CR-1' } as const;

/** The service over a table of two tags, a device that answers as it is told, and a log that commits when it is told. */
async function setUp() {
  const clock = createVirtualClock();
  const table = createTagTable([setpoint, free], new Float64Array(2));
  const batch = createBatch(4);
  const feed = (tag: number, value: number): void => {
    batch.length = 0;
    pushSample(batch, tag, clock.nowMs(), value, 0);
    table.apply(batch, null, clock.monotonicMs(), clock.nowMs());
  };
  clock.advance(1);
  feed(0, 50);
  feed(1, 1);
  const compiled = compileExpression('{OK}', new Map([['OK', { index: 1, type: 'bool' as const }]]));
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const plant: ControlPlant = {
    revision: 1,
    authority: 'off',
    areas: [],
    table,
    source: { value: table.value, quality: table.quality, timeMs: table.timeMs, text: () => '' },
    tagOf: (id) => ({ SP: { index: 0, tag: setpoint, rule: setpoint.write ?? plainWriteRule, interlock: compiled.value, area: null }, OK: { index: 1, tag: free, rule: plainWriteRule, interlock: null, area: null } })[id as string],
  };
  const lines: AuditEntry[] = [];
  /** What waits to be committed. */
  const commits: ((isDone: boolean) => void)[] = [];
  let isHeld = false;
  const audit: Store['audit'] = {
    append: (entry) =>
      new Promise((resolve, reject) => {
        const commit = (isDone: boolean): void => {
          if (!isDone) return reject(new Error('the disk is full'));
          lines.push(entry);
          resolve(lines.length);
        };
        if (isHeld) commits.push(commit);
        else commit(true);
      }),
    before: () => Promise.resolve([]),
    of: () => Promise.resolve([]),
    open: () => Promise.resolve([]),
    in: () => Promise.resolve([]),
  };
  const sent: (number | string)[] = [];
  let answer: () => Promise<Result<null, SendFault>> = () => Promise.resolve(ok(null));
  const control = await createControl({
    clock,
    log: createMemoryLog(),
    store: { audit, meta: { get: () => Promise.resolve(null), set: () => Promise.resolve() } },
    plant: () => plant,
    links: {
      stateOf: () => 'up',
      write: (_device, _index, value) => {
        sent.push(value);
        return answer();
      },
      read: () => Promise.resolve(),
    },
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const token = (value: number): string => {
    const selected = control.select({ tag: 'SP' as TagId, value }, session);
    return (selected.ok ? selected.value.token : null) ?? '';
  };
  return {
    clock,
    control,
    feed,
    lines,
    sent,
    settle,
    token,
    hold: () => (isHeld = true),
    commit: (isDone: boolean) => {
      isHeld = false;
      for (const each of commits.splice(0)) each(isDone);
    },
    answer: (next: typeof answer) => void (answer = next),
  };
}

describe('a write and its line in the audit log', () => {
  it('goes out only after the line is on disk', async () => {
    const { control, sent, token, hold, commit, settle, feed, clock } = await setUp();
    hold();
    const answer = control.operate({ token: token(51), reason: '' }, session);
    await settle();
    expect(sent).toEqual([]);
    commit(true);
    await settle();
    expect(sent).toEqual([51]);
    clock.advance(1);
    feed(0, 51);
    clock.advance(100);
    expect(await answer).toMatchObject({ ok: true, value: { outcome: 'confirmed', feedback: '51.0' } });
  });
  it('is not made where the line cannot be put on disk', async () => {
    const { control, sent, token, hold, commit, settle } = await setUp();
    hold();
    const answer = control.operate({ token: token(51), reason: '' }, session);
    await settle();
    commit(false);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'not-recorded' } });
    expect(sent).toEqual([]);
  });
  it('is not made when the disk took longer than a write may wait: it would go out late', async () => {
    const { control, sent, token, hold, commit, settle, clock, lines } = await setUp();
    hold();
    const answer = control.operate({ token: token(51), reason: '' }, session);
    await settle();
    clock.advance(sendWithinMs);
    commit(true);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'not-sent' } });
    expect(sent).toEqual([]);
    expect(lines.at(-1)?.result).toMatch(/^not-sent: It took more than 3 s/);
  });
  it('is not made when its interlock fell while the disk took its time', async () => {
    const { control, sent, token, hold, commit, settle, feed } = await setUp();
    hold();
    const answer = control.operate({ token: token(51), reason: '' }, session);
    await settle();
    feed(1, 0);
    commit(true);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'not-sent', message: 'Interlock not met; required: {OK}.' } });
    expect(sent).toEqual([]);
  });
});

describe('a write the device does not end', () => {
  it('is in doubt, not confirmed, until the feedback shows it: old values say nothing', async () => {
    const { control, token, settle, feed, clock, answer, lines } = await setUp();
    answer(() => Promise.resolve(refused('timeout', 'No answer.')));
    feed(0, 51);
    // The value is there already, heard before the write: it does not count as read back.
    const written = control.operate({ token: token(51), reason: '' }, session);
    await settle();
    clock.advance(10_000);
    expect(await written).toMatchObject({ ok: true, value: { outcome: 'in-doubt', answered: false, feedback: null } });
    expect(control.state(session).marks).toMatchObject([{ tag: 'SP', kind: 'in-doubt', place: 'CR-1' }]);
    feed(0, 51.2);
    clock.advance(1000);
    expect(control.state(session).marks).toHaveLength(1);
    feed(0, 51);
    clock.advance(1000);
    expect(control.state(session).marks).toEqual([]);
    await settle();
    expect(lines.map(({ result }) => result?.split(':')[0])).toEqual([undefined, 'in-doubt', 'done late']);
  });
  it('is in doubt after a minute where the driver says nothing at all, and another one is refused meanwhile', async () => {
    const { control, token, settle, clock, answer, sent } = await setUp();
    answer(() => new Promise(() => undefined));
    const [first, second] = [token(51), token(52)];
    const written = control.operate({ token: first, reason: '' }, session);
    await settle();
    expect(await control.operate({ token: second, reason: '' }, session)).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(control.select({ tag: 'SP' as TagId, value: 53 }, session)).toMatchObject({ ok: true, value: { token: null } });
    clock.advance(60_000);
    await settle();
    clock.advance(70_000);
    expect(await written).toMatchObject({ ok: true, value: { outcome: 'in-doubt' } });
    expect(sent).toEqual([51]);
  });
});
