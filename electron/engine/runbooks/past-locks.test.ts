import { describe, expect, it } from 'vitest';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import type { RunEntry, RunRecord } from '#shared/model/runbook-run.ts';
import { createRunRig, person } from '#shared/runbook-run/testing/run-rig.ts';
import { pastLocks } from './past-locks.ts';
import { newRecord } from './run-records.ts';

const lea = person('Lea', 'lead');

const kept = ({ seq, timeMs, who, op, event }: RunRecord): KeptRecord => {
  const { stream, kind, body } = newRecord('run-0001', event, who);
  return { stream, kind, body, seq, timeMs, sourceMs: null, opId: op, user: who?.user ?? null, role: who?.role ?? null, hash: '' };
};

/** A run whose lock hangs from its third record on, as it lies on the disk. */
function lockedRun() {
  const rig = createRunRig();
  rig.act({ kind: 'skip', step: 'stop', to: null, reason: 'Is stopped' });
  rig.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-17' }, person('Ben'));
  const [begun, , hung] = rig.records;
  if (begun === undefined || hung === undefined) throw new Error('the rig wrote nothing');
  const entry = { run: 'run-0001', number: 1, runbook: 'RB-T-01', title: 'Pump', begunMs: begun.timeMs, endedMs: null } as RunEntry;
  const ask = (atMs: number, endedMs: number | null = null) =>
    pastLocks(
      {
        index: { entries: new Map([[entry.run, { ...entry, endedMs }]]) },
        records: { readAll: () => Promise.resolve(rig.records.map(kept)) },
      },
      atMs,
      hung.timeMs + 60_000,
    );
  return { rig, begunMs: begun.timeMs, hungMs: hung.timeMs, ask };
}

describe('What was locked out at a moment of the past', () => {
  it('is what people had confirmed by then, and holds as long as nothing of it changed', async () => {
    const { begunMs, hungMs, ask } = lockedRun();
    expect(await ask(begunMs - 1)).toEqual({ runs: [], fromMs: 0, toMs: begunMs });
    expect(await ask(hungMs - 1)).toEqual({ runs: [], fromMs: begunMs, toMs: hungMs });
    const lock = { asset: 'P-1', reference: 'L-17', gate: 'Lock on MCC-2', by: 'Ben', timeMs: hungMs };
    expect(await ask(hungMs + 5)).toEqual({ runs: [{ run: 'run-0001', number: 1, runbook: 'RB-T-01', title: 'Pump', locks: [lock] }], fromMs: hungMs, toMs: hungMs + 60_000 });
  });

  it('is nothing of a run that had ended by then', async () => {
    const { rig, hungMs, ask } = lockedRun();
    rig.act({ kind: 'abort', reason: 'Power cut' }, lea);
    const endedMs = rig.state.timeMs;
    expect((await ask(endedMs - 1, endedMs)).runs).toHaveLength(1);
    expect(await ask(endedMs, endedMs)).toEqual({ runs: [], fromMs: endedMs, toMs: hungMs + 60_000 });
  });
});
