import { describe, expect, it } from 'vitest';
import { type AskerState, createAsker, type Wish } from './asker.ts';

/** Answers come when told to; the quiet time passes when told to. */
function held() {
  const states: AskerState<string>[] = [];
  const asked: { moment: string; signal: AbortSignal; answer: (value: string | null) => void }[] = [];
  let due: (() => void) | null = null;
  const asker = createAsker<string>(
    (_ms, call) => {
      due = call;
      return () => void (due = null);
    },
    (state) => states.push(state),
  );
  const wish = (moment: string, rest: Partial<Wish<string>> = {}): Wish<string> => ({
    subject: 'VT',
    config: 'hann',
    moment,
    isFollowing: false,
    ask: (signal) => new Promise((answer) => asked.push({ moment, signal, answer })),
    ...rest,
  });
  return {
    asker,
    asked,
    wish,
    quiet: () => {
      due?.();
      due = null;
    },
    last: () => states.at(-1),
    answer: async (at: number, value: string | null) => {
      asked[at]?.answer(value);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('asking for an analysis', () => {
  it('asks once for a cursor that is dragged, when it rests', () => {
    const { asker, asked, wish, quiet } = held();
    for (const moment of ['1', '2', '3']) asker.want(wish(moment));
    quiet();
    expect(asked.map(({ moment }) => moment)).toEqual(['3']);
  });
  it('gives a question up for a newer one', async () => {
    const { asker, asked, wish, quiet, answer, last } = held();
    asker.want(wish('1'));
    quiet();
    asker.want(wish('2'));
    expect(asked[0]?.signal.aborted).toBe(true);
    quiet();
    await answer(0, 'old');
    expect(last()?.answer).toBeNull();
    await answer(1, 'new');
    expect(last()).toEqual({ answer: { subject: 'VT', value: 'new' }, isBusy: false });
  });
  it('lets a question finish while the moment moves by itself, then asks the latest: a slow answer is shown all the same', async () => {
    const { asker, asked, wish, quiet, answer, last } = held();
    asker.want(wish('1', { isFollowing: true }));
    quiet();
    for (const moment of ['2', '3', '4']) asker.want(wish(moment, { isFollowing: true }));
    expect(asked[0]?.signal.aborted).toBe(false);
    await answer(0, 'one');
    expect(last()).toEqual({ answer: { subject: 'VT', value: 'one' }, isBusy: true });
    expect(asked.map(({ moment }) => moment)).toEqual(['1', '4']);
    await answer(1, 'four');
    expect(last()).toEqual({ answer: { subject: 'VT', value: 'four' }, isBusy: false });
  });
  it('gives up what was asked with other settings, also while the moment moves', () => {
    const { asker, asked, wish, quiet } = held();
    asker.want(wish('1', { isFollowing: true }));
    quiet();
    asker.want(wish('1', { isFollowing: true, config: 'flat-top' }));
    expect(asked[0]?.signal.aborted).toBe(true);
  });
  it('asks nothing twice, keeps the last answer when there is none, and stops when nothing is wanted', async () => {
    const { asker, asked, wish, quiet, answer, last } = held();
    asker.want(wish('1'));
    quiet();
    asker.want(wish('1'));
    expect(asked).toHaveLength(1);
    await answer(0, 'one');
    asker.want(wish('2'));
    quiet();
    await answer(1, null);
    expect(last()).toEqual({ answer: { subject: 'VT', value: 'one' }, isBusy: false });
    asker.want(wish('3'));
    quiet();
    asker.want(null);
    expect(asked[2]?.signal.aborted).toBe(true);
    expect(last()?.isBusy).toBe(false);
  });
});
