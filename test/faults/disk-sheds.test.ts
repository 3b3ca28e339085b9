import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import { createDataDir, openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';

const tags = 20;
const tagIds = Array.from({ length: tags }, (_, at) => `TAG-${at}`);
const periodMs = 500;

describe('a data disk that stays full', () => {
  it('goes on recording: the oldest raw samples make way and their summaries stay, alarms and actions are committed', async (context) => {
    const dir = createDataDir();
    const disk = join(dir.dataDir, 'disk');
    mkdirSync(disk, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=28m', 'tmpfs', disk], { stdio: 'pipe' });
    } catch (error) {
      dir.remove();
      return context.skip(`NOT RUN: a small disk cannot be mounted here (needs root on Linux): ${String(error)}`);
    }
    try {
      const startMs = Date.UTC(2026, 0, 1);
      const clock = createVirtualClock(startMs);
      const log = createMemoryLog();
      const store = await openTestStore(join(disk, 'data'), clock, log);
      const historian = createHistorian({ store, clock, log, tagIds });
      const random = createSeededRandom(4);
      const batch = createBatch(tags);
      let scans = 0;
      let wasFull = 0;
      store.onStatus(({ state }) => {
        if (state === 'full') wasFull++;
      });
      // Values that do not pack: 8 bytes a sample, so that the disk is full in the middle.
      const keys = Array.from(await store.history.keys(tagIds));
      for (; scans < 250_000; scans++) {
        batch.length = 0;
        for (let tag = 0; tag < tags; tag++) pushSample(batch, tag, startMs + scans * periodMs, random(), 0);
        historian.write(batch);
        if (scans % 1000 !== 999) continue;
        // A plant does not outrun its disk: what waits is written, after space was made where it takes that.
        for (let round = 0; round < 2000 && (round === 0 || historian.status().queuedRows > 0); round++) {
          clock.advance(1100);
          // Answered behind the blocks that wait.
          await store.history.keys(tagIds);
        }
        await store.audit.append({ timeMs: scans, user: 'mara', role: 'operate', action: 'test', subject: '', detail: '', result: null, intent: null });
        expect(historian.status().queuedRows, `after scan ${scans}: ${historian.status().sentence} ${log.lines.at(-1)?.sentence}`).toBe(0);
        const seq = (scans + 1) / 1000;
        const event = { seq, alarm: 'A', kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: seq, engineMs: seq, value: 1, quality: 0 } as AlarmEvent;
        const standing = { alarm: 'A', state: 'active-unacked', raisedMs: seq, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 1, quality: 0, seq } as AlarmStanding;
        await store.journal.append([event], [standing]);
      }
      const goneMs = await store.history.goneMs(keys);
      expect(goneMs).not.toBeNull();
      expect(wasFull).toBeGreaterThan(0);
      expect(historian.status().lostSamples).toBe(0);
      expect(historian.status().sentence).toContain('were dropped for want of space');
      expect(log.lines.some(({ sentence }) => sentence.includes('The data disk is full: raw samples up to'))).toBe(true);

      // Everything after what was shed is there, to the newest sample; nothing was shed that is newer than what was kept.
      const shedMs = goneMs as number;
      const endMs = startMs + (scans - 1) * periodMs;
      for (let tag = 0; tag < tags; tag++) {
        const { timeMs } = await historian.raw({ tag, fromMs: shedMs + 1, toMs: endMs, limit: 1_000_000 });
        const inSpan = timeMs.filter((time) => time > shedMs);
        expect(inSpan.at(-1)).toBe(endMs);
        expect(new Set(inSpan).size).toBe(inSpan.length);
        expect(inSpan.length).toBe((endMs - shedMs) / periodMs);
      }
      // The hours that were shed still have their extremes.
      const hours = 6;
      const { pens: [pen] } = await historian.decimated({ tags: [0], fromMs: startMs, toMs: startMs + hours * 3_600_000, width: hours });
      expect(shedMs).toBeGreaterThan(startMs + hours * 3_600_000);
      expect(pen?.count.reduce((sum, count) => sum + count, 0)).toBe((hours * 3_600_000) / periodMs);
      await historian.close();
      await store.close();
      const again = await openTestStore(join(disk, 'data'), clock, log);
      expect(await again.journal.lastSeq()).toBe(scans / 1000);
      await again.close();
    } finally {
      execFileSync('umount', ['--lazy', disk], { stdio: 'pipe' });
      dir.remove();
    }
  }, 120_000);
});
