import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guessTimeForm, readLogTime } from './log-times.ts';
import { logKinds, readLogPriority, readLogState } from './log-words.ts';
import { type AlarmLog, readAlarmLog } from './read-alarm-log.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alarm-log-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (name: string, text: string | Buffer): Promise<AlarmLog> => {
  const path = join(folder, `${name}.csv`);
  await writeFile(path, text);
  return readAlarmLog(path);
};
const lines = (log: AlarmLog): readonly string[] =>
  [...log.timeMs].map((timeMs, row) => `${timeMs} ${log.alarms[log.alarm[row] ?? -1]?.id} ${logKinds[log.kind[row] ?? -1]}`);

describe('an alarm log of another system', () => {
  it('with conditions and NR for back to normal is read', async () => {
    const log = await read(
      'nr',
      ',timestamp,tag,type,description\n0,2024-05-01 00:00:30.000000000,FIR123,L,FLW LOW\n1,2024-05-01 00:00:40,FIR123,L NR,FLW LOW RECOVERED\n2,2024-05-01 00:01:00,LIR1,HH,LEVEL\n',
    );
    const start = Date.UTC(2024, 4, 1, 0, 0, 30);
    expect(lines(log)).toEqual([`${start} FIR123/L raised`, `${start + 10_000} FIR123/L returned`, `${start + 30_000} LIR1/HH raised`]);
    expect(log.alarms[0]).toMatchObject({ tag: 'FIR123', condition: 'L', description: 'FLW LOW' });
    expect(log.timeForm).toBe('iso');
  });

  it('with source, condition, action and priority in columns of their own is read; an empty action is the alarm itself', async () => {
    const log = await read(
      'actions',
      'Date;Time;Source;Condition;Action;Priority;Area\n28.11.2026;08:00:00,5;FIC-1;PVHI;;URGENT;U1\n28.11.2026;08:00:02;FIC-1;PVHI;ACK;URGENT;U1\n28.11.2026;08:00:03;FIC-1;PVHI;OK;URGENT;U1\n28.11.2026;08:00:04;FIC-2;;CHANGE;;U1\n',
    );
    const start = Date.UTC(2026, 10, 28, 8);
    expect(lines(log)).toEqual([
      `${start + 500} FIC-1/PVHI raised`,
      `${start + 2000} FIC-1/PVHI acknowledged`,
      `${start + 3000} FIC-1/PVHI returned`,
    ]);
    expect(log.alarms[0]).toMatchObject({ priority: 1, area: 'U1' });
    expect(log.others).toBe(1);
  });

  it('with 1 and 0 and seconds keeps its seconds', async () => {
    const log = await read('seconds', 'time,tag,state,priority\n0.5,A,1,2\n1,B,1,3\n7,A,0,2\n');
    expect(log.timeForm).toBe('seconds');
    expect(lines(log)).toEqual(['500 A raised', '1000 B raised', '7000 A returned']);
    expect(log.alarms.map(({ priority }) => priority)).toEqual([2, 3]);
  });

  it('written newest first is turned round, and equal times keep their order', async () => {
    const log = await read(
      'backwards',
      'time,tag,state\n2026-11-28T10:00:02Z,A,RTN\n2026-11-28T10:00:01Z,B,ALM\n2026-11-28T10:00:01Z,A,ALM\n',
    );
    expect(lines(log).map((line) => line.slice(14))).toEqual(['A raised', 'B raised', 'A returned']);
  });

  it('out of order in places is put in order', async () => {
    const log = await read('mixed', 'time,tag,state\n1,A,1\n5,B,1\n3,A,0\n6,C,1\n');
    expect(lines(log)).toEqual(['1000 A raised', '3000 A returned', '5000 B raised', '6000 C raised']);
  });

  it('without states counts each row as raised, and says so', async () => {
    const log = await read('bare', 'timestamp,tag\n2026-11-28 08:00,A\n2026-11-28 08:01,A\n');
    expect(lines(log).map((line) => line.slice(14))).toEqual(['A raised', 'A raised']);
    expect(log.assumptions[0]).toContain('no column of states');
  });

  it('with rows that cannot be read counts them and names the first', async () => {
    const log = await read('holes', 'time,tag,state\n2026-11-28 08:00:00,A,ALM\nyesterday,A,RTN\n2026-11-28 08:00:02,,ALM\n');
    expect(log.timeMs).toHaveLength(1);
    expect(log.unread).toEqual({ count: 2, first: ['Line 3 has no time that can be read.', 'Line 4 has no tag.'] });
  });

  it('in UTF-16 with tabs is read', async () => {
    const log = await read(
      'utf16',
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from('time\ttag\tstate\n2026-11-28 08:00:00\tÖl-1\tHI\n2026-11-28 08:00:09\tÖl-1\tHI RTN\n', 'utf16le'),
      ]),
    );
    expect(log.alarms[0]?.id).toBe('Öl-1/HI');
    expect(log.kind).toEqual(Uint8Array.of(0, 1));
  });

  it('that is none is refused with a sentence', async () => {
    await expect(read('prose', 'once,upon,a,time\nthere,was,no,alarm\n')).rejects.toThrow('No columns of time and tag were found');
    await expect(read('empty', '')).rejects.toThrow('The file holds no rows.');
    await expect(read('only-actions', 'time,tag,state\n1,A,CHANGE\n')).rejects.toThrow('The file holds no alarm');
  });
});

