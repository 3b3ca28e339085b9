import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/model/runbook-run.ts';
import { foldRun } from './apply-record.ts';
import { lockOuts } from './locked-out.ts';
import type { RunState } from './run-state.ts';
import { createRunRig, person, runbookHead } from './testing/run-rig.ts';

const text = `${runbookHead()}
## Isolation
:::step[Lock it]{#lock role=lead}
::gate[MCC-2 fields locked and tried]{kind=lockout locks=P-1,M-1}
::gate[Permit for the pump]{kind=permit}
:::
## Repair
:::step[Mend it]{#mend}
::branch[Lock it again]{to=lock}
:::
## Return to service
:::step[Motor free]{#motor role=lead}
::gate[Lock of the motor off]{kind=lockout frees=M-1}
:::
:::step[Pump free]{#pump role=lead}
::gate[Lock of the pump off]{kind=lockout frees=P-1}
:::
`;
const lea = person('Lea', 'lead');
const told = (run: RunState | RunSummary) => [...lockOuts([{ ...run, runbook: 'RB-T-01', title: 'Pump' }])].map(([asset, all]) => [asset, ...all.map(({ reference, by }) => `${reference} by ${by}`)]);
const toMend = () => {
  const rig = createRunRig(text);
  rig.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-17' }, person('Ben'));
  rig.act({ kind: 'gate', step: 'lock', item: 1, reference: 'P-4' }, lea);
  rig.act({ kind: 'confirm', step: 'lock', to: null, comment: '' }, lea);
  return rig;
};

describe('An asset is locked out', () => {
  it('from the word of a person at a gate that names it, not before, and not by a permit', () => {
    const rig = createRunRig(text);
    expect(told(rig.state)).toEqual([]);
    rig.act({ kind: 'gate', step: 'lock', item: 1, reference: 'P-4' }, lea);
    expect(told(rig.state)).toEqual([]);
    rig.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-17' }, person('Ben'));
    expect(told(rig.state)).toEqual([['P-1', 'L-17 by Ben'], ['M-1', 'L-17 by Ben']]);
    expect([...lockOuts([rig.state].map((run) => ({ ...run, runbook: 'RB', title: 'T' })))][0]?.[1][0]).toMatchObject({ gate: 'MCC-2 fields locked and tried', number: 1, timeMs: rig.state.timeMs });
  });

  it('never by leaving the gate out or passing it over', () => {
    for (const kind of ['skip', 'override'] as const) {
      const rig = createRunRig(text);
      expect(rig.act({ kind, step: 'lock', to: null, reason: 'It hangs, they say' }, lea).ok).toBe(true);
      expect(told(rig.state)).toEqual([]);
    }
  });

  it('until somebody confirms that its lock is off, each asset by itself; leaving that out takes no lock off', () => {
    const rig = toMend();
    rig.act({ kind: 'confirm', step: 'mend', to: null, comment: '' });
    rig.act({ kind: 'gate', step: 'motor', item: 0, reference: 'L-17' }, lea);
    expect(told(rig.state)).toEqual([['P-1', 'L-17 by Ben']]);
    rig.act({ kind: 'confirm', step: 'motor', to: null, comment: '' }, lea);
    rig.act({ kind: 'skip', step: 'pump', to: null, reason: 'In a hurry' }, lea);
    expect(told(rig.state)).toEqual([['P-1', 'L-17 by Ben']]);
  });

  it('also while the run goes back to before the lock or is paused, and by the new number once it was hung again', () => {
    const rig = toMend();
    rig.act({ kind: 'reopen', step: 'lock', reason: 'Wrong field' }, lea);
    expect(told(rig.state)).toEqual([['P-1', 'L-17 by Ben'], ['M-1', 'L-17 by Ben']]);
    rig.act({ kind: 'gate', step: 'lock', item: 0, reference: 'L-18' }, lea);
    rig.act({ kind: 'pause', reason: 'Shift change' });
    expect(told(rig.state)).toEqual([['P-1', 'L-18 by Lea'], ['M-1', 'L-18 by Lea']]);
  });

  it('no longer by a run that is over, which says nothing of its locks any more', () => {
    const rig = toMend();
    rig.act({ kind: 'abort', reason: 'Power cut' }, lea);
    expect(told(rig.state)).toEqual([]);
  });

  it('never by a dry run: nobody hung a lock to try a runbook', () => {
    const rig = toMend();
    const [began, ...others] = rig.records;
    if (began?.event.kind !== 'began') throw new Error('the rig wrote no beginning');
    const dry = [{ ...began, event: { ...began.event, dry: { kind: 'simulated' as const } } }, ...others];
    expect([foldRun('run-0001', dry)?.locks, foldRun('run-0001', rig.records)?.locks.length]).toEqual([[], 2]);
  });

  it('as of a moment of the past by the records up to then', () => {
    const rig = toMend();
    const hungMs = rig.records.find(({ event }) => event.kind === 'gate-confirmed')?.timeMs ?? 0;
    const at = (untilMs: number) => foldRun('run-0001', rig.records, untilMs)?.locks.map(({ asset }) => asset);
    expect([at(hungMs - 1), at(hungMs)]).toEqual([[], ['P-1', 'M-1']]);
  });

  it('by two runs at once, the older lock first', () => {
    const lock = (timeMs: number, reference: string) => ({ asset: 'P-1', reference, gate: 'g', by: 'Ben', timeMs });
    const run = (number: number, timeMs: number) => ({ run: `run-${number}`, number, runbook: 'RB', title: 'T', status: 'running' as const, locks: [lock(timeMs, `L-${number}`)] });
    expect(lockOuts([run(1, 20), run(2, 10)]).get('P-1')?.map(({ reference }) => reference)).toEqual(['L-2', 'L-1']);
  });
});
