import { expect, test } from 'vitest';
import type { HistoryBlock } from '../store-types.ts';
import { openHistory } from '../testing/open-history.ts';

test('Blocks of one commit are all kept or none is: a trigger refuses the third, and after a restart nothing of the three is there', () => {
  const history = openHistory(['A']);
  const [key] = history.keys;
  const block = (seq: number): HistoryBlock => ({ seq, columns: { key: Uint32Array.of(key as number), timeMs: Float64Array.of(seq * 1000), value: Float64Array.of(seq), quality: new Uint32Array(1) } });
  const kept = (): unknown[] => history.db.prepare('SELECT seq FROM history_block ORDER BY seq').pluck().all();
  try {
    history.writer.append([block(1), block(2)], 0);
    history.db.exec(`CREATE TEMP TRIGGER refuse BEFORE INSERT ON history_block WHEN NEW.seq = 5 BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    expect(() => history.writer.append([block(3), block(4), block(5)], 0)).toThrow('refused');
    expect(kept()).toEqual([1, 2]);
    expect(history.writer.nextSeq()).toBe(3);
    // Each by itself, as the writing thread goes on then.
    history.writer.append([block(3)], 0);
    history.writer.append([block(4)], 0);
    expect(kept()).toEqual([1, 2, 3, 4]);
    expect(() => history.writer.append([block(6), block(6)], 0)).toThrow('Block 6 came after block 6.');
    history.restart();
    expect(history.writer.nextSeq()).toBe(5);
  } finally {
    history.remove();
  }
});

test('Numbers go on behind the newest block after a start at which all samples are in chunks and no block is left', () => {
  const history = openHistory(['A', 'B']);
  try {
    for (let second = 0; second < 7; second++) history.append([[0, second * 1000, second, 0], [1, second * 1000, second, 0]]);
    history.close(5);
    expect(history.db.prepare('SELECT count(*) FROM history_block').pluck().get()).toBe(0);
    history.restart();
    expect(history.writer.nextSeq()).toBe(8);
    history.append([[0, 9000, 1, 0]]);
    history.restart();
    expect(history.writer.nextSeq()).toBe(9);
  } finally {
    history.remove();
  }
});
