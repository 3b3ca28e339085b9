import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { removeLeftovers } from '#electron/engine/project/write-screen.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';
import { fileURLToPath } from 'node:url';

const rounds = 6;

it('a screen is the old or the new text whole, and never older than what was said to be saved, however the engine is killed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'firstout-kill-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (let round = 1; round <= rounds; round++) {
    const child = spawn(process.execPath, [fileURLToPath(programUrl('test/faults/screen-writing-child.ts')), dir, 'x'.repeat(1 + (round % 3))], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = 0;
    let heard = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      said = Number(line);
      // Killed in the middle of one of the next writes.
      if (++heard === 3 + round) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const text = readFileSync(join(dir, 'screens/a.svg'), 'utf8');
    expect(text).toMatch(/^<svg [^>]*><!-- \d+ x+ end --><\/svg>\n$/);
    expect(Number(/<!-- (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(said);
  }
});

it('what a kill left of a text that was being written goes an hour later; files of people stay', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'firstout-kill-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'screens'));
  const names = ['.0a1b2c3d-0000-4000-8000-0123456789ab.new', '.0a1b2c3d-0000-4000-8000-0123456789ac.new', '.mine.new', 'a.svg'];
  for (const name of names) writeFileSync(join(dir, 'screens', name), 'x');
  for (const name of names.filter((_, at) => at !== 1)) utimesSync(join(dir, 'screens', name), 1000, 1000);
  await removeLeftovers(dir, 2_000_000);
  expect(readdirSync(join(dir, 'screens')).toSorted((a, b) => a.localeCompare(b))).toEqual(names.slice(1).toSorted((a, b) => a.localeCompare(b)));
  expect(existsSync(join(dir, 'templates'))).toBe(false);
  await removeLeftovers(join(dir, 'nowhere'), 2_000_000);
});
