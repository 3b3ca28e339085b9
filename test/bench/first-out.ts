import { scoreScenarios } from '../first-out/scenario-score.ts';
import type { Bench } from './bench.ts';

/** How often the documented first failure of the demo plant's scenarios is ranked first, and among the first three, %; 100 seeded runs with 60 alarms and more (50 where benches share the time; all 200 are `npm run score:scenarios`). */
export const firstOut: Bench = async (pace) => {
  const runs = pace === 'full' ? 100 : 50;
  const scores = await scoreScenarios(runs);
  const share = (of: (score: (typeof scores)[number]) => number): number => (100 * scores.reduce((sum, score) => sum + of(score), 0)) / runs;
  return [
    { name: 'first_out.top1_pct', value: share(({ top1 }) => top1), unit: '%' },
    { name: 'first_out.top3_pct', value: share(({ top3 }) => top3), unit: '%' },
  ];
};
