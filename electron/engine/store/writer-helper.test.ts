import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isByTime, seriesByTime } from '#shared/history-codec/series.ts';
import { createSeededRandom } from '../testing/virtual-ports.ts';
import { minutesBuilder } from './summaries/minutes-beside.ts';
import { openHistory, testSignal, type TestRow } from './testing/open-history.ts';
import { encodeChunks } from './tables/encode-chunks.ts';
import { sharedRowsIn } from './tables/heads.ts';
import { historyReader } from './tables/history-reader.ts';
import { programUrl } from '../testing/program-url.ts';
import { type Encoded, startHelper, type WriterHelper } from './writer-helper.ts';

/** A helper that answers when the test says so, or gives up. */
function heldHelper() {
  const waiting: (() => void)[] = [];
  const minutes = minutesBuilder();
  let isGivingUp = false;
  const taken = { heads: 0, segments: 0 };
  const helper: WriterHelper = {
    get canEncode() {
      return waiting.length < 2;
    },
    encode(heads, done) {
      taken.heads++;
      // Read when it answers, as the thread may: heads must not have changed by then.
      waiting.push(() => done(isGivingUp || !heads.every(isByTime) ? null : encodeChunks(heads.map(seriesByTime))));
    },
    get canBuild() {
      return waiting.length < 2;
    },
    build(order, done) {
      taken.segments++;
      // What it read may be old when its answer comes.
      const built = minutes.build(order);
      waiting.push(() => done(isGivingUp ? null : built));
    },
  };
  return {
    helper,
    taken,
    answer: (): void => waiting.shift()?.(),
    giveUp(): void {
      isGivingUp = true;
      for (const one of waiting.splice(0)) one();
      isGivingUp = false;
    },
    close: minutes.close,
  };
}

const tags = ['A', 'B', 'C'];
type Step = 'block' | 'block of one' | 'late' | 'step' | 'answer' | 'give up' | 'all' | 'restart';

describe('samples encoded beside the writing thread', () => {
  it('are there once each, in order, whatever comes between: blocks, answers, a helper that ends, old heads, a start from the file', () => {
    const steps = fc.array(
      fc.oneof({ weight: 6, arbitrary: fc.constant<Step>('block') }, { weight: 5, arbitrary: fc.constant<Step>('step') }, fc.constantFrom<Step>('block of one', 'late', 'answer', 'answer', 'give up', 'all', 'restart')),
      { minLength: 10, maxLength: 60 },
    );
    let encoded = 0;
    fc.assert(
      fc.property(steps, (all) => {
        const held = heldHelper();
        const history = openHistory(tags, held.helper);
        try {
          const given: TestRow[][] = tags.map(() => []);
          let second = 0;
          const put = (rows: number, of: readonly number[], backMs: number): void => {
            const block: [number, ...TestRow][] = [];
            for (let row = 0; row < rows; row++, second++) {
              for (const tag of of) {
                const one: TestRow = [Math.max(0, 1e12 + second * 1000 - backMs), tag + second, 0];
                (given[tag] as TestRow[]).push(one);
                block.push([tag, ...one]);
              }
            }
            history.append(block);
          };
          for (const step of all) {
            // Small enough that heads are met when they are full and still fit a chunk.
            if (step === 'block') for (let part = 0; part < 70; part++, history.closePressed()) put(10, [0, 1, 2], 0);
            else if (step === 'block of one') put(200, [1], 0);
            else if (step === 'late') put(5, [0, 2], 7200_000);
            else if (step === 'step') history.closePressed();
            else if (step === 'answer') held.answer();
            else if (step === 'give up') held.giveUp();
            else if (step === 'all') history.close(3);
            else history.restart();
            if (step === 'block' || step === 'block of one') continue;
            const reader = historyReader(history.db);
            for (const [tag, rows] of given.entries()) {
              const read = reader.raw({ key: history.keys[tag] as number, fromMs: 0, toMs: 2e12, limit: 1e6 });
              expect(read.timeMs.length).toBe(rows.length);
              const wanted = rows.toSorted((a, b) => a[0] - b[0]);
              expect(Array.from(read.timeMs)).toEqual(wanted.map(([time]) => time));
              expect(Array.from(read.value)).toEqual(wanted.map(([, value]) => value));
            }
          }
          encoded += held.taken.heads;
        } finally {
          held.close();
          history.remove();
        }
      }),
      { numRuns: 60 },
    );
    expect(encoded).toBeGreaterThan(20);
  }, 120_000);

  it('by the thread itself are the same bytes as here, and a stretch too long for a chunk or with late samples is given back', async () => {
    const helper = startHelper(programUrl('electron/engine/store/store-worker.ts').href, () => undefined, () => undefined);
    try {
      const head = (stepMs: number, lateMs = 0) => {
        const rows = { length: 1890, ...sharedRowsIn(new SharedArrayBuffer(20 * 2048)) };
        for (let row = 0; row < 1890; row++) [rows.timeMs[row], rows.value[row]] = [row * stepMs - (row === 70 ? lateMs : 0), row / 8];
        return rows;
      };
      const encode = (of: ReturnType<typeof head>): Promise<Encoded> => new Promise((resolve) => helper.encode([head(1000), of], resolve));
      const plain = (groups: Encoded) => groups?.map(({ times, chunks }) => ({ times, chunks: chunks.map((chunk) => ({ ...chunk, body: Uint8Array.from(chunk.body) })) }));
      expect(plain(await encode(head(1000)))).toEqual(plain(encodeChunks([seriesByTime(head(1000)), seriesByTime(head(1000))])));
      expect(await encode(head(60_000))).toBeNull();
      expect(await encode(head(1000, 5000))).toBeNull();
    } finally {
      await helper.close();
    }
  });
});

