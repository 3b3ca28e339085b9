import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedProject } from '#electron/engine/project/loaded-project.ts';
import { createRunbookLibrary, type RunbookLibrary } from '#electron/engine/runbook-library.ts';
import { readPlantProject } from '#electron/simulator/plant/plant-project.ts';
import { Plant } from '#electron/simulator/plant/plant.ts';
import { scenarios } from '#electron/simulator/scenarios/scenarios.ts';
import { type Runbook, stepsOf } from '#shared/model/runbook.ts';
import { printRunbook } from '#shared/runbook/print-runbook.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { demoDir, judgeOn, loadDemo, run, walkRunbook } from '../support/runbook-walk.ts';

let project: LoadedProject;
let library: RunbookLibrary;
beforeAll(async () => {
  project = await loadDemo();
  library = createRunbookLibrary(() => project, demoDir);
});
const runbookOf = (id: string): Runbook => library.get(id)?.runbook as Runbook;
const newPlant = (): Plant => new Plant(readPlantProject(demoDir), { seed: 5, startMs: 1_800_000_000_000 });
const alarmOf = (first: string): string => first.replace(/^link:(.*)$/, '$1.LINK');

/** What cures each scenario, and how a crew goes through its runbook: the steps at which somebody mends it, and what people choose. */
const walks: readonly { readonly key: string; readonly runbook: string; readonly afterS: number; readonly mendedAt?: string; readonly choices?: Readonly<Record<string, string>>; readonly passes: readonly string[] }[] = [
  { key: 'lube-pump-trip', runbook: 'RB-K201-03', afterS: 100, passes: ['stopped', 'vent', 'feed', 'standby', 'restore', 'reservoir', 'motor', 'bearing', 'bar', 'permissives', 'start', 'close-out'] },
  { key: 'bearing-wear', runbook: 'RB-K201-01', afterS: 500, mendedAt: 'change', choices: { unload: 'stop' }, passes: ['cause', 'unload', 'stop', 'run-down', 'lock', 'change', 'free', 'start'] },
  { key: 'suction-blockage', runbook: 'RB-U200-02', afterS: 60, mendedAt: 'clean', passes: ['change-over', 'lock', 'open', 'clean', 'run', 'close-out'] },
  { key: 'stuck-valve', runbook: 'RB-U200-04', afterS: 30, mendedAt: 'free', passes: ['manual', 'air', 'stroke', 'hold', 'free', 'back'] },
  { key: 'sensor-drift', runbook: 'RB-U200-05', afterS: 600, mendedAt: 'descale', passes: ['others', 'manual', 'sample', 'shut-in', 'descale', 'true', 'back'] },
  { key: 'instrument-air-loss', runbook: 'RB-U400-01', afterS: 15, mendedAt: 'break', passes: ['how-much', 'park', 'break', 'isolate', 'mend', 'hold', 'valves'] },
  { key: 'power-dip', runbook: 'RB-EL-01', afterS: 20, passes: ['supply', 'safe', 'clear', 'water', 'oil', 'steam', 'brine', 'compressor', 'salt', 'dryer', 'close-out'] },
  { key: 'link-closed', runbook: 'RB-AUT-01', afterS: 10, mendedAt: 'card', choices: { reason: 'card' }, passes: ['eyes', 'only-this', 'reason', 'card', 'stable'] },
  { key: 'link-hung', runbook: 'RB-AUT-02', afterS: 10, mendedAt: 'restart', choices: { restart: 'back' }, passes: ['hangs', 'park', 'save', 'restart', 'back', 'close-out'] },
  { key: 'hydraulic-leak', runbook: 'RB-U400-04', afterS: 10, mendedAt: 'hose', choices: { find: 'hose' }, passes: ['shut', 'stays', 'stop-centrifuge', 'stop-pumps', 'lock', 'find', 'hose', 'clean', 'test', 'restart'] },
];

