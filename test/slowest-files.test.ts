import { describe, expect, it } from 'vitest';
import { slowestFiles } from './slowest-files.ts';

const file = (at: number, seconds: number) => ({ name: `/repo/test/file-${at}.test.ts`, startTime: 5000, endTime: 5000 + seconds * 1000 });

describe('the test files named at the end of a run', () => {
  it('are the ten that took longest, longest first, by their paths in the repository', () => {
    const lines = slowestFiles(Array.from({ length: 25 }, (_, at) => file(at, at * 2)), '/repo');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('  48.0 s  test/file-24.test.ts');
    expect(lines[9]).toBe('  30.0 s  test/file-15.test.ts');
  });

  it('are all there are when there are few', () => expect(slowestFiles([file(1, 0.04)], '/repo')).toEqual(['   0.0 s  test/file-1.test.ts']));
});
