import { describe, expect, it } from 'vitest';
import { holdStates } from './hold-states.ts';

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
