import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../project-root.ts';
import { readRunbooksCommand, UsageError } from './runbooks-command-line.ts';
import { check, find, list, print, Refused } from './runbooks-work.ts';

const demo = join(root, 'resources', 'projects', 'demo');
const said = async (work: (say: (line: string) => void) => Promise<unknown>): Promise<readonly string[]> => {
  const lines: string[] = [];
  await work((line) => lines.push(line));
  return lines;
};

describe('npm run runbooks', () => {
  it('understands its command lines, and says what is wrong with others', () => {
    expect(readRunbooksCommand(['check', '/p'], demo)).toEqual({ kind: 'check', projectDir: '/p' });
    expect(readRunbooksCommand(['list'], demo)).toEqual({ kind: 'list', projectDir: demo });
    expect(readRunbooksCommand(['find', 'oil', 'lost', '--project', '/p'], demo)).toEqual({ kind: 'find', projectDir: '/p', words: 'oil lost' });
    expect(readRunbooksCommand(['print', 'RB-1'], demo)).toEqual({ kind: 'print', projectDir: demo, runbooks: ['RB-1'] });
    expect(readRunbooksCommand(['print', '--emergency'], demo)).toEqual({ kind: 'print', projectDir: demo, runbooks: null });
    expect(readRunbooksCommand(['--help'], demo)).toEqual({ kind: 'help' });
    for (const wrong of [[], ['mend'], ['find'], ['print'], ['print', 'RB-1', '--emergency'], ['check', 'a', 'b'], ['check', '--nothing']]) expect(() => readRunbooksCommand(wrong, demo)).toThrow(UsageError);
  });

  it('lists what is wrong with file and line, and says how much it was', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'firstout-runbooks-'));
    try {
      cpSync(demo, dir, { recursive: true });
      const file = join(dir, 'runbooks', 'rb-mcc-02-motor-overload.md');
      writeFileSync(file, readFileSync(file, 'utf8').replace('to=machine', 'to=machines'));
      const lines = await said((say) => check(dir, say));
      expect(lines.find((line) => line.includes('to #machines'))).toMatch(/^runbooks\/rb-mcc-02-motor-overload\.md:\d+: error: this branch leads to #machines, and there is no such step; did you mean #machine\?$/);
      expect(lines.at(-1)).toMatch(/^\d+ runbooks, \d+ problems?; 1 cannot be run$/);
      await expect(print(dir, ['RB-MCC-02'], () => undefined)).rejects.toThrow(Refused);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('names, finds and prints those of the demo plant', async () => {
    expect(await said((say) => list(demo, say))).toContainEqual(expect.stringMatching(/^RB-K201-03 {2}\S+ {2}K-201 trip on loss of lube oil$/));
    expect((await said((say) => find(demo, 'lube oil presure', say)))[0]).toBe('RB-K201-03  K-201 trip on loss of lube oil');
    const printed = (await said((say) => print(demo, ['RB-K201-03'], say))).join('\n');
    expect(printed.split('\f').every((page) => page.includes('RB-K201-03  version ') && page.includes('text '))).toBe(true);
    const emergency = (await said((say) => print(demo, null, say))).join('\n').split('\f');
    expect(emergency.every((page) => page.includes('EMERGENCY'))).toBe(true);
    expect(new Set(emergency.map((page) => /^\S+/.exec(page)?.[0])).size).toBeGreaterThan(1);
    await expect(print(demo, ['RB-K201-03', 'RB-NONE'], () => undefined)).rejects.toThrow(Refused);
  });
});
