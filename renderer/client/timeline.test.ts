import { describe, expect, it, vi } from 'vitest';
import type { SampleColumns } from '#shared/contract/columns.ts';
import type { AlarmId, TagId } from '#shared/model/ids.ts';
import { Q, qualityWords } from '#shared/model/quality.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import type { VirtualTimers } from '../testing/virtual-timers.ts';
import { seeked } from './console-client.ts';
import { behindPresentMs } from './timeline.ts';

const startMs = 1_000_000;

/** A plant that ran for a minute: FT-1 counts the seconds since the start, an alarm came at 20 s and went at 40 s. */
async function afterOneMinute() {
  const { timers, engine, client } = createFakeConsole(startMs);
  await timers.settle();
  for (let second = 1; second <= 60; second++) {
    await timers.advance(1000);
    engine.plant.hold('FT-1', { value: second, quality: Q.good });
    engine.tick();
    if (second === 20) engine.raise('FT-1.H');
    if (second === 40) engine.clear('FT-1.H');
  }
  await timers.paint();
  return { timers, engine, client };
}
const at = (second: number): number => startMs + second * 1000;
/** Plays: frames of 50 ms for so long. */
async function frames(timers: VirtualTimers, forMs: number): Promise<void> {
  for (let ms = 0; ms < forMs; ms += 50) {
    await timers.advance(50);
    await timers.paint();
  }
}

