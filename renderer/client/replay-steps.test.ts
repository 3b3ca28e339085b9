import { afterEach, describe, expect, it } from 'vitest';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { ackRefusal, pickedAlarm, setShownAlarms } from './alarm-actions.ts';
import { notices } from './notices.ts';
import { jumpToAlarm, leadMs, momentOfInterest, replayFromBefore, stepToEvent } from './replay-steps.ts';

const startMs = 1_000_000;
const at = (second: number): number => startMs + second * 1000;
const nothing = { assetId: null, tagId: null };

/** Two minutes of a plant: FT-1.H from 70 s to 80 s, TT-2.H from 90 s on. */
async function afterTwoMinutes() {
  const { timers, engine, client } = createFakeConsole(startMs);
  await timers.settle();
  for (let second = 1; second <= 120; second++) {
    await timers.advance(1000);
    engine.tick();
    if (second === 70) engine.raise('FT-1.H');
    if (second === 80) engine.clear('FT-1.H');
    if (second === 90) engine.raise('TT-2.H');
  }
  await timers.paint();
  const shown = async (): Promise<number> => {
    await timers.settle();
    return client.timeline.nowMs();
  };
  return { timers, client, engine, shown };
}

afterEach(() => {
  pickedAlarm.setState({ picked: null });
  setShownAlarms('list', []);
  notices.setState({ list: [] });
});

describe('replay from 60 s before', () => {
  it('is about the alarm picked while its tag is selected, else the selected one, else the first shown, else the last raised', async () => {
    const { client } = await afterTwoMinutes();
    const { rows } = client.alarms.getState();
    expect(momentOfInterest(client, nothing)).toBe(at(90));
    setShownAlarms('list', rows.filter(({ tag }) => tag === 'FT-1'));
    expect(momentOfInterest(client, nothing)).toBe(at(70));
    expect(momentOfInterest(client, { assetId: null, tagId: 'TT-2' as TagId })).toBe(at(90));
    const asset = rows[0]?.asset as AssetId;
    pickedAlarm.setState({ picked: { tag: 'TT-2' as TagId, asset, raisedMs: at(33) } });
    expect(momentOfInterest(client, { assetId: asset, tagId: 'TT-2' as TagId })).toBe(at(33));
    expect(momentOfInterest(client, { assetId: null, tagId: 'TT-2' as TagId })).toBe(at(90));
    client.close();
  });
  it('plays from there, even where a window ends before it, and stays in the past', async () => {
    const { client, shown, timers } = await afterTwoMinutes();
    client.timeline.setWindow({ fromMs: at(1), toMs: at(5) });
    replayFromBefore(client, nothing);
    expect(await shown()).toBe(at(90) - leadMs);
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'replay', isPlaying: true, window: null });
    for (let frame = 0; frame < 40; frame++) {
      await timers.advance(50);
      await timers.paint();
    }
    expect(client.timeline.nowMs()).toBeGreaterThan(at(90) - leadMs + 1500);
    client.timeline.live();
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'live', isPlaying: false });
    client.close();
  });
  it('does not go on playing where the past cannot be read', async () => {
    const { client, engine, shown } = await afterTwoMinutes();
    engine.stop();
    await shown();
    replayFromBefore(client, nothing);
    await shown();
    client.timeline.live();
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'live', isPlaying: false, targetMs: null });
    client.close();
  });
});

