import { describe, expect, it } from 'vitest';
import { contract, type FirstoutContract } from '#shared/contract/index.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { refuseInRecording } from '#electron/engine/handlers/recording-rules.ts';
import { pastRefusal, recordingKeepsNothing, recordingRefusal, recordRefusal, refusedInPast, replayRefusal } from './replay-rules.ts';

const calls = Object.entries(contract).flatMap(([name, { kind }]) => (kind === 'command' || kind === 'query' ? [{ name, kind }] : []));
const commands = calls.filter(({ kind }) => kind === 'command').map(({ name }) => name);

describe('in a recording', () => {
  /** The engine's own handlers, as they are wrapped for a recording: every call that gets through says so. */
  const handlers = refuseInRecording(Object.fromEntries(calls.map(({ name }) => [name, () => 'through'])) as unknown as Handlers<FirstoutContract>);
  it('the console refuses each command that the engine refuses, and no other call', () => {
    for (const { name } of calls) {
      const answer = (handlers as unknown as Record<string, () => unknown>)[name]?.();
      expect([name, refusedInPast(name, true) === null]).toEqual([name, answer === 'through']);
    }
  });
  it('notes and saved trends are not taken, with a sentence that speaks of them', () => {
    for (const name of ['note.write', 'note.withdraw', 'trend.save', 'trend.remove']) expect(refusedInPast(name, true)).toEqual({ code: 'forbidden', message: recordingKeepsNothing });
    expect(refusedInPast('control.operate', true)).toEqual({ code: 'forbidden', message: recordingRefusal });
    const recording = { file: 'x' } as never;
    expect([recordRefusal({ recording }), pastRefusal({ mode: 'replay', recording })]).toEqual([recordingKeepsNothing, recordingRefusal]);
  });
});

describe('in replay', () => {
  it('the plant is not touched, but notes, saved trends and files can be made of what is seen', () => {
    const refused = commands.filter((name) => refusedInPast(name, false) !== null);
    expect(refused.toSorted()).toEqual([
      'alarm.acknowledge',
      'alarm.rationalise',
      'alarm.removeFromService',
      'alarm.reset',
      'alarm.returnToService',
      'alarm.shelve',
      'alarm.takeOver',
      'alarm.unshelve',
      'control.dismiss',
      'control.force',
      'control.operate',
      'control.select',
      'control.take',
      'device.trustCertificate',
      'handover.accept',
      'handover.write',
      'import.open',
      'import.start',
      'incident.command',
      'runbook.act',
      'runbook.begin',
      'runbook.operate',
      'runbook.select',
      'tripGroup.reset',
    ]);
    expect(refusedInPast('control.operate', false)).toEqual({ code: 'forbidden', message: replayRefusal });
    expect(recordRefusal({ recording: null })).toBeNull();
  });
  it('every question is answered', () => {
    for (const { name, kind } of calls) if (kind === 'query') expect([name, refusedInPast(name, false), refusedInPast(name, true)]).toEqual([name, null, null]);
  });
});
