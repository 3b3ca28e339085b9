import { describe, expect, it } from 'vitest';
import type { Incident } from '#shared/model/incident.ts';
import type { RunSummary } from '#shared/model/runbook-run.ts';
import { unlinkedRuns } from './unlinked-runs.ts';

const run = (name: string, more: Partial<RunSummary> = {}): RunSummary => ({ run: name, incident: null, alarm: null, asset: null, begunMs: 1000, endedMs: null, ...more }) as RunSummary;
const incident = { id: 'INC-0002', origin: { kind: 'alarm', alarm: 'PT-1.L', seq: 4 }, links: [{ kind: 'alarm', alarm: 'PT-1.LL' }], assets: ['K-1'], startMs: 5000, openedMs: 9000, precursorMs: null, closed: null } as unknown as Incident;
const isWithin = (asset: string, ancestor: string): boolean => asset === ancestor || asset.startsWith(`${ancestor}-`);
const offered = (runs: readonly RunSummary[], open: readonly Incident[] = [incident], of = incident) => unlinkedRuns(runs, of, open, isWithin).map((one) => one.run);

describe('runs that are offered to an incident', () => {
  it('were begun for its alarms, its assets or something below them, oldest first, also after it was opened', () => {
    const runs = [run('later', { alarm: 'PT-1.LL', begunMs: 9500 }), run('motor', { asset: 'K-1-MOTOR', begunMs: 3000 }), run('unit', { asset: 'U1' }), run('other', { alarm: 'LT-2.H', asset: 'U2' }), run('of nothing'), run('alarm', { alarm: 'PT-1.L', asset: 'U2', begunMs: 2000 })];
    expect(offered(runs)).toEqual(['alarm', 'motor', 'later']);
  });

  it('belong to no incident yet: neither by their own record nor by a link of one that is open; and are meant', () => {
    const mine = { ...incident, links: [{ kind: 'run', run: 'mine' }] } as unknown as Incident;
    const other = { ...incident, id: 'INC-0003', links: [{ kind: 'run', run: 'of another' }] } as unknown as Incident;
    const runs = [run('mine', { asset: 'K-1' }), run('of another', { asset: 'K-1' }), run('begun for one', { asset: 'K-1', incident: 'INC-0001' }), run('dry', { asset: 'K-1', dry: { kind: 'simulated' } }), run('free', { asset: 'K-1' })];
    expect(offered(runs, [mine, other], mine)).toEqual(['free']);
  });

  it('were not over when it began, or when its precursor did, and not begun after it was closed', () => {
    const runs = [run('over before', { asset: 'K-1', endedMs: 4000 }), run('over since', { asset: 'K-1', endedMs: 6000 })];
    expect(offered(runs)).toEqual(['over since']);
    expect(offered(runs, [incident], { ...incident, precursorMs: 3000 })).toEqual(['over before', 'over since']);
    expect(offered([run('next', { asset: 'K-1', begunMs: 20_000 }), run('then', { asset: 'K-1' })], [], { ...incident, closed: { atMs: 15_000 } } as unknown as Incident)).toEqual(['then']);
  });
});