describe('the timeline', () => {
  it('shows values and alarms of the moment it jumped to, all at once, and the present again after that', async () => {
    const { client, timers, engine } = await afterOneMinute();
    client.live.watch([0], () => undefined);
    await timers.settle();
    expect(client.live.value[0]).toBe(60);
    client.timeline.seek(at(30));
    // Until the picture is there the present stays, and is called so.
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'live', targetMs: at(30) });
    expect(client.live.value[0]).toBe(60);
    await timers.settle();
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'replay', atMs: at(30), targetMs: null });
    expect(client.nowMs()).toBe(at(30));
    expect(client.live.value[0]).toBe(30);
    expect(client.live.isPast).toBe(true);
    expect(client.alarms.getState().rows.map(({ standing }) => standing)).toMatchObject([{ alarm: 'FT-1.H', state: 'active-unacked', raisedMs: at(20) }]);
    client.timeline.seek(at(10));
    await timers.settle();
    expect(client.live.value[0]).toBe(10);
    expect(client.alarms.getState().rows).toEqual([]);
    engine.plant.hold('FT-1', { value: 77, quality: Q.good });
    engine.tick();
    await timers.advance(20);
    expect(client.live.value[0]).toBe(10);
    client.timeline.live();
    expect(client.timeline.state.getState().mode).toBe('live');
    expect(client.live.value[0]).toBe(77);
    expect(client.alarms.getState()).toBe(client.present.alarms.getState());
    client.close();
  });

  it('keeps banner and clock of the present while the past is shown', async () => {
    const { client, timers, engine } = await afterOneMinute();
    client.timeline.seek(at(10));
    await timers.settle();
    engine.raise('TT-2.H');
    await timers.advance(100);
    await timers.paint();
    expect(client.present.alarms.getState().counts[3]).toEqual({ active: 1, unacked: 1 });
    expect(client.alarms.getState().counts[3]).toEqual({ active: 0, unacked: 0 });
    expect(client.present.nowMs()).toBeGreaterThanOrEqual(at(60));
    client.close();
  });

  it('plays recorded samples and alarms at their times, at the speed chosen, and hands every sample to readers once', async () => {
    const { client, timers } = await afterOneMinute();
    const read: number[] = [];
    const lost: number[] = [];
    client.live.watch([0], () => undefined);
    client.samples([0], (columns: SampleColumns, missing) => {
      read.push(...columns.value);
      if (missing !== 0) lost.push(missing);
    });
    client.timeline.seek(at(15));
    await timers.settle();
    expect(lost).toEqual([seeked]);
    client.timeline.play();
    await frames(timers, 3000);
    expect(client.nowMs()).toBeGreaterThan(at(17.5));
    expect(client.nowMs()).toBeLessThanOrEqual(at(18));
    expect(client.live.value[0]).toBe(17);
    expect(client.alarms.getState().rows).toEqual([]);
    client.timeline.setSpeed(5);
    await frames(timers, 1000);
    expect(client.live.value[0]).toBe(Math.floor((client.nowMs() + 40 - startMs) / 1000));
    expect(client.alarms.getState().rows).toMatchObject([{ standing: { alarm: 'FT-1.H', state: 'active-unacked' } }]);
    await frames(timers, 4000);
    expect(client.alarms.getState().rows).toMatchObject([{ standing: { state: 'returned-unacked' } }]);
    client.timeline.pause();
    expect(read).toEqual(Array.from({ length: read.length }, (_, i) => 16 + i));
    expect(read.at(-1)).toBe(client.live.value[0]);
    client.close();
  });

  it('plays whole pictures faster than 10×, and stops right behind the present without going live', async () => {
    const { client, timers } = await afterOneMinute();
    client.live.watch([0], () => undefined);
    client.timeline.seek(at(0));
    client.timeline.setSpeed(60);
    await timers.settle();
    client.timeline.play();
    await frames(timers, 500);
    expect(client.nowMs()).toBeGreaterThan(at(10));
    expect(client.live.value[0]).toBe(Math.floor((client.nowMs() + 40 - startMs) / 1000));
    await frames(timers, 3000);
    const { mode, isPlaying, atMs } = client.timeline.state.getState();
    expect({ mode, isPlaying }).toEqual({ mode: 'replay', isPlaying: false });
    expect(atMs).toBeLessThanOrEqual(client.present.nowMs() - behindPresentMs);
    expect(atMs).toBeGreaterThanOrEqual(at(58));
    client.close();
  });

  it('plays a window from its beginning to its end, again and again', async () => {
    const { client, timers } = await afterOneMinute();
    client.timeline.seek(at(30));
    await timers.settle();
    client.timeline.setWindow({ fromMs: at(29), toMs: at(31) });
    client.timeline.play();
    await frames(timers, 1500);
    expect(client.timeline.state.getState()).toMatchObject({ isPlaying: false, atMs: at(31) });
    client.timeline.play();
    await timers.settle();
    expect(client.timeline.state.getState()).toMatchObject({ isPlaying: true, atMs: at(29) });
    client.close();
  });

  it('brings tags that are first watched in the past to the same moment, never with a present value', async () => {
    const { client, timers } = await afterOneMinute();
    client.live.watch([3], () => undefined);
    await timers.settle();
    client.timeline.seek(at(25));
    await timers.settle();
    const seen: number[] = [];
    client.live.watch([0], () => seen.push(client.live.value[0] as number));
    expect(client.live.value[0]).toBeNaN();
    await timers.paint();
    expect(client.live.value[0]).toBe(25);
    expect(seen).toEqual([25]);
    client.timeline.play();
    await frames(timers, 2000);
    expect(client.live.value[0]).toBe(26);
    client.close();
  });

  it('gives tags that are first watched while a jump is on its way the moment jumped to, not the one before it', async () => {
    const { client, timers, engine } = await afterOneMinute();
    const other = client.directory.getState()?.indexOf('TT-2' as TagId) ?? -1;
    engine.plant.hold('TT-2', { value: 1, quality: Q.good });
    engine.tick();
    await timers.advance(10_000);
    engine.plant.hold('TT-2', { value: 2, quality: Q.good });
    engine.tick();
    await timers.advance(10_000);
    client.live.watch([0], () => undefined);
    client.timeline.seek(at(65));
    await timers.settle();
    client.timeline.seek(at(75));
    client.live.watch([other], () => undefined);
    await timers.settle();
    expect(client.nowMs()).toBe(at(75));
    expect(client.live.value[other]).toBe(2);
    client.close();
  });

  it('takes no window that lies wholly ahead of the present', async () => {
    const { client } = await afterOneMinute();
    client.timeline.setWindow({ fromMs: at(70), toMs: at(80) });
    expect(client.timeline.state.getState().window).toBeNull();
    client.close();
  });

  it('stands still while nobody sees it, instead of jumping on by all that time', async () => {
    const { client, timers } = await afterOneMinute();
    await timers.advance(3_600_000);
    client.live.watch([0], () => undefined);
    client.timeline.seek(at(5));
    await timers.settle();
    client.timeline.setSpeed(100);
    client.timeline.play();
    await frames(timers, 500);
    const beforeMs = client.nowMs();
    // A hidden window draws no frames.
    await timers.advance(30_000);
    await frames(timers, 500);
    expect(client.nowMs() - beforeMs).toBeLessThanOrEqual(150_000);
    client.close();
  });

  it('says that there is no history before the first sample', async () => {
    const { client, timers } = await afterOneMinute();
    client.live.watch([0], () => undefined);
    client.timeline.seek(at(-3600));
    await timers.settle();
    expect(client.live.value[0]).toBeNaN();
    expect(qualityWords(client.live.quality[0] as number)).toBe('no history at this time');
    client.close();
  });

  it('refuses writes and acknowledges in the past with a reason, and lets notes through', async () => {
    const { client, timers, engine } = await afterOneMinute();
    client.timeline.seek(at(30));
    await timers.settle();
    const written = await client.call('control.select', { tag: 'FT-1.SP' as TagId, value: 5 });
    expect(written).toMatchObject({ ok: false, fault: { message: 'Replay shows the past; go back to live (L) to acknowledge or write.' } });
    expect((await client.call('alarm.acknowledge', { occurrences: [{ alarm: 'FT-1.H' as AlarmId, seq: 1 }], comment: '' })).ok).toBe(false);
    expect((await client.call('note.write', { fromMs: at(30), toMs: null, text: 'Pump noisy', tags: [], asset: null })).ok).toBe(true);
    expect(engine.plant.standings.get('FT-1.H')?.state).toBe('returned-unacked');
    client.timeline.live();
    expect((await client.call('control.select', { tag: 'FT-1.SP' as TagId, value: 5 })).ok).toBe(true);
    client.close();
  });

  it('shows the newest target when the playhead is dragged faster than pictures come', async () => {
    const { client, timers } = await afterOneMinute();
    client.live.watch([0], () => undefined);
    for (const second of [10, 20, 30, 40, 45]) client.timeline.seek(at(second));
    await timers.settle();
    expect(client.live.value[0]).toBe(45);
    expect(client.timeline.state.getState()).toMatchObject({ atMs: at(45), targetMs: null });
    client.close();
  });

  it('keeps the picture of the past over a lost line and asks for it again when the line is back', async () => {
    const { client, timers, engine } = await afterOneMinute();
    client.live.watch([0], () => undefined);
    client.timeline.seek(at(30));
    await timers.settle();
    engine.stop();
    await timers.settle();
    expect(client.live.value[0]).toBe(30);
    expect(client.live.quality[0]).toBe(Q.good);
    client.timeline.seek(at(31));
    await timers.settle();
    expect(client.timeline.state.getState()).toMatchObject({ targetMs: at(31), atMs: at(30), problem: 'The link to the engine is down.' });
    engine.start();
    await timers.advance(4000);
    expect(client.timeline.state.getState()).toMatchObject({ targetMs: null, atMs: at(31), problem: null });
    expect(client.live.value[0]).toBe(31);
    client.close();
  });

  it('goes on playing from the moment it is taken to, and hands out nothing of the stretch before the jump', async () => {
    const { client, timers } = await afterOneMinute();
    const read: number[] = [];
    client.live.watch([0], () => undefined);
    client.samples([0], (columns, lost) => {
      if (lost === seeked) read.length = 0;
      read.push(...columns.value);
    });
    client.timeline.playFrom(at(10));
    await frames(timers, 1500);
    expect(read).toEqual([11]);
    client.timeline.seek(at(40));
    await frames(timers, 2500);
    expect(read).toEqual([41, 42]);
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'replay', isPlaying: true });
    expect(client.live.value[0]).toBe(42);
    client.close();
  });

  it('stands still with a reason while the line is down, and plays on when it is back', async () => {
    const { client, timers, engine } = await afterOneMinute();
    client.live.watch([0], () => undefined);
    client.timeline.setSpeed(60);
    client.timeline.playFrom(at(5));
    await frames(timers, 200);
    engine.stop();
    await frames(timers, 1500);
    const { atMs, problem } = client.timeline.state.getState();
    expect(problem).toBe('The link to the engine is down.');
    expect(client.live.quality[0]).toBe(Q.good);
    engine.start();
    await frames(timers, 5000);
    expect(client.timeline.state.getState().problem).toBeNull();
    expect(client.nowMs()).toBeGreaterThan(atMs);
    expect(client.live.isPast).toBe(true);
    client.close();
  });

  it('shows the same moment over a reload of the project, never a value of now in between', async () => {
    const { client, timers, engine } = await afterOneMinute();
    client.live.watch([0], () => undefined);
    client.timeline.seek(at(30));
    await timers.settle();
    const { tags, ...rest } = smallDirectory();
    engine.reload({ ...rest, tags: tags.map((tag) => ({ ...tag, description: 'Changed' })) });
    const seen = new Set<number>();
    for (let turn = 0; turn < 20; turn++) {
      await timers.advance(20);
      if (turn === 2) client.live.watch([0], () => undefined);
      await timers.paint();
      engine.tick();
      seen.add(client.live.value[0] as number);
      expect(client.live.isPast).toBe(true);
    }
    expect([...seen].filter((value) => !Number.isNaN(value))).toEqual([30]);
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'replay', atMs: at(30), targetMs: null });
    client.close();
  });

  it('is always in the past of a recording and never live', async () => {
    const { client, timers, engine } = await afterOneMinute();
    const told = vi.fn<() => void>();
    client.timeline.state.subscribe(told);
    engine.reload({ ...smallDirectory(), recording: { title: 'Trip', plant: 'Test works', fromMs: at(5), toMs: at(50), madeMs: at(55), madeBy: 'Lead' } });
    await timers.advance(100);
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'replay', atMs: at(5) });
    client.timeline.live();
    expect(client.timeline.state.getState().mode).toBe('replay');
    client.timeline.seek(at(500));
    await timers.settle();
    expect(client.timeline.state.getState().atMs).toBe(at(50));
    expect(await client.call('control.select', { tag: 'FT-1.SP' as TagId, value: 5 })).toMatchObject({ ok: false, fault: { message: 'This is a recording; there is no plant behind it to acknowledge or write to.' } });
    client.close();
  });
});
