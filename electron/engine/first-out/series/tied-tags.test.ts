import { describe, expect, it } from 'vitest';
import { createPlantKnowledge } from '../plant-knowledge.ts';
import { rankBurst } from '../rank-burst.ts';
import { createChance } from '../testing/series-cascade.ts';
import { findSeriesBursts } from './series-bursts.ts';
import { withTiedOnsets } from './tied-tags.ts';

const rows = 1000;
/** A valve that hunts, the flow behind it (with more noise of its own, or less), and three tags that follow late. */
function valveAndFlow(seed: number, valveNoise: number, flowNoise: number) {
  const chance = createChance(seed);
  const noise = (size: number): number => size * (chance() - 0.5);
  let hunting = 0;
  const moved = Float64Array.from({ length: rows }, (_none, row) => (hunting = 0.7 * hunting + noise(2)) + 0.06 * Math.min(300, Math.max(0, row - 500)));
  const columns = [moved.map((value) => value + noise(flowNoise)), moved.map((value) => value + noise(valveNoise))];
  for (const delay of [200, 220, 240]) columns.push(Float64Array.from({ length: rows }, (_none, row) => noise(2) + (row > 500 + delay ? 8 : 0)));
  return { timeMs: Float64Array.from({ length: rows }, (_none, row) => row * 1000), tags: ['flow', 'valve_op', 'a', 'b', 'c'], columns };
}

describe('tags that move as one', () => {
  it('begin as one, though noise of its own hid the beginning of the valve longer; the output goes first and both are undecided', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const [burst] = findSeriesBursts(valveAndFlow(seed, 1.5, 0.2), null);
      const [flow, valve] = ['flow', 'valve_op'].map((tag) => burst?.alarms.find((alarm) => alarm.tag === tag));
      expect(valve?.timeMs, `seed ${seed}`).toBeLessThanOrEqual(flow?.timeMs ?? 0);
      const group = rankBurst(burst?.alarms ?? [], createPlantKnowledge({}));
      expect(group.ranked[0]?.tag, `seed ${seed}`).toBe('valve_op');
      expect(group.undecided).toContainEqual(['valve_op', 'flow']);
    }
  });

  it('keep their own times where these are plainly apart, and where the two never moved as one', () => {
    const [burst] = findSeriesBursts(valveAndFlow(1, 0.2, 0.2), null);
    const [flow] = burst?.alarms ?? [];
    if (flow === undefined) throw new Error('No burst was found.');
    const table = valveAndFlow(1, 0.2, 0.2);
    const at = (tag: string, timeMs: number) => ({ ...flow, alarm: tag as typeof flow.alarm, tag: tag as typeof flow.tag, timeMs, uncertaintyMs: 1000 });
    const times = (alarms: readonly { readonly timeMs: number }[]) => alarms.map(({ timeMs }) => timeMs);
    expect(times(withTiedOnsets(table, [at('flow', 500_000), at('valve_op', 501_500)], 480))).toEqual([500_000, 500_000]);
    expect(times(withTiedOnsets(table, [at('flow', 500_000), at('valve_op', 502_500)], 480))).toEqual([500_000, 502_500]);
    expect(times(withTiedOnsets(table, [at('flow', 500_000), at('a', 501_500)], 480))).toEqual([500_000, 501_500]);
  });
});