describe('steps', () => {
  it('go from event to event in both directions and say where there is none', async () => {
    const { client, shown } = await afterTwoMinutes();
    const seen: number[] = [];
    for (let step = 0; step < 3; step++) {
      await stepToEvent(client, -1);
      seen.push(await shown());
    }
    expect(seen).toEqual([at(90), at(80), at(70)]);
    await stepToEvent(client, -1);
    expect(await shown()).toBe(at(70));
    expect(notices.getState().list.map(({ sentence }) => sentence)).toEqual(['The alarm journal has no event before this moment.']);
    await stepToEvent(client, 1);
    expect(await shown()).toBe(at(80));
    client.close();
  });
  it('count from the moment on its way while keys are pressed faster than pictures come', async () => {
    const { client, shown } = await afterTwoMinutes();
    client.timeline.seek(at(85));
    await stepToEvent(client, -1);
    expect(await shown()).toBe(at(80));
    client.timeline.seek(at(100));
    await stepToEvent(client, -1);
    expect(await shown()).toBe(at(90));
    client.close();
  });
  it('never stop short of an event that replay cannot show yet: they say so, and stand at it as soon as it is recorded', async () => {
    const { client, engine, timers, shown } = await afterTwoMinutes();
    client.timeline.seek(at(110));
    await shown();
    engine.raise('FT-1.HH');
    await timers.advance(500);
    engine.tick();
    await timers.settle();
    await stepToEvent(client, 1);
    expect(await shown()).toBe(at(110));
    expect(client.timeline.state.getState().targetMs).toBe(at(120));
    expect(notices.getState().list.map(({ sentence }) => sentence)).toEqual(['That event is less than 2 s old: replay shows it as soon as it is recorded.']);
    await timers.advance(1400);
    expect(await shown()).toBe(at(110));
    await timers.advance(200);
    expect(await shown()).toBe(at(120));
    expect(client.timeline.state.getState().targetMs).toBeNull();
    client.close();
  });
  it('from live wait for the newest alarm too, and whatever is done meanwhile goes first', async () => {
    const { client, engine, timers, shown } = await afterTwoMinutes();
    engine.raise('FT-1.HH');
    await timers.advance(300);
    engine.tick();
    await timers.settle();
    await jumpToAlarm(client, -1);
    await shown();
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'live', targetMs: at(120) });
    // Pressed again at once: from the one on its way to the one before it.
    await jumpToAlarm(client, -1);
    expect(await shown()).toBe(at(90));
    await timers.advance(3000);
    expect(await shown()).toBe(at(90));
    client.timeline.live();
    engine.raise('FT-1.H');
    await timers.settle();
    await jumpToAlarm(client, -1);
    client.timeline.live();
    await timers.advance(3000);
    await shown();
    expect(client.timeline.state.getState()).toMatchObject({ mode: 'live', targetMs: null });
    client.close();
  });
  it('jump over everything but raised alarms', async () => {
    const { client, shown } = await afterTwoMinutes();
    await jumpToAlarm(client, -1);
    expect(await shown()).toBe(at(90));
    await jumpToAlarm(client, -1);
    expect(await shown()).toBe(at(70));
    await jumpToAlarm(client, 1);
    expect(await shown()).toBe(at(90));
    client.close();
  });
});

describe('what is of another moment', () => {
  it('is never acknowledged, and the reason is given', async () => {
    const { client, shown } = await afterTwoMinutes();
    expect(ackRefusal(client)).toBeNull();
    client.timeline.seek(at(75));
    await shown();
    expect(ackRefusal(client)).toBe('Replay shows the past; go back to live (L) to acknowledge or write.');
    client.timeline.live();
    expect(ackRefusal(client)).toBeNull();
    client.close();
  });
  it('never meets the clock of another: whoever hears of a jump reads values and time of the same moment', async () => {
    const { client, engine, shown, timers } = await afterTwoMinutes();
    client.live.watch([0], () => undefined);
    await timers.settle();
    const heard: { readonly clock: number; readonly isPast: boolean; readonly sampleMs: number }[] = [];
    const read = (): void => void heard.push({ clock: client.nowMs(), isPast: client.live.isPast, sampleMs: client.live.timeMs[0] as number });
    client.timeline.state.subscribe((now, before) => now.seeks !== before.seeks && read());
    client.alarms.subscribe(read);
    client.timeline.seek(at(50));
    await shown();
    client.timeline.live();
    engine.tick();
    await timers.settle();
    expect(heard.length).toBeGreaterThan(3);
    for (const { clock, isPast, sampleMs } of heard) {
      expect(isPast).toBe(clock === at(50));
      expect(Math.abs(clock - sampleMs)).toBeLessThan(1100);
    }
    client.close();
  });
});
