import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createVirtualTimers } from '../testing/virtual-timers.ts';
import type { Rpc } from './connection.ts';
import { createFirstOutFeed } from './first-out-feed.ts';
import type { TimelineState } from './timeline.ts';

async function setUp() {
  const { timers, engine, client } = createFakeConsole();
  await timers.settle();
  const flood = async (): Promise<void> => {
    for (const alarm of ['TT-2.H', 'FT-1.H', 'FT-1.HH']) {
      engine.raise(alarm);
      await timers.advance(400);
      await timers.paint();
    }
  };
  return { timers, engine, client, flood };
}

describe('first-out on a console', () => {
  it('is that of now while live, with the same picture for banner and view', async () => {
    const { client, flood } = await setUp();
    expect(client.firstOut.getState()).toMatchObject({ isKnown: true, groups: [] });
    await flood();
    expect(client.firstOut.getState().groups[0]).toMatchObject({ alarmCount: 3, ranked: [{ alarm: 'TT-2.H' }, {}, {}] });
    expect(client.present.firstOut.getState()).toBe(client.firstOut.getState());
    client.close();
  });

  it('keeps a burst as the object it was where nothing of it changed, so that it is not drawn anew', async () => {
    const { client, timers, engine, flood } = await setUp();
    await flood();
    const { groups } = client.firstOut.getState();
    engine.clear('FT-1.H');
    await timers.advance(400);
    await timers.paint();
    expect(client.firstOut.getState().groups).toBe(groups);
    engine.raise('TT-2.D');
    await timers.advance(400);
    await timers.paint();
    expect(client.firstOut.getState().groups[0]).not.toBe(groups[0]);
    client.close();
  });

  it('is in replay what was known by the moment shown, while the banner keeps the present; back to live at once', async () => {
    const { client, timers, flood } = await setUp();
    const beforeMs = timers.wallMs();
    await timers.advance(5000);
    await flood();
    await timers.advance(10_000);
    client.timeline.seek(beforeMs + 1000);
    await timers.advance(10);
    expect(client.timeline.state.getState().mode).toBe('replay');
    expect(client.firstOut.getState()).toMatchObject({ isKnown: true, groups: [] });
    expect(client.present.firstOut.getState().groups).toHaveLength(1);
    client.timeline.seek(timers.wallMs() - 5000);
    await timers.advance(10);
    expect(client.firstOut.getState().groups[0]?.ranked[0]?.alarm).toBe('TT-2.H');
    client.timeline.live();
    expect(client.firstOut.getState()).toBe(client.present.firstOut.getState());
    client.close();
  });

  it('moves on with a replay that plays, and never shows the picture of another moment for long', async () => {
    const { client, timers, flood } = await setUp();
    await timers.advance(5000);
    const beforeMs = timers.wallMs();
    await timers.advance(1000);
    await flood();
    await timers.advance(10_000);
    client.timeline.seek(beforeMs);
    await timers.advance(10);
    expect(client.firstOut.getState().groups).toEqual([]);
    client.timeline.play();
    // Frames of 50 ms up to 4 s after the jump.
    for (let frame = 0; frame < 80; frame++) {
      await timers.advance(50);
      await timers.paint();
    }
    expect(client.firstOut.getState().groups[0]?.alarmCount).toBe(3);
    client.close();
  });

  it('is not known after a jump whose answer is late, instead of standing there as of before', async () => {
    const timers = createVirtualTimers();
    const timeline = createStore<TimelineState>(() => ({ mode: 'replay', seeks: 1, atMs: 1000 }) as TimelineState);
    const picture = { groups: [], trips: [{ group: 'G', first: [], firstMs: 1, uncertaintyMs: 0, later: [], isResettable: true }] };
    const answers: ((ok: boolean) => void)[] = [];
    const rpc = {
      open: () => ({ close: () => undefined }),
      call: () => new Promise((resolve) => answers.push((ok) => resolve(ok ? { ok, value: picture } : { ok, fault: { code: 'history-unavailable', message: 'The journal cannot be read.' } }))),
    } as unknown as Rpc;
    const feed = createFirstOutFeed({ timers, timeline, nowMs: () => timeline.getState().atMs });
    feed.attach(rpc);
    answers.shift()?.(true);
    await timers.settle();
    expect(feed.shown.getState()).toMatchObject({ isKnown: true, trips: [{ group: 'G' }] });
    timeline.setState({ seeks: 2, atMs: 5000 });
    await timers.advance(200);
    expect(feed.shown.getState().isKnown).toBe(true);
    await timers.advance(200);
    expect(feed.shown.getState()).toMatchObject({ isKnown: false, trips: [] });
    answers.shift()?.(false);
    await timers.settle();
    expect(feed.shown.getState()).toMatchObject({ isKnown: false, problem: 'The journal cannot be read.' });
    // It is asked again by itself.
    await timers.advance(1000);
    answers.shift()?.(true);
    await timers.settle();
    expect(feed.shown.getState()).toMatchObject({ isKnown: true, problem: null, trips: [{ group: 'G' }] });
  });
});
