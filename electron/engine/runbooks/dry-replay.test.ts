import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import { Q } from '#shared/model/quality.ts';
import { foldRun } from '#shared/runbook-run/apply-record.ts';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import { person, rigRunbook, runbookHead } from '#shared/runbook-run/testing/run-rig.ts';
import { createTagTable } from '../tags/tag-table.ts';
import { createDryReplay, type RunHistory } from './dry-replay.ts';
import { createDryRuns, dryRefusal } from './dry-runs.ts';
import { keyOf, readingsOf } from './plan-checks.ts';
import type { RunPlant } from './run-plant.ts';

const text = `${runbookHead('RB-1')}## Isolation
:::step[Let it off]{#off}
::check[Down]{expr="{PT-1} < 5" for=10s}
::check[Down at once]{expr="{PT-1} < 5"}
::check[Both]{expr="{PT-1} < 5 && {PT-2} < 5" for=3s}
:::
`;
const dry = { kind: 'replayed', fromMs: 0, toMs: 1_000_000 } as const;
const stateOf = (run = 'run-1'): RunState => foldRun(run, [{ seq: 1, timeMs: 5_000_000, who: person('Anna'), op: null, event: { kind: 'began', number: 1, plan: { runbook: rigRunbook(text), hash: '0'.repeat(64) }, incident: null, alarm: null, asset: null, reason: '', dry } }]) as RunState;
const directory = new Map(['PT-1', 'PT-2'].map((id, index) => [id, { index, type: 'float' as const }]));
const table = createTagTable([], new Float64Array(0));
const plant = (revision = 1): RunPlant => ({
  revision,
  isSimulated: false,
  table: { ...table, size: 2 },
  source: { value: table.value, quality: table.quality, timeMs: table.timeMs, text: () => '' },
  indexOf: (tag) => directory.get(tag)?.index,
  idOf: (index) => ['PT-1', 'PT-2'][index] ?? '',
  isText: () => false,
  compile(expression) {
    const made = compileExpression(expression, directory);
    return made.ok ? made.value : null;
  },
  runbookOf: () => null,
});

type Sample = { readonly timeMs: number; readonly tag: number; readonly value: number; readonly quality: number };
const columns = (rows: readonly (Sample | undefined)[]) => ({
  timeMs: Float64Array.from(rows, (row) => row?.timeMs ?? Number.NaN),
  value: Float64Array.from(rows, (row) => row?.value ?? Number.NaN),
  quality: Uint32Array.from(rows, (row) => row?.quality ?? Q.badNoData),
});
/** As the historian answers, from a list in the order of time; pages of `page` samples. */
const historyOf = (samples: readonly Sample[], page = 3): RunHistory => ({
  valueAt: (tags, timeMs) => Promise.resolve(columns(tags.map((tag) => samples.findLast((one) => one.tag === tag && one.timeMs <= timeMs)))),
  samples({ tags, fromMs, toMs }) {
    const all = samples.filter((one) => tags.includes(one.tag) && one.timeMs > fromMs && one.timeMs <= toMs);
    const lastMs = all[page - 1]?.timeMs;
    const some = all.length <= page || lastMs === undefined ? all : all.filter(({ timeMs }) => timeMs <= lastMs);
    return Promise.resolve({ ...columns(some), tag: Uint32Array.from(some, ({ tag }) => tag), reachMs: some.length === all.length ? toMs : (lastMs ?? toMs) });
  },
});
const at = (timeMs: number, value: number, tag = 0, quality: number = Q.good): Sample => ({ timeMs, tag, value, quality });
const states = ({ watch, view }: ReturnType<typeof createDryReplay>) => [...readingsOf(watch, view, stateOf(), 0).values()].map(({ state }) => state);

