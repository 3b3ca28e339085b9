import { describe, expect, it } from 'vitest';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { createDirectoryIndex } from './directory-index.ts';
import { incidentHere } from './incident-here.ts';

const id = (text: string): AlarmId => text as AlarmId;
const directory = createDirectoryIndex(smallDirectory());

/** What the console knows once its plant raised these alarms, in this order. */
async function bookAfter(...alarms: readonly string[]) {
  const { timers, engine, client } = createFakeConsole();
  await timers.settle();
  for (const alarm of alarms) engine.raise(alarm);
  await timers.paint();
  const book = client.alarms.getState();
  client.close();
  return book;
}
const burst = (...alarms: readonly string[]): FirstOutGroup => ({
  id: 7,
  startMs: 0,
  lastMs: 0,
  isOver: false,
  alarmCount: alarms.length,
  ranked: alarms.map((alarm, at) => ({ alarm: id(alarm), seq: at + 1, tag: null, asset: null, timeMs: at, uncertaintyMs: 1, score: 0.5, why: [] })),
  undecided: [],
  members: alarms.map((alarm, at) => ({ alarm: id(alarm), seq: at + 1, timeMs: at, uncertaintyMs: 1, parent: null, via: null })),
  runbook: null,
});
const picked = (alarm: string) => ({ alarm: id(alarm), tag: null, asset: null, raisedMs: 0 });

describe('an incident opened by key', () => {
  it('is of the first-out of the burst before the operator where nothing is picked, with every asset it reached', async () => {
    const from = incidentHere({ book: await bookAfter('TT-2.H', 'FT-1.H'), groups: [burst('TT-2.H', 'FT-1.H')], picked: null }, directory);
    expect(from?.origin).toEqual({ kind: 'first-out', group: 7 });
    const assets = ['TT-2.H', 'FT-1.H'].map((alarm) => directory.alarm(id(alarm))).map((definition) => (definition === undefined ? null : directory.assetOfAlarm(definition)));
    expect(from?.assets).toEqual([...new Set(assets.filter((asset) => asset !== null))]);
  });

  it('is of the alarm that was picked, with the severity of its priority', async () => {
    const from = incidentHere({ book: await bookAfter('TT-2.H', 'FT-1.HH'), groups: [burst('TT-2.H', 'FT-1.HH')], picked: picked('FT-1.HH') }, directory);
    expect(from).toMatchObject({ origin: { kind: 'alarm', alarm: 'FT-1.HH' }, severity: directory.alarm(id('FT-1.HH'))?.priority });
  });

  it('is of the burst where its first-out is what was picked', async () => {
    const book = await bookAfter('TT-2.H', 'FT-1.H');
    expect(incidentHere({ book, groups: [burst('TT-2.H', 'FT-1.H')], picked: picked('TT-2.H') }, directory)?.origin).toEqual({ kind: 'first-out', group: 7 });
  });

  it('is none where no burst stands and what was picked is gone', async () => {
    expect(incidentHere({ book: await bookAfter(), groups: [], picked: picked('FT-1.H') }, directory)).toBeNull();
  });
});
