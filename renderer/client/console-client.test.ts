import { describe, expect, it, vi } from 'vitest';
import type { AlarmId } from '#shared/model/ids.ts';
import { isGood, Q } from '#shared/model/quality.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { createFakeEngine } from '../testing/fake-engine.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { createVirtualTimers } from '../testing/virtual-timers.ts';
import { acknowledgeRows } from './alarm-actions.ts';
import { createConsoleClient, lostUnknown } from './console-client.ts';

/** A line whose far end can fall silent without closing, as a hung engine or a lost radio link does. */
function mutable(channel: Channel): Channel & { isMuted: boolean } {
  const line = {
    isMuted: false,
    send: (message: unknown) => void (line.isMuted || channel.send(message)),
    onMessage: (receive: (message: unknown) => void) => channel.onMessage((message) => void (line.isMuted || receive(message))),
    onClose: (closed: () => void) => channel.onClose(closed),
    close: () => channel.close(),
  };
  return line;
}

async function setUp(role = 'engineer') {
  const timers = createVirtualTimers();
  const time = { nowMs: timers.wallMs, monotonicMs: timers.now, after: timers.after };
  const engine = createFakeEngine(smallDirectory(), time);
  const lines: (Channel & { isMuted: boolean })[] = [];
  let renewed: () => void = () => undefined;
  const client = createConsoleClient(
    {
      open() {
        const channel = engine.open();
        if (channel === null) return null;
        const line = mutable(channel);
        lines.push(line);
        return { channel: line, token: role };
      },
      onRenewed: (call) => void (renewed = call),
    },
    timers,
  );
  await timers.settle();
  return { timers, engine, client, lines, renew: () => renewed() };
}

