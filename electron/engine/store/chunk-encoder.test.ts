import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isByTime, seriesByTime } from '#shared/history-codec/series.ts';
import { type ChunkEncoder, type Encoded, startEncoder } from './chunk-encoder.ts';
import { openHistory, type TestRow } from './testing/open-history.ts';
import { encodeChunks } from './tables/encode-chunks.ts';
import { sharedRowsIn } from './tables/heads.ts';
import { historyReader } from './tables/history-reader.ts';
import { programUrl } from '../testing/program-url.ts';

/** An encoder that answers when the test says so, or gives up. */
function heldEncoder() {
  const waiting: (() => void)[] = [];
  let isGivingUp = false;
  let taken = 0;
  const encoder: ChunkEncoder = {
    get hasRoom() {
      return waiting.length < 2;
    },
    encode(heads, done) {
      taken++;
      // Read when it answers, as the thread may: heads must not have changed by then.
      waiting.push(() => done(isGivingUp || !heads.every(isByTime) ? null : encodeChunks(heads.map(seriesByTime))));
    },
  };
  return {
    encoder,
    taken: () => taken,
    answer: (): void => waiting.shift()?.(),
    giveUp(): void {
      isGivingUp = true;
      for (const one of waiting.splice(0)) one();
      isGivingUp = false;
    },
  };
}

const tags = ['A', 'B', 'C'];
type Step = 'block' | 'block of one' | 'late' | 'step' | 'answer' | 'give up' | 'all' | 'restart';

describe('samples encoded beside the writing thread', () => {
  it('are there once each, in order, whatever comes between: blocks, answers, an encoder that ends, old heads, a start from the file', () => {
    const steps = fc.array(
      fc.oneof({ weight: 6, arbitrary: fc.constant<Step>('block') }, { weight: 5, arbitrary: fc.constant<Step>('step') }, fc.constantFrom<Step>('block of one', 'late', 'answer', 'answer', 'give up', 'all', 'restart')),
      { minLength: 10, maxLength: 60 },
    );
    let encoded = 0;
    fc.assert(
      fc.property(steps, (all) => {
        const held = heldEncoder();
        const history = openHistory(tags, held.encoder);
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
          encoded += held.taken();
        } finally {
          history.remove();
        }
      }),
      { numRuns: 60 },
    );
    expect(encoded).toBeGreaterThan(20);
  }, 120_000);

  it('by the thread itself are the same bytes as here, and a stretch too long for a chunk or with late samples is given back', async () => {
    const encoder = startEncoder(programUrl('electron/engine/store/store-worker.ts').href, () => undefined, () => undefined);
    try {
      const head = (stepMs: number, lateMs = 0) => {
        const rows = { length: 1890, ...sharedRowsIn(new SharedArrayBuffer(20 * 2048)) };
        for (let row = 0; row < 1890; row++) [rows.timeMs[row], rows.value[row]] = [row * stepMs - (row === 70 ? lateMs : 0), row / 8];
        return rows;
      };
      const encode = (of: ReturnType<typeof head>): Promise<Encoded> => new Promise((resolve) => encoder.encode([head(1000), of], resolve));
      const plain = (groups: Encoded) => groups?.map(({ times, chunks }) => ({ times, chunks: chunks.map((chunk) => ({ ...chunk, body: Uint8Array.from(chunk.body) })) }));
      expect(plain(await encode(head(1000)))).toEqual(plain(encodeChunks([seriesByTime(head(1000)), seriesByTime(head(1000))])));
      expect(await encode(head(60_000))).toBeNull();
      expect(await encode(head(1000, 5000))).toBeNull();
    } finally {
      encoder.close();
    }
  });
});