describe('The runbooks of the demo plant', () => {
  it('are at least ten, all sound, begin with the hazards, and together have every kind of part', () => {
    expect(project.problems).toEqual([]);
    expect(project.runbooks.length).toBeGreaterThanOrEqual(10);
    expect(project.runbooks.filter(({ isSound }) => !isSound)).toEqual([]);
    const kinds = new Set<string>();
    for (const { runbook } of project.runbooks) {
      expect(runbook.phases[0]?.title, runbook.id).toBe('Hazards');
      for (const { items } of stepsOf(runbook)) for (const item of items) kinds.add(item.kind === 'link' ? `link ${item.link}` : item.kind === 'gate' ? `gate ${item.gate}` : item.kind);
    }
    expect([...kinds].toSorted()).toEqual(['action', 'branch', 'check', 'gate lockout', 'gate permit', 'link document', 'link runbook', 'link scene', 'link screen', 'link trend', 'note', 'photo', 'prose', 'reading', 'sign', 'value']);
  });

  it('come out of printing as they went in', () => {
    for (const { runbook, text } of project.runbooks) {
      const read = readRunbook(text).runbook as Runbook;
      const printed = printRunbook(read);
      expect(readRunbook(printed).problems, runbook.id).toEqual([]);
      expect(printRunbook(readRunbook(printed).runbook as Runbook)).toBe(printed);
    }
  });

  it('are judged by the data in normal running: no check is unknown, and none waits for a value the works does not give', () => {
    const plant = newPlant();
    run(plant, 5);
    const judge = judgeOn(project, plant);
    const unknown = project.runbooks.flatMap(({ runbook }) => stepsOf(runbook).flatMap(({ id, items }) => items.flatMap((item) => (item.kind === 'check' && judge(item.expression) === null ? [`${runbook.id} ${id} ${item.expression}`] : []))));
    expect(unknown).toEqual([]);
  });

  it.each(scenarios.map(({ key, first }) => [key, alarmOf(first.alarm)] as const))('%s: for its first alarm, %s, the right one is suggested first, with the reason', (key, alarm) => {
    const wanted = walks.find((walk) => walk.key === key)?.runbook;
    const [best] = library.suggest({ alarms: [alarm], asset: null, words: '' }, 5);
    // A PLC that hangs raises the alarm of one whose link is cut; the first runbook finds out which it is and leads to the other.
    expect(best?.runbook).toBe(wanted === 'RB-AUT-02' ? 'RB-AUT-01' : wanted);
    expect(best?.reasons.map(({ text }) => text)).toContain(`answers ${alarm}`);
  });

  it.each([
    ['lube oil pressure low', 'RB-K201-03'],
    ['bearing hot vibration', 'RB-K201-01'],
    ['valve stuck feed', 'RB-U200-04'],
    ['density out of range', 'RB-U200-05'],
    ['plc hangs no comms', 'RB-AUT-02'],
    ['power dip', 'RB-EL-01'],
    ['instrument air pressure low', 'RB-U400-01'],
    ['hydralic leak', 'RB-U400-04'],
    ['motor overload trip', 'RB-MCC-02'],
    ['suction cavitation', 'RB-U200-02'],
    ['vibartion', 'RB-K201-01'],
  ])('“%s” finds %s first', (words, runbook) => {
    expect(library.search(words, 3)[0]?.runbook).toBe(runbook);
  });

  it('a PLC that hangs is found by what is seen', () => {
    expect(library.search('takes connections and never answers', 3)[0]?.runbook).toBe('RB-AUT-02');
    // The one its alarm names stays first, as that finds out what it is; the other is right behind it, with the words as the reason.
    const [, second] = library.suggest({ alarms: ['PLC-41.LINK'], asset: null, words: 'controller hangs, takes connections and never answers' }, 3);
    expect(second?.runbook).toBe('RB-AUT-02');
    expect(second?.reasons.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['alarm', 'words']));
  });

  // Bearing wear and drift take a quarter of an hour of the works each; what they teach of the walk the others do too.
  it.each(walks.filter(({ key }) => key !== 'bearing-wear' && key !== 'sensor-drift').map((walk) => [walk.key, walk] as const))('%s: gone through by the book, the works is brought back, and no check waits in vain where the book goes on', (key, { runbook: id, afterS, mendedAt, choices = {}, passes }) => {
    const plant = newPlant();
    run(plant, 20);
    plant.startScenario(scenarios.find((scenario) => scenario.key === key)?.id ?? 0);
    run(plant, afterS);
    const byHand = { standby: () => void plant.write('P-231B.AUTO', 1), ...(mendedAt === undefined ? {} : { [mendedAt]: () => void plant.startScenario(0) }) };
    const walked = walkRunbook({ runbook: runbookOf(id), project, plant, byHand, choices });
    expect(walked.map(({ step }) => step)).toEqual(expect.arrayContaining([...passes]));
    // A check may fail only where the book leads elsewhere because of it.
    expect(walked.filter(({ missing, isLed }) => missing.length > 0 && !isLed)).toEqual([]);
    expect(walked.at(-1)?.missing).toEqual([]);
  });
});
