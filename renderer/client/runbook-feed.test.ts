import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/model/runbook-run.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { mergeRuns } from './runbook-feed.ts';

const run = 'run-of-test-1';

async function setUp() {
  const { timers, engine, client } = createFakeConsole();
  await timers.settle();
  await client.call('runbook.begin', { run, runbook: 'RB-T-01', hash: null, incident: null, alarm: null, asset: null, reason: '' });
  await timers.settle();
  return { timers, engine, client, followed: client.runbooks.follow(run) };
}

const notesOf = (followed: Awaited<ReturnType<typeof setUp>>['followed']): readonly string[] | undefined => followed.picture.getState().state?.notes.map(({ text }) => text);

describe('a run on a console', () => {
  it('is seen as another console moves it, at once', async () => {
    const { timers, engine, client, followed } = await setUp();
    await timers.settle();
    expect(followed.picture.getState()).toMatchObject({ isKnown: true, isLinked: true, state: { number: 1, status: 'running', current: 0 } });
    engine.runs.act(run, { kind: 'skip', step: 'stop', to: null, reason: 'seen on the spot' }, 'Ben');
    await timers.advance(100);
    expect(followed.picture.getState().state).toMatchObject({ current: 1, steps: [{ ended: { by: 'Ben', end: 'skipped' } }, {}, {}, {}, {}, {}] });
    expect(client.runbooks.runs.getState()).toMatchObject({ isKnown: true, runs: [{ run, step: { id: 'lock' } }] });
    client.close();
  });

  it('keeps what it knew over a lost line and says that it is not linked; what happened meanwhile comes once', async () => {
    const { timers, engine, client, followed } = await setUp();
    await timers.settle();
    engine.runs.act(run, { kind: 'note', step: null, item: null, text: 'before' }, 'Ben');
    await timers.settle();
    engine.stop();
    await timers.settle();
    expect(followed.picture.getState()).toMatchObject({ isLinked: false, live: null, isKnown: true });
    engine.runs.act(run, { kind: 'note', step: null, item: null, text: 'meanwhile' }, 'Ben');
    expect(notesOf(followed)).toEqual(['before']);
    engine.start();
    await timers.advance(30_000);
    expect(notesOf(followed)).toEqual(['before', 'meanwhile']);
    expect(followed.picture.getState().isLinked).toBe(true);
    client.close();
  });

  it('that somebody left is there as it was told last when it is opened again while the engine is away, and goes on from there', async () => {
    const { timers, engine, client, followed } = await setUp();
    await timers.settle();
    engine.runs.act(run, { kind: 'note', step: null, item: null, text: 'before' }, 'Ben');
    await timers.settle();
    followed.stop();
    await timers.advance(60_000);
    engine.runs.act(run, { kind: 'note', step: null, item: null, text: 'unseen' }, 'Ben');
    engine.stop();
    await timers.settle();
    const again = client.runbooks.follow(run);
    expect(again.picture.getState()).toMatchObject({ isKnown: true, isLinked: false, live: null, state: { number: 1 } });
    expect(notesOf(again)).toEqual(['before']);
    engine.start();
    await timers.advance(30_000);
    expect(notesOf(again)).toEqual(['before', 'unseen']);
    client.close();
  });

  it('is in replay as it was at that moment, without live checks, and as it is once the present is back', async () => {
    const { timers, engine, client, followed } = await setUp();
    const begunMs = timers.wallMs();
    for (const text of ['one', 'two']) {
      await timers.advance(10_000);
      engine.runs.act(run, { kind: 'note', step: null, item: null, text }, 'Ben');
    }
    await timers.advance(30_000);
    expect(followed.picture.getState().live).not.toBeNull();
    for (const [afterMs, notes] of [[15_000, ['one']], [5000, []], [25_000, ['one', 'two']], [-5000, undefined]] as const) {
      client.timeline.seek(begunMs + afterMs);
      await timers.advance(100);
      expect(client.timeline.state.getState().mode).toBe('replay');
      expect(notesOf(followed)).toEqual(notes);
      expect(followed.picture.getState().live).toBeNull();
    }
    client.timeline.live();
    await timers.advance(100);
    expect(notesOf(followed)).toEqual(['one', 'two']);
    client.close();
  });

  it('that is a dry run by a replayed span is of now: begun, shown as it stands and gone on with while the past is shown', async () => {
    const { timers, engine, client } = createFakeConsole();
    await timers.settle();
    client.timeline.seek(timers.wallMs() - 600_000);
    await timers.advance(100);
    expect(client.timeline.state.getState().mode).toBe('replay');
    const dry = { kind: 'replayed', fromMs: timers.wallMs() - 900_000, toMs: timers.wallMs() } as const;
    // One that is meant is not begun by what was once true.
    expect(await client.call('runbook.begin', { run, runbook: 'RB-T-01', hash: null, incident: null, alarm: null, asset: null, reason: '' })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await client.call('runbook.dryBegin', { run, runbook: 'RB-T-01', hash: null, dry })).toMatchObject({ ok: true });
    const followed = client.runbooks.follow(run);
    await timers.advance(100);
    expect(followed.picture.getState()).toMatchObject({ state: { dry, current: 0 }, live: { run } });
    client.runQueue.add(run, { kind: 'act', seenSeq: 1, act: { kind: 'note', step: null, item: null, text: 'tried' }, isDry: true });
    await timers.advance(100);
    expect(followed.picture.getState().state?.notes.map(({ text }) => text)).toEqual(['tried']);
    expect(engine.runs.records(run)).toHaveLength(2);
    client.close();
  });
});

it('runs that go on stand before those that ended, the newest first, each as it was told last', () => {
  const summary = (name: string, number: number, endedMs: number | null) => ({ run: name, number, endedMs }) as RunSummary;
  const before = mergeRuns([], [summary('a', 1, null), summary('b', 2, null), summary('c', 3, 5)]);
  expect(before.map(({ run: name }) => name)).toEqual(['b', 'a', 'c']);
  expect(mergeRuns(before, [summary('b', 2, 9), summary('d', 4, null)]).map(({ run: name }) => name)).toEqual(['d', 'a', 'c', 'b']);
});
