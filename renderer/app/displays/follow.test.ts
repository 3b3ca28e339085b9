import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import type { PickedAlarm } from '../../client/alarm-actions.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import { createSelection } from '../../client/selection.ts';
import { createFakeConsole } from '../../testing/fake-console.ts';
import { shareSelection } from './follow-selection.ts';
import { shareTimeline } from './follow-time.ts';
import { createPeers, type PeerLine } from './peers.ts';

const startMs = 1_000_000;
const at = (second: number): number => startMs + second * 1000;

/** A BroadcastChannel whose messages arrive when they are let through; counts them. */
function createExchange() {
  const lines: PeerLine[] = [];
  let waiting: (() => void)[] = [];
  let sent = 0;
  return {
    join(): PeerLine {
      const line: PeerLine = {
        onmessage: null,
        postMessage(message) {
          sent++;
          const copy: unknown = structuredClone(message);
          for (const other of lines) if (other !== line) waiting.push(() => other.onmessage?.({ data: copy }));
        },
        close: () => void lines.splice(lines.indexOf(line), 1),
      };
      lines.push(line);
      return line;
    },
    /** Lets messages through until none waits. */
    deliver() {
      while (waiting.length > 0) {
        const now = waiting;
        waiting = [];
        for (const arrive of now) arrive();
      }
    },
    sent: () => sent,
    shout: (message: unknown) => {
      for (const line of lines) line.onmessage?.({ data: message });
    },
  };
}

/** Windows of one console on one engine that ran for a minute. */
async function windowsAfterAMinute(count: number) {
  const { timers, engine, client: first, open: openConsole } = createFakeConsole(startMs);
  const exchange = createExchange();
  const open = (name: string, client: ConsoleClient = openConsole()) => {
    const peers = createPeers(exchange.join(), name);
    const { timeline, close } = shareTimeline(client.timeline, peers, timers);
    return { client, peers, timeline, close, state: () => client.timeline.state.getState() };
  };
  const windows = Array.from({ length: count }, (_, number) => open(`w${number}`, number === 0 ? first : undefined));
  await timers.settle();
  for (let second = 1; second <= 60; second++) {
    await timers.advance(1000);
    engine.tick();
  }
  await timers.paint();
  const settle = async (): Promise<void> => {
    exchange.deliver();
    await timers.settle();
    exchange.deliver();
  };
  const play = async (forMs: number): Promise<void> => {
    for (let ms = 0; ms < forMs; ms += 50) {
      await timers.advance(50);
      exchange.deliver();
      await timers.paint();
    }
  };
  return { timers, exchange, open, windows, settle, play };
}
type Opened = Awaited<ReturnType<typeof windowsAfterAMinute>>['windows'][number];
const pair = (windows: readonly Opened[]): readonly [Opened, Opened] => [windows[0] as Opened, windows[1] as Opened];