describe('checks of a dry run by a replayed span', () => {
  const samples = [at(1000, 40), at(1000, 1, 1), at(20_000, 2), at(50_000, 30), at(60_000, 1), at(65_000, 1, 0, Q.badNoCommunication), at(80_000, 1)];
  it('are as the values up to the moment make them: hold times run on the samples’ own clock', async () => {
    const replay = createDryReplay(stateOf(), plant(), historyOf(samples));
    const seen: (readonly string[])[] = [];
    for (const moment of [500, 2000, 20_000, 23_000, 29_999, 30_000, 50_000, 62_000, 66_000, 79_000, 90_000]) {
      await replay.move(moment);
      seen.push(states(replay));
    }
    expect(seen).toEqual([
      ['pending', 'pending', 'pending'],
      ['fail', 'fail', 'fail'],
      ['holding', 'pass', 'holding'],
      ['holding', 'pass', 'pass'],
      ['holding', 'pass', 'pass'],
      ['pass', 'pass', 'pass'],
      ['fail', 'fail', 'fail'],
      ['holding', 'pass', 'holding'],
      ['unknown', 'unknown', 'unknown'],
      ['unknown', 'unknown', 'unknown'],
      ['pass', 'pass', 'pass'],
    ]);
  });
  it('say why they are unknown, and since when', async () => {
    const replay = createDryReplay(stateOf(), plant(), historyOf(samples));
    await replay.move(66_000);
    expect(readingsOf(replay.watch, replay.view, stateOf(), 0).get(0)).toMatchObject({ state: 'unknown', why: expect.stringMatching(/^PT-1: /), sinceMs: 65_000 });
  });
  it('are the same however a moment is come to: step by step, by a jump, or back and forth', async () => {
    const sample = fc.record({ timeMs: fc.integer({ min: 0, max: 40 }).map((second) => second * 1000), tag: fc.nat(1), value: fc.constantFrom(1, 9), quality: fc.constantFrom(Q.good, Q.good, Q.badNoCommunication) });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(sample, { maxLength: 20, selector: ({ timeMs, tag }) => `${timeMs} ${tag}` }), fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 5 }), async (list, moments, page) => {
        // Both tags have a value before the first moment, as in a span that is recorded.
        const history = historyOf([at(-90_000, 9), at(-90_000, 9, 1), ...list.toSorted((a, b) => a.timeMs - b.timeMs)], page);
        const one = createDryReplay(stateOf(), plant(), history);
        for (const moment of moments) await one.move(moment);
        const jumped = createDryReplay(stateOf(), plant(), history);
        await jumped.move(moments.at(-1) ?? 0);
        const stepped = createDryReplay(stateOf(), plant(), history);
        for (let moment = -60_000; moment < (moments.at(-1) ?? 0); moment += 7000) await stepped.move(moment);
        await stepped.move(moments.at(-1) ?? 0);
        expect(states(one)).toEqual(states(jumped));
        expect(states(stepped)).toEqual(states(jumped));
      }),
    );
  });
  it('are unknown where history cannot be read, never as they stood before', async () => {
    let isBroken = false;
    const good = historyOf(samples);
    const history: RunHistory = { valueAt: good.valueAt, samples: (query) => (isBroken ? Promise.reject(new Error('The disk is gone.')) : good.samples(query)) };
    const runs = createDryRuns(() => plant(), history);
    const state = stateOf();
    const live = { watch: createDryReplay(state, plant(), good).watch, plant: plant() };
    expect(await runs.move(state, 35_000)).toEqual({ ok: true, value: { atMs: 35_000 } });
    const standing = () => {
      const { watch, view } = runs.of(state, live);
      return readingsOf(watch, view, state, 0).get(1)?.state;
    };
    expect(standing()).toBe('pass');
    isBroken = true;
    expect(await runs.move(state, 36_000)).toMatchObject({ ok: false, fault: { code: 'history-unavailable' } });
    expect(standing()).toBeUndefined();
    isBroken = false;
    expect(await runs.move(state, 36_000)).toMatchObject({ ok: true });
    expect(standing()).toBe('pass');
  });
  it('stand nowhere before the first moment, in another revision and once too many others were moved', async () => {
    let revision = 1;
    const runs = createDryRuns(() => plant(revision), historyOf(samples));
    const state = stateOf();
    const isStanding = () => runs.of(state, { watch: createDryReplay(state, plant(), historyOf([])).watch, plant: plant(revision) }).watch.placeOf(keyOf('run-1', 0, 1)) !== undefined;
    expect(isStanding()).toBe(false);
    await runs.move(state, 35_000);
    expect(isStanding()).toBe(true);
    for (let other = 2; other <= 9; other++) await runs.move(stateOf(`run-${other}`), 35_000);
    expect(isStanding()).toBe(false);
    await runs.move(state, 35_000);
    revision = 2;
    expect(isStanding()).toBe(false);
  });
  it('are refused outside of the span, stand nowhere then, and are refused for a run that is no such dry run', async () => {
    const runs = createDryRuns(() => plant(), historyOf(samples));
    const isStanding = () => runs.of(stateOf(), { watch: createDryReplay(stateOf(), plant(), historyOf([])).watch, plant: plant() }).watch.placeOf(keyOf('run-1', 0, 1)) !== undefined;
    await runs.move(stateOf(), 35_000);
    expect(isStanding()).toBe(true);
    expect(await runs.move(stateOf(), 1_000_001)).toMatchObject({ ok: false, fault: { code: 'bad-span' } });
    expect(isStanding()).toBe(false);
    expect(await runs.move({ ...stateOf(), dry: { kind: 'simulated' } }, 5)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await runs.move({ ...stateOf(), status: 'finished' }, 5)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });
});

describe('what a dry run may go by', () => {
  it('is live values of simulators alone, and a span that lies in the past', () => {
    expect(dryRefusal({ kind: 'simulated' }, { isSimulated: true }, 0)).toBeNull();
    expect(dryRefusal({ kind: 'simulated' }, { isSimulated: false }, 0)).toMatchObject({ fault: { code: 'not-simulated' } });
    expect(dryRefusal({ kind: 'replayed', fromMs: 1, toMs: 2 }, { isSimulated: false }, 3)).toBeNull();
    for (const [fromMs, toMs] of [[2, 1], [1, 1], [1, 4], [Number.NaN, 2]] as const) expect(dryRefusal({ kind: 'replayed', fromMs, toMs }, { isSimulated: true }, 3)).toMatchObject({ fault: { code: 'bad-span' } });
  });
});
