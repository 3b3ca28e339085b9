import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DesignValues } from '#shared/contract/alarm-design.ts';
import { writeAlarm } from './write-alarm.ts';

const demo = new URL('../../../resources/projects/demo', import.meta.url).pathname;
const note = { by: 'mira', at: '2026-11-28T03:12:00.000Z', why: 'Comes with every start-up' };
const commented = `# Alarms of the feed, by hand
alarms:
  # the tank
  - id: LT-1.H
    tag: LT-1
    kind: high
    limit: 80   # overflow is at 92
    priority: 3
    message: "Level high: look at FT-1"
    cause: >-
      Long words that are
      folded by hand.

  - { id: LT-1.L, tag: LT-1, kind: low, limit: 10, priority: 4, message: Level low }
  # nothing below
`;

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'write-alarm-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const put = (text: string): void => {
  cpSync(join(demo, 'project.yaml'), join(dir, 'project.yaml'));
  cpSync(join(demo, 'alarms'), join(dir, 'alarms'), { recursive: true });
  writeFileSync(join(dir, 'alarms', 'own.yaml'), text);
};
const own = (): string => readFileSync(join(dir, 'alarms', 'own.yaml'), 'utf8');
const write = (alarm: string, change: DesignValues, before: DesignValues = {}) => writeAlarm(dir, { alarm, change, before, note });
const changedLines = (before: string, after: string): { gone: string[]; come: string[] } => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return { gone: a.filter((line) => !b.includes(line)), come: b.filter((line) => !a.includes(line)) };
};

describe('Rationalising an alarm in its file', () => {
  it('changes the lines of that setting, adds who, when and why, and leaves comments and the rest alone', async () => {
    put(commented);
    expect(await write('LT-1.H', { limit: 85, respondWithinMin: 10 }, { limit: 80, respondWithinMin: null })).toEqual({ ok: true, value: null });
    const { gone, come } = changedLines(commented, own());
    expect(gone).toEqual(['    limit: 80   # overflow is at 92']);
    expect(come).toEqual(['    limit: 85   # overflow is at 92', '    respondWithinMin: 10', '    rationalised: { by: mira, at: 2026-11-28T03:12:00.000Z, why: Comes with every start-up }']);
    expect(own()).toContain('# nothing below');
  });
  it('takes a setting out, also of an entry written on one line', async () => {
    put(commented.replace('priority: 4,', 'priority: 4, deadband: 1,'));
    expect((await write('LT-1.L', { deadband: null, priority: 3 }, { deadband: 1, priority: 4 })).ok).toBe(true);
    expect(parse(own()).alarms[1]).toEqual({ id: 'LT-1.L', tag: 'LT-1', kind: 'low', limit: 10, priority: 3, message: 'Level low', rationalised: note });
    expect(own()).toContain('folded by hand.');
  });
  it('refuses a change of what somebody else changed meanwhile, and one that would be no alarm', async () => {
    put(commented);
    expect(await write('LT-1.H', { limit: 85 }, { limit: 75 })).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(await write('LT-1.H', { priority: 7 }, { priority: 3 })).toMatchObject({ ok: false, fault: { code: 'invalid' } });
    expect(await write('LT-1.H', { limit: null }, { limit: 80 })).toMatchObject({ ok: false, fault: { code: 'invalid' } });
    expect(await write('PLC-1.LINK', { priority: 2 })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(own()).toBe(commented);
    expect(readdirSync(join(dir, 'alarms')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
  it('takes a default that nobody wrote down as what was seen', async () => {
    put(commented);
    expect((await write('LT-1.H', { deadband: 2 }, { deadband: 0 })).ok).toBe(true);
    expect(parse(own()).alarms[0].deadband).toBe(2);
  });
  it('keeps every other line of the demo plant, whichever of its alarms is changed', async () => {
    put('alarms: []\n');
    for (const file of readdirSync(join(demo, 'alarms'))) {
      const text = readFileSync(join(demo, 'alarms', file), 'utf8');
      for (const { id } of parse(text).alarms as { id: string }[]) {
        expect((await write(id, { reAlarmMin: 30 })).ok, id).toBe(true);
        const after = readFileSync(join(dir, 'alarms', file), 'utf8');
        expect(changedLines(text, after).gone, id).toEqual([]);
        expect(after.split('\n').length, id).toBe(text.split('\n').length + 2);
        writeFileSync(join(dir, 'alarms', file), text);
      }
    }
  }, 120_000);
});