describe('the console client', () => {
  it('connects, and has directory, status, health and alarms', async () => {
    const { client, engine, timers } = await setUp();
    engine.raise('FT-1.HH');
    await timers.paint();
    expect(client.link.getState()).toMatchObject({ state: 'live', session: { user: 'Console 2', role: 'engineer' } });
    expect(client.directory.getState()?.directory.name).toBe('Test works');
    expect(client.status.getState()?.tags.total).toBe(5);
    expect(client.links.getState().get('PLC-1')?.state).toBe('up');
    expect(client.alarms.getState().counts[1]).toEqual({ active: 1, unacked: 1 });
  });

  it('shows live values of watched tags and marks all of them within the instant the line closes', async () => {
    const { client, engine, timers } = await setUp();
    const changed = vi.fn<() => void>();
    client.live.watch([0, 3], changed);
    await timers.settle();
    expect(isGood(client.live.quality[0] as number)).toBe(true);
    engine.stop();
    await timers.settle();
    expect([...client.live.quality].every((quality) => quality === Q.badNotConnected)).toBe(true);
    expect(client.link.getState()).toMatchObject({ state: 'lost', sentence: 'The engine stopped. Values are frozen and marked.' });
    expect(client.link.getState().retryMs).not.toBeNull();
  });

  it('comes back by itself with back-off, on the same watches and without a new directory when nothing changed', async () => {
    const { client, engine, timers } = await setUp();
    const before = client.directory.getState();
    client.live.watch([0], () => undefined);
    await timers.settle();
    engine.stop();
    await timers.advance(9000);
    expect(client.link.getState().state).toBe('lost');
    engine.start();
    await timers.advance(3600);
    expect(client.link.getState().state).toBe('live');
    expect(client.directory.getState()).toBe(before);
    expect(isGood(client.live.quality[0] as number)).toBe(true);
    engine.plant.hold('FT-1', { value: 77, quality: Q.good });
    engine.tick();
    await timers.advance(20);
    expect(client.live.value[0]).toBe(77);
  });

  it('tries at once when it is told that a new engine is there', async () => {
    const { client, engine, timers, renew } = await setUp();
    engine.stop();
    await timers.advance(20_000);
    engine.start();
    renew();
    await timers.settle();
    expect(client.link.getState().state).toBe('live');
  });

  it('does not show values as good when the engine falls silent on an open line, and heals when it speaks again', async () => {
    const { client, lines, timers } = await setUp();
    client.live.watch([0], () => undefined);
    await timers.settle();
    const [line] = lines;
    if (line === undefined) throw new Error('no line was opened');
    line.isMuted = true;
    await timers.advance(2000);
    expect(client.link.getState()).toMatchObject({ state: 'lost', sentence: 'The engine does not answer. Values are frozen and marked.' });
    expect(client.live.quality[0]).toBe(Q.badNotConnected);
    line.isMuted = false;
    await timers.advance(8000);
    expect(client.link.getState().state).toBe('live');
    expect(isGood(client.live.quality[0] as number)).toBe(true);
  });

  it('stays live on a quiet plant: silence alone is no fault while the engine answers', async () => {
    const { client, lines, timers } = await setUp();
    const states = new Set<string>();
    client.link.subscribe(({ state }) => states.add(state));
    await timers.advance(30_000);
    expect(client.link.getState().state).toBe('live');
    expect([...states]).not.toContain('lost');
    expect(lines).toHaveLength(1);
  });

  it('takes a reloaded project over and ends the old watches', async () => {
    const { client, engine, timers } = await setUp();
    const changed = vi.fn<() => void>();
    client.live.watch([0], changed);
    await timers.paint();
    changed.mockClear();
    const next = smallDirectory();
    engine.reload({ ...next, name: 'Renamed works', tags: next.tags.slice(1) }, [{ file: 'tags/a.yaml', line: 3, message: 'wrong', severity: 'error' }]);
    await timers.advance(40);
    expect(client.directory.getState()?.directory.name).toBe('Renamed works');
    expect(client.live.value).toHaveLength(4);
    expect(client.project.getState()?.problems).toHaveLength(1);
    await timers.paint();
    expect(changed).not.toHaveBeenCalled();
    client.live.watch([0], changed);
    await timers.settle();
    await timers.paint();
    expect(changed).toHaveBeenCalled();
  });

  it('keeps the alarm book true over a lost line: what was cleared and raised meanwhile is seen, nothing twice', async () => {
    const { client, engine, timers } = await setUp();
    engine.raise('FT-1.HH');
    engine.raise('TT-2.H');
    await timers.paint();
    engine.stop();
    await timers.settle();
    engine.clear('TT-2.H');
    engine.plant.transition('TT-2.H', 'acknowledged', 'normal', timers.wallMs(), { user: 'Other' });
    engine.raise('FT-1.H');
    engine.start();
    await timers.advance(4000);
    await timers.paint();
    const book = client.alarms.getState();
    expect([...book.byAlarm.keys()].sort()).toEqual(['FT-1.H', 'FT-1.HH']);
    expect(book.recent.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes an alarm out of the book when it is acknowledged and gone, while the line is up', async () => {
    const { client, engine, timers } = await setUp();
    engine.raise('FT-1.HH');
    await timers.paint();
    void acknowledgeRows(client, client.alarms.getState().rows);
    await timers.paint();
    engine.clear('FT-1.HH');
    await timers.paint();
    const book = client.alarms.getState();
    expect(book.byAlarm.size).toBe(0);
    expect(book.counts[1]).toEqual({ active: 0, unacked: 0 });
    expect(book.recent.map(({ kind }) => kind)).toEqual(['raised', 'acknowledged', 'returned']);
  });

  it('acknowledges only the occurrence that was seen', async () => {
    const { client, engine, timers } = await setUp();
    engine.raise('FT-1.HH');
    await timers.paint();
    const seen = client.alarms.getState().rows;
    engine.raise('FT-1.HH');
    const done = acknowledgeRows(client, seen);
    await timers.settle();
    expect(await done).toBe(0);
    await timers.paint();
    expect(client.alarms.getState().unacked).toBe(1);
    void acknowledgeRows(client, client.alarms.getState().rows);
    await timers.paint();
    expect(client.alarms.getState().byAlarm.get('FT-1.HH' as AlarmId)?.standing.state).toBe('active-acked');
  });

  it('delivers samples, and tells of the hole after a lost line', async () => {
    const { client, engine, timers } = await setUp();
    const got: [rows: number, lost: number][] = [];
    const stop = client.samples([0], (columns, lost) => got.push([columns.tag.length, lost]));
    await timers.settle();
    engine.plant.hold('FT-1', { value: 1, quality: Q.good });
    engine.tick();
    await timers.settle();
    expect(got).toEqual([[1, 0]]);
    engine.stop();
    await timers.settle();
    engine.start();
    await timers.advance(1000);
    expect(got).toEqual([[1, 0], [0, lostUnknown]]);
    engine.plant.hold('FT-1', { value: 2, quality: Q.good });
    engine.tick();
    await timers.settle();
    expect(got.at(-1)).toEqual([1, 0]);
    stop();
    engine.plant.hold('FT-1', { value: 3, quality: Q.good });
    engine.tick();
    await timers.settle();
    expect(got).toHaveLength(3);
  });

  it('answers a call without a link with a fault instead of waiting', async () => {
    const { client, engine, timers } = await setUp();
    engine.stop();
    await timers.settle();
    expect(await client.call('project.directory', {})).toMatchObject({ ok: false, fault: { code: 'disconnected' } });
  });

  it('refuses a write of a role that may only look, with a sentence', async () => {
    const { client } = await setUp('view');
    const answer = await client.call('control.select', { tag: 'FT-1.SP' as never, value: 5 });
    expect(answer).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  });
});