describe('words of a log', () => {
  it.each([
    ['H', 'raised', 'H'],
    ['H NR', 'returned', 'H'],
    ['HI_RTN', 'returned', 'HI'],
    ['PVHI ALM', 'raised', 'PVHI'],
    ['LO/ACK', 'acknowledged', 'LO'],
    ['ACT', 'raised', ''],
    ['Return to normal', 'returned', ''],
    ['0', 'returned', ''],
    ['1', 'raised', ''],
    ['Unacknowledged', 'raised', ''],
  ] as const)('%s is %s', (cell, kind, condition) => expect(readLogState(cell)).toEqual({ kind, condition }));

  it('what is no transition is none', () => {
    for (const cell of ['CHANGE', 'Shelved', 'HI SUPPRESSED']) expect(readLogState(cell)).toBeNull();
  });

  it.each([
    ['P1', 1],
    ['3', 3],
    ['Emergency', 1],
    ['High', 2],
    ['Medium', 3],
    ['LOW', 4],
    ['1000', 1],
    ['700', 2],
    ['500', 3],
    ['5', 4],
    ['', null],
    ['0', null],
    ['whatever', null],
  ] as const)('priority %s is %s', (cell, priority) => expect(readLogPriority(cell)).toBe(priority));

  it('dates are read day first or month first as the log itself tells', () => {
    expect(guessTimeForm(['05/01/2024 00:00:30', '05/13/2024 00:00'])).toEqual({ form: 'month-first', isAssumed: false });
    expect(guessTimeForm(['05/01/2024 00:00:30', '13/05/2024 00:00'])).toEqual({ form: 'day-first', isAssumed: false });
    expect(guessTimeForm(['05/01/2024 00:00:30'])).toEqual({ form: 'month-first', isAssumed: true });
    expect(guessTimeForm(['05.01.2024 00:00:30'])).toEqual({ form: 'day-first', isAssumed: true });
    expect(guessTimeForm(['1732780800000'])).toEqual({ form: 'epoch-ms', isAssumed: false });
    expect(guessTimeForm(['soon'])).toBeNull();
    expect(readLogTime('05/01/2024 12:00:30 AM', 'month-first')).toBe(Date.UTC(2024, 4, 1, 0, 0, 30));
    expect(readLogTime('31.02.2024', 'day-first')).toBeNaN();
  });
});
