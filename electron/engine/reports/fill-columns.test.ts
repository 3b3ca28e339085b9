import { describe, expect, it } from 'vitest';
import { bridgeColumns, holdStates } from './fill-columns.ts';

const none = Number.NaN;
const pen = (values: readonly number[], bad: readonly number[] = []) => {
  const column = Float64Array.from(values);
  return { first: column, min: column, max: column, last: column, badCount: Uint32Array.from(values, (_none, at) => bad[at] ?? 0) };
};

describe('a state in the trends of a report', () => {
  it('stands until it is told anew, from what stood when the trend begins', () => {
    expect([...holdStates(pen([none, none, 1, none, 0, none]), 0).first]).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it('is not known before it was ever told, and not behind something bad until it is told again', () => {
    expect([...holdStates(pen([none, 1, none, none, none, 0, none], [0, 0, 0, 1, 0, 0, 0]), none).last]).toEqual([none, 1, 1, none, none, 0, 0]);
    // Good and bad in one column: which came last is not known.
    expect([...holdStates(pen([1, 1, none, 0], [0, 2, 0, 0]), none).last]).toEqual([1, 1, none, 0]);
  });

  it('leaves the columns it was given as they were', () => {
    const given = pen([1, none]);
    holdStates(given, none);
    expect([...given.last]).toEqual([1, none]);
  });
});

describe('a measurement in the trends of a report', () => {
  it('goes straight over columns in which it had not moved enough to be recorded', () => {
    expect([...bridgeColumns(pen([none, 1, none, none, 4, none]), 2).first]).toEqual([none, 1, 2, 3, 4, none]);
  });

  it('has a gap where it was away for longer, or something was bad', () => {
    expect([...bridgeColumns(pen([1, none, none, none, 4]), 2).last]).toEqual([1, none, none, none, 4]);
    expect([...bridgeColumns(pen([1, none, none, 4], [0, 1, 0, 0]), 2).last]).toEqual([1, none, none, 4]);
    expect([...bridgeColumns(pen([1, none, 4], [1, 0, 0]), 2).last]).toEqual([1, none, 4]);
  });
});