describe('minutes built beside the writing thread', () => {
  const start = Math.floor(Date.UTC(2026, 2, 1) / (60_000 * 256)) * 60_000 * 256;
  type Act = 'samples' | 'late' | 'step' | 'answer' | 'give up' | 'restart';

  it('are those of all samples, whatever comes between: late samples, answers that are too old, a helper that ends, a start from the file', () => {
    const acts = fc.array(fc.oneof({ weight: 6, arbitrary: fc.constant<Act>('samples') }, { weight: 6, arbitrary: fc.constant<Act>('step') }, { weight: 4, arbitrary: fc.constant<Act>('answer') }, fc.constantFrom<Act>('late', 'late', 'give up', 'restart')), { minLength: 20, maxLength: 60 });
    let built = 0;
    fc.assert(
      fc.property(acts, fc.nat(), (all, seed) => {
        const held = heldHelper();
        const history = openHistory(['A'], held.helper);
        const plain = openHistory(['A']);
        const random = createSeededRandom(seed);
        try {
          let fromMs = start;
          const put = (rows: readonly TestRow[]): void => {
            for (const one of [history, plain]) one.append(rows.map((row) => [0, ...row] as const));
            for (const one of [history, plain]) one.close(4);
          };
          for (const act of all) {
            // Some twelve hours: three segments of minutes.
            if (act === 'samples') {
              put(testSignal(random, fromMs, 700, 60_000, 0));
              fromMs += 700 * 60_000;
            } else if (act === 'late') put(testSignal(random, start + random() * (fromMs - start), 3, 60_000, 0));
            else if (act === 'step') history.buildPressed();
            else if (act === 'answer') held.answer();
            else if (act === 'give up') held.giveUp();
            else history.restart();
          }
          for (let turns = 0; turns < 40; turns++) {
            held.answer();
            history.build();
          }
          plain.build();
          const stored = (one: typeof history) => one.db.prepare('SELECT level_ms, start_ms, hex(body) FROM history_summary ORDER BY level_ms, start_ms').raw().all();
          expect(stored(history)).toEqual(stored(plain));
          built += held.taken.segments;
        } finally {
          held.close();
          history.remove();
          plain.remove();
        }
      }),
      { numRuns: 40 },
    );
    expect(built).toBeGreaterThan(100);
  }, 120_000);
});
