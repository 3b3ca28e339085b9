import { describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { Note } from '#shared/model/history.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { actionMarks, alarmMarks, markScope, marksUpTo, noteMarks, type OperatorAction } from './trend-marks.ts';

const directory = createDirectoryIndex(smallDirectory());
const alarm = directory.directory.alarms.find(({ tag }) => tag === 'FT-1')!;
const other = directory.directory.alarms.find((one) => directory.assetOfAlarm(one) !== directory.tagById('FT-1')?.asset);
const event = (id: string, kind: AlarmEvent['kind'] = 'raised', timeMs = 1000): AlarmEvent => ({ seq: 1, alarm: id as AlarmEvent['alarm'], kind, from: 'normal', to: 'active-unacked', timeMs, engineMs: timeMs, value: 1, quality: 0 });
const action = (more: Partial<OperatorAction>): OperatorAction => ({ seq: 1, timeMs: 5, user: 'Lead', action: 'tag.write', subject: 'FT-1.SP', result: 'done', ...more });
const note = (more: Partial<Note>): Note => ({ seq: 7, fromMs: 10, toMs: null, madeMs: 20, user: 'Lead', text: 'Seen', tags: [], asset: null, withdrawn: null, ...more });
const scope = markScope(directory, ['FT-1']);

describe('the marks over a trend', () => {
  it('are alarms raised on the assets of its pens, no other ones and no other events', () => {
    expect(alarmMarks(directory, [event(alarm.id), event(alarm.id, 'returned'), event('GONE')], scope)).toEqual([
      { kind: 'alarm', timeMs: 1000, toMs: null, priority: alarm.priority, text: alarm.message, subject: alarm.id, count: 1 },
    ]);
    if (other !== undefined) expect(alarmMarks(directory, [event(other.id)], scope)).toEqual([]);
  });

  it('are what people did to those assets, refused attempts named as such', () => {
    expect(actionMarks(directory, [action({}), action({ result: 'out-of-range' }), action({ result: 'unconfirmed: It shows 5.' }), action({ result: 'done, found by read-back after a restart' }), action({ result: null }), action({ subject: 'ELSEWHERE' }), action({ action: 'alarm.acknowledge', subject: alarm.id })], scope).map(({ text }) => text)).toEqual([
      'Lead: wrote FT-1.SP',
      'Lead: wrote FT-1.SP, refused (out-of-range)',
      'Lead: wrote FT-1.SP, unconfirmed: It shows 5.',
      'Lead: wrote FT-1.SP',
      'Lead: wrote FT-1.SP, end not known',
      `Lead: acknowledged ${alarm.id}`,
    ]);
  });

  it('are notes on a pen, on its asset, or on nothing but the time; withdrawn ones and those on other things are not', () => {
    const asset = directory.tagById('FT-1')!.asset;
    const all = [note({ seq: 1 }), note({ seq: 2, tags: ['FT-1'] }), note({ seq: 3, asset }), note({ seq: 4, tags: ['NO'] }), note({ seq: 5, withdrawn: { atMs: 1, user: 'Lead' } }), note({ seq: 6, toMs: 90 })];
    expect(noteMarks(all, scope).map(({ subject, toMs }) => [subject, toMs])).toEqual([['1', null], ['2', null], ['3', null], ['6', 90]]);
  });

  it('show nothing later than the moment the clock was taken back to, and cut a stretch off there', () => {
    const read = noteMarks([note({ fromMs: 10, toMs: 15 }), note({ fromMs: 20, toMs: 40 }), note({ fromMs: 31 })], scope);
    expect(marksUpTo(read, 30).map(({ timeMs, toMs }) => [timeMs, toMs])).toEqual([
      [10, 15],
      [20, 30],
    ]);
    expect(marksUpTo(read, 40)).toBe(read);
  });
});