describe('the clock of several windows', () => {
  it('goes into the past everywhere when one window does, and back to the present from any other', async () => {
    const { windows, settle } = await windowsAfterAMinute(3);
    const [first] = pair(windows);
    first.timeline.seek(at(30));
    await settle();
    for (const one of windows) {
      expect(one.state()).toMatchObject({ mode: 'replay', atMs: at(30), isPlaying: false });
      expect(one.client.nowMs()).toBe(at(30));
    }
    windows[2]?.timeline.live();
    await settle();
    for (const one of windows) expect(one.state()).toMatchObject({ mode: 'live', targetMs: null });
  });

  it('tells each gesture once and nothing that was heard', async () => {
    const { windows, settle, exchange } = await windowsAfterAMinute(3);
    const [first] = pair(windows);
    first.timeline.seek(at(20));
    await settle();
    first.timeline.setSpeed(5);
    await settle();
    windows[1]?.timeline.step(1000);
    await settle();
    expect(exchange.sent()).toBe(3);
    for (const one of windows) expect(one.state()).toMatchObject({ mode: 'replay', atMs: at(21), speed: 5 });
  });

  it('plays at one speed in all windows, and stands at one moment where one of them pauses', async () => {
    const { windows, settle, play } = await windowsAfterAMinute(2);
    const [first, second] = pair(windows);
    first.timeline.setSpeed(2);
    first.timeline.playFrom(at(10));
    await settle();
    await play(3000);
    expect(second.state()).toMatchObject({ mode: 'replay', isPlaying: true, speed: 2 });
    expect(Math.abs(second.client.nowMs() - first.client.nowMs())).toBeLessThan(2000);
    expect(first.client.nowMs()).toBeGreaterThan(at(13));
    second.timeline.pause();
    await settle();
    expect(first.state().isPlaying).toBe(false);
    expect(first.client.nowMs()).toBe(second.client.nowMs());
  });

  it('is put right in a window that stood still while the others played', async () => {
    const { windows, settle, play } = await windowsAfterAMinute(2);
    const [first, second] = pair(windows);
    first.timeline.playFrom(at(10));
    await settle();
    await play(2000);
    // As if it had been kept from drawing for five seconds.
    second.client.timeline.playFrom(at(6));
    await settle();
    await play(5000);
    expect(Math.abs(second.client.nowMs() - first.client.nowMs())).toBeLessThan(1100);
  });

  it('has one window and one span of the bar', async () => {
    const { windows, settle } = await windowsAfterAMinute(2);
    const [first, second] = pair(windows);
    first.timeline.seek(at(30));
    first.timeline.setWindow({ fromMs: at(10), toMs: at(40) });
    first.timeline.setBar(15 * 60_000);
    await settle();
    expect(second.state()).toMatchObject({ window: { fromMs: at(10), toMs: at(40) }, barSpanMs: 15 * 60_000, barToMs: first.state().barToMs });
  });

  it('is the same in a window that opens later', async () => {
    const { windows, settle, open } = await windowsAfterAMinute(1);
    windows[0]?.timeline.seek(at(25));
    await settle();
    const late = open('late');
    late.peers.send({ t: 'hello' });
    await settle();
    await settle();
    expect(late.state()).toMatchObject({ mode: 'replay', atMs: at(25) });
  });

  it('ends at one moment when two windows are used at once', async () => {
    const { windows, settle } = await windowsAfterAMinute(3);
    const [first, second] = pair(windows);
    first.timeline.seek(at(15));
    second.timeline.seek(at(45));
    await settle();
    await settle();
    const moments = windows.map((one) => one.state().atMs);
    expect(new Set(moments).size).toBe(1);
    expect([at(15), at(45)]).toContain(moments[0]);
  });

  it('takes nothing that is no message of its kind', async () => {
    const { windows, exchange, settle } = await windowsAfterAMinute(1);
    for (const message of [null, 'seek', { t: 'time' }, { t: 'time', stamp: { n: 9, from: 'x' }, time: { isPast: true, atMs: '30' } }, { t: 'time', stamp: { n: Infinity, from: 'x' }, time: {} }]) exchange.shout(message);
    await settle();
    expect(windows[0]?.state()).toMatchObject({ mode: 'live', targetMs: null });
  });
});

describe('the selection of several windows', () => {
  const window = (exchange: ReturnType<typeof createExchange>, name: string) => {
    const selection = createSelection((tag) => (tag === 'T-1' ? ('A-1' as AssetId) : null));
    const picked = createStore<{ readonly picked: PickedAlarm | null }>(() => ({ picked: null }));
    const peers = createPeers(exchange.join(), name);
    shareSelection(selection, picked, peers);
    return { selection, picked, peers };
  };
  const microtasks = async (exchange: ReturnType<typeof createExchange>): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) {
      await Promise.resolve();
      exchange.deliver();
    }
  };

  it('is one, with the alarm that was picked, told once a gesture', async () => {
    const exchange = createExchange();
    const [a, b] = [window(exchange, 'a'), window(exchange, 'b')];
    a.picked.setState({ picked: { tag: 'T-1' as TagId, asset: 'A-1' as AssetId, raisedMs: 5 } });
    a.selection.getState().select({ tag: 'T-1' as TagId });
    await microtasks(exchange);
    expect(b.selection.getState()).toMatchObject({ assetId: 'A-1', tagId: 'T-1', pinned: null });
    expect(b.picked.getState().picked).toEqual({ tag: 'T-1', asset: 'A-1', raisedMs: 5 });
    expect(exchange.sent()).toBe(1);
    b.selection.getState().select(null);
    await microtasks(exchange);
    expect(a.selection.getState()).toMatchObject({ assetId: null, tagId: null });
    expect(exchange.sent()).toBe(2);
  });

  it('stays pinned where it was pinned, and comes to a window that opens later', async () => {
    const exchange = createExchange();
    const [a, b] = [window(exchange, 'a'), window(exchange, 'b')];
    a.selection.getState().select({ asset: 'A-2' as AssetId });
    await microtasks(exchange);
    b.selection.getState().togglePin();
    a.selection.getState().select({ asset: 'A-3' as AssetId });
    await microtasks(exchange);
    expect(b.selection.getState()).toMatchObject({ assetId: 'A-3', pinned: { assetId: 'A-2', tagId: null } });
    const late = window(exchange, 'late');
    late.peers.send({ t: 'hello' });
    await microtasks(exchange);
    expect(late.selection.getState().assetId).toBe('A-3');
  });
});
