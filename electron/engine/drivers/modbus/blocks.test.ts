import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBatch } from '#shared/model/sample-batch.ts';
import { parseAddress } from './address.ts';
import {
  createTextMemory,
  decodeBlock,
  planBlocks,
  pointOf,
  readPdu,
  readReplyLength,
  splitBlock,
  type Block,
  type Point,
} from './blocks.ts';

const limits = { maxRegistersPerRead: 125, maxBitsPerRead: 2000, maxGap: 16 };

function points(...texts: string[]): Point[] {
  return texts.map((text, index) => {
    const address = parseAddress(text);
    if (typeof address === 'string') throw new Error(address);
    return pointOf(
      { index, id: `T${index}`, address, type: address.type === 'string' ? 'text' : 'int', periodMs: 1000, writable: false },
      1,
    );
  });
}
const spans = (blocks: readonly Block[]): string[] => blocks.map((block) => `${block.unit}/${block.table}:${block.start}+${block.count}`);

describe('requests out of addresses', () => {
  test('neighbours join over a gap of 16 registers and not of 17', () => {
    expect(spans(planBlocks(points('holding:0', 'holding:17'), limits))).toEqual(['1/holding:0+18']);
    expect(spans(planBlocks(points('holding:0', 'holding:18'), limits))).toEqual(['1/holding:0+1', '1/holding:18+1']);
  });

  test('units and tables stay apart', () => {
    expect(spans(planBlocks(points('holding:0', '2/holding:1', 'input:1', 'coil:1', 'discrete:1'), limits)).sort()).toEqual([
      '1/coil:1+1',
      '1/discrete:1+1',
      '1/holding:0+1',
      '1/input:1+1',
      '2/holding:1+1',
    ]);
  });

  test('a thousand floats in a row take sixteen and a bit requests of 125 registers, and no value is cut', () => {
    const blocks = planBlocks(points(...Array.from({ length: 1000 }, (_none, index) => `holding:${index * 2}:float32`)), limits);
    expect(blocks).toHaveLength(17);
    expect(blocks.every((block) => block.count <= 125 && block.count % 2 === 0)).toBe(true);
  });

  test('a read of 19 coils is the example of the specification', () => {
    const [block] = planBlocks(points('coil:19', 'coil:37'), limits);
    expect([...readPdu(block!)]).toEqual([1, 0, 0x13, 0, 0x13]);
    expect(readReplyLength(block!)).toBe(5);
  });

  const anyAddress = fc.record({
    unit: fc.integer({ min: 1, max: 3 }),
    table: fc.constantFrom('holding', 'input'),
    offset: fc.integer({ min: 0, max: 700 }),
    type: fc.constantFrom('uint16', 'float32', 'float64', 'string(30)'),
  });
  test('every value lies whole in exactly one request, at the place the block says', () => {
    fc.assert(
      fc.property(
        fc.array(anyAddress, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 15, max: 125 }),
        fc.integer({ min: 0, max: 40 }),
        (all, longest, maxGap) => {
          const wanted = points(...all.map(({ unit, table, offset, type }) => `${unit}/${table}:${offset}:${type}`));
          const blocks = planBlocks(wanted, { maxRegistersPerRead: longest, maxBitsPerRead: 2000, maxGap });
          expect(blocks.flatMap((block) => [...block.tag]).sort((a, b) => a - b)).toEqual(wanted.map((point) => point.tag.index));
          for (const block of blocks) {
            expect(block.count).toBeLessThanOrEqual(longest);
            for (const [row, point] of block.points.entries()) {
              expect(point.unit).toBe(block.unit);
              expect(block.at[row]! / 2 + block.start).toBe(point.tag.address.offset);
              expect(point.tag.address.offset + point.span).toBeLessThanOrEqual(block.start + block.count);
            }
          }
        },
      ),
    );
  });

  test('splitting finds every single register in the end, and never loses a tag', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }), (offsets) => {
        const [whole] = planBlocks(points(...offsets.map((offset) => `holding:${offset}`)), { ...limits, maxGap: 60 });
        const leaves: Block[] = [];
        const work = [whole!];
        for (let block = work.pop(); block !== undefined; block = work.pop()) {
          const halves = splitBlock(block);
          if (halves === null) leaves.push(block);
          else work.push(...halves);
        }
        expect(leaves.flatMap((leaf) => [...leaf.tag])).toHaveLength(offsets.length);
        expect(leaves.map((leaf) => leaf.start).sort((a, b) => a - b)).toEqual([...new Set(offsets)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('answers into samples', () => {
  test('each tag gets its own number, at the time and in the batch handed in', () => {
    const [block] = planBlocks(points('holding:10', 'holding:11:int16', 'holding:13.0', 'holding:12:uint32'), limits);
    const data = Uint8Array.from([0xaa, 0xbb, 0, 7, 0xff, 0xff, 0, 1, 0, 1]);
    const batch = createBatch(16);
    decodeBlock(
      block!,
      data,
      2,
      5000,
      batch,
      createTextMemory(() => 0),
    );
    const rows = Array.from({ length: batch.length }, (_none, row) => [
      batch.tag[row],
      batch.value[row],
      batch.timeMs[row],
      batch.quality[row],
    ]);
    expect(rows.sort((a, b) => a[0]! - b[0]!)).toEqual([
      [0, 7, 5000, 0],
      [1, -1, 5000, 0],
      [2, 1, 5000, 0],
      [3, 65_537, 5000, 0],
    ]);
  });

  test('an unchanged text is looked up once, a changed one again', () => {
    const seen: string[] = [];
    const texts = createTextMemory((text) => (seen.includes(text) ? seen.indexOf(text) : seen.push(text) - 1));
    const [block] = planBlocks(points('holding:0:string(4)'), limits);
    const batch = createBatch(8);
    // One buffer for all answers, as the transport has it: the memory must keep bytes of its own.
    const data = Buffer.from('SALT');
    decodeBlock(block!, data, 0, 1, batch, texts);
    decodeBlock(block!, data, 0, 2, batch, texts);
    data.set(Buffer.from('BRNE'));
    decodeBlock(block!, data, 0, 3, batch, texts);
    expect(seen).toEqual(['SALT', 'BRNE']);
    expect([...batch.value.subarray(0, 3)]).toEqual([0, 0, 1]);
  });
});
