import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';
import { isGood, Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createCheckWatch, type WatchedCheck } from './check-watch.ts';

const directory = new Map([
  ['A', { index: 0, type: 'float' as const }],
  ['B', { index: 1, type: 'float' as const }],
]);
const compiled = (text: string): CompiledExpression => {
  const made = compileExpression(text, directory);
  if (!made.ok) throw new Error(made.fault.message);
  return made.value;
};
const check = (key: string, text: string, forMs = 0): WatchedCheck => ({ key, expression: compiled(text), text, forMs });

/** Two tags, and checks over them as time goes by. */
function setUp(...checks: readonly WatchedCheck[]) {
  const source = { value: new Float64Array(2).fill(Number.NaN), quality: new Uint32Array(2).fill(Q.badWaitingForInitialData), timeMs: new Float64Array(2).fill(Number.NaN), text: () => '' };
  const now = { monotonicMs: 0, nowMs: 1e12 };
  const told: string[] = [];
  const watch = createCheckWatch((key, at, isState) => void told.push(`${key} ${isState ? watch.standing(at).state : 'forced or not'}`));
  const batch = createBatch(4);
  watch.watch(checks, source, 2, now);
  return {
    watch,
    source,
    now,
    told,
    pass(ms: number) {
      now.monotonicMs += ms;
      now.nowMs += ms;
      watch.elapse(now);
    },
    feed(tag: number, value: number, quality: number = Q.good) {
      source.value[tag] = value;
      source.quality[tag] = quality;
      source.timeMs[tag] = now.nowMs;
      batch.length = 0;
      pushSample(batch, tag, now.nowMs, value, quality);
      watch.judge(batch, now);
    },
    state: (key: string) => watch.standing(watch.placeOf(key) ?? -1).state,
  };
}

describe('A check over live data', () => {
  it('is pending until a value comes, and passes when it was true for its hold time without a break', () => {
    const { state, feed, pass, watch } = setUp(check('a', '{A} < 5', 10_000));
    expect(state('a')).toBe('pending');
    feed(0, 1);
    expect([state('a'), watch.dueMs]).toEqual(['holding', 10_000]);
    pass(9999);
    expect(state('a')).toBe('holding');
    feed(0, 6);
    expect([state('a'), watch.dueMs]).toEqual(['fail', Number.POSITIVE_INFINITY]);
    feed(0, 2);
    pass(9999);
    expect(state('a')).toBe('holding');
    pass(1);
    expect(state('a')).toBe('pass');
  });

  it.each([
    ['old', Q.uncertainLastUsable],
    ['bad', Q.badSensorFailure],
    ['of a lost link', Q.badNoCommunication],
    ['beyond its range', Q.uncertainEngineeringUnitsExceeded],
    ['simulated', Q.uncertainSimulatedValue],
  ])('does not pass on data that are %s, and its hold time ends with them', (_words, quality) => {
    const { state, feed, pass } = setUp(check('a', '{A} < 5', 1000), check('b', '{A} < 5'));
    feed(0, 1);
    expect([state('a'), state('b')]).toEqual(['holding', 'pass']);
    pass(500);
    feed(0, 1, quality);
    expect([state('a'), state('b')]).toEqual(['unknown', 'unknown']);
    pass(5000);
    expect(state('a')).toBe('unknown');
    feed(0, 1);
    expect([state('a'), state('b')]).toEqual(['holding', 'pass']);
  });

  it('counts forced data and says that they are', () => {
    const { watch, feed, told } = setUp(check('a', '{A} < {B}'));
    feed(0, 1);
    feed(1, 2, Q.goodLocalOverride);
    expect(watch.standing(0)).toMatchObject({ state: 'pass', isForced: true });
    feed(1, 2);
    expect(watch.standing(0)).toMatchObject({ state: 'pass', isForced: false });
    expect(told).toEqual(['a forced or not', 'a pass', 'a forced or not']);
  });

  it('is unknown where the project has its tags no more', () => {
    const { watch, state } = setUp({ key: 'a', expression: null, text: '{GONE} > 1', forMs: 0 });
    expect([state('a'), watch.standing(0).quality]).toEqual(['unknown', Q.badConfigurationError]);
  });

  it('goes on as it stood when others join or the project is read again, its hold time included', () => {
    const rig = setUp(check('a', '{A} < 5', 1000), check('b', '{B} < 5'));
    rig.feed(0, 1);
    rig.feed(1, 1);
    rig.pass(600);
    rig.watch.watch([check('c', '{A} < 9'), check('b', '{B} < 4'), check('a', '{A} < 5', 1000)], rig.source, 2, rig.now);
    expect(rig.told).toEqual(['a holding', 'b pass', 'c pass', 'b pass']);
    rig.pass(400);
    expect(rig.state('a')).toBe('pass');
  });

  it('agrees, whatever comes when, with a plain look at all that came: true and good without a break for its time', () => {
    const event = fc.record({ ms: fc.integer({ min: 0, max: 800 }), value: fc.integer({ min: 0, max: 9 }), quality: fc.oneof({ weight: 4, arbitrary: fc.constant<number>(Q.good) }, fc.constantFrom<number>(Q.goodLocalOverride, Q.uncertainLastUsable, Q.badNoCommunication)) });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), (events) => {
        const rig = setUp(check('a', '{A} < 5', 1000));
        let trueSince: number | null = null;
        for (const { ms, value, quality } of events) {
          rig.pass(ms);
          expect(rig.state('a') === 'pass').toBe(trueSince !== null && rig.now.monotonicMs - trueSince >= 1000);
          rig.feed(0, value, quality);
          const isTrue = isGood(quality) && value < 5;
          trueSince = isTrue ? (trueSince ?? rig.now.monotonicMs) : null;
          expect(rig.state('a') === 'fail').toBe(isGood(quality) && value >= 5);
        }
      }),
    );
  });
});
