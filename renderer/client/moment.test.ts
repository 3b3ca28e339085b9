import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AlarmStanding } from '#shared/model/alarm.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import type { ConsoleClient } from './console-client.ts';
import { createDirectoryIndex, type DirectoryIndex } from './directory-index.ts';
import { createMoment } from './moment.ts';

const index = createDirectoryIndex(smallDirectory());
const standing = { alarm: index.directory.alarms[0]?.id, state: 'active-unacked', raisedMs: 5, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 1, quality: 0, seq: 7 } as AlarmStanding;

const lockedThen = { ok: true, value: { fromMs: 900, toMs: 2000, runs: [{ run: 'r', number: 3, runbook: 'RB-T-01', title: 'Pump', locks: [{ asset: 'P-1', reference: 'L-17', gate: 'P-1 locked', by: 'Ben', timeMs: 900 }] }] } };

/** A console whose engine has one sample of each tag, or its history on a server that does not answer. */
function console(away: { readonly sentence: string; readonly untilMs: number } | null, locks: unknown = lockedThen) {
  const asked: { readonly name: string; readonly input: unknown }[] = [];
  const directory = createStore<DirectoryIndex | null>(() => index);
  const call = (name: string, input: { readonly tags?: readonly number[] }) => {
    asked.push({ name, input });
    const count = input.tags?.length ?? 0;
    if (name === 'runbook.locks') return Promise.resolve(locks);
    return Promise.resolve({ ok: true, value: name === 'history.at' ? { timeMs: new Float64Array(count).fill(40), value: new Float64Array(count).fill(1.5), quality: new Uint32Array(count), away } : { seq: 7, standings: [standing] } });
  };
  const client = { call, directory, live: { text: () => '' }, present: { nowMs: () => 1e12 }, timeline: { state: createStore(() => ({ recording: null })) } } as unknown as ConsoleClient;
  return { client, asked, directory };
}
/** Nothing is painted here. */
const timers = { frame: () => () => undefined, after: () => () => undefined };
const never = new AbortController().signal;

it('a moment holds the values, alarms and locks of its time, of the tags that are watched, beside what the console shows', async () => {
  const { client, asked } = console(null);
  const moment = createMoment(client, timers);
  moment.live.watch([0], () => undefined);
  expect(await moment.show(1000, never)).toBeNull();
  expect(asked).toEqual([{ name: 'history.at', input: { revision: index.revision, tags: [0], atMs: 1000 } }, { name: 'alarms.standingAt', input: { atMs: 1000 } }, { name: 'runbook.locks', input: { atMs: 1000 } }]);
  expect([moment.nowMs(), moment.live.value[0], moment.live.isPast, moment.live.isLinkLost]).toEqual([1000, 1.5, true, false]);
  expect(moment.alarms.getState().rows.map(({ standing: { alarm } }) => alarm)).toEqual([standing.alarm]);
  expect([...moment.locks.getState().byAsset].map(([asset, all]) => [asset, all.map(({ reference, number }) => `${reference}, run ${number}`)])).toEqual([['P-1', ['L-17, run 3']]]);
});

it('half a moment is none: history that is away, locks that cannot be read, and a project that was edited, are faults', async () => {
  const { client } = console({ sentence: 'The history server does not answer.', untilMs: 2000 });
  const moment = createMoment(client, timers);
  expect((await moment.show(1000, never))?.message).toContain('The history server does not answer.');
  expect(moment.nowMs()).toBeNaN();
  const unread = createMoment(console(null, { ok: false, fault: { code: 'history-unavailable', message: 'The records cannot be read.' } }).client, timers);
  expect((await unread.show(1000, never))?.message).toBe('The records cannot be read.');
  expect(unread.locks.getState().isKnown).toBe(false);
  const edited = console(null);
  const before = createMoment(edited.client, timers);
  edited.directory.setState(createDirectoryIndex(smallDirectory()), true);
  expect((await before.show(1000, never))?.code).toBe('gone');
});
