import { scoreScenarios } from './scenario-score.ts';

// `npm run score:scenarios [RUNS] [FIRST-SEED]`: how often the documented first failure of the demo plant is ranked first.
const runs = Number(process.argv[2] ?? 200);
const scores = await scoreScenarios(runs, Number(process.argv[3] ?? 1));
for (const { key, runs: of, top1, top3, leastAlarms, instead } of scores) {
  process.stdout.write(`${key.padEnd(22)} first ${top1}/${of}, top three ${top3}/${of}, ${leastAlarms} alarms or more\n`);
  for (const one of instead) process.stdout.write(`    ${one}\n`);
}
const sum = (of: (score: (typeof scores)[number]) => number): number => scores.reduce((total, score) => total + of(score), 0);
process.stdout.write(`all: first ${((100 * sum((s) => s.top1)) / runs).toFixed(1)} %, top three ${((100 * sum((s) => s.top3)) / runs).toFixed(1)} % of ${runs} runs\n`);
